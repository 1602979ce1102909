"""上报 A liaison's page: choose form and unit, drop files, read what each would change, confirm, take the receipts."""

from dataclasses import replace

from web.frame.page import frame
from web.report.choosing import choose_form
from web.report.confirming import choose_other_form, confirm, mend, show_receipt
from web.report.dropping import drop
from web.report.elsewhere import left_elsewhere
from web.report.listing import choose_kept
from web.report.partial import chosen
from web.report.preview import preview
from web.report.reminders import remind

page = frame("report")
form = choose_form(page)
remind(page, form.feed.name, form.unit)
drop(page, form)
left_elsewhere(page, form.unit)
kept = choose_kept(page, form)
if kept is not None and kept.receipt:
    show_receipt(page, kept.receipt)
elif kept is not None:
    choose_other_form(page, form, kept)
    kept = replace(kept, draft=chosen(page, kept.draft, kept.arrival.seq))
    preview(page, kept.draft)
    mend(page, form, kept)
    confirm(page, form, kept)
