"""The desk every command works at: which plan, who acts, what time it is, and the one door through which anything is said."""

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from typing import NamedTuple

import typer

from cicp import clock
from cicp.cli.options import Format, Medium
from cicp.errors import AlteredRecord, CannotWrite, CicpError, MayBeWritten, NotFound, WrongWords
from cicp.files import reading
from cicp.files.layout import Home, find_home
from cicp.model import moments
from cicp.model.calendar import CityCalendar
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.plan import Plan
from cicp.render.safe import safe
from cicp.views.document import Document
from cicp.views.zone import Local

NOT_STATED = "not-stated"
_MOST_TEXT = 256 * 1024


_RENDERERS = {
    Format.RICH: "terminal",
    Format.PLAIN: "plain",
    Format.JSON: "jsontext",
    Format.MARKDOWN: "markdown",
    Format.CSV: "csvtext",
    Medium.CALENDAR: "calendar",
}


class Root(NamedTuple):
    """What was said before the noun, and the words of the whole command."""

    plan: str
    office: str
    argv: tuple[str, ...]


class Desk(NamedTuple):
    """One command's place of work."""

    home: Home
    office: str
    format: Format | Medium
    argv: tuple[str, ...]

    @staticmethod
    def at(context: typer.Context, plan: str, office: str, shape: Format | Medium | None) -> "Desk":
        """Sit down: what stands after the verb wins over what stands before the noun."""
        root: Root = context.obj
        return Desk(find_home(plan or root.plan), office or root.office, shape or usual_format(), root.argv)

    def read_plan(self) -> Plan:
        """Read plan.toml strictly."""
        return reading.read_plan(self.home)

    def local(self, plan: Plan | None) -> Local:
        """Return the city's clock; where the plan does not say the zone, the machine's own."""
        zone = reading.zone_of(plan) or clock.machine_zone()
        return Local(zone, clock.now(zone))

    def local_or_machine(self) -> Local:
        """Return the city's clock for a command that must not fail over plan.toml; the machine's own only where no copy of the plan names a zone."""
        zone = reading.zone_for_reading(self.home) or clock.machine_zone()
        return Local(zone, clock.now(zone))

    def moment(self, text: str | None, local: Local) -> datetime:
        """Read when something happened; now where nothing was said. An empty time is no time: somebody's variable was not set."""
        return local.now if text is None else moments.happened(text, local.now, local.zone, self.retype(text))

    def retype(self, text: str) -> Callable[[str], str]:
        """Return how to write this command with another time: only where the time stands as the value of an option, never in what was said."""

        def typed(better: str) -> str:
            pairs = zip(("", *self.argv), self.argv, strict=False)
            return "cicp " + shlex.join(better if option.startswith("--") and word == text else _with_value(word, text, better) for option, word in pairs)

        return typed

    def docket(self) -> Log:
        """Read the docket for showing it; what is set aside or missing is a warning."""
        docket = reading.read_docket(self.home)
        for fault in reading.record_faults(docket):
            warn(fault)
        return docket

    def calendar(self) -> CityCalendar:
        """Return the closure days as they are today; what is wrong with them is a warning."""
        found, faults = reading.read_calendar(self.home)
        for fault in faults:
            warn(fault)
        return found

    def filing(self, kind_table: dict[str, object], office: str, now: datetime) -> dict[str, object]:
        """Add who filed and when; a clock that was set says so."""
        return {**kind_table, "filed_at": now, "filed_by": office} | ({"clock": "set"} if clock.is_set() else {})

    def show(self, document: Document, *, filed: str = "") -> None:
        """Say the answer on standard output, in the chosen format. `filed` is the id of what is on disk already, should the answer be lost."""
        shown = import_module(f"cicp.render.{_RENDERERS[self.format]}").render(document)
        try:
            say(shown)
        except CannotWrite as error:
            if not filed:
                raise
            raise MayBeWritten(f"{error.message[:-1]}; but {filed} is filed.", hint=f"do not repeat it: cicp docket show {filed}") from error


def usual_format() -> Format:
    """Return how an answer looks where nobody said: rich in a terminal, plain in a pipe."""
    return Format.RICH if sys.stdout is not None and sys.stdout.isatty() else Format.PLAIN


def _with_value(word: str, text: str, better: str) -> str:
    """Replace the value of an option written with an equals sign: `--occurred=02:30`."""
    option, sign, value = word.partition("=")
    return f"{option}={better}" if sign and option.startswith("--") and value == text else word


def find_filing(wanted: str, logs: Sequence[Log]) -> tuple[Log, Filing]:
    """Return the filing that is meant and its log: an id, its number alone, or a unique prefix, in the first log that has one.

    `logs` are in the order to look in. Found in two of them by the same words: WrongWords, listing both. In none: NotFound.
    """
    hits = [(log, filing) for log in logs for filing in _filings_like(wanted, log)]
    exact = [(log, filing) for log, filing in hits if filing.id == wanted]
    hits = exact or hits
    if len(hits) > 1:
        raise WrongWords(f'"{wanted}" could be {", ".join(f"{filing.id} ({log.name})" for log, filing in hits)}.', hint="type the whole id")
    if not hits:
        raise _no_such_filing(wanted, logs)
    return hits[0]


def _no_such_filing(wanted: str, logs: Sequence[Log]) -> CicpError:
    found = ((log, entry) for log in logs for entry in log.set_aside if entry.id == wanted)
    aside = (AlteredRecord(f"{entry.id} is set aside: {entry.why}.", where=log.name, hint="look with: cicp verify") for log, entry in found)
    return next(aside, NotFound(f'there is no filing "{wanted}".', hint="see them: cicp docket, or cicp incident show"))


def _filings_like(wanted: str, log: Log) -> list[Filing]:
    if wanted.isdigit():
        return [filing for filing in log.filings if str(filing.body.number) == wanted.lstrip("0")]
    return [filing for filing in log.filings if wanted and filing.id.startswith(wanted)]


def spoken(text: str, what: str) -> str:
    """Return words typed by a person, or read from standard input where `text` is `-`. Empty, endless or undecodable words are refused."""
    if text == "-":
        data = sys.stdin.buffer.read(_MOST_TEXT + 1) if sys.stdin is not None else b""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise WrongWords(f"{what}: standard input is not UTF-8 text.", hint="save it as UTF-8 and send it again") from None
    text = text.strip()
    if not text:
        raise WrongWords(f"{what} is empty.", hint="write it in quotation marks, or - to read standard input")
    if len(text) > _MOST_TEXT:
        raise WrongWords(f"{what} is longer than {_MOST_TEXT // 1024} KiB.", hint="file the substance, and keep the rest as a file of its own")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise WrongWords(f"{what} holds bytes that are not UTF-8 text.", hint="type it again, or read it from a file: -  < FILE") from None
    return text


def complain(error: CicpError, word: str = "error") -> None:
    """Say on standard error what is wrong, where, and what mends it."""
    where = f"{error.where}: " if error.where else ""
    lines = [f"{word}: {where}{error.message}", *([error.excerpt] if error.excerpt else []), *([f"hint: {error.hint}"] if error.hint else [])]
    say_aside("\n".join(lines))


def warn(error: CicpError) -> None:
    """Name a fault that stops nothing."""
    complain(error, "warning")


def say_aside(text: str) -> None:
    """Say something on standard error; where even that is gone there is nobody to tell."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(safe(text) + "\n")


def say(answer: str | bytes) -> None:
    """Write the answer on standard output and push it out. A reader who left early is no error; a full disk is (CannotWrite)."""
    if sys.stdout is None:  # closed before we began: nobody asked for an answer
        return
    try:
        _put(answer)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_output()
    except OSError as error:
        _let_go_of_output()
        raise CannotWrite(f"the answer could not be written: {error.strerror}.", hint="send it somewhere else") from error


def _put(answer: str | bytes) -> None:
    """Write text in the reader's encoding; bytes as they are, for a format that says itself how it is encoded and how its lines end."""
    stream = getattr(sys.stdout, "buffer", None)
    if isinstance(answer, str) or stream is None:  # a stream of text alone has no encoding to be wrong about
        sys.stdout.write(answer if isinstance(answer, str) else answer.decode())
        return
    left = memoryview(answer)
    while left:  # one without a buffer (python -u) may take only a part at a time
        left = left[stream.write(left) :]


def _let_go_of_output() -> None:
    """Point standard output at nothing, so that the interpreter does not stumble over the rest on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
