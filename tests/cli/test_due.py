"""cicp due: every date vector of the research by command, what is refused with what to type instead, and nothing that ends in a traceback."""

import csv
import io
import json
import shlex
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cicp.model.spans import in_zone
from tests.conftest import Result
from tests.incidents import ZONE

Cicp = Callable[..., Result]
CLOSED: Final = ("2026-11-26", "2026-11-27", "2026-12-24", "2026-12-25", "2027-01-01", "2027-01-18")
"""The closure days that every date vector assumes, unless it says otherwise."""
NEXT_OPEN: Final = ("--received", "next-open")
SUNDAY: Final = ("--roll", "sunday")


def moment(text: str) -> str:
    """Write a moment of the city as the answer does: a day is its last second."""
    found = datetime.fromisoformat(text) if "T" in text else datetime.combine(date.fromisoformat(text), time(23, 59, 59))
    return in_zone(found if found.tzinfo else found.replace(tzinfo=ZONE), ZONE).isoformat()


def answer(result: Result) -> dict[str, Any]:
    """Read an answer in JSON."""
    assert (0, "") == (result.code, result.err)
    values: dict[str, Any] = json.loads(result.out)
    return values


def closed_but(*open_days: str) -> str:
    """Return the closure days of the vectors without these."""
    return ",".join(day for day in CLOSED if day not in open_days)


FROM: Final = [
    ("1", "3 business days", "2026-11-30", (), (), "2026-12-03"),
    ("2", "3 business days", "2026-11-20T17:30", ("--received", "delivered"), (), "2026-11-25"),
    ("3", "3 business days", "2026-11-20T17:30", NEXT_OPEN, (), "2026-11-30"),
    ("4", "3 business days", "2026-11-25", (), (), "2026-12-02"),
    ("5", "3 business days", "2026-11-25", (), ("2026-11-27",), "2026-12-01"),
    ("6", "3 business days", "2026-11-27", (), (), "2026-12-02"),
    ("7", "3 business days", "2026-12-19", (), (), "2026-12-23"),
    ("8", "3 business days", "2026-12-19", NEXT_OPEN, ("2026-12-24",), "2026-12-24"),
    ("9", "3 business days", "2026-12-19", NEXT_OPEN, (), "2026-12-28"),
    ("10", "3 business days", "2026-12-23", (), (), "2026-12-30"),
    ("11", "3 business days", "2026-12-23", (), ("2026-12-24",), "2026-12-29"),
    ("12", "3 business days", "2026-12-03", (), (), "2026-12-08"),
    ("19", "60 days", "2026-11-22", (), (), "2027-01-21"),
    ("20", "45 days", "2026-11-22", (), (), "2027-01-06"),
    ("21", "5 business days", "2026-11-22", (), (), "2026-12-01"),
    ("22", "5 business days", "2026-11-22", (), ("2026-11-27",), "2026-11-30"),
    ("23", "10 business days", "2026-11-22", (), (), "2026-12-08"),
    ("24", "10 business days", "2026-11-22", (), ("2026-11-27",), "2026-12-07"),
    ("25", "30 business days", "2026-12-01", (), (), "2027-01-15"),
    ("26", "30 business days", "2026-12-01", ("--counting", "first-day-in"), (), "2027-01-14"),
    ("27", "30 business days", "2026-12-01", (), ("2026-12-24",), "2027-01-14"),
    ("28", "30 days", "2026-12-01", (), (), "2026-12-31"),
    ("29", "30 days", "2026-11-20", (), (), "2026-12-20"),
    ("29 by the attorney", "30 days", "2026-11-20", SUNDAY, (), "2026-12-21"),
    ("31", "30 days", "2026-11-26", SUNDAY, (), "2026-12-26"),
    ("32", "90 days", "2026-11-22", (), (), "2027-02-20"),
    ("33", "60 days", "2027-02-20", (), (), "2027-04-21"),
    ("34", "60 days", "2027-04-21", (), (), "2027-06-20"),
    ("35", "72 hours", "2026-12-08T21:30", (), (), "2026-12-11T21:30"),
    ("36", "1 business day", "2027-02-11", (), (), "2027-02-12"),
    ("38 Truman", "1 day", "2027-05-07", SUNDAY, (), "2027-05-08"),
    ("38 Juneteenth", "1 day", "2027-06-18", SUNDAY, (), "2027-06-19"),
    ("39", "48 hours", "2026-10-31T23:00:00-05:00", (), (), "2026-11-02T22:00:00-06:00"),
    ("40", "48 hours", "2027-03-13T22:00:00-06:00", (), (), "2027-03-15T23:00:00-05:00"),
]
BEFORE: Final = [
    ("13", "2026-12-08T19:00", "2026-12-07T19:00"),
    ("14", "2026-12-07T19:00", "2026-12-04T19:00"),
    ("15", "2027-01-19T19:00", "2027-01-15T19:00"),
    ("16", "2026-11-02T10:00", "2026-10-30T10:00"),
    ("17", "2026-12-12T12:00", "2026-12-11T00:00"),
]


class TestVectors:
    """The date vectors of the research."""

    @pytest.mark.parametrize(("span", "start", "how", "open_days", "due"), [row[1:] for row in FROM], ids=[f"vector {row[0]}" for row in FROM])
    def test_from(self, cicp: Cicp, span: str, start: str, how: tuple[str, ...], open_days: tuple[str, ...], due: str) -> None:
        """Counted on from a moment, by the closure days that the vector gives."""
        result = cicp("due", span, "--from", start, "--closed", closed_but(*open_days), *how, "--format", "json")

        assert moment(due) == answer(result)["due"]

    @pytest.mark.parametrize(("meets", "due"), [row[1:] for row in BEFORE], ids=[f"vector {row[0]}" for row in BEFORE])
    def test_before(self, cicp: Cicp, meets: str, due: str) -> None:
        """How late the notice of a meeting may go up: 24 hours before it, without those of a closed day."""
        assert moment(due) == answer(cicp("due", "24 open hours", "--before", meets, "--closed", ",".join(CLOSED), "--format", "json"))["due"]

    def test_of_two_readings_the_earlier(self, cicp: Cicp) -> None:
        """Vector 18: that the hall is opened for the ceremony is the other reading, and only said."""
        explain = answer(cicp("due", "24 open hours", "--before", "2026-12-12T12:00", "--format", "json"))["explain"]

        assert "were it argued that the hall is open on Sat 12 Dec 2026, it would be Fri 11 Dec 2026 12:00: of the two readings the earlier counts" in explain

    def test_closed_from(self, cicp: Cicp) -> None:
        """Vector 30: an arrest of 20 November without a charge is closed from 21 December, midnight."""
        last = "last: Sun 20 Dec 2026, end of the day (23:59:59) (from Mon 21 Dec 2026 00:00 on it is late)"

        assert last in answer(cicp("due", "30 days", "--from", "2026-11-20", "--format", "json"))["explain"]

    def test_a_holiday_on_a_sunday(self, cicp: Cicp) -> None:
        """Vector 37: the Fourth of July 2027 is a Sunday, and the city's own calendar is closed on the Monday."""
        values = answer(cicp("due", "1 business day", "--from", "2027-07-02", "--format", "json"))

        assert moment("2027-07-06") == values["due"]
        assert "Mon 5 Jul 2027: closed: Independence Day, observed" in values["explain"]


class TestAnswer:
    """The counting day by day, the three dates, and that it is no advice."""

    def test_json(self, cicp: Cicp) -> None:
        """The keys are a promise, the moment carries the city's offset, and every day walked is in the explanation."""
        values = answer(cicp("due", "3 business days", "--from", "2026-11-25T10:00", "--format", "json"))

        assert ["schema", "now", "due", "explain"] == list(values)
        assert ("cicp/due/1", "2026-11-20T21:50:00-06:00", "2026-12-02T23:59:59-06:00") == (values["schema"], values["now"], values["due"])
        assert values["explain"] == [
            "Wed 2 Dec 2026 = 3 business days after Wed 25 Nov; Thu 26, Fri 27 closed (calendar.toml); Sat, Sun skipped",
            "it counts from the moment given, Wed 25 Nov 2026 10:00, and leaves out that day",
            "Wed 25 Nov 2026: the day it starts, not counted",
            "Thu 26 Nov 2026: closed: Thanksgiving Day",
            "Fri 27 Nov 2026: closed: day after Thanksgiving",
            "Sat 28 Nov 2026: weekend",
            "Sun 29 Nov 2026: weekend",
            "Mon 30 Nov 2026: business day 1",
            "Tue 1 Dec 2026: business day 2",
            "Wed 2 Dec 2026: business day 3",
            "earliest: Wed 25 Nov 2026 10:00 (the moment it counts from; nothing here asks to wait)",
            "target: Wed 2 Dec 2026 17:00 (the last hour in which City Hall is open before it)",
            "last: Wed 2 Dec 2026, end of the day (23:59:59) (from Thu 3 Dec 2026 00:00 on it is late)",
            "A calculation by the closure days in calendar.toml; not legal advice.",
        ]

    @pytest.mark.parametrize("shape", ["plain", "rich", "markdown"])
    def test_for_a_reader(self, cicp: Cicp, shape: str) -> None:
        """Every form for a reader has the due, the days and that it is not legal advice."""
        result = cicp("due", "3 business days", "--from", "2026-11-25T10:00", "--format", shape)

        assert (0, "") == (result.code, result.err)
        assert all(text in result.out for text in ("business day 3", "Thanksgiving Day", "not legal advice", "Earliest, target, last"))
        assert "wed 2 dec 2026" in result.out.lower()

    def test_rows(self, cicp: Cicp) -> None:
        """A spreadsheet gets the days and the dates."""
        rows = list(csv.reader(io.StringIO(cicp("due", "2 days", "--from", "2026-11-25", "--format", "csv").out)))

        assert ["Thu 26 Nov 2026 to Fri 27 Nov 2026", "days 1 to 2"] in rows
        assert ["last", "Fri 27 Nov 2026, end of the day (23:59:59)", "from Sat 28 Nov 2026 00:00 on it is late"] in rows

    @pytest.mark.parametrize(
        ("words", "due"),
        [
            (("--from", "21:40"), "2026-11-22T21:40:00-06:00"),
            (("--from", "22:00"), "2026-11-21T22:00:00-06:00"),
            (("--before", "21:40"), "2026-11-19T21:40:00-06:00"),
            (("--before", "22:00"), "2026-11-18T22:00:00-06:00"),
        ],
    )
    def test_an_hour_alone(self, cicp: Cicp, words: tuple[str, ...], due: str) -> None:
        """What it counts from has passed; what it counts back from is still to come."""
        assert due == answer(cicp("due", "48 hours", *words, "--format", "json"))["due"]

    @pytest.mark.parametrize("text", ["3 BUSINESS days", " 3  Business Days "])
    def test_as_a_clerk_types(self, cicp: Cicp, text: str) -> None:
        """Capitals and blanks do not matter."""
        words = ("--from", "2026-11-25T10:00", "--format", "json")

        assert answer(cicp("due", "3 business days", *words)) == answer(cicp("due", text, *words))

    def test_a_month_keeps_its_capital(self, cicp: Cicp) -> None:
        """A date that comes every year is read as it is written."""
        assert moment("2027-01-30") == answer(cicp("due", "next 30 January or 30 July", "--from", "2026-11-25", "--closed", "", "--format", "json"))["due"]

    @pytest.mark.parametrize("shape", ["plain", "json"])
    def test_midnight(self, cicp: Cicp, shape: str) -> None:
        """A notice that may go up until midnight may go up until the end of the day before, and both are said."""
        page = " ".join(cicp("due", "24 open hours", "--before", "2026-12-12T12:00", "--format", shape).out.split())

        assert "Fri 11 Dec 2026 00:00, the end of Thu 10 Dec 2026 (midnight)" in page

    def test_a_start_at_midnight(self, cicp: Cicp) -> None:
        """The end of the day before is said of a last moment alone, and never of the earliest."""
        explain = answer(cicp("due", "30 days", "--from", "2026-12-01", "--format", "json"))["explain"]

        assert "earliest: Tue 1 Dec 2026 00:00 (the moment it counts from; nothing here asks to wait)" in explain

    @pytest.mark.parametrize(("meets", "target"), [("2026-12-08T11:00", "Mon 7 Dec 2026 11:00"), ("2026-12-08T19:00", "Mon 7 Dec 2026 17:00")])
    def test_the_target(self, cicp: Cicp, meets: str, target: str) -> None:
        """Where City Hall is open at the last lawful moment, that is the one to aim at; else when it closes before it."""
        explain = answer(cicp("due", "24 open hours", "--before", meets, "--format", "json"))["explain"]

        assert [f"target: {target}"] == [sentence.partition(" (")[0] for sentence in explain if sentence.startswith("target: ")]

    def test_a_saturday_that_is_opened(self, cicp: Cicp, plan: Path) -> None:
        """Forward an opened Saturday counts and that is said; back from the ceremony on it, it does not."""
        path = plan / "calendar.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("open = [", "open = [2026-12-12, ", 1), encoding="utf-8")
        forward = answer(cicp("due", "2 business days", "--from", "2026-12-10", "--format", "json"))
        back = answer(cicp("due", "24 open hours", "--before", "2026-12-12T12:00", "--format", "json"))

        assert (moment("2026-12-12"), moment("2026-12-11T00:00")) == (forward["due"], back["due"])
        assert "the hall is opened on Sat 12 Dec 2026: by the other reading it would not count, and the earlier counts" in forward["explain"]

    def test_from_now(self, cicp: Cicp) -> None:
        """Without a moment it counts from now."""
        values = answer(cicp("due", "48 hours", "--format", "json"))

        assert "2026-11-22T21:50:00-06:00" == values["due"]
        assert "Sun 22 Nov 2026 21:50 = 48 hours after Fri 20 Nov 2026 21:50 (now)" == values["explain"][0]

    def test_days_that_were_given(self, cicp: Cicp) -> None:
        """A sum by days that were given for it does not say that they stand in the calendar."""
        explain = answer(cicp("due", "3 business days", "--from", "2026-11-25", "--closed", "2026-11-26", "--format", "json"))["explain"]

        assert "Tue 1 Dec 2026 = 3 business days after Wed 25 Nov; Thu 26 closed (given); Sat, Sun skipped" == explain[0]
        assert "A calculation by closure days that were given, not those in calendar.toml; not legal advice." == explain[-1]

    def test_reading_files_nothing(self, cicp: Cicp, plan: Path) -> None:
        """Counting leaves the plan as it is."""
        before = {path: path.read_bytes() for path in plan.rglob("*") if path.is_file()}
        cicp("due", "3 business days")

        assert before == {path: path.read_bytes() for path in plan.rglob("*") if path.is_file()}


class TestRefusals:
    """What cannot be counted says what to type instead."""

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("3 buisness days",), "error: '3 buisness days' is not a span of time.\nhint: did you mean '3 business days'?\n"),
            (
                ("3 days", "--from", "2026-11-20", "--before", "2026-11-21"),
                "error: a span counts from a moment or back from one.\nhint: give --from or --before, not both\n",
            ),
            (("48 hours", "--from", "2026-11-20"), 'error: "2026-11-20" has no hour, and 48 hours count from one.\nhint: write 2026-11-20T10:00\n'),
            (
                ("3 days", "--before", "2026-12-08", "--received", "next-open"),
                "error: what is counted back from has not arrived yet.\nhint: leave out --received; it goes with --from\n",
            ),
            (("3 days", "--closed", "26 Nov"), 'error: "26 Nov" is not a date.\nhint: write it as 2026-12-08\n'),
            (("3 days", "--closed", "2026-02-30"), 'error: "2026-02-30" is not a date.\nhint: write it as 2026-12-08\n'),
            (
                ("3 days", "--from", "soon"),
                'error: "soon" is not a time.\nhint: write 19:00 or 2026-12-08T19:00; where a day will do, 2026-12-08\n',
            ),
            (
                ("3 days", "--from", "9999-12-30"),
                "error: 3 days from there is beyond any calendar.\nhint: count from a nearer moment, or fewer of them\n",
            ),
            (
                ("0 days", "--before", "0001-01-01", "--closed", ""),
                "error: 0 days from there is beyond any calendar.\nhint: count from a nearer moment, or fewer of them\n",
            ),
        ],
    )
    def test_words(self, cicp: Cicp, words: tuple[str, ...], says: str) -> None:
        """The words were wrong, and the remedy stands below."""
        assert Result(2, "", says) == cicp("due", *words)

    @pytest.mark.parametrize(
        ("start", "what", "readings"),
        [
            ("2027-03-14T02:30", "02:30 on Sun 14 Mar 2027 did not happen", ("2027-03-14T03:30:00-05:00", "2027-03-14T01:30:00-06:00")),
            ("2026-11-01T01:30", "01:30 on Sun 1 Nov 2026 happened twice", ("2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-06:00")),
        ],
    )
    @pytest.mark.parametrize("option", ["--from", "--before"])
    def test_the_nights_of_the_clocks(self, cicp: Cicp, option: str, start: str, what: str, readings: tuple[str, str]) -> None:
        """An hour that did not happen, or happened twice, is refused with both commands, and each of them can be pasted."""
        result = cicp("due", "48 hours", option, start)
        commands = [shlex.split(line.strip()) for line in result.err.splitlines() if line.strip().startswith("cicp ")]

        assert (2, True, list(readings)) == (result.code, what in result.err, [words[-1] for words in commands])
        assert [0, 0] == [cicp(*words[3:]).code for words in commands]  # after cicp -p PLAN

    def test_a_year_that_is_not_set(self, cicp: Cicp) -> None:
        """A year that the calendar lacks is refused with the command that proposes it and the way out for this one sum, which works."""
        result = cicp("due", "3 business days", "--from", "2031-11-03")
        commands = [line.partition("cicp ")[2] for line in result.err.splitlines() if "cicp " in line]

        assert (3, "") == (result.code, result.out)
        assert "error: this count asks on which days of 2031 the hall is closed, and calendar.toml does not say.\n" in result.err
        assert "calendar propose 2031" == commands[0]
        assert 0 == cicp(*shlex.split(commands[1].replace("DATE,DATE", "2031-11-04"))[2:]).code

    def test_two_years_that_are_not_set(self, cicp: Cicp) -> None:
        """Each year that is missing has its command."""
        err = cicp("due", "30 business days", "--from", "2030-12-20").err

        assert "days of 2030 and 2031 the hall" in err
        assert ["cicp calendar propose 2030", "cicp calendar propose 2031"] == [
            line.removeprefix("hint:").strip() for line in err.splitlines() if "propose" in line
        ]

    def test_many_years_that_are_not_set(self, cicp: Cicp) -> None:
        """Of many the first three are named, with how many more there are."""
        err = cicp("due", "2000 business days", "--from", "2029-12-20").err

        assert "days of 2029 and 2030 and 2031 and 6 years more the hall" in err
        assert 3 == err.count("calendar propose")

    def test_a_year_beyond_every_calendar(self, cicp: Cicp) -> None:
        """A year that no calendar can hold is not proposed; the sum by given days is."""
        result = cicp("due", "3 business days", "--from", "2200-11-03")

        assert (3, False) == (result.code, "propose" in result.err)
        assert "hint: for this one calculation: cicp -p " in result.err

    @pytest.mark.parametrize("words", [("300 days", "--from", "2031-11-03"), ("3 business days", "--from", "2031-11-03", "--closed", "")])
    def test_no_year_is_asked_for(self, cicp: Cicp, words: tuple[str, ...]) -> None:
        """Calendar days ask for no year, and with days given none is missing."""
        assert 0 == cicp("due", *words).code

    @pytest.mark.parametrize("words", [(), ("--closed", "2026-11-26")])
    def test_a_broken_calendar(self, cicp: Cicp, plan: Path, words: tuple[str, ...]) -> None:
        """A sum that rests on a broken file is none: the file and the line are named."""
        (plan / "calendar.toml").write_text("format = 1\nweekend = [\n", encoding="utf-8")
        result = cicp("due", "3 business days", *words)

        assert (5, "", True) == (result.code, result.out, "calendar.toml" in result.err)


ODD: Final = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["3 days", "0 hours", "2 quarters", "24 open hours", "09:00 on day 0", "next 29 February", "on 26 April 2028", "3 buisness days", "-1 days"]
    ),
    st.from_regex(r"[0-9]{1,3} (minute|hour|open hour|day|business day|quarter)s?", fullmatch=True),
)
WHEN: Final = st.one_of(
    st.text(max_size=12),
    st.dates().map(date.isoformat),
    st.datetimes().map(datetime.isoformat),
    st.datetimes(timezones=st.sampled_from([UTC, ZONE])).map(datetime.isoformat),
    st.sampled_from(["19:00", "yesterday 21:40", "-20m", "-9999d", "0001-01-01", "9999-12-31", "2027-03-14T02:30", "2026-11-01T01:30", "24:00", "now"]),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ODD, WHEN, st.booleans(), st.one_of(st.none(), st.text(max_size=12), st.dates().map(date.isoformat), st.just("2026-11-26,")), st.booleans())
def test_odd_words(cicp: Cicp, span: str, when: str, back: bool, closed: str | None, first_in: bool) -> None:  # noqa: FBT001  # drawn
    """Whatever the words are: a due, or a refusal with a remedy, and never a fault of the program."""
    how = [
        f"{'--before' if back else '--from'}={when}",
        *([f"--closed={closed}"] if closed is not None else []),
        *(["--counting=first-day-in"] if first_in else []),
    ]
    result = cicp("due", *how, "--format=json", "--", span)

    assert result.code in {0, 2, 3}
    assert (result.code == 0) == bool(result.out)
    assert result.code == 0 or "hint: " in result.err
