"""incident extend, defer, refuse: what becomes of a due besides being met."""

from typing import Annotated

import typer

from cicp.cli import filed, receipt, watch
from cicp.cli.desk import Desk, spoken, warn
from cicp.cli.options import Office, OfIncident, Plan, Shape, Why
from cicp.errors import CicpError
from cicp.model import night, outcomes
from cicp.model.outcomes import Kind

_Step = Annotated[str, typer.Argument(metavar="STEP", help="The step or duty, by its id or enough of it.")]
_Published = Annotated[str, typer.Option("--published", metavar="WHERE", help="Where the reason was published: an address and a time.")]
_NeedsPublished = Annotated[str, typer.Option("--published", metavar="WHERE", help="Where it was published: an address and a time.", show_default=False)]


def register(noun: typer.Typer) -> None:
    """Add these verbs to the noun `incident`."""
    noun.command()(extend)
    noun.command()(defer)
    noun.command()(refuse)


def extend(
    context: typer.Context,
    step: _Step,
    why: Why,
    published: _Published = "",
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Extend a due by what the plan or the law gives for it, each extension once."""
    _file(Desk.at(context, plan, office, shape), "extended", step, why, published, incident)


def defer(
    context: typer.Context,
    step: _Step,
    why: Why,
    published: _NeedsPublished,
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Put a due off with a published reason, until the plan asks again."""
    _file(Desk.at(context, plan, office, shape), "deferred", step, why, published, incident)


def refuse(
    context: typer.Context,
    step: _Step,
    why: Why,
    published: _NeedsPublished,
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Refuse publicly, with the reason: it answers what the plan says can be refused so."""
    _file(Desk.at(context, plan, office, shape), "refused", step, why, published, incident)


def _file(desk: Desk, kind: Kind, step: str, why: str, published: str, wanted: str) -> None:
    reason = spoken(why, "--why")
    where = spoken(published, "--published") if published or kind != "extended" else ""
    scene = watch.night(desk, wanted)
    item = night.find_item(step, scene.items)
    work = scene.rules.work(item.step)
    for doubt in outcomes.doubts(kind, item.id, item.outcomes, work.extend, work.defer, refuse=work.refuse):
        warn(doubt)
    if item.status == "late":
        warn(CicpError(f"{item.id} was due {scene.local.say(item.due or scene.local.now)}: that it was late by then stays on the record."))
    filing = filed.in_log(desk, scene, outcomes.filed(kind, item.id, item.outcomes, reason, where, scene.local.now))
    moved = filed.moved_clocks(scene, filing)
    receipt.say(desk, filing, f"{kind}: {item.title}", moved or ([] if kind == "refused" else ["filed; the due stays"]), scene.local)
