"""Calendar files as others read them: four libraries and programs that we did not write, each asked for the same things."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream

_FIELD, _EVENT = "<<field>>", "<<event>>"
_KHAL = """
[calendars]
[[all]]
path = {folder}/calendar
type = calendar
[locale]
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M:%S
longdatetimeformat = %Y-%m-%dT%H:%M:%S
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {folder}/khal.db
"""


@dataclass(frozen=True)
class Read:
    """An event as a reader understands it."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    description: str


def by_icalendar(data: bytes, folder: Path) -> list[Read]:
    """Read with icalendar, which also names what is required and absent."""
    del folder
    calendar = icalendar.Calendar.from_ical(data)
    assert [] == [error for part in calendar.walk() for error in part.errors]
    return [_by_icalendar(event) for event in calendar.walk("VEVENT")]


def _by_icalendar(event: Any) -> Read:
    return Read(str(event["UID"]), event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"]), str(event["DESCRIPTION"]))


def by_ical(data: bytes, folder: Path) -> list[Read]:
    """Read with ical, which refuses what the standard does not allow."""
    del folder
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    return [Read(event.uid, _moment(event.dtstart), _moment(event.dtend), event.summary or "", event.description or "") for event in calendar.events]


def by_vobject(data: bytes, folder: Path) -> list[Read]:
    """Read with vobject, and have it validate every part."""
    del folder
    calendar = vobject.readOne(io.StringIO(data.decode()))
    assert calendar.validate(raiseException=True)
    return [
        Read(event.uid.value, event.dtstart.value, event.dtend.value, event.summary.value, event.description.value)
        for event in calendar.contents.get("vevent", [])
    ]


def by_khal(data: bytes, folder: Path) -> list[Read]:
    """Read with khal as its users run it."""
    (folder / "calendar").mkdir(parents=True)
    (folder / "config").write_text(_KHAL.format(folder=folder), encoding="utf-8")
    (folder / "given.ics").write_bytes(data)
    form = _FIELD.join(("{uid}", "{start}", "{end}", "{title}", "{description}")) + _EVENT
    words = [
        sys.executable,
        "-c",
        "from khal.cli import main_khal; main_khal()",
        "-c",
        str(folder / "config"),
        "printics",
        "-f",
        form,
        str(folder / "given.ics"),
    ]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, "PYTHONUTF8": "1"})
    assert (0, "") == (ran.returncode, ran.stderr)
    _, _, told = ran.stdout.partition("\n")  # how many it found
    return [_by_khal(each) for each in told.replace(_EVENT + "\n", _EVENT).split(_EVENT) if each]


def _by_khal(told: str) -> Read:
    uid, start, end, title, description = told.split(_FIELD)
    return Read(uid, datetime.fromisoformat(start).replace(tzinfo=UTC), datetime.fromisoformat(end).replace(tzinfo=UTC), title, description)


def _moment(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value


READERS: dict[str, Callable[[bytes, Path], list[Read]]] = {"icalendar": by_icalendar, "ical": by_ical, "vobject": by_vobject, "khal": by_khal}


def unfolded(data: bytes) -> list[str]:
    """Return the content lines of a file, put together again as RFC 5545 says: what a reader has before it understands anything."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")
