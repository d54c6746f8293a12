"""An incident carried out of the program: the calendar that others read, the pack that is printed for a night without power."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from cicp.cli.main import run
from tests.calendars import READERS, unfolded
from tests.conftest import Result
from tests.nights import prepared_in

Cicp = Callable[..., Result]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Declare, once, the incident of the example."""
    return prepared_in(tmp_path_factory.mktemp("night"), ("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45"))


@pytest.fixture
def night(cicp: Cicp, plan: Path, prepared: Path) -> Cicp:
    """Work on a copy of the prepared plan."""
    shutil.copytree(prepared, plan, dirs_exist_ok=True)
    return cicp


def _events(said: Result) -> dict[str, Any]:
    """Return the events of a calendar by the id of their item."""
    assert 0 == said.code
    calendar = icalendar.Calendar.from_ical(said.out.encode())
    return {str(event["UID"]).partition(".")[2].removesuffix("@cicp.invalid"): event for event in calendar.walk("VEVENT")}


def _items(cicp: Cicp) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]
    return items


# The calendar


@pytest.mark.parametrize("reader", READERS)
def test_the_calendar_is_the_timeline_to_every_reader(night: Cicp, tmp_path: Path, reader: str) -> None:
    """Each item with a due is one event, at the very instant that the timeline says, and nothing else is."""
    night("fact", "died", "--about", "deceased-1", "--at", "21:48")
    data = night("incident", "calendar").out.encode()
    wanted = {item["id"]: datetime.fromisoformat(item["due"]).astimezone(UTC) for item in _items(night) if item["due"]}
    incident = json.loads(night("incident", "show", "--format", "json").out)["id"]
    read = READERS[reader](data, tmp_path / "reader")

    assert {f"{incident}.{name}@cicp.invalid": due for name, due in wanted.items()} == {event.uid: event.starts for event in read}
    assert len(wanted) == len(read)


def test_a_due_in_days_is_the_last_second_of_its_day(night: Cicp) -> None:
    """What is counted in days ends at 23:59:59 city time, on the right day for whoever looks at it from the city."""
    event = _events(night("incident", "calendar"))["video-release"]

    assert datetime(2026, 12, 21, 5, 59, 59, tzinfo=UTC) == event["DTSTART"].dt
    assert timedelta(seconds=1) == event["DTEND"].dt - event["DTSTART"].dt


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-01T01:40:00-05:00", "20261101T065500Z"),
        ("2026-11-01T01:50:00-05:00", "20261101T070500Z"),
        ("2026-11-01T01:40:00-06:00", "20261101T075500Z"),
        ("2027-03-14T01:50:00-06:00", "20270314T080500Z"),
    ],
)
def test_a_due_in_a_night_when_the_clocks_change_is_the_right_instant(cicp: Cicp, monkeypatch: pytest.MonkeyPatch, now: str, due: str) -> None:
    """Fifteen minutes are fifteen minutes: within the hour that is repeated, across its end, in its second run, and across the hour that is left out."""
    monkeypatch.setenv("CICP_NOW", now)
    cicp("declare", "Night", "--kind", "ois")
    lines = unfolded(cicp("incident", "calendar").out.encode())
    start = next(place for place, line in enumerate(lines) if line.endswith(".tell-manager@cicp.invalid"))

    assert f"DTSTART:{due}" in lines[start - 5 : start]


def test_an_event_stays_the_same_when_its_due_moves(night: Cicp) -> None:
    """Its id is kept, its moment moves, and its revision goes up: a program that holds it updates it instead of adding another."""
    before = _events(night("incident", "calendar"))["initial-facts"]
    night("fact", "occurred", "--at", "21:30")
    after = _events(night("incident", "calendar"))["initial-facts"]

    assert before["UID"] == after["UID"]
    assert timedelta(minutes=-10) == after["DTSTART"].dt - before["DTSTART"].dt
    assert (0, 1) == (before["SEQUENCE"], after["SEQUENCE"])


def test_an_event_says_whose_it_is_and_why_then(night: Cicp) -> None:
    """Its words name the step, the role, the clause, the counting, how it stands, what comes first, and the gates on what it says."""
    event = _events(night("incident", "calendar"))["holding-statement"]
    item = next(item for item in _items(night) if item["id"] == "holding-statement")
    said = str(event["DESCRIPTION"]).split("\n")

    assert "Publish the holding statement (pio)" == event["SUMMARY"]
    assert f"holding-statement - pio - {item['cite']}" == said[0]
    assert item["explain"] == said[1 : 1 + len(item["explain"])]
    assert "as of Fri 20 Nov 21:50: due soon" in said
    assert f"after: {', '.join(item['blocked_by'])}" in said
    assert [line for line in said if line.startswith("gate nok (Name of a person who died or is critically hurt): closed: next-of-kin-notified and ")]


def test_a_gate_that_has_opened_is_said_to_be_open(night: Cicp) -> None:
    """The calendar of later that night no longer names as closed what facts have opened."""
    night("--as", "family-liaison", "fact", "next-of-kin-notified", "--about", "deceased-1")
    night("--as", "me", "fact", "medical-examiner-identified", "--about", "deceased-1")
    said = str(_events(night("incident", "calendar"))["holding-statement"]["DESCRIPTION"])

    assert "gate nok (Name of a person who died or is critically hurt): open" in said.split("\n")


def test_what_is_over_says_so_and_rings_nobody(night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Done, done late, skipped and late stand before the title, with the date where it is another day's; none of them has an alarm."""
    monkeypatch.setenv("CICP_NOW", "2026-11-20T21:55:00-06:00")
    night("done", "tell-manager", "--at", "21:52")
    night("skip", "save-posts", "--why", "nobody to do it")
    early = _events(night("incident", "calendar"))
    monkeypatch.setenv("CICP_NOW", "2026-11-21T00:10:00-06:00")
    night("done", "monitoring", "--at", "00:05")
    events = _events(night("incident", "calendar"))

    assert "done 21:52: Tell the City Manager, the City Attorney and the Mayor (chief)" == events["tell-manager"]["SUMMARY"]
    assert "done late Sat 21 Nov 00:05: Watch media, social media and calls; start a rumor list (monitor)" == events["monitoring"]["SUMMARY"]
    assert "skipped: Save live streams and posts that show the scene (monitor)" == events["save-posts"]["SUMMARY"]
    assert "skipped: nobody to do it" in str(events["save-posts"]["DESCRIPTION"]).split("\n")
    assert "LATE: Publish the holding statement (pio)" == events["holding-statement"]["SUMMARY"]
    assert [] == [name for name in ("tell-manager", "monitoring", "save-posts", "holding-statement") if events[name].walk("VALARM")]
    assert ([], [], 1) == (*(early[name].walk("VALARM") for name in ("tell-manager", "save-posts")), len(early["monitoring"].walk("VALARM")))


@pytest.mark.parametrize(
    ("now", "step", "lead"),
    [
        ("21:50", "employee-message", 60),
        ("21:50", "board-notice", 15),
        ("21:50", "command-briefing", 15),
        ("21:56", "command-briefing", 0),
        ("21:50", "video-release", 15 * 60),
    ],
)
def test_what_is_open_rings_before_its_time_and_not_in_the_past(night: Cicp, monkeypatch: pytest.MonkeyPatch, now: str, step: str, lead: int) -> None:
    """An hour before, or a quarter where that has passed, or at the moment itself; for what is due by the end of a day, in its morning."""
    monkeypatch.setenv("CICP_NOW", f"2026-11-20T{now}:00-06:00")
    (alarm,) = _events(night("incident", "calendar"))[step].walk("VALARM")

    assert timedelta(minutes=-lead) == alarm["TRIGGER"].dt


def test_what_has_no_moment_is_counted_in_the_calendars_description(night: Cicp) -> None:
    """Items that wait and items without a time of their own are not in the file, and it says how many they are."""
    items = _items(night)
    timed = sum(item["due"] is not None for item in items)
    waiting = sum(item["status"] == "waiting" and not item["due"] for item in items)
    about = next(line for line in unfolded(night("incident", "calendar").out.encode()) if line.startswith("X-WR-CALDESC:")).replace("\\,", ",")

    assert waiting > 0
    assert f"{timed} items have a time." in about
    assert f"Not in this calendar: {waiting} that wait for something to happen, and {len(items) - timed - waiting} without a time, or not asked for." in about
    assert "Not for the public. Not legal advice." in about


def test_two_copies_give_the_same_bytes(night: Cicp, plan: Path, tmp_path: Path) -> None:
    """Nothing of the machine or the folder is in the calendar: the same filings and the same clock give the same file elsewhere."""
    shutil.copytree(plan, tmp_path / "elsewhere" / "copy")
    ours = night("incident", "calendar").out
    theirs = io.StringIO()
    with redirect_stdout(theirs):
        assert 0 == run(["-p", str(tmp_path / "elsewhere" / "copy"), "incident", "calendar"])

    assert ours == theirs.getvalue()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_the_calendar_is_utf_8_whatever_the_terminal_speaks(night: Cicp, plan: Path, unbuffered: str) -> None:
    """Where the terminal speaks Latin-1 the file is UTF-8 all the same, with its own line ends."""
    night("incident", "close")
    night("declare", "Tür, Straße; Übung", "--kind", "ois")
    speech = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "PYTHONUNBUFFERED": unbuffered}
    ran = subprocess.run(
        [sys.executable, "-m", "cicp", "-p", str(plan), "incident", "calendar"], capture_output=True, check=True, timeout=60, env=os.environ | speech
    )

    assert "X-WR-CALNAME:Tür\\, Straße\\; Übung (" in ran.stdout.decode()
    assert (0, 0) == (ran.stdout.replace(b"\r\n", b"").count(b"\n"), ran.stdout.replace(b"\r\n", b"").count(b"\r"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_said(night: Cicp, plan: Path) -> None:
    """A calendar that could not be written is no success."""
    assert 0 == night("incident", "calendar").code
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "cicp", "-p", str(plan), "incident", "calendar"]
        ran = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)

    assert 7 == ran.returncode
    assert "the answer could not be written" in ran.stderr


@pytest.mark.parametrize("shape", ["json", "plain", "markdown", "csv", "rich"])
def test_the_same_items_come_as_a_document_where_that_is_asked(night: Cicp, shape: str) -> None:
    """Every other format has the same items, each with how it stands."""
    timed = [item for item in _items(night) if item["due"]]
    said = night("incident", "calendar", "--format", shape)

    assert 0 == said.code
    if shape == "json":
        answer = json.loads(said.out)
        assert "cicp/incident-calendar/1" == answer["schema"]
        assert timed == [{key: item[key] for key in timed[0]} for item in answer["items"]]
        assert {"uid", "summary", "sequence"} <= set(answer["items"][0])
    else:
        assert len(timed) == said.out.count("as of Fri 20 Nov 21:50: ")
    if shape == "csv":
        assert [item["title"] for item in timed] == [row[2] for row in csv.reader(io.StringIO(said.out))][1:]


def test_a_terminal_gets_the_calendar_too(night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is does not hang on where it goes; also a stream of text alone can have it."""
    expected = night("incident", "calendar").out
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True)
    with redirect_stdout(shown):
        night("incident", "calendar")

    assert expected == shown.getvalue()


def test_another_incident_is_named_as_everywhere(night: Cicp) -> None:
    """With two incidents open it is asked which; by a prefix of its id it is found; one that is not there is not found."""
    night("declare", "Another", "--kind", "ois")
    first = json.loads(night("incident", "list", "--format", "json").out)["incidents"][0]["id"]

    assert (2, 0, 4) == tuple(night("incident", verb, *named).code for verb, named in (("calendar", ()), ("calendar", (first,)), ("calendar", ("2020-01-01",))))


def test_a_damaged_log_stops_neither_calendar_nor_paper(night: Cicp, plan: Path) -> None:
    """What was altered is named on standard error, both are written all the same, and every gate counts as closed."""
    night("--as", "family-liaison", "fact", "next-of-kin-notified", "--about", "deceased-1")
    night("--as", "me", "fact", "medical-examiner-identified", "--about", "deceased-1")
    night("log", "to be damaged")
    damaged = max(plan.glob("incidents/*/log/0004-*.toml"))
    damaged.write_bytes(damaged.read_bytes() + b"\n")
    calendar, paper = night("incident", "calendar"), night("incident", "paper", "--format", "plain")

    assert "closed: next-of-kin-notified" in str(_events(calendar)["holding-statement"]["DESCRIPTION"])
    assert "is set aside" in calendar.err
    assert (0, True) == (paper.code, "every gate counts as closed" in " ".join(paper.out.split()))


def test_no_command_of_the_night_loads_what_paper_and_calendar_need(plan: Path) -> None:
    """`declare` and `next` read neither the views of the paper pack nor the library for calendars."""
    code = (
        "import sys; from cicp.cli.main import run\n"
        f"for words in (['declare', 'T', '--kind', 'ois'], ['next']): assert 0 == run(['-p', {str(plan)!r}, *words])\n"
        "print([name for name in ('icalendar', 'cicp.cli.incident_out', 'cicp.views.paper', 'cicp.views.calendar') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert "[]" == ran.stdout.splitlines()[-1]
