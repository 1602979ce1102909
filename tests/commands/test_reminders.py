"""Reminders at the prompt: what is sent and said, and what a killed process leaves behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import cli
from store.ledger import Ledger
from tests.reminding.receivers import Posted, WebReceiver
from tests.reminding.rooms import hook, level_one_since_noon, reminders_file

ROOT = Path(__file__).parents[2]


@pytest.fixture
def evening_url(sample_url: str) -> str:
    """The sample day, level I declared at noon and nothing sent since."""
    ledger = Ledger(sample_url)
    level_one_since_noon(ledger)
    ledger.close()
    return sample_url


def remind(url: str, file: Path | None, lang: str = "zh", *words: str) -> Result:
    environment = {"REMINDERS_FILE": str(file) if file else None}
    return CliRunner().invoke(cli, ["--store", url, "--lang", lang, "remind", *words], env=environment)


def stages(post: Posted) -> set[tuple[str, str]]:
    """What a message told of."""
    return {(one["feed"], one["stage"]) for one in post.said["reminders"]}


def test_the_sample_evening_is_told_once_with_its_mark_and_the_way_to_the_form(
    evening_url: str, tmp_path: Path
) -> None:
    with WebReceiver().open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        first, second = remind(evening_url, file), remind(evening_url, file)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("已发 值班室（推送）")
    post, *later = receiver.posted
    # The event's clock goes on: a form may come due between the two, and only that is told of then.
    assert not any(stages(post) & stages(after) for after in later)
    said = post.said
    assert said["text"].startswith("【演示】") and "[DEMO]" in said["text"] and "市防指Ⅰ级" in said["text"]
    assert (said["purpose"], said["grade"], said["plan_status"]) == ("demo", "I", "unverified")
    assert Ledger(evening_url).verify().whole


def test_what_is_not_delivered_is_said_with_its_reason_and_exits_with_one(
    evening_url: str, tmp_path: Path
) -> None:
    with WebReceiver(503).open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        result = remind(evening_url, file, "en")
    assert result.exit_code == 1
    assert (
        "Not delivered to 值班室: webhook: not delivered, tries so far 1: it answered 503; again at"
        in result.output
    )


def test_a_demo_keeps_silent_and_says_so(evening_url: str, tmp_path: Path) -> None:
    with WebReceiver().open() as receiver:
        result = remind(
            evening_url, reminders_file(tmp_path, hook("值班室", receiver.address), rehearsals=False)
        )
    assert (result.exit_code, receiver.posted) == (0, []) and "rehearsals" in result.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_file_or_with_one_that_does_not_serve_it_says_why_and_exits_with_two(
    evening_url: str, tmp_path: Path, lang: str
) -> None:
    assert remind(evening_url, None, lang).exit_code == 2
    broken = reminders_file(tmp_path, 'name = "x"\nmial = "a@b.example"')
    result = remind(evening_url, broken, lang)
    assert result.exit_code == 2 and "reminders.toml" in result.output and "mial" in result.output


def test_killed_between_sending_and_noting_it_the_next_process_sends_it_again_under_the_same_key(
    evening_url: str, tmp_path: Path
) -> None:
    receiver = WebReceiver()
    with receiver.open():
        file = reminders_file(tmp_path, hook("值班室", receiver.address), delivery="lease_s = 1")
        command = [sys.executable, str(ROOT / "manage.py"), "--store", evening_url, "remind"]
        process = subprocess.Popen(command, env={**os.environ, "REMINDERS_FILE": str(file)}, cwd=ROOT)
        receiver.before = process.kill
        assert process.wait(60) == -9
        receiver.before = lambda: None
        assert len(receiver.posted) == 1
        time.sleep(1.1)
        assert [remind(evening_url, file).exit_code for _ in range(2)] == [0, 0]
    first, second, *later = receiver.posted
    assert first.key == second.key
    # The event's clock goes on: what has come to its next stage since is no longer told of as it was.
    assert stages(second) and stages(second) <= stages(first)
    assert not any(stages(first) & stages(post) for post in later)
    assert Ledger(evening_url).verify().whole
