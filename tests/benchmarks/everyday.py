"""How long the everyday commands take beside the smallest honest program of the same libraries.

Run it with: python tests/benchmarks/everyday.py

Every figure is a ratio of processor time (user and system, of the whole process) within one run: the floor and the command in turn, the median of
the pairs' own ratios, so that a machine that slows down slows both. Nothing here passes or fails.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median

from cicp.files import reading
from cicp.files.filing import encode
from cicp.files.layout import Home
from cicp.model.filing import digest_of, id_of

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent.parent / "plans" / "clayton"
NOW = "2026-11-20T21:50:00-06:00"
LETTER = ["comment", "add", str(HERE / "letter.txt"), "--channel", "letter"]
BY_DAY = {
    "status": ["status"],
    "group list": ["group", "list"],
    "group engage": ["group", "engage", "Evening at the library", "--people", "40"],
    "section list": ["section", "list"],
    "section assign": ["section", "assign", "training", "--to", "pio"],
    "comment add": LETTER,
    "comment list": ["comment", "list"],
    "schema plan": ["schema", "plan"],
    "check": ["check"],
    "declare": ["declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40"],
}
AT_NIGHT = {
    "status, one open": ["status"],
    "next": ["next"],
    "done": ["done", "monitoring"],
    "log": ["log", "Two reporters at the north gate"],
    "incident tier": ["incident", "tier", "2", "--why", "fewer people came"],
}
"""What is measured on a plan without an incident, in this order, and then with the one that was declared."""
GROWING = {name: AT_NIGHT[name] for name in ("next", "log", "done")}
WITH_COMMENTS = {name: BY_DAY[name] for name in ("status", "comment add", "comment list")}


def _seconds(*command: str) -> float:
    """Run a command to its end and return the processor time that it took."""
    environment = {**os.environ, "CICP_NOW": NOW, "CICP_AS": "city-clerk"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _cicp(plan: Path, *words: str) -> float:
    return _seconds(sys.executable, "-m", "cicp", "-p", str(plan), *words)


def _floor(plan: Path) -> float:
    return _seconds(sys.executable, str(HERE / "floor.py"), "--plan", str(plan / "plan.toml"))


def _plan_with(folder: Path, entries: int) -> Path:
    """A plan with one declared incident whose log holds `entries` filings, each on top of the one before."""
    plan = folder / f"with-{entries}"
    shutil.copytree(EXAMPLE, plan)
    _cicp(plan, *BY_DAY["declare"])
    home = Home(plan)
    log = reading.read_log(home, home.incident_ids()[0])
    at, previous = datetime.fromisoformat(NOW), log.heads
    for number in range(2, entries + 1):
        own = {"kind": "log-entry", "format": 1, "number": number, "root": log.root, "text": f"Entry {number}", "filed_by": "pio"}
        data = encode({**own, "at": at, "filed_at": at, "previous": previous})
        (home.log(log.name) / f"{id_of(number, digest_of(data))}.toml").write_bytes(data)
        previous = [digest_of(data)]
    return plan


def _against_floor(folder: Path, rounds: int) -> None:
    ratios: dict[str, list[float]] = {name: [] for name in (*BY_DAY, *AT_NIGHT)}
    for turn in range(rounds):
        plan = folder / f"round-{turn}"
        shutil.copytree(EXAMPLE, plan)
        for name, words in (*BY_DAY.items(), *AT_NIGHT.items()):
            floor = _floor(plan)
            ratios[name].append(_cicp(plan, *words) / floor)
    for name, each in ratios.items():
        print(f"{name:16} {median(each):5.2f} x the floor   ({min(each):.2f} to {max(each):.2f} in {rounds} rounds)")


def _plan_with_comments(folder: Path, received: int) -> Path:
    """A plan whose docket holds so many comments, each on top of the one before; their letters are not read by what is measured."""
    plan = folder / f"comments-{received}"
    shutil.copytree(EXAMPLE, plan)
    home = Home(plan)
    docket = reading.read_docket(home)
    at, previous, first = datetime.fromisoformat(NOW), docket.heads, docket.next_number
    for number in range(first, first + received):
        own = {"kind": "comment", "format": 1, "number": number, "root": docket.root, "at": at, "filed_at": at, "filed_by": "city-clerk"}
        letter = {"name": "letter.toml", "digest": digest_of(str(number).encode())}
        data = encode({**own, "channel": "letter", "clauses": ["identification.officer"], "previous": previous, "attachments": [letter]})
        (home.docket / f"{id_of(number, digest_of(data))}.toml").write_bytes(data)
        previous = [digest_of(data)]
    return plan


def _growth(small: Path, large: Path, commands: dict[str, list[str]], what: str, rounds: int) -> None:
    for name, words in commands.items():
        each = [_cicp(large, *words) / _cicp(small, *words) for _ in range(rounds)]
        print(f"{name:16} {median(each):5.2f} x with 3,000 {what} against 10   ({min(each):.2f} to {max(each):.2f} in {rounds} rounds)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        _against_floor(here, rounds=13)
        _growth(_plan_with(here, 10), _plan_with(here, 3000), GROWING, "entries", rounds=7)
        _growth(_plan_with_comments(here, 10), _plan_with_comments(here, 3000), WITH_COMMENTS, "comments", rounds=7)
