"""The ways in which cicp writes, each to be played on a plan whose disk fails, and what came of it."""

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cicp.cli.main import run
from cicp.errors import CicpError
from cicp.files import journal, reading
from cicp.files.journal import Enclosure
from cicp.files.layout import Home
from tests.fault.stand_in import Event, Killed, StandIn, Trouble, standing_in

NOW: Final = "2026-11-20T21:50:00-06:00"
DECLARE: Final = ("declare", "Shooting at Shaw Park", "--occurred", "21:40", "--known", "21:45")

Act = Callable[[Path], int]


@dataclass(frozen=True)
class Outcome:
    """How it ended: the exit code (None: the process was killed), what was answered and what was said aside."""

    code: int | None
    out: str
    err: str
    stand_in: StandIn


class _Mouth(io.StringIO):
    """Standard output that notes in the list of events when something was said: from then on it is a promise."""

    def __init__(self, events: list[Event]) -> None:
        super().__init__()
        self._events = events

    def write(self, text: str) -> int:
        if text.strip():
            self._events.append(Event("said", data=text.encode()))
        return super().write(text)


def play(act: Act, plan: Path, *troubles: Trouble, **how: Any) -> Outcome:
    """Play an act on a disk that has these troubles."""
    stand_in = StandIn(plan, *troubles, **how)
    stand_in.events.append(Event("begin"))
    out, err = _Mouth(stand_in.events), io.StringIO()
    with standing_in(stand_in), redirect_stdout(out), redirect_stderr(err):
        try:
            code = act(plan)
        except Killed:
            return Outcome(None, out.getvalue(), err.getvalue(), stand_in)
    return Outcome(code, out.getvalue(), err.getvalue(), stand_in)


def command(*words: str) -> Act:
    """Return the act of running one command."""
    return lambda plan: run(["-p", str(plan), *words])


def ask(plan: Path, *words: str) -> tuple[int, str]:
    """Run a command on a disk in good order; return its exit code and all it said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run(["-p", str(plan), *words])
    return code, said.getvalue()


def _file(plan: Path, enclosures: tuple[Enclosure, ...]) -> int:
    """File in the docket as a command does: receipt when it is on disk, exit code when it is not."""
    home = Home(plan)
    table = {"kind": "comment", "filed_at": datetime.fromisoformat(NOW), "filed_by": "city-clerk", "channel": "letter"}
    try:
        filing = journal.file(home.docket, reading.read_docket(home), table, enclosures, lock=home.root)
    except CicpError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return error.exit_code
    sys.stdout.write(f"{filing.id}: received\n")
    return 0


def filing(plan: Path) -> int:
    """File an entry without anything else."""
    return _file(plan, ())


def filing_with_enclosures(plan: Path) -> int:
    """File an entry that comes with a letter and a picture."""
    return _file(plan, (Enclosure("letter.toml", b'name = "Resident A"\ntext = "The bell rang twice."\n'), Enclosure("file-1.png", bytes(range(256)) * 40)))


def founding(plan: Path) -> int:
    """File the root of an incident's log, as `declare` does."""
    table = {"kind": "declared", "filed_at": datetime.fromisoformat(NOW), "filed_by": "pio", "title": "Shooting at Shaw Park", "kinds": ["base"]}
    home = Home(plan)
    try:
        incident, root = journal.found(home.incidents, "2026-11-20-base", table | {"docket_heads": reading.read_docket(home).heads}, quoted=home.docket)
    except CicpError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return error.exit_code
    sys.stdout.write(f"{incident}: {root.id}\n")
    return 0


def strike(plan: Path) -> int:
    """Take back the second entry of the incident's log."""
    entry = next(plan.glob("incidents/*/log/0002-*.toml"))
    return run(["-p", str(plan), "strike", entry.stem, "--why", "said by mistake"])


def join(plan: Path) -> int:
    """Join the two incidents of a plan: a filing in the log of each."""
    one, other = sorted(path.name for path in (plan / "incidents").iterdir())
    return run(["-p", str(plan), "incident", "join", one, other])


BY_DAY: Final[dict[str, Act]] = {
    "a filing": filing,
    "a filing with enclosures": filing_with_enclosures,
    "the root of a log": founding,
    "declare": command(*DECLARE),
}
"""Acts on a plan without an incident."""

PROPOSE: Final = command("calendar", "propose", "2028")
"""Write a year into the calendar: no filing, but a person's file that is replaced, or made."""

BY_NIGHT: Final[dict[str, Act]] = {
    "done": command("done", "notify-pio", "--at", "21:47"),
    "log": command("log", "Two reporters at the north gate", "--at", "21:48"),
    "fact": command("fact", "next-of-kin-notified", "--about", "deceased-1", "--as", "chief"),
    "close": command("incident", "close", "--why", "handed to the state"),
    "tier": command("incident", "tier", "1", "--why", "nobody was hurt"),
    "extend": command("incident", "extend", "administrative-review", "--why", "two interviews are left"),
    "defer": command("incident", "defer", "initial-facts", "--why", "two interviews are left", "--published", "clayton.example.org/news"),
    "refuse": command("incident", "refuse", "press-conference", "--why", "an order of court", "--published", "clayton.example.org/news"),
    "planned fact": command("fact", "event-start", "--at", "2026-11-28T18:00"),
    "strike": strike,
}
"""Acts on a plan with an incident whose log has a second entry."""


def _with_letter(*words: str) -> Act:
    """Return the act of running a command to which somebody's name, address and letter come in files beside the plan."""

    def act(plan: Path) -> int:
        desk = plan.parent / "desk"
        desk.mkdir(exist_ok=True)
        for name, text in (("name", "Resident A"), ("contact", "resident@example.org"), ("letter", "The bell rang twice."), ("map.pdf", "%PDF-1.7")):
            (desk / name).write_text(f"{text}\n", encoding="utf-8")
        return run(["-p", str(plan), *(word.format(desk=desk) for word in words)])

    return act


def respond(plan: Path) -> int:
    """Answer the comment that the plan has."""
    comment = next(path for path in sorted(plan.glob("docket/*.toml")) if 'kind = "comment"\n' in path.read_text(encoding="utf-8"))
    return run(["-p", str(plan), "comment", "respond", comment.stem, "--disposition", "noted", "--text", "Thank you."])


CHANGED: Final = "closed, answered, and the words changed for it"
ON_THE_ROAD: Final[dict[str, tuple[str, Act]]] = {
    "a member": ("draft", _with_letter("group", "add", "resident", "--name", "{desk}/name", "--contact", "{desk}/contact")),
    "a window": ("draft", command("comment", "open")),
    "a comment": (
        "window open",
        _with_letter(
            "comment", "add", "{desk}/letter", "--channel", "letter", "--name", "{desk}/name", "--contact", "{desk}/contact", "--file", "{desk}/map.pdf"
        ),
    ),
    "an answer": ("window open", respond),
    "a circulation": (CHANGED, command("sign", "circulate")),
    "a signature": ("circulated", command("sign", "record", "mayor", "--instrument", "Resolution 2026-14")),
    "an adoption": ("all signed", command("plan", "adopt", "--resolution", "2026-14", "--resolved", "2026-02-01")),
}
"""Acts of the slow half, each with the place of the road where it fits."""
