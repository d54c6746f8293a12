"""Moments as the city's clock shows them."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import overload


@dataclass(frozen=True)
class Local:
    """Turns a moment into city time and writes it, leaving out the date where it is today's."""

    zone: tzinfo
    now: datetime

    @overload
    def __call__(self, moment: datetime) -> datetime: ...
    @overload
    def __call__(self, moment: None) -> None: ...
    def __call__(self, moment: datetime | None) -> datetime | None:
        """Return the moment with the city's offset."""
        return moment.astimezone(self.zone) if moment else None

    def say(self, moment: datetime) -> str:
        """Write a moment with weekday and date, and the year where it is not this one: `Fri 20 Nov 21:45`."""
        moment = moment.astimezone(self.zone)
        year = "" if moment.year == self.now.astimezone(self.zone).year else f" {moment.year}"
        return f"{moment:%a} {moment.day} {moment:%b}{year} {moment:%H:%M}"

    def brief(self, moment: datetime) -> str:
        """Write a moment for tonight's page: `21:45` today, else with weekday and date."""
        local = moment.astimezone(self.zone)
        return f"{local:%H:%M}" if local.date() == self.now.astimezone(self.zone).date() else self.say(moment)

    def public(self, moment: datetime) -> str:
        """Write a moment as a public statement does, with date, hour and zone, so that it does not age: `Friday, November 20, 2026, 9:50 p.m. CST`."""
        local = moment.astimezone(self.zone)
        hour = f"{local.hour % 12 or 12}:{local:%M} {'a.m.' if local.hour < 12 else 'p.m.'}"
        return f"{local:%A, %B} {local.day}, {local.year}, {hour} {local.tzname()}"

    def say_left(self, due: datetime) -> str:
        """Write how far a due is: `in 15 min`, `2 h 5 min late`."""
        minutes = round((due - self.now).total_seconds() / 60)
        size = abs(minutes)
        text = f"{size} min" if size < 60 else f"{size // 60} h {size % 60} min" if size < 48 * 60 else f"{size // 1440} days"
        return f"in {text}" if minutes >= 0 else f"{text} late"
