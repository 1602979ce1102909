"""Which pages there are, and in which order."""

from functools import cache
from pathlib import Path

PAGES = Path(__file__).parents[1] / "pages"
# In the order of the bar; those without a file are left out, those not named here follow.
ORDER = (
    "dashboard", "storm", "readiness", "departments", "report", "reporting_status", "levels", "tasks", "contradictions",
    "bulletin", "briefing", "replay", "ledger", "settings",
)  # fmt: skip


@cache
def page_names() -> list[str]:
    """The pages there are: dashboard.py and the files of pages/, in the order of the bar."""
    present = {ORDER[0], *(path.stem for path in PAGES.glob("[!_]*.py"))}
    return [*(name for name in ORDER if name in present), *sorted(present - set(ORDER))]
