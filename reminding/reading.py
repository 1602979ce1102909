"""Reads the reminders file strictly: every fault names the file, the place in it, the key, its value and what was expected."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain import departments, districts
from domain.words import LANGUAGES
from reminding import values
from reminding.settings import (
    FORMS,
    SECURITIES,
    VARIABLE,
    MailServer,
    Patience,
    Recipient,
    Settings,
    SettingsFault,
)
from reminding.values import HoldsSecret

# What is written instead of an address with a token in it.
SECRETLESS = {"webhook": 'webhook_env = "NAME"', "base_address": '"http://10.1.2.3:8501"'}
WEB = '"http://10.1.2.3:8501" / "https://…"'


@dataclass(frozen=True, slots=True)
class _Key:
    """What a key takes: as it is told, and the function that reads a value or raises ValueError."""

    expected: str
    read: Callable[[Any], Any]
    field: str = ""
    required: bool = False


def configured() -> Settings | None:
    """The settings in the file that REMINDERS_FILE names; none where it is not set. Raises SettingsFault."""
    named = os.environ.get(VARIABLE)
    return read_settings(Path(named)) if named else None


def read_settings(file: Path) -> Settings:
    """The settings in a file. Raises SettingsFault."""
    table = _table(file)
    try:
        own = _values(table, _TOP, file.name)
        recipients = tuple(_recipient(row, n) for n, row in enumerate(own.pop("recipients"), 1))
        mail = _mail(own.pop("mail")) if "mail" in own else None
        delivery = Patience(**_values(own.pop("delivery", {}), _DELIVERY, "[delivery]"))
        _check_together(recipients, mail)
    except SettingsFault as fault:
        raise SettingsFault(fault.code, **fault.holes, file=file.name) from fault
    return Settings(recipients=recipients, mail=mail, delivery=delivery, **own)


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as fault:
        raise SettingsFault("unreadable", file=file, fault=fault.strerror or fault) from fault
    except ValueError as fault:
        raise SettingsFault("not_toml", file=file.name, fault=fault) from fault


def _values(table: Mapping[str, Any], keys: Mapping[str, _Key], inside: str) -> dict[str, Any]:
    """A table's values by field, each read by its key."""
    for name in table:
        if name not in keys:
            raise SettingsFault("unknown_key", inside=inside, key=name, expected=" / ".join(keys))
    for name, key in keys.items():
        if key.required and name not in table:
            raise SettingsFault("missing_key", inside=inside, key=name, expected=key.expected)
    return {keys[name].field or name: _read(name, value, keys[name], inside) for name, value in table.items()}


def _read(name: str, value: Any, key: _Key, inside: str) -> Any:
    try:
        return key.read(value)
    except HoldsSecret as fault:
        raise SettingsFault("secret_inside", inside=inside, key=name, expected=SECRETLESS[name]) from fault
    except ValueError as fault:
        raise SettingsFault(
            "wrong_value", inside=inside, key=name, value=repr(value), expected=key.expected
        ) from fault


def _recipient(row: Mapping[str, Any], number: int) -> Recipient:
    inside = f"[[recipients]] {number}"
    made = Recipient(**_values(row, _RECIPIENT, inside))
    if made.webhook and made.webhook_env:
        raise SettingsFault(
            "wrong_value", inside=inside, key="webhook_env", value=made.webhook_env, expected="webhook / webhook_env"
        )  # fmt: skip
    if not made.channels:
        raise SettingsFault("missing_key", inside=inside, key="mail", expected="mail / webhook / webhook_env")
    _variable_is_set("webhook_env", made.webhook_env, inside, values.web, WEB)
    _variable_is_set("secret_env", made.secret_env, inside)
    return made


def _mail(table: Mapping[str, Any]) -> MailServer:
    made = MailServer(**_values(table, _MAIL, "[mail]"))
    if made.user_env and made.security == "none":
        # the password would cross the network in clear
        raise SettingsFault(
            "wrong_value", inside="[mail]", key="security", value='"none"', expected='"starttls" / "tls"'
        )
    if bool(made.user_env) != bool(made.password_env):
        absent = "password_env" if made.user_env else "user_env"
        raise SettingsFault("missing_key", inside="[mail]", key=absent, expected=_MAIL[absent].expected)
    for name in ("user_env", "password_env"):
        _variable_is_set(name, getattr(made, name), "[mail]")
    return made


def _check_together(recipients: tuple[Recipient, ...], mail: MailServer | None) -> None:
    names = [recipient.name for recipient in recipients]
    for number, recipient in enumerate(recipients, 1):
        if names.index(recipient.name) < number - 1:
            inside = f"[[recipients]] {number}"
            raise SettingsFault(
                "wrong_value", inside=inside, key="name", value=repr(recipient.name), expected='"…" ≠ ' + repr(recipient.name)
            )  # fmt: skip
        if recipient.mail and mail is None:
            expected = " / ".join(name for name, key in _MAIL.items() if key.required)
            raise SettingsFault("missing_key", inside="TOML", key="[mail]", expected=expected)


def _variable_is_set(
    key: str, variable: str, inside: str, read: Callable[[Any], Any] | None = None, expected: str = '"…"'
) -> None:
    """The variable's value is never told, for it is a secret."""
    value = os.environ.get(variable, "")
    if variable and not (value and (read is None or _can(read, value))):
        raise SettingsFault("no_variable", inside=inside, key=key, value=variable, expected=expected)


def _can(read: Callable[[Any], Any], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _quoted(names: tuple[str, ...]) -> str:
    return " / ".join(f'"{name}"' for name in names)


_HOST = _Key('"mail.example.gov.cn"', values.line, required=True)
_NAME = '"NAME"'
_DEPARTMENTS = _Key("[…] ∈ " + ", ".join(departments.DEPARTMENTS), values.names(departments.find))
_UNITS = _Key("[…] ∈ " + ", ".join(districts.DISTRICTS), values.names(districts.find))
_TOP = {
    "base_address": _Key(WEB, values.base, required=True),
    "rehearsals": _Key("true / false", values.flag),
    "recipients": _Key("[[recipients]]", values.tables, required=True),
    "mail": _Key("[mail]", values.table),
    "delivery": _Key("[delivery]", values.table),
}
_MAIL = {
    "host": _HOST,
    "port": _Key("1 … 65535", values.number(1, 65535, whole=True), required=True),
    "security": _Key(_quoted(SECURITIES), values.one_of(*SECURITIES), required=True),
    "from": _Key('"值班 <duty@example.gov.cn>"', values.sender, "sender", required=True),
    "user_env": _Key(_NAME, values.variable),
    "password_env": _Key(_NAME, values.variable),
}
_RECIPIENT = {
    "name": _Key('"…"', values.line, required=True),
    "departments": _DEPARTMENTS,
    "units": _UNITS,
    "lang": _Key(_quoted((*LANGUAGES, "both")), values.one_of(*LANGUAGES, "both")),
    "mail": _Key('"name@example.gov.cn"', values.address),
    "webhook": _Key(WEB, values.plain_web),
    "webhook_env": _Key(_NAME, values.variable),
    "form": _Key(_quoted(FORMS), values.one_of(*FORMS)),
    "secret_env": _Key(_NAME, values.variable),
}
_DELIVERY = {
    "tries": _Key("1 … 50", values.number(1, 50, whole=True)),
    "first_wait_s": _Key("0 … 3600", values.number(0, 3600)),
    "longest_wait_s": _Key("1 … 86400", values.number(1, 86400)),
    "timeout_s": _Key("1 … 60", values.number(1, 60)),
    "lease_s": _Key("1 … 3600", values.number(1, 3600)),
}
