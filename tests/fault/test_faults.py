"""Every way in which cicp writes, with a disk that fails or a process that is killed at one call after the other.

Tried at every call of the plain filings: each kind of error, once and for ever after, early and late, and the kill. Of the commands each call
is tried with one trouble after the other in turn; of `declare`, which makes some two hundred calls, the first two, the middle one and the last
five of each kind.
"""

import errno
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from cicp.errors import NotAllowed
from tests.fault.acts import BY_DAY, BY_NIGHT, Act, Outcome, ask, play
from tests.fault.auditor import faults, records_in, temporary_in
from tests.fault.power_cut import Tree, snapshot
from tests.fault.stand_in import Trouble

_ERRORS: Final = {
    "open": (errno.EMFILE, errno.EIO, errno.EACCES),
    "fstat": (errno.EIO,),
    "listdir": (errno.EMFILE, errno.EIO, errno.EACCES),
    "open new": (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EMFILE, errno.EINTR, errno.EDQUOT),
    "write": (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EINTR),
    "fsync file": (errno.EIO, errno.ENOSPC, errno.EINTR),
    "close": (errno.EIO, errno.EINTR),
    "link": (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR),
    "unlink": (errno.EACCES, errno.EIO, errno.EROFS),
    "mkdir": (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR),
    "open folder": (errno.EMFILE, errno.EACCES),
    "fsync folder": (errno.EIO, errno.ENOSPC, errno.EINTR),
}
_READING: Final = {"open", "fstat", "listdir"}
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


def _all_trials(calls: Counter[str]) -> list[Trouble]:
    return [trouble for call, count in calls.items() for nth in range(1, count + 1) for trouble in _troubles(call, nth)]


def _one_at_each_call(calls: Counter[str]) -> list[Trouble]:
    """At each call one trouble, the next at the next; of calls that come very often a few."""
    chosen = []
    for call, count in calls.items():
        turns = cycle(_troubles(call, 0))
        numbers = range(1, count + 1) if count <= _MANY else (1, 2, count // 2, *range(count - 4, count + 1))
        for nth, turn in zip(numbers, turns, strict=False):
            chosen.append(Trouble(call, nth, turn.error, turn.forever, turn.late))
    return chosen


def _objections(before: Tree, after: Tree, outcome: Outcome, trouble: Trouble) -> list[str]:
    """Say what of the promises was broken by a command that met this trouble."""
    new = set(records_in(after)) - set(records_in(before))
    found = [f"changed: {path}" for path in before if after.get(path, b"gone") != before[path]]
    found += [*faults(after), *outcome.stand_in.sins]
    if trouble.error and trouble.call != "unlink":
        found += [f"left behind: {path}" for path in temporary_in(after)]
    if "Traceback" in outcome.err or "fault in cicp" in outcome.err:
        found.append("a traceback, or as good as one")
    if outcome.out and not new:
        found.append("acknowledged, and nothing is there")
    return [*found, *_wrong_code(outcome, new, trouble)]


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


def _sweep(act: Act, copy: Callable[[], Path], trials: Callable[[Counter[str]], list[Trouble]]) -> tuple[list[str], Counter[int | None]]:
    """Play the act with each trouble and then again without; return what was broken, and how often it ended with which code."""
    broken: list[str] = []
    codes: Counter[int | None] = Counter()
    for trouble in trials(play(act, copy()).stand_in.calls):
        plan = copy()
        before = snapshot(plan)
        outcome = play(act, plan, trouble)
        assert outcome.stand_in.struck, trouble
        codes[outcome.code] += 1
        broken += [f"{trouble}: {objection}" for objection in _objections(before, snapshot(plan), outcome, trouble)]
        filed = set(records_in(snapshot(plan))) - set(records_in(before))
        again = play(act, plan)
        refused = again.code != 0 and not (again.code == NotAllowed.exit_code and filed)  # what is struck is not struck again
        broken += [f"{trouble}, and again: {fault}" for fault in (*faults(snapshot(plan)), *([again.err] if refused else []))]
    return broken, codes


@pytest.mark.parametrize("name", ["a filing", "a filing with enclosures", "the root of a log"])
def test_a_filing_is_whole_or_not_there_whatever_the_disk_does(name: str, fresh: Callable[[str], Path]) -> None:
    """At each call and for each trouble: all or nothing, the right exit code, no trace of the attempt, and the next attempt works."""
    broken, codes = _sweep(BY_DAY[name], lambda: fresh("day"), _all_trials)
    assert [] == broken, "\n".join(broken)
    assert {None, 0, 7, 8} == set(codes)


@pytest.mark.parametrize("name", BY_NIGHT)
def test_a_command_of_the_night_says_whether_it_filed(name: str, fresh: Callable[[str], Path]) -> None:
    """Saved, not saved, or unknown with the id that may be there: at each call, and the same command works afterwards."""
    broken, codes = _sweep(BY_NIGHT[name], lambda: fresh("night"), _one_at_each_call)
    assert [] == broken, "\n".join(broken)
    assert {None, 0, 7} <= set(codes)


def test_declare_files_or_says_that_it_did_not(fresh: Callable[[str], Path]) -> None:
    """Frozen words, root, the docket's half, draft: whichever fails, nothing is half there and the same command works afterwards."""
    broken, codes = _sweep(BY_DAY["declare"], lambda: fresh("day"), _one_at_each_call)
    assert [] == broken, "\n".join(broken)
    assert {None, 0, 7} <= set(codes)
