"""Moments as the city's clock shows them: the date where it matters, the zone where an hour comes twice, lengths of time without what is nothing."""

from datetime import UTC, datetime

import pytest

from cicp.views.zone import Dated, Local, say_minutes
from tests.incidents import ZONE


def local(now: str) -> Local:
    """Return the city's clock at a moment."""
    return Local(ZONE, datetime.fromisoformat(now))


@pytest.mark.parametrize(
    ("moment", "brief", "say"),
    [
        ("2026-11-01T00:45:00-05:00", "00:45", "Sun 1 Nov 00:45"),
        ("2026-11-01T01:45:00-05:00", "01:45 CDT", "Sun 1 Nov 01:45 CDT"),
        ("2026-11-01T07:00:00+00:00", "01:00 CST", "Sun 1 Nov 01:00 CST"),
        ("2026-11-01T02:00:00-06:00", "02:00", "Sun 1 Nov 02:00"),
    ],
)
def test_an_hour_that_comes_twice_is_told_with_its_zone(moment: str, brief: str, say: str) -> None:
    """In the hour that the clocks show twice, and in no other of that night, a time says which of the two it is."""
    night, then = local("2026-11-01T02:10:00-06:00"), datetime.fromisoformat(moment)

    assert (brief, say, say) == (night.brief(then), night.say(then), Dated(ZONE, night.now).brief(then))


def test_every_other_hour_of_the_year_is_told_without_its_zone() -> None:
    """Of all hours of a year that begin on the hour, two need a zone: the two that the clocks show alike."""
    hours = [datetime.fromtimestamp(1767225600 + 3600 * hour, UTC) for hour in range(365 * 24)]
    night = local("2026-11-01T02:10:00-06:00")

    assert ["Sun 1 Nov 01:00 CDT", "Sun 1 Nov 01:00 CST"] == [said for said in map(night.say, hours) if not said[-1].isdigit()]


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(0, "0 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (120, "2 h"), (47 * 60 + 59, "47 h 59 min"), (48 * 60, "2 days"), (73 * 60, "3 days")],
)
def test_a_length_of_time_leaves_out_what_is_nothing(minutes: int, says: str) -> None:
    """Minutes below an hour, hours below two days, then days; a full hour has no minutes."""
    assert says == say_minutes(minutes)


def test_how_far_a_due_is() -> None:
    """To come or late, rounded to minutes."""
    night = local("2026-11-20T21:50:00-06:00")

    assert ["in 1 h", "1 h late", "in 0 min"] == [
        night.say_left(datetime.fromisoformat(f"2026-11-20T{due}-06:00")) for due in ("22:50:20", "20:50:00", "21:50:00")
    ]
