"""What a power cut may leave, at any point of any command: all of each filing or none of it, and nothing lost that was acknowledged.

Of the states that the list of calls allows, all are held against the auditor; those that look different to a reader are made on disk and shown to
`verify` and `next`. Sampled: where more than thirty-two combinations of names in one folder are possible, and the commands repeated on what a
killed one left, where every fifth call of `declare` is the last.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from cicp.files import disk, journal
from cicp.files.journal import Enclosure
from tests.fault.acts import BY_DAY, BY_NIGHT, ON_THE_ROAD, Act, Outcome, ask, founding, play
from tests.fault.auditor import faults, records_in, temporary_in
from tests.fault.power_cut import AfterCut, Tree, materialise, restore, snapshot, states
from tests.fault.stand_in import Event, Trouble, its_os

_ALL: Final = {name: ("day", act) for name, act in BY_DAY.items()} | {name: ("night", act) for name, act in BY_NIGHT.items()} | ON_THE_ROAD
_READING: Final = {"open", "fstat", "read", "listdir", "close read"}
_SEEN_BY_NOBODY: Final = {"close", "lstat"}
_STRIDE: Final = 5
_TABLE: Final = "edition.toml"


def _bad(before: Tree, events: list[Event], **how: int) -> list[str]:
    """Every fault in every state that a cut in these events may leave, and every receipt that was given twice."""
    found = [f"{fault} ({state.when})" for state in states(before, events, **how) for fault in faults(state.tree, state.promised)]
    return [*dict.fromkeys(found), *_given_twice(events)]


def _given_twice(events: list[Event]) -> Iterator[str]:
    """Two calls are two entries: a name that two commands gave, each with a receipt, is one entry too few."""
    owners: dict[str, int] = {}
    command = 0
    for event in events:
        command += event.kind == "begin"
        if event.kind in {"link", "rename"} and records_in({event.path: b""}) and owners.setdefault(event.path, command) != command:
            yield f"two receipts for one entry: {event.path}"


def _different(found: Iterable[AfterCut]) -> dict[frozenset[tuple[str, bytes | None]], AfterCut]:
    """The states that differ for a reader, who passes over temporary files."""
    return {frozenset((path, data) for path, data in state.tree.items() if path not in temporary_in(state.tree)): state for state in found}


@pytest.mark.parametrize("name", _ALL)
def test_a_power_cut_leaves_all_of_a_filing_or_none(name: str, fresh: Callable[[str], Path], tmp_path: Path) -> None:
    """Whatever the disk kept: no half record, no attachment or edition missing, what was acknowledged is there; `verify` and `next` go on."""
    which, act = _ALL[name]
    plan = fresh(which)
    before = snapshot(plan)
    outcome = play(act, plan)
    assert 0 == outcome.code, outcome.err
    assert [] == _bad(before, outcome.stand_in.events)
    for number, state in enumerate(_different(states(before, outcome.stand_in.events)).values()):
        found = materialise(state.tree, tmp_path / f"found-{number}")
        is_incident = any(path.startswith("incidents/") for path in records_in(state.tree))
        assert (0, 0 if is_incident else 4) == (ask(found, "verify")[0], ask(found, "next")[0]), state.when


def _kills(calls: dict[str, int], stride: int) -> list[Trouble]:
    """The process killed before each call that changes something or makes it certain."""
    return [Trouble(call, nth) for call, number in calls.items() if call not in _READING | _SEEN_BY_NOBODY for nth in range(1, number + 1, stride)]


def _bad_after_a_kill(name: str, fresh: Callable[[str], Path]) -> list[str]:
    """Kill a command at one call after the other, give the same again, and cut the power while or after that one runs."""
    which, act = _ALL[name]
    plan = fresh(which)
    before = snapshot(plan)
    calls = play(act, plan).stand_in.calls
    found: list[str] = []
    for kill in _kills(calls, _STRIDE if name == "declare" else 1):
        restore(plan, before)
        events: list[Event] = []
        assert None is play(act, plan, kill, events=events).code
        since = len(events)
        assert 0 == play(act, plan, events=events).code
        found += [f"{kill}: {fault}" for fault in _bad(before, events, since=since, most=8)]
    return found


@pytest.mark.parametrize("name", ["a filing", "a filing with enclosures", "the root of a log", "declare", "log", "close", "a comment"])
def test_what_a_killed_command_left_unflushed_is_no_trap_for_the_next(name: str, fresh: Callable[[str], Path]) -> None:
    """The second command is acknowledged, so it must not rest on a name that the first one left unflushed."""
    assert [] == _bad_after_a_kill(name, fresh)


def test_a_night_in_a_row_loses_nothing(fresh: Callable[[str], Path]) -> None:
    """One command after the other on the same disk: wherever the power goes, everything acknowledged until then is there."""
    plan, events = fresh("day"), list[Event]()
    before = snapshot(plan)
    for act in (BY_DAY["declare"], BY_NIGHT["done"], BY_NIGHT["fact"], BY_NIGHT["strike"], BY_NIGHT["log"], BY_NIGHT["close"]):
        assert 0 == play(act, plan, events=events).code
    assert [] == _bad(before, events, most=8)


def test_freezing_again_completes_what_was_left_of_an_edition(fresh: Callable[[str], Path], tmp_path: Path) -> None:
    """A folder of an edition without its table is a leftover: the same declaration completes it, and `verify` finds it whole."""
    plan = fresh("day")
    before = snapshot(plan)
    events = play(BY_DAY["declare"], plan).stand_in.events
    halves = [state for state in _different(states(before, events)).values() if _is_half_an_edition(state.tree)]
    assert len(halves) > 20
    for number, state in enumerate(halves[::12]):
        found = materialise(state.tree, tmp_path / f"half-{number}")
        assert 0 == play(BY_DAY["declare"], found).code, state.when
        assert ([], 0) == (faults(snapshot(found)), ask(found, "verify")[0]), state.when


def _is_half_an_edition(tree: Tree) -> bool:
    return any(path.startswith("editions/") for path in tree) and not any(path.endswith(_TABLE) for path in tree)


def test_a_declaration_that_lost_its_second_half_is_named_by_check(fresh: Callable[[str], Path], tmp_path: Path) -> None:
    """The incident stands and can be worked on; `check` names the half that the docket does not have."""
    plan = fresh("day")
    before = snapshot(plan)
    events = play(BY_DAY["declare"], plan).stand_in.events
    lone = [state for state in _different(states(before, events, most=4)).values() if len(records_in(state.tree)) == len(records_in(before)) + 1]
    assert len(lone) == 1
    found = materialise(lone[0].tree, tmp_path / "lone")
    code, said = ask(found, "check", "record")
    assert (1, True) == (code, "the second half of its declaration is missing" in said), said
    assert 0 == ask(found, "log", "Two reporters at the north gate")[0]


# ---- four planted bugs: a harness that does not find them proves nothing ----


def _write_without_flush(path: Path, data: bytes) -> None:
    """The planted bug: the bytes are not flushed before they get their name."""
    descriptor = its_os().open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
    its_os().write(descriptor, memoryview(data))
    its_os().close(descriptor)


def _name_by_replacing(temporary: Path, path: Path) -> None:
    """The planted bug: whatever has the name is overwritten."""
    its_os().replace(temporary, path)


def _record_first(folder: Path, filing_id: str, data: bytes, salted: list[tuple[Enclosure, bytes]]) -> None:
    """The planted bug: the record has its name before its attachments are there."""
    disk.create(folder / f"{filing_id}.toml", data)
    disk.make_folder(folder / filing_id)
    for enclosure, salt in salted:
        disk.create(folder / filing_id / enclosure.name, enclosure.data)
        disk.create(folder / filing_id / f"{enclosure.name}.salt", salt)
    disk.sync_folder(folder / filing_id)


def _folder_taken_as_it_is(folder: Path) -> None:
    """The planted bug: a folder that is there counts as flushed, whoever made it."""
    for each in [each for each in (*reversed(folder.parents), folder) if not each.exists()]:
        its_os().mkdir(each, 0o770)
        disk.sync_folder(each.parent)


def _filed_on_what_may_go(folder: Path, filing_id: str, data: bytes, _: object) -> None:
    """The planted bug: the filings that the record quotes are not flushed before it is named."""
    disk.create(folder / f"{filing_id}.toml", data)


def _found_when(act: Act, plan: Path) -> list[str]:
    before = snapshot(plan)
    outcome = play(act, plan)
    assert 0 == outcome.code, outcome.err
    return _bad(before, outcome.stand_in.events, most=4)


@pytest.mark.parametrize("name", _ALL)
def test_the_harness_finds_bytes_that_were_not_flushed(name: str, fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: no fsync of the file. Found in every way in which cicp writes."""
    monkeypatch.setattr(disk, "_write", _write_without_flush)
    assert [] != _found_when(_ALL[name][1], fresh(_ALL[name][0]))


@pytest.mark.parametrize("name", _ALL)
def test_the_harness_finds_a_folder_that_was_not_flushed(name: str, fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: no fsync of the folder. Found in every way in which cicp writes."""
    monkeypatch.setattr(disk, "sync_folder", lambda _: None)
    assert [] != _found_when(_ALL[name][1], fresh(_ALL[name][0]))


def test_the_harness_finds_a_record_that_came_before_its_attachments(fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the record first. Found by power cut; a kill in between is enough, too."""
    plan = fresh("day")
    monkeypatch.setattr(journal, "_save_parts", _record_first)
    assert any("without what came with it" in fault for fault in _found_when(BY_DAY["a filing with enclosures"], plan))
    killed = fresh("day")
    play(BY_DAY["a filing with enclosures"], killed, Trouble("mkdir"))
    assert any("without what came with it" in fault for fault in faults(snapshot(killed)))


@pytest.mark.parametrize(
    ("where", "planted", "name"),
    [((disk, "make_folder"), _folder_taken_as_it_is, "the root of a log"), ((journal, "_save_parts"), _filed_on_what_may_go, "log")],
    ids=["a folder taken as it is", "quoted and not flushed"],
)
def test_the_harness_finds_what_rests_on_the_work_of_a_killed_command(
    where: tuple[ModuleType, str], planted: Callable[..., None], name: str, fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two bugs that this harness found, planted again: a folder, or a filing, that another left visible and not certain."""
    monkeypatch.setattr(*where, planted)
    assert [] == _found_when(_ALL[name][1], fresh(_ALL[name][0]))
    assert [] != _bad_after_a_kill(name, fresh)


def _same_words_twice(plan: Path) -> tuple[Tree, list[Event]]:
    before, events = snapshot(plan), list[Event]()
    for _ in range(2):
        assert 0 == play(founding, plan, events=events).code
    return before, events


def test_the_harness_finds_a_name_that_was_replaced(fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: replace instead of link. The same words in the same second get one name and two receipts; the right code makes two of them."""
    assert [] == _bad(*_same_words_twice(fresh("day")))
    monkeypatch.setattr(disk, "_give_name", _name_by_replacing)
    assert any("two receipts for one entry" in fault for fault in _bad(*_same_words_twice(fresh("day"))))


def _taken_meanwhile(plan: Path, monkeypatch: pytest.MonkeyPatch, foreign: bytes | None) -> tuple[Outcome, dict[str, bytes]]:
    """File while another writer takes the very name just before it is given: with the same bytes, or with those of a stranger."""
    taken: dict[str, bytes] = {}

    def comes_first(call: str, path: str) -> None:
        if call in {"link", "replace"} and not taken:
            data = foreign if foreign is not None else next((plan / path).parent.glob(f"{disk.TEMPORARY}*")).read_bytes()
            (plan / path).write_bytes(data)
            taken[path] = data

    monkeypatch.setattr(secrets, "token_bytes", lambda _: bytes(32))
    return play(BY_DAY["a filing"], plan, before=comes_first), taken


@pytest.mark.parametrize("foreign", [None, b"another's words\n"], ids=["the same bytes", "other bytes"])
def test_a_name_that_is_taken_at_the_last_moment_is_left_as_it_is(foreign: bytes | None, fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken, even by the same bytes, is not success: the other's file stays and the filing gets the next number. Planted, replacing is found here too."""
    plan, planted = fresh("day"), fresh("day")
    before = len(list(plan.glob("docket/*.toml")))
    outcome, taken = _taken_meanwhile(plan, monkeypatch, foreign)
    ((path, data),) = taken.items()
    assert (0, data) == (outcome.code, (plan / path).read_bytes())
    assert outcome.out.startswith(f"{before + 2:04d}-")
    assert before + 2 == len(list(plan.glob("docket/*.toml")))
    monkeypatch.setattr(disk, "_give_name", _name_by_replacing)
    outcome, taken = _taken_meanwhile(planted, monkeypatch, foreign)
    assert (0, before + 1) == (outcome.code, len(list(planted.glob("docket/*.toml"))))
