"""The real system calls of a real process, a few of them failed or turned into a kill by strace; skipped by name where there is none.

A subset by design: one command, each of its writing calls once. The sweep over every call is done in-process, in test_faults.py.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from cicp.files import disk
from tests.fault.acts import NOW, ask
from tests.fault.auditor import faults, records_in, temporary_in
from tests.fault.power_cut import snapshot

_DONE: Final = ("done", "notify-pio", "--at", "21:47")
_TRACED: Final = "openat,write,fsync,link,linkat,unlink"
_LINE: Final = re.compile(r"^\d+ +(\w+)\((.*)$")
_SETTINGS: Final = {"CICP_NOW": NOW, "CICP_AS": "pio", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def strace() -> str:
    """Find strace and see whether it may be used here."""
    path = shutil.which("strace")
    if path is None:
        pytest.skip("strace is not installed")
    probe = subprocess.run([path, "-f", "-o", os.devnull, "-e", "inject=fsync:error=EIO:when=1", "true"], capture_output=True, text=True, check=False)
    if probe.returncode:
        pytest.skip(f"strace may not trace here: {probe.stderr.strip()}")
    return path


@dataclass(frozen=True)
class Traced:
    """How a traced command ended, and the calls it made."""

    code: int
    err: str
    calls: list[tuple[str, str]]

    def nth(self, call: str, about: str) -> int:
        """Which of the calls of this name is the first whose line speaks of `about`; strace counts in the same way."""
        lines = [line for name, line in self.calls if name == call]
        return next(number for number, line in enumerate(lines, start=1) if about in line)


def _trace(strace: str, plan: Path, *injected: str) -> Traced:
    trace = plan.parent / f"{plan.name}.trace"
    command = [strace, "-f", "-qq", "-y", "-s", "400", "-o", str(trace), "-e", f"trace={_TRACED}"]
    command += [word for each in injected for word in ("-e", f"inject={each}")]
    command += [sys.executable, "-m", "cicp", "-p", str(plan), *_DONE]
    ended = subprocess.run(command, capture_output=True, text=True, env=os.environ | _SETTINGS, check=False)
    calls = [(match[1], match[2]) for line in trace.read_text(errors="replace").splitlines() if (match := _LINE.match(line))]
    return Traced(ended.returncode, ended.stderr, calls)


_KILLED: Final = -9
_SWEEP: Final = [
    ("openat", "error=ENOSPC", 7),
    ("write", "error=ENOSPC", 7),
    ("fsync file", "error=EIO", 7),
    ("fsync folder", "error=EIO", 8),
    ("link", "error=EIO", 7),
    ("link", "error=EPERM", 0),
    ("unlink", "error=EACCES", 0),
    ("write", "signal=KILL", _KILLED),
    ("fsync file", "signal=KILL", _KILLED),
    ("link", "signal=KILL", _KILLED),
    ("fsync folder", "signal=KILL", _KILLED),
]


@pytest.fixture(scope="module")
def known(strace: str, templates: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, int]]:
    """Find, by a run without trouble, which call of each name is the one on our files."""
    plan = tmp_path_factory.mktemp("traced") / "plan"
    shutil.copytree(templates["night"], plan, ignore=shutil.ignore_patterns(".cicp"))
    seen = _trace(strace, plan)
    assert 0 == seen.code, seen.err
    link = "link" if any(name == "link" for name, _ in seen.calls) else "linkat"
    file, folder = seen.nth("fsync", disk.TEMPORARY), sum(name == "fsync" for name, _ in seen.calls)
    found = {name: (name, seen.nth(name, disk.TEMPORARY)) for name in ("openat", "write", "unlink")}
    return found | {"link": (link, seen.nth(link, disk.TEMPORARY)), "fsync file": ("fsync", file), "fsync folder": ("fsync", folder)}


@pytest.mark.parametrize(("call", "trouble", "code"), _SWEEP)
def test_a_real_call_that_fails_or_kills_leaves_all_or_nothing(
    call: str, trouble: str, code: int, strace: str, known: dict[str, tuple[str, int]], fresh: Callable[[str], Path]
) -> None:
    """The exit code says what is on the disk, nothing that was there is touched, and the night goes on."""
    name, number = known[call]
    plan = fresh("night")
    before = snapshot(plan)
    ended = _trace(strace, plan, f"{name}:{trouble}:when={number}")
    struck = [line for each, line in ended.calls if each == name][number - 1]
    assert disk.TEMPORARY in struck or call == "fsync folder", struck
    after = snapshot(plan)
    new = records_in(after).keys() - records_in(before).keys()
    assert code == ended.code, ended.err
    assert {7: {0}, 8: {1}, 0: {1}, _KILLED: {0, 1}}[code] >= {len(new)}
    assert "Traceback" not in ended.err
    assert ([], {}) == (faults(after), {path: data for path, data in before.items() if after.get(path) != data})
    assert code == _KILLED or call == "unlink" or not temporary_in(after)
    assert (0, 0) == (ask(plan, *_DONE)[0], ask(plan, "verify")[0])


def test_a_disk_that_never_flushes_again_files_nothing(strace: str, fresh: Callable[[str], Path]) -> None:
    """Every flush fails from the first one on: not saved, nothing there."""
    plan = fresh("night")
    before = snapshot(plan)
    ended = _trace(strace, plan, "fsync:error=EIO:when=1+")
    assert (7, before) == (ended.code, snapshot(plan)), ended.err
