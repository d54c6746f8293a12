"""The one place that asks what time it is, once per command; `CICP_NOW` sets it."""

import os
from datetime import UTC, datetime, tzinfo

from cicp.errors import WrongWords

VARIABLE = "CICP_NOW"


def is_set() -> bool:
    """Say whether `CICP_NOW` stands in for the machine's clock."""
    return bool(os.environ.get(VARIABLE))


def now(zone: tzinfo) -> datetime:
    """Return the moment, to the second, with the city's offset; `CICP_NOW` without an offset is city time."""
    text = os.environ.get(VARIABLE)
    if not text:
        return datetime.now(UTC).astimezone(zone).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongWords(f"{VARIABLE} is not a moment: {text}", hint=f"write it as {VARIABLE}=2026-11-20T21:50:00-06:00, or unset it") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return moment.astimezone(zone).replace(microsecond=0)


def machine_zone() -> tzinfo:
    """Return the machine's own zone as a fixed offset, for the night when no file says which zone the city keeps."""
    return datetime.now(UTC).astimezone().tzinfo or UTC
