"""How the cost of a timeline grows with what is owed: an incident of three kinds, and a plan of a thousand steps, beside one of ten items.

Run it with: python tests/benchmarks/growth.py

Every figure is a ratio of processor time within one run: the small plan and the large one in turn, the median of the pairs' own ratios, so that a
machine that slows down slows both. A command is measured as a whole process (user and system); the pure function in this one, per item, for what
grows faster than what is owed would be felt on the worst night. Nothing here passes or fails.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

import tomli_w

from cicp.files import scene
from cicp.files.layout import Home
from cicp.files.reading import calendar_of, incident_ids, zone_of
from cicp.model.rules import rules_of
from cicp.model.timeline import timeline

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "plans" / "clayton"
DECLARED, NOW = "2026-11-20T21:50:00-06:00", "2026-11-20T22:30:00-06:00"
KINDS = "ois,in-custody-death,civil-disturbance"
SPANS = ("15 minutes", "4 hours", "48 hours", "3 business days", "10 days", "30 business days", "90 days", "2 quarters", "180 days", "360 days")
"""How long the steps of a made plan take, in turn: from the first minutes over a year."""
SMALL, LARGE = 10, 1000
AT_LEAST = 120
ROUNDS, CALLS = 9, 21


class Subject(NamedTuple):
    """A plan with one incident, and how many items its timeline has."""

    plan: Path
    items: int
    show: Callable[[], object]


def _cicp(plan: Path, *words: str, now: str = NOW) -> float:
    """Run a command to its end and return the processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "cicp", "-p", str(plan), *words]
    environment = {**os.environ, "CICP_NOW": now, "CICP_AS": "pio"}
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _steps(number: int) -> Iterable[dict[str, object]]:
    """Write steps whose spans reach over a year; each comes after the one before it in its own chain of ten."""
    for place, within in zip(range(number), cycle(SPANS), strict=False):
        after = [f"step-{place - 1}"] if place % 10 else []
        what = {"id": f"step-{place}", "title": f"Do what comes {place}th", "role": "pio", "clause": "statements.holding"}
        yield {**what, "anchor": "known" if place % 3 else "occurred", "within": within, "after": after}


def _made(folder: Path, steps: int) -> Path:
    """A copy of the example plan whose one playbook has so many steps, and whose law asks for nothing."""
    plan = folder / f"steps-{steps}"
    shutil.copytree(EXAMPLE, plan)
    for file in (*(plan / "playbooks").glob("*.toml"), *(file for file in (plan / "statements").glob("*.toml") if "done:" in file.read_text(encoding="utf-8"))):
        file.unlink()  # a statement that counts from a step of a playbook goes with it: to tell of the fault would cost the small plan its time
    book = {"kind": "other", "title": "Any other critical incident", "clause": "definitions.other", "tier": 2, "step": list(_steps(steps))}
    (plan / "playbooks" / "base.toml").write_text(tomli_w.dumps(book), encoding="utf-8")
    (plan / "law.toml").write_text("format = 1\n", encoding="utf-8")
    _cicp(plan, "declare", "A night", "--occurred", "21:40", "--known", "21:45", now=DECLARED)
    return plan


def _of_three_kinds(folder: Path) -> Path:
    """A copy of the example plan with an incident of three kinds, in which a few things are done and two people have died."""
    plan = folder / "three-kinds"
    shutil.copytree(EXAMPLE, plan)
    _cicp(plan, "declare", "A night", "--kind", KINDS, "--occurred", "21:40", "--known", "21:45", now=DECLARED)
    for about in ("deceased-1", "deceased-2"):
        _cicp(plan, "fact", "died", "--about", about, "--at", "21:55")
    for step in ("notify-pio", "verify", "command-briefing", "tell-manager"):
        _cicp(plan, "done", step)
    return plan


def _subject(plan: Path) -> Subject:
    """Read an incident as the command does, ready to be timed."""
    home, now = Home(plan), datetime.fromisoformat(NOW)
    found = scene.read_scene(home, *scene.read_incidents(home, incident_ids(home))[0])
    calendar, zone = calendar_of(home), zone_of(found.words.plan) or UTC

    def show() -> object:
        return timeline(found.incident, rules_of(found.incident, found.words, calendar, zone), now)

    return Subject(plan, len(timeline(found.incident, rules_of(found.incident, found.words, calendar, zone), now)), show)


def _seconds(call: Callable[[], object]) -> float:
    before = process_time()
    call()
    return process_time() - before


def _compare(small: Subject, large: Subject, what: str, aim: float) -> None:
    words = ("incident", "timeline", "--format", "json")
    whole = [_cicp(large.plan, *words) / _cicp(small.plan, *words) for _ in range(ROUNDS)]
    pure = [_seconds(large.show) / large.items / (_seconds(small.show) / small.items) for _ in range(CALLS)]
    beside = f"{what}, {large.items} items against {small.items}"
    print(f"incident timeline {median(whole):5.2f} x   {beside} (aim {aim}; {min(whole):.2f} to {max(whole):.2f} in {ROUNDS} rounds)")
    print(f"timeline(), item  {median(pure):5.2f} x   {beside} ({min(pure):.2f} to {max(pure):.2f} in {CALLS} calls)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        ten, kinds, thousand = (_subject(plan) for plan in (_made(here, SMALL), _of_three_kinds(here), _made(here, LARGE)))
        if kinds.items < AT_LEAST:
            raise ValueError(f"{KINDS} owe only {kinds.items} items")
        _compare(ten, kinds, "three kinds", 1.3)
        _compare(ten, thousand, "a plan of a thousand steps over a year", 2)
