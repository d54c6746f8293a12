"""An incident shown: what to do next, the checklist, the timeline, the log."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from cicp.model.asked import contested, holding
from cicp.model.clocks import Earlier
from cicp.model.filing import Filing
from cicp.model.incident import KINDS, Incident
from cicp.model.spans import say_moment
from cicp.model.timeline import FINISHED, Item, next_items, to_do
from cicp.views.document import Block, Document, Entry, Heading, Lead, Line, Table, Tone
from cicp.views.items import entry_values, fact_values, item_values
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
