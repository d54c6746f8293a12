"""The paper pack: what a night without power needs, to be filled in by hand and filed afterwards. Here, that of an incident; `shelf` has the dry one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from cicp.model.incident import Incident
from cicp.model.plan import Directory, Plan
from cicp.model.rules import Rules
from cicp.model.spans import parse_span
from cicp.model.statement import StatementKind
from cicp.model.timeline import Item, to_do
from cicp.model.words import Words
from cicp.views.declared import phone_of, title_of
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.gates import GateState, gates_of
from cicp.views.incident import checklist, heading, timeline_page
from cicp.views.items import item_values
from cicp.views.values import answer
from cicp.views.zone import Dated, Local

BLANK: Final = "............"
TO_SIGN: Final = f"done at {BLANK} by {BLANK}"
HOLDING: Final = "holding"
_SHEETS: Final = 2
_ROWS: Final = 25
_ROW: Final = ("." * 10, "." * 10, "." * 34, "." * 14)  # with its number, as wide as a page of plain text


class Printed(NamedTuple):
    """What the cover says of this print: the program, the words it was made from, and the heads by which the record is found again."""

    program: str
    words: str
    docket_heads: tuple[str, ...]
    log_heads: tuple[str, ...] = ()

    def rows(self, local: Local) -> Iterable[tuple[str, str]]:
        """Yield the lines of the cover."""
        yield "words", self.words
        yield from (("head of the log", head) for head in self.log_heads)
        yield from (("head of the docket", head) for head in self.docket_heads)
        yield "printed", f"{local.public(local.now)}, by {self.program}"

    def values(self) -> dict[str, Any]:
        """Return the same as plain values."""
        return {"program": self.program, "words": self.words, "heads": {"log": list(self.log_heads), "docket": list(self.docket_heads)}}


def pack(incident: Incident, items: Sequence[Item], rules: Rules, directory: Directory | None, printed: Printed, local: Local) -> Document:
    """The pack of an incident as it stands. No time goes without its weekday and date: paper is read on another day than it is printed on."""
    local, items, words = Dated(local.zone, local.now), list(items), rules.words
    known, gates, top = incident.register.moment("known"), gates_of(incident, rules), heading(incident, local)
    start = known.at if known else incident.declared_at
    blocks: list[Block] = [
        *cover(f"Paper pack: {incident.title}", ("incident", f"{incident.id}, tier {incident.tier}, {incident.state}"), printed, words.plan, local),
        *part("Checklist", top, [Line("File afterwards what is filled in here: cicp done STEP --at TIME"), *_to_tick(checklist(incident, items, local))]),
        *part("Timeline, with the counting", top, _without_boxes(timeline_page(incident, items, local))),
        *call_chain(top, words.plan, directory, lambda within: f"by {local.say(start + parse_span(within).elapsed)}"),
        *part("Gates", top, gate_list(gates, whole=incident.log.whole)),
        *part("Holding statement", top, statement(words.statements.get(HOLDING), words)),
        *log_sheets(f"{incident.title}, {incident.id}"),
    ]
    own = {"incident": incident.id, "kinds": list(incident.kinds), "items": [item_values(item) for item in to_do(items)]}
    return Document(tuple(blocks), answer("paper", local.now, **own, **printed.values(), **common_values(words, directory, gates)))


def common_values(words: Words, directory: Directory | None, gates: Iterable[GateState]) -> dict[str, Any]:
    """Return what both packs tell a program besides their steps."""
    holding = words.statements.get(HOLDING)
    return {
        "notify": [link.model_dump(by_alias=True) for link in words.plan.notify] if words.plan else [],
        "contacts": [contact.model_dump() for contact in directory.contact] if directory else [],
        "gates": [gate.values() for gate in gates],
        "holding": holding.text if holding else None,
    }


def cover(title: str, what: tuple[str, str], printed: Printed, plan: Plan | None, local: Local) -> Iterator[Block]:
    """The first page: what this is, made from what, when, by which program."""
    yield Heading(title)
    yield Table(("cover", ""), (*([("city", plan.city.name)] if plan else []), what, *printed.rows(local)))
    if plan and plan.notice:
        yield Line(plan.notice)
    yield Line("A working paper, not an official document, and not legal advice. One part of it is not for the public: the call chain.")
    yield Line("Write down the time of everything. When power is back, file what was written with its own time: --at TIME.")


def part(name: str, top: Iterable[Block], blocks: Iterable[Block]) -> list[Block]:
    """Begin a part of the pack, saying which incident it belongs to: sheets get parted."""
    return [Heading(name), *top, *blocks]


def _to_tick(page: Document) -> Iterator[Block]:
    """Turn a checklist into one to fill in by hand."""
    for block in page.blocks:
        if isinstance(block, Heading):
            yield block._replace(depth=2)
        elif isinstance(block, Entry):
            yield block if block.tone == "done" else replace(block, details=(*block.details, TO_SIGN))


def _without_boxes(page: Document) -> Iterator[Block]:
    """Two lists with boxes would be ticked differently: only the checklist has them."""
    for block in page.blocks:
        if isinstance(block, Heading):
            yield block._replace(depth=2)
        elif isinstance(block, Entry):
            yield replace(block, mark="")


def call_chain(top: Iterable[Block], plan: Plan | None, directory: Directory | None, by: Callable[[str], str]) -> list[Block]:
    """Whom to call, in order, and every other number; `by` says until when, from the span of a link. The one part that is not for the public."""
    blocks: list[Block] = [
        Line("RESTRICTED. It holds telephone numbers: keep it apart, do not copy or photograph it, and shred it when a newer one is printed.")
    ]
    if plan is None or not plan.notify:
        blocks.append(Line("The notification chain cannot be read: call the chief, the city manager and the city attorney.", "warn"))
    phones = {contact.office: contact for contact in directory.contact} if directory else {}
    named: set[str] = set()
    for place, link in enumerate(plan.notify if plan else (), start=1):
        otherwise = [f"no answer: {_whom(plan, link.otherwise, phones)}"] if link.otherwise else []
        named |= {link.office, link.otherwise}
        blocks.append(Entry(f"{place}.", by(link.within), _whom(plan, link.office, phones), (link.method, *otherwise, f"reached at {BLANK} by {BLANK}")))
    others = [Entry("", "", _whom(plan, name, phones), (contact.note,) if contact.note else ()) for name, contact in phones.items() if name not in named]
    blocks += [Heading("Other numbers", 2), *others] if others else []
    return part("Call chain - NOT FOR THE PUBLIC", top, blocks)


def _whom(plan: Plan | None, office: str, phones: dict[str, Any]) -> str:
    return f"{_title(plan, office)}: {phone_of(office, phones)}"


def _title(plan: Plan | None, office: str) -> str:
    return title_of(plan, office) if plan else office


def gate_list(gates: Sequence[GateState], *, whole: bool = True) -> Iterator[Block]:
    """What may not be said yet, and what opens each gate."""
    if not whole:
        yield Line("A filing of this incident's log is set aside or missing: until it is back, every gate counts as closed.", "warn")
    closed = [state for state in gates if not state.is_open]
    if closed:
        yield Line("What follows may not be said. A gate opens on a recorded fact or by an override, never because time has passed.")
    for state in closed:
        yield Entry("", "", state.gate.title, (f"{state.gate.id}; watch for: {', '.join(state.gate.blocks)}", state.says()))
    if opened := [state.gate.id for state in gates if state.is_open]:
        yield Line(f"Open when this was printed: {', '.join(opened)}.")
    if not gates:
        yield Line("gates.toml cannot be read: name nobody, and ask the city attorney before anything else is said.", "warn")


def statement(kind: StatementKind | None, words: Words) -> Iterator[Block]:
    """The template of the holding statement, who has to agree to it, and its questions with room for the answers."""
    if kind is None:
        yield Line("There is no statements/holding.toml: say what is known and when you will speak again, and nothing else.", "warn")
        return
    yield Line(f"{kind.title}: {words.cite(kind.clause)}. What stands in square brackets is to be filled in, or struck out.")
    yield from (Line(line) for line in kind.text.splitlines() if line.strip())
    if kind.field:
        yield Heading("To be filled in", 2)
        yield from (Entry("", "", f"[{field.id}]", (field.ask, BLANK * 5)) for field in kind.field)
    if kind.approve:
        yield Heading("Who must agree before it is read out", 2)
        yield Table(("office", "name", "agreed at"), tuple((" or ".join(offices), BLANK, BLANK) for offices in kind.approve))


def log_sheets(incident: str) -> Iterator[Block]:
    """Blank sheets of the activity log, in the columns of ICS form 214."""
    for sheet in range(_SHEETS):
        yield Heading(f"Activity log, sheet {sheet + 1} of {_SHEETS}")
        yield Line(f"Incident: {incident}")
        yield Line(f"Operational period: from {BLANK} to {BLANK}. Name: {BLANK}{BLANK} Office: {BLANK}")
        rows = tuple((str(number), *_ROW) for number in range(sheet * _ROWS + 1, (sheet + 1) * _ROWS + 1))
        yield Table(("no.", "happened", "learned", "what", "by whom"), rows)
        yield Line(f'Prepared by: {BLANK}{BLANK} at {BLANK}. File each row afterwards: cicp log "WHAT" --at HAPPENED --learned LEARNED')
