"""The one place that asks the time: what CICP_NOW may say, and the offset that a moment carries."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cicp import clock
from cicp.errors import WrongWords

ZONE = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-11-20T21:50:00-06:00", "2026-11-20T21:50:00-06:00", id="as the city writes it"),
        pytest.param("2026-11-21T03:50:00Z", "2026-11-20T21:50:00-06:00", id="in UTC"),
        pytest.param("2026-11-20T21:50", "2026-11-20T21:50:00-06:00", id="without an offset it is city time"),
        pytest.param("2026-07-01T12:00", "2026-07-01T12:00:00-05:00", id="in summer"),
        pytest.param("2026-11-20T21:50:00.999-06:00", "2026-11-20T21:50:00-06:00", id="to the second"),
        pytest.param("2027-03-14T02:30", "2027-03-14T03:30:00-05:00", id="an hour that was skipped is the next"),
    ],
)
def test_a_clock_that_is_set(monkeypatch: pytest.MonkeyPatch, text: str, expected: str) -> None:
    """CICP_NOW stands in for the machine's clock, with the city's offset at that moment."""
    monkeypatch.setenv("CICP_NOW", text)

    assert clock.is_set()
    assert expected == clock.now(ZONE).isoformat()


@pytest.mark.parametrize("text", ["tonight", "21:50", "2026-13-01T00:00", "0001-01-01T00:00+14:00"])
def test_a_clock_that_says_no_moment(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Words that are no moment are refused with one that is."""
    monkeypatch.setenv("CICP_NOW", text)

    with pytest.raises(WrongWords, match="CICP_NOW is not a moment") as refused:
        clock.now(ZONE)

    assert refused.value.hint == "write it as CICP_NOW=2026-11-20T21:50:00-06:00, or unset it"


@pytest.mark.parametrize("text", [None, ""])
def test_the_machines_clock(monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    """Unset or empty, the machine's own clock counts, to the second and with the city's offset."""
    monkeypatch.delenv("CICP_NOW", raising=False)
    if text is not None:
        monkeypatch.setenv("CICP_NOW", text)

    moment = clock.now(ZONE)

    assert not clock.is_set()
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251  # what the clock is held against
    assert moment.microsecond == 0
    assert moment.utcoffset() == moment.astimezone(ZONE).utcoffset()


def test_the_second_round_of_an_hour_is_later_than_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the night when the clocks go back, 1:30 of the second round is an hour after 1:30 of the first."""
    moments = []
    for text in ("2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-06:00"):
        monkeypatch.setenv("CICP_NOW", text)
        moments.append(clock.now(ZONE))

    assert moments[1] - moments[0] == timedelta(hours=1)


def test_the_machines_zone_has_an_offset() -> None:
    """Where no file says which zone the city keeps, moments still carry an offset."""
    assert datetime(2026, 11, 20, 21, 50, tzinfo=clock.machine_zone()).utcoffset() is not None


def test_a_filing_under_a_set_clock_says_so(cicp: Callable[..., Any], plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is filed under CICP_NOW carries `clock = "set"`; what is filed by the machine's clock does not."""
    cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
    cicp("log", "under a set clock")
    monkeypatch.delenv("CICP_NOW")
    cicp("log", "under the machine's clock")

    logs = sorted(plan.glob("incidents/*/log/*.toml"))

    assert ['clock = "set"' in path.read_text(encoding="utf-8") for path in logs] == [True, True, False]


def test_a_clock_that_says_no_moment_is_wrong_words_on_the_command_line(cicp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped CICP_NOW is named as such, with exit code 2."""
    monkeypatch.setenv("CICP_NOW", "tonight")

    result = cicp("status")

    assert [result.code, result.err.splitlines()[0]] == [2, "error: CICP_NOW is not a moment: tonight"]
