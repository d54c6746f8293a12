"""strike: taking back an entry, which stays in the record, struck through."""

from typing import Annotated

import typer

from cicp.cli import filed
from cicp.cli.desk import Desk, find_filing, spoken
from cicp.cli.options import Office, OfIncident, Plan, Shape, Why
from cicp.errors import CicpError, NotAllowed
from cicp.files import audit, journal
from cicp.model import night
from cicp.model.docket import Filing, Log
from cicp.model.lifecycle import KINDS


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(strike)


def strike(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ID", help="The entry to take back: 0042-7f3kq, or 42 where that is unique.")],
    why: Why,
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Take back an entry: it stays, struck through, and no longer counts; what it had replaced holds again."""
    desk = Desk.at(context, plan, office, shape)
    reason = spoken(why, "--why")
    log, found = find_filing(entry, _places_to_look(desk, incident))
    if log.name == "docket":
        _strike_in_docket(desk, log, found, reason)
        return
    scene = desk.night(log.name)
    table = night.strike(found, reason, scene.incident, scene.local.now)
    filing = filed.in_log(desk, scene, table)
    again = night.holds_again(found, scene.incident)
    notes = [f"{', '.join(again)} holds again" if len(again) == 1 else f"{', '.join(again)} hold again"] if again else []
    filed.say(desk, filing, f"struck {found.id}", notes, scene.local)


def _places_to_look(desk: Desk, wanted: str) -> list[Log]:
    """The current incident's log first; where it has none that fits, the docket; then the other logs."""
    docket, logs = audit.read_logs(desk.home)
    try:
        current = desk.log_of(wanted).name
    except CicpError:
        current = ""
    first = [log for log in logs if log.name == current]
    return [*first, docket, *(log for log in logs if log.name != current)]


def _strike_in_docket(desk: Desk, log: Log, entry: Filing, why: str) -> None:
    office = desk.slow_office(desk.read_plan())
    docket = desk.whole_docket()
    if entry.kind in KINDS or entry.kind.startswith("incident-"):
        raise NotAllowed(f"{entry.id} ({entry.kind}) is a move and cannot be struck.", hint="moves are undone by moves: see what fits now with cicp status")
    local = desk.local(desk.read_plan())
    table = desk.filing({"kind": "struck", "at": local.now, "entry": entry.id, "why": why}, office, local.now)
    filing = journal.file(desk.home.docket, docket, table, lock=desk.home.root)
    filed.say(desk, filing, f"struck {entry.id}", [], local)
