"""What a receipt says of its measures: as they stood before a file and after it."""

from collections.abc import Mapping
from typing import Any

from domain.clock import from_beijing, stamp
from domain.receipts import receipt_number
from domain.words import say
from feeds.declaration import Feed
from feeds.tally import Tally
from readiness.measures import counted, silent_districts
from views import text


def stated(feed: Feed, tally: Tally | None, scopes: frozenset[str], lang: str) -> str:
    """A measure as a picture of these units' files states it: value/total, unit, and what must be said beside it."""
    if tally is None:
        return "—"
    measure = counted(feed, tally, {}, silent_districts(feed, scopes))
    said = [text.fraction(measure, lang), text.unit(measure, lang)]
    return " ".join(part for part in (*said, *text.notes(measure, lang)) if part)


def consequence(counts: Mapping[str, int], lang: str) -> str:
    """What taking in part of a file comes to: so many rows taken, so many sent back, and what is shown in their place."""
    numbers = {name: text.number(count) for name, count in counts.items()}
    said = [say(lang, "partial.counts", accepted=numbers["accepted"], returned=numbers["returned"])]
    # Rows that the file lacks stay as well as those that went back.
    lacking = counts["unread"] or counts["kept"] > counts["returned"] - counts["absent"]
    kept = "partial.all_stay" if lacking else "partial.kept"
    said += [say(lang, kept, kept=numbers["kept"])] if counts["kept"] else []
    said += [say(lang, "partial.absent", absent=numbers["absent"])] if counts["absent"] else []
    return say(lang, "partial.joint").join(said)


def bringing(detail: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    """Title and value of what a receipt says of a report that brought some of its unit's rows only."""
    said = {"partial": consequence(detail["partial"], lang)} if "partial" in detail else {}
    said |= {"completes": receipt_number(detail["completes"])} if "completes" in detail else {}
    if "kept" in detail:
        since = stamp(from_beijing(detail["kept"]["true_of"]))
        said["kept_rows"] = say(lang, "partial.since", n=text.number(detail["kept"]["rows"]), t=since)
    told = [(say(lang, f"partial.title_{name}"), value) for name, value in said.items()]
    return told + signature(detail, lang)


def signature(detail: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    """Title and value of what a receipt says of its file's signature; nothing where there is neither that nor a key."""
    if (kept := detail.get("signature")) is None:
        return []
    said = say(lang, f"signature.{kept['state']}", key=kept.get("key", ""), comment=kept.get("comment", ""))
    return [(say(lang, "entries.signature"), said)]


def brought(entry_rows: int, detail: Mapping[str, Any]) -> int:
    """How many rows a report itself brought, without those that it left as they were."""
    return entry_rows - detail.get("kept", {}).get("rows", 0)


def rows_brought(entry_rows: int, detail: Mapping[str, Any], lang: str) -> str:
    """The same in words where it brought some of its unit's rows: a correction, or rows that had been sent back."""
    count = text.number(brought(entry_rows, detail))
    if "completes" in detail:
        return say(lang, "partial.completed", n=count)
    return say(lang, "partial.corrected", n=count) if detail.get("supplement") else count
