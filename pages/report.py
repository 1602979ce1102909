"""上报 A liaison's page: choose form and unit, drop the file, read what it would change, confirm, take the receipt."""

from web.frame import frame
from web.preview import preview
from web.reminders import remind, unit_of_address
from web.reporting import choose_form, confirm, examined, show_receipt

page = frame("report")
unit_of_address()
form = choose_form(page)
remind(page, form.feed.name, form.unit)
draft = examined(page, form)
if draft is not None:
    preview(page, draft)
    confirm(page, form, draft)
else:
    show_receipt(page)
