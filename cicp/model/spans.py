"""Spans of time as people write them, in a plan or on the command line. How a due is counted from one: `counting`."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import AfterValidator

from cicp.model.names import DEVICE, ID, is_id, nearest
from cicp.model.written import told

Unit = Literal["minute", "hour", "open hour", "day", "business day", "quarter", "date"]
_UNITS: Final[tuple[Unit, ...]] = ("minute", "hour", "open hour", "day", "business day", "quarter")
_DIGITS: Final = dict.fromkeys(_UNITS, 5) | {"quarter": 3}
"""How long a number may be: no count from today runs beyond what a calendar holds."""
_HOURS: Final[dict[str, int]] = {"hour": 1, "open hour": 1, "quarter": 91 * 24}
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_SPAN = re.compile(r"([0-9]{1,5}) ([a-z]+(?: [a-z]+)?)")
_FIXED = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]) on (day|business day) ([0-9]{1,4})")
_SHORT: Final = rf"(?:[1-9]|1[0-9]|2[0-8]) (?:{'|'.join(_MONTHS)})"
_LONG: Final = rf"(?:29|30) (?:{'|'.join(month for month in _MONTHS if month != 'February')})|31 (?:January|March|May|July|August|October|December)"
_DAY_OF_YEAR: Final = rf"(?:{_SHORT}|{_LONG}|29 February)"
_LEAP_YEAR: Final = "(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)"
DATES: Final = rf"next {_DAY_OF_YEAR}(?:, {_DAY_OF_YEAR})*(?: or {_DAY_OF_YEAR})?|on (?:(?:{_SHORT}|{_LONG}) [1-9][0-9]{{3}}|29 February {_LEAP_YEAR})"
"""The days of a span that is no length of time: `next 30 January or 30 July`, `on 26 April 2028`."""
_DATES = re.compile(DATES)
_CADENCE = re.compile(r"(.+) until (.+)")
_SETTING = "setting:"
_TWO_DAYS: Final = 48
HOW = "write it as 15 minutes, 48 hours, 30 days, 3 business days, 24 open hours, 2 quarters or 09:00 on business day 3"


class Span(NamedTuple):
    """An amount of one unit; `at` is the city's wall-clock time of the last day, for days only.

    A span of the unit `date` is no amount: it ends on the next of some `days` of the year (month, day), or on one day of one `year`.
    """

    amount: int
    unit: Unit
    at: time | None = None
    days: tuple[tuple[int, int], ...] = ()
    year: int = 0

    def __str__(self) -> str:
        """Write the span as a plan does: `3 business days`."""
        if self.days:
            *most, last = (f"{day} {_MONTHS[month - 1]}" for month, day in self.days)
            return f"on {last} {self.year}" if self.year else f"next {', '.join(most)}{' or ' if most else ''}{last}"
        if self.at is not None:
            return f"{self.at:%H:%M} on {self.unit} {self.amount}"
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def in_days(self) -> bool:
        """Say whether the span ends with a day and not in elapsed time."""
        return self.unit in ("day", "business day", "quarter", "date")

    @property
    def elapsed(self) -> timedelta:
        """The span as elapsed time, a day taken as 24 hours, a quarter as 91 days: for comparing spans and for cadences, not for finding a due."""
        return timedelta(minutes=self.amount) if self.unit == "minute" else timedelta(hours=self.amount * _HOURS.get(self.unit, 24))


class Cadence(NamedTuple):
    """A repetition: every `step` for as long as no more than `until` has passed since the anchor."""

    step: Span
    until: Span


@lru_cache(maxsize=256)
def parse_span(text: str) -> Span:
    """Read a span; ValueError with the nearest unit when it is none."""
    if fixed := _FIXED.fullmatch(text):
        hour, minute, unit, amount = fixed.groups()
        return Span(int(amount), "day" if unit == "day" else "business day", time(int(hour), int(minute)))
    if _DATES.fullmatch(text):
        return _dates(text)
    if match := _SPAN.fullmatch(text):
        amount, word = int(match[1]), match[2]
        for unit in _UNITS:
            if word in (unit, f"{unit}s") and len(match[1]) <= _DIGITS[unit]:
                return Span(amount, unit)
        guess = nearest(word, [f"{unit}s" for unit in _UNITS])
        if guess and guess != word:
            raise ValueError(f"{text!r} is not a span of time; did you mean {f'{amount} {guess}'!r}?")
    raise ValueError(f"{text!r} is not a span of time; {HOW}")


def _dates(text: str) -> Span:
    """Read days of the year, in whatever order they stand, or the one day of one year."""
    found = {(_MONTHS.index(month) + 1, int(day)) for day, month in re.findall(r"([0-9]{1,2}) ([A-Z][a-z]+)", text)}
    return Span(0, "date", days=tuple(sorted(found)), year=int(text[-4:]) if text.startswith("on ") else 0)


@lru_cache(maxsize=256)
def parse_cadence(text: str) -> Cadence:
    """Read `4 hours until 24 hours`; ValueError when it is none or would never end."""
    match = _CADENCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a cadence; write it as 4 hours until 24 hours")
    cadence = Cadence(parse_span(match[1]), parse_span(match[2]))
    if not cadence.step.amount or not cadence.until.amount or cadence.step.at or cadence.until.at:
        raise ValueError(f"{text!r} would never end, or names an hour of the day; write it as 4 hours until 24 hours")
    if cadence.until.elapsed / cadence.step.elapsed > _MOST_REPEATS:
        raise ValueError(f"{text!r} repeats more than {_MOST_REPEATS} times; a plan that asks for that is not kept")
    return cadence


_MOST_REPEATS = 400


def setting_name(text: str) -> str:
    """Return NAME of `setting:NAME`, or the empty string when `text` is a span itself."""
    return text.removeprefix(_SETTING) if text.startswith(_SETTING) else ""


def _span_text(text: str) -> str:
    parse_span(text)
    return text


def _due_text(text: str) -> str:
    name = setting_name(text)
    if text and not (name and is_id(name)):
        parse_span(text)
    return text


def _cadence_text(text: str) -> str:
    parse_cadence(text)
    return text


_LENGTH = f"(?:{'|'.join(f'[0-9]{{1,{_DIGITS[unit]}}} {unit}s?' for unit in _UNITS)})"
_SPAN_LIKE = f"{_LENGTH}|{_FIXED.pattern}|{DATES}"
_EXAMPLES = HOW.removeprefix("write it as ")
SpanText = Annotated[str, AfterValidator(_span_text), told(_SPAN_LIKE, f"A span of time: {_EXAMPLES}.")]
DueText = Annotated[
    str,
    AfterValidator(_due_text),
    told(f"|{_SETTING}{ID}|{_SPAN_LIKE}", f"A span of time, or nothing: {_EXAMPLES}; or {_SETTING}NAME, which plan.toml sets.", but=_SETTING + DEVICE),
]
CadenceText = Annotated[str, AfterValidator(_cadence_text), told(f"{_LENGTH} until {_LENGTH}", "A repetition: 4 hours until 24 hours.")]


def say_moment(moment: datetime) -> str:
    """Write a moment for a reader: `Fri 20 Nov 2026 21:45`."""
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}{say_which(moment)}"


def say_by(moment: datetime) -> str:
    """Write a last moment for a reader: midnight as the end of the day before, which nobody takes for the day after."""
    if moment.time() == time():
        return f"the end of {say_date(moment.date() - timedelta(days=1))} (midnight)"
    return say_moment(moment)


def say_which(moment: datetime) -> str:
    """Say which of the two is meant, of a moment in the hour that the city's clocks show twice: ` CDT`. In any other hour there is nothing to say."""
    name = moment.tzname() if isinstance(moment.tzinfo, timezone) else None
    return f" {name}" if name and not name.startswith("UTC") else ""


def say_date(day: date) -> str:
    """Write a date for a reader: `Fri 20 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def say_length(length: timedelta) -> str:
    """Write a length of time for a reader: `40 minutes`, `14 hours 30 minutes`, from two days on `12 days`."""
    hours, minutes = divmod(int(length.total_seconds() // 60), 60)
    if hours >= _TWO_DAYS:
        return f"{hours // 24} days"
    said = [f"{amount} {unit}{'' if amount == 1 else 's'}" for amount, unit in ((hours, "hour"), (minutes, "minute")) if amount]
    return " ".join(said) or "0 minutes"


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return the moment with the city's offset at that moment, as a fixed one: with its name in the hour that the clocks show twice, else without.

    Python compares and subtracts two moments of one zone by their wall clocks, which is an hour wrong in the nights when the clocks change.
    """
    local = moment.astimezone(UTC).astimezone(zone)
    offset, name = local.utcoffset() or timedelta(), local.tzname() or ""
    twice = local.replace(fold=1 - local.fold).utcoffset() != offset
    return local.replace(tzinfo=timezone(offset, name) if twice else timezone(offset), fold=0)


def elapsed_after(start: datetime, span: timedelta, zone: tzinfo) -> datetime:
    """Add elapsed time to a moment and give it the city's offset at that moment."""
    return in_zone(start.astimezone(UTC) + span, zone)
