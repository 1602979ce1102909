"""The outbox: written once, tried by one at a time, tried again when a process dies, and never changed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.ledger import Ledger
from store.outbox import Item, Message, Outbox
from tests.store.boats import AFTERNOON, Wall, send

SHELTERS = Item("shelters", "city", "late", AFTERNOON, 0)
BOATS = Item("fishing_vessels", "putuo", "due", AFTERNOON, 0)


@pytest.fixture
def outbox(live: Ledger, wall: Wall) -> Outbox:
    return Outbox(live.engine, wall)


@pytest.fixture
def other(live: Ledger, wall: Wall) -> Iterator[Outbox]:
    """The same outbox as another process has it."""
    ledger = Ledger(live.engine.url.render_as_string(hide_password=False), wall)
    yield Outbox(ledger.engine, wall)
    ledger.close()


def one(outbox: Outbox) -> Message:
    (message,) = outbox.about([AFTERNOON])
    return message


def write(outbox: Outbox, *items: Item) -> str | None:
    return outbox.write("mail", "渔业局", items or (SHELTERS,))


def test_what_is_owed_by_one_recipient_is_one_message(outbox: Outbox) -> None:
    write(outbox, SHELTERS, BOATS)
    assert one(outbox).items == (SHELTERS, BOATS)
    assert (one(outbox).channel, one(outbox).recipient, one(outbox).tries) == ("mail", "渔业局", ())


def test_nobody_is_told_the_same_twice_whoever_writes_and_however_often(
    outbox: Outbox, other: Outbox
) -> None:
    assert write(outbox) is not None
    assert [write(box) for box in (outbox, other)] == [None, None]
    message = one(outbox)
    outbox.end(message, outbox.claim(message, 60) or 0, "sent")
    assert [write(box) for box in (outbox, other, Outbox(outbox._engine))] == [None] * 3


def test_of_many_who_write_at_once_one_does(live: Ledger, wall: Wall) -> None:
    boxes = [Outbox(live.engine, wall) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(write, boxes))
    assert len([message for message in written if message]) == 1
    assert len(boxes[0].about([AFTERNOON])) == 1


def test_another_stage_repeat_or_due_time_is_another_thing_to_tell(outbox: Outbox) -> None:
    later = AFTERNOON + timedelta(hours=3)
    items = [SHELTERS, Item("shelters", "city", "very_late", AFTERNOON, 0)]
    items += [Item("shelters", "city", "late", AFTERNOON, 1), Item("shelters", "city", "late", later, 0)]
    for item in items:
        message = write(outbox, item)
        assert message is not None
        (free,) = outbox.free()
        outbox.end(free, outbox.claim(free, 60) or 0, "sent")


def test_while_a_message_is_under_way_nothing_more_is_written_to_its_recipient_but_to_others(
    outbox: Outbox,
) -> None:
    write(outbox)
    assert write(outbox, BOATS) is None
    assert outbox.write("webhook", "渔业局", [BOATS]) is not None
    assert outbox.write("mail", "海事局", [BOATS]) is not None
    message = next(one for one in outbox.free() if (one.channel, one.recipient) == ("mail", "渔业局"))
    outbox.end(message, outbox.claim(message, 60) or 0, "sent")
    assert write(outbox, SHELTERS, BOATS) is not None
    assert one_of(outbox, "渔业局").items == (BOATS,)


def one_of(outbox: Outbox, recipient: str) -> Message:
    return next(one for one in outbox.free() if (one.channel, one.recipient) == ("mail", recipient))


def test_two_processes_that_look_at_once_do_not_both_get_a_message(outbox: Outbox, other: Outbox) -> None:
    write(outbox)
    (mine,), (theirs,) = outbox.free(), other.free()
    assert (outbox.claim(mine, 60), other.claim(theirs, 60)) == (1, None)
    assert other.free() == []


def test_of_many_who_claim_at_once_one_gets_it(outbox: Outbox) -> None:
    write(outbox)
    message = one(outbox)
    with ThreadPoolExecutor(8) as pool:
        claimed = list(pool.map(lambda _: outbox.claim(message, 60), range(8)))
    assert sorted(claimed, key=bool) == [None] * 7 + [1]


def test_a_try_never_heard_of_again_is_free_when_its_lease_is_over(outbox: Outbox, wall: Wall) -> None:
    write(outbox)
    outbox.claim(one(outbox), 60)
    wall.pass_hours(59 / 3600)
    assert outbox.free() == []
    wall.pass_hours(2 / 3600)
    (again,) = outbox.free()
    assert (again.id, outbox.claim(again, 60)) == (one(outbox).id, 2)


def test_a_failed_try_waits_its_time(outbox: Outbox, wall: Wall) -> None:
    write(outbox)
    message = one(outbox)
    outbox.end(message, outbox.claim(message, 60) or 0, "later", "status", 503, wait_s=120)
    wall.pass_hours(119 / 3600)
    assert outbox.free() == []
    wall.pass_hours(2 / 3600)
    (again,) = outbox.free()
    assert (again.tries[0].reason, again.tries[0].answer) == ("status", 503)


@pytest.mark.parametrize("outcome", ["sent", "silenced", "failed"])
def test_what_has_ended_is_not_tried_again(outbox: Outbox, wall: Wall, outcome: str) -> None:
    write(outbox)
    message = one(outbox)
    outbox.end(message, outbox.claim(message, 60) or 0, outcome)
    wall.pass_hours(100)
    assert outbox.free() == [] and outbox.claim(one(outbox), 60) is None


def test_who_comes_back_after_its_lease_with_a_delivery_ends_the_message_though_another_has_begun(
    outbox: Outbox, other: Outbox, wall: Wall
) -> None:
    write(outbox)
    slow = one(outbox)
    number = outbox.claim(slow, 60)
    wall.pass_hours(1)
    (again,) = other.free()
    assert other.claim(again, 60) == 2
    outbox.end(slow, number or 0, "sent")
    assert one(outbox).last.outcome == "sent"
    wall.pass_hours(1)
    assert other.free() == []


def test_what_was_noted_of_a_try_first_stays(outbox: Outbox) -> None:
    write(outbox)
    message = one(outbox)
    number = outbox.claim(message, 60) or 0
    outbox.end(message, number, "sent")
    outbox.end(message, number, "failed", "lost")
    assert [one.outcome for one in one(outbox).tries] == ["sent"]


def test_the_newest_message_of_each_recipient_is_known(outbox: Outbox, wall: Wall) -> None:
    write(outbox)
    first = one(outbox)
    outbox.end(first, outbox.claim(first, 60) or 0, "failed", "unreachable")
    wall.pass_hours(1)
    outbox.write("webhook", "渔业局", [SHELTERS])
    write(outbox, BOATS)
    newest = {(message.channel, message.items) for message in outbox.newest()}
    assert newest == {("mail", (BOATS,)), ("webhook", (SHELTERS,))}


@pytest.mark.parametrize("table", ["messages", "reminders", "attempts", "outcomes"])
@pytest.mark.parametrize(
    "verb", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid", "INSERT OR REPLACE INTO {} SELECT * FROM {}"]
)
def test_rows_are_only_added(outbox: Outbox, live: Ledger, table: str, verb: str) -> None:
    write(outbox)
    message = one(outbox)
    outbox.end(message, outbox.claim(message, 60) or 0, "sent")
    with pytest.raises(DBAPIError, match="append-only"), live.engine.begin() as connection:
        connection.execute(text(verb.format(table, table)))


def test_the_chain_is_whole_and_as_long_as_before(outbox: Outbox, live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1))
    before = live.verify()
    write(outbox)
    message = one(outbox)
    outbox.end(message, outbox.claim(message, 60) or 0, "sent")
    assert live.verify() == before and before.whole


def test_a_store_made_before_there_was_an_outbox_gets_one_and_is_whole_without(
    live: Ledger, backend, wall: Wall
) -> None:
    kept = Ledger.existing(backend.url)
    assert kept.verify().whole
    assert write(Outbox(kept.engine, wall)) is not None
    assert Path(kept.engine.url.database or "").exists() and kept.verify().whole
    kept.close()
