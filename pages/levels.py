"""响应 Which response levels are in force, who declared them, and the form that enters one."""

from web.entries import entry_table
from web.frame import frame
from web.levels import declare, in_force

page = frame("levels")
in_force(page)
declare(page)
entry_table(
    page, page.ledger.entries(kinds=["declaration"], at=page.ledger.now()), key="declarations", height=420
)
