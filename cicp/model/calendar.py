"""calendar.toml: the days on which this city's hall is closed, by year."""

from datetime import date, timedelta
from typing import Literal

from cicp.model.written import Written

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Closed(Written):
    """A day the hall is closed, and why."""

    day: date
    name: str


class Year(Written):
    """One calendar year as the city has set it."""

    year: int
    closed: list[Closed]


class Hours(Written):
    """When the hall opens and closes on an open day, as HH:MM."""

    opens: str
    closes: str


class CityCalendar(Written):
    """calendar.toml: living, never part of an edition."""

    format: Literal[1]
    weekend: list[Weekday] = ["saturday", "sunday"]
    hours: Hours | None = None
    year: list[Year] = []

    def knows(self, year: int) -> bool:
        """Say whether the city has set its closure days for `year`."""
        return any(entry.year == year for entry in self.year)

    def why_closed(self, day: date) -> str:
        """Return why the hall is closed on `day`, or the empty string when it is open."""
        if _WEEK[day.weekday()] in self.weekend:
            return "weekend"
        return next((closed.name for entry in self.year for closed in entry.closed if closed.day == day), "")

    def next_open(self, day: date) -> date:
        """Return the first open day after `day`."""
        day += timedelta(days=1)
        while self.why_closed(day):
            day += timedelta(days=1)
        return day
