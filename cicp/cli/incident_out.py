"""incident calendar, incident paper: an incident carried out of the program, into a calendar or onto paper.

Each verb loads its own views: the other verbs of the noun do without them.
"""

from typing import Annotated

import typer

from cicp.cli import watch
from cicp.cli.desk import Desk, warn
from cicp.cli.options import Format, IncidentId, Medium, Office, OfIncident, Plan
from cicp.errors import WrongWords
from cicp.files import reading, scene
from cicp.model import declaration
from cicp.model.filing import edition_name
from cicp.model.plan import Directory
from cicp.model.rules import rules_for
from cicp.views.document import Document

_CalendarShape = Annotated[Format | None, typer.Option("--format", help="How the answer looks; left out, an iCalendar file.", show_default=False)]
_PaperShape = Annotated[Format | None, typer.Option("--format", help="How the answer looks; left out, Markdown.", show_default=False)]


def register(noun: typer.Typer) -> None:
    """Add these verbs to the noun `incident`."""
    noun.command()(calendar)
    noun.command()(paper)


def calendar(
    context: typer.Context, incident: IncidentId = "", named: OfIncident = "", plan: Plan = "", office: Office = "", shape: _CalendarShape = None
) -> None:
    """Write every due as an iCalendar file."""
    from cicp.views import calendar as views  # noqa: PLC0415

    desk = Desk.at(context, plan, office, shape or Medium.CALENDAR)
    night = watch.night(desk, incident or named)
    desk.show(views.calendar(night.incident, night.items, night.rules, night.local))


def paper(
    context: typer.Context,
    incident: IncidentId = "",
    named: OfIncident = "",
    blank: Annotated[bool, typer.Option("--blank", help="Without an incident, for the shelf: spans in place of times.")] = False,  # noqa: FBT002
    kind: Annotated[str, typer.Option("--kind", metavar="K[,K]", help="With --blank: the kinds it is for; left out, the base playbook alone.")] = "",
    plan: Plan = "",
    office: Office = "",
    shape: _PaperShape = None,
) -> None:
    """Write the pack to print for a night without power."""
    desk = Desk.at(context, plan, office, shape or Format.MARKDOWN)
    if blank and (incident or named):
        raise WrongWords("--blank is the pack of no incident.", hint="leave out the incident, or --blank")
    if kind and not blank:
        raise WrongWords("an incident has its kinds already; --kind goes with --blank.", hint="leave out --kind, or add --blank")
    desk.show(_shelf_pack(desk, kind) if blank else _night_pack(desk, incident or named))


def _night_pack(desk: Desk, wanted: str) -> Document:
    from cicp.views.paper import Printed, pack  # noqa: PLC0415

    night = watch.night(desk, wanted)
    printed = Printed(
        _program(),
        _edition(night.incident.edition) or "not known: the declaration names no edition",
        tuple(desk.docket().heads),
        tuple(night.incident.log.heads),
    )
    return pack(night.incident, night.items, night.rules, _directory(desk), printed, night.local)


def _shelf_pack(desk: Desk, kind: str) -> Document:
    """Print from the edition in force; where none is, from the working plan."""
    from cicp.views import shelf  # noqa: PLC0415
    from cicp.views.paper import Printed  # noqa: PLC0415

    docket = desk.docket()
    basis = scene.basis(desk.home, docket, [each.strip() for each in kind.split(",") if each.strip()])
    for fault in basis.faults:
        warn(fault)
    local, kinds = desk.local(basis.words.plan), declaration.kinds(kind, basis.words)
    calendar, faults = reading.read_calendar(desk.home)
    for fault in faults:
        warn(fault)
    words = f"in force: {_edition(basis.digest)}" if basis.digest else "the working plan: no plan is in force"
    printed = Printed(_program(), words, tuple(docket.heads))
    return shelf.pack(kinds, rules_for(kinds, basis.words, calendar, local.zone), _directory(desk), printed, local)


def _edition(digest: str) -> str:
    """Name an edition by its folder and by its whole digest."""
    return f"edition {edition_name(digest)}, {digest}" if digest else ""


def _directory(desk: Desk) -> Directory | None:
    directory, faults = reading.read_directory(desk.home)
    for fault in faults:
        warn(fault)
    return directory


def _program() -> str:
    """Name the program; a copy of its source that was never installed has no version."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # 20 ms that the calendar need not pay

    try:
        return f"cicp {version('cicp')}"
    except PackageNotFoundError:
        return "cicp"
