"""Moments as people type them: ISO, `21:40`, `yesterday 21:40`, `-20m`."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cicp.errors import WrongWords
from cicp.model.spans import say_moment

_AGO = re.compile(r"-(\d{1,4})(m|h|d)")
_CLOCK = re.compile(r"(?:(yesterday|today) )?([01]?\d|2[0-3]):([0-5]\d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_HOW = "write 21:40, yesterday 21:40, -20m or 2026-11-20T21:40"


def happened(text: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Read when something happened: `23:40` is the last 23:40 that has passed.

    `retype` gives the same command with another time, ready to paste. Raises WrongWords for words that are no time, a time in the future,
    and a wall-clock time that the city's clocks skipped or showed twice that night.
    """
    moment = _read(text.strip(), now.astimezone(zone), zone, retype)
    if moment > now:
        raise WrongWords(
            f"{say_moment(moment)} is in the future; it is {say_moment(now.astimezone(zone))}.", hint="say when it happened, or leave the time out for now"
        )
    return moment.replace(microsecond=0)


def _read(text: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    if ago := _AGO.fullmatch(text):
        return (now.astimezone(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})).astimezone(zone)
    if clock := _CLOCK.fullmatch(text):
        at = time(int(clock[2]), int(clock[3]))
        return _last(at, clock[1] or "", now, zone, retype)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongWords(f"{text!r} is not a time.", hint=_HOW) from None
    if len(text) <= len("2026-11-20"):
        raise WrongWords(f"{text!r} has no hour.", hint=_HOW)
    return moment.astimezone(zone) if moment.tzinfo else _on_the_wall(moment, zone, retype)


def _last(at: time, day_word: str, now: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    day: date = now.date() - timedelta(days=day_word == "yesterday")
    if not day_word and datetime.combine(day, at, zone) > now:
        day -= timedelta(days=1)
    return _on_the_wall(datetime.combine(day, at), zone, retype)


def _on_the_wall(naive: datetime, zone: tzinfo, retype: Callable[[str], str]) -> datetime:
    """Give a wall-clock time the city's offset; refuse one that the clocks skipped or showed twice."""
    early, late = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    skipped = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive
    what = "did not happen: the clocks went forward over it" if skipped else "happened twice: the clocks went back over it"
    choices = [moment.astimezone(UTC).astimezone(zone).isoformat() for moment in (early, late)]
    raise WrongWords(f"{naive:%H:%M} on {naive:%a} {naive.day} {naive:%b %Y} {what}.", hint="\n      ".join(["say which you mean:", *map(retype, choices)]))
