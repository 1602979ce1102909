"""What is written at a prompt, read: moments, forms, reporting units, names."""

from datetime import datetime

import click

from access.identity import EVERYTHING
from domain import districts, words
from domain.names import called
from domain.receipts import receipt_seq
from feeds import all_feeds, find
from feeds.cells import Unreadable
from feeds.declaration import Feed
from feeds.times import read_moment
from store.entry import CITY

ALL = (EVERYTHING, "all", "全部")


class Moment(click.ParamType):
    """A moment: ISO text, Beijing time when it names no zone."""

    name = "TIME"

    def convert(self, value, param, ctx) -> datetime:
        """Aware UTC; fails with what was expected."""
        try:
            return value if isinstance(value, datetime) else read_moment(value)
        except (Unreadable, ValueError):
            self.fail(words.say(ctx.obj["lang"], "cli.not_a_time", raw=value), param, ctx)


class FeedName(click.ParamType):
    """A feed by its name or title."""

    name = "FEED"

    def convert(self, value, param, ctx) -> Feed:
        """The feed; fails with the names there are."""
        found = value if isinstance(value, Feed) else find(value)
        return found or self.fail(
            words.say(ctx.obj["lang"], "cli.no_feed", raw=value, known=", ".join(all_feeds())), param, ctx
        )


class Unit(click.ParamType):
    """A reporting unit: a district's code or name."""

    name = "UNIT"

    def convert(self, value, param, ctx) -> str:
        """The district's code; fails with the names there are."""
        known = ", ".join(f"{d.code} {d.zh}" for d in districts.DISTRICTS.values())
        return districts.find(value) or self.fail(
            words.say(ctx.obj["lang"], "cli.no_unit", raw=value, known=known), param, ctx
        )


def sender_of(ctx: click.Context, feed: Feed, unit: str | None) -> str:
    """The reporting unit that was named; the city where the form's rows name no district, as nobody else can send it."""
    if unit is None and feed.has("district"):
        raise click.UsageError(
            words.say(ctx.obj["lang"], "cli.which_unit", form=feed.title(ctx.obj["lang"])), ctx
        )
    return unit or CITY


class ScopeFeed(click.ParamType):
    """A form that is somebody's own, by its name or title, or all of them."""

    name = "FEED"

    def convert(self, value, param, ctx) -> str:
        """The form's name or "*"; fails with the names there are."""
        return EVERYTHING if value in ALL else FeedName().convert(value, param, ctx).name


class ScopeUnit(click.ParamType):
    """A reporting unit that is somebody's own, by its code or name, or all of them."""

    name = "UNIT"

    def convert(self, value, param, ctx) -> str:
        """The unit's code or "*"; fails with the names there are."""
        return EVERYTHING if value in ALL else Unit().convert(value, param, ctx)


class Receipt(click.ParamType):
    """A receipt's number, R000123 or 123."""

    name = "RECEIPT"

    def convert(self, value, param, ctx) -> int:
        """The entry's number; fails where it can be none."""
        seq = value if isinstance(value, int) else receipt_seq(value)
        return seq or self.fail(
            words.say(ctx.obj["lang"], "problems.receipt.no_such", receipt=value), param, ctx
        )


class Actor(click.ParamType):
    """Who does it: never nobody."""

    name = "NAME"

    def convert(self, value, param, ctx) -> str:
        """The name; fails where nobody is named."""
        return called(value) or self.fail(words.say(ctx.obj["lang"], "cli.no_actor"), param, ctx)
