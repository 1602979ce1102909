"""Which pages there are, in which order, and with which somebody begins."""

from functools import cache
from pathlib import Path

from access.identity import Identity
from access.table import may_visit

PAGES = Path(__file__).parents[1] / "pages"
# In the order of the bar; those without a file are left out, those not named here follow.
ORDER = (
    "dashboard", "storm", "readiness", "departments", "report", "reporting_status", "levels", "tasks", "contradictions",
    "bulletin", "briefing", "replay", "ledger", "settings",
)  # fmt: skip

# What somebody came for, if he may: the overview, else to send, else to keep accounts.
FIRST = ("dashboard", "report", "settings")


@cache
def page_names() -> list[str]:
    """The pages there are: dashboard.py and the files of pages/, in the order of the bar."""
    present = {ORDER[0], *(path.stem for path in PAGES.glob("[!_]*.py"))}
    return [*(name for name in ORDER if name in present), *sorted(present - set(ORDER))]


def home(identity: Identity) -> str:
    """The address of the page with which he begins; "/" for who has none."""
    mine = next((page for page in (*FIRST, *page_names()) if may_visit(identity, page)), ORDER[0])
    return "/" if mine == ORDER[0] else f"/{mine}"
