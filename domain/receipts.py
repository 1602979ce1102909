"""The number an entry is asked for by, as it is said on the telephone."""

import unicodedata

LONGEST = 15  # digits, far more than there will be entries and fewer than a database's number holds


def receipt_number(seq: int) -> str:
    """12 -> R000012."""
    return f"R{seq:06d}"


def receipt_seq(text: str) -> int | None:
    """R000012, r12 or 12, full-width too, -> 12; none when it is no receipt number."""
    digits = unicodedata.normalize("NFKC", text).strip().upper().removeprefix("R").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < LONGEST else None
