"""Names, contacts and letters: read from a prompt, a file or standard input, never from an option, which others see in `ps` and the shell keeps."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from cicp.errors import WrongWords
from cicp.files import disk
from cicp.files.journal import Enclosure

_MOST_TEXT: Final = 1024 * 1024
_MOST_FILE: Final = 25 * 1024 * 1024
_LINE: Final = 1000

NameFrom = Annotated[str, typer.Option("--name", metavar="FILE|-", help="Where the name is read from; - is a line of standard input.", show_default=False)]
ContactFrom = Annotated[str, typer.Option("--contact", metavar="FILE|-", help="Where the address is read from; it is never published.", show_default=False)]


def at_a_terminal() -> bool:
    """Say whether a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def line(source: str, what: str, ask: str = "") -> str:
    """Return one line: from a file, from standard input (`-`), or asked for at a terminal where nothing was said and `ask` is a question."""
    if not source:
        return typer.prompt(ask, default="", show_default=False, err=True).strip() if ask and at_a_terminal() else ""
    if source == "-":
        data = sys.stdin.buffer.readline(_LINE + 1) if sys.stdin is not None else b""
    else:
        data = _bytes_of(source, what, _LINE, "names come from a file, or from - for a line of input; never from the command line, where others see them")
    if len(data) > _LINE or len(data.strip().splitlines()) > 1:
        raise WrongWords(f"{what} is more than a line.", hint=f"put only {what} there; the letter itself is the comment's text")
    return _text(data, what).strip()


def body(source: str, what: str, otherwise: str = "") -> str:
    """Return a text as it came: from a file, from standard input (`-`), or typed at a terminal until the end of input.

    Raises WrongWords where it is empty, too long, or no text; `otherwise` is what can be done with what is none.
    """
    if not source and not at_a_terminal():
        raise WrongWords(f"{what} is missing.", hint="name a file, or - to read standard input")
    if source in ("", "-"):
        if not source:
            typer.echo(f"{what[0].upper()}{what[1:]}, ended with Ctrl-D on a line of its own:", err=True)
        data = sys.stdin.buffer.read(_MOST_TEXT + 1) if sys.stdin is not None else b""
    else:
        data = _bytes_of(source, what, _MOST_TEXT, "name a file that is there, or - to read standard input")
    if len(data) > _MOST_TEXT:
        hint = f"say in a few lines what it is{otherwise}"
        raise WrongWords(f"{what} is longer than {_MOST_TEXT // 1024} KiB.", hint=hint)
    text = _text(data, what, otherwise)
    if not text.strip():
        raise WrongWords(f"{what} is empty.", hint="name the file that holds it, or - to read standard input")
    return text


def _text(data: bytes, what: str, otherwise: str = "") -> str:
    hint = f"save it as UTF-8 text{otherwise}"
    if b"\0" in data:
        raise WrongWords(f"{what} holds NUL bytes: it is no text.", hint=hint)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongWords(f"{what} is not UTF-8 text.", hint=hint) from None


def _bytes_of(source: str, what: str, limit: int, hint: str) -> bytes:
    try:
        return disk.read(Path(source), limit)
    except (OSError, ValueError):
        raise WrongWords(f"{what}: the file that was named cannot be read.", hint=hint) from None


def came_as(path: str) -> str:
    """Return the name a file came under, as text: what is no UTF-8 in it is written out."""
    return path.replace("\\", "/").rpartition("/")[2].encode(errors="backslashreplace").decode()


def enclosure(path: str, stored: str) -> Enclosure:
    """Return a file that comes with a filing, under a name of ours: `stored` and the ending, where that is a plain one."""
    ending = Path(path).suffix.lower().removeprefix(".")
    data = _bytes_of(path, stored, _MOST_FILE, "name a file that is there and that you may read")
    if len(data) > _MOST_FILE:
        raise WrongWords(f"{stored}: the file is larger than {_MOST_FILE // 1024 // 1024} MiB.", hint="send it in parts, each a file of its own")
    plain = ending.isascii() and ending.isalnum() and len(ending) <= len("jpeg2000")
    return Enclosure(f"{stored}.{ending}" if plain else stored, data)
