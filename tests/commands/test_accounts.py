"""Accounts, screens, keys and settings at the prompt."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from access.door import Door
from access.machines import key_of
from access.secret import hashed
from manage import cli
from store.entry import ACCESS
from store.ledger import Ledger

PASSWORD = "evening tide 03"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'live.sqlite3'}"


@pytest.fixture
def ask(url: str) -> Callable[..., Result]:
    """A line at the prompt of a store in use, and what is typed after it."""

    def call(*words: str, typed: str = "", lang: str = "zh") -> Result:
        return CliRunner().invoke(cli, ["--store", url, "--lang", lang, *words], input=typed)

    return call


@pytest.fixture
def liaison(ask) -> Result:
    """林渔's account, added."""
    return ask(
        "account", "add", "lin", "--title", "林渔", "--role", "liaison", "--feed", "渔船动态", "--unit", "普陀区",
        "--as", "周宁",
    )  # fmt: skip


def door_of(url: str) -> Door:
    return Door.of(Ledger(url))


def test_an_account_is_added_in_somebody_s_name_and_its_link_is_told_once(ask, url, liaison) -> None:
    assert liaison.exit_code == 0
    secret = re.search(r"http://127\.0\.0\.1:8501/welcome/(\S+)", liaison.output)[1]
    door = door_of(url)
    assert door.register.links[hashed(secret)].account == "lin"
    assert door.register.accounts["lin"].scope.holds("fishing_vessels", "putuo")
    assert {entry.actor for entry in door.ledger.entries(kinds=[ACCESS])} == {"周宁"}
    assert secret not in ask("account", "list").output


def test_a_password_asked_for_is_typed_twice_and_not_shown(ask, url) -> None:
    said = ("account", "add", "sun", "--title", "孙立", "--role", "administrator", "--ask-password")
    answer = ask(*said, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert answer.exit_code == 0
    assert PASSWORD not in answer.output and "/welcome/" not in answer.output
    assert door_of(url).visits.sign_in("sun", PASSWORD, "here")


def test_a_changed_account_keeps_what_was_not_said(ask, url, liaison) -> None:
    assert ask("account", "set", "lin", "--unit", "all").exit_code == 0
    account = door_of(url).register.accounts["lin"]
    assert (account.title, account.roles, account.scope.feeds) == ("林渔", {"liaison"}, {"fishing_vessels"})
    assert account.scope.districts == {"*"}


def test_an_account_is_shut_and_opened_again(ask, url, liaison) -> None:
    assert ask("account", "disable", "lin").exit_code == 0
    assert json.loads(ask("account", "list", "--json").output)[0]["state"] == "disabled"
    assert ask("account", "invite", "lin").exit_code == 1
    assert ask("account", "set", "lin", "--active").exit_code == 0
    assert ask("account", "invite", "lin", "--address", "http://office:8501/").output.count(
        "http://office:8501/w"
    )


def test_a_new_password_signs_in(ask, url, liaison) -> None:
    assert ask("account", "passwd", "lin", typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert door_of(url).visits.sign_in("lin", PASSWORD, "here")


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        (("account", "disable", "nobody"), "没有账号“nobody”", 'no account "nobody"'),
        (("account", "add", "lin", "--title", "别人", "--role", "viewer"), "已经有了", "already"),
        (("account", "add", "x y", "--title", "别人", "--role", "king"), "king", "king"),
        (("token", "screen", "大屏", "--board", "settings"), "大屏不能放", "cannot stand on"),
        (("token", "revoke", "nothing"), "没有“nothing”", 'no screen or key "nothing"'),
        (("setting", "no_such", "on"), "没有设置", "no setting"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_is_written(ask, url, liaison, line, zh, en) -> None:
    before = door_of(url).register
    for lang, words in (("zh", zh), ("en", en)):
        answer = ask(*line, lang=lang)
        assert (answer.exit_code, answer.stdout) == (1, "")
        assert words in answer.stderr
    assert door_of(url).register == before


def test_a_machine_s_key_is_told_once_and_is_the_one_it_signs_with(ask, url) -> None:
    said = ask("token", "key", "渔业接口", "--feed", "fishing_vessels", "--unit", "all").output
    name, key = re.search(r"X-Key: (\w+)\n([0-9a-f]{64})\n", said).groups()
    assert key == key_of(door_of(url).secret, name)
    listed = ask("token", "list")
    assert name in listed.output and key not in listed.output
    assert ask("token", "revoke", "渔业接口").exit_code == 0
    assert not door_of(url).register.tokens[name].active


def test_a_screen_s_link_opens_its_board(ask, url) -> None:
    said = ask("token", "screen", "指挥大厅", "--board", "briefing").output
    secret = re.search(r"/screen/(\S+)", said)[1]
    door = door_of(url)
    assert door.visits.who(door.visits.show_screen(secret)).board == "briefing"


def test_settings_are_shown_and_switched(ask, url) -> None:
    assert "public_reading off" in ask("setting").output
    assert "public_reading on" in ask("setting", "public_reading", "on").output
    assert door_of(url).register.setting("public_reading")
