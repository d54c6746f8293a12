"""next, done, skip, log, fact: the words of the night. They warn; they do not refuse."""

from datetime import datetime
from typing import Annotated

import typer

from cicp.cli import filed, receipt, watch
from cicp.cli.desk import Desk, spoken, warn
from cicp.cli.options import At, Office, OfIncident, Plan, Shape, Why
from cicp.cli.watch import Night
from cicp.errors import CicpError, WrongWords
from cicp.model import moments, night
from cicp.model.facts import may_confirm
from cicp.model.incident import MOVES
from cicp.model.timeline import Item, next_items
from cicp.views import incident as views

_LATE = 1
_Step = Annotated[str, typer.Argument(metavar="STEP", help="The step's id, or enough of it to be the only one.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("next")(next_)
    app.command()(done)
    app.command()(skip)
    app.command()(log)
    app.command()(fact)


def next_(
    context: typer.Context,
    exit_late: Annotated[bool, typer.Option("--exit-late", help="Exit with 1 when something is late.")] = False,  # noqa: FBT002  # typer's way
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Say what to do now, on one screen."""
    desk = Desk.at(context, plan, office, shape)
    scene = watch.night(desk, incident)
    desk.show(views.next_page(scene.incident, scene.items, scene.naming, scene.local, night.unknown_facts(scene.incident, scene.rules.words)))
    if exit_late and any(item.status == "late" for item in scene.items):
        raise typer.Exit(_LATE)


def done(
    context: typer.Context,
    step: _Step,
    at: At = None,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What to record with it: the number called, the URL; - reads standard input.")] = "",
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Tick a step. One that came out of order is recorded so, with a warning."""
    desk = Desk.at(context, plan, office, shape)
    scene = watch.night(desk, incident)
    item = night.find_item(step, scene.items)
    records = scene.rules.work(item.step).records
    table = night.done(item, desk.moment(at, scene.local), spoken(text, "--text") if text else "", records, scene.incident)
    if "out_of_order" in table:
        warn(CicpError(f"out of order: {', '.join(item.blocked_by)} should come first.", hint="it is recorded as done out of order; go on with cicp next"))
    if item.done_at:
        warn(CicpError(f"{item.id} was done already, at {scene.local.say(item.done_at)}: the earlier counts.", hint=_takes_back(scene, item)))
    filing = filed.in_log(desk, scene, table)
    if early := night.done_too_early(item, filing.at, scene.incident):
        hint = (
            f"if the day is wrong: cicp strike {filing.id} --why REASON{scene.naming}, and tick it again with its date, --at {scene.local.now:%Y-%m-%d}THH:MM"
        )
        warn(CicpError(f"{early}, {scene.local.say(filing.at)}.", hint=hint))
    if item.not_before and filing.at < item.not_before:
        says = f"{item.id} may not be done before {scene.local.say(item.not_before)}: it is filed as done before that."
        warn(CicpError(says, hint=f"if it was not done: cicp strike {filing.id} --why REASON{scene.naming}"))
    late = [f"late: it was due {scene.local.say(item.due)}"] if item.due and filing.at > item.due else []
    recorded = [f"records the fact {table['records']}" + _unconfirmed(scene, table["records"], filing.body.filed_by)] if "records" in table else []
    receipt.say(desk, filing, f"done: {item.title}", [*late, *recorded, _what_now(scene, item)], scene.local)


def _takes_back(scene: Night, item: Item) -> str:
    """Say what takes a tick back. A declaration that counts as one cannot be struck."""
    moves = {filing.id for filing in scene.incident.log.filings if filing.kind in MOVES}
    return "" if item.ended_by in moves else f"if that was a mistake: cicp strike {item.ended_by} --why REASON{scene.naming}"


def _what_now(scene: Night, finished: Item) -> str:
    """Name the next step without reading everything again."""
    left = [item._replace(blocked_by=tuple(each for each in item.blocked_by if each != finished.id)) for item in scene.items if item.id != finished.id]
    following = next(iter(next_items(left)), None)
    return f"next: {following.title} (cicp done {following.id}{scene.naming})" if following else "nothing else can be done now"


def skip(
    context: typer.Context,
    step: _Step,
    why: Why,
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Leave a step out and say why. Skipped is not done, and shows as skipped."""
    desk = Desk.at(context, plan, office, shape)
    reason = spoken(why, "--why")
    scene = watch.night(desk, incident)
    item = night.find_item(step, scene.items)
    if item.done_at:
        warn(CicpError(f"{item.id} was done at {scene.local.say(item.done_at)}: skipping it changes nothing.", hint=_takes_back(scene, item)))
    filing = filed.in_log(desk, scene, night.skipped(item, scene.local.now, reason))
    receipt.say(desk, filing, f"skipped: {item.title}", [_what_now(scene, item)], scene.local)


def log(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What happened, in one line; - reads standard input.")],
    at: At = None,
    learned: Annotated[str | None, typer.Option("--learned", metavar="TIME", help="When the city learned of it, where that is another moment.")] = None,
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Write a line in the activity log."""
    desk = Desk.at(context, plan, office, shape)
    words = spoken(text, "the entry")
    scene = watch.night(desk, incident, clocks=False)
    table = {"kind": "log-entry", "at": desk.moment(at, scene.local), "text": words}
    if learned is not None:
        table["learned_at"] = desk.moment(learned, scene.local)
    filing = filed.in_log(desk, scene, table)
    receipt.say(desk, filing, "logged", [], scene.local)


def fact(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The fact: occurred, died, next-of-kin-notified …")],
    about: Annotated[str, typer.Option("--about", metavar="ID", help="Whom or what, as a plain id: deceased-1, officer-2, request-3. Never a name.")] = "",
    at: At = None,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What was said or seen; - reads standard input.")] = "",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Who says so.")] = "",
    unconfirmed: Annotated[bool, typer.Option("--unconfirmed", help="It is said, and not confirmed: it starts no clock and opens no gate.")] = False,  # noqa: FBT002
    withdraw: Annotated[bool, typer.Option("--withdraw", help="It turned out wrong: it counts no longer.")] = False,  # noqa: FBT002
    incident: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Record a fact: it starts the clocks that count from it and opens the gates that wait for it."""
    desk = Desk.at(context, plan, office, shape)
    if unconfirmed and withdraw:
        raise WrongWords("a fact is unconfirmed or withdrawn, not both.", hint="leave one of the two out")
    scene = watch.night(desk, incident)
    status = "withdrawn" if withdraw else "unconfirmed" if unconfirmed else "confirmed"
    words = spoken(text, "--text") if text else ""
    kinds = scene.rules.words.facts.fact if scene.rules.words.facts else ()
    table = night.fact(
        name,
        _when(desk, scene, at, planned=any(kind.name == name and kind.planned for kind in kinds)),
        scene.incident,
        about=about,
        text=words,
        source=spoken(source, "--source") if source else "",
        status=status,
    )
    if free := night.free_fact_warning(name, kinds):
        warn(CicpError(free))
    for doubt in night.fact_doubts(table, scene.incident, scene.rules.abouts, scene.rules.follows):
        warn(doubt)
    filing = filed.in_log(desk, scene, table)
    started = filed.moved_clocks(scene, filing)
    receipt.say(
        desk,
        filing,
        f"fact: {name}{f' about {about}' if about else ''}, {status}{_unconfirmed(scene, name, filing.body.filed_by) if status == 'confirmed' else ''}",
        started,
        scene.local,
    )


def _when(desk: Desk, scene: Night, at: str | None, *, planned: bool) -> datetime:
    """Read the moment of a fact: one that is planned may be set for a moment to come."""
    if planned and at is not None:
        return moments.promised(at, scene.local.now, scene.local.zone, desk.retype(at))
    return desk.moment(at, scene.local)


def _unconfirmed(scene: Night, name: str, office: str) -> str:
    gates = scene.incident.gates
    if may_confirm(gates, name, office):
        return ""
    offices = sorted({each for gate in gates if name in gate.opens for each in gate.confirm})
    return f" (counts as unconfirmed: only {' or '.join(offices)} may confirm it, with --as)"
