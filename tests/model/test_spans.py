"""Spans as people write them, in a plan or on the command line."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cicp.model.spans import (
    CadenceText,
    DueText,
    Span,
    SpanText,
    in_zone,
    parse_cadence,
    parse_span,
    say_by,
    say_date,
    say_length,
    say_moment,
    say_which,
    setting_name,
)
from tests.incidents import ZONE, at


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15 minutes", Span(15, "minute")),
        ("1 hour", Span(1, "hour")),
        ("30 days", Span(30, "day")),
        ("3 business days", Span(3, "business day")),
    ],
)
def test_a_span_is_read_and_written_the_same(text: str, span: Span) -> None:
    """Reading and writing a span gives the words of the plan."""
    assert span == parse_span(text)
    assert text == str(span)
    assert str(parse_span("09:00 on business day 3")) == "09:00 on business day 3"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("15 minuts", "did you mean '15 minutes'?"),
        ("3 bussiness days", "did you mean '3 business days'?"),
        ("soon", "write it as 15 minutes, 48 hours, 30 days, 3 business days, 24 open hours, 2 quarters or 09:00 on business day 3"),
        ("4 moons", "write it as 15 minutes"),
        ("25:00 on day 3", "write it as 15 minutes"),
        ("-3 days", "write it as 15 minutes"),
        ("1000000 days", "write it as 15 minutes"),
        ("", "write it as 15 minutes"),
    ],
)
def test_what_is_no_span_is_refused(text: str, says: str) -> None:
    """Words that are no span are refused with the nearest span, or with how to write one."""
    with pytest.raises(ValueError, match="is not a span of time") as refused:
        parse_span(text)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("24 open hours", Span(24, "open hour")),
        ("1 open hour", Span(1, "open hour")),
        ("2 quarters", Span(2, "quarter")),
        ("on 26 April 2028", Span(0, "date", days=((4, 26),), year=2028)),
        ("on 29 February 2028", Span(0, "date", days=((2, 29),), year=2028)),
        ("next 29 February", Span(0, "date", days=((2, 29),))),
        ("next 30 January or 30 July", Span(0, "date", days=((1, 30), (7, 30)))),
        ("next 30 January, 30 April, 30 July or 30 October", Span(0, "date", days=((1, 30), (4, 30), (7, 30), (10, 30)))),
    ],
)
def test_open_hours_quarters_and_dates_are_spans(text: str, span: Span) -> None:
    """Hours of open days, quarters of the year and days with a name are read and written the same."""
    assert span == parse_span(text)
    assert text == str(span)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("on 29 February 2027", "is not a span of time"),
        ("on 29 February 2100", "is not a span of time"),
        ("next 31 April", "is not a span of time"),
        ("next 32 January", "is not a span of time"),
        ("5000 quarters", "is not a span of time"),
        ("100000 days", "is not a span of time"),
        ("3 quartes", "did you mean '3 quarters'?"),
        ("24 opn hours", "did you mean '24 open hours'?"),
    ],
)
def test_a_date_that_cannot_be_and_a_span_that_nobody_sees_are_refused(text: str, says: str) -> None:
    """A day that no calendar has and a number beyond every calendar are refused."""
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_span(text)


def test_named_days_are_read_in_any_order() -> None:
    """The days of a year follow one another whatever order they are written in."""
    assert parse_span("next 30 January or 30 July") == parse_span("next 30 July, 30 July or 30 January")


@pytest.mark.parametrize(
    ("minutes", "says"), [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (870, "14 hours 30 minutes"), (48 * 60, "2 days"), (60 * 24 * 12 + 90, "12 days")]
)
def test_a_length_of_time_is_written_as_it_matters(minutes: int, says: str) -> None:
    """Minutes matter below two days; from then on days do."""
    assert says == say_length(timedelta(minutes=minutes))


def test_a_cadence_is_read() -> None:
    """A cadence is a step and how long it goes on."""
    cadence = parse_cadence("4 hours until 24 hours")

    assert (Span(4, "hour"), Span(24, "hour")) == (cadence.step, cadence.until)


@pytest.mark.parametrize(
    "text",
    [
        "4 hours",
        "0 hours until 24 hours",
        "4 hours until 0 hours",
        "09:00 on day 1 until 3 days",
        "1 day until 09:00 on day 3",
        "1 minute until 99 days",
        "4 hours until soon",
    ],
)
def test_a_cadence_that_never_ends_or_is_none_is_refused(text: str) -> None:
    """A cadence has a step, an end and a number of repetitions that people could keep."""
    with pytest.raises(ValueError, match=r"is not|never end|repeats more than"):
        parse_cadence(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(SpanText, "48 hours"), (DueText, ""), (DueText, "setting:officer-id"), (DueText, "09:00 on business day 3"), (CadenceText, "4 hours until 24 hours")],
)
def test_what_a_file_may_say(kind: Any, text: str) -> None:
    """A file holds the words; they are checked, not changed."""
    assert text == TypeAdapter[str](kind).validate_python(text)


@pytest.mark.parametrize(
    ("kind", "text"), [(SpanText, ""), (SpanText, "setting:video"), (DueText, "setting:No Such"), (DueText, "setting:"), (CadenceText, "4 hours")]
)
def test_what_a_file_may_not_say(kind: Any, text: str) -> None:
    """Words that could never be counted are refused when the file is read."""
    with pytest.raises(ValidationError):
        TypeAdapter[str](kind).validate_python(text)


def test_a_setting_is_told_from_a_span() -> None:
    """`setting:NAME` names a number that plan.toml sets."""
    assert [setting_name("setting:video"), setting_name("30 days")] == ["video", ""]


def test_moments_and_dates_are_written_for_readers() -> None:
    """Weekday, date and year are written out, days without a zero in front."""
    assert [say_moment(at("2026-11-02T09:05")), say_date(date(2026, 11, 2))] == ["Mon 2 Nov 2026 09:05", "Mon 2 Nov 2026"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-12-11T00:00", "the end of Thu 10 Dec 2026 (midnight)"),
        ("2027-01-01T00:00", "the end of Thu 31 Dec 2026 (midnight)"),
        ("2026-12-11T00:01", "Fri 11 Dec 2026 00:01"),
        ("2026-12-10T23:59:59", "Thu 10 Dec 2026 23:59"),
        ("2026-12-11T12:00", "Fri 11 Dec 2026 12:00"),
    ],
)
def test_a_last_moment_at_midnight_is_of_the_day_before(text: str, says: str) -> None:
    """Whoever reads Friday 00:00 thinks of the Friday: the end of Thursday is what is meant."""
    assert says == say_by(at(text))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-11-01T00:59:59-05:00", "Sun 1 Nov 2026 00:59"),
        ("2026-11-01T01:00:00-05:00", "Sun 1 Nov 2026 01:00 CDT"),
        ("2026-11-01T01:59:59-05:00", "Sun 1 Nov 2026 01:59 CDT"),
        ("2026-11-01T07:00:00+00:00", "Sun 1 Nov 2026 01:00 CST"),
        ("2026-11-01T01:59:59-06:00", "Sun 1 Nov 2026 01:59 CST"),
        ("2026-11-01T02:00:00-06:00", "Sun 1 Nov 2026 02:00"),
        ("2027-03-14T01:30:00-06:00", "Sun 14 Mar 2027 01:30"),
        ("2027-03-14T03:30:00-05:00", "Sun 14 Mar 2027 03:30"),
    ],
)
def test_the_hour_that_is_shown_twice_says_which_it_is(text: str, says: str) -> None:
    """In the hour that the clocks show twice a moment is told with the name of its zone, and in no other."""
    assert says == say_moment(in_zone(datetime.fromisoformat(text), ZONE))


@pytest.mark.parametrize("zone", [UTC, ZONE, None])
def test_a_moment_that_is_not_in_city_time_is_told_as_it_stands(zone: Any) -> None:
    """Of a moment that nobody put into city time nothing is said that it does not know."""
    assert "" == say_which(datetime(2026, 11, 1, 1, 30, tzinfo=zone))
