"""Each kind of entry that there is can be asked for by its number: as a story, at the prompt, on the page and on paper."""

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from domain.words import LANGUAGES, say
from feeds import feed
from intake import mending
from intake.arrivals import arrive, withdraw
from intake.levels import declare
from intake.mending import Mending
from intake.proposals import decline, retract
from intake.receipts import receipt, story
from intake.receive import receive
from intake.undo import undo
from manage import cli
from store.entry import Entry
from store.ledger import Ledger
from tests.identities import somebody
from tests.levels import APPROVER, DECISION, DUTY
from tests.papers import changed, printed, sample_rows
from web.frame.page import Frame
from web.ledger.page import KINDS
from web.report.receipts import receipt_page

FARMS = feed("aquaculture")
STATES = {
    "opening": "opened", "submission": "undone", "refusal": "refused", "declaration": "declared", "undo": "undo",
    "proposal": "declined", "decline": "decline", "retraction": "retraction", "arrival": "arrived", "mending": "mending", "withdrawal": "withdrawn",
}  # fmt: skip


@pytest.fixture
def newest(ledger: Ledger) -> dict[str, Entry]:
    """The newest entry of each kind, the rows a report sent back among them."""
    spoilt = printed(changed(sample_rows("aquaculture"), {3: {"养殖人员数(人)": "若干"}}))
    dropped = arrive(ledger, FARMS, "city", spoilt, "养殖.csv", "王联络", None)
    receive(ledger, FARMS, "city", spoilt, "养殖.csv", "王联络")
    mending.keep(ledger, dropped, Mending(cells={(5, "养殖人员数(人)"): "14"}), "王联络")
    withdraw(ledger, dropped, "王联络")
    part = receive(ledger, FARMS, "city", spoilt, "养殖.csv", "王联络", partial=True)
    undo(ledger, part.entry.seq, "王联络", "报错了")
    for decided in ("retract", "decline"):
        proposed = declare(ledger, actor=DUTY.title, **DECISION).entry.seq
        retract(ledger, proposed, DUTY) if decided == "retract" else decline(ledger, proposed, APPROVER, "缓")
    return {kind: ledger.entries(kinds=[kind], limit=1)[0] for kind in KINDS}


def page_of(url: str, seq: int, lang: str) -> None:
    from store.ledger import Ledger
    from tests.identities import somebody
    from web.frame.page import Frame
    from web.report.receipts import entry_page

    ledger = Ledger(url)
    entry_page(Frame("ledger", lang, "light", ledger, somebody("张三")), ledger.entry(seq))


def test_the_kinds_a_page_lists_are_all_there_are(ledger: Ledger, newest: dict[str, Entry]) -> None:
    assert {entry.kind for entry in ledger.entries()} == set(KINDS) == set(STATES)
    assert newest["arrival"].detail["completes"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_story_on_paper_and_at_the_prompt(
    ledger: Ledger, newest: dict[str, Entry], sample_url: str, kind: str
) -> None:
    told = receipt(ledger, str(newest[kind].seq))
    assert (told.entry, told.state) == (newest[kind], STATES[kind])
    for lang in LANGUAGES:
        said = say(lang, f"receipts.{told.state}", **told.holes)
        result = CliRunner().invoke(cli, ["--store", sample_url, "--lang", lang, "receipt", told.number])
        assert (result.exit_code, said in result.output) == (0, True), result.output
        assert said in receipt_page(
            Frame("ledger", lang, "light", ledger, somebody("张三")), story(ledger, told.entry)
        )


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_page(ledger: Ledger, newest: dict[str, Entry], sample_url: str, kind: str) -> None:
    shown = AppTest.from_function(page_of, args=(sample_url, newest[kind].seq, "zh")).run(timeout=20)
    assert [error.message for error in shown.exception] == []
