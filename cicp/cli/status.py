"""status: where the plan stands."""

from importlib import import_module
from typing import Annotated

import typer

from cicp.cli.desk import Desk, warn
from cicp.cli.options import Office, Plan, Shape
from cicp.files import reading, scene
from cicp.model import comments, group
from cicp.model.agenda import agenda
from cicp.model.incident import fold
from cicp.model.lifecycle import fold as fold_docket
from cicp.model.requirements import Case
from cicp.model.signing import signing
from cicp.model.spans import Due
from cicp.views import status as views
from cicp.views.zone import Local


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(status)


def status(
    context: typer.Context,
    recommendations: Annotated[bool, typer.Option("--recommendations", help="What was recommended to the city, and where each of it stands.")] = False,  # noqa: FBT002  # typer's way
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Say where the plan stands and what to do next."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    local = desk.local(written)
    docket = reading.read_docket(desk.home)
    groups = [] if recommendations else scene.read_incidents(desk.home, reading.incident_ids(desk.home, docket))
    incidents = [fold(log.name, log, docket, (), others) for log, *others in groups]
    for fault in (*reading.record_faults(docket), *(fault for incident in incidents for fault in scene.joint_faults(incident))):
        warn(fault)
    standing = fold_docket(docket)
    case = Case(standing, group.fold(docket), comments.fold(docket, standing), signing(standing), local.now)
    if recommendations:
        register = reading.read_recommendations(desk.home)
        desk.show(import_module("cicp.views.recommendations").page(written, register, case, local))
        return
    desk.show(views.page(written, case, docket.heads, incidents, agenda(case, _meetings(desk, case, local), incidents), local))


def _meetings(desk: Desk, case: Case, local: Local) -> list[tuple[group.Meeting, Due]]:
    """Return every meeting with the last moment to post its notice; the calendar is read only where there is one."""
    days = desk.calendar() if case.group.meetings else None
    return [(each, group.notice(each, local.zone, days)) for each in case.group.meetings] if days else []
