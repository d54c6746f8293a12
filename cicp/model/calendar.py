"""calendar.toml: the days on which this city's hall is closed, by year."""

import re
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cicp.model.written import Format, Written, told

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ONE = timedelta(days=1)
WEEKEND: Final = "weekend"
"""Why the hall is closed on a day of the week on which it never opens."""
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
    """One calendar year as the city has set it."""

    year: int = Field(ge=2000, le=2199)
    closed: list[Closed]


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
        return any(entry.year == year for entry in self.year)

    def why_closed(self, day: date) -> str:
        """Return why the hall is closed on `day`, or the empty string when it is open."""
        if _WEEK[day.weekday()] in self.weekend:
            return WEEKEND
        return self._closed.get(day, "")

    def next_open(self, day: date) -> date:
        """Return the first open day after `day`."""
        day += _ONE
        while self.why_closed(day):
            day += _ONE
        return day
