"""上报 A liaison's page: choose form and unit, drop the file, read what it would change, confirm, take the receipt."""

from dataclasses import replace

from web.frame import frame
from web.partial import chosen
from web.preview import preview
from web.reminders import remind, unit_of_address
from web.reporting import choose_form, confirm, examined, mend, show_receipt

page = frame("report")
unit_of_address()
form = choose_form(page)
remind(page, form.feed.name, form.unit)
kept = examined(page, form)
if kept is not None:
    kept = replace(kept, draft=chosen(page, kept.draft, kept.arrival.seq))
    preview(page, kept.draft)
    mend(page, form, kept)
    confirm(page, form, kept)
else:
    show_receipt(page)
