"""demo: the whole story, played on a copy of a plan, every word of it real output."""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

import typer

from cicp import clock
from cicp.cli.desk import say
from cicp.cli.main import run
from cicp.cli.options import Plan
from cicp.errors import CicpError
from cicp.files import inspection, journal, library, reading
from cicp.files.layout import Home, find_home
from cicp.model import comments
from cicp.model.lifecycle import fold

Scene = tuple[str, str, tuple[str, ...]]
"""The clock, a remark before it, and a command."""

_NIGHT: Final[tuple[Scene, ...]] = (
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
_LETTER: Final = "Say sooner who answers at night.\n"
_AS: Final = "pio"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(demo)


def demo(context: typer.Context, plan: Plan = "") -> None:
    """Play the whole story on a copy of the plan (the example's, where there is none here) and leave nothing behind."""
    source = _source(plan or context.obj.plan)
    with tempfile.TemporaryDirectory(prefix="cicp-demo-") as folder:
        copy = Path(folder) / "plan"
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("docket", "incidents", "editions", ".cicp", ".tmp-*"))
        with _in(copy):
            home = Home(copy)
            _begin(home)
            for moment, says, command in chain(_road(home), _NIGHT):  # each is looked up when its turn has come
                _play(moment, says, command)


def _begin(home: Home) -> None:
    """File what `cicp new` files first: the copy has a record of its own, and nothing of the plan's."""
    at = datetime.fromisoformat("2026-01-05T10:00:00-06:00")
    table = {"kind": "plan-created", "at": at, "filed_at": at, "filed_by": "city-clerk", "clock": "set"}
    journal.file(home.docket, reading.read_docket(home), table, lock=home.root)


def _road(home: Home) -> Iterator[Scene]:
    """Yield the road to the signature. What a command needs to name is looked up when its turn has come."""
    plan = reading.read_plan(home)
    yield "2026-01-06T10:00:00-06:00", "January. The plan's files are there; do they fit together?", ("check",)
    if any(finding.level == "error" for finding in inspection.inspect(home, [], date(2026, 1, 6)).findings):
        say("\n# They do not, so nobody opens public comment on them. The night does not wait for that.\n")
        return
    clerk = ("--as", "city-clerk" if plan.holder("city-clerk") else plan.office[0].id)
    yield "2026-01-06T10:00:00-06:00", "A working group is formed.", ("group", "convene", *clerk)
    for place, seat in enumerate(plan.signing.signatories):
        yield "2026-01-06T10:05:00-06:00", "", ("group", "add", seat, *(() if place else ("--chair",)), *clerk)
    yield "2026-01-06T10:10:00-06:00", "", ("draft", "begin", *clerk)
    yield "2026-02-02T10:00:00-06:00", "February. The draft goes to the public.", ("comment", "open", *clerk)
    (home.root / "letter.txt").write_text(_LETTER, encoding="utf-8")
    yield "2026-02-10T11:00:00-06:00", f"A letter comes: {_LETTER.strip()}", ("comment", "add", "letter.txt", "--channel", "letter", *clerk)
    closes = comments.windows(fold(reading.read_docket(home)))[-1].closes
    after = (closes + timedelta(hours=12)).isoformat()
    yield after, "The window is over. Every comment gets an answer with its reason.", ("comment", "close", *clerk)
    letter = reading.read_docket(home).holding_of("comment")[0].id
    yield after, "", ("comment", "respond", letter, "--disposition", "accepted", "--text", "The plan names who is awake at every hour.", *clerk)
    yield after, "The final text goes to those who sign it.", ("sign", "circulate", *clerk)
    for office in plan.signing.signatories:
        yield after, "", ("sign", "record", office, "--instrument", "Resolution 2026-14", *clerk)
    yield after, "", ("plan", "adopt", "--resolution", "2026-14", "--resolved", f"{closes.date()}", *clerk)
    yield after, "In force.", ("status",)
    if (home.root / "recommendations.toml").exists():
        yield after, "", ("status", "--recommendations")


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
