"""incident timeline: every clock with its counting; as it stands, as it stood at any moment, or as it would be."""

from datetime import datetime
from typing import Annotated

import typer

from cicp.cli import watch
from cicp.cli.desk import Desk, warn
from cicp.cli.options import IncidentId, Office, OfIncident, Plan, Shape
from cicp.cli.watch import Night
from cicp.errors import CicpError, WrongWords
from cicp.files import reading, scene
from cicp.model import declaration, moments
from cicp.model.declaration import Declaration
from cicp.model.incident import seen_from, supposed
from cicp.model.milestones import milestones
from cicp.model.timeline import Item
from cicp.views import incident as views
from cicp.views.document import Document
from cicp.views.milestones import with_milestones
from cicp.views.zone import Local

_Kind = Annotated[str, typer.Option("--kind", metavar="K[,K]", help="With --dry-run: the kinds; left out, the base playbook alone.")]
_Tier = Annotated[int | None, typer.Option("--tier", min=1, max=3, metavar="N", help="With --dry-run: the tier; left out, the kind's own.", show_default=False)]
_Occurred = Annotated[str | None, typer.Option("--occurred", metavar="TIME", help="With --dry-run: when it happens.", show_default=False)]
_Known = Annotated[
    str | None, typer.Option("--known", metavar="TIME", help="With --dry-run: when the city knows; left out, now, or when it happens.", show_default=False)
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Of an incident that nobody declared. Nothing is filed.")]
_At = Annotated[str | None, typer.Option("--at", metavar="TIME", help="As it stood, or will stand, at another moment.", show_default=False)]
_Chart = Annotated[bool, typer.Option("--chart", help="Draw the first 72 hours and the first year to scale, by role.")]


def register(noun: typer.Typer) -> None:
    """Add this verb to the noun `incident`."""
    noun.command()(timeline)


def timeline(
    context: typer.Context,
    incident: IncidentId = "",
    named: OfIncident = "",
    at: _At = None,
    chart: _Chart = False,  # noqa: FBT002  # typer's way
    dry_run: _DryRun = False,  # noqa: FBT002
    kind: _Kind = "",
    occurred: _Occurred = None,
    known: _Known = None,
    tier: _Tier = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Show every clock with its counting and the words of its clause."""
    desk = Desk.at(context, plan, office, shape)
    if dry_run and (incident or named):
        raise WrongWords("a dry run is of no incident.", hint="leave out the incident, or --dry-run")
    if not dry_run and (kind or occurred is not None or known is not None or tier):
        raise WrongWords("an incident has its kinds and moments already.", hint="to try others without declaring: add --dry-run")
    night = _supposed(desk, kind, occurred, known, tier, at) if dry_run else _seen_from(desk, watch.night(desk, incident or named), at)
    page = _chart(night) if chart else views.timeline_page(night.incident, night.items, night.local)
    if at is not None and not dry_run:
        page = views.looked_at(page, night.incident, night.local)
    desk.show(with_milestones(page, milestones(night.incident, night.rules, night.items, night.local.now), night.naming, night.local, listed=not chart))


def _chart(night: Night) -> Document:
    from cicp.views.chart import chart  # noqa: PLC0415  # the list is asked for more often than the picture

    return chart(night.incident, night.items, night.local)


def _seen_from(desk: Desk, night: Night, at: str | None) -> Night:
    """Return an incident as it stood at a moment; as it stands, where none is given."""
    if at is None:
        return night
    moment = moments.given(at, night.local.now, night.local.zone, desk.retype(at))
    seen = watch.ready(desk, seen_from(night.incident, moment), night.rules.words, night.local._replace(now=moment), night.naming)
    return seen._replace(items=[_without_what_came_after(item, moment) for item in seen.items])


def _without_what_came_after(item: Item, moment: datetime) -> Item:
    """By then nobody had corrected what was corrected later."""
    return item._replace(earlier=tuple(each for each in item.earlier if each.until <= moment))


def _supposed(desk: Desk, kind: str, occurred: str | None, known: str | None, tier: int | None, at: str | None) -> Night:
    """Return an incident as it would stand if it were declared: on the words in force, else on the working ones."""
    basis = scene.basis(desk.home, reading.read_docket(desk.home), [each.strip() for each in kind.split(",") if each.strip()])
    for fault in basis.faults:
        warn(fault)
    local, words = desk.local(basis.words.plan), basis.words
    kinds = declaration.kinds(kind, words)
    happens, moment = _moment(desk, occurred, local), _moment(desk, at, local) or local.now
    first = _moment(desk, known, local) or _known_by_default(happens, moment, local.now)
    declared = Declaration("What if", kinds, declaration.tier(tier, kinds, words), first, happens)
    for doubt in declaration.doubts(declared):
        warn(CicpError(doubt.message, hint="nothing is filed: try it with other words for --kind, --occurred and --known"))
    found = supposed(declared.table(first, "", "", []), words.gates.gate if words.gates else (), first)
    return watch.ready(desk, found, words, local._replace(now=moment), "")


def _known_by_default(occurred: datetime | None, moment: datetime, now: datetime) -> datetime:
    """Return when the city knows, where nobody says it: now, as in a declaration; looked at from a moment before that, when it happened."""
    known = max(filter(None, (occurred, now)))
    return occurred if occurred and moment < known else known


def _moment(desk: Desk, text: str | None, local: Local) -> datetime | None:
    return None if text is None else moments.given(text, local.now, local.zone, desk.retype(text))
