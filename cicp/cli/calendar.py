"""calendar: the days on which the hall is closed, by year. The city sets them; a first draft of a year can be proposed."""

from typing import Annotated

import typer

from cicp.cli.desk import Desk
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import NotFound
from cicp.files import closure_days
from cicp.files.layout import shown
from cicp.model import beside, proposal, upkeep
from cicp.model.calendar import FIRST, LAST, CityCalendar, proposing
from cicp.model.findings import Finding
from cicp.views import check as findings_views
from cicp.views import closure_days as views

_FOUND = 1
_Year = Annotated[int, typer.Argument(metavar="YEAR", min=FIRST, max=LAST, help="The year, as 2027.")]
_OneYear = Annotated[int | None, typer.Argument(metavar="[YEAR]", min=FIRST, max=LAST, help="One year; left out, all.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The days on which the hall is closed, by year, and its hours.")
    noun.command()(propose)
    noun.command()(check)
    noun.command("list")(list_)
    app.add_typer(noun, name="calendar")


def propose(context: typer.Context, year: _Year, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Write a first draft of a year's closed days into calendar.toml, for the city to correct. A year that is set is never written over."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    library = closure_days.library()
    calendar = closure_days.read_or_begin(desk.home, library)
    closure_days.refuse_if_set(desk.home, calendar, year)
    proposed = proposal.propose(year, written.city.state, calendar, closure_days.known(year, written.city.state), library)
    closure_days.add(desk.home, proposed, library)
    desk.show(views.proposal(proposed, calendar, shown(desk.home.calendar), desk.local(written)))


def check(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Look for years that are missing, guesses, slips of the pen, hours, open weekends, and holidays of which nobody has said whether the hall is open."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    local, calendar = desk.local(written), closure_days.read(desk.home)
    today = local.now.date()
    by_time = (*upkeep.calendar(calendar, today), *upkeep.opened(calendar, today))
    found = [*beside.in_calendar(calendar), *by_time, *_unsaid(calendar, written.city.state, today.year)]
    desk.show(findings_views.page(closure_days.placed(desk.home, found), (), local))
    if any(each.level == "error" for each in found):
        raise typer.Exit(_FOUND)


def _unsaid(calendar: CityCalendar, state: str, this_year: int) -> list[Finding]:
    """Hold the years that are not over against the holidays of the law."""
    library = closure_days.library()
    found: list[Finding] = []
    for place, entry in enumerate(calendar.year):
        if entry.year >= this_year:
            known = closure_days.known(entry.year, state)
            found += proposal.unsaid(entry, place, calendar, proposal.holidays_of(entry.year, state, known, library))
    return found


def list_(context: typer.Context, year: _OneYear = None, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """List the closed days by year, guesses marked, and the hours of an open day."""
    desk = Desk.at(context, plan, office, shape)
    calendar = closure_days.read(desk.home)
    years = [entry for entry in calendar.year if year in (None, entry.year)]
    if year is not None and not years:
        raise NotFound(f"the closure days of {year} are not set.", hint=f"{proposing(year)} writes a first draft, which you correct")
    desk.show(views.page(calendar, years, desk.local_or_machine()))
