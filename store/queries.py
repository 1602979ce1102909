"""The ledger's questions to its tables, each built once."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select, true

from store.entry import BACKSTAGE, CHANGES, CITY, SUBMISSION, UNDO
from store.tables import entries, files, payloads

END_OF_TIME = "9999-12-31T23:59:59.999999Z"  # sorts after every stored time
END_OF_LEDGER = 2**62  # above every seq

seq = entries.c.seq
_of_feed = (entries.c.feed == bindparam("feed"), entries.c.kind == SUBMISSION)
_known = entries.c.received_at <= bindparam("at")
_by_then = (_known, seq <= bindparam("through"))
_stands = seq.not_in(bindparam("undone", expanding=True))


def _newest_per_scope() -> Select[Any]:
    # steps from scope to scope along the index instead of reading every submission of the feed
    first = select(func.min(entries.c.scope).label("scope")).where(*_of_feed).cte("scopes", recursive=True)
    following = (
        select(func.min(entries.c.scope)).where(*_of_feed, entries.c.scope > first.c.scope).scalar_subquery()
    )
    scopes = first.union_all(select(following).where(first.c.scope.is_not(None)))
    newest = (
        select(seq)
        .where(*_of_feed, entries.c.scope == scopes.c.scope, *_by_then, _stands)
        .order_by(seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(newest.label("seq")).where(scopes.c.scope.is_not(None)).order_by("seq")


NEWEST_PER_SCOPE = _newest_per_scope()  # :feed, :at, :through, :undone
SUBMISSIONS = select(seq).where(*_of_feed, *_by_then, _stands).order_by(seq)  # :feed, :at, :through, :undone
UNDOES = (  # :feed, :at, :through
    select(entries.c.detail)
    .where(entries.c.feed == bindparam("feed"), entries.c.kind == UNDO, *_by_then)
    .order_by(seq)
)
HIGHEST = select(func.coalesce(func.max(seq), 0))
BY_SEQ = select(entries).where(seq.in_(bindparam("seqs", expanding=True))).order_by(seq)
LAST = select(entries).order_by(seq.desc()).limit(1)
FIRST = select(entries).order_by(seq).limit(1)
ALL = select(entries).order_by(seq)
# What happens backstage is no reason to draw a page anew.
POSITION = select(seq).where(entries.c.kind.not_in(BACKSTAGE)).order_by(seq.desc()).limit(1)
COUNT = select(func.count()).select_from(entries)
HASHES = select(entries.c.hash).where(seq > bindparam("after"), seq <= bindparam("through")).order_by(seq)
UNCOVERED_SINCE = select(entries.c.recorded_at).where(seq > bindparam("after")).order_by(seq).limit(1)
PAYLOADS = select(payloads.c.sha256, payloads.c.body)
FILES = select(files.c.sha256, files.c.size_bytes, files.c.body)
PAYLOAD_OF = (  # :seq
    select(entries.c.payload_sha256, payloads.c.body)
    .outerjoin(payloads, entries.c.payload_sha256 == payloads.c.sha256)
    .where(seq == bindparam("seq"))
)
FILE = select(files).where(files.c.sha256 == bindparam("sha256"))
ORPHANS = tuple(  # rows and files that no entry names: entries were cut from the end
    select(table.c.sha256).where(table.c.sha256.not_in(select(column).where(column.is_not(None)))).limit(1)
    for table, column in ((payloads, entries.c.payload_sha256), (files, entries.c.sha256))
)
BY_BYTES = select(entries).where(entries.c.sha256 == bindparam("sha256")).order_by(seq)
SAME_BYTES = (  # :sha256, :kind, :feed, :scope, :at
    select(entries)
    .where(*(entries.c[name] == bindparam(name) for name in ("sha256", "kind", "feed", "scope")), _known)
    .order_by(seq)
)
SAME_FILE = (  # :sha256, :kind, :feed, :at
    select(entries)
    .where(*(entries.c[name] == bindparam(name) for name in ("sha256", "kind", "feed")), _known)
    .order_by(seq)
)

TALLY = (  # :at
    select(entries.c.feed, entries.c.scope, entries.c.kind, func.count())
    .where(_known)
    .group_by(entries.c.feed, entries.c.scope, entries.c.kind)
)


def newest_change(feed: str, scope: str) -> Select[Any]:
    """The newest change of a feed (store.entry.CHANGES) whose scope shares a district with this one."""
    # one look a kind: all at once would sort every submission of the feed
    newest = [_newest(feed, scope, kind).with_only_columns(seq) for kind in CHANGES]
    either = seq.in_([query.scalar_subquery() for query in newest])
    return select(entries).where(either).order_by(seq.desc()).limit(1)


def newest_standing(feed: str, scope: str, at: str, undone: Collection[int]) -> Select[Any]:
    """The newest submission of a feed, received by `at` and not undone, whose scope shares a district with this one."""
    return _newest(feed, scope, SUBMISSION).where(entries.c.received_at <= at, seq.not_in(undone))


def _newest(feed: str, scope: str, kind: str) -> Select[Any]:
    overlapping = true() if scope == CITY else entries.c.scope.in_((scope, CITY))
    return (
        select(entries)
        .where(entries.c.feed == feed, entries.c.kind == kind, overlapping)
        .order_by(seq.desc())
        .limit(1)
    )


def listing(
    kinds: Sequence[str] | None, feed: str | None, scope: str | None, at: str, after: int
) -> Select[Any]:
    """Entries received by `at` with seq above `after`; kinds, feed and scope narrow it where given.

    Without kinds: all but what happens backstage.
    """
    wanted = [entries.c.received_at <= at, seq > after]
    wanted += [entries.c.kind.not_in(BACKSTAGE) if kinds is None else entries.c.kind.in_(kinds)]
    wanted += [entries.c.feed == feed] if feed is not None else []
    wanted += [entries.c.scope == scope] if scope is not None else []
    return select(entries).where(*wanted)
