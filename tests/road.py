"""A plan of a few lines on disk, brought to every place of its road by commands, and a clerk who does what a refusal proposes.

Few words make every command quick: the whole road is walked once, and each place of it is kept as a folder to copy from.
"""

import io
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from cicp.cli.main import run
from cicp.files import journal, library, reading
from cicp.files.layout import Home

ZONE: Final = ZoneInfo("America/Chicago")
BEGUN: Final = datetime(2026, 2, 2, 10, 0, tzinfo=ZONE)
SIGNATORIES: Final = ("mayor", "city-manager", "chief")
_LAW_OF_OTHERS: Final = "".join(
    f'[[not-ours]]\nduty = "{name}.{duty.id}"\nwhy = "these few words are about calls"\n'
    for name, file in library.law_files().items()
    for duty in file.duty
    if duty.ours and duty.in_force
)
FILES: Final = {
    "plan.toml": """
format = 1
[city]
name = "City of Example"
state = "MO"
timezone = "America/Chicago"
[signing]
signatories = ["mayor", "city-manager", "chief"]
threshold = 3
[text]
required = ["calls"]
[[office]]
id = "city-clerk"
title = "City Clerk"
[[office]]
id = "mayor"
title = "Mayor"
[[office]]
id = "city-manager"
title = "City Manager"
[[office]]
id = "chief"
title = "Chief of Police"
[[office]]
id = "pio"
title = "Public Information Officer"
also = ["monitor"]
[[seat]]
id = "resident"
title = "Resident"
[[seat]]
id = "reporter"
title = "Reporter"
observer = true
""",
    "text/01-calls.toml": """
title = "Calls"
owner = "chief"

# The one duty of this plan.
[[clause]]
id = "log"
text = "The PIO opens a log within 5 minutes."

[[clause]]
id = "care"
duty = false
text = "People come first."
""",
    "text/02-words.toml": """
title = "Words"
owner = "pio"

[[clause]]
id = "plain"
duty = false
text = "We write so that people can act on it."
""",
    "playbooks/base.toml": """
kind = "other"
title = "Any critical incident"
clause = "calls.log"
[[step]]
id = "open-log"
title = "Open the log"
role = "pio"
clause = "calls.log"
anchor = "known"
within = "5 minutes"
""",
    "statements/holding.toml": """
title = "Holding statement"
clause = "words.plain"
approve = [["chief"]]
text = "Something happened; we speak again soon."
""",
    "facts.toml": 'format = 1\n[[fact]]\nname = "known"\nasks = "When did anyone in the city first know?"\n',
    "gates.toml": "format = 1\ngate = []\n",
    "law.toml": "format = 1\nduty = []\n" + _LAW_OF_OTHERS,
    "calendar.toml": "format = 1\n[[year]]\nyear = 2026\nclosed = []\n[[year]]\nyear = 2027\nclosed = []\n[[year]]\nyear = 2028\nclosed = []\n",
    "directory.toml": 'format = 1\n[[contact]]\noffice = "pio"\nphone = "314-555-0101"\n[[contact]]\noffice = "chief"\nphone = "314-555-0102"\n',
}
"""The files that people write, by path."""


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit code, the answer, and what was said aside."""

    code: int
    out: str
    err: str

    @property
    def hint(self) -> str:
        """What the refusal proposes."""
        return self.err.partition("hint: ")[2]


@dataclass
class Town:
    """A plan's folder, the clock on its wall, and the clerk who acts."""

    plan: Path
    now: datetime = BEGUN
    office: str = "city-clerk"

    def play(self, *words: str, stdin: str | bytes = b"") -> Said:
        """Give a command, and let a minute pass."""
        out, err = io.StringIO(), io.StringIO()
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        with pytest.MonkeyPatch.context() as setting, redirect_stdout(out), redirect_stderr(err):
            setting.setenv("CICP_NOW", self.now.isoformat())
            setting.setenv("CICP_AS", self.office)
            setting.delenv("CICP_PLAN", raising=False)
            setting.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
            code = run(["-p", str(self.plan), *words])
        self.now += timedelta(minutes=1)
        return Said(code, out.getvalue(), err.getvalue())

    def do(self, *words: str, stdin: str | bytes = b"") -> Said:
        """Give a command that must succeed."""
        said = self.play(*words, stdin=stdin)
        assert 0 == said.code, (words, said.err)
        return said

    def files(self) -> dict[str, bytes]:
        """Return every file of the plan by path, but the lock."""
        paths = (path for path in self.plan.rglob("*") if path.is_file() and ".cicp" not in path.parts)
        return {path.relative_to(self.plan).as_posix(): path.read_bytes() for path in paths}

    def docket(self) -> list[str]:
        """Return the ids of what was filed in the docket."""
        return sorted(path.stem for path in (self.plan / "docket").glob("*.toml"))

    def copied(self, folder: Path, *, linked: bool = False) -> "Town":
        """Return another folder that stands as this one does. One that only cicp works on can be linked: it writes no file in place."""
        shutil.copytree(self.plan, folder, ignore=shutil.ignore_patterns(".cicp"), copy_function=os.link if linked else shutil.copyfile)
        return Town(folder, self.now, self.office)


def found(folder: Path, files: Mapping[str, str] = FILES) -> Town:
    """Write the small plan and begin its record, as `cicp new` does."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.lstrip("\n"), encoding="utf-8")
    home = Home(folder)
    created = {"kind": "plan-created", "at": BEGUN, "filed_at": BEGUN, "filed_by": "city-clerk"}
    journal.file(home.docket, reading.read_docket(home), created, lock=home.root)
    return Town(folder)


def _do(*words: str) -> Callable[[Town], None]:
    def step(town: Town) -> None:
        town.do(*words)

    return step


def _comment(town: Town) -> None:
    town.do("comment", "add", "-", "--channel", "mail", stdin="The bell rang twice.\n")


def _end(town: Town) -> None:
    town.now += timedelta(days=60)


def _answer(town: Town) -> None:
    for each in json.loads(town.do("comment", "list", "--unanswered", "--format", "json").out)["comments"]:
        town.do("comment", "respond", each["id"], "--disposition", "noted", "--text", "Thank you.")


_OPEN, _CLOSE, _CIRCULATE = _do("comment", "open"), _do("comment", "close"), _do("sign", "circulate")
_SIGNED: Final = tuple(_do("sign", "record", office, "--instrument", "Resolution 2026-14") for office in SIGNATORIES)
_DECLINE: Final = _do("sign", "decline", "chief", "--why", "one word is wrong")
_ADOPT: Final = _do("plan", "adopt", "--resolution", "2026-14", "--resolved", "2026-02-01")


def _amend(town: Town) -> None:
    """Begin an amendment, and change a clause in it."""
    town.do("plan", "amend", "--why", "it is time")
    town.do("section", "edit", "calls.care", "--text", "-", stdin="People come first, and are told so.\n")


def _why(*words: str) -> Callable[[Town], None]:
    return _do(*words, "--why", "it is time")


ROADS: Final[Mapping[str, tuple[str, tuple[Callable[[Town], None], ...]]]] = {
    "begun": ("", ()),
    "convened": ("begun", (_do("group", "convene"), _do("group", "add", "chief", "--chair"))),
    "draft": ("convened", (_do("draft", "begin"),)),
    "window open": ("draft", (_OPEN, _comment)),
    "window ended": ("window open", (_end,)),
    "closed, unanswered": ("window ended", (_CLOSE,)),
    "closed, answered": ("closed, unanswered", (_answer,)),
    "circulated": ("closed, answered", (_CIRCULATE,)),
    "one signed": ("circulated", (_SIGNED[0],)),
    "one signed, one declined": ("one signed", (_DECLINE,)),
    "two signed, one declined": ("one signed, one declined", (_SIGNED[1],)),
    "all signed": ("one signed", _SIGNED[1:]),
    "recalled": ("one signed", (_why("sign", "recall"),)),
    "in force": ("all signed", (_ADOPT,)),
    "review": ("in force", (_why("plan", "review"),)),
    "reaffirmed": ("review", (_why("plan", "reaffirm"),)),
    "amendment, draft": ("review", (_amend,)),
    "amendment, window open": ("amendment, draft", (_OPEN, _comment)),
    "amendment, closed": ("amendment, window open", (_end, _CLOSE)),
    "amendment, circulated": ("amendment, closed", (_answer, _CIRCULATE)),
    "amendment, dropped": ("amendment, window open", (_why("plan", "drop-amendment"),)),
    "amended": ("amendment, circulated", (*_SIGNED, _ADOPT)),
    "retired": ("in force", (_why("plan", "retire"),)),
}
"""Each place of the road: the place before it, and what was done from there."""


@dataclass
class Map:
    """Every place of the road as a folder, walked once."""

    folder: Path
    towns: dict[str, Town] = field(default_factory=dict)

    def at(self, place: str) -> Town:
        """Return the plan at a place; to be copied, not to be worked on."""
        if place not in self.towns:
            before, steps = ROADS[place]
            folder = self.folder / f"place-{list(ROADS).index(place):02d}"
            town = self.at(before).copied(folder, linked=True) if before else found(folder)
            for step in steps:
                step(town)
            self.towns[place] = town
        return self.towns[place]


_UNTIL: Final = re.compile(r"wait until (\w{3} \d{1,2} \w{3} \d{4} \d{2}:\d{2}) has passed")
_COMMAND: Final = re.compile(r"cicp (?:draft|comment|sign|plan|group|section|strike) [^:;]*")
_SHOWS_ONLY: Final = ("cicp comment list", "cicp sign show", "cicp group list", "cicp section list")


def filled(command: str, town: Town) -> list[str]:
    """Return the words of a proposed command, those in capitals filled in as a person would."""
    far = f"{town.now + timedelta(days=400):%Y-%m-%d}"
    words = {
        "REASON": "it is time",
        "RESOLUTION": "Resolution 2026-14",
        "NUMBER": "2026-14",
        "DATE": far if "--until" in command else f"{town.now:%Y-%m-%d}",
        "SEAT": "resident",
    }
    return [words.get(word, word) for word in shlex.split(command)[1:]]


def remedies(said: Said) -> list[str]:
    """Return the commands that a refusal proposes, in order, but those that only show something."""
    commands = (match[0].strip().removesuffix(".") for line in said.hint.splitlines() for match in _COMMAND.finditer(line))
    return [each for each in commands if not each.startswith(_SHOWS_ONLY)]


def waits(said: Said) -> datetime | None:
    """Return the moment that a refusal says to wait for."""
    wait = _UNTIL.search(said.hint)
    return datetime.strptime(wait[1], "%a %d %b %Y %H:%M").replace(tzinfo=ZONE) if wait else None
