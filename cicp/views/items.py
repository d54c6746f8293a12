"""What an incident holds, as plain values for programs: its items, its entries, its facts."""

from collections.abc import Mapping
from typing import Any

from cicp.model.facts import Fact
from cicp.model.filing import Filing
from cicp.model.incident import Incident
from cicp.model.timeline import Item
from cicp.views.zone import Local


def item_values(item: Item) -> dict[str, Any]:
    """Return a timeline item as promised."""
    return {
        "id": item.id,
        "title": item.title,
        "type": item.type,
        "role": item.role,
        "clause": item.clause or None,
        "cite": item.cite,
        "anchor": item.anchor,
        "due": item.due,
        "effective_due": item.effective_due,
        "status": item.status,
        "waiting_for": item.waiting_for or None,
        "blocked_by": list(item.blocked_by),
        "done_at": item.done_at,
        "late_by_minutes": item.late_by_minutes,
        "earlier": [{"due": each.due, "until": each.until, "filing": each.filing, "late": each.late} for each in item.earlier],
        "explain": list(item.explain),
    }


def entry_values(filing: Filing, text: str, struck: Mapping[str, str], local: Local) -> dict[str, Any]:
    """Return an entry of an activity log as promised."""
    return {
        "id": filing.id,
        "kind": filing.kind,
        "at": local(filing.at),
        "learned_at": local(filing.body.learned_at),
        "filed_at": local(filing.filed_at),
        "filed_by": filing.body.filed_by,
        "text": text,
        "struck_by": struck.get(filing.id),
        "replaces": list(filing.body.replaces),
    }


def fact_values(fact: Fact, incident: Incident, local: Local) -> dict[str, Any]:
    """Return a fact of the register: `counts` says whether it may start a clock or open a gate."""
    return {
        "filing": fact.filing,
        "name": fact.name,
        "about": fact.about,
        "at": local(fact.at),
        "text": fact.text,
        "source": fact.source,
        "status": fact.status,
        "counts": fact.counts,
        "contested": (fact.name, fact.about) in incident.register.contested(),
        "filed_by": fact.filed_by,
    }
