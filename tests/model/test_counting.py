"""How a due is counted: every date vector of the research, both nights of the changing clocks, rolls, and what holds of every count."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.model.calendar import CityCalendar
from cicp.model.counting import Due, Manner, Roll, Walked, after, count, end_of_window, target, walk
from cicp.model.spans import Span, in_zone, parse_span
from tests.incidents import CLAYTON, ZONE, at

FRIDAY_OPEN = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": [{"day": date(2026, 11, 26), "name": "Thanksgiving"}]}]})
EVE_OPEN = CityCalendar.model_validate(
    {
        "format": 1,
        "year": [
            {"year": 2026, "closed": [{"day": date(2026, 12, 25), "name": "Christmas"}]},
            {"year": 2027, "closed": [{"day": date(2027, 1, 1), "name": "New Year"}]},
        ],
    }
)


def due(text: str, start: str, calendar: CityCalendar = CLAYTON) -> datetime:
    """Count a span from a moment in city time."""
    return count(parse_span(text), at(start), "known", ZONE, calendar).moment


def explain(text: str, start: str, calendar: CityCalendar = CLAYTON, *, back: bool = False) -> tuple[str, ...]:
    """Return how a span from a moment in city time was counted."""
    return count(parse_span(text), at(start), "known", ZONE, calendar, back=back).explain


@pytest.mark.parametrize(
    ("text", "start", "calendar", "last"),
    [
        pytest.param("3 business days", "2026-11-30T09:00", CLAYTON, "2026-12-03", id="1"),
        pytest.param("3 business days", "2026-11-20T17:30", CLAYTON, "2026-11-25", id="2"),
        pytest.param("3 business days", "2026-11-23T09:00", CLAYTON, "2026-11-30", id="3"),
        pytest.param("3 business days", "2026-11-25T09:00", CLAYTON, "2026-12-02", id="4"),
        pytest.param("3 business days", "2026-11-25T09:00", FRIDAY_OPEN, "2026-12-01", id="5"),
        pytest.param("3 business days", "2026-11-27T09:00", CLAYTON, "2026-12-02", id="6"),
        pytest.param("3 business days", "2026-12-19T09:00", CLAYTON, "2026-12-23", id="7"),
        pytest.param("3 business days", "2026-12-21T09:00", EVE_OPEN, "2026-12-24", id="8"),
        pytest.param("3 business days", "2026-12-21T09:00", CLAYTON, "2026-12-28", id="9"),
        pytest.param("3 business days", "2026-12-23T09:00", CLAYTON, "2026-12-30", id="10"),
        pytest.param("3 business days", "2026-12-23T09:00", EVE_OPEN, "2026-12-29", id="11"),
        pytest.param("3 business days", "2026-12-03T09:00", CLAYTON, "2026-12-08", id="12"),
        pytest.param("60 days", "2026-11-22T09:00", CLAYTON, "2027-01-21", id="19"),
        pytest.param("45 days", "2026-11-22T09:00", CLAYTON, "2027-01-06", id="20"),
        pytest.param("5 business days", "2026-11-22T09:00", CLAYTON, "2026-12-01", id="21"),
        pytest.param("5 business days", "2026-11-22T09:00", FRIDAY_OPEN, "2026-11-30", id="22"),
        pytest.param("10 business days", "2026-11-22T09:00", CLAYTON, "2026-12-08", id="23"),
        pytest.param("10 business days", "2026-11-22T09:00", FRIDAY_OPEN, "2026-12-07", id="24"),
        pytest.param("30 business days", "2026-12-01T09:00", CLAYTON, "2027-01-15", id="25"),
        pytest.param("30 business days", "2026-12-01T09:00", EVE_OPEN, "2027-01-14", id="27"),
        pytest.param("30 days", "2026-12-01T09:00", CLAYTON, "2026-12-31", id="28"),
        pytest.param("30 days", "2026-11-20T09:00", CLAYTON, "2026-12-20", id="29"),
        pytest.param("30 days", "2026-11-26T09:00", CLAYTON, "2026-12-26", id="31"),
        pytest.param("90 days", "2026-11-22T09:00", CLAYTON, "2027-02-20", id="32"),
        pytest.param("1 business day", "2027-02-11T09:00", CLAYTON, "2027-02-12", id="36"),
    ],
)
def test_date_vectors(text: str, start: str, calendar: CityCalendar, last: str) -> None:
    """A clock in days leaves out its first day, skips closed days, is moved by no weekend, and ends at 23:59:59 of its last day."""
    assert at(f"{last}T23:59:59") == due(text, start, calendar)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2026-10-31T23:00:00-05:00", "2026-11-02T22:00:00-06:00", id="39"),
        pytest.param("2027-03-13T22:00:00-06:00", "2027-03-15T23:00:00-05:00", id="40"),
    ],
)
def test_hours_are_elapsed_over_both_nights_of_the_clocks(start: str, end: str) -> None:
    """48 hours are 48 elapsed hours, and the due carries the offset that the city then has."""
    assert end == due("48 hours", start).isoformat()


def test_minutes_count_through_the_hour_that_happens_twice() -> None:
    """An hour after 1:30 in summer time is 1:30 in standard time."""
    assert due("60 minutes", "2026-11-01T01:30:00-05:00").isoformat() == "2026-11-01T01:30:00-06:00"


def test_moments_of_the_hour_that_happens_twice_are_told_apart() -> None:
    """The second 1:30 of that night is an hour after the first, and later than 1:45 of the first round."""
    first, second = (in_zone(datetime.fromisoformat(text), ZONE) for text in ("2026-11-01T01:45:00-05:00", "2026-11-01T01:30:00-06:00"))

    assert first < second
    assert second - first == timedelta(minutes=45)


def test_a_changed_clock_is_explained() -> None:
    """Who checks 48 hours with a wall clock is told why it looks an hour off."""
    assert explain("48 hours", "2026-10-31T23:00") == ("Mon 2 Nov 2026 22:00 = 48 hours after Sat 31 Oct 2026 23:00 (known); the clocks change in between",)


def test_days_end_at_the_citys_last_second_across_the_change_of_clocks() -> None:
    """A clock in days that runs over the autumn night ends at 23:59:59 in standard time."""
    assert due("2 days", "2026-10-31T09:00").isoformat() == "2026-11-02T23:59:59-06:00"


def test_the_first_day_is_the_citys() -> None:
    """A moment written with another offset starts the clock on the day it is in the city."""
    assert due("1 day", "2026-11-21T03:00:00+00:00") == at("2026-11-21T23:59:59")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("09:00 on business day 3", "2026-11-25T17:00", "2026-12-02T09:00"),
        ("09:00 on day 3", "2026-11-25T17:00", "2026-11-28T09:00"),
        ("01:30 on day 1", "2026-10-31T12:00", "2026-11-01T01:30:00-05:00"),
        ("02:30 on day 1", "2027-03-13T12:00", "2027-03-14T03:30:00-05:00"),
    ],
)
def test_a_span_that_names_an_hour(text: str, start: str, end: str) -> None:
    """The due is that hour of the last day; an hour shown twice is the first of them, one that is skipped the next."""
    assert at(end) == due(text, start)
    assert due(text, start).utcoffset() == in_zone(due(text, start), ZONE).utcoffset()


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("24 hours", "2026-12-21T12:00", "2026-12-20T12:00"),
        ("3 business days", "2026-11-30T12:00", "2026-11-23T23:59:59"),
        ("2 days", "2026-12-05T12:00", "2026-12-03T23:59:59"),
    ],
)
def test_counting_back(text: str, start: str, expected: str) -> None:
    """Back from a due, the day of the due is left out and closed days are skipped."""
    assert at(expected) == count(parse_span(text), at(start), "known", ZONE, CLAYTON, back=True).moment


def test_counting_back_says_before() -> None:
    """A due counted back says so."""
    assert explain("24 hours", "2026-12-21T12:00", back=True) == ("Sun 20 Dec 2026 12:00 = 24 hours before Mon 21 Dec 2026 12:00 (known)",)


def test_a_due_in_business_days_explains_itself() -> None:
    """The sentence names the due, the span, the first day, each closed day with its source, and the weekend once; the next names the anchor."""
    assert explain("3 business days", "2026-11-25T09:00") == (
        "Wed 2 Dec 2026 = 3 business days after Wed 25 Nov; Thu 26, Fri 27 closed (calendar.toml); Sat, Sun skipped",
        "it counts from known, Wed 25 Nov 2026 09:00, and leaves out that day",
    )


@pytest.mark.parametrize(
    ("text", "start", "sentence"),
    [
        ("0 minutes", "21:45", "Fri 20 Nov 2026 21:45 = at once, from Fri 20 Nov 2026 21:45 (known)"),
        ("1 hour", "21:45", "Fri 20 Nov 2026 22:45 = 1 hour after Fri 20 Nov 2026 21:45 (known)"),
        ("30 days", "21:45", "Sun 20 Dec 2026 = 30 days after Fri 20 Nov"),
        ("3 business days", "2026-12-30T09:00", "Tue 5 Jan 2027 = 3 business days after Wed 30 Dec 2026; Fri 1 Jan closed (calendar.toml); Sat, Sun skipped"),
        ("3 business days", "2026-12-02T09:00", "Mon 7 Dec 2026 = 3 business days after Wed 2 Dec; Sat, Sun skipped"),
        ("09:00 on business day 1", "2026-12-02T09:00", "Thu 3 Dec 2026 09:00 = 09:00 on business day 1 after Wed 2 Dec"),
    ],
)
def test_explanations(text: str, start: str, sentence: str) -> None:
    """Each kind of span says how it was counted."""
    assert sentence == explain(text, start)[0]


def test_a_year_that_the_calendar_lacks_is_named() -> None:
    """Business days in a year without closure days are counted with weekends alone, and the due says that it may be later in truth."""
    lacking = CityCalendar.model_validate({"format": 1})

    assert due("3 business days", "2026-11-25T09:00", lacking) == at("2026-11-30T23:59:59")
    assert explain("3 business days", "2026-11-25T09:00", lacking)[-1] == (
        "calendar.toml has no year 2026: its holidays are counted as open days, so the true due may be later, never earlier (cicp calendar propose 2026)"
    )
    assert explain("3 business days", "2026-11-25T09:00", lacking, back=True)[-1].endswith(
        "so the true due may be earlier, never later (cicp calendar propose 2026)"
    )


def test_every_year_that_a_clock_runs_through_is_asked_for() -> None:
    """A clock over New Year names the year that is missing and not the one that is there."""
    only_2026 = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": []}]})

    assert [sentence for sentence in explain("5 business days", "2026-12-30T09:00", only_2026) if "has no year" in sentence] == [
        "calendar.toml has no year 2027: its holidays are counted as open days, so the true due may be later, never earlier (cicp calendar propose 2027)"
    ]


def test_calendar_days_ask_for_no_calendar() -> None:
    """A clock in plain days or hours does not depend on closure days, and does not complain of them."""
    lacking = CityCalendar.model_validate({"format": 1})

    assert not [sentence for text in ("30 days", "48 hours") for sentence in explain(text, "21:45", lacking) if "calendar.toml" in sentence]


def test_the_explanation_says_from_which_of_the_two_it_counts() -> None:
    """A due a quarter of an hour later that reads three quarters of an hour earlier is told by its zone."""
    first = count(parse_span("15 minutes"), datetime.fromisoformat("2026-11-01T01:45:00-05:00"), "known", ZONE, CLAYTON).explain[0]

    assert "Sun 1 Nov 2026 01:00 CST = 15 minutes after Sun 1 Nov 2026 01:45 CDT (known); the clocks change in between" == first


SPANS = st.sampled_from(
    ["0 minutes", "90 minutes", "48 hours", "1 day", "30 days", "0 business days", "1 business day", "12 business days", "09:00 on business day 3"]
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(lambda naive: naive.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001  # given a zone at once


@settings(deadline=None)
@given(SPANS, MOMENTS, MOMENTS, st.sampled_from([ZONE, ZoneInfo("UTC"), ZoneInfo("Pacific/Auckland"), ZoneInfo("Africa/Casablanca")]))
def test_what_starts_later_is_not_due_earlier(text: str, one: datetime, other: datetime, zone: ZoneInfo) -> None:
    """In every zone and through every change of clocks, a later start never gives an earlier due."""
    first, second = (count(parse_span(text), start, "known", zone, CLAYTON).moment for start in sorted((one, other)))

    assert first <= second


@settings(deadline=None)
@given(SPANS, MOMENTS)
def test_a_clock_in_days_ends_on_an_open_day_and_an_elapsed_one_is_exact(text: str, start: datetime) -> None:
    """Business days end on an open day; minutes and hours are exactly as long as they say."""
    span = parse_span(text)
    moment = count(span, start, "known", ZONE, CLAYTON).moment

    if not span.in_days:
        assert span.elapsed == moment - start
    elif span.unit == "business day" and span.amount:
        assert CLAYTON.why_closed(moment.date()) == ""


@settings(deadline=None)
@given(SPANS, MOMENTS)
def test_a_missing_calendar_year_never_gives_a_later_due(text: str, start: datetime) -> None:
    """Without closure days the city is warned too early, never too late."""
    lacking = CityCalendar.model_validate({"format": 1})

    assert count(parse_span(text), start, "known", ZONE, lacking).moment <= count(parse_span(text), start, "known", ZONE, CLAYTON).moment


def posted_by(meets: str, calendar: CityCalendar = CLAYTON, *, hours: int = 24) -> Due:
    """Count open hours back from a moment in city time."""
    return count(Span(hours, "open hour"), at(meets), "", ZONE, calendar, back=True)


SATURDAY_OPEN = CLAYTON.model_copy(update={"weekend": ["sunday"]})


@pytest.mark.parametrize(
    ("meets", "calendar", "by"),
    [
        pytest.param("2026-12-08T19:00", CLAYTON, "2026-12-07T19:00", id="13"),
        pytest.param("2026-12-07T19:00", CLAYTON, "2026-12-04T19:00", id="14"),
        pytest.param("2027-01-19T19:00", CLAYTON, "2027-01-15T19:00", id="15"),
        pytest.param("2026-11-02T10:00", CLAYTON, "2026-10-30T10:00", id="16"),
        pytest.param("2026-12-12T12:00", CLAYTON, "2026-12-11T00:00", id="17"),
        pytest.param("2026-12-12T12:00", SATURDAY_OPEN, "2026-12-11T12:00", id="18, the other reading"),
        pytest.param("2026-11-30T09:00", CLAYTON, "2026-11-25T09:00", id="over Thanksgiving"),
        pytest.param("2026-12-08T00:00", CLAYTON, "2026-12-07T00:00", id="at midnight"),
        pytest.param("2026-12-07T00:00", CLAYTON, "2026-12-04T00:00", id="at the midnight after a weekend"),
    ],
)
def test_open_hours_before(meets: str, calendar: CityCalendar, by: str) -> None:
    """A notice is posted so many hours before, of days on which the hall is open; a day on which it is closed counts none of its hours."""
    assert at(by) == posted_by(meets, calendar).moment


@pytest.mark.parametrize(
    ("meets", "by"),
    [
        pytest.param("2026-11-01T12:00:00-06:00", "2026-10-31T13:00:00-05:00", id="autumn: that day has 25 hours"),
        pytest.param("2027-03-14T12:00:00-05:00", "2027-03-13T11:00:00-06:00", id="spring: that day has 23 hours"),
        pytest.param("2026-11-02T00:30:00-06:00", "2026-11-01T01:30:00-05:00", id="back into the hour that happened twice: the first of them"),
        pytest.param("2026-11-02T01:30:00-06:00", "2026-11-01T01:30:00-06:00", id="back into the hour that happened twice: the second of them"),
    ],
)
def test_open_hours_are_elapsed_in_the_nights_of_the_clocks(meets: str, by: str) -> None:
    """Where the hall never closes, 24 open hours are 24 elapsed hours, through both changes of the clocks."""
    always = CityCalendar.model_validate({"format": 1, "weekend": []})

    assert by == posted_by(meets, always).moment.isoformat()


def test_open_hours_explain_themselves() -> None:
    """The counting names each closed day with its source, and the weekend once."""
    assert posted_by("2026-11-30T09:00").explain == (
        "Wed 25 Nov 2026 09:00 = 24 open hours before Mon 30 Nov 2026 09:00; Thu 26, Fri 27 closed (calendar.toml); Sat, Sun skipped",
    )


@pytest.mark.parametrize(
    ("meets", "moment", "said"),
    [
        (
            "2026-12-12T12:00",
            "2026-12-11T00:00",
            ("were it argued that the hall is open on Sat 12 Dec 2026, it would be Fri 11 Dec 2026 12:00: of the two readings the earlier counts",),
        ),
        ("2026-12-12T00:00", "2026-12-11T00:00", ()),
        ("2026-12-14T12:00", "2026-12-11T12:00", ()),
    ],
    ids=["vector 18", "no hour of the closed day is counted", "an open day"],
)
def test_of_two_readings_the_earlier_counts(meets: str, moment: str, said: tuple[str, ...]) -> None:
    """Counted back from a closed day, the counting says what would be if the hall were open on it, where that makes a difference, and keeps the earlier."""
    found = posted_by(meets)

    assert (at(moment), said) == (found.moment, found.explain[1:])


def test_closure_days_that_were_given_are_not_said_to_be_of_the_calendar() -> None:
    """A day that was given for one calculation is named as given."""
    given_days = CLAYTON.with_closed([date(2026, 12, 9)])

    assert "Fri 11 Dec 2026 = 3 business days after Mon 7 Dec; Wed 9 closed (given)" == explain("3 business days", "2026-12-07T09:00", given_days)[0]


def test_open_hours_in_a_year_that_the_calendar_lacks() -> None:
    """Where the city set no closure days, it says that the true moment may be earlier: of every year that is counted through."""
    only_2027 = CityCalendar.model_validate({"format": 1, "year": [{"year": 2027, "closed": [{"day": date(2027, 1, 1), "name": "New Year"}]}]})

    assert posted_by("2027-01-04T09:00", only_2027) == Due(
        at("2026-12-31T09:00"),
        (
            "Thu 31 Dec 2026 09:00 = 24 open hours before Mon 4 Jan 2027 09:00; Fri 1 closed (calendar.toml); Sat, Sun skipped",
            "calendar.toml has no year 2026: its holidays are counted as open days, so the true due may be earlier, never later (cicp calendar propose 2026)",
        ),
        (2026,),
    )


def _open_hours_between(first: datetime, last: datetime, zone: ZoneInfo, calendar: CityCalendar) -> float:
    """Add up the open hours between two moments, quarter of an hour by quarter of an hour."""
    quarter = timedelta(minutes=15)
    steps = int((last.astimezone(UTC) - first.astimezone(UTC)) / quarter)
    return sum(0.25 for step in range(steps) if not calendar.why_closed((first.astimezone(UTC) + step * quarter).astimezone(zone).date()))


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 4 * 24 * 700),
    st.sampled_from([1, 24, 72]),
    st.sampled_from([ZONE, ZoneInfo("UTC"), ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Santiago")]),
    st.sampled_from([CLAYTON, SATURDAY_OPEN, CityCalendar.model_validate({"format": 1, "weekend": []})]),
)
def test_never_fewer_open_hours_lie_between(quarters: int, hours: int, zone: ZoneInfo, calendar: CityCalendar) -> None:
    """Whenever and wherever a body meets: exactly so many open hours lie between the last lawful moment and the meeting, and it is on an open day."""
    meets = datetime(2026, 1, 1, tzinfo=UTC) + quarters * timedelta(minutes=15)
    found = count(Span(hours, "open hour"), meets, "", zone, calendar, back=True).moment

    assert hours == _open_hours_between(found, meets, zone, calendar)
    assert not calendar.why_closed(found.date())


def window(text: str, opens: str, calendar: CityCalendar = CLAYTON) -> Due:
    """Count the last moment of a window that the public may use."""
    return end_of_window(parse_span(text), at(opens), "the opening", ZONE, calendar)


@pytest.mark.parametrize(
    ("text", "opens", "calendar", "last"),
    [
        pytest.param("30 business days", "2026-12-01T09:00", CLAYTON, "2027-01-15", id="25"),
        pytest.param("30 business days", "2026-11-30T09:00", CLAYTON, "2027-01-14", id="26, the opening day counted: as if it had opened the day before"),
        pytest.param("30 business days", "2026-12-01T09:00", EVE_OPEN, "2027-01-14", id="27"),
        pytest.param("30 days", "2026-12-01T09:00", CLAYTON, "2026-12-31", id="28"),
        pytest.param("30 days", "2026-11-20T09:00", CLAYTON, "2026-12-21", id="ends on a Sunday"),
        pytest.param("30 days", "2026-11-24T09:00", CLAYTON, "2026-12-28", id="ends on Christmas Eve"),
        pytest.param("15 days", "2026-10-17T09:00", CLAYTON, "2026-11-02", id="ends in the night when the clocks go back"),
        pytest.param("15 days", "2027-02-27T09:00", CLAYTON, "2027-03-15", id="ends in the night when the clocks go forward"),
    ],
)
def test_windows(text: str, opens: str, calendar: CityCalendar, last: str) -> None:
    """The day of the opening is left out; a window ends with a day on which the hall is open, and rolls only forward."""
    assert at(f"{last}T23:59:59") == window(text, opens, calendar).moment


@pytest.mark.parametrize(
    ("text", "opens", "ends"), [("17:00 on day 30", "2026-11-20T09:00", "2026-12-21T17:00"), ("720 hours", "2026-11-20T09:00", "2026-12-20T09:00")]
)
def test_windows_that_name_an_hour_or_count_hours(text: str, opens: str, ends: str) -> None:
    """A window that names an hour keeps it on the day it rolls to; one in hours is as long as it says, whatever day it ends on."""
    assert at(ends) == window(text, opens).moment


def test_a_window_explains_itself() -> None:
    """Who reads the notice sees how the last day was counted, and why it stays open longer."""
    assert window("30 days", "2026-11-24T09:00").explain == (
        "Thu 24 Dec 2026 = 30 days after Tue 24 Nov",
        "it counts from the opening, Tue 24 Nov 2026 09:00, and leaves out that day",
        "Thu 24 Dec 2026 is closed (closed): the last day moves forward to Mon 28 Dec 2026",
    )
    assert not [sentence for sentence in window("30 days", "2026-12-01T09:00").explain if "moves forward" in sentence]


@pytest.mark.parametrize(("text", "opens"), [("30 days", "2027-11-19T09:00"), ("2 business days", "2028-01-07T09:00")])
def test_a_window_in_a_year_that_the_calendar_lacks(text: str, opens: str) -> None:
    """Where a window rolls into a year whose closure days nobody set, each such year is named once."""
    only_2026 = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": []}]})
    (year,) = {sentence.split()[4] for sentence in window(text, opens, only_2026).explain if "has no year" in sentence}

    said = f"calendar.toml has no year {year} its holidays are counted as open days, so the true due may be later, never earlier"
    assert 1 == window(text, opens, only_2026).explain.count(f"{said} (cicp calendar propose {year[:4]})")


@settings(deadline=None)
@given(st.sampled_from(["30 days", "15 days", "30 business days", "17:00 on day 30"]), MOMENTS)
def test_a_window_is_never_shorter_than_its_span(text: str, opens: datetime) -> None:
    """It ends on an open day, not before the span has passed, and no open day lies between the end of the span and its own."""
    counted, last = count(parse_span(text), opens, "the opening", ZONE, CLAYTON).moment, end_of_window(parse_span(text), opens, "it", ZONE, CLAYTON).moment
    between = [counted.date() + timedelta(days=each) for each in range((last.date() - counted.date()).days)]

    assert counted <= last
    assert "" == CLAYTON.why_closed(last.date())
    assert all(CLAYTON.why_closed(each) for each in between)


OUT, IN, NEXT_OPEN = Manner(), Manner(first_in=True), Manner(next_open=True)
VECTORS = {
    "2": (OUT, "3 business days", "2026-11-20T17:30", CLAYTON, "2026-11-25"),
    "3": (NEXT_OPEN, "3 business days", "2026-11-20T17:30", CLAYTON, "2026-11-30"),
    "7": (OUT, "3 business days", "2026-12-19T09:00", CLAYTON, "2026-12-23"),
    "8": (NEXT_OPEN, "3 business days", "2026-12-19T09:00", EVE_OPEN, "2026-12-24"),
    "9": (NEXT_OPEN, "3 business days", "2026-12-19T09:00", CLAYTON, "2026-12-28"),
    "26": (IN, "30 business days", "2026-12-01T09:00", CLAYTON, "2027-01-14"),
    "29, the Sunday excluded": (Manner("sunday"), "30 days", "2026-11-20T09:00", CLAYTON, "2026-12-21"),
    "31, a Saturday is not": (Manner("sunday"), "30 days", "2026-11-26T09:00", CLAYTON, "2026-12-26"),
    "32, rolled back": (Manner("back"), "90 days", "2026-11-22T09:00", CLAYTON, "2027-02-19"),
    "33": (OUT, "60 days", "2027-02-20T23:59:59", CLAYTON, "2027-04-21"),
    "34": (OUT, "60 days", "2027-04-21T23:59:59", CLAYTON, "2027-06-20"),
    "an opening on a closed day that is to count": (IN, "2 business days", "2026-11-27T09:00", CLAYTON, "2026-12-01"),
    "at noon the hall is open": (NEXT_OPEN, "3 business days", "2026-11-20T12:00", CLAYTON, "2026-11-25"),
    "calendar days from the first on": (IN, "30 days", "2026-12-01T09:00", CLAYTON, "2026-12-30"),
    "nothing is at once, also on a closed day": (IN, "0 business days", "2026-11-27T09:00", CLAYTON, "2026-11-27"),
    "the quarter after this one": (OUT, "1 quarter", "2026-11-22T09:00", CLAYTON, "2027-03-31"),
    "a quarter over the leap day": (OUT, "1 quarter", "2027-10-01T00:00", CLAYTON, "2028-03-31"),
    "this quarter": (OUT, "0 quarters", "2026-11-22T09:00", CLAYTON, "2026-12-31"),
    "the next of the days": (OUT, "next 30 January, 30 April, 30 July or 30 October", "2026-11-22T09:00", CLAYTON, "2027-01-30"),
    "not the day it is": (OUT, "next 30 January or 30 October", "2027-01-30T09:00", CLAYTON, "2027-10-30"),
    "the next leap day": (OUT, "next 29 February", "2026-11-22T09:00", CLAYTON, "2028-02-29"),
    "one day of one year": (OUT, "on 26 April 2028", "2026-11-22T09:00", CLAYTON, "2028-04-26"),
}
HALL = CLAYTON.model_copy(update={"hours": CityCalendar.model_validate({"format": 1, "hours": {"opens": "08:30", "closes": "17:00"}}).hours})


@pytest.mark.parametrize("name", VECTORS)
def test_date_vectors_of_every_manner_of_counting(name: str) -> None:
    """The first day in or out, what arrives out of hours, each roll, quarters and days with a name: as the research worked them out."""
    manner, text, start, calendar, last = VECTORS[name]
    with_hours = calendar.model_copy(update={"hours": HALL.hours})

    assert at(f"{last}T23:59:59") == count(parse_span(text), at(start), "known", ZONE, with_hours, manner=manner).moment


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("30 days", "2027-05-01T10:00", "2027-04-01T23:59:59"),
        ("1 quarter", "2027-05-01T10:00", "2027-03-31T23:59:59"),
        ("next 30 January or 30 July", "2027-05-01T10:00", "2027-01-30T23:59:59"),
        ("24 open hours", "2026-11-30T09:00", "2026-11-25T09:00"),
    ],
)
def test_every_span_can_be_counted_back(text: str, start: str, expected: str) -> None:
    """Back from a moment that is set ahead, days, quarters and named days leave out the one it is in."""
    assert at(expected) == count(parse_span(text), at(start), "the event", ZONE, CLAYTON, back=True).moment


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [("2026-11-25T12:00", 24, "2026-11-30T12:00"), ("2026-11-27T12:00", 24, "2026-12-01T00:00"), ("2026-12-07T08:00", 72, "2026-12-10T08:00")],
)
def test_open_hours_after(start: str, hours: int, end: str) -> None:
    """Forward, the hours of a closed day do not count either."""
    assert at(end) == count(Span(hours, "open hour"), at(start), "known", ZONE, CLAYTON).moment


def test_what_arrives_out_of_hours_says_when_it_counts_as_received() -> None:
    """The counting names the moment of arrival, why the hall was closed, and the day it counts as received."""
    late, on_saturday = (
        count(parse_span("3 business days"), at(start), "known", ZONE, calendar, manner=NEXT_OPEN).explain[-1]
        for start, calendar in (("2026-11-20T17:30", HALL), ("2026-12-19T09:00", CLAYTON))
    )

    assert "what arrived Fri 20 Nov 2026 17:30 (after 17:00) counts as received on Mon 23 Nov 2026" == late
    assert "what arrived Sat 19 Dec 2026 09:00 (weekend) counts as received on Mon 21 Dec 2026" == on_saturday


@pytest.mark.parametrize(
    ("manner", "says"),
    [
        (Manner("forward"), "Sat 20 Feb 2027 is closed (weekend): the last day moves forward to Mon 22 Feb 2027"),
        (Manner("back"), "Sat 20 Feb 2027 is closed (weekend): the last day moves back to Fri 19 Feb 2027"),
        (Manner("sunday"), ""),
        (Manner("none"), ""),
    ],
)
def test_a_roll_says_why(manner: Manner, says: str) -> None:
    """What moved a last day stands in the counting; where nothing moved it, nothing is said."""
    rolled = [
        sentence for sentence in count(parse_span("90 days"), at("2026-11-22T09:00"), "known", ZONE, CLAYTON, manner=manner).explain if "moves" in sentence
    ]

    assert ([says] if says else []) == rolled


def test_a_sunday_moves_to_the_monday_even_where_that_is_closed() -> None:
    """RSMo 1.040 takes away a Sunday, and no other day."""
    sunday = count(parse_span("30 days"), at("2026-12-18T09:00"), "known", ZONE, CLAYTON, manner=Manner("sunday"))

    assert at("2027-01-18T23:59:59") == sunday.moment
    assert "closed" == CLAYTON.why_closed(sunday.moment.date())
    assert "Sun 17 Jan 2027 is a Sunday: the last day moves forward to Mon 18 Jan 2027" == sunday.explain[-1]


@pytest.mark.parametrize(
    ("roll", "days", "last"),
    [
        ("forward", 3, "Sun 29 Nov 2026 is closed (weekend): the last day moves back to Wed 25 Nov 2026"),
        ("back", 3, "Sun 29 Nov 2026 is closed (weekend): the last day moves back to Wed 25 Nov 2026"),
        ("sunday", 3, "Sun 29 Nov 2026 is a Sunday: the last day moves back to Sat 28 Nov 2026"),
        ("sunday", 4, ""),
        ("forward", 2, ""),
    ],
)
def test_counted_back_every_roll_goes_back(roll: Roll, days: int, last: str) -> None:
    """A notice whose last day were put off would be too short: it goes to the open day before, or from a Sunday to the Saturday."""
    found = count(parse_span(f"{days} days"), at("2026-12-02T18:00"), "event-start", ZONE, SET, back=True, manner=Manner(roll))

    assert ([last] if last else []) == [sentence for sentence in found.explain if "moves" in sentence]
    assert found.moment.date() == date(2026, 12, 2) - timedelta(days=days) if not last else last.endswith(f"{found.moment:%a %d %b %Y}")


@pytest.mark.parametrize(
    ("text", "start", "unset"),
    [
        ("3 business days", "2027-12-28T09:00", ()),
        ("3 business days", "2027-12-29T09:00", (2028,)),
        ("4 days", "2027-12-30T09:00", ()),
        ("24 open hours", "2027-12-30T09:00", ()),
        ("48 open hours", "2027-12-30T09:00", (2028,)),
        ("2000 days", "2027-12-30T09:00", ()),
    ],
)
def test_a_year_is_missing_only_where_its_closed_days_are_asked_for(text: str, start: str, unset: tuple[int, ...]) -> None:
    """A count that ends in the old year, or asks for no closed day, needs no calendar of the new one; a weekend is one in every year."""
    assert unset == count(parse_span(text), at(start), "known", ZONE, CLAYTON).unset


@pytest.mark.parametrize(("year", "proposes"), [(2200, False), (2199, True), (1999, False), (2000, True)])
def test_a_year_that_no_calendar_holds_is_not_proposed(year: int, *, proposes: bool) -> None:
    """The command that drafts a year stands only where it would not be refused."""
    (said,) = (each for each in explain("3 business days", f"{year}-11-03T09:00") if str(year) in each and "counted as open days" in each)

    assert proposes == (f"cicp calendar propose {year}" in said)


OPENED = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": [], "open": [date(2026, 12, 12)]}]})
ARGUED = "the hall is opened on Sat 12 Dec 2026: by the other reading it would not count, and the earlier counts"


@pytest.mark.parametrize(
    ("text", "start", "back", "manner", "moment", "argued"),
    [
        ("2 business days", "2026-12-10T09:00", False, OUT, "2026-12-12T23:59:59", True),
        ("1 business day", "2026-12-10T09:00", False, OUT, "2026-12-11T23:59:59", False),
        ("2 days", "2026-12-10T09:00", False, Manner("forward"), "2026-12-12T23:59:59", True),
        ("24 open hours", "2026-12-11T12:00", False, OUT, "2026-12-12T12:00", True),
        ("24 open hours", "2026-12-12T12:00", True, OUT, "2026-12-11T00:00", False),
        ("1 business day", "2026-12-14T09:00", True, OUT, "2026-12-11T23:59:59", False),
        ("2 business days", "2026-12-10T09:00", False, Manner(later=True), "2026-12-14T23:59:59", False),
    ],
    ids=["a deadline", "one that ends before it", "a roll", "open hours", "a notice", "days before", "a window or a wait"],
)
def test_a_saturday_on_which_the_hall_is_opened(text: str, start: str, back: bool, manner: Manner, moment: str, argued: bool) -> None:  # noqa: FBT001
    """Whether such a day counts can be argued: a deadline takes it as open, a notice and what others wait for as closed; where it counts, that is said."""
    found = count(parse_span(text), at(start), "known", ZONE, OPENED, back=back, manner=manner)
    days = {day for each in walk(parse_span(text), at(start), ZONE, OPENED, back=back, manner=manner) if "weekend" in each.says for day in _days(each)}

    assert (at(moment), argued) == (found.moment, ARGUED in found.explain)
    assert argued == (date(2026, 12, 12) not in days and found.moment.date() >= date(2026, 12, 12))


def test_a_roll_asks_only_about_the_last_day() -> None:
    """A span in days asks for closure days only where its last day may move, and not on a weekend that nobody has to set."""
    asked = [count(parse_span(f"{days} days"), at("2027-12-30T09:00"), "known", ZONE, CLAYTON, manner=Manner("forward")).unset for days in (1, 2, 5)]

    assert [(), (2028,), (2028,)] == asked


@pytest.mark.parametrize(
    ("due", "start", "aim"),
    [
        ("2026-12-02T23:59:59", "2026-11-25T10:00", "2026-12-02T17:00"),
        ("2027-02-20T23:59:59", "2026-11-22T10:00", "2027-02-19T17:00"),
        ("2026-12-04T19:00", "2026-12-01T10:00", "2026-12-04T17:00"),
        ("2026-12-11T00:00", "2026-12-01T10:00", "2026-12-10T17:00"),
        ("2026-12-02T23:59:59", "2026-12-02T18:00", "2026-12-02T23:59:59"),
        ("2026-12-04T11:00", "2026-12-01T10:00", "2026-12-04T11:00"),
        ("2026-12-04T08:30", "2026-12-01T10:00", "2026-12-04T08:30"),
        ("2026-12-04T17:00", "2026-12-01T10:00", "2026-12-04T17:00"),
        ("2026-12-04T08:00", "2026-12-01T10:00", "2026-12-03T17:00"),
        ("2026-12-05T11:00", "2026-12-01T10:00", "2026-12-04T17:00"),
    ],
)
def test_the_target_is_the_last_hour_in_which_the_hall_is_open(due: str, start: str, aim: str) -> None:
    """Somebody has to be there to do it: the due itself where the hall is open then, else its closing hour before, unless that has passed already."""
    assert at(aim) == target(at(due), at(start), ZONE, HALL)
    assert at(due) == target(at(due), at(start), ZONE, CLAYTON)


def test_the_day_after_the_last_is_too_late() -> None:
    """An arrest of 20 November is closed from 21 December, midnight: vector 30."""
    last = count(parse_span("30 days"), at("2026-11-20T09:00"), "arrest", ZONE, CLAYTON).moment

    assert at("2026-12-21T00:00") == after(last, ZONE)


@pytest.mark.parametrize(
    ("text", "start", "back", "manner", "walked"),
    [
        (
            "3 business days",
            "2026-11-25T09:00",
            False,
            OUT,
            [
                "25 the day it starts, not counted",
                "26 closed: closed",
                "27 closed: closed",
                "28 weekend",
                "29 weekend",
                "30 business day 1",
                "1 business day 2",
                "2 business day 3",
            ],
        ),
        ("1 business day", "2026-11-24T09:00", True, OUT, ["24 the day it starts, not counted", "23 business day 1"]),
        ("30 days", "2026-11-20T09:00", False, OUT, ["20 the day it starts, not counted", "21-20 days 1 to 30"]),
        (
            "30 days",
            "2026-11-20T09:00",
            False,
            Manner("sunday"),
            ["20 the day it starts, not counted", "21-20 days 1 to 30", "21 moved to the last of these days"],
        ),
        (
            "90 days",
            "2026-11-22T09:00",
            False,
            Manner("back"),
            ["22 the day it starts, not counted", "23-20 days 1 to 90", "19 moved to the last of these days"],
        ),
        ("1 day", "2026-11-20T09:00", False, IN, ["20 day 1"]),
        ("0 days", "2026-11-20T09:00", False, OUT, ["20 the day it starts, not counted"]),
        ("48 hours", "2026-11-20T09:00", False, OUT, ["20-22 elapsed time, day and night"]),
        ("24 open hours", "2026-12-12T12:00", True, OUT, ["12 weekend", "11 24 hours"]),
        ("24 open hours", "2026-12-04T12:30", False, OUT, ["4 11 hours 30 minutes", "5 weekend", "6 weekend", "7 12 hours 30 minutes"]),
        (
            "3 business days",
            "2026-11-20T17:30",
            False,
            NEXT_OPEN,
            [
                "23 the day it starts, not counted",
                "24 business day 1",
                "25 business day 2",
                "26 closed: closed",
                "27 closed: closed",
                "28 weekend",
                "29 weekend",
                "30 business day 3",
            ],
        ),
    ],
)
def test_every_day_is_accounted_for(text: str, start: str, back: bool, manner: Manner, walked: list[str]) -> None:  # noqa: FBT001
    """Day by day: what counted, and why the others did not."""
    found = walk(parse_span(text), at(start), ZONE, HALL, back=back, manner=manner)

    assert walked == [f"{each.first.day}{'' if each.first == each.last else f'-{each.last.day}'} {each.says}" for each in found]


COUNTED = st.sampled_from(
    ["0 days", "1 day", "45 days", "0 business days", "1 business day", "20 business days", "2 quarters", "24 open hours", "100 open hours", "36 hours"]
)
MANNERS = st.builds(Manner, st.sampled_from(["none", "forward", "back", "sunday"]), st.booleans(), st.booleans())
FIVE_YEARS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 1)).map(lambda naive: naive.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001  # given a zone at once
SET = HALL.with_closed([date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 18), date(2028, 2, 29)])


def _days(walked: Walked) -> Iterator[date]:
    step = timedelta(days=1 if walked.first <= walked.last else -1)
    yield from (walked.first + step * number for number in range(abs((walked.last - walked.first).days) + 1))


@settings(deadline=None)
@given(COUNTED, FIVE_YEARS, MANNERS, st.booleans())
def test_no_day_between_start_and_due_is_left_unexplained(text: str, start: datetime, manner: Manner, back: bool) -> None:  # noqa: FBT001
    """Over five years, in every manner and both ways: the days walked over are one after the other, from the first to that of the due."""
    span = parse_span(text)
    due = count(span, start, "known", ZONE, SET, back=back, manner=manner).moment
    days = [day for each in walk(span, start, ZONE, SET, back=back, manner=manner) for day in _days(each)]
    steps = {later - earlier for earlier, later in pairwise(days)}

    assert due.date() in {days[-1], days[-1] + timedelta(days=1)}  # hours that end with a day end at the midnight after it
    assert steps <= {timedelta(days=1), timedelta(days=-1)}


@settings(deadline=None)
@given(st.sampled_from(["day", "business day", "open hour", "hour", "quarter"]), st.integers(0, 60), st.integers(0, 60), FIVE_YEARS, MANNERS)
def test_a_longer_span_is_never_earlier(unit: str, one: int, more: int, start: datetime, manner: Manner) -> None:
    """Of two spans of one unit counted alike, the longer is due at the same moment or later; counted back, at the same or earlier."""
    shorter, longer = (parse_span(f"{amount} {unit}s") for amount in (one, one + more))

    assert count(shorter, start, "known", ZONE, SET, manner=manner).moment <= count(longer, start, "known", ZONE, SET, manner=manner).moment
    assert (
        count(shorter, start, "known", ZONE, SET, back=True, manner=manner).moment >= count(longer, start, "known", ZONE, SET, back=True, manner=manner).moment
    )


@settings(deadline=None)
@given(st.sampled_from(["30 days", "7 business days", "1 quarter"]), FIVE_YEARS, st.sampled_from([Manner("forward"), Manner("back")]), st.booleans())
def test_a_count_that_rolls_never_ends_on_a_closed_day(text: str, start: datetime, manner: Manner, back: bool) -> None:  # noqa: FBT001
    """Where a rule moves the last day, the hall is open on it."""
    assert "" == SET.why_closed(count(parse_span(text), start, "known", ZONE, SET, back=back, manner=manner).moment.date())
