"""The one place that asks what time it is, once per command; `CICP_NOW` sets it."""

import os
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from cicp.errors import WrongWords

VARIABLE = "CICP_NOW"
_YEARS = range(1900, 8900)  # no filing can hold a moment from before there were zones, and no due can be counted from the end of the calendar


def is_set() -> bool:
    """Say whether `CICP_NOW` stands in for the machine's clock."""
    return bool(os.environ.get(VARIABLE))


def now(zone: tzinfo) -> datetime:
    """Return the moment, to the second, with the city's offset; `CICP_NOW` without an offset is city time."""
    text = os.environ.get(VARIABLE)
    if not text:
        return _in_zone(datetime.now(UTC), zone)
    moment = _read(text, zone)
    if moment is None or moment.year not in _YEARS:
        raise WrongWords(f"{VARIABLE} is not a moment: {text}", hint=f"write it as {VARIABLE}=2026-11-20T21:50:00-06:00, or unset it")
    return moment


def _read(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return _in_zone(moment if moment.tzinfo else moment.replace(tzinfo=zone), zone)
    except (ValueError, OverflowError):
        return None


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Fix the offset: Python compares two moments of one zone by their wall clocks, an hour wrong in the nights when the clocks change."""
    local = moment.astimezone(UTC).astimezone(zone).replace(microsecond=0)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def machine_zone() -> tzinfo:
    """Return the machine's own zone as a fixed offset, for the night when no file says which zone the city keeps."""
    return datetime.now(UTC).astimezone().tzinfo or UTC
