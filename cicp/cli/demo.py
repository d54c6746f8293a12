"""demo: a night, played on a copy of a plan, every word of it real output."""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer

from cicp import clock
from cicp.cli.desk import say
from cicp.cli.main import run
from cicp.cli.options import Plan
from cicp.errors import CicpError
from cicp.files import library
from cicp.files.layout import find_home

_SCENES: Final = (
    ("2026-11-20T21:49:00-06:00", "The plan is a draft. All its files fit together.", ("check",)),
    ("2026-11-20T21:49:00-06:00", "", ("status",)),
    (
        "2026-11-20T21:50:00-06:00",
        "Friday night, 21:50. The Public Information Officer declares.",
        ("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45"),
    ),
    ("2026-11-20T21:52:00-06:00", "", ("done", "verify", "--at", "21:46", "--text", "dispatch and the watch commander at the scene")),
    ("2026-11-20T21:52:30-06:00", "", ("done", "notify-pio", "--at", "21:46", "--as", "watch-commander")),
    ("2026-11-20T21:53:00-06:00", "", ("log", "Two reporters at the north gate", "--at", "21:48")),
    ("2026-11-20T22:04:00-06:00", "Ten minutes later: what now?", ("next",)),
    ("2026-11-20T22:05:00-06:00", "", ("done", "tell-manager", "--as", "chief")),
    ("2026-11-20T22:06:00-06:00", "", ("verify",)),
    ("2026-11-20T22:06:00-06:00", "", ("incident", "checklist")),
    ("2026-11-20T22:06:00-06:00", "", ("incident", "timeline")),
)
_AS: Final = "pio"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(demo)


def demo(context: typer.Context, plan: Plan = "") -> None:
    """Play a night on a copy of the plan (the example's, where there is none here) and leave nothing behind."""
    source = _source(plan or context.obj.plan)
    with tempfile.TemporaryDirectory(prefix="cicp-demo-") as folder:
        copy = Path(folder) / "plan"
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("incidents", "editions", ".cicp", ".tmp-*"))
        with _in(copy):
            for moment, says, command in _SCENES:
                _play(moment, says, command)


def _source(named: str) -> Path:
    try:
        return find_home(named).root
    except CicpError:
        if named:
            raise
        return library.example()


@contextmanager
def _in(folder: Path) -> Iterator[None]:
    """Stand in the copy, with nothing but the demo's own settings, and come back whatever happens."""
    before, here = dict(os.environ), Path.cwd()
    os.chdir(folder)
    os.environ.pop("CICP_PLAN", None)
    os.environ["CICP_AS"] = _AS
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


def _play(moment: str, says: str, command: tuple[str, ...]) -> None:
    os.environ[clock.VARIABLE] = moment
    remark = f"# {says}\n" if says else ""
    say(f"\n{remark}$ cicp {shlex.join(command)}\n")
    code = run(command)
    if code:
        say(f"[exit {code}]\n")
