"""The reminders file: what it may say, and a sentence for everything else; no secret is ever repeated."""

import tomllib
from pathlib import Path

import pytest

from domain.words import LANGUAGES, say
from reminding.reading import configured, read_settings
from reminding.settings import SettingsFault

EXAMPLE = Path(__file__).parents[2] / "docs" / "reminders.example.toml"
GOOD = """
base_address = "http://10.0.0.5:8501/"
[mail]
host = "mail.example"
port = 587
security = "starttls"
from = "市防指 <duty@fz.example>"
user_env = "MAIL_USER"
password_env = "MAIL_PASSWORD"
[[recipients]]
name = "渔业局联络员"
departments = ["海洋与渔业局"]
units = ["全市", "putuo"]
lang = "zh"
mail = "li@sea.example"
[[recipients]]
name = "群"
webhook_env = "ROBOT"
form = "robot"
"""
SECRETS = {"MAIL_USER": "u5er", "MAIL_PASSWORD": "p4ss", "ROBOT": "https://robot.example/send?key=t0ken"}


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


def fault(folder: Path, stands: str, written: str) -> SettingsFault:
    assert stands in GOOD
    file = folder / "reminders.toml"
    file.write_text(GOOD.replace(stands, written, 1), "utf-8")
    with pytest.raises(SettingsFault) as found:
        read_settings(file)
    return found.value


def test_names_are_read_as_people_write_them_and_secrets_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "reminders.toml"
    file.write_text(GOOD, "utf-8")
    settings = read_settings(file)
    liaison, group = settings.recipients
    assert (liaison.departments, liaison.units) == (("fishery",), ("city", "putuo"))
    assert (liaison.channels, group.channels) == (("mail",), ("webhook",))
    assert settings.base_address == "http://10.0.0.5:8501" and not settings.rehearsals
    assert (settings.mail.user, settings.mail.password) == ("u5er", "p4ss")
    assert group.address == SECRETS["ROBOT"]
    assert not [secret for secret in SECRETS.values() if secret in repr(settings)]


def test_who_names_no_department_and_no_unit_is_told_of_all(tmp_path: Path) -> None:
    file = tmp_path / "reminders.toml"
    file.write_text(GOOD, "utf-8")
    liaison, group = read_settings(file).recipients
    asked = [("fishery", "city"), ("fishery", "dinghai"), ("water", "city")]
    assert [liaison.wants(*one) for one in asked] == [True, False, False]
    assert all(group.wants(*one) for one in asked)


@pytest.mark.parametrize(
    ("stands", "written", "code", "named"),
    [
        ('base_address = "http://10.0.0.5:8501/"', "", "missing_key", "base_address"),
        ('"http://10.0.0.5:8501/"', '"ftp://x"', "wrong_value", "base_address"),
        ('"http://10.0.0.5:8501/"', '"http://x:99999"', "wrong_value", "base_address"),
        ('"http://10.0.0.5:8501/"', "8501", "wrong_value", "base_address"),
        ("[mail]", "rehearsal = true\n[mail]", "unknown_key", "rehearsal"),
        ("[mail]", 'rehearsals = "yes"\n[mail]', "wrong_value", "rehearsals"),
        ("port = 587", "port = 0", "wrong_value", "port"),
        ("port = 587", "port = true", "wrong_value", "port"),
        ("port = 587", "", "missing_key", "port"),
        ('"starttls"', '"ssl"', "wrong_value", "security"),
        ('"starttls"', '"none"', "wrong_value", "security"),
        ('password_env = "MAIL_PASSWORD"', "", "missing_key", "password_env"),
        ('user_env = "MAIL_USER"', 'user_env = "NOT_SET"', "no_variable", "NOT_SET"),
        ('password_env = "MAIL_PASSWORD"', 'password = "p4ss"', "unknown_key", "password"),
        ("<duty@fz.example>", "duty", "wrong_value", "from"),
        (
            '"市防指 <duty@fz.example>"',
            r'"市防指\nBcc: x@y.example <duty@fz.example>"',
            "wrong_value",
            "from",
        ),
        ('"渔业局联络员"', r'"渔业局\nBcc: x@y.example"', "wrong_value", "name"),
        ('"渔业局联络员"', '"群"', "wrong_value", "name"),
        ('name = "渔业局联络员"\n', "", "missing_key", "name"),
        ('["海洋与渔业局"]', '["渔业"]', "wrong_value", "departments"),
        ('["海洋与渔业局"]', "[]", "wrong_value", "departments"),
        ('"putuo"', '"杭州"', "wrong_value", "units"),
        ('lang = "zh"', 'lang = "fr"', "wrong_value", "lang"),
        ('"li@sea.example"', r'"li@sea.example\r\nBcc: x@y.example"', "wrong_value", "mail"),
        ('"li@sea.example"', '"li"', "wrong_value", "mail"),
        ('mail = "li@sea.example"', "", "missing_key", "mail"),
        ('webhook_env = "ROBOT"', 'webhook_env = "MAIL_USER"', "no_variable", "MAIL_USER"),
        (
            'webhook_env = "ROBOT"',
            'webhook_env = "ROBOT"\nwebhook = "http://x"',
            "wrong_value",
            "webhook_env",
        ),
        ('form = "robot"', 'form = "dingtalk"', "wrong_value", "form"),
        ('form = "robot"', 'secret_env = "NOT_SET"', "no_variable", "secret_env"),
        ('form = "robot"', "[delivery]\ntries = 0", "wrong_value", "tries"),
        ('form = "robot"', "[delivery]\ntries = 2.5", "wrong_value", "tries"),
        ('form = "robot"', "[delivery]\nretries = 3", "unknown_key", "retries"),
    ],
)
def test_a_fault_names_the_file_the_key_and_what_was_expected(
    tmp_path: Path, stands: str, written: str, code: str, named: str
) -> None:
    found = fault(tmp_path, stands, written)
    assert found.code == code
    for lang in LANGUAGES:
        told = say(lang, f"reminders_file.{found.code}", **found.holes)
        assert "reminders.toml" in told and named in told and found.holes["expected"] in told
        assert not [secret for secret in SECRETS.values() if secret in told] and "\n" not in told


def test_an_address_with_a_token_is_sent_to_the_environment_and_not_repeated(tmp_path: Path) -> None:
    for address in (
        "https://robot.example/send?key=t0ken",
        "https://me:t0ken@robot.example",
        "htp:/x?key=t0ken",
    ):
        found = fault(tmp_path, 'webhook_env = "ROBOT"', f'webhook = "{address}"')
        assert found.code == "secret_inside" and "t0ken" not in str(found)
        assert "webhook_env" in say("zh", f"reminders_file.{found.code}", **found.holes)


def test_mail_to_somebody_needs_a_server(tmp_path: Path) -> None:
    file = tmp_path / "reminders.toml"
    file.write_text('base_address = "http://x"\n[[recipients]]\nname = "a"\nmail = "a@b.example"', "utf-8")
    with pytest.raises(SettingsFault) as found:
        read_settings(file)
    assert (found.value.code, found.value.holes["key"]) == ("missing_key", "[mail]")


def test_a_file_that_is_not_there_or_no_toml_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_bytes(b"\xff\xfe")
    for name, code in (("absent.toml", "unreadable"), ("broken.toml", "not_toml")):
        with pytest.raises(SettingsFault) as found:
            read_settings(tmp_path / name)
        assert found.value.code == code and name in say("zh", f"reminders_file.{code}", **found.value.holes)


def test_where_no_file_is_named_nothing_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REMINDERS_FILE", raising=False)
    assert configured() is None


def test_the_example_in_the_docs_says_everything_that_can_be_said_and_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = EXAMPLE.read_text("utf-8")
    for name in ("REMINDERS_MAIL_USER", "REMINDERS_MAIL_PASSWORD", "REMINDERS_SECRET"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("REMINDERS_ROBOT", SECRETS["ROBOT"])
    assert len(read_settings(EXAMPLE).recipients) == len(tomllib.loads(text)["recipients"]) == 4
    assert "EXAMPLE" in text
