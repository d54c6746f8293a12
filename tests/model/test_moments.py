"""Moments as people type them at night, and the two nights of the year on which a wall clock is not enough."""

import shlex
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.errors import WrongWords
from cicp.model import moments
from cicp.model.moments import day, happened, last_moment, promised
from cicp.model.spans import in_zone
from tests.incidents import ZONE, at

NOW = "2026-11-20T21:50:00-06:00"


def read(text: str, now: str = NOW) -> datetime:
    """Read a moment as of `now`; a refusal quotes the moments it proposes."""
    return happened(text, at(now), ZONE, lambda better: better)


def set_for(text: str, now: str = NOW) -> datetime:
    """Read a moment that is set for something, as of `now`."""
    return promised(text, at(now), ZONE, lambda better: better)


def given_as(text: str) -> datetime:
    """Read a moment that may lie on either side of now."""
    return moments.given(text, at(NOW), ZONE, lambda better: better)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("21:40", "2026-11-20T21:40:00-06:00", id="today"),
        pytest.param("21:50", "2026-11-20T21:50:00-06:00", id="now"),
        pytest.param("21:51", "2026-11-19T21:51:00-06:00", id="not yet, so yesterday"),
        pytest.param("23:40", "2026-11-19T23:40:00-06:00", id="last night"),
        pytest.param("9:05", "2026-11-20T09:05:00-06:00", id="one digit"),
        pytest.param("00:00", "2026-11-20T00:00:00-06:00", id="midnight"),
        pytest.param("today 21:40", "2026-11-20T21:40:00-06:00", id="today named"),
        pytest.param("yesterday 21:40", "2026-11-19T21:40:00-06:00", id="yesterday"),
        pytest.param("yesterday 23:59", "2026-11-19T23:59:00-06:00", id="yesterday late"),
        pytest.param("-20m", "2026-11-20T21:30:00-06:00", id="minutes ago"),
        pytest.param("-2h", "2026-11-20T19:50:00-06:00", id="hours ago"),
        pytest.param("-3d", "2026-11-17T21:50:00-06:00", id="days ago"),
        pytest.param("-0m", "2026-11-20T21:50:00-06:00", id="no time ago"),
        pytest.param(" 21:40 ", "2026-11-20T21:40:00-06:00", id="blanks"),
        pytest.param("2026-11-20T21:40", "2026-11-20T21:40:00-06:00", id="ISO in city time"),
        pytest.param("2026-11-20 21:40:30", "2026-11-20T21:40:30-06:00", id="ISO with a blank"),
        pytest.param("2026-11-20T21:40:30.75", "2026-11-20T21:40:30-06:00", id="ISO to the second"),
        pytest.param("2026-11-21T03:40Z", "2026-11-20T21:40:00-06:00", id="ISO in UTC"),
        pytest.param("2026-11-20T22:40-05:00", "2026-11-20T21:40:00-06:00", id="ISO of another zone"),
        pytest.param("2026-07-01T12:00", "2026-07-01T12:00:00-05:00", id="ISO in summer"),
    ],
)
def test_what_can_be_typed(text: str, expected: str) -> None:
    """Every form gives the moment with the city's offset at that moment."""
    assert expected == read(text).isoformat()


def test_yesterday_after_midnight_is_the_evening_before() -> None:
    """At half past midnight, yesterday is the day that has just ended, and 23:40 fifty minutes ago."""
    now = "2026-11-21T00:30:00-06:00"

    assert read("yesterday 21:40", now).isoformat() == "2026-11-20T21:40:00-06:00"
    assert read("23:40", now).isoformat() == "2026-11-20T23:40:00-06:00"


@pytest.mark.parametrize("text", ["today 23:40", "2026-11-20T21:51", "2026-11-21T21:40", "2030-01-01T00:00", "2026-11-21T04:00Z"])
def test_what_has_not_happened_is_refused(text: str) -> None:
    """A moment in the future is refused, and the refusal says what time it is, with weekday and date."""
    with pytest.raises(WrongWords, match=r"is in the future; it is Fri 20 Nov 2026 21:50\.") as refused:
        read(text)

    assert refused.value.hint == "say when it happened, or leave the time out for now"


@pytest.mark.parametrize(
    "text", ["quarter to ten", "25:00", "21:60", "21.40", "tomorrow 21:40", "-20", "20m", "-20w", "--", "2026-13-01T10:00", "\uff12\uff11:40", ""]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    """Words that are no time are refused with the forms that are."""
    with pytest.raises(WrongWords, match="is not a time") as refused:
        read(text)

    assert refused.value.hint == "write 21:40, yesterday 21:40, -20m or 2026-11-20T21:40"


@pytest.mark.parametrize("text", ["2026-11-20", "20261120", "2026-W47-5"])
def test_a_date_alone_is_refused(text: str) -> None:
    """A date without an hour would be midnight by accident."""
    with pytest.raises(WrongWords, match="has no hour"):
        read(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "9999-12-31T23:59"])
def test_the_ends_of_the_calendar_are_refused(text: str) -> None:
    """A moment that has no place in the calendar is refused, not a fault of the program."""
    with pytest.raises(WrongWords, match="is beyond any calendar"):
        read(text)


def test_a_moment_before_standard_time_is_refused() -> None:
    """A moment whose offset no file can hold would damage the log: it is refused before it is filed."""
    with pytest.raises(WrongWords, match="1850 is before there was a standard time"):
        read("1850-01-01T10:00")


@pytest.mark.parametrize("text", ["02:30", "today 02:30", "2027-03-14T02:30"])
def test_an_hour_that_the_clocks_skipped_is_refused_with_both_readings(text: str) -> None:
    """2:30 of the spring night did not happen: it can be 3:30 by the new clock or 1:30 by the old."""
    with pytest.raises(WrongWords, match=r"02:30 on Sun 14 Mar 2027 did not happen: the clocks went forward over it\.") as refused:
        read(text, "2027-03-14T05:00:00-05:00")

    assert refused.value.hint.split() == ["say", "which", "you", "mean:", "2027-03-14T03:30:00-05:00", "2027-03-14T01:30:00-06:00"]


@pytest.mark.parametrize("text", ["01:30", "today 01:30", "2026-11-01T01:30"])
def test_an_hour_that_was_shown_twice_is_refused_with_both_readings(text: str) -> None:
    """1:30 of the autumn night happened twice, an hour apart."""
    with pytest.raises(WrongWords, match=r"01:30 on Sun 1 Nov 2026 happened twice: the clocks went back over it\.") as refused:
        read(text, "2026-11-01T04:00:00-06:00")

    assert refused.value.hint.split() == ["say", "which", "you", "mean:", "2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-06:00"]


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        pytest.param("2026-11-01T01:45:00-05:00", "01:30", "2026-11-01T01:30:00-05:00", id="before the clocks go back there was one 1:30"),
        pytest.param("2026-11-01T01:10:00-06:00", "01:30", "2026-11-01T01:30:00-05:00", id="after they went back, the second 1:30 is still to come"),
        pytest.param("2026-11-01T01:20:00-05:00", "01:30", "2026-10-31T01:30:00-05:00", id="before either, it is the day before"),
        pytest.param("2027-03-14T01:50:00-06:00", "02:30", "2027-03-13T02:30:00-06:00", id="before the clocks go forward, it is the day before"),
        pytest.param("2026-11-01T01:10:00-06:00", "-20m", "2026-11-01T01:50:00-05:00", id="minutes ago are elapsed minutes"),
        pytest.param("2026-11-01T12:00:00-06:00", "-1d", "2026-10-31T13:00:00-05:00", id="a day ago is 24 hours ago"),
        pytest.param("2026-11-01T12:00:00-06:00", "2026-11-01T01:30:00-06:00", "2026-11-01T01:30:00-06:00", id="with its offset a moment is never in doubt"),
    ],
)
def test_in_the_nights_of_the_clocks_what_has_passed_decides(now: str, text: str, expected: str) -> None:
    """A wall-clock time that so far was shown once is that time, and no question is asked."""
    assert expected == read(text, now).isoformat()


@pytest.mark.parametrize("now", ["2027-03-13T21:00:00-06:00", "2027-03-14T01:10:00-06:00"])
def test_an_hour_that_the_clocks_will_skip_is_no_moment_at_all(now: str) -> None:
    """A time that the clocks go forward over is refused as one that will not be: not as another hour that nobody typed, and with no reading to come."""
    with pytest.raises(WrongWords, match=r"^02:30 on Sun 14 Mar 2027 will not happen: the clocks go forward over it, and it is in the future\.") as refused:
        read("2027-03-14T02:30", now)

    assert "say when it happened, or leave the time out for now" == refused.value.hint


def test_an_hour_of_the_future_that_comes_twice_is_in_the_future() -> None:
    """Which of the two is meant is no question as long as neither has passed."""
    with pytest.raises(WrongWords, match=r"^Sun 1 Nov 2026 01:30 CDT is in the future; it is Sat 31 Oct 2026 23:00\."):
        read("2026-11-01T01:30", "2026-10-31T23:00:00-05:00")


def test_a_reading_that_is_still_to_come_is_not_proposed() -> None:
    """Ten minutes after the clocks went forward, only the reading that has passed is proposed: the other would be refused again."""
    with pytest.raises(WrongWords, match="did not happen") as refused:
        read("02:30", "2027-03-14T03:10:00-05:00")

    assert refused.value.hint.split()[4:] == ["2027-03-14T01:30:00-06:00"]


@settings(deadline=None)
@given(st.integers(0, 24 * 60 - 1), st.integers(0, 2 * 366 * 24 * 60))
def test_an_hour_of_the_day_is_the_last_one_that_passed(minute: int, elapsed: int) -> None:
    """Whatever the time is, HH:MM is a moment not after it and less than 25 hours before it, shown by the city's clocks as typed."""
    now = in_zone(datetime.fromtimestamp(1767225600 + 60 * elapsed, tz=ZONE), ZONE)
    text = f"{minute // 60:02d}:{minute % 60:02d}"
    asked: list[str] = []

    def ask(better: str) -> str:
        asked.append(better)
        return better

    try:
        moment = happened(text, now, ZONE, ask)
    except WrongWords:
        moments = [datetime.fromisoformat(each) for each in asked]
    else:
        assert text == f"{moment:%H:%M}"
        moments = [moment]

    assert moments
    assert all(0 <= (now - moment).total_seconds() < 25 * 60 * 60 for moment in moments)


TIMES: list[tuple[str, str, str]] = [
    ("2027-03-14T05:00:00-05:00", "02:30", "did not happen"),
    ("2026-11-01T04:00:00-06:00", "01:30", "happened twice"),
]


@pytest.mark.parametrize(("now", "text", "says"), TIMES)
@pytest.mark.parametrize("form", ["--occurred {}", "--occurred={}", "--known {} --occurred {}"])
@pytest.mark.parametrize("choice", [0, 1])
def test_both_proposed_commands_work_when_pasted(
    cicp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, now: str, text: str, says: str, form: str, choice: int
) -> None:
    """A refused time comes with both commands ready to paste; each of them declares the incident, with the words of its title as they were."""
    monkeypatch.setenv("CICP_NOW", now)
    refused = cicp("declare", f"Crash seen at {text}", "--kind", "ois", *shlex.split(form.format(text, text)))
    proposed = [shlex.split(line) for line in refused.err.splitlines() if line.lstrip().startswith("cicp ")]

    assert [refused.code, len(proposed), says in refused.err] == [2, 2, True]

    pasted = cicp(*proposed[choice][3:])
    shown = cicp("incident", "show")
    told = next(word for word in proposed[choice] if "2027-03-14T" in word or "2026-11-01T" in word).removeprefix("--occurred=")

    assert [0, 0] == [pasted.code, shown.code]
    assert f"Crash seen at {text}" in shown.out
    assert f"{datetime.fromisoformat(told):%a} {datetime.fromisoformat(told).day} " in cicp("incident", "show").out


@pytest.mark.parametrize(
    ("text", "says"),
    [("23:40", "Thu 19 Nov 23:40"), ("21:40", "Fri 20 Nov 21:40"), ("-20m", "Fri 20 Nov 21:30"), ("yesterday 21:40", "Thu 19 Nov 21:40")],
)
def test_the_answer_prints_weekday_and_date(cicp: Callable[..., Any], text: str, says: str) -> None:
    """Whoever types 23:40 reads at once which night was understood; `-20m` is read as a time and not as an option."""
    cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "yesterday 20:00", "--known", "-1h")

    logged = cicp("log", "The line is cut", "--at", text)

    assert logged.code == 0
    assert says in logged.out.splitlines()[0]


def test_the_words_of_an_entry_are_not_retyped(cicp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the words logged hold the same time as --at, the proposed commands change --at alone."""
    monkeypatch.setenv("CICP_NOW", "2026-11-01T04:00:00-06:00")
    cicp("declare", "Crash on Forsyth", "--kind", "ois", "--occurred", "2026-11-01T00:30")

    refused = cicp("log", "01:30", "--at", "01:30")
    proposed = [shlex.split(line)[3:] for line in refused.err.splitlines() if line.lstrip().startswith("cicp ")]

    assert proposed == [["log", "01:30", "--at", moment] for moment in ("2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-06:00")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("22:00", "2026-11-20T22:00:00-06:00", id="still today"),
        pytest.param("19:00", "2026-11-21T19:00:00-06:00", id="passed, so tomorrow"),
        pytest.param("21:50", "2026-11-21T21:50:00-06:00", id="now has passed"),
        pytest.param(" 22:00 ", "2026-11-20T22:00:00-06:00", id="blanks"),
        pytest.param("2026-12-08T19:00", "2026-12-08T19:00:00-06:00", id="ISO in city time"),
        pytest.param("2026-12-08 19:00:30.5", "2026-12-08T19:00:30-06:00", id="ISO to the second"),
        pytest.param("2026-12-09T01:00Z", "2026-12-08T19:00:00-06:00", id="ISO in UTC"),
        pytest.param("2027-07-01T12:00", "2027-07-01T12:00:00-05:00", id="ISO in summer"),
        pytest.param("2026-11-01T09:00", "2026-11-01T09:00:00-06:00", id="ISO that has passed"),
        pytest.param("today 21:40", "2026-11-20T21:40:00-06:00", id="today named"),
        pytest.param("yesterday 21:40", "2026-11-19T21:40:00-06:00", id="yesterday"),
        pytest.param("-20m", "2026-11-20T21:30:00-06:00", id="minutes ago"),
    ],
)
def test_what_is_set_for_something(text: str, expected: str) -> None:
    """An hour of the day is the next one; a moment in full may have passed, for a meeting is filed afterwards, too."""
    assert expected == set_for(text).isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("21:40", "2026-11-20T21:40:00-06:00", id="passed ten minutes ago"),
        pytest.param(" 22:00 ", "2026-11-19T22:00:00-06:00", id="that of yesterday, not the one in ten minutes"),
        pytest.param("2026-12-08T19:00", "2026-12-08T19:00:00-06:00", id="with its date, to come"),
        pytest.param("2026-11-01T09:00", "2026-11-01T09:00:00-06:00", id="with its date, passed"),
        pytest.param("yesterday 21:40", "2026-11-19T21:40:00-06:00", id="yesterday"),
        pytest.param("-20m", "2026-11-20T21:30:00-06:00", id="minutes ago"),
    ],
)
def test_what_may_lie_on_either_side_of_now(text: str, expected: str) -> None:
    """An hour of the day has passed, as in a log; only with its date does a moment lie ahead."""
    assert expected == given_as(text).isoformat()


@pytest.mark.parametrize(("text", "says"), [("2026-12-08", "has no hour"), ("soon", "is not a time"), ("today 23:40", "is in the future; it is")])
def test_what_is_on_neither_side(text: str, says: str) -> None:
    """What is no time is refused as everywhere."""
    with pytest.raises(WrongWords, match=says):
        given_as(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-12-08", "has no hour"),
        ("20261208", "has no hour"),
        ("next Tuesday", "is not a time"),
        ("25:00", "is not a time"),
        ("today 23:40", "is in the future; it is"),
        ("9999-12-31T10:00", "is beyond any calendar"),
        ("0001-01-01T00:00+14:00", "is beyond any calendar"),
        ("1699-12-31T10:00Z", "is beyond any calendar"),
        ("1850-01-01T10:00", "1850 is before there was a standard time"),
        ("1850-01-01T10:00Z", "1850 is before there was a standard time"),
    ],
)
def test_what_cannot_be_set(text: str, says: str) -> None:
    """What is no time, has no hour, or could not be written into a filing is refused."""
    with pytest.raises(WrongWords, match=says):
        set_for(text)


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        pytest.param("2026-11-01T01:45:00-05:00", "01:30", "2026-11-01T01:30:00-06:00", id="of two the one still to come"),
        pytest.param("2026-11-01T01:10:00-06:00", "01:30", "2026-11-01T01:30:00-06:00", id="the second, twenty minutes from now"),
        pytest.param("2026-11-01T01:40:00-06:00", "01:30", "2026-11-02T01:30:00-06:00", id="both have passed, so tomorrow"),
        pytest.param("2027-03-14T03:10:00-05:00", "02:30", "2027-03-15T02:30:00-05:00", id="skipped an hour ago, so tomorrow"),
        pytest.param("2026-10-31T23:00:00-05:00", "02:30", "2026-11-01T02:30:00-06:00", id="past the change of the clocks"),
    ],
)
def test_in_the_nights_of_the_clocks_what_is_to_come_decides(now: str, text: str, expected: str) -> None:
    """A wall-clock time that will be shown once from now on is that time, and no question is asked."""
    assert expected == set_for(text, now).isoformat()


@pytest.mark.parametrize(
    ("now", "text", "says", "proposed"),
    [
        ("2026-10-31T23:00:00-05:00", "01:30", "happened twice", ["2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-06:00"]),
        (NOW, "2027-11-07T01:30", "happened twice", ["2027-11-07T01:30:00-05:00", "2027-11-07T01:30:00-06:00"]),
        ("2027-03-13T23:00:00-06:00", "02:30", "did not happen", ["2027-03-14T03:30:00-05:00", "2027-03-14T01:30:00-06:00"]),
        (NOW, "2027-03-14T02:30", "did not happen", ["2027-03-14T03:30:00-05:00", "2027-03-14T01:30:00-06:00"]),
    ],
)
def test_an_hour_in_doubt_that_is_to_come_is_asked_about(now: str, text: str, says: str, proposed: list[str]) -> None:
    """A time that the clocks will skip, or show twice, is refused with both readings; each of them is taken as it is."""
    with pytest.raises(WrongWords, match=says) as refused:
        set_for(text, now)

    assert proposed == refused.value.hint.split()[-2:]
    assert proposed == [set_for(each, now).isoformat() for each in proposed]


@settings(deadline=None)
@given(st.integers(0, 24 * 60 - 1), st.integers(0, 2 * 366 * 24 * 60))
def test_an_hour_of_the_day_is_the_next_one(minute: int, elapsed: int) -> None:
    """Whatever the time is, HH:MM is a moment after it and at most 25 hours away, two days in the night that skips it, shown by the city's clocks as typed."""
    now = in_zone(datetime.fromtimestamp(1767225600 + 60 * elapsed, tz=ZONE), ZONE)
    text = f"{minute // 60:02d}:{minute % 60:02d}"

    try:
        moment = promised(text, now, ZONE, lambda better: better)
    except WrongWords:
        assert minute // 60 in {1, 2}
        return

    assert text == f"{moment:%H:%M}"
    assert timedelta(0) < moment - now <= timedelta(hours=48)
    assert not [each for each in _shown_between(now, moment) if f"{each:%H:%M}" == text]


def _shown_between(first: datetime, last: datetime) -> list[datetime]:
    """Every minute that the city's clocks show after one moment and before another."""
    minutes = int((last - first).total_seconds() // 60)
    return [in_zone(first + timedelta(minutes=each), ZONE) for each in range(1, minutes)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-08", "2026-12-08T23:59:59-06:00"),
        (" 2026-12-08 ", "2026-12-08T23:59:59-06:00"),
        ("2027-07-01", "2027-07-01T23:59:59-05:00"),
        ("2026-12-08T17:00", "2026-12-08T17:00:00-06:00"),
        ("22:00", "2026-11-20T22:00:00-06:00"),
    ],
)
def test_the_last_moment_of_a_day(text: str, expected: str) -> None:
    """A date as a deadline is its last second; a moment is itself."""
    assert expected == last_moment(text, at(NOW), ZONE, lambda better: better).isoformat()


@pytest.mark.parametrize("text", ["9999-12-31", "2026-02-30", "soon"])
def test_no_last_moment(text: str) -> None:
    """A day that is none, or beyond any calendar, is refused."""
    with pytest.raises(WrongWords):
        last_moment(text, at(NOW), ZONE, lambda better: better)


def test_a_date() -> None:
    """A date is read as people write it in a form; anything else is refused with the form."""
    with pytest.raises(WrongWords, match='"12/8/2026" is not a date') as refused:
        day("12/8/2026")

    assert (date(2026, 12, 8), "write it as 2026-12-08") == (day(" 2026-12-08 "), refused.value.hint)
