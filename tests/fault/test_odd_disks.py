"""Disks that are in order and still not like any other: no links, short writes, a lost answer, a held lock, an odd umask."""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from time import monotonic

import pytest

from cicp.files import disk, journal
from tests.fault.acts import BY_DAY, BY_NIGHT, ask, filing, play
from tests.fault.auditor import faults, records_in, temporary_in
from tests.fault.power_cut import restore, snapshot, states
from tests.fault.stand_in import StandIn, Trouble, its_os, standing_in

_WAYS = [("day", name) for name in BY_DAY] + [("night", name) for name in BY_NIGHT]
_ACTS = BY_DAY | BY_NIGHT
_NO_LINKS = Trouble("link", error=errno.EPERM, forever=True)


@pytest.mark.parametrize(("which", "name"), _WAYS)
def test_where_there_are_no_links_names_are_given_by_renaming(which: str, name: str, fresh: Callable[[str], Path]) -> None:
    """Everything works, nothing is left behind, and a power cut leaves all of a filing or none there too."""
    plan = fresh(which)
    before = snapshot(plan)
    outcome = play(_ACTS[name], plan, _NO_LINKS)
    assert 0 == outcome.code, outcome.err
    assert outcome.stand_in.calls["rename"] == outcome.stand_in.calls["link"] > 0
    assert [] == temporary_in(snapshot(plan))
    assert [] == [fault for state in states(before, outcome.stand_in.events, most=8) for fault in faults(state.tree, state.promised)]


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL], ids=errno.errorcode.get)
def test_every_word_for_no_links_here_is_understood(error: int, fresh: Callable[[str], Path]) -> None:
    """File systems say it in different words."""
    assert 0 == play(filing, fresh("day"), Trouble("link", error=error, forever=True)).code


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_a_name_that_is_taken_by_anything_is_not_given(kind: str, links: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a parameter of the test
    """A file, a folder, a link to nowhere: what has the name keeps it, and no temporary file stays."""
    path = tmp_path / "0005-x7k2q.toml"
    if kind == "file":
        path.write_bytes(b"first")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    with standing_in(StandIn(tmp_path, *([] if links else [_NO_LINKS]))), pytest.raises(FileExistsError):
        disk.create(path, b"second")
    assert [path] == list(tmp_path.iterdir())
    assert {"file": False, "folder": False, "dangling link": True}[kind] == path.is_symlink()
    assert kind != "file" or path.read_bytes() == b"first"


@pytest.mark.parametrize("troubles", [(Trouble("link", error=errno.EIO, late=True),), (_NO_LINKS, Trouble("rename", error=errno.EIO, late=True))], ids=str)
@pytest.mark.parametrize("name", ["a filing", "a filing with enclosures"])
def test_a_name_that_was_given_is_not_called_not_saved(name: str, troubles: tuple[Trouble, ...], fresh: Callable[[str], Path]) -> None:
    """A network share that did what it was asked and lost the answer: the look that follows sees the name, and there is one entry, whole."""
    plan = fresh("day")
    before = snapshot(plan)
    outcome = play(BY_DAY[name], plan, *troubles)
    after = snapshot(plan)
    assert (0, 1) == (outcome.code, len(records_in(after)) - len(records_in(before)))
    assert ([], []) == (faults(after), temporary_in(after))


def test_an_answer_that_came_twice_is_not_a_name_taken(fresh: Callable[[str], Path]) -> None:
    """The share repeats a request that it had already granted, and says the name is taken: it is taken by us, and once."""
    plan = fresh("day")
    before = len(list(plan.glob("docket/*.toml")))
    outcome = play(filing, plan, Trouble("link", error=errno.EEXIST, late=True))
    assert (0, f"{before + 1:04d}") == (outcome.code, outcome.out.partition("-")[0])
    assert before + 1 == len(list(plan.glob("docket/*.toml")))


@pytest.mark.parametrize(("which", "name"), _WAYS)
def test_short_writes_are_written_on(which: str, name: str, fresh: Callable[[str], Path]) -> None:
    """A disk that takes a few bytes at a time gets them all."""
    plan = fresh(which)
    outcome = play(_ACTS[name], plan, most=61)
    assert (0, []) == (outcome.code, faults(snapshot(plan)))
    assert outcome.stand_in.calls["write"] > outcome.stand_in.calls["open new"]
    assert 0 == ask(plan, "verify")[0]


def test_a_temporary_name_that_would_not_go_is_named_by_check_and_read_by_nobody(fresh: Callable[[str], Path]) -> None:
    """The filing stands; what is left over harms nothing."""
    plan = fresh("night")
    outcome = play(BY_NIGHT["log"], plan, Trouble("unlink", error=errno.EACCES, forever=True))
    (left,) = temporary_in(snapshot(plan))
    assert (0, 0) == (outcome.code, ask(plan, "verify")[0])
    code, said = ask(plan, "check", "leftovers")
    assert (0, True) == (code, Path(left).name in said), said
    assert 0 == ask(plan, "next")[0]


@pytest.mark.parametrize("name", ["a filing with enclosures", "declare"])
def test_every_temporary_name_that_would_not_go_is_named_by_check(name: str, fresh: Callable[[str], Path]) -> None:
    """Beside attachments, frozen words and drafts as well."""
    plan = fresh("day")
    assert 0 == play(BY_DAY[name], plan, Trouble("unlink", error=errno.EACCES, forever=True)).code
    code, said = ask(plan, "check", "leftovers")
    assert (0, []) == (code, [path for path in temporary_in(snapshot(plan)) if path not in said]), said


def test_words_that_were_half_frozen_are_named_by_check(fresh: Callable[[str], Path]) -> None:
    """Where only freezing fails the incident is filed, with a warning; the folder without its table is a leftover until the words are frozen again."""
    plan = fresh("day")
    outcome = play(BY_DAY["declare"], plan, Trouble("write", 4, errno.ENOSPC))
    assert 0 == outcome.code
    assert "the words could not be frozen" in outcome.err
    (half,) = (plan / "editions").iterdir()
    assert f"editions/{half.name}" in ask(plan, "check", "leftovers")[1]
    assert 0 == play(BY_DAY["declare"], plan).code
    assert (0, "") == ask(plan, "check", "leftovers")


def test_a_letter_that_was_not_filed_does_not_stay_behind(fresh: Callable[[str], Path]) -> None:
    """When the record cannot be written its attachments are taken back: nothing of the letter is left in the plan."""
    plan = fresh("day")
    before = snapshot(plan)
    outcome = play(BY_DAY["a filing with enclosures"], plan, Trouble("write", 5, errno.ENOSPC))
    assert (7, before) == (outcome.code, snapshot(plan))


def test_a_disk_that_is_full_from_the_start_takes_nothing_and_loses_nothing(fresh: Callable[[str], Path]) -> None:
    """Nothing can be made, nothing was changed, exit 7 with the remedy; when there is room again the same command works."""
    plan = fresh("night")
    before = snapshot(plan)
    full = [Trouble(call, error=errno.ENOSPC, forever=True) for call in ("open new", "mkdir", "write", "link")]
    for name, act in BY_NIGHT.items():
        outcome = play(act, plan, *full)
        assert (7, "", before) == (outcome.code, outcome.out, snapshot(plan)), name
        assert "not saved: No space left on device" in outcome.err
        assert "give the same command again" in outcome.err
    assert 0 == play(BY_NIGHT["log"], plan).code


def test_a_declaration_that_may_be_saved_says_so_and_goes_no_further(fresh: Callable[[str], Path]) -> None:
    """Whichever flush of a folder fails: only the one after the root has its name makes it unknown (8), and then the docket is not told."""
    plan = fresh("day")
    before = snapshot(plan)
    flushes = play(BY_DAY["declare"], plan).stand_in.calls["fsync folder"]
    found: list[tuple[int | None, int]] = []
    for nth in range(1, flushes + 1):
        restore(plan, before)
        outcome = play(BY_DAY["declare"], plan, Trouble("fsync folder", nth, errno.EIO))
        found.append((outcome.code, len(records_in(snapshot(plan))) - len(records_in(before))))
    assert [(8, 1)] == [each for each in found if each[0] == 8]
    assert {(7, 0), (8, 1), (0, 1), (0, 2)} == set(found)


def test_a_docket_that_cannot_be_told_does_not_stop_a_declaration(fresh: Callable[[str], Path]) -> None:
    """The incident's own log is acknowledged; the half that is missing is said now, and by check, whose command files it."""
    plan = fresh("day")
    links = play(BY_DAY["declare"], fresh("day")).stand_in.calls["link"]
    outcome = play(BY_DAY["declare"], plan, Trouble("link", links - 1, errno.ENOSPC))
    assert (0, True) == (outcome.code, "the docket could not be told" in outcome.err), outcome.err
    assert 1 == len(list(plan.glob("incidents/*/log/0001-*.toml")))
    assert 1 == len(list(plan.glob("incidents/*/statements/holding.toml")))
    code, said = ask(plan, "check", "record")
    assert (1, True) == (code, "the second half of its declaration is missing" in said), said
    remedy = said.rpartition("cicp ")[2].split()
    assert (0, (0, "")) == (ask(plan, *remedy)[0], ask(plan, "check", "record")), remedy


def test_a_draft_that_cannot_be_written_is_a_warning(fresh: Callable[[str], Path]) -> None:
    """`declare` files first; the draft is a help that the night can do without."""
    plan = fresh("day")
    links = play(BY_DAY["declare"], fresh("day")).stand_in.calls["link"]
    outcome = play(BY_DAY["declare"], plan, Trouble("link", links, errno.ENOSPC))
    assert (0, True) == (outcome.code, "the draft could not be written" in outcome.err), outcome.err
    assert ([], 0) == (list(plan.glob("incidents/*/statements/*")), ask(plan, "verify")[0])


@contextmanager
def _held(plan: Path) -> Iterator[None]:
    """Hold the lock as another writer of this machine does who never comes back."""
    (plan / ".cicp").mkdir(exist_ok=True)
    descriptor = os.open(plan / ".cicp" / "lock", os.O_RDWR | os.O_CREAT, 0o660)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def test_a_lock_that_nobody_gives_back_is_waited_for_two_seconds(fresh: Callable[[str], Path]) -> None:
    """Then the filing is made without it."""
    plan = fresh("night")
    with _held(plan):
        begun = monotonic()
        code, said = ask(plan, "log", "Two reporters at the north gate")
        waited = monotonic() - begun
    assert 0 == code, said
    assert 2 <= waited < 6


def test_two_writers_without_the_lock_both_file(fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """One files while the other is about to name its record: nothing collides, both are kept, and two heads are legal."""
    plan = fresh("night")
    monkeypatch.setattr(journal, "_LOCK_PATIENCE", 0)
    other: list[int] = []

    def comes_between(call: str, _: str) -> None:
        if call == "link" and not other:
            other.append(0)
            other[0] = ask(plan, "log", "The other office's entry")[0]

    with _held(plan):
        outcome = play(BY_NIGHT["log"], plan, before=comes_between)
    assert ([0], 0) == (other, outcome.code)
    assert 2 == len(list(plan.glob("incidents/*/log/0003-*.toml")))
    assert (0, []) == (ask(plan, "verify")[0], faults(snapshot(plan)))


@pytest.mark.parametrize("place", ["a file", "nothing that may be made"])
def test_where_the_lock_cannot_be_made_it_is_done_without(place: str, fresh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Correctness never rests on the lock."""
    plan = fresh("night")
    if place == "a file":
        (plan / ".cicp").write_bytes(b"")
    else:
        monkeypatch.setattr(Path, "mkdir", _read_only)
    assert 0 == ask(plan, "log", "Two reporters at the north gate")[0]


def _read_only(path: Path, **_: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022, 0o027, 0o077], ids=oct)
def test_files_are_for_the_office_and_its_group_as_far_as_the_umask_lets(umask: int, fresh: Callable[[str], Path]) -> None:
    """Never for the world, whatever the umask; and a shared folder stays shared, for no file is made for its owner alone."""
    plan = fresh("day")
    before = snapshot(plan)
    usual = os.umask(umask)
    try:
        codes = [play(BY_DAY[name], plan).code for name in ("a filing with enclosures", "declare")]
    finally:
        os.umask(usual)
    assert [0, 0] == codes
    new = {path: data for path, data in snapshot(plan).items() if path not in before}
    modes = {data is None: {S_IMODE((plan / path).stat().st_mode) for path, each in new.items() if (each is None) == (data is None)} for data in new.values()}
    assert {True: {0o770 & ~umask}, False: {0o660 & ~umask}} == modes


def test_a_call_the_harness_does_not_know_is_an_error(tmp_path: Path) -> None:
    """A new system call in `cicp.files.disk` must be taught to the harness before it passes."""
    with standing_in(StandIn(tmp_path)), pytest.raises(AttributeError, match=r"os\.truncate"):
        its_os().truncate(tmp_path, 0)
