"""Backup and restore at the prompt."""

from pathlib import Path

from click.testing import CliRunner

from manage import cli
from store.ledger import Ledger


def run(*words: str):
    return CliRunner().invoke(cli, words)


def test_a_store_is_backed_up_and_put_back(sample_url: str, tmp_path: Path) -> None:
    copy, elsewhere = tmp_path / "copy.sqlite3", f"sqlite:///{tmp_path / 'new' / 'ledger.sqlite3'}"
    done = run("--store", sample_url, "backup", str(copy))
    assert (done.exit_code, "核验完整" in done.output) == (0, True)
    again = run("--store", sample_url, "--lang", "en", "backup", str(copy))
    assert (again.exit_code, "nothing was overwritten" in again.output) == (2, True)
    assert run("--store", elsewhere, "restore", str(copy)).exit_code == 0
    refused = run("--store", elsewhere, "restore", str(copy))
    assert (refused.exit_code, "--replace" in refused.output) == (2, True)
    replaced = run("--store", elsewhere, "--lang", "en", "restore", str(copy), "--replace")
    assert (replaced.exit_code, "is kept as" in replaced.output) == (0, True)
    assert Ledger.existing(elsewhere).position() == Ledger.existing(sample_url).position()


def test_what_is_no_backup_is_not_put_back(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no store")
    place = tmp_path / "ledger.sqlite3"
    done = run("--store", f"sqlite:///{place}", "restore", str(tmp_path / "notes.txt"))
    assert (done.exit_code, place.exists()) == (2, False)
