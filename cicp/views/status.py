"""Where the plan stands: for the person who works on it, and one line for the public."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cicp.model.agenda import Todo
from cicp.model.lifecycle import Stage
from cicp.model.plan import Plan
from cicp.model.requirements import STAGES, Case
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.group import participation
from cicp.views.values import answer
from cicp.views.zone import Local

if TYPE_CHECKING:
    from cicp.model.incident import Incident

_PUBLIC: dict[Stage, str] = {
    "": "The plan has not been begun.",
    "working-group": "A working group is being formed to draft the plan.",
    "draft": "The plan is being drafted.",
    "public-comment": "The draft was open for public comment, and the comments are being answered.",
    "signing": "The final text is before its signatories.",
    "in-force": "The plan is in force.",
    "review": "The plan is in force and under review.",
    "retired": "The plan is retired.",
}


def page(plan: Plan, case: Case, heads: Sequence[str], incidents: "Sequence[Incident]", agenda: Sequence[Todo], local: Local) -> Document:
    """The stage, the edition in force, open incidents, and what to do next with its command."""
    standing = case.standing
    opened = [incident for incident in incidents if incident.state == "open"]
    todo = [*(Todo(f"Go on with {incident.title}", "pio", f"cicp next --incident {incident.id}") for incident in opened), *agenda]
    took_part = case.group.participation
    line = f"Status (as of {local.now.day} {local.now:%B %Y}): {public_line(case, local)}" + (f" {plan.notice}" if plan.notice else "")
    blocks: list[Block] = [
        Line(f"{plan.city.name}, {plan.city.state}: Critical Incident Communications Plan", "strong"),
        Line(f"Stage: {STAGES[standing.stage]}. {_in_force(standing.in_force)}"),
        *_comments(case),
        Heading("Next"),
        *(Entry("", "", each.what, (f"{each.who}: {each.command}",)) for each in todo),
        *_open_incidents(opened, local),
        Heading("For the public"),
        Line(line),
        *([Line(participation(took_part))] if took_part.occasions else []),
        *(Line(f"head of the docket: {head}", "quiet") for head in heads),
    ]
    values = answer(
        "status",
        local.now,
        city=plan.city.name,
        stage=standing.stage,
        edition_in_force=standing.in_force or None,
        next=[{"what": each.what, "who": each.who, "command": each.command} for each in todo],
        incidents=[_incident_values(incident) for incident in opened],
        heads=list(heads),
        line=line,
    )
    return Document(tuple(blocks), values)


def public_line(case: Case, local: Local) -> str:
    """Say where the plan stands as the city's page does: in a sentence or two, without a command."""
    stage, window = case.standing.stage, case.comments.window
    amending = bool(case.standing.in_force)
    if stage == "draft" and amending:
        return "An amendment is being drafted; the plan in force stays in force."
    if stage == "public-comment" and window and window.closed is None and window.closes >= local.now:
        return f"The draft {'of an amendment ' if amending else ''}is open for public comment until {local.public(window.closes)}."
    kept = " The plan in force stays in force." if amending and stage in ("public-comment", "signing") else ""
    if stage == "signing" and case.signing:
        return f"{_PUBLIC[stage]} {len(case.signing.signed)} of {case.signing.threshold} signatures are there.{kept}"
    return f"{_PUBLIC[stage]}{kept}"


def _in_force(edition: str) -> str:
    return f"Edition {edition.removeprefix('sha256:')[:12]} is in force." if edition else "No edition is in force."


def _comments(case: Case) -> list[Block]:
    received, waiting = len(case.comments.comments), len(case.comments.unanswered)
    return [Line(f"Comments: {received} received, {waiting} without an answer.")] if received else []


def _open_incidents(opened: "Sequence[Incident]", local: Local) -> list[Block]:
    if not opened:
        return []
    rows = tuple((incident.id, ", ".join(incident.kinds), local.say(incident.declared_at), incident.title) for incident in opened)
    return [Heading(f"Open incidents ({len(opened)})"), Table(("incident", "kinds", "declared", "title"), rows)]


def _incident_values(incident: "Incident") -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": incident.title,
        "kinds": list(incident.kinds),
        "tier": incident.tier,
        "state": incident.state,
        "heads": incident.log.heads,
    }
