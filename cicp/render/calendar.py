"""iCalendar (RFC 5545): the events of a document for a calendar program.

Every moment is in UTC: no reader has to know the city's zone, and an hour that the clocks repeat is told apart. An event lasts one second.
A due is a moment, but a reader gives an event without an end, or one that ends as it starts, a length of its own (khal: an hour), and a
quarter of an hour would carry what is due at 23:59:59 into the next day. There is no METHOD, which would make the file a message that needs
an organizer (RFC 5546), and no STATUS, for it could not say late or done.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import icalendar
from icalendar.prop import vInline

from cicp.render.safe import safe
from cicp.views.document import Calendar, Event

_PROGRAM: Final = "-//cicp//incident calendar//EN"
_LENGTH: Final = timedelta(seconds=1)


def render(document: Calendar) -> bytes:
    """Return the calendar's bytes: UTF-8, lines of at most 75 octets, each ended by CR and LF."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", _PROGRAM)
    calendar.add("VERSION", "2.0")
    for names, text in ((("NAME", "X-WR-CALNAME"), document.name), (("DESCRIPTION", "X-WR-CALDESC"), document.about)):
        for name in names:  # as RFC 7986 has it, and as most programs read it
            calendar.add(name, _line(text))
    if document.zone:
        calendar.add("X-WR-TIMEZONE", _line(document.zone))
    for block in document.blocks:
        if isinstance(block, Event):
            calendar.add_component(_event(block, document.made))
    return bytes(calendar.to_ical())


def _event(event: Event, made: datetime) -> icalendar.Event:
    shown = icalendar.Event()
    shown.add("UID", _line(event.id))
    shown.add("DTSTAMP", made.astimezone(UTC))
    shown.add("DTSTART", event.at.astimezone(UTC))
    shown.add("DTEND", event.at.astimezone(UTC) + _LENGTH)
    shown.add("SEQUENCE", event.moved)
    shown.add("SUMMARY", _line(event.summary))
    shown.add("DESCRIPTION", _text("\n".join(event.details)))
    shown.add("CATEGORIES", vInline(",".join(map(_line, event.categories))))
    shown.add("TRANSP", "TRANSPARENT")  # a due takes up nobody's time
    if event.remind is not None:
        shown.add_component(_alarm(event, event.remind))
    return shown


def _alarm(event: Event, lead: timedelta) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", -lead)
    alarm.add("DESCRIPTION", _line(event.summary))
    return alarm


def _line(text: str) -> vInline:
    """Escape what a program shows in one line."""
    return _text(" ".join(text.split()))


def _text(text: str) -> vInline:
    r"""Escape a text: the one function for this medium. The library's own takes a backslash before an N for a line break that somebody meant."""
    shown = safe(text).replace("\t", " ")
    for special, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        shown = shown.replace(special, escaped)
    return vInline(shown)
