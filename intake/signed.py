"""Signatures that come beside files (x.csv.minisig), checked against the public key on record for the unit and form."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import minisign

from domain.problems import Problem
from domain.unseen import seen_line
from domain.words import say

ENDING = ".minisig"
SIGNATURE = "signature"  # in detail: {"state": one of these, "key": its id in hex, "comment", "text": the signature's file}
VERIFIED, UNCHECKED, UNSIGNED = "verified", "unchecked", "unsigned"
WRONG, UNREADABLE = "wrong", "unreadable"
# Of a file that is refused.
CODES = {WRONG: "file.signature_wrong", UNREADABLE: "file.signature_unreadable"}
# Four lines: an untrusted comment, the signature, a trusted comment of 8 KB at most, and the signature of both.
LONGEST = 20_000

TRUSTED = "trusted comment: "

_File = TypeVar("_File")


@dataclass(frozen=True, slots=True)
class Signed:
    """The text of the signature that came with a file, "" for none; and the keys on record by (form, unit), base64."""

    text: str = ""
    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)


NOT_SIGNED = Signed()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is kept of a signature in the ledger, {} where there is neither key nor signature, and what is said of it."""

    detail: dict
    problems: tuple[Problem, ...] = ()


def verdict(data: bytes, signed: Signed, feed: str, unit: str) -> Verdict:
    """Whether a file is what the unit signed; one whose signature is wrong is refused by its problem."""
    key = signed.keys.get((feed, unit), "")
    if not signed.text:
        return Verdict({SIGNATURE: {"state": UNSIGNED}} if key else {})
    try:
        signature = _signature(signed.text)
    except minisign.ParseError:
        return _refused(signed, UNREADABLE)
    said = {
        "key": _id(bytes(signature)),
        "comment": seen_line(signature.trusted_comment),
        "text": signed.text,
    }
    if not key:
        note = Problem("file.signature_unchecked", severity="note")
        return Verdict({SIGNATURE: {**said, "state": UNCHECKED}}, (note,))
    public = public_key(key)
    try:
        public.verify(data, signature)
    except minisign.VerifyError:
        return _refused(signed, WRONG, key=_id(bytes(public)))
    return Verdict({SIGNATURE: {**said, "state": VERIFIED}})


def _signature(text: str) -> minisign.Signature:
    """The signature of a .minisig file. Raises minisign.ParseError.

    The tool writes the file's name into the trusted comment, which the library takes in ASCII only: it is read without.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if len(lines) < 4 or not lines[2].startswith(TRUSTED):
        raise minisign.ParseError("no four lines")
    plain = "\n".join(("untrusted comment: x", lines[1], f"{TRUSTED}x", lines[3]))
    signature = minisign.Signature.from_bytes(plain.encode("utf-8", "replace"))
    signature._trusted_comment = lines[2].removeprefix(TRUSTED)
    return signature


def _refused(signed: Signed, state: str, **holes: str) -> Verdict:
    kept = {"state": state, "text": signed.text, **holes}
    return Verdict({SIGNATURE: kept}, (Problem(CODES[state], holes=tuple(holes.items())),))


def public_key(text: str) -> minisign.PublicKey:
    """The key of a .pub file's second line, or of both lines. Raises ValueError for what is none."""
    return minisign.PublicKey.from_base64(text.strip().splitlines()[-1])


def _id(file: bytes) -> str:
    """The id of a key or a signature, of its file's second line, as minisign prints it."""
    # After the two letters of the algorithm, least byte first (jedisct1.github.io/minisign, "public key format").
    return base64.b64decode(file.splitlines()[1])[2:10][::-1].hex().upper()


def paired(files: Sequence[_File], name: Callable[[_File], str]) -> list[tuple[_File, _File | None]]:
    """Each file with the signature that came with it under its own name; a signature alone is a file like any other."""
    by_name = {name(file): file for file in files}
    beside = {called: by_name.get(called + ENDING) for called in by_name if not called.endswith(ENDING)}
    taken = [id(signature) for signature in beside.values() if signature is not None]
    return [(file, beside.get(name(file))) for file in files if id(file) not in taken]


def text_of(data: bytes) -> str:
    """A signature's file as text, no longer than one may be; what is no text is no signature and stays unreadable."""
    return data[:LONGEST].decode("utf-8", "replace")


def beside(file: Path, signature: Path | None = None) -> str:
    """The text of a file's signature: the one named, else the one that lies beside it; "" for none."""
    found = signature or file.with_name(file.name + ENDING)
    return text_of(found.read_bytes()) if found.exists() else ""


def text_kept(detail: Mapping[str, Any]) -> str:
    """The text of the signature that an entry's file came with."""
    return str(detail.get(SIGNATURE, {}).get("text", ""))


def spoken(detail: Mapping[str, Any], lang: str) -> str:
    """What a receipt says of its file's signature; "" where there is neither signature nor key."""
    kept = detail.get(SIGNATURE)
    if kept is None:
        return ""
    said = say(lang, f"signature.{kept['state']}", key=kept.get("key", ""), comment=kept.get("comment", ""))
    return f"{say(lang, 'entries.signature')}: {said}"
