"""incident tier, kind-add, step-add, role, join: what changes an incident while it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import typer

from cicp.cli import filed
from cicp.cli.desk import Desk, Night, spoken, warn
from cicp.cli.options import IncidentId, Office, OfIncident, Plan, Reason, Shape
from cicp.errors import CannotWrite, CicpError, WrongWords
from cicp.files import edition, journal
from cicp.model import changes
from cicp.model.docket import Filing, Log
from cicp.model.record_checks import settled_by

_Which = Annotated[str, typer.Argument(metavar="ID", help="An incident, by its id or enough of it.")]
_NAMED = 5


def register(noun: typer.Typer) -> None:
    """Add these verbs to the noun `incident`."""
    noun.command()(tier)
    noun.command("kind-add")(kind_add)
    noun.command("step-add")(step_add)
    noun.command()(role)
    noun.command()(join)


def tier(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", min=1, max=3, help="1 monitor, 2 activate, 3 full.")],
    incident: IncidentId = "",
    why: Reason = "",
    named: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Set the tier. Steps above it are not asked for; what was late by then stays on the record."""
    desk = Desk.at(context, plan, office, shape)
    reason = spoken(why, "--why") if why else ""
    night = desk.night(incident or named)
    _warn_all(changes.tier_doubts(number, night.incident))
    filing = filed.in_log(desk, night, changes.tier(number, reason, night.incident, night.local.now))
    filed.say(desk, filing, f"tier {number}", filed.moved_clocks(night, filing), night.local)


def kind_add(
    context: typer.Context,
    kinds: Annotated[str, typer.Argument(metavar="KIND[,KIND]", help="The kind or kinds it is of as well.")],
    incident: IncidentId = "",
    chosen: Annotated[int | None, typer.Option("--tier", min=1, max=3, metavar="N", help="The tier from now on; left out, the higher of the two.")] = None,
    named: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Add a kind: its steps and clocks, beside those there are. No kind ever takes a step away."""
    desk = Desk.at(context, plan, office, shape)
    night = desk.night(incident or named)
    table = changes.kinds_added(kinds, chosen, night.incident, night.rules.words, night.local.now)
    _warn_all(changes.kind_doubts(table, night.incident))
    filing = filed.in_log(desk, night, table)
    notes = [*filed.moved_clocks(night, filing), *filed.late_already(night, filing)]
    filed.say(desk, filing, f"kind {' and '.join(table['kinds'])} added", notes, night.local)


def step_add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help='What is to be done, in a few words: "Call the school".')],
    within: Annotated[str, typer.Option("--within", metavar="SPAN", help="By when: 30 minutes, 2 business days, 09:00 on day 1.")],
    incident: IncidentId = "",
    anchor: Annotated[str, typer.Option("--from", metavar="ANCHOR", help="What it counts from: a fact, done:STEP, released:KIND; left out, now.")] = "",
    role: Annotated[str, typer.Option("--role", metavar="OFFICE", help="Who does it; left out, the office that adds it.")] = "",
    named: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Add a step that no playbook has. It is done and skipped like any other."""
    desk = Desk.at(context, plan, office, shape)
    words = spoken(title, "the title")
    night = desk.night(incident or named)
    table = changes.step_added(words, within, anchor, role, night.items, night.rules, night.local.now)
    filing = filed.in_log(desk, night, table)
    notes = [*filed.moved_clocks(night, filing), *filed.late_already(night, filing), f"when it is done: cicp done {table['step']}{night.naming}"]
    filed.say(desk, filing, f"step {table['step']} added", notes, night.local)


def role(
    context: typer.Context,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="The office or role whose steps go over.")],
    to: Annotated[str, typer.Option("--to", metavar="OFFICE", help="The office that carries them from now on.")],
    incident: IncidentId = "",
    named: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Hand a role over: from now on its steps are another office's. What is finished stays with who had it."""
    desk = Desk.at(context, plan, office, shape)
    night = desk.night(incident or named)
    table = changes.role_changed(role, to, night.incident, night.rules, night.local.now)
    _warn_all(changes.role_doubts(role, to, night.incident, night.rules))
    filing = filed.in_log(desk, night, table)
    filed.say(desk, filing, f"{role} is {to} from now on", filed.handed_over(night, filing), night.local)


@dataclass(frozen=True)
class _Pair:
    """Two incidents that are to be one, as each stands alone."""

    one: Night
    other: Night

    @property
    def nights(self) -> tuple[Night, Night]:
        return self.one, self.other


def join(context: typer.Context, one: _Which, other: _Which, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Say that two incidents are one: both logs are read, and the one declared first is shown."""
    desk = Desk.at(context, plan, office, shape)
    logs = {log.name: log for name in (one, other) for log in desk.logs_of(name)}
    first, second = desk.name_of(one), desk.name_of(other)
    if first == second:
        raise WrongWords(f"{first} cannot be joined with itself.", hint="name two incidents: cicp incident list")
    before = [desk.night(first), desk.night(second)]
    shown = next(night for night in before if night.incident.id == _shown_of(before))
    filing = _file_halves(desk, shown, logs[first], logs[second], before)
    after = desk.night(shown.incident.id)
    others = [log for log in (first, second) if log != after.incident.id]
    filed.say(desk, filing, f"{' and '.join(others)} joined: shown as {after.incident.id}", [*_what_is_one(after), *filed.moved(shown, after)], after.local)
