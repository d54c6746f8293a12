"""Plays a transcript: commands as a person types them, with what they say and how they end.

    # a remark
    @ 2026-11-20T21:50:00-06:00      the clock from here on
    ~ plan.toml: threshold => limit  a person edits a file of the plan
    + letter.txt: I ask for more     a person writes a file of their own
    ! rm docket/0002-*.toml          something happens to the files
    ! aside docket/0005-*            the files go out of the plan, as if they had been filed in another copy of it; `last` takes the last of them alone
    ! back                           and come back with their names: the two copies are one again
    % cicp declare "T" --kind ois     a command that must succeed and whose answer is not the point
    $ CICP_AS=chief cicp next        a command, run in the plan's folder
    < text                           what it reads on standard input
    output                           both streams, in the order they were written
    [exit 3]                         left out for 0

Filing ids and digests depend on every word of the plan; they are compared by shape, so that a better clause does not break a transcript.
`python tests/player.py FILE…` writes the output of this moment into the files: read the difference before you keep it.
"""

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from cicp.cli.main import run

EXAMPLE = Path(__file__).resolve().parent.parent / "plans" / "clayton"
_SHAPES = (
    (re.compile(r"sha256:[0-9a-f]{64}"), "sha256:…"),
    (re.compile(r"\bsha256:[0-9a-f]{12}…"), "sha256:…"),
    (re.compile(r"\b(\d{4}-\d\d-\d\d-[a-z]+(?:-[a-z]+)*)-[0-9a-hjkmnp-tv-z]{5}\b"), r"\1-·····"),
    (re.compile(r"\b(\d{4}|[a-z]+)-(?=[0-9a-z]*\d|[a-z]{5}\b)[0-9a-hjkmnp-tv-z]{5}\b"), r"\1-·····"),
    (re.compile(r"([Ee]dition )[0-9a-f]{12}\b"), r"\1…"),
    (re.compile(r"(editions/)[0-9a-f]{12}\b"), r"\1…"),
    (re.compile(r"ending in -[0-9a-z]{5}"), "ending in -·····"),
)
_HAPPENINGS = ("! rm ", "! mv ", "! cp ", "! aside ", "! back")
"""What a line begins with where something happens to the files: the legend of a chart begins with "! " too."""


@dataclass
class Beat:
    """One line that does something, and what was said after it."""

    line: str
    stdin: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    code: int = 0

    @property
    def is_command(self) -> bool:
        return self.line.startswith("$ ")


def read(text: str) -> list[Beat]:
    """Split a transcript into beats; remarks and blank lines before a command belong to the beat before."""
    beats: list[Beat] = []
    for line in text.splitlines():
        if line[:2] in ("$ ", "% ", "@ ", "~ ", "+ ", "# ") or line.startswith(_HAPPENINGS):
            beats.append(Beat(line))
        elif line.startswith("< ") and beats and beats[-1].is_command and not beats[-1].said:
            beats[-1].stdin.append(line[2:])
        elif (ended := re.fullmatch(r"\[exit (\d+)\]", line)) and beats:
            beats[-1].code = int(ended[1])
        elif beats:
            beats[-1].said.append(line)
    return beats


def play(text: str) -> list[Beat]:
    """Play a transcript on a fresh copy of the example plan and return what really happened."""
    with _plan() as plan:
        return [_play(beat, plan) for beat in read(text)]


@contextmanager
def _plan() -> Iterator[Path]:
    here, before = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as name:
        plan = Path(name) / "clayton"
        shutil.copytree(EXAMPLE, plan, ignore=shutil.ignore_patterns(".cicp", "incidents", "editions"))
        os.chdir(plan)
        for variable in ("CICP_PLAN", "CICP_AS"):
            os.environ.pop(variable, None)
        try:
            yield plan
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)


def _play(beat: Beat, plan: Path) -> Beat:
    kind, words = beat.line[:1], beat.line[2:]
    if kind == "@":
        os.environ["CICP_NOW"] = words.split()[0]
    elif kind == "~":
        path, _, change = words.partition(": ")
        old, new = change.replace("\\n", "\n").split(" => ")
        target = next(plan.glob(path))
        text = target.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{path} does not say {old!r}")
        target.write_text(text.replace(old, new, 1), encoding="utf-8")
    elif kind == "+":
        path, _, text = words.partition(": ")
        (plan / path).write_text(text.replace("\\n", "\n") + "\n", encoding="utf-8")
    elif kind == "!":
        _happen(shlex.split(words), plan)
    elif kind == "$":
        return _run(beat)
    elif kind == "%" and (quiet := _run(beat)).code:
        raise ValueError(f"{beat.line} ended with {quiet.code}: {quiet.said}")
    return Beat(beat.line, said=_rest(beat))


def _rest(beat: Beat) -> list[str]:
    """A blank line before the next beat is layout, kept as it is."""
    return beat.said


def _happen(words: list[str], plan: Path) -> None:
    verb, *paths = words
    if verb == "rm":
        for path in plan.glob(paths[0]):
            path.unlink()
    elif verb == "mv":
        next(plan.glob(paths[0])).rename(plan / paths[1])
    elif verb == "cp":
        shutil.copyfile(next(plan.glob(paths[0])), plan / paths[1])
    elif verb == "aside":
        found = sorted(path.relative_to(plan) for path in plan.glob(paths[0]))
        _move(found[-1:] if paths[1:] == ["last"] else found, plan, plan.parent / "aside")
    elif verb == "back":
        aside = plan.parent / "aside"
        _move([path.relative_to(aside) for path in aside.rglob("*") if path.is_file()], aside, plan)
    else:
        raise ValueError(f"nothing happens by {verb}")


def _move(names: list[Path], here: Path, there: Path) -> None:
    for name in names:
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).rename(there / name)


def _run(beat: Beat) -> Beat:
    words = shlex.split(beat.line[2:])
    settings = dict(word.split("=", 1) for word in words[: words.index("cicp")])
    stream = io.StringIO()
    kept = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO("\n".join(beat.stdin).encode()))
    try:
        with redirect_stdout(stream), redirect_stderr(stream):
            code = run(words[words.index("cicp") + 1 :])
    finally:
        sys.stdin = stdin
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    blank = [""] if beat.said and not beat.said[-1] else []
    return Beat(beat.line, beat.stdin, [*stream.getvalue().splitlines(), *blank], code)


def masked(beats: list[Beat]) -> list[str]:
    """Return a transcript's lines with ids and digests by shape, for comparing."""
    return [_mask(line) for line in written(beats)]


def _mask(line: str) -> str:
    for shape, instead in _SHAPES:
        line = shape.sub(instead, line)
    return line.rstrip()


def written(beats: list[Beat]) -> list[str]:
    """Return the lines of a transcript as a file holds them."""
    lines: list[str] = []
    for beat in beats:
        said = list(beat.said)
        blank = [said.pop()] if beat.is_command and beat.code and said and not said[-1] else []
        lines += [beat.line, *(f"< {line}" for line in beat.stdin), *said, *([f"[exit {beat.code}]"] if beat.code else []), *blank]
    return lines


FENCE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def _rewrite(file: Path) -> None:
    """Write what is said at this moment into a transcript, or into the console block of a page."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        fresh = FENCE.sub(lambda fence: "\n".join(written(play(fence[0]))).rstrip() + "\n", text)
    else:
        fresh = "\n".join(written(play(text))).rstrip() + "\n"
    file.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        _rewrite(Path(name))
