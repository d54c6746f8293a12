"""The command line: loads only the nouns that are named, and turns errors into exit codes in this one place."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

from cicp.cli import desk
from cicp.cli.desk import Root
from cicp.errors import CicpError, WrongWords

NOUNS: Final = {
    "new": "new",
    "status": "status",
    "check": "check",
    "calendar": "calendar",
    "group": "group",
    "draft": "draft",
    "section": "section",
    "comment": "comment",
    "sign": "sign",
    "plan": "plan",
    "schema": "schema",
    "docket": "record",
    "verify": "record",
    "strike": "strike",
    "declare": "declare",
    "next": "night",
    "done": "night",
    "skip": "night",
    "log": "night",
    "fact": "night",
    "incident": "incident",
    "due": "due",
    "kind": "kind",
    "law": "law",
    "demo": "demo",
}
"""Each first word to the module of `cicp.cli` that knows it."""

_WITH_A_VALUE: Final = {"-p", "--plan", "--as"}
INTERRUPTED: Final = 130
_BUG: Final = 70


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run([os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]))


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code. Nothing escapes but an answer, or one error in the house's shape."""
    try:
        code = _app(argv)(args=list(argv), prog_name="cicp", standalone_mode=False)
    except CicpError as error:
        desk.complain(error)
        return error.exit_code
    except typer.TyperException as error:
        return _wrong_words(error)
    except (KeyboardInterrupt, typer.Abort):
        desk.say_aside("interrupted; what was acknowledged is on disk.")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last door: whatever comes is our bug
        return _our_bug(error)
    return code if isinstance(code, int) else 0


def _app(argv: Sequence[str]) -> typer.Typer:
    """Build the grammar of the noun that `argv` names; of all, where it names none, for the help and for the nearest name."""
    app = typer.Typer(name="cicp", rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
    app.callback()(_root_of(tuple(argv)))
    noun = NOUNS.get(_first_word(argv))
    named = {noun} if noun else set(NOUNS.values())
    for module in dict.fromkeys(module for module in NOUNS.values() if module in named):
        import_module(f"cicp.cli.{module}").register(app)
    return app


def _first_word(argv: Sequence[str]) -> str:
    """Return the first word that is no option and no value of one: the noun, or what was taken for one."""
    words = iter(argv)
    for word in words:
        if word in _WITH_A_VALUE:
            next(words, "")
        elif not word.startswith("-"):
            return word
    return ""


def _root_of(argv: tuple[str, ...]):  # type: ignore[no-untyped-def]  # noqa: ANN202  # typer reads the signature
    def root(
        context: typer.Context,
        plan: Annotated[str, typer.Option("--plan", "-p", metavar="DIR", envvar="CICP_PLAN", help="The plan's folder.", show_default=False)] = "",
        office: Annotated[str, typer.Option("--as", metavar="OFFICE", envvar="CICP_AS", help="The office you act for.", show_default=False)] = "",
        show_version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say which version this is.")] = False,  # noqa: ARG001, FBT002
    ) -> None:  # show_version is answered before this runs
        """A city's Critical Incident Communications Plan, from its first draft to the statement read out at night."""
        context.obj = Root(plan, office, argv)

    return root


def _say_version(value: bool) -> None:  # noqa: FBT001  # typer calls it so
    if value:
        from importlib.metadata import version  # noqa: PLC0415  # 20 ms that no other command need pay

        desk.say(f"cicp {version('cicp')}\n")
        raise typer.Exit


def _wrong_words(error: typer.TyperException) -> int:
    words = error.format_message() if hasattr(error, "format_message") else str(error)
    if words.startswith("Usage:"):  # a noun alone: its help is the answer
        desk.say_aside(words)
        return WrongWords.exit_code
    words = words.replace(": Value error, ", ": ", 1)  # pydantic's word for who refused it, which nobody who typed it needs
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help" if context is not None else "cicp --help"
    desk.complain(WrongWords(words or "the command needs more words.", hint=f"see {hint}"))
    return WrongWords.exit_code


def _our_bug(error: Exception) -> int:
    """Save where it happened, without a word of what was typed or read: those may be somebody's name."""
    import tempfile  # noqa: PLC0415  # for the one day it is needed
    import traceback  # noqa: PLC0415

    frames = traceback.extract_tb(error.__traceback__)
    text = "".join(f"{frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames) + f"{type(error).__name__}\n"
    try:
        handle, path = tempfile.mkstemp(prefix="cicp-traceback-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        path = "nowhere: the disk would not"
    desk.say_aside(f"error: this is a fault in cicp ({type(error).__name__}); where it happened is saved, without names or texts: {path}")
    return _BUG
