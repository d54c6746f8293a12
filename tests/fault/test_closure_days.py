"""A year proposed on a disk that fails: the calendar as it was or as it is to be, never a part of either."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fault.acts import PROPOSE, play
from tests.fault.stand_in import Trouble

_REPLACING = ("open new", "write", "fsync file", "close", "replace", "open folder", "fsync folder")
_MAKING = ("open new", "write", "fsync file", "close", "link", "open folder", "fsync folder")


def _put(calendar: Path, data: bytes | None) -> None:
    if data is None:
        calendar.unlink(missing_ok=True)
    else:
        calendar.write_bytes(data)


def _is(calendar: Path) -> bytes | None:
    return calendar.read_bytes() if calendar.exists() else None


@pytest.mark.parametrize(("there", "calls"), [(True, _REPLACING), (False, _MAKING)], ids=["into a calendar", "into none"])
def test_a_year_is_there_whole_or_not_at_all(there: bool, calls: tuple[str, ...], fresh: Callable[[str], Path]) -> None:  # noqa: FBT001  # a parameter
    """At each call an error, once, for ever or late, or the kill: the older or the newer file is there, the code says which, and the next attempt works."""
    plan = fresh("day")
    calendar = plan / "calendar.toml"
    older = calendar.read_bytes() if there else None
    _put(calendar, older)
    assert 0 == play(PROPOSE, plan).code
    newer = calendar.read_bytes()
    seen: set[tuple[int | None, bool]] = set()
    for call in calls:
        for trouble in (
            Trouble(call),
            Trouble(call, error=errno.EIO),
            Trouble(call, error=errno.ENOSPC, forever=True),
            Trouble(call, error=errno.EIO, late=True),
        ):
            _put(calendar, older)
            outcome = play(PROPOSE, plan, trouble)
            found = _is(calendar)

            assert outcome.stand_in.struck, trouble
            assert found in (older, newer), trouble
            assert outcome.code in ({None} if not trouble.error else {0, 8} if found == newer else {7}), (trouble, outcome)
            assert bool(outcome.out) == (outcome.code == 0), trouble
            assert [] == outcome.stand_in.sins, trouble
            assert outcome.code is None or not list(plan.glob(".tmp-*")), trouble
            seen.add((outcome.code, found == newer))
            for leftover in plan.glob(".tmp-*"):
                leftover.unlink()
            _put(calendar, older if found != newer else newer)
            again = play(PROPOSE, plan)
            assert (3 if found == newer else 0, newer) == (again.code, calendar.read_bytes()), trouble

    assert {(None, False), (None, True), (7, False), (8, True)} <= seen


def test_a_calendar_that_somebody_made_meanwhile_is_not_replaced(fresh: Callable[[str], Path]) -> None:
    """Two who begin the file at one moment: the first has it, the second is told that nothing was saved."""
    plan = fresh("day")
    calendar = plan / "calendar.toml"
    calendar.unlink()

    def meanwhile(call: str, _: str) -> None:
        if call == "open new":
            calendar.write_bytes(b"format = 1\n")

    outcome = play(PROPOSE, plan, before=meanwhile)

    assert (7, "", b"format = 1\n") == (outcome.code, outcome.out, calendar.read_bytes())
