"""status: where the plan stands."""

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from cicp.cli.desk import Desk, warn
from cicp.cli.options import Office, Plan, Shape
from cicp.files import reading
from cicp.model import comments, group
from cicp.model.agenda import agenda
from cicp.model.counting import Due
from cicp.model.docket import Log
from cicp.model.lifecycle import fold as fold_docket
from cicp.model.requirements import Case
from cicp.model.signing import signing
from cicp.views import status as views
from cicp.views.zone import Local

if TYPE_CHECKING:
    from cicp.model.incident import Incident


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
    docket = desk.docket()
    standing = fold_docket(docket)
    case = Case(standing, group.fold(docket), comments.fold(docket, standing), signing(standing), local.now)
    if recommendations:
        register = reading.read_recommendations(desk.home)
        desk.show(import_module("cicp.views.recommendations").page(written, register, case, local))
        return
    incidents = _incidents(desk, docket)
    todo = agenda(case, _meetings(desk, case, local), incidents, damaged=not docket.whole, differs=_differs(desk, case))
    desk.show(views.page(written, case, docket.heads, incidents, todo, local))


def _incidents(desk: Desk, docket: Log) -> "list[Incident]":
    """Read every incident, warning of what is damaged; where there is none, nothing of it is loaded."""
    names = reading.incident_ids(desk.home, docket)
    if not names:
        return []
    from cicp.files import scene  # noqa: PLC0415
    from cicp.model.incident import fold  # noqa: PLC0415

    incidents = [fold(log.name, log, docket, (), others) for log, *others in scene.read_incidents(desk.home, names)]
    for fault in (fault for incident in incidents for fault in scene.joint_faults(incident)):
        warn(fault)
    return incidents


def _differs(desk: Desk, case: Case) -> str:
    """Name what of the working text is not as it was circulated: only while it is before its signatories."""
    if case.standing.stage != "signing" or case.signing is None:
        return ""
    from cicp.files import comparison  # noqa: PLC0415  # reads every word of the plan

    return comparison.what_differs(desk.home, case.signing.edition)


def _meetings(desk: Desk, case: Case, local: Local) -> list[tuple[group.Meeting, Due]]:
    """Return every meeting with the last moment to post its notice; the calendar is read only where there is one."""
    days = desk.calendar() if case.group.meetings else None
    return [(each, group.notice(each, local.zone, days)) for each in case.group.meetings] if days else []
