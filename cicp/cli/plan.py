"""status, check: where the plan stands, and what is wrong with it."""

from typing import Annotated

import typer

from cicp.cli.desk import Desk, complain, warn
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import InvalidFile, NotFound
from cicp.files import inspection, scene
from cicp.model.incident import fold
from cicp.model.lifecycle import fold as fold_docket
from cicp.model.names import nearest
from cicp.views import check as check_views
from cicp.views import status as status_views

_FOUND = 1


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(status)
    app.command()(check)


def status(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Say where the plan stands and what to do next."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = scene.read_docket(desk.home)
    logs = [scene.read_log(desk.home, each) for each in scene.incident_ids(desk.home)]
    for fault in (fault for log in (docket, *logs) for fault in scene.record_faults(log)):
        warn(fault)
    incidents = [fold(log.name, log, docket, ()) for log in logs]
    desk.show(status_views.page(written, docket, fold_docket(docket), incidents, desk.local(written)))


def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help=f"Which checks: {', '.join(inspection.NAMES)}; left out, all.", show_default=False)
    ] = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Look for what is wrong with the plan's files and its record. Silent when all is well."""
    desk = Desk.at(context, plan, office, shape)
    for name in names or []:
        if name not in inspection.NAMES:
            guess = nearest(name, inspection.NAMES)
            raise NotFound(f'there is no check "{name}".', hint=f'did you mean "{guess}"?' if guess else f"the checks are: {', '.join(inspection.NAMES)}")
    found = inspection.inspect(desk.home, names or [])
    for error in found.invalid:
        complain(error)
    desk.show(check_views.page(found.findings, desk.local_or_machine()))
    if found.invalid:
        raise typer.Exit(InvalidFile.exit_code)
    if any(finding.level == "error" for finding in found.findings):
        raise typer.Exit(_FOUND)
