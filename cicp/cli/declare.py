"""declare: an incident begins. It files first; nothing that is broken stops it."""

from collections.abc import Iterable
from typing import Annotated

import typer

from cicp.cli import watch
from cicp.cli.desk import Desk, say_aside, spoken, warn
from cicp.cli.incident import tell_docket
from cicp.cli.options import Office, Plan, Shape
from cicp.cli.watch import Night
from cicp.errors import CannotWrite, CicpError
from cicp.files import drafts, journal, reading, scene
from cicp.files.layout import beneath
from cicp.model import declaration
from cicp.model.declaration import Declaration
from cicp.model.docket import Log
from cicp.model.filing import edition_name
from cicp.model.fitting import cycles, duplicates
from cicp.model.incident import fold, state_of
from cicp.model.references import references
from cicp.model.roles import roles
from cicp.model.sections import owners
from cicp.model.statement import draft
from cicp.model.words import Words
from cicp.render import plain
from cicp.views import declared as views
from cicp.views.zone import Local

_WORDS_AFTER_THE_FIRST = ("initial-facts", "update")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(declare)


def declare(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help='What happened, in a few words: "Shooting at Shaw Park".')],
    kind: Annotated[
        str, typer.Option("--kind", metavar="K[,K]", help="One of the plan's playbooks, several with commas; left out, the base playbook alone.")
    ] = "",
    tier: Annotated[int | None, typer.Option("--tier", min=1, max=3, metavar="N", help="1 monitor, 2 activate, 3 full; left out, the kind's own.")] = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", metavar="TIME", help="When it happened: 21:40, yesterday 21:40, -20m or ISO.", show_default=False)
    ] = None,
    known: Annotated[str | None, typer.Option("--known", metavar="TIME", help="When the city knew; left out, now.", show_default=False)] = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Declare an incident: whom to call, the first hour's steps, the clocks, and the draft of the holding statement."""
    desk = Desk.at(context, plan, office, shape)
    said = declaration.title(spoken(title, "the title"))
    docket = reading.read_docket(desk.home)
    basis = scene.basis(desk.home, docket, [each.strip() for each in kind.split(",") if each.strip()])
    for fault in (*reading.record_faults(docket), *basis.faults):
        warn(fault)
    local = desk.local(basis.words.plan)
    kinds = declaration.kinds(kind, basis.words)
    first = desk.moment(known, local)
    declared = declaration.Declaration(
        said, kinds, declaration.tier(tier, kinds, basis.words), first, desk.moment(occurred, local) if occurred is not None else None
    )
    for doubt in (*_unfit(basis), *declaration.doubts(declared)):
        warn(doubt)
    directory, faults = reading.read_directory(desk.home)
    for fault in faults:
        warn(fault)
    try:
        name = _file(desk, declared, basis, docket, local)
    except CannotWrite:  # nothing is saved, so nothing is answered; but the people are to be called all the same
        say_aside(plain.render(views.calls(declared.known, basis.words.plan, directory, local)))
        raise
    night = _as_it_stands(desk, name, basis.words, local)
    _write_holding_draft(desk, night)
    desk.show(views.page(night.incident, night.items, basis.words.plan, directory, night.naming, local), filed=night.incident.log.root)


def _unfit(basis: scene.Basis) -> Iterable[CicpError]:
    """Name in one line that the working words do not fit together; where a file does not even read, that has been said already."""
    if basis.digest or basis.unread:
        return
    found = [finding for check in (duplicates, references, roles, owners, cycles) for finding in check(basis.words)]
    if found:
        others = f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""
        where, hint = beneath(basis.files.place, found[0].path), "this incident runs all the same; cicp check names the line and what mends it"
        yield CicpError(f"{found[0].says.removesuffix('.')}{others}.", where=where, hint=hint)


def _file(desk: Desk, declared: Declaration, basis: scene.Basis, docket: Log, local: Local) -> str:
    """Freeze the words if no plan is in force, file the root of the incident's log, tell the docket. Returns the incident's id."""
    office = watch.fast_office(desk, basis.words)
    digest = basis.digest or _freeze(desk, basis)
    table = declared.table(local.now, digest, basis.instead if basis.instead != digest else "", docket.heads)
    prefix = f"{local.now:%Y-%m-%d}-{declared.kinds[0]}"
    name, filing = journal.found(desk.home.incidents, prefix, desk.filing(table, office, local.now), quoted=desk.home.docket)
    tell_docket(desk, filing, {"kind": "incident-declared", "at": local.now, "incident": name, **{key: table[key] for key in declaration.REPEATED}})
    return name


def _freeze(desk: Desk, basis: scene.Basis) -> str:
    """Freeze the working words. Where only that fails, the incident is filed all the same and runs on the words as they stand in the folder."""
    try:
        digest = scene.freeze(desk.home, basis)
    except CannotWrite as error:
        warn(CicpError(f"{error.message} This incident runs on the words as they stand in the plan's folder.", where=error.where, hint="mend the disk"))
        return ""
    warn(CicpError(f"no plan is in force: this incident runs on the working words, frozen as edition {edition_name(digest)}."))
    return digest


def _as_it_stands(desk: Desk, name: str, words: Words, local: Local) -> Night:
    incident = fold(name, reading.read_log(desk.home, name), None, words.gates.gate if words.gates else ())
    others = scene.read_incidents(desk.home, [each for each in desk.home.incident_ids() if each != name])
    return watch.ready(desk, incident, words, local, f" --incident {name}" if any(state_of(*logs) == "open" for logs in others) else "")


def _write_holding_draft(desk: Desk, night: Night) -> None:
    """Write the draft after the filing: a draft that could not be written is a warning."""
    statement = night.rules.words.statements.get("holding")
    if statement is None:
        warn(CicpError("there is no statements/holding.toml to draft from: write the holding statement by hand."))
        return
    local, occurred = night.local, night.incident.register.moment("occurred")
    update = min((item.due for item in night.items if item.step in _WORDS_AFTER_THE_FIRST and item.due and item.due > local.now), default=None)
    times = {"as of": local.now, "when": occurred.at if occurred else None, "next update": update}
    filled = {name: local.public(moment) for name, moment in times.items() if moment}
    path = desk.home.draft(night.incident.id, "holding")
    try:
        drafts.write(path, draft("holding", statement, local.now, update, filled))
    except CannotWrite as error:
        warn(error)
