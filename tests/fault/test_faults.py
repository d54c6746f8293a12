"""Every way in which cicp writes, with a disk that fails or a process that is killed at one call after the other.

Tried at each call of a plain filing: every kind of error, once and for ever after, early and late, and the kill. Of what makes more calls, each
call is tried with one trouble, the next call with the next; of calls that come more than a dozen times (`declare` makes two hundred) the first,
the middle one and the last three; of calls that only read, the first and the last.
"""

import errno
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from cicp.errors import CannotWrite, NotAllowed
from tests.fault.acts import BY_DAY, BY_NIGHT, ON_THE_ROAD, Act, Outcome, join, play
from tests.fault.auditor import faults, records_in, temporary_in
from tests.fault.power_cut import Tree, restore, snapshot
from tests.fault.stand_in import Trouble

_ERRORS: Final = {
    "open": (errno.EMFILE, errno.EIO, errno.EACCES),
    "fstat": (errno.EIO,),
    "read": (errno.EIO,),
    "listdir": (errno.EMFILE, errno.EIO, errno.EACCES),
    "open new": (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EMFILE, errno.EINTR, errno.EDQUOT),
    "write": (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EINTR),
    "fsync file": (errno.EIO, errno.ENOSPC, errno.EINTR),
    "close": (errno.EIO, errno.EINTR),
    "close read": (errno.EIO,),
    "link": (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR),
    "unlink": (errno.EACCES, errno.EIO, errno.EROFS),
    "mkdir": (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR),
    "open folder": (errno.EMFILE, errno.EACCES),
    "fsync folder": (errno.EIO, errno.ENOSPC, errno.EINTR),
}
_READING: Final = {"open", "fstat", "read", "listdir", "close read"}
_SWEEPING: Final = {"unlink", "rmdir", "listdir"}
_LATE: Final = {"write", "link"}
_MANY: Final = 12


def _troubles(call: str, nth: int) -> Iterator[Trouble]:
    """Every trouble there may be at one call."""
    yield Trouble(call, nth)
    for error in _ERRORS[call]:
        yield Trouble(call, nth, error)
        yield Trouble(call, nth, error, forever=True)
        if call in _LATE:
            yield Trouble(call, nth, error, late=True)
    if call in _LATE:
        yield Trouble(call, nth, late=True)


def _numbers(call: str, count: int) -> Iterable[int]:
    """Which of the calls of one kind are tried."""
    if call in _READING:
        return sorted({1, count})
    return range(1, count + 1) if count <= _MANY else (1, count // 2, *range(count - 2, count + 1))


def _every_trouble(calls: Counter[str]) -> list[Trouble]:
    return [trouble for call, count in calls.items() for nth in _numbers(call, count) for trouble in _troubles(call, nth)]


def _one_after_the_other(calls: Counter[str]) -> list[Trouble]:
    chosen: list[Trouble] = []
    for call, count in calls.items():
        turns = cycle(_troubles(call, 0))
        chosen += [replace(turn, nth=nth) for nth, turn in zip(_numbers(call, count), turns, strict=False)]
    return chosen


def _objections(before: Tree, after: Tree, outcome: Outcome, trouble: Trouble) -> list[str]:
    """Say what of the promises was broken by a command that met this trouble."""
    new = records_in(after).keys() - records_in(before).keys()
    found = [f"changed: {path}" for path in before if after.get(path, b"gone") != before[path]]
    found += [*faults(after), *outcome.stand_in.sins]
    if outcome.code == CannotWrite.exit_code and trouble.call not in _SWEEPING:
        found += [f"not saved, and left behind: {path}" for path, data in after.items() if path not in before and not _is_harmless(path, data)]
    if trouble.error and trouble.call not in _SWEEPING:
        found += [f"left behind: {path}" for path in temporary_in(after)]
    if "Traceback" in outcome.err or "fault in cicp" in outcome.err:
        found.append("a traceback, or as good as one")
    if outcome.out and not new:
        found.append("acknowledged, and nothing is there")
    return [*found, *_wrong_code(outcome, new, trouble)]


def _is_harmless(path: str, data: bytes | None) -> bool:
    """Frozen words wait to be frozen again, and an empty folder for what belongs in it."""
    return path.startswith("editions") or (data is None and path.startswith("incidents"))


def _wrong_code(outcome: Outcome, new: set[str], trouble: Trouble) -> Iterator[str]:
    """0: acknowledged. 7: nothing was filed. 8: the one that may be there is named. Only what the plan's rules read may end otherwise."""
    match outcome.code:
        case None:
            if trouble.error:
                yield "killed by an error"
        case 0:
            if not outcome.out or not new:
                yield "exit 0 without a receipt or without a record"
        case 7:
            if new or outcome.out:
                yield f"exit 7, and there is {new} or a receipt"
        case 8:
            if len(new) != 1 or outcome.out or next(iter(new)).rpartition("/")[2].removesuffix(".toml") not in outcome.err:
                yield f"exit 8, and there is {new}: {outcome.err}"
        case _:
            if trouble.call not in _READING or new or outcome.out:
                yield f"exit {outcome.code}: {outcome.err}"


def _sweep(act: Act, plan: Path, trials: Callable[[Counter[str]], list[Trouble]]) -> tuple[list[str], Counter[int | None]]:
    """Play the act with each trouble and then again without; return what was broken, and how often it ended with which code."""
    broken: list[str] = []
    codes: Counter[int | None] = Counter()
    before = snapshot(plan)
    for trouble in trials(play(act, plan).stand_in.calls):
        restore(plan, before)
        outcome = play(act, plan, trouble)
        assert outcome.stand_in.struck, trouble
        codes[outcome.code] += 1
        after = snapshot(plan)
        broken += [f"{trouble}: {objection}" for objection in _objections(before, after, outcome, trouble)]
        filed = records_in(after).keys() - records_in(before).keys()
        again = play(act, plan)
        refused = again.code != 0 and not (again.code == NotAllowed.exit_code and filed)  # what is struck is not struck again
        broken += [f"{trouble}, and again: {fault}" for fault in (*faults(snapshot(plan)), *([again.err] if refused else []))]
    return broken, codes


def test_a_filing_is_whole_or_not_there_whatever_the_disk_does(fresh: Callable[[str], Path]) -> None:
    """At each call and for each trouble: all or nothing, the right exit code, no trace of the attempt, and the next attempt works."""
    broken, codes = _sweep(BY_DAY["a filing"], fresh("day"), _every_trouble)
    assert [] == broken, "\n".join(broken)
    assert {None, 0, 7, 8} == set(codes)


@pytest.mark.parametrize("name", ["a filing with enclosures", "the root of a log", "declare"])
def test_what_takes_many_files_is_whole_or_not_there(name: str, fresh: Callable[[str], Path]) -> None:
    """A letter with its record; frozen words, root, the docket's half and draft: whichever fails, nothing is half there and the next attempt works."""
    broken, codes = _sweep(BY_DAY[name], fresh("day"), _one_after_the_other)
    assert [] == broken, "\n".join(broken)
    assert {None, 0, 7} <= set(codes)


@pytest.mark.parametrize("name", BY_NIGHT)
def test_a_command_of_the_night_says_whether_it_filed(name: str, fresh: Callable[[str], Path]) -> None:
    """Saved, not saved, or unknown with the id that may be there: at each call, and the same command works afterwards."""
    broken, codes = _sweep(BY_NIGHT[name], fresh("night"), _one_after_the_other)
    assert [] == broken, "\n".join(broken)
    assert {None, 0, 7} <= set(codes)


@pytest.mark.parametrize("name", ON_THE_ROAD)
def test_a_command_of_the_road_files_all_or_nothing(name: str, fresh: Callable[[str], Path]) -> None:
    """A letter with its record, an edition with what names it, a signature: whichever call fails, nothing is half there, and the next attempt works."""
    place, act = ON_THE_ROAD[name]
    broken, codes = _sweep(act, fresh(place), _one_after_the_other)
    assert [] == broken, "\n".join(broken)
    assert {None, 7} <= set(codes)


def test_joining_two_logs_leaves_a_link_that_can_be_completed(fresh: Callable[[str], Path]) -> None:
    """The link stands in both logs, in one of them, or in none; the same command completes it, and nothing is acknowledged that is not there."""
    broken, codes = _sweep(join, fresh("two"), _one_after_the_other)
    assert [] == broken, "\n".join(broken)
    assert {None, 0, 7} <= set(codes)
