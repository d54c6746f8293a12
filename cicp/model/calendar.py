"""calendar.toml: the days on which this city's hall is closed, by year."""

import re
from collections.abc import Iterable, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cicp.errors import NotAllowed
from cicp.model.written import Format, Written, told

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ONE = timedelta(days=1)
FIRST: Final = 2000
LAST: Final = 2199
"""The years that a calendar may set."""
WEEKEND: Final = "weekend"
"""Why the hall is closed on a day of the week on which it never opens."""
GIVEN: Final = "given"
"""Why the hall is closed on a day that was given for one calculation alone."""
OPENED: Final = (
    "of the two readings the earlier counts: a notice counted back takes it as closed, a deadline counted forward as open; "
    "the end of a window, and how long has to be waited, take it as closed"
)
"""What it does, and does not do, that the hall is opened on a day of the week on which it never opens otherwise."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _hour(text: str) -> str:
    if _HOUR.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not an hour of the day; write it as 08:30")
    return text


def _weekend(days: list[Weekday]) -> list[Weekday]:
    if set(days) >= set(_WEEK):
        raise ValueError("all seven days are named, so the hall would never open; leave at least one day out")
    return days


class Closed(Written):
    """A day the hall is closed, and why. A `guess` was proposed, and nobody has confirmed it yet; it counts as closed all the same."""

    day: date
    name: str = Field(min_length=1)
    guess: bool = False


class Year(Written):
    """One calendar year as the city has set it.

    `open` are holidays on which the hall is open all the same: they count for nothing but to have been said. So does a day of a weekend for which the
    city opens it: whether that makes it an open day can be argued.
    """

    year: int = Field(ge=FIRST, le=LAST)
    closed: list[Closed]
    open: list[date] = []


_Hour = Annotated[str, AfterValidator(_hour), told(_HOUR.pattern, "An hour of the day, as 08:30.")]


class Hours(Written):
    """When the hall opens and closes on an open day, as HH:MM."""

    opens: _Hour
    closes: _Hour


class CityCalendar(Written):
    """calendar.toml: living, never part of an edition. Every year has an open day, so that counting business days comes to an end."""

    format: Format
    weekend: Annotated[list[Weekday], AfterValidator(_weekend)] = ["saturday", "sunday"]
    hours: Hours | None = None
    year: list[Year] = []

    @model_validator(mode="after")
    def _opens_at_last(self) -> Self:
        for entry in self.year:
            first = date(entry.year, 1, 1)
            if self.next_open(first - _ONE).year != entry.year:
                raise ValueError(f"the hall would be closed on every day of {entry.year}; leave at least one day open")
        return self

    @cached_property
    def _closed(self) -> dict[date, str]:
        return {closed.day: closed.name for entry in self.year for closed in entry.closed}

    def knows(self, year: int) -> bool:
        """Say whether the city has set its closure days for `year`."""
        return year in self._years

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(entry.year for entry in self.year)

    def is_weekend(self, day: date) -> bool:
        """Say whether `day` is one of those of the week on which the hall never opens."""
        return _WEEK[day.weekday()] in self.weekend

    def is_opened(self, day: date) -> bool:
        """Say whether the city opens its hall on `day`, one of those of the week on which it never opens otherwise."""
        return day in self._opened

    @cached_property
    def _opened(self) -> frozenset[date]:
        return frozenset(day for entry in self.year for day in self.opened(entry))

    def opened(self, entry: Year) -> list[date]:
        """Return the days of a year on which the city opens its hall, and which are of those of the week on which it never opens otherwise."""
        return sorted(day for day in entry.open if self.is_weekend(day))

    def with_closed(self, days: Iterable[date]) -> "CityCalendar":
        """Return a calendar with these closure days in place of its own, and with no year missing: for one calculation."""
        given = [Closed(day=day, name=GIVEN) for day in days]
        years = [Year.model_construct(year=year, closed=[each for each in given if each.day.year == year]) for year in range(MINYEAR, MAXYEAR + 1)]
        return CityCalendar.model_construct(format=self.format, weekend=self.weekend, hours=self.hours, year=years)  # a copy keeps what it looked up

    def why_closed(self, day: date) -> str:
        """Return why the hall is closed on `day`, or the empty string when it is open."""
        if self.is_weekend(day):
            return WEEKEND
        return self._closed.get(day, "")

    def next_open(self, day: date) -> date:
        """Return the first open day after `day`."""
        day += _ONE
        while self.why_closed(day):
            day += _ONE
        return day


def proposing(year: int) -> str:
    """Return the command that writes the first draft of a year."""
    return f"cicp calendar propose {year}"


def settable(year: int) -> bool:
    """Say whether a calendar can set `year`: no hint may name a command that is then refused."""
    return FIRST <= year <= LAST


def refuse_unset(years: Sequence[int], what: str) -> None:
    """Refuse what was counted over closure days that nobody has set; where no such day was asked for, `years` is empty. Raises NotAllowed."""
    if years:
        says = f"{what} depends on the closure days of {' and '.join(map(str, years))}, and calendar.toml does not set them."
        commands = "; ".join(map(proposing, filter(settable, years)))
        hint = f"{commands}: it writes a first draft, which you correct" if commands else f"a calendar sets the years {FIRST} to {LAST}: ask for less"
        raise NotAllowed(says, hint=hint)
