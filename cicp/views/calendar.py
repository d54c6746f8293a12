"""The clocks of an incident as a calendar: one event for each item with a due of its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from cicp.model.incident import Incident
from cicp.model.rules import Rules
from cicp.model.timeline import Item
from cicp.views.document import Block, Calendar, Event, Line
from cicp.views.gates import GateState, gates_of, gates_of_steps
from cicp.views.incident import MARKS, heading, state_of
from cicp.views.items import item_values
from cicp.views.values import answer
from cicp.views.zone import Dated, Local

_NOWHERE: Final = "cicp.invalid"  # a name that is kept from ever being a host's (RFC 2606): whose computer made the file is nobody's matter
_SAID: Final = {"late": "LATE: ", "done": "done {}: ", "done-late": "done late {}: ", "skipped": "skipped: "}
_LEADS: Final = (timedelta(hours=1), timedelta(minutes=15), timedelta())
_LEAD_IN_DAYS: Final = timedelta(hours=15)  # of a day that ends at 23:59:59, nine in the morning


def calendar(incident: Incident, items: Sequence[Item], rules: Rules, local: Local) -> Calendar:
    """Return the dues of an incident as events. What waits has no moment, and is counted instead."""
    dated = Dated(local.zone, local.now)
    steps, gates = gates_of_steps(rules.words, incident.kinds), {state.gate.id: state for state in gates_of(incident, rules)}
    timed = [(item, _event(item, incident, [gates[name] for name in steps.get(item.step, ()) if name in gates], dated)) for item in items if item.due]
    about = " ".join(_about(incident, items, dated))
    blocks: list[Block] = [*heading(incident, dated), *(event for _, event in timed), Line(about, "quiet")]
    return Calendar(
        tuple(blocks),
        answer("incident-calendar", local.now, incident=incident.id, about=about, items=[_values(item, event) for item, event in timed]),
        name=f"{incident.title} ({incident.id})",
        about=about,
        zone=getattr(local.zone, "key", ""),
        made=local.now,
    )


def _about(incident: Incident, items: Sequence[Item], local: Local) -> Iterable[str]:
    timed = sum(item.due is not None for item in items)
    waiting = sum(item.status == "waiting" and item.due is None for item in items)
    yield f"Dues of the incident {incident.id} as they stood at {local.say(local.now)}, tier {incident.tier}, {incident.state}: {timed} items have a time."
    yield f"Not in this calendar: {waiting} that wait for something to happen, and {len(items) - timed - waiting} without a time, or not asked for."
    yield "Not for the public. Not legal advice."


def _event(item: Item, incident: Incident, gates: Sequence[GateState], local: Dated) -> Event:
    """Make the event of an item with a due."""
    due = item.due or local.now
    mark, tone = MARKS[item.status]
    return Event(
        mark,
        local.say(due),
        item.title,
        tuple(_details(item, gates, local)),
        tone,
        id=f"{incident.id}.{item.id}@{_NOWHERE}",
        summary=_summary(item, local),
        at=due,
        moved=len(item.earlier),
        categories=(item.type, item.role),
        remind=_remind(item, local),
    )


def _summary(item: Item, local: Local) -> str:
    """Name the step and whose it is; before it, how it ended, with the date where that is another than the due's."""
    on_that_day = Local(local.zone, item.due or local.now)
    return f"{_SAID.get(item.status, '').format(on_that_day.brief(item.done_at) if item.done_at else '')}{item.title} ({item.role})"


def _details(item: Item, gates: Sequence[GateState], local: Dated) -> Iterable[str]:
    yield f"{item.id} - {item.role} - {item.cite}"
    yield from item.explain
    yield f"as of {local.say(local.now)}: {item.status.replace('-', ' ')}"
    yield from state_of(item, local)
    yield from (f"gate {state.gate.id} ({state.gate.title}): {state.says()}" for state in gates)


def _remind(item: Item, local: Local) -> timedelta | None:
    """How long before the due to ring: at the first of the usual leads that is still to come. Nobody is rung for what is finished or late."""
    if item.finished or item.due is None or item.due <= local.now:
        return None
    leads = (_LEAD_IN_DAYS, *_LEADS) if item.in_days else _LEADS
    return next(lead for lead in leads if item.due - lead >= local.now or not lead)


def _values(item: Item, event: Event) -> Mapping[str, Any]:
    return {**item_values(item), "uid": event.id, "summary": event.summary, "sequence": event.moved}
