"""Whether the ledger is as it was written, in one sentence, the same at the prompt and on the page."""

from collections.abc import Mapping
from typing import Any

from domain.words import say

COMPARED = {"cut", "differs", "signature", "unknown_key", "other_ledger", "malformed"}


def told(verdict: Mapping[str, Any], lang: str) -> str:
    """A verdict of the store by its fields (store/chain.py says what they are)."""
    count, reason = verdict["count"], verdict["reason"]
    if verdict["whole"]:
        agree = verdict["checkpoints"]
        beside = say(lang, "compared.agree", n=agree) if agree else ""
        return say(lang, "cli.chain_whole", n=count) + beside
    if reason in COMPARED:
        return _parted(verdict, lang)
    why = say(lang, f"chain.{reason}")
    if verdict["bad_seq"]:
        return say(lang, "cli.chain_broken", seq=verdict["bad_seq"], reason=why)
    return say(lang, "cli.chain_unsound", n=count, reason=why)


def _parted(verdict: Mapping[str, Any], lang: str) -> str:
    """Where the ledger and a checkpoint part, or what is wrong with the checkpoint itself."""
    said = say(
        lang, f"compared.{verdict['reason']}", n=verdict["count"], size=verdict["size"] or "—",
        seq=verdict["bad_seq"], last=verdict["last_seq"],
    )  # fmt: skip
    agreed = verdict["agreed"]
    return said + (say(lang, "compared.until_then", n=agreed) if agreed else "")
