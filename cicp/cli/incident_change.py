"""incident tier, kind-add, step-add, role, join: what changes an incident while it runs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import typer

from cicp.cli import filed, receipt, watch
from cicp.cli.desk import Desk, spoken, warn
from cicp.cli.options import IncidentId, Office, OfIncident, Plan, Reason, Shape
from cicp.cli.watch import Night
from cicp.errors import CannotWrite, CicpError, WrongWords
from cicp.files import journal, reading, scene
from cicp.model import changes
from cicp.model.docket import Log
from cicp.model.filing import Filing, edition_name
from cicp.model.findings import Finding
from cicp.model.incident import Incident, shown_first
from cicp.model.record_checks import contested, contested_changes
from cicp.model.rules import rules_of
from cicp.model.timeline import timeline

_Which = Annotated[str, typer.Argument(metavar="ID", help="An incident, by its id or enough of it.")]


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
    night = watch.night(desk, incident or named)
    _warn_all(changes.tier_doubts(number, night.incident))
    filing = filed.in_log(desk, night, changes.tier(number, reason, night.incident, night.local.now))
    after = filed.after(night, filing)
    notes = [*filed.moved(night, after), *filed.late_already(night, after, since="if it grew to this only now")]
    receipt.say(desk, filing, f"tier {number}", notes, night.local)


def kind_add(
    context: typer.Context,
    kinds: Annotated[str, typer.Argument(metavar="KIND[,KIND]", help="The kind or kinds it is of as well.")],
    incident: IncidentId = "",
    chosen: Annotated[int | None, typer.Option("--tier", min=1, max=3, metavar="N", help="A higher tier from now on; left out, the higher of the two.")] = None,
    named: OfIncident = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Add a kind: its steps and clocks, beside those there are. No kind ever takes a step away, or lowers the tier."""
    desk = Desk.at(context, plan, office, shape)
    night = watch.night(desk, incident or named)
    table = changes.kinds_added(kinds, chosen, night.incident, night.rules.words, night.local.now)
    _warn_all(changes.kind_doubts(table, night.incident))
    filing = filed.in_log(desk, night, table)
    after = filed.after(night, filing)
    notes = [*filed.moved(night, after), *filed.late_already(night, after, since="if it became one only now")]
    receipt.say(desk, filing, f"kind {' and '.join(table['kinds'])} added", notes, night.local)


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
    night = watch.night(desk, incident or named)
    table = changes.step_added(words, within, anchor, role, night.items, night.rules, night.local.now)
    filing = filed.in_log(desk, night, table)
    after = filed.after(night, filing)
    notes = [*filed.moved(night, after), *filed.late_already(night, after), f"when it is done: cicp done {table['step']}{night.naming}"]
    receipt.say(desk, filing, f"step {table['step']} added", notes, night.local)


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
    """Hand a role over: from now on its steps are another office's. Back it goes with its own name: role pio --to pio."""
    desk = Desk.at(context, plan, office, shape)
    night = watch.night(desk, incident or named)
    table = changes.role_changed(role, to, night.incident, night.rules, night.local.now)
    _warn_all(changes.role_doubts(role, to, night.incident, night.rules, night.naming))
    filing = filed.in_log(desk, night, table)
    what = f"{to} carries the steps of {role} from now on" if to != role else f"{role} carries its own steps from now on"
    receipt.say(desk, filing, what, filed.handed_over(night, filed.after(night, filing)), night.local)


def join(context: typer.Context, one: _Which, other: _Which, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Say that two incidents are one: both logs are read, and the one declared first is shown."""
    desk = Desk.at(context, plan, office, shape)
    names = watch.id_of(desk, one), watch.id_of(desk, other)
    if names[0] == names[1]:
        raise WrongWords(f"{names[0]} cannot be joined with itself.", hint="name two incidents: cicp incident list")
    logs = {log.name: log for name in names for log in watch.logs_of(desk, name)}
    first, second = shown_first([logs[name] for name in names], scene.docket_for(desk.home, *logs.values()))
    night = watch.night(desk, first.name)
    _warn_all(fault for log in logs.values() if log.name not in night.names for fault in reading.record_faults(log))
    filing = _file_halves(desk, night, first, second, above=max(log.next_number for log in logs.values()) - 1)
    after = _as_one(desk, night)
    _warn_all(_of_other_words(after))
    what = f"{' and '.join(after.incident.joined)} joined: shown as {after.incident.id}, {after.incident.state}"
    receipt.say(desk, filing, what, [*filed.moved(night, after), *_in_dispute(night, after)], after.local)


def _file_halves(desk: Desk, night: Night, first: Log, second: Log, *, above: int) -> Filing:
    """File the link in each log that does not have it, first in the one that is shown; return what was filed first."""
    lacking, answered = changes.missing_halves(first.name, second.name, night.incident.links)
    if not lacking:
        warn(CicpError(f"{first.name} and {second.name} are joined already; this is filed again."))
    office = watch.fast_office(desk, night.rules.words)

    def half(log: Log, other: Log, answers: str, above: int) -> Filing:
        table = desk.filing(changes.joined(other, answers, night.local.now), office, night.local.now)
        return journal.file(desk.home.log(log.name), log, table, lock=desk.home.root, above=above, quoted=desk.home.log(other.name))

    if lacking == [(second.name, first.name)]:
        return half(second, first, answered, above)
    filing = half(first, second, answered, above)
    if answered:
        return filing
    try:
        half(second, replace(first, filings=(*first.filings, filing)), filing.digest, filing.body.number)
    except CannotWrite as error:
        hint = "mend the disk; cicp check names the missing half and what files it"
        warn(CicpError(f"the two are joined, but the log of {second.name} could not be told: {error.message}", hint=hint))
    return filing


def _as_one(desk: Desk, before: Night) -> Night:
    """Read the incident again, as it stands joined; what is broken has been said."""
    found = scene.read_scene(desk.home, *watch.logs_of(desk, before.incident.id))
    rules = rules_of(found.incident, found.words, before.rules.calendar, before.rules.zone)
    return before._replace(incident=found.incident, rules=rules, items=timeline(found.incident, rules, before.local.now))


def _of_other_words(night: Night) -> Iterable[CicpError]:
    incident = night.incident
    for side in incident.sides[1:]:
        if side.told and side.told.text("edition") != incident.edition:
            message = f"{side.log.name} was declared under other words: joined, it runs on those of edition {edition_name(incident.edition)}."
            yield CicpError(message, hint="its clocks may run otherwise than they did: cicp incident timeline")


def _in_dispute(before: Night, after: Night) -> list[str]:
    """Say what two logs tell differently, each with the command that settles it."""
    known = {finding.says for finding in _disputes(before.incident)}
    return [f"{finding.says} {finding.fix[:1].upper()}{finding.fix[1:]}" for finding in _disputes(after.incident) if finding.says not in known]


def _disputes(incident: Incident) -> list[Finding]:
    return [*contested([incident]), *contested_changes([incident])]


def _warn_all(doubts: Iterable[CicpError]) -> None:
    for doubt in doubts:
        warn(doubt)
