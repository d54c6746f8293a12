"""An incident on record: its facts, its activity log in words, and the list of all that were declared."""

from collections.abc import Sequence
from typing import Any

from cicp.model.asked import holding
from cicp.model.filing import Filing
from cicp.model.incident import KINDS, Incident
from cicp.model.timeline import Item, to_do
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.incident import MARKS, heading
from cicp.views.items import entry_values, fact_values, item_values
from cicp.views.values import answer
from cicp.views.zone import Local


def show(incident: Incident, items: list[Item], edition_says: str, local: Local) -> Document:
    """The incident whole: its facts, its log with everything that was taken back, and how its steps stand."""
    counts = {word: sum(item.status == word for item in items) for word in MARKS}
    blocks: list[Block] = [
        *heading(incident, local),
        Line(edition_says),
        Line("Steps: " + ", ".join(f"{number} {word}" for word, number in counts.items() if number)),
        Heading("Facts"),
        Table(
            ("fact", "about", "happened", "status", "by", "filing"), tuple(_fact_row(incident, fact.filing, fact, local) for fact in incident.register.facts)
        ),
        *_roles(incident, local),
        Heading("Activity log"),
        *(_log_entry(incident, filing, local) for filing in incident.log.filings),
    ]
    values = answer(
        "incident",
        local.now,
        id=incident.id,
        title=incident.title,
        kinds=list(incident.kinds),
        tier=incident.tier,
        state=incident.state,
        edition=incident.edition,
        joined=list(incident.joined),
        facts=[fact_values(fact, incident, local) for fact in incident.register.facts],
        log=[entry_values(filing, describe(filing), incident.struck, local) for filing in incident.log.filings],
        items=[item_values(item) for item in to_do(items)],
    )
    return Document(tuple(blocks), values)


def _fact_row(incident: Incident, filing: str, fact: Any, local: Local) -> tuple[str, ...]:  # noqa: ANN401
    status = fact.status if fact.by_right else f"{fact.status} by an office that may not: counts as unconfirmed"
    status += " (contested)" if (fact.name, fact.about) in incident.register.contested() else ""
    return fact.name, fact.about, local.say(fact.at), status, fact.filed_by, filing


def _roles(incident: Incident, local: Local) -> list[Block]:
    """Every handover in order: who carries a role since when, and what no longer holds."""
    held = {role: [each.filing for each in holding(incident.handed, role)] for role in {each.role for each in incident.handed}}
    rows = tuple((each.role, each.to, local.say(each.at), _of_handover(each.filing, held[each.role]), each.filing) for each in incident.handed)
    return [Heading("Roles handed over"), Table(("role", "carried by", "from", "", "filing"), rows)] if rows else []


def _of_handover(filing: str, held: list[str]) -> str:
    if filing not in held:
        return "until the next"
    return "" if held == [filing] else "contested: the last one counts"


def _log_entry(incident: Incident, filing: Filing, local: Local) -> Entry:
    struck = incident.struck.get(filing.id)
    details = [f"{filing.id} - {filing.body.filed_by}"]
    if incident.joined and filing.id not in incident.own.by_id:
        details[0] += f", in {next(side.log.name for side in incident.sides if filing.id in side.log.by_id)}"
    if filing.filed_at != filing.at:
        details[0] += f", recorded {local.say(filing.filed_at)}"
    if filing.body.learned_at:
        details[0] += f", learned {local.say(filing.body.learned_at)}"
    if struck:
        details.append(f"struck by {struck}")
    return Entry("struck" if struck else "", local.say(filing.at), describe(filing), tuple(details), "done" if struck else "")


def describe(filing: Filing) -> str:
    """Put an entry of an activity log in one sentence."""
    said = filing.text("text")
    about = f" ({filing.text('about')})" if filing.text("about") else ""
    match filing.kind:
        case "declared":
            return f"Declared: {filing.text('title')}"
        case "log-entry":
            return said
        case "fact":
            status = {"confirmed": ""}.get(filing.text("status"), f", {filing.text('status')}")
            return f"Fact: {filing.text('name')}{about}{status}" + (f": {said}" if said else "")
        case "done":
            order = f" (before {', '.join(filing.texts('out_of_order'))})" if filing.texts("out_of_order") else ""
            return f"Done: {filing.text('step')}{order}" + (f": {said}" if said else "")
        case "skipped":
            return f"Skipped: {filing.text('step')}: {filing.text('why')}"
        case "struck":
            return f"Struck {filing.text('entry')}: {filing.text('why')}"
        case "closed" | "reopened":
            return filing.kind.capitalize() + (f": {said}" if said else "")
    return _describe_change(filing)


def _describe_change(filing: Filing) -> str:
    match filing.kind:
        case "tier-changed":
            return f"Tier {filing.number_at('tier')}" + (f": {filing.text('why')}" if filing.text("why") else "")
        case "kind-added":
            tier = filing.number_at("tier")
            said = f", tier {tier}" if filing.texts("chosen") or filing.body.replaces else ""
            return f"Kind added: {', '.join(filing.texts('kinds'))}{said}"
        case "step-added":
            anchor = f" of {filing.text('anchor')}" if filing.text("anchor") else ""
            return f"Step added: {filing.text('title')} ({filing.text('step')}), within {filing.text('within')}{anchor}"
        case "role-changed":
            return f"Handed over: {filing.text('role')} to {filing.text('to')}"
        case "joined":
            return f"Joined with {filing.text('incident')}"
        case "extended" | "deferred" | "refused":
            where = f" (published: {filing.text('published')})" if filing.text("published") else ""
            return f"{filing.kind.capitalize()}: {filing.text('step')}: {filing.text('why')}{where}"
    return f"{filing.kind}: written by a newer cicp" if filing.kind not in KINDS else filing.kind


def listing(incidents: Sequence[Incident], local: Local) -> Document:
    """Every incident, the last declared first."""
    joined = any(incident.joined for incident in incidents)
    columns = ("incident", "state", "kinds", "tier", "declared", "title", *(["joined with"] if joined else []))
    rows = tuple(_row(incident, local)[: len(columns)] for incident in incidents)
    blocks: list[Block] = [Table(columns, rows)] if rows else [Line("No incident was ever declared here.")]
    values = [
        {
            "id": incident.id,
            "title": incident.title,
            "kinds": list(incident.kinds),
            "tier": incident.tier,
            "state": incident.state,
            "declared_at": local(incident.declared_at),
            "joined": list(incident.joined),
        }
        for incident in incidents
    ]
    return Document(tuple(blocks), answer("incidents", local.now, incidents=values))


def _row(incident: Incident, local: Local) -> tuple[str, ...]:
    declared, joined = local.say(incident.declared_at), ", ".join(incident.joined)
    return incident.id, incident.state, ", ".join(incident.kinds), str(incident.tier), declared, incident.title, joined
