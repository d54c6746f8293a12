"""new: a starter plan, with everything but the city's own choices."""

import shlex
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import typer

from cicp import clock
from cicp.cli.desk import NOT_STATED, Desk, Root, usual_format
from cicp.cli.options import Office, Shape
from cicp.errors import WrongWords
from cicp.files import journal, reading, starter
from cicp.files.layout import Home
from cicp.model.names import nearest
from cicp.model.plan import Plan
from cicp.model.starter import city as said_city
from cicp.model.starter import created
from cicp.views import starter as views
from cicp.views.zone import Local


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(new)


def new(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder to make it in: empty, or not there yet.")],
    city: Annotated[str, typer.Option("--city", metavar="NAME", help='The city as it signs: "City of Riverton".', show_default=False)],
    state: Annotated[str, typer.Option("--state", metavar="XX", help="Its state, in two letters: MO.", show_default=False)],
    timezone: Annotated[str, typer.Option("--timezone", metavar="ZONE", help="Its time zone: America/Chicago.", show_default=False)],
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Make a starter plan, with everything but the city's own choices, and list those."""
    home = Home(_folder(folder))
    root: Root = context.obj
    desk = Desk(home, office or root.office, shape or usual_format(), root.argv)
    said = said_city(city, state, timezone, available_timezones(), starter.states())
    zone = ZoneInfo(said.timezone)
    local = Local(zone, clock.now(zone))
    made = starter.make(said, local.now.year)
    starter.look(home, made.files)
    filed_by = _office(desk, made.words.plan)
    starter.write(home, made.files)
    filing = journal.file(home.docket, reading.read_docket(home), desk.filing(created(said, local.now), filed_by, local.now), lock=home.root)
    desk.show(views.page(said, made.decisions, sorted(made.files), filing, f"cicp -p {shlex.quote(folder)}", local), filed=filing.id)


def _folder(said: str) -> Path:
    if not said or "\0" in said:
        raise WrongWords("this is no name of a folder.", hint="name one that is empty or not there yet: cicp new plans/riverton …")
    return Path(said)


def _office(desk: Desk, plan: Plan | None) -> str:
    """Return the office that files, one of the new plan's. None need be said: before there is a plan nobody holds an office of it. Raises WrongWords."""
    offices = [each.id for each in plan.office] if plan else []
    if desk.office and desk.office not in offices:
        guess = nearest(desk.office, offices)
        meant = f'did you mean "{guess}"? ' if guess else ""
        hint = f"{meant}leave out --as (and CICP_AS), or say one of: {', '.join(offices)}"
        raise WrongWords(f'a new plan has no office "{desk.office}".', hint=hint)
    return desk.office or NOT_STATED
