"""Figures as people read them: thousands apart, units, qualifiers, cut-offs and ages, in zh or en."""

from datetime import UTC, datetime, timedelta

from domain.agencies import AGENCIES
from domain.clock import to_beijing
from domain.districts import DISTRICTS
from domain.levels import GRADES
from domain.wind import CYCLONE_GRADES
from domain.words import say
from feeds import feed
from readiness.measures import Measure

DAY_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
# The unit of a number that names and does not count; languages put it before or after.
ORDINAL = "号"
GRADE_NAMES = {grade.code: grade for grade in CYCLONE_GRADES}


def number(value: float | int) -> str:
    """4332 -> 4,332; at most one decimal, none where there is none."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def value(measure: Measure, lang: str) -> str:
    """What a measure states: its number with 余 / 以上 where it is a lower bound, or its word."""
    stated = measure.value
    if stated is None:
        return "—"
    if isinstance(stated, str):
        kind = "level" if measure.counter.says == "declared" else measure.counter.adds[1]
        return _word(stated, kind, lang)
    if measure.counter.unit == ORDINAL:
        return say(lang, "text.ordinal", n=number(stated))
    return (
        number(stated)
        if _or_more(measure) or not measure.bound
        else say(lang, f"text.{measure.bound}", n=number(stated))
    )


def agency(code: str, lang: str) -> str:
    """Who forecasts or fixes a storm."""
    found = AGENCIES[code]
    return found.zh if lang == "zh" else found.en


def fraction(measure: Measure, lang: str) -> str:
    """value/total, or the value alone where there is no known total."""
    own = value(measure, lang)
    return f"{own}/{number(measure.total)}" if measure.total is not None else own


def unit(measure: Measure, lang: str) -> str:
    """The measure's unit as printed; nothing for words, times and ordinals, which carry their own."""
    counted = isinstance(measure.value, int | float) and measure.counter.unit != ORDINAL
    shown = feed(measure.feed).unit(measure.counter.unit if counted else "", lang)
    return say(lang, "text.or_more", unit=shown) if _or_more(measure) else shown


def _or_more(measure: Measure) -> bool:
    """A mean is 200毫米以上, a stock 1340余台: each lower bound has its own word, as departments write it."""
    return measure.bound == "lower" and measure.counter.says == "mean"


def notes(measure: Measure, lang: str) -> list[str]:
    """What must be said beside the number: planned, cumulative, mean."""
    said = [say(lang, "text.planned", n=number(measure.planned))] if measure.planned else []
    said += [say(lang, "text.silent", names=districts(measure.silent, lang))] if measure.silent else []
    said += [say(lang, "text.cumulative")] if measure.counter.says == "cumulative" else []
    said += [say(lang, "text.mean")] if measure.counter.says == "mean" else []
    return said


def districts(codes: tuple[str, ...], lang: str) -> str:
    """Districts by name, one after the other."""
    names = (DISTRICTS[code].zh if lang == "zh" else DISTRICTS[code].en for code in codes)
    return ("、" if lang == "zh" else ", ").join(names)


def cut_off(at: datetime | None, now: datetime, lang: str) -> str:
    """截至 15:00, with the date where it is another day; 目前 when the sender gave none."""
    if at is None:
        return say(lang, "text.no_cut_off")
    return say(lang, "text.as_of", t=moment(at, now))


def short_cut_off(as_of: datetime | None, received_at: datetime | None, now: datetime, lang: str) -> str:
    """截至 12:00, or 收 14:02 when the sender gave no cut-off; nothing when nothing was received."""
    if as_of is not None:
        return say(lang, "text.as_of", t=moment(as_of, now))
    return say(lang, "text.received", t=moment(received_at, now)) if received_at else ""


def dated(as_of: datetime | None, received_at: datetime | None, lang: str) -> str:
    """As short_cut_off, always with its date: for what stays on a screen longer than a day."""
    return short_cut_off(as_of, received_at, DAY_ZERO, lang)


def moment(at: datetime, now: datetime) -> str:
    """15:00 today, 07-27 20:00 on another day, Beijing time."""
    same_day = to_beijing(at).date() == to_beijing(now).date()
    return f"{to_beijing(at):%H:%M}" if same_day else f"{to_beijing(at):%m-%d %H:%M}"


def age(span: timedelta | None, lang: str) -> str:
    """How old: minutes, hours, days."""
    if span is None:
        return ""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return say(lang, "text.minutes", n=minutes)
    return (
        say(lang, "text.hours", n=minutes // 60)
        if minutes < 48 * 60
        else say(lang, "text.days", n=minutes // 1440)
    )


def hours(span_h: float) -> str:
    """Hours and minutes as a clock shows them: 27.5 -> 27:30."""
    minutes = round(span_h * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def spelt_hours(span_h: float, lang: str) -> str:
    """Hours and minutes in a sentence, where 11:00 would be read as a time of day: 11 h, 11 h 05 min, 40 min."""
    whole, minutes = divmod(round(span_h * 60), 60)
    if not whole:
        return say(lang, "text.minutes", n=minutes)
    hours_said = say(lang, "text.hours", n=whole)
    return f"{hours_said} {say(lang, 'text.minutes', n=f'{minutes:02d}')}" if minutes else hours_said


def grade(code: str, lang: str) -> str:
    """A tropical cyclone grade's name."""
    found = GRADE_NAMES[code]
    return found.zh if lang == "zh" else found.en


def _word(stated: str, kind: str, lang: str) -> str:
    if stated == "all":
        return say(lang, "text.all")
    if kind == "grade":
        return grade(stated, lang)
    if kind == "level":
        return GRADES[stated].zh if lang == "zh" else GRADES[stated].en
    if kind == "window":
        day, _, part = stated.partition(" ")
        return say(lang, f"window.{part}", day=day[5:])
    return stated[5:16].replace("T", " ") if "T" in stated else stated
