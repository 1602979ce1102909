"""What the command line says of a ledger and of checkpoints of it."""

import json
from pathlib import Path

import pytest

from domain.words import say
from store.checkpoints import Checkpoints
from store.entry import NewEntry
from store.ledger import Ledger
from tests.store.signing import beside


@pytest.fixture
def kept(sample_url: str, tmp_path: Path) -> Path:
    """A checkpoint of the sample day on paper."""
    ledger = Ledger(sample_url)
    file = tmp_path / "kept.txt"
    file.write_text(str(Checkpoints(ledger).make()), "utf-8")
    ledger.close()
    return file


def test_a_ledger_that_agrees_is_said_to_and_the_command_ends_with_0(
    run, kept: Path, sample_url: str
) -> None:
    said = run("verify", "--against", str(kept))
    count = Ledger(sample_url).position()
    assert said.exit_code == 0
    assert said.output.strip() == say("zh", "cli.chain_whole", n=count) + say("zh", "compared.agree", n=1)


def test_a_cut_tail_is_told_by_its_first_entry_in_words_and_to_scripts(
    run, kept: Path, sample_url: str, tmp_path: Path
) -> None:
    count = Ledger(sample_url).position()
    longer = Ledger(sample_url)
    longer.append(NewEntry("declaration", actor="值班", detail={"n": 1}))
    kept.write_text(str(Checkpoints(longer).make()), "utf-8")
    keys = beside(longer, "checkpoint.key.pub")
    with longer.engine.begin() as connection:
        for drop in ("TRIGGER entries_kept", "TABLE checkpoints"):
            connection.exec_driver_sql(f"DROP {drop}")
        connection.exec_driver_sql(f"DELETE FROM entries WHERE seq > {count}")
    longer.close()
    assert run("verify").exit_code == 1  # the guard is gone: an ordinary start would make it again
    Ledger(sample_url).close()
    assert run("verify").exit_code == 0
    said = run("verify", "--against", str(kept), "--key", str(keys))
    assert said.exit_code == 1 and str(count + 1) in said.output
    told = json.loads(run("verify", "--against", str(kept), "--json").output)
    assert (told["whole"], told["reason"], told["bad_seq"]) == (False, "cut", count + 1)
    assert told["said"] == said.output.strip()
