"""Four writers at once on one log, each killed with -9 again and again. What they were told is filed is filed."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

import pytest

from tests.fault.acts import ask
from tests.fault.auditor import digest_of, faults, records_in
from tests.fault.power_cut import snapshot

_WRITERS: Final = 4
_SECONDS: Final = 3.0
_AT_MOST: Final = 40.0  # on a machine that is busy with other things
_ACKNOWLEDGED: Final = re.compile(r'"digest": "(sha256:[0-9a-f]{64})"')
_KILLED: Final = -9
_LOOP: Final = """
import sys
from cicp.cli.main import run
number, code = 0, 0
while not code:
    number += 1
    code = run(["-p", sys.argv[1], "log", f"{sys.argv[2]}, entry {number}", "--format", "json"])
sys.exit(code)
"""


class _Writer(threading.Thread):
    """Starts a process, kills it after a while, starts the next. What it is told goes to a file outside of the plan."""

    def __init__(self, number: int, command: Callable[[str], list[str]], told: Path, until: float) -> None:
        super().__init__()
        self._random = Random(number)  # noqa: S311  # when to kill is no secret
        self._command = command
        self._number = number
        self._told = told
        self._until = until
        self.killed = 0
        self.failures: list[str] = []

    def run(self) -> None:
        """Live and die. A life that ends before anything was filed makes the next one longer, so that a slow machine gets there, too."""
        turn, patience = 0, 0.3
        while monotonic() < self._until or (not self.acknowledged() and monotonic() < self._until + _AT_MOST):
            turn += 1
            before = len(self.acknowledged())
            self._live(f"writer {self._number}, life {turn}", self._random.uniform(0.6, 1.2) * patience)
            patience *= 0.9 if len(self.acknowledged()) > before else 1.4

    def _live(self, name: str, seconds: float) -> None:
        with self._told.open("ab") as told:
            process = subprocess.Popen(self._command(name), stdout=told, stderr=subprocess.PIPE)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        _, said = process.communicate()
        self.killed += process.returncode == _KILLED
        if process.returncode not in {0, _KILLED}:
            self.failures.append(said.decode())

    def acknowledged(self) -> list[str]:
        return _ACKNOWLEDGED.findall(self._told.read_text()) if self._told.exists() else []


def _commands(plan: Path) -> dict[str, Callable[[str], list[str]]]:
    return {
        "one command a process": lambda who: [sys.executable, "-m", "cicp", "-p", str(plan), "log", who, "--format", "json"],
        "one process, command after command": lambda who: [sys.executable, "-c", _LOOP, str(plan), who],
    }


@pytest.mark.parametrize("how", ["one command a process", "one process, command after command"])
def test_four_killed_writers_lose_nothing(how: str, fresh: Callable[[str], Path], tmp_path: Path) -> None:
    """Every acknowledged entry is there as it was filed, each by itself, and the log verifies."""
    plan = fresh("night")
    until = monotonic() + _SECONDS
    writers = [_Writer(number, _commands(plan)[how], tmp_path / f"told-{number}", until) for number in range(_WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    told = [digest for writer in writers for digest in writer.acknowledged()]
    there = [digest_of(data) for data in records_in(snapshot(plan)).values()]
    assert [] == [failure for writer in writers for failure in writer.failures]
    assert all(writer.killed for writer in writers)
    assert len(told) >= _WRITERS
    assert (len(told), set()) == (len(set(told)), set(told) - set(there))
    assert [] == faults(snapshot(plan))
    assert (0, 0) == (ask(plan, "verify")[0], ask(plan, "next")[0])
