"""What the PIO reads the moment an incident is declared: whom to call, the first hour, the clocks after it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from cicp.model.incident import Incident
from cicp.model.plan import Directory, Plan
from cicp.model.spans import parse_span
from cicp.model.timeline import Item, next_items, to_do
from cicp.views.document import Block, Document, Entry, Heading, Line, Tone
from cicp.views.incident import MARKS, heading, urgency
from cicp.views.incident_record import show
from cicp.views.values import answer
from cicp.views.zone import Local

_HOUR: Final = timedelta(hours=1)


def calls(known: datetime, plan: Plan | None, directory: Directory | None, local: Local) -> Document:
    """Whom to call, for the night on which nothing can be filed."""
    return Document((Heading("Call now"), *_calls(plan, directory, known, local)), answer("calls", local.now))


def page(incident: Incident, items: list[Item], plan: Plan | None, directory: Directory | None, naming: str, local: Local) -> Document:
    """What the PIO reads the moment an incident is declared: whom to call, the first hour, the clocks."""
    unfinished = [item for item in to_do(items) if not item.finished]
    hour = [item for item in unfinished if item.effective_due and item.effective_due - local.now <= _HOUR]
    clocks, hidden = _clocks_after(hour, items)
    first = next(iter(next_items(items)), None)
    known = incident.register.moment("known")
    blocks: list[Block] = [
        *heading(incident, local),
        Heading("Call now"),
        *_calls(plan, directory, known.at if known else incident.declared_at, local),
        Heading(f"The first hour ({len(hour)} steps)"),
        *(_one_line(item, local.brief, *MARKS[item.status]) for item in hour),
        Heading("Clocks after that"),
        *(_one_line(item, local.say, "", "") for item in clocks),
        Line(f"{hidden} later ones, with the counting and the words of each clause: cicp incident timeline", "quiet"),
        Line(f"Draft of the holding statement: incidents/{incident.id}/statements/holding.toml"),
        *([Line(f"{urgency(first, local)}: {first.title}.", "strong"), Line(f"Then: cicp done {first.id}{naming}")] if first else []),
    ]
    return Document(tuple(blocks), show(incident, items, "", local).values)


def _clocks_after(hour: Sequence[Item], items: Sequence[Item]) -> tuple[list[Item], int]:
    """Return the clocks that run after the first hour, of a repeated one only its first, and how many are left out."""
    running = [item for item in items if item.due and item not in hour and not item.finished]
    first_of: dict[tuple[str, str | None], Item] = {}
    for item in running:
        first_of.setdefault((item.step, item.about), item)
    return list(first_of.values()), len(running) - len(first_of)


def _one_line(item: Item, say: Callable[[datetime], str], mark: str, tone: Tone) -> Entry:
    return Entry(mark, say(item.effective_due) if item.effective_due else "", f"{item.title} ({item.id}, {item.cite.partition(' ')[0]})", (), tone)


def _calls(plan: Plan | None, directory: Directory | None, known: datetime, local: Local) -> Iterable[Block]:
    if plan is None or not plan.notify:
        yield Line("The notification chain cannot be read: call the chief, the city manager and the city attorney.", "warn")
        return
    phones = {contact.office: contact for contact in directory.contact} if directory else {}
    for place, link in enumerate(plan.notify, start=1):
        otherwise = (f"no answer: {title_of(plan, link.otherwise)}, {phone_of(link.otherwise, phones)}",) if link.otherwise else ()
        by = local.brief(known + parse_span(link.within).elapsed)
        yield Entry(f"{place}.", f"by {by}", f"{title_of(plan, link.office)}: {phone_of(link.office, phones)}", (link.method, *otherwise))


def title_of(plan: Plan, office: str) -> str:
    """The title of an office; its id where the plan does not know it."""
    return next((each.title for each in plan.office if each.id == office), office)


def phone_of(office: str, phones: Mapping[str, Any]) -> str:
    """How to call an office, by what directory.toml says."""
    contact = phones.get(office)
    if contact is None:
        return "no number in directory.toml"
    return f"{contact.name} {contact.phone}".strip()
