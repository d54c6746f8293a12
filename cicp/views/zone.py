"""Moments as the city's clock shows them."""

from datetime import datetime, tzinfo
from typing import Final, NamedTuple, overload

_HOUR: Final = 60
_TWO_DAYS: Final = 48


class Local(NamedTuple):
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
        hour = f"{local:%I:%M}".lstrip("0") + f" {'a.m.' if f'{local:%p}' == 'AM' else 'p.m.'}"
        return f"{local:%A, %B} {local.day}, {local.year}, {hour} {local.tzname()}"

    def say_left(self, due: datetime) -> str:
        """Write how far a due is: `in 15 min`, `2 h 5 min late`."""
        minutes = round((due - self.now).total_seconds() / 60)
        return f"in {say_minutes(minutes)}" if minutes >= 0 else f"{say_minutes(-minutes)} late"


class Dated(Local):
    """City time for what outlives the day it is made on, such as paper: no moment goes without its weekday and date."""

    def brief(self, moment: datetime) -> str:
        return self.say(moment)


def say_minutes(minutes: int) -> str:
    """Write a length of time as it matters: minutes below an hour, hours below two days, then days."""
    hours, rest = divmod(minutes, _HOUR)
    if hours >= _TWO_DAYS:
        return f"{hours // 24} days"
    return f"{hours} h {rest} min" if hours else f"{rest} min"
