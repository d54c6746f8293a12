"""status: where the plan stands."""

import typer

from cicp.cli.desk import Desk, warn
from cicp.cli.options import Office, Plan, Shape
from cicp.files import scene
from cicp.model.incident import fold
from cicp.model.lifecycle import fold as fold_docket
from cicp.views import status as views


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(status)


def status(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Say where the plan stands and what to do next."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = scene.read_docket(desk.home)
    logs = [scene.read_log(desk.home, each) for each in scene.incident_ids(desk.home)]
    for fault in (fault for log in (docket, *logs) for fault in scene.record_faults(log)):
        warn(fault)
    incidents = [fold(log.name, log, docket, ()) for log in logs]
    desk.show(views.page(written, docket, fold_docket(docket), incidents, desk.local(written)))
