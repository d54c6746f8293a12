"""Where the plan stands: for the person who works on it, and one line for the public."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cicp.model.docket import Log
from cicp.model.incident import Incident
from cicp.model.lifecycle import Stage, Standing
from cicp.model.plan import Plan
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local

_STAGES: dict[Stage, tuple[str, str]] = {
    "": ("not begun", "The plan has not been begun."),
    "working-group": ("working group", "A working group is being formed to draft the plan."),
    "draft": ("draft", "The plan is being drafted."),
    "public-comment": ("public comment", "The draft is open for public comment."),
    "signing": ("signing", "The final text is before its signatories."),
    "in-force": ("in force", "The plan is in force."),
    "review": ("review", "The plan is in force and under review."),
    "retired": ("retired", "The plan is retired."),
}
_NEXT: dict[Stage, tuple[str, str]] = {
    "": ("Write the plan's files and see that they fit together", "working group"),
    "working-group": ("Write the first sections and see that they fit together", "working group"),
    "draft": ("Finish the sections, and see that check stays silent", "working group"),
    "public-comment": ("Keep the text as it is while comments come in; see that it still reads as frozen", "city-clerk"),
    "signing": ("Keep the text as it was circulated", "city-clerk"),
    "in-force": ("Keep closure days and telephone numbers up to date, and check them", "pio"),
    "review": ("Read the plan against what happened, and check it", "working group"),
    "retired": ("Keep the record, and see that it is whole", "city-clerk"),
}


@dataclass(frozen=True)
class _Next:
    what: str
    who: str
    command: str


def page(plan: Plan, docket: Log, standing: Standing, incidents: Sequence[Incident], local: Local) -> Document:
    """The stage, the edition in force, open incidents, and what to do next with its command."""
    opened = [incident for incident in incidents if incident.state == "open"]
    todo = [*(_Next(f"Go on with {incident.title}", "pio", f"cicp next --incident {incident.id}") for incident in opened), _next(standing)]
    line = f"Status (as of {local.now.day} {local.now:%B %Y}): {_STAGES[standing.stage][1]}" + (f" {plan.notice}" if plan.notice else "")
    blocks: list[Block] = [
        Line(f"{plan.city.name}, {plan.city.state}: Critical Incident Communications Plan", "strong"),
        Line(f"Stage: {_STAGES[standing.stage][0]}. {_in_force(standing)}"),
        Heading("Next"),
        *(Entry("", "", each.what, (f"{each.who}: {each.command}",)) for each in todo),
        *_open_incidents(opened, local),
        Heading("For the public"),
        Line(line),
        *(Line(f"head of the docket: {head}", "quiet") for head in docket.heads),
    ]
    values = answer(
        "status",
        local.now,
        city=plan.city.name,
        stage=standing.stage,
        edition_in_force=standing.in_force or None,
        next=[{"what": each.what, "who": each.who, "command": each.command} for each in todo],
        incidents=[_incident_values(incident) for incident in opened],
        heads=docket.heads,
        line=line,
    )
    return Document(tuple(blocks), values)


def _next(standing: Standing) -> _Next:
    what, who = _NEXT[standing.stage]
    return _Next(what, who, "cicp verify" if standing.stage == "retired" else "cicp check")


def _in_force(standing: Standing) -> str:
    return f"Edition {standing.in_force.removeprefix('sha256:')[:12]} is in force." if standing.in_force else "No edition is in force."


def _open_incidents(opened: Sequence[Incident], local: Local) -> list[Block]:
    if not opened:
        return []
    rows = tuple((incident.id, ", ".join(incident.kinds), local.say(incident.declared_at), incident.title) for incident in opened)
    return [Heading(f"Open incidents ({len(opened)})"), Table(("incident", "kinds", "declared", "title"), rows)]


def _incident_values(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": incident.title,
        "kinds": list(incident.kinds),
        "tier": incident.tier,
        "state": incident.state,
        "heads": incident.log.heads,
    }
