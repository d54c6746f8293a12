"""iCalendar: right to the octet, and read by others as it was meant."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.render.calendar import render
from cicp.render.safe import safe
from cicp.views.document import Calendar, Event, Line
from tests.calendars import READERS, Read, unfolded

MADE = datetime.fromisoformat("2026-11-20T21:50:00-06:00")
DUE = datetime.fromisoformat("2026-11-20T22:05:00-06:00")
EVENT = Event(
    "[ ]",
    "Fri 20 Nov 22:05",
    "Tell the Mayor",
    ("tell - chief", "15 minutes after 21:50"),
    id="one.tell@cicp.invalid",
    summary="Tell the Mayor (chief)",
    at=DUE,
    moved=0,
    categories=("step", "chief"),
    remind=timedelta(minutes=15),
)
NASTY = [
    "plain",
    'comma, semicolon; colon: and a "quotation"',
    r"back\slash, \n that is no line break, \N neither, \, \; \\ and one at the end\\",
    "Élysée, Ångström, 東京都の記者会見, 🚓🚑 and الشرطة",
    "é" * 200,
    "🚓" * 80,
    "a" * 73 + "é" * 40,
    "a" * 74 + "🚓" * 20,
    "word " * 60 + "end",
    "BEGIN:VEVENT",
    "^n ^' ^^ %0A =0A &#10;",
    " ".join(f"{number};" for number in range(100)),
]


def calendar_of(*events: Event, name: str = "Shooting", about: str = "Dues.") -> Calendar:
    return Calendar((Line("first"), *events), {}, name=name, about=about, zone="America/Chicago", made=MADE)


def expected(event: Event) -> Read:
    return Read(event.id, event.at.astimezone(UTC), event.at.astimezone(UTC) + timedelta(seconds=1), event.summary, "\n".join(event.details))


def with_text(number: int, text: str) -> Event:
    return replace(EVENT, id=f"one.step-{number}@cicp.invalid", summary=text, details=(text, "second line", text))


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_the_same_words_and_instants(reader: str, tmp_path: Path) -> None:
    """Ids, moments, summaries and descriptions come back as they were, whatever marks of the format the words hold."""
    events = [with_text(number, text) for number, text in enumerate(NASTY)]

    assert [expected(event) for event in events] == READERS[reader](render(calendar_of(*events)), tmp_path)


@pytest.mark.parametrize("reader", READERS)
def test_the_hour_that_the_clocks_repeat_is_told_apart(reader: str, tmp_path: Path) -> None:
    """01:30 before and 01:30 after the clocks go back are two instants, an hour from each other, to every reader."""
    before, after = (datetime.fromisoformat(f"2026-11-01T01:30:00{offset}") for offset in ("-05:00", "-06:00"))
    events = [replace(EVENT, id=f"{number}@cicp.invalid", at=at) for number, at in enumerate((before, after))]
    first, second = READERS[reader](render(calendar_of(*events)), tmp_path)

    assert (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)) == (first.starts, second.starts)


def test_calcurse_takes_every_event(tmp_path: Path) -> None:
    """The calendar of the terminal imports all of them and skips none."""
    if not shutil.which("calcurse"):
        pytest.skip("calcurse is not installed")
    (tmp_path / "given.ics").write_bytes(render(calendar_of(*(with_text(number, text) for number, text in enumerate(NASTY)))))
    (tmp_path / "data").mkdir()
    words = ["calcurse", "-D", str(tmp_path / "data"), "-i", str(tmp_path / "given.ics")]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout

    assert f"{len(NASTY)} apps / 0 events / 0 todos / 0 skipped" in said


def test_every_line_ends_with_cr_and_lf() -> None:
    """No carriage return and no line feed stands alone, and the last line is ended too."""
    data = render(calendar_of(*(with_text(number, text) for number, text in enumerate(NASTY))))
    bare = data.replace(b"\r\n", b"")

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert (0, 0) == (bare.count(b"\r"), bare.count(b"\n"))


def test_no_line_is_longer_than_75_octets_and_none_cuts_a_character() -> None:
    """Folding counts octets, not characters; each line is UTF-8 by itself."""
    lines = render(calendar_of(*(with_text(number, text) for number, text in enumerate(NASTY)), name="é" * 99, about="🚓" * 99)).split(b"\r\n")

    assert 75 >= max(map(len, lines))
    assert sum(line.startswith(b" ") for line in lines) > 50
    assert {"é" * 99} == {line.partition(":")[2] for line in unfolded(b"\r\n".join(lines)) if "NAME:" in line}


def test_what_the_format_gives_a_meaning_is_escaped() -> None:
    """Comma, semicolon, backslash and line break are written as the standard says; a colon and quotation marks as they are."""
    lines = unfolded(render(calendar_of(replace(EVENT, summary='a, b; c\\d: "e"', details=("one", "two, three")))))

    assert 'SUMMARY:a\\, b\\; c\\\\d: "e"' in lines
    assert "DESCRIPTION:one\\ntwo\\, three" in lines


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_control_character_reaches_the_file(text: str) -> None:
    """Whatever stands in a title, a name or an id: the file has only printable characters and its own line ends, and no property that we did not write."""
    data = render(calendar_of(replace(with_text(1, text), id=text, categories=(text,)), name=text, about=text))
    lines = unfolded(data)

    assert all(character.isprintable() for line in lines for character in line)
    assert NAMES == [line.partition(":")[0] for line in lines if line]
    assert f"SUMMARY:{' '.join(safe(' '.join(text.split())).split())}" == _unescaped(next(line for line in lines if line.startswith("SUMMARY")))


NAMES = [
    *("BEGIN", "VERSION", "PRODID", "DESCRIPTION", "X-WR-CALDESC", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE"),
    *("BEGIN", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CATEGORIES", "DESCRIPTION", "TRANSP"),
    *("BEGIN", "ACTION", "DESCRIPTION", "TRIGGER", "END", "END", "END"),
]
"""Every property there is; there is no METHOD among them, which would ask for an organizer, and no STATUS."""


def _unescaped(line: str) -> str:
    return line.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")


def test_a_line_break_in_a_title_stays_in_its_line() -> None:
    """A summary is one line in every program; a stranger's line break becomes a blank."""
    lines = unfolded(render(calendar_of(replace(EVENT, summary="one\nDTSTART:19700101T000000Z\r\n\ttwo"))))

    assert "SUMMARY:one DTSTART:19700101T000000Z two" in lines


def test_moments_are_written_in_utc_with_when_the_file_was_made() -> None:
    """A due of 22:05 in Chicago is 04:05 in UTC; an event lasts a second, so that what is due at 23:59:59 stays on its day."""
    lines = unfolded(render(calendar_of(EVENT)))

    assert {"DTSTART:20261121T040500Z", "DTEND:20261121T040501Z", "DTSTAMP:20261121T035000Z", "TRANSP:TRANSPARENT"} <= set(lines)


def test_an_event_tells_how_often_its_moment_has_moved() -> None:
    """A program that holds the event already takes the newer one for the same, by its id and the number of its revision."""
    lines = unfolded(render(calendar_of(replace(EVENT, moved=3))))

    assert {"UID:one.tell@cicp.invalid", "SEQUENCE:3", "CATEGORIES:step,chief"} <= set(lines)


@pytest.mark.parametrize(("lead", "trigger"), [(timedelta(hours=1), "-PT1H"), (timedelta(minutes=15), "-PT15M"), (timedelta(), "P0D")])
def test_an_alarm_rings_before_the_moment(lead: timedelta, trigger: str) -> None:
    """An event to be reminded of has one alarm that shows its summary, so long before its start."""
    lines = unfolded(render(calendar_of(replace(EVENT, remind=lead))))
    alarm = lines[lines.index("BEGIN:VALARM") : lines.index("END:VALARM")]

    assert ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Tell the Mayor (chief)", f"TRIGGER:{trigger}"] == alarm


def test_nobody_is_rung_for_what_asks_for_no_reminder() -> None:
    """Without a reminder there is no alarm."""
    assert b"VALARM" not in render(calendar_of(replace(EVENT, remind=None)))


def test_a_calendar_says_what_it_is() -> None:
    """Name, words about it and the city's zone stand where programs look for them; without a zone that has a name there is none."""
    lines = unfolded(render(calendar_of(EVENT, name="Shooting, Shaw Park", about="67 items.")))
    nameless = unfolded(render(replace(calendar_of(EVENT), zone="")))

    assert {"VERSION:2.0", "PRODID:-//cicp//incident calendar//EN", "X-WR-TIMEZONE:America/Chicago"} <= set(lines)
    assert {"NAME:Shooting\\, Shaw Park", "X-WR-CALNAME:Shooting\\, Shaw Park", "DESCRIPTION:67 items.", "X-WR-CALDESC:67 items."} <= set(lines)
    assert not any(line.startswith("X-WR-TIMEZONE") for line in nameless)


@pytest.mark.parametrize("reader", READERS)
def test_a_calendar_of_nothing_is_read_as_nothing(reader: str, tmp_path: Path) -> None:
    """Where no item has a time there is a calendar without events, and no reader minds."""
    assert [] == READERS[reader](render(calendar_of()), tmp_path)


def test_only_this_module_pays_for_the_library() -> None:
    """A command of the night does not load icalendar."""
    code = "import sys; from cicp.cli.main import run; run(['next']); run(['incident', 'list']); print('icalendar' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)

    assert ran.stdout.endswith("False\n")
