"""A server that would not be safe does not start, and says why."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit import config

from store.ledger import Ledger
from store.sqlite import Promises, promises
from web.serving.soundness import (
    RULES,
    address_faults,
    clock_faults,
    database_faults,
    font_faults,
    library_faults,
    settings_faults,
    stop_for,
)
from web.serving.starting import store_faults

NOW = datetime(2025, 7, 28, 7, 0, tzinfo=UTC)
SOUND = {rule.option: config.get_option(rule.option) for rule in RULES}
WRONG = [
    ("server.maxUploadSize", 200, "start.upload"),
    ("server.maxUploadSize", 0, "start.upload"),
    ("server.enableCORS", False, "start.cors"),
    ("server.enableXsrfProtection", False, "start.xsrf"),
    ("server.xsrfCookieSameSite", "none", "start.same_site"),
    ("server.enableStaticServing", True, "start.static"),
    ("server.enableAgentApi", True, "start.agent_api"),
    ("server.fileWatcherType", "auto", "start.file_watcher"),
    ("server.trustedUserHeaders", {}, "start.trusted_headers"),
    ("server.trustedUserHeaders", {"X-Office-Visit": "visit", "X-User": "user"}, "start.trusted_headers"),
    ("server.cookieSecret", "changeme", "start.cookie_secret"),
    ("server.cookieSecret", "a" * 64, "start.cookie_secret"),
    ("browser.gatherUsageStats", True, "start.usage"),
    ("client.showErrorDetails", "full", "start.error_details"),
    ("client.toolbarMode", "developer", "start.toolbar"),
]


def test_the_settings_that_come_with_the_program_are_sound() -> None:
    config.get_config_options(force_reparse=True)
    assert settings_faults(config.get_option) == []
    assert address_faults(config.get_option("server.address"), [], "demo") == []


@pytest.mark.parametrize(("option", "value", "code"), WRONG)
def test_each_setting_that_would_open_a_door_is_named(option: str, value: object, code: str) -> None:
    faults = settings_faults({**SOUND, option: value}.__getitem__)
    assert [(fault.code, dict(fault.holes)) for fault in faults] == [(code, {"option": option})]


def test_every_rule_is_broken_by_one_of_the_cases() -> None:
    assert {rule.code for rule in RULES} == {code for _, _, code in WRONG}


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.8.0.1"])
@pytest.mark.parametrize("purpose", ["demo", "exercise", "live", None])
def test_the_server_starts_on_this_machine(address: str, purpose: str | None) -> None:
    assert address_faults(address, [], purpose) == []


@pytest.mark.parametrize("purpose", ["demo", "exercise"])
@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.20", "::", "dashboard.lan", "", None])
def test_a_demo_is_not_served_to_others_whatever_names_are_allowed(address: str | None, purpose: str) -> None:
    assert [fault.code for fault in address_faults(address, ["dashboard.lan"], purpose)] == ["start.address"]


@pytest.mark.parametrize(
    ("hosts", "codes"),
    [
        (["dashboard.lan"], []),
        (["10.0.0.5", "localhost"], []),
        ([], ["start.hosts"]),
        (["*"], ["start.hosts"]),
        (["*.lan"], ["start.hosts"]),
        ([".lan"], ["start.hosts"]),
        (["dashboard.lan", ""], ["start.hosts"]),
        (["127.0.0.1", "localhost"], ["start.hosts"]),
    ],
)
def test_a_store_in_use_is_served_to_others_only_under_named_hosts(
    hosts: list[str], codes: list[str]
) -> None:
    assert [fault.code for fault in address_faults("0.0.0.0", hosts, "live")] == codes


@pytest.mark.parametrize("address", ["", None])
def test_a_store_in_use_is_told_on_purpose_where_to_listen(address: str | None) -> None:
    assert [fault.code for fault in address_faults(address, ["dashboard.lan"], "live")] == ["start.address"]


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        (Promises((3, 53, 4), "wal", 2), []),
        (Promises((3, 40, 1), "delete", 2), []),
        (Promises((3, 51, 2), "wal", 2), ["start.sqlite"]),
        (Promises((3, 53, 4), "memory", 2), ["start.journal"]),
        (Promises((3, 53, 4), "wal", 1), ["start.synchronous"]),
        (Promises((3, 53, 4), "off", 0), ["start.journal", "start.synchronous"]),
    ],
)
def test_a_database_that_could_lose_a_receipt_is_refused(found: Promises, codes: list[str]) -> None:
    assert [fault.code for fault in database_faults(found)] == codes


def test_an_open_store_promises_what_is_asked(live_ledger: Ledger) -> None:
    assert database_faults(promises(live_ledger.engine)) == []


@pytest.mark.parametrize(
    ("ahead", "purpose", "codes"),
    [
        (timedelta(minutes=4), "live", []),
        (timedelta(minutes=6), "live", ["start.clock"]),
        (timedelta(days=400), "demo", []),
        (-timedelta(days=400), "live", []),
    ],
)
def test_a_clock_behind_the_last_entry_is_noticed(ahead: timedelta, purpose: str, codes: list[str]) -> None:
    assert [fault.code for fault in clock_faults(NOW, NOW + ahead, purpose)] == codes


@pytest.mark.parametrize(("version", "sound"), [("1.10.0", True), ("1.1", True), ("1.0.9", False)])
def test_a_server_library_with_known_faults_is_refused(version: str, sound: bool) -> None:
    assert (library_faults(version) == []) is sound


@pytest.mark.parametrize("how", ["short", "readable"])
def test_a_weak_secret_is_refused_by_the_name_of_its_file(
    how: str, live_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "weak.secret"
    secret.write_bytes(b"x" * (5 if how == "short" else 32))
    secret.chmod(0o600 if how == "short" else 0o644)
    monkeypatch.setenv("SERVER_SECRET_FILE", str(secret))
    assert [(fault.code, fault.raw) for fault in store_faults(live_ledger)] == [("start.secret", str(secret))]


def test_every_reason_is_given_at_once_in_both_languages() -> None:
    faults = [*address_faults("0.0.0.0", [], "demo"), *library_faults("0.9")]
    with pytest.raises(SystemExit) as refusal:
        stop_for(faults)
    said = str(refusal.value)
    for words in ("拒绝启动", "Refusing to start", "0.0.0.0", "starlette 0.9 有已知漏洞", "known faults"):
        assert words in said


def test_a_secret_is_never_told_in_its_reason() -> None:
    faults = settings_faults({**SOUND, "server.cookieSecret": "changeme"}.__getitem__)
    with pytest.raises(SystemExit) as refusal:
        stop_for(faults)
    assert "changeme" not in str(refusal.value)


@pytest.mark.parametrize("purpose", ["live", None])
def test_a_store_in_use_is_not_served_without_a_chinese_font(purpose: str | None) -> None:
    assert font_faults(purpose, lambda: "Noto Sans CJK SC") == []
    assert [fault.code for fault in font_faults(purpose, lambda: "")] == ["start.fonts"]


def test_a_demo_without_a_chinese_font_is_told_and_served(capsys: pytest.CaptureFixture[str]) -> None:
    assert font_faults("demo", lambda: "") == []
    assert "中文字体" in capsys.readouterr().err
