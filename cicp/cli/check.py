"""check: what is wrong with the plan's files and its record."""

import os
import sys
from typing import Annotated, Final

import typer

from cicp.cli.desk import Desk, complain
from cicp.cli.options import Format, Office, Plan, Shape
from cicp.errors import InvalidFile, NotFound
from cicp.files import inspection
from cicp.model.names import nearest
from cicp.views import check as views

_FOUND: Final = 1
_FOR_PROGRAMS: Final = (Format.JSON, Format.CSV)
_HELP: Final = "\n\n".join(
    (
        "Look for what is wrong with the plan's files and its record. Silent when all is well.",
        "It ends with 1 when it finds an error, with 5 when a file does not say what it should, with 0 when it finds notes alone.",
        "\b\nThe checks:\n" + "\n".join(f"  {name:<13} {looks_for}" for name, looks_for in inspection.CHECKS.items()),
    )
)


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(help=_HELP)(check)


def check(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Which checks, by name; left out, all.", show_default=False)] = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Look for what is wrong, say it, and end as it deserves."""
    desk = Desk.at(context, plan, office, shape)
    for name in names or []:
        if name not in inspection.NAMES:
            guess = nearest(name, inspection.NAMES)
            raise NotFound(f'there is no check "{name}".', hint=f'did you mean "{guess}"?' if guess else f"the checks are: {', '.join(inspection.NAMES)}")
    local = desk.local_or_machine()
    found = inspection.inspect(desk.home, names or [], local.now.date())
    together = _in_one_place()
    aside = {} if together and desk.format in _FOR_PROGRAMS else found.invalid
    for error in aside.values():
        complain(error)
    desk.show(views.page(found.findings, aside if together else {}, local))
    if found.invalid:
        raise typer.Exit(InvalidFile.exit_code)
    if any(finding.level == "error" for finding in found.findings):
        raise typer.Exit(_FOUND)


def _in_one_place() -> bool:
    """Say whether the answer and what is said aside come to the same reader: one terminal, one log. Then each thing is said once."""
    if sys.stdout is sys.stderr:
        return True
    try:
        return os.path.sameopenfile(sys.stdout.fileno(), sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):  # one of them is closed, or no file
        return False
