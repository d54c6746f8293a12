"""The days on which the city's hall is closed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from cicp.errors import NotAllowed
from cicp.model.calendar import OPENED, CityCalendar, refuse_unset
from cicp.model.counting import Manner, count
from cicp.model.spans import parse_span
from tests.incidents import CLAYTON

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 25), ""),
        (date(2026, 11, 26), "closed"),
        (date(2026, 11, 28), "weekend"),
        (date(2026, 11, 29), "weekend"),
        (date(2028, 11, 23), ""),
    ],
)
def test_why_the_hall_is_closed(day: date, why: str) -> None:
    """A day is closed by the calendar or by its weekday; a year that the calendar lacks has weekends alone."""
    assert why == CLAYTON.why_closed(day)


@pytest.mark.parametrize(
    ("day", "following"), [(date(2026, 11, 25), date(2026, 11, 30)), (date(2026, 11, 29), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 2))]
)
def test_the_next_open_day(day: date, following: date) -> None:
    """The next open day is after the day, past closed days and weekends."""
    assert following == CLAYTON.next_open(day)


def test_a_year_is_known_when_the_city_has_set_it() -> None:
    """A year without closed days is a year that was set."""
    calendar = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": []}]})

    assert [True, False] == [calendar.knows(2026), calendar.knows(2027)]


def test_a_city_may_rest_on_other_days() -> None:
    """A hall that is closed on Mondays is open on Saturdays."""
    calendar = CityCalendar.model_validate({"format": 1, "weekend": ["sunday", "monday"], "hours": {"opens": "08:30", "closes": "17:00"}})

    assert ["", "weekend", "weekend", ""] == [calendar.why_closed(date(2026, 11, day)) for day in (28, 29, 30, 27)]


DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param({"weekend": DAYS}, id="closed on every day of the week"),
        pytest.param({"weekend": ["caturday"]}, id="no day of the week"),
        pytest.param({"hours": {"opens": "8:30", "closes": "17:00"}}, id="no hour of the day"),
        pytest.param(
            {
                "weekend": DAYS[:6],
                "year": [
                    {"year": 2027, "closed": [{"day": date.fromordinal(date(2027, 1, 3).toordinal() + 7 * week), "name": "Sunday"} for week in range(52)]}
                ],
            },
            id="closed on every day of a year",
        ),
    ],
)
def test_a_calendar_that_cannot_be_counted_with_is_refused(table: dict[str, object]) -> None:
    """A calendar on which counting would never end, or would be wrong by a slip of the pen, is refused when it is read."""
    with pytest.raises(ValidationError):
        CityCalendar.model_validate({"format": 1, **table})


def test_what_rests_on_a_year_that_nobody_set_is_refused() -> None:
    """The refusal names each year and the command that writes its first draft; where no year was asked for there is none."""
    refuse_unset((), "the last day")
    with pytest.raises(NotAllowed) as refused:
        refuse_unset((2027, 2028), "the last day")

    assert "the last day depends on the closure days of 2027 and 2028, and calendar.toml does not set them." == refused.value.message
    assert "cicp calendar propose 2027; cicp calendar propose 2028: it writes a first draft, which you correct" == refused.value.hint


@pytest.mark.parametrize(
    ("years", "hint"),
    [
        ((2199, 2200), "cicp calendar propose 2199: it writes a first draft, which you correct"),
        ((1999, 2000), "cicp calendar propose 2000: it writes a first draft, which you correct"),
        ((1999, 2200), "a calendar sets the years 2000 to 2199: ask for less"),
    ],
)
def test_no_year_is_proposed_that_no_calendar_can_set(years: tuple[int, ...], hint: str) -> None:
    """A hint never names a command that is then refused."""
    with pytest.raises(NotAllowed) as refused:
        refuse_unset(years, "the last day")

    assert hint == refused.value.hint


def test_a_weekend_on_which_the_hall_is_opened() -> None:
    """A Saturday among the open days is known for what it is; a holiday of a weekday on which the hall is open is another thing."""
    days = [date(2026, 12, 19), date(2026, 10, 12), date(2026, 12, 12)]
    calendar = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": [], "open": days}]})

    assert [date(2026, 12, 12), date(2026, 12, 19)] == calendar.opened(calendar.year[0])


def test_what_is_said_of_an_opened_weekend_is_what_is_counted() -> None:
    """Of the two readings the earlier counts: back from it the day is closed, forward it is open; a window and a wait take it as closed."""
    opened, thursday = date(2026, 12, 12), datetime(2026, 12, 10, 9, tzinfo=CHICAGO)
    calendar = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": [], "open": [opened]}]})
    ceremony = datetime(2026, 12, 12, 12, tzinfo=CHICAGO)
    two = parse_span("2 business days")
    answer = count(two, thursday, "", CHICAGO, calendar)

    assert datetime(2026, 12, 11, tzinfo=CHICAGO) == count(parse_span("24 open hours"), ceremony, "", CHICAGO, calendar, back=True).moment
    assert opened == answer.moment.date()
    assert "the hall is opened on Sat 12 Dec 2026: by the other reading it would not count, and the earlier counts" in answer.explain
    assert date(2026, 12, 14) == count(two, thursday, "", CHICAGO, calendar, manner=Manner(later=True)).moment.date()
    assert "of the two readings the earlier counts" in OPENED


def test_closure_days_for_one_calculation() -> None:
    """Days that are given stand in place of the city's own, also where those were looked up before; no year is missing, and the weekend stays."""
    own = CityCalendar.model_validate({"format": 1, "weekend": ["sunday"], "year": [{"year": 2026, "closed": [{"day": date(2026, 11, 27), "name": "own"}]}]})
    assert "own" == own.why_closed(date(2026, 11, 27))
    given = own.with_closed([date(2026, 11, 30), date(2031, 1, 1)])

    assert ["", "given", "given", "weekend"] == [
        given.why_closed(day) for day in (date(2026, 11, 27), date(2026, 11, 30), date(2031, 1, 1), date(2026, 11, 29))
    ]
    assert given.knows(2031)
