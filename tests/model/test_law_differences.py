"""In what a duty that was taken over differs from the library's, and whether it asks for less."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cicp.model.calendar import CityCalendar
from cicp.model.counting import count
from cicp.model.law import Duty
from cicp.model.law_differences import COMPARED, can_be_later, differences
from cicp.model.spans import Span, Unit, parse_span

_DUTY = {"id": "answer", "title": "t", "role": "pio", "clause": "calls.free", "anchor": "known", "citation": "c", "source": "s"}
_CALENDAR = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": [{"day": date(2026, 11, 26), "name": "Thanksgiving"}]}]})
_UNITS: list[Unit] = ["minute", "hour", "open hour", "day", "business day", "quarter"]


def _duty(**keys: object) -> Duty:
    return Duty.model_validate({**_DUTY, "verified_on": date(2026, 1, 1), **keys})


def _looser(own: dict[str, Any], known: dict[str, Any]) -> list[str]:
    return [each.looser for each in differences(_duty(**own), _duty(**known), {"video": "30 days"})]


def test_what_is_the_same_does_not_differ() -> None:
    """Words, owner and clause are the city's own: nothing of the law differs."""
    assert () == differences(_duty(title="x", role="chief", clause="a.b", note="n"), _duty(), {})


def test_both_values_are_told_and_how_it_asks_for_less() -> None:
    """A clerk reads which key it is, what stands here, what the library has, and that it is looser."""
    (found,) = differences(_duty(within="10 business days"), _duty(within="3 business days"), {})

    assert ('within is "10 business days" here and "3 business days" in the library (longer)', "longer") == found


@pytest.mark.parametrize(
    ("key", "looser", "stricter"),
    [
        ("within", "10 business days", "2 business days"),
        ("within", "", "1 hour"),
        ("within", "setting:video", "0 minutes"),
        ("within", "setting:unset", "3 days"),
        ("before", "", "4 business days"),
        ("before", "2 business days", "09:00 on business day 3"),
        ("before", "9 days", "5 business days"),
        ("defer", "4 business days", ""),
        ("every", [], ["1 hour until 3 hours", "1 day until 9 days"]),
        ("extend", ["3 days", "3 days"], ["2 days"]),
        ("extend", ["4 days"], []),
    ],
)
def test_a_time_that_asks_for_less(key: str, looser: Any, stricter: Any) -> None:  # a text or a list
    """Longer, none, shorter before a moment, put off or extended further, repeated less: looser; the other way round it differs, and is not."""
    known = {"every": ["1 hour until 3 hours"], "extend": ["3 days"]}.get(key, "3 business days")

    assert ([True], [""]) == ([bool(each) for each in _looser({key: looser}, {key: known})], _looser({key: stricter}, {key: known}))


@pytest.mark.parametrize("key", ["within", "before", "every", "extend"])
def test_what_the_library_does_not_set_cannot_be_looser(key: str) -> None:
    """Where the law sets no time the city's own is stricter; an extension of its own is not."""
    here: dict[str, Any] = {"every": ["1 hour until 3 hours"], "extend": ["3 days"]}

    assert [key == "extend"] == [bool(each) for each in _looser({key: here.get(key, "3 days")}, {})]


@pytest.mark.parametrize(
    ("key", "here", "there", "looser"),
    [
        ("anchor", "died", "known", "another moment"),
        ("wait", "10 days", "30 days", "another time to wait"),
        ("counting", "first-day-out", "first-day-in", "a day later"),
        ("counting", "first-day-in", "first-day-out", ""),
        ("roll", "sunday", "none", "a later last day"),
        ("roll", "forward", "sunday", "a later last day"),
        ("roll", "back", "none", ""),
        ("received", "next-open", "delivered", "later"),
        ("received", "delivered", "next-open", ""),
        ("citation", "RSMo 999.9", "RSMo 610.023.3", ""),
        ("defer", "30 days", "", "it can be put off further"),
    ],
)
def test_a_rule_that_asks_for_less(key: str, here: str, there: str, looser: str) -> None:
    """Another moment and another time to wait can be either, and are told; how days are counted is looser where it ends later."""
    assert [looser] == _looser({key: here}, {key: there})


@pytest.mark.parametrize(("here", "there", "looser"), [("forward", "none", ""), ("none", "back", "a later last day"), ("sunday", "forward", "")])
def test_counted_back_every_roll_is_stricter_than_none(here: str, there: str, looser: str) -> None:
    """Counted back from a moment a last day only ever moves back, so that whoever leaves it where it is asks for less."""
    assert [looser] == _looser({"before": "7 days", "roll": here}, {"before": "7 days", "roll": there})


def test_every_key_that_decides_when_is_compared() -> None:
    """A key of a duty that is added and changes when it is owed has to be compared: what is not is named here."""
    words = {"id", "title", "role", "clause", "source", "verified_on", "confirmed_on", "confidence", "confirm", "note"}

    assert {*Duty.model_fields} == {*COMPARED} | words


@pytest.mark.parametrize(
    ("own", "known", "later"),
    [
        ("on 26 April 2028", "on 26 April 2027", True),
        ("on 26 April 2027", "on 26 April 2028", False),
        ("next 30 January", "on 30 January 2027", True),
        ("20 days", "next 30 January", True),
        ("3 days", "3 business days", False),
        ("3 business days", "3 days", True),
        ("72 hours", "3 days", False),
        ("3 days", "72 hours", True),
        ("2 days", "72 hours", False),
        ("09:00 on day 3", "3 days", False),
        ("3 days", "09:00 on day 3", True),
        ("1 hour", "09:00 on day 3", True),
        ("1 quarter", "400 days", True),
        ("2 quarters", "2 quarters", False),
    ],
)
def test_a_time_that_can_end_later(own: str, known: str, later: bool) -> None:  # noqa: FBT001  # a row of the table
    """Where it depends on the day, it can."""
    assert later == can_be_later(parse_span(own), parse_span(known))


_SPANS = st.tuples(st.integers(0, 40), st.sampled_from(_UNITS)).map(lambda parts: Span(*parts))
_STARTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=minutes))


@given(own=_SPANS, known=_SPANS, start=_STARTS)
def test_what_cannot_be_later_never_is(own: Span, known: Span, start: datetime) -> None:
    """From whatever moment both are counted, over weekends and a holiday, a time that is said to be no longer ends no later."""
    mine, theirs = (count(span, start, "known", UTC, _CALENDAR).moment for span in (own, known))

    assert can_be_later(own, known) or mine <= theirs
