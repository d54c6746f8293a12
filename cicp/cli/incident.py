"""incident: what was declared, shown, and closed again."""

from typing import Annotated

import typer

from cicp.cli import filed, receipt, watch
from cicp.cli.desk import Desk, spoken, warn
from cicp.cli.options import IncidentId, Office, OfIncident, Plan, Shape
from cicp.cli.watch import Night
from cicp.errors import CannotWrite, CicpError
from cicp.files import journal, reading, scene
from cicp.model import declaration
from cicp.model.filing import Filing, edition_name
from cicp.model.incident import fold
from cicp.views import incident as views
from cicp.views import incident_record

_NAMED = 5
_Text = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; - reads it from standard input.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    from cicp.cli import incident_change, incident_due, incident_out, incident_timeline  # noqa: PLC0415  # `declare` imports this module, and needs nothing of those

    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Incidents: what was declared, how it stands, its log.")
    noun.command("list")(list_)
    noun.command()(show)
    noun.command()(checklist)
    incident_timeline.register(noun)
    incident_out.register(noun)
    incident_change.register(noun)
    incident_due.register(noun)
    noun.command()(close)
    noun.command()(reopen)
    app.add_typer(noun, name="incident")


def list_(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """List every incident, the last declared first."""
    desk = Desk.at(context, plan, office, shape)
    groups = scene.read_incidents(desk.home, reading.incident_ids(desk.home))
    found = [fold(log.name, log, scene.docket_for(desk.home, log, *others), (), others) for log, *others in groups]
    for fault in (fault for incident in found for fault in scene.joint_faults(incident)):
        warn(fault)
    ordered = sorted(found, key=lambda incident: (incident.declared_at, incident.id), reverse=True)
    desk.show(incident_record.listing(ordered, desk.local_or_machine()))


def show(context: typer.Context, incident: IncidentId = "", named: OfIncident = "", plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Show an incident whole: facts, activity log, steps."""
    desk = Desk.at(context, plan, office, shape)
    night = watch.night(desk, incident or named)
    desk.show(incident_record.show(night.incident, night.items, _edition_says(night), night.local))


def _edition_says(night: Night) -> str:
    name = edition_name(night.incident.edition)
    return f"It runs on the words of edition {name}, to the end." if name else "It is not known which edition it was declared under."


def checklist(context: typer.Context, incident: IncidentId = "", named: OfIncident = "", plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Show every step in the order to do them."""
    desk = Desk.at(context, plan, office, shape)
    night = watch.night(desk, incident or named)
    desk.show(views.checklist(night.incident, night.items, night.local))


def close(
    context: typer.Context, incident: IncidentId = "", named: OfIncident = "", why: _Text = "", plan: Plan = "", office: Office = "", shape: Shape = None
) -> None:
    """Close an incident. What is not finished is named, and may still be done."""
    _move(Desk.at(context, plan, office, shape), incident or named, why, "closed")


def reopen(
    context: typer.Context, incident: IncidentId = "", named: OfIncident = "", why: _Text = "", plan: Plan = "", office: Office = "", shape: Shape = None
) -> None:
    """Open a closed incident again."""
    _move(Desk.at(context, plan, office, shape), incident or named, why, "reopened")


def _move(desk: Desk, wanted: str, why: str, kind: str) -> None:
    """File the move in the incident's log and tell the docket, with the log's head."""
    reason = spoken(why, "--why") if why else ""
    night = watch.night(desk, wanted)
    if (night.incident.state == "closed") == (kind == "closed"):
        warn(CicpError(f"{night.incident.id} is {night.incident.state} already; this is filed again."))
    elif kind == "closed":
        _warn_of_unfinished(night)
    filing = filed.in_log(desk, night, {"kind": kind, "at": night.local.now, "text": reason or None})
    for half in (declaration.untold(side.log, reading.read_docket(desk.home)) for side in night.incident.sides):
        if half:
            tell_docket(desk, filing, half)
    tell_docket(desk, filing, {"kind": f"incident-{kind}", "at": night.local.now, "incident": night.incident.id})
    receipt.say(desk, filing, f"{night.incident.id} is {'closed' if kind == 'closed' else 'open again'}", [], night.local)


def _warn_of_unfinished(night: Night) -> None:
    unfinished = [item.id for item in night.items if not item.finished]
    if unfinished:
        first = ", ".join(unfinished[:_NAMED]) + (" and others" if len(unfinished) > _NAMED else "")
        warn(CicpError(f"{len(unfinished)} steps are not finished: {first}.", hint="they stay on the record as they are: cicp incident checklist"))


def tell_docket(desk: Desk, filing: Filing, table: dict[str, object]) -> None:
    """File the docket's half of a declaration or a move, with the head of the incident's log. If that fails, `check` names the missing half."""
    own = {"filed_at": filing.filed_at, "filed_by": filing.body.filed_by, "clock": filing.text("clock") or None}
    try:
        docket = reading.read_docket(desk.home)
        journal.file(desk.home.docket, docket, {"heads": [filing.digest], **table, **own}, lock=desk.home.root)
    except CannotWrite as error:
        warn(
            CicpError(
                f"the incident's own log is on disk, but the docket could not be told: {error.message}",
                hint="mend the disk; cicp check names the missing half and what files it again",
            )
        )
