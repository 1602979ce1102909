"""A served ledger makes its checkpoints by itself and hands them to whoever asks."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from domain.words import LANGUAGES, say
from store.checkpoints import Checkpoints, newest
from store.ledger import Ledger
from tests.reminding.receivers import until
from tests.store.signing import beside
from web.api.application import application
from web.serving.checkpointing import Checkpointing


@pytest.fixture
def going(live_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A ledger looked at often, of which each entry is covered at once."""
    monkeypatch.setattr("web.serving.checkpointing.LOOK_S", 0.02)
    monkeypatch.setattr("store.checkpoints.ENTRIES", 1)
    thread = Checkpointing()
    thread.start(lambda: live_ledger)
    yield live_ledger
    thread.stop()


def test_checkpoints_are_made_while_the_app_serves_and_written_beside_the_store(going: Ledger) -> None:
    file = beside(going, "checkpoints.txt")
    until(lambda: file.exists() and file.read_text("utf-8"))
    made = newest(going)
    assert made and file.read_text("utf-8") == f"{made.note}\n" and going.verify(made.note).checkpoints == 1


def test_a_file_out_of_reach_is_tried_again(going: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    share = tmp_path / "share"
    monkeypatch.setenv("CHECKPOINT_FILE", str(share / "checkpoints.txt"))
    until(lambda: newest(going))
    share.mkdir()
    until(lambda: (share / "checkpoints.txt").exists() and (share / "checkpoints.txt").stat().st_size)


def test_programs_are_given_the_newest_checkpoint_as_text(live_ledger: Ledger) -> None:
    program = TestClient(application(lambda: live_ledger))
    none = program.get("/checkpoint")
    assert (none.status_code, none.json()["zh"]) == (404, say("zh", "ledger.checkpoint_none"))
    note = Checkpoints(live_ledger).make()
    answer = program.get("/checkpoint")
    assert (answer.status_code, answer.text) == (200, str(note))
    assert answer.headers["content-type"].startswith("text/plain")


def page_of(url: str, lang: str) -> None:
    from store.ledger import Ledger
    from tests.identities import somebody
    from web.frame.page import Frame
    from web.ledger.page import chain_line

    chain_line(Frame("ledger", lang, "light", Ledger(url), somebody()))


def shown(page: AppTest) -> str:
    assert not page.exception
    return " ".join(element.proto.body for element in page.get("html"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_inspector_holds_a_checkpoint_against_the_ledger_on_the_page(sample_url: str, lang: str) -> None:
    ledger = Ledger(sample_url)
    page = AppTest.from_function(page_of, args=(sample_url, lang), default_timeout=60).run()
    assert say(lang, "ledger.checkpoint_none") in shown(page)
    note = Checkpoints(ledger).make()
    page.run()
    assert f"{note.size}" in shown(page) and say(lang, "ledger.checkpoint_none") not in shown(page)
    page.get("file_uploader")[0].upload("kept.txt", str(note).encode(), "text/plain").run()
    assert say(lang, "compared.agree", n=1) in shown(page)
    other = replace(note, text=note.text.replace(f"\n{note.size}\n", f"\n{note.size + 1}\n"))
    page.get("file_uploader")[0].upload("kept.txt", str(other).encode(), "text/plain").run()
    assert say(lang, "compared.signature", size=note.size + 1) in shown(page)
