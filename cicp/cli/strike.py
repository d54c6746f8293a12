"""strike: taking back an entry, which stays in the record, struck through."""

from typing import Annotated

import typer

from cicp.cli import filed, receipt, slow, watch
from cicp.cli.desk import Desk, find_filing, spoken
from cicp.cli.options import Office, OfIncident, Plan, Shape, Why
from cicp.errors import CicpError
from cicp.files import audit, journal
from cicp.model import lifecycle, night
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.strikes import holding_again


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
        _strike_in_docket(desk, found, reason)
        return
    scene = watch.night(desk, log.name)
    table = night.strike(found, reason, scene.incident, scene.rules.abouts, scene.local.now)
    again = _say_what_holds(night.holds_again(table, scene.incident, scene.local.now))
    filing = filed.in_log(desk, scene, table)
    receipt.say(desk, filing, f"struck {found.id}", [*again, *filed.moved_clocks(scene, filing)], scene.local)


def _say_what_holds(again: list[str]) -> list[str]:
    return [f"{', '.join(again)} {'holds' if len(again) == 1 else 'hold'} again"] if again else []


def _places_to_look(desk: Desk, wanted: str) -> list[Log]:
    """The log of the incident that was named; of none, the current incident's first, then the docket, then the other logs."""
    if wanted:
        return watch.logs_of(desk, wanted)
    docket, logs = audit.read_logs(desk.home)
    try:
        current = [log.name for log in watch.logs_of(desk, "")]
    except CicpError:
        current = []
    first = [log for log in logs if log.name in current]
    return [*first, docket, *(log for log in logs if log.name not in current)]


def _strike_in_docket(desk: Desk, entry: Filing, why: str) -> None:
    plan = desk.read_plan()
    office, local = slow.office(desk, plan), desk.local(plan)
    docket = slow.whole_docket(desk)
    table = lifecycle.strike(entry, why, docket, local.now)
    filing = journal.file(desk.home.docket, docket, desk.filing(table, office, local.now), lock=desk.home.root)
    again = holding_again(docket, docket.with_one_more(table, local.now))
    receipt.say(desk, filing, f"struck {entry.id}", _say_what_holds(again), local)
