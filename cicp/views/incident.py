"""An incident worked on: what to do next, the checklist, the timeline."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from cicp.model.asked import contested
from cicp.model.clocks import Earlier
from cicp.model.incident import Incident
from cicp.model.spans import say_moment
from cicp.model.timeline import FINISHED, Item, next_items, to_do
from cicp.views.document import Block, Document, Entry, Heading, Lead, Line, Tone
from cicp.views.items import item_values
from cicp.views.values import answer
from cicp.views.zone import Local, say_minutes

MARKS: Final[dict[str, tuple[str, Tone]]] = {
    "late": ("!! LATE", "late"),
    "due-soon": ("> NOW", "soon"),
    "open": ("[ ]", ""),
    "waiting": ("... WAIT", "wait"),
    "done": ("[x]", "done"),
    "done-late": ("[x] LATE", "done"),
    "skipped": ("[-] skip", "done"),
    "not-applicable": ("[-] n/a", "done"),
}
_ROOM: Final = 6
_NAMED: Final = 4
_WANTED: Final = 2
_SAID: Final = 140
_LATE_ONCE: Final = "late by the time first recorded"
_GROUPS: Final[tuple[tuple[str, Callable[[Item], bool]], ...]] = (
    ("Late", lambda item: item.status == "late"),
    ("Now: wanted within the hour, or by the next business day", lambda item: item.status == "due-soon"),
    ("Then", lambda item: item.status == "open" and item.effective_due is not None),
    ("At any time", lambda item: item.status == "open" and item.effective_due is None),
    ("Waiting for something to happen", lambda item: item.status == "waiting"),
    ("Finished", lambda item: item.status in FINISHED),
)


def heading(incident: Incident, local: Local) -> list[Block]:
    """The two lines over every view of an incident: which one it is, and how it stands."""
    kinds, doubt = ", ".join(incident.kinds), " (contested)" if contested(incident.tiers) else ""
    joined = [Line(f"joined with {', '.join(incident.joined)}", "quiet")] if incident.joined else []
    return [
        Line(incident.title, "strong"),
        Line(f"{incident.id} - {kinds}, tier {incident.tier}{doubt}, {incident.state}; it is {local.say(local.now)}", "quiet"),
        *joined,
    ]


def next_page(incident: Incident, items: list[Item], naming: str, local: Local, unknown: Sequence[str] = ()) -> Document:
    """What to do now, on one screen of 80 by 24: the first line is the step itself. `naming` is what a command needs to mean this incident.

    `unknown` names facts of its kinds that nobody has recorded.
    """
    able = next_items(items)
    late = sum(item.status == "late" for item in items)
    waiting = sum(item.status == "waiting" for item in items)
    wanted = _say_wanted(items, naming, local)
    beside = [said for said in (wanted, _say_held_up(items), "" if wanted else _say_unknown(unknown, naming)) if said]
    blocks: list[Block] = []
    if able:
        first, *rest = able
        said = _say_briefly(first)
        lines = [
            Line(f"{urgency(first, local)}: {first.title}.", "late" if first.status == "late" else "strong"),
            Line(f"  {first.role}, {first.cite}. Then: cicp done {first.id}{naming}"),
            *(Line(f"  {each}") for each in said),
        ]
        blocks.append(_lead(_brief_entry(first, local), lines))
        blocks += [_brief_entry(item, local) for item in rest[: _ROOM - len(beside) - len(said)]]
    else:
        blocks.append(Line("Nothing can be done now: all is finished, or waits for something to happen.", "strong"))
    blocks += [Line(said, "late") for said in beside]
    blocks.append(Line(f"{incident.title} ({incident.id}), {incident.state}. {late} late, {waiting} waiting. All: cicp incident checklist{naming}", "quiet"))
    return Document(tuple(blocks), answer("next", local.now, incident=incident.id, items=[item_values(item) for item in able]))


def _lead(entry: Entry, lines: list[Line]) -> Lead:
    """The first of the list, in more words than the rest."""
    return Lead(entry.mark, entry.when, entry.title, entry.details, entry.tone, lines=tuple(lines))


def _say_wanted(items: Iterable[Item], naming: str, local: Local) -> str:
    """Name what something with a due waits for and only a fact can start: a list of what can be done would hide both."""
    found = [item for item in to_do(items) if item.status == "waiting" and item.effective_due and ":" not in item.waiting_for]
    if not found or found[0].effective_due is None:
        return ""
    names = ", ".join(f"{item.id} ({item.waiting_for})" for item in found[:_WANTED])
    command = f"cicp fact {found[0].waiting_for.partition(' ')[0]} --at TIME{naming}"
    return f"Wanted by {local.brief(found[0].effective_due)}, and waits for a fact: {names}. Then: {command}"


def _say_unknown(names: Sequence[str], naming: str) -> str:
    """Ask for what starts the kind's own clocks, and nothing on the list would bring up."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Not recorded yet: {', '.join(names[:_NAMED])}{more}. As soon as it is known: cicp fact {names[0]} --at TIME{naming}" if names else ""


def _say_held_up(items: Iterable[Item]) -> str:
    """Name what is late and cannot be done in order yet: a list of what can be done must not hide it."""
    found = [item.id for item in to_do(items) if item.status == "late" and item.blocked_by]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"LATE too, held up by what comes before: {', '.join(found[:_NAMED])}{more}" if found else ""


def what_to_say(item: Item) -> list[str]:
    """Write in one line what must be said by whoever does it, where the plan says so."""
    return [f"say: {'; '.join(item.says)}"] if item.says else []


def _say_briefly(item: Item) -> list[str]:
    """As much of it as two lines hold, and how much more there is: the one screen is for what to do."""
    fit = [place for place in range(1, len(item.says) + 1) if len("; ".join(item.says[:place])) <= _SAID]
    shown = max(fit, default=1)
    left = len(item.says) - shown
    more = f"; and {left} more" if left > 0 else ""
    return [f"{said}{more}" for said in what_to_say(item._replace(says=item.says[:shown]))]


def urgency(item: Item, local: Local) -> str:
    """Say how pressing a step is, with its hour and how far that is."""
    word = {"late": "LATE", "due-soon": "NOW"}.get(item.status, "NEXT")
    due = item.effective_due
    if due and item.due != due:
        own = f"; its own time is {local.brief(item.due)}" if item.due else ""
        return f"{word}, wanted by {local.brief(due)} for what comes after it{own}"
    return f"{word}, {local.brief(due)} ({local.say_left(due)})" if due else word


def _brief_entry(item: Item, local: Local) -> Entry:
    mark, tone = MARKS[item.status]
    return Entry(mark, local.brief(item.effective_due) if item.effective_due else "", item.title, (f"{item.id} - {item.role}, {item.cite}",), tone)


def checklist(incident: Incident, items: list[Item], local: Local) -> Document:
    """Every item in the order to do them, by how it stands."""
    ordered = to_do(items)
    blocks = heading(incident, local)
    for title, belongs in _GROUPS:
        group = [item for item in ordered if belongs(item)]
        if group:
            blocks += [Heading(f"{title} ({len(group)})"), *(_full_entry(item, local) for item in group)]
    return Document(tuple(blocks), answer("checklist", local.now, incident=incident.id, items=[item_values(item) for item in ordered]))


def _full_entry(item: Item, local: Local) -> Entry:
    mark, tone = MARKS[item.status]
    return Entry(
        mark,
        local.brief(item.effective_due) if item.effective_due else "",
        item.title,
        (f"{item.id} - {item.role} - {item.cite}", *_waiting(item), *state_of(item, local), *what_to_say(item)),
        tone,
    )


def _waiting(item: Item) -> Iterable[str]:
    if item.waiting_for:
        yield f"waiting for: {item.waiting_for}"


def state_of(item: Item, local: Local) -> Iterable[str]:
    """Yield what the mark alone does not say, and by which dues it was late before they were corrected: each once, and none that holds again."""
    yield from _state(item, local)
    late = {each.due: each for each in item.earlier if each.late and each.due != item.due}
    yield from (f"{_LATE_ONCE}: due {local.brief(each.due)} until {each.filing} {_moved(each, item)} it" for each in late.values())


def _moved(earlier: Earlier, item: Item) -> str:
    """Say what a filing did to a due: it extended or deferred it, or corrected what it counts from."""
    return next((each.kind for each in item.outcomes if each.filing == earlier.filing), "corrected")


def _state(item: Item, local: Local) -> Iterable[str]:
    if item.blocked_by and not item.finished:
        yield f"after: {', '.join(item.blocked_by)}"
    if item.due and item.effective_due and item.effective_due < item.due:
        yield f"its own time is {local.brief(item.due)}; what comes after it wants it by {local.brief(item.effective_due)}"
    if item.done_at:
        yield f"done {local.brief(item.done_at)}"
    if item.late_by_minutes and item.due:
        yield f"{say_minutes(item.late_by_minutes)} late (due {local.brief(item.due)})"
    if item.why_skipped:
        yield item.why_skipped if item.why_skipped.startswith("publicly refused: ") else f"skipped: {item.why_skipped}"


def timeline_page(incident: Incident, items: list[Item], local: Local) -> Document:
    """Every item by its due, with the counting and the words of the clause: for whoever wants to check it."""
    blocks = heading(incident, local)
    quoted: set[str] = set()
    groups = (("Clocks that run", [item for item in items if item.due]), ("No due yet", [item for item in items if not item.due]))
    for title, group in groups:
        if group:
            blocks += [Heading(f"{title} ({len(group)})"), *(_explained(item, quoted, local) for item in group)]
    return Document(tuple(blocks), answer("timeline", local.now, incident=incident.id, items=[item_values(item) for item in items]))


def looked_at(page: Document, incident: Incident, local: Local) -> Document:
    """Say over a page that it is of another moment than now, and told with what is known now."""
    declared = f" It was declared {say_moment(local(incident.declared_at))}." if incident.declared_at > local.now else ""
    says = f"Looked at from {say_moment(local.now)}: what had happened by then or was on record, told with what is known now.{declared}"
    return replace(page, blocks=(Line(says, "warn"), *page.blocks))


def _explained(item: Item, quoted: set[str], local: Local) -> Entry:
    """Show the counting, and the words of the clause the first time they come up."""
    mark, tone = MARKS[item.status]
    words = f'{item.cite}: "{" ".join(item.words.split())}"' if item.words and item.clause not in quoted else item.cite
    quoted.add(item.clause)
    details = (
        f"{item.id} - {item.role}",
        *item.explain,
        *(said for said in _state(item, local) if said not in item.explain),
        *(
            f"{f'{_LATE_ONCE}: due' if each.late else 'was due'} {local.say(each.due)} until {each.filing} {_moved(each, item)} it at {local.say(each.until)}"
            for each in item.earlier
        ),
        *what_to_say(item),
        words,
    )
    return Entry(mark, local.say(item.due) if item.due else "", item.title, details, tone)
