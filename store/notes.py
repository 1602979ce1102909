"""Signed notes and checkpoints as C2SP writes them, so that other people's tools read ours.

Sources: c2sp.org/signed-note (text, blank line, signature lines; key id and verifier key) and
c2sp.org/tlog-checkpoint (origin, size, root). Signatures are Ed25519.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"  # signed-note: the signature type that comes before the key
KEY_ID_BYTES, ROOT_BYTES = 4, 32
SIGNED = re.compile(r"— ([^ +\n]+) ([A-Za-z0-9+/]+=*)\n")
SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
VERIFIER = re.compile(r"([^ +\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")


class BadNote(ValueError):
    """What should be a note or a verifier key is none."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key and the name it signs under."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """The key of `name+id+base64`. Raises BadNote."""
        found = VERIFIER.fullmatch(text.strip())
        if not found:
            raise BadNote
        verifier = cls(found[1], _bytes(found[3])[1:])
        if str(verifier) != text.strip():  # another type of key, or an id that is not this key's
            raise BadNote
        return verifier

    def signed(self, note: "Note") -> bool | None:
        """Whether this key's signature under a note is right; none where it has none."""
        for name, signature in note.signatures:
            if name == self.name and signature[:KEY_ID_BYTES] == self.key_id:
                return self._fits(signature[KEY_ID_BYTES:], note.text.encode())
        return None

    def _fits(self, signature: bytes, text: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):  # ValueError: no point of the curve
            return False
        return True


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint: which ledger, how many entries it covers, their root; and who signed it."""

    text: str
    signatures: tuple[tuple[str, bytes], ...]
    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        lines = [f"— {name} {b64encode(signature).decode()}\n" for name, signature in self.signatures]
        return f"{self.text}\n{''.join(lines)}"

    @classmethod
    def read(cls, written: str) -> "Note":
        """A checkpoint with its signature lines. Raises BadNote for anything spelt otherwise."""
        text, blank, tail = written.partition("\n\n")
        signatures = tuple((name, _bytes(raw)) for name, raw in SIGNED.findall(tail))
        lines = text.split("\n")
        if not (blank and signatures) or len(lines) < 3 or not all(lines) or not SIZE.fullmatch(lines[1]):
            raise BadNote
        root = _bytes(lines[2])
        note = cls(f"{text}\n", signatures, lines[0], int(lines[1]), root)
        if len(root) != ROOT_BYTES or str(note) != written:
            raise BadNote
        return note


def verifier_of(key: Ed25519PrivateKey, name: str) -> Verifier:
    """The public half of a key under a name without spaces and plus signs."""
    return Verifier(name, key.public_key().public_bytes_raw())


def sign(key: Ed25519PrivateKey, origin: str, size: int, root: bytes) -> Note:
    """A checkpoint signed under the ledger's own name, as tlog-checkpoint asks."""
    text = f"{origin}\n{size}\n{b64encode(root).decode()}\n"
    signature = verifier_of(key, origin).key_id + key.sign(text.encode())
    return Note(text, ((origin, signature),), origin, size, root)


def split(written: str) -> list[str]:
    """The notes of a file that has one after the other, line ends and blank lines between them as editors leave them."""
    plain = written.removeprefix("\ufeff").replace("\r\n", "\n").strip("\n") + "\n"
    ends = [found.end() for found in re.finditer(r"(?:^— .*\n)+", plain, re.M)]
    starts = [0, *ends]
    return [
        plain[start:end].lstrip("\n")
        for start, end in zip(starts, [*ends, len(plain)])
        if plain[start:end].strip()
    ]


def _bytes(text: str) -> bytes:
    try:
        data = b64decode(text, validate=True)
    except ValueError as error:
        raise BadNote from error
    if b64encode(data).decode() != text:  # the same bytes may be spelt with other trailing bits
        raise BadNote
    return data
