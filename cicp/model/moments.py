"""Moments as people type them: ISO, `21:40`, `yesterday 21:40`, `-20m`."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cicp.errors import WrongWords
from cicp.model.filing import EARLIEST, LATEST
from cicp.model.spans import elapsed_after, in_zone, say_moment

_AGO = re.compile(r"-(\d{1,4})(m|h|d)")
_CLOCK = re.compile(r"(?:(yesterday|today) )?([01]?\d|2[0-3]):([0-5]\d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_HOW = "write 21:40, yesterday 21:40, -20m or 2026-11-20T21:40"
_PAST = "say when it happened, or leave the time out for now"


def happened(text: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Read when something happened: `23:40` is the last 23:40 that has passed.

    `retype` gives the same command with another time, ready to paste. Raises WrongWords for words that are no time, a time in the future,
    and a wall-clock time that the city's clocks skipped or showed twice that night.
    """
    now = in_zone(now, zone)
    try:
        moment = _read(text.strip(), now, zone, retype).replace(microsecond=0)
    except OverflowError:
        raise WrongWords(f'"{text}" is beyond any calendar.', hint=_HOW) from None
    if moment > now:
        raise WrongWords(f"{say_moment(moment)} is in the future; it is {say_moment(now)}.", hint=_PAST)
    return _writable(moment)


def _writable(moment: datetime) -> datetime:
    """Refuse local time from before there were zones: no filing can hold it."""
    if moment < EARLIEST or (moment.utcoffset() or timedelta()) % timedelta(minutes=1):
        raise WrongWords(f"{moment:%Y} is before there was a standard time to write it in.", hint=_HOW)
    return moment


def promised(text: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Read a moment that is set for something, past or to come: `19:00` is the next 19:00.

    Raises WrongWords for words that are no time, and for a wall-clock time that the city's clocks skip or show twice.
    """
    now = in_zone(now, zone)
    clock = _CLOCK.fullmatch(text.strip())
    if clock and not clock[1]:
        return _next(time(int(clock[2]), int(clock[3])), now, zone, retype)
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError:
        if _AGO.fullmatch(text.strip()) or clock:
            return happened(text, now, zone, retype)
        raise WrongWords(f'"{text}" is not a time.', hint="write 19:00 or 2026-12-08T19:00; where a day will do, 2026-12-08") from None
    if len(text.strip()) <= len("2026-11-20"):
        raise WrongWords(f'"{text}" has no hour.', hint="write 19:00 or 2026-12-08T19:00")
    if not EARLIEST <= given.replace(tzinfo=given.tzinfo or UTC) <= LATEST:
        raise WrongWords(f'"{text}" is beyond any calendar.', hint="write 19:00 or 2026-12-08T19:00")
    moment = in_zone(given, zone) if given.tzinfo else _on_the_wall(given, LATEST, zone, retype)
    return _writable(moment.replace(microsecond=0))


def given(text: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Read a moment on either side of now: `21:40` is the last 21:40 that has passed, one with its date stands for itself.

    Raises WrongWords as `promised` does.
    """
    return (happened if _CLOCK.fullmatch(text.strip()) else promised)(text, now, zone, retype)


def _next(at: time, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Return the next moment at which the city's clocks show `at`: in the night when they go back, of two of today the one still to come."""
    today = datetime.combine(now.date(), at)
    to_come = [moment for moment in _shown(today, zone) if moment > now]
    if len(to_come) == 1:
        return to_come[0]
    passed = not to_come and today <= now.replace(tzinfo=None)
    return _on_the_wall(today + timedelta(days=passed), LATEST, zone, retype)


def last_moment(text: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Read the last moment of something: a date is its last second, anything else as `promised`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return promised(text, now, zone, retype)
    return promised(f"{day}T23:59:59", now, zone, retype)


def day(text: str) -> date:
    """Read a date: 2026-12-08. Raises WrongWords."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise WrongWords(f'"{text}" is not a date.', hint="write it as 2026-12-08") from None


def _read(text: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    if ago := _AGO.fullmatch(text):
        return elapsed_after(now, -timedelta(**{_UNITS[ago[2]]: int(ago[1])}), zone)
    if clock := _CLOCK.fullmatch(text):
        return _on_the_wall(_last(time(int(clock[2]), int(clock[3])), clock[1] or "", now, zone), now, zone, retype)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongWords(f'"{text}" is not a time.', hint=_HOW) from None
    if len(text) <= len("2026-11-20"):
        raise WrongWords(f'"{text}" has no hour.', hint=_HOW)
    return in_zone(moment, zone) if moment.tzinfo else _on_the_wall(moment, now, zone, retype)


def _last(at: time, day_word: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the last day and time at which the city's clocks may have shown `at`."""
    today = datetime.combine(now.date(), at)
    to_come = today > now.replace(tzinfo=None) and not any(moment <= now for moment in _shown(today, zone))
    return today - timedelta(days=day_word == "yesterday" or (not day_word and to_come))


def _shown(naive: datetime, zone: tzinfo) -> list[datetime]:
    """Return the moments at which the city's clocks showed a time: one, two when they went back over it, none when they went forward."""
    return [moment for moment in _readings(naive, zone) if moment.replace(tzinfo=None) == naive]


def _readings(naive: datetime, zone: tzinfo) -> list[datetime]:
    """Return the moments that a wall-clock time can mean: one, but in two nights of the year."""
    return list(dict.fromkeys(in_zone(naive.replace(tzinfo=zone, fold=fold), zone) for fold in (0, 1)))


def _on_the_wall(naive: datetime, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Give a wall-clock time the city's offset; refuse one that the clocks skipped, or have shown twice by now."""
    shown = _shown(naive, zone)
    readings = _readings(naive, zone)
    passed = [moment for moment in readings if moment <= now]
    if shown and len(passed) <= 1:
        return readings[0]
    if not passed:
        raise WrongWords(f"{_say(naive)} will not happen: the clocks go forward over it, and it is in the future.", hint=_PAST)
    what = "happened twice: the clocks went back over it" if shown else "did not happen: the clocks went forward over it"
    choices = (retype(moment.isoformat()) for moment in passed)
    raise WrongWords(f"{_say(naive)} {what}.", hint="\n      ".join(["say which you mean:", *choices]))


def _say(naive: datetime) -> str:
    return f"{naive:%H:%M} on {naive:%a} {naive.day} {naive:%b %Y}"
