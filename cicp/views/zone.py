"""Moments as the city's clock shows them."""

from datetime import date, datetime, tzinfo
from typing import Final, NamedTuple, overload

from cicp.model.spans import in_zone, say_which

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
        moment = in_zone(moment, self.zone)
        year = "" if moment.year == self.now.astimezone(self.zone).year else f" {moment.year}"
        return f"{moment:%a} {moment.day} {moment:%b}{year} {_hour(moment)}"

    def brief(self, moment: datetime) -> str:
        """Write a moment for tonight's page: `21:45` today, else with weekday and date."""
        local = in_zone(moment, self.zone)
        return _hour(local) if local.date() == self.now.astimezone(self.zone).date() else self.say(moment)

    def public(self, moment: datetime) -> str:
        """Write a moment as a public statement does, with date, hour and zone, so that it does not age: `Friday, November 20, 2026, 9:50 p.m. CST`."""
        local = moment.astimezone(self.zone)
        hour = f"{local:%I:%M}".lstrip("0") + f" {'a.m.' if f'{local:%p}' == 'AM' else 'p.m.'}"
        return f"{local:%A, %B} {local.day}, {local.year}, {hour} {local.tzname()}"

    def day(self, day: date) -> str:
        """Write a date as a public statement does: `Friday, November 20, 2026`."""
        return f"{day:%A, %B} {day.day}, {day.year}"

    def say_left(self, due: datetime) -> str:
        """Write how far a due is: `in 15 min`, `2 h 5 min late`."""
        minutes = round((due - self.now).total_seconds() / 60)
        return f"in {say_minutes(minutes)}" if minutes >= 0 else f"{say_minutes(-minutes)} late"


class Dated(Local):
    """City time for what outlives the day it is made on, such as paper: no moment goes without its weekday and date."""

    def brief(self, moment: datetime) -> str:
        return self.say(moment)


def _hour(local: datetime) -> str:
    """Write the hour of a moment in city time: `21:45`; where the clocks show it twice, with which: `01:45 CDT`."""
    return f"{local:%H:%M}{say_which(local)}"


def say_minutes(minutes: int) -> str:
    """Write a length of time as it matters: minutes below an hour, hours below two days, then days."""
    hours, rest = divmod(minutes, _HOUR)
    if hours >= _TWO_DAYS:
        return f"{hours // 24} days"
    if hours:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{rest} min"
