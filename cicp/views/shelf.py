"""The paper pack for the shelf: printed before anything has happened, with spans in place of times."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cicp.model.calendar import CityCalendar
from cicp.model.gates import Facts
from cicp.model.plan import Directory
from cicp.model.rules import Bound, Rules, Work
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.gates import GateState
from cicp.views.paper import BLANK, HOLDING, TO_SIGN, Printed, call_chain, common_values, cover, gate_list, log_sheets, part, statement
from cicp.views.values import answer
from cicp.views.zone import Local

_FIRST: Final = ("known", "occurred")
_BACK: Final = "what is counted back from another step"


class _Owed(NamedTuple):
    """One time that a thing is owed, before it is known when."""

    id: str
    title: str
    work: Work
    bounds: tuple[Bound, ...]

    @property
    def counts_from(self) -> str:
        """What it counts from, of several bounds what the first does."""
        return _from(self.bounds[0])

    @property
    def says(self) -> str:
        """By when, in words: of several bounds the earliest counts."""
        return "; or if that is earlier, ".join(map(_span, self.bounds))


def pack(kinds: tuple[str, ...], rules: Rules, directory: Directory | None, printed: Printed, local: Local) -> Document:
    """The pack of incidents of these kinds, as the plan stands."""
    words = rules.words
    top = [Line(f"{', '.join(kinds)}: {_titles(kinds, rules)}", "strong")]
    gates = [GateState(gate) for gate in words.gates.gate] if words.gates else []
    owed = [each for work in rules.works for each in _rounds(work)]
    blocks: list[Block] = [
        *cover(f"Paper pack for the shelf: {', '.join(kinds)}", ("kinds", _titles(kinds, rules)), printed, words.plan, local),
        *part("Checklist", top, _checklist(owed, rules)),
        *part("Closed days, for counting", top, _closed_days(rules.calendar, local)),
        *call_chain(top, words.plan, directory, lambda within: f"within {within} of known"),
        *part("Gates", top, gate_list(gates)),
        *part("Holding statement", top, statement(words.statements.get(HOLDING), words)),
        *log_sheets(BLANK),
    ]
    own = {"incident": None, "kinds": list(kinds), "items": [_values(each, rules) for each in owed]}
    return Document(tuple(blocks), answer("paper", local.now, **own, **printed.values(), **common_values(words, directory, gates)))


def _titles(kinds: Iterable[str], rules: Rules) -> str:
    books = rules.words.playbooks
    return "; ".join(books[kind].title if kind in books else kind for kind in kinds)


def _rounds(work: Work) -> Iterator[_Owed]:
    for place, bounds in enumerate(work.rounds, start=1):
        number, of = (f"-{place}", f" ({place} of {len(work.rounds)})") if work.repeated else ("", "")
        yield _Owed(f"{work.id}{number}", f"{work.title}{of}", work, bounds)


def _checklist(owed: Sequence[_Owed], rules: Rules) -> Iterator[Block]:
    """Every step under the moment it counts from, with room to write that moment down."""
    yield Line("Write down the moment that each group counts from; its steps follow, the soonest first. Hours run on at night; days end at midnight.")
    asks = _questions(rules.words.facts)
    groups: dict[str, list[_Owed]] = {name: [] for name in _FIRST}
    for each in owed:
        groups.setdefault(each.counts_from, []).append(each)
    for name, group in groups.items():
        if group:
            yield Heading(f"From: {name}", 2)
            yield Line(f"{asks.get(name, name)} {BLANK}")
            yield from (_entry(each, rules) for each in sorted(group, key=_length))


def _questions(facts: Facts | None) -> Mapping[str, str]:
    return {fact.name: fact.asks for fact in facts.fact} if facts else {}


def _length(owed: _Owed) -> tuple[bool, float]:
    bound = owed.bounds[0]
    length = bound.span.elapsed.total_seconds() if bound.span else 0
    return bound.span is None, -length if bound.back else length


def _entry(owed: _Owed, rules: Rules) -> Entry:
    work = owed.work
    details = [f"{owed.id} - {work.role} - {rules.words.cite(work.clause)}"]
    details += [f"after: {', '.join(work.after)}"] if work.after else []
    details += [f"asked of tier {work.tier} and above"] if work.tier > 1 else []
    details += [work.note] if work.note else []
    details += [f"say: {'; '.join(work.says)}"] if work.says else []
    return Entry("[ ]", owed.says, owed.title, (*details, TO_SIGN))


def _from(bound: Bound) -> str:
    return _BACK if bound.of else " or ".join(map(_happens, bound.anchors))


def _happens(anchor: str) -> str:
    """Say an anchor in words: `done:STEP` and `released:KIND` are moments too."""
    what, _, name = anchor.partition(":")
    return f"{name} {what}" if name else anchor


def _span(bound: Bound) -> str:
    if bound.unset:
        return f"no time: plan.toml does not set {bound.unset}"
    if bound.span is None:
        return "no time is set"
    if bound.of:
        return f"{bound.span} before {bound.of} is due"
    if bound.back:
        return f"at least {bound.span} before {_from(bound)}"
    if bound.wait:
        return f"not before {bound.span} have passed after {_from(bound)}"
    if bound.span.days:
        return f"{bound.span}, counted from {_from(bound)}" if not bound.span.year else str(bound.span)
    if bound.span.at:
        return f"{bound.span} after {_from(bound)}"
    return f"within {bound.span} of {_from(bound)}" if bound.span.amount else f"at once, from {_from(bound)}"


def _closed_days(calendar: CityCalendar, local: Local) -> Iterator[Block]:
    """What a person needs who counts business days by hand."""
    yield Line(f"The city hall is closed on every {' and '.join(calendar.weekend)}, and on:")
    rows = [(f"{each.day:%a} {each.day.day} {each.day:%b %Y}", each.name) for year in calendar.year for each in year.closed if each.day >= local.now.date()]
    yield Table(("day", "why"), tuple(rows)) if rows else Line("no day that calendar.toml names from now on: ask the city clerk.")


def _values(owed: _Owed, rules: Rules) -> dict[str, Any]:
    work = owed.work
    return {
        "id": owed.id,
        "title": owed.title,
        "type": work.type,
        "role": work.role,
        "clause": work.clause or None,
        "cite": rules.words.cite(work.clause),
        "tier": work.tier,
        "due": owed.says,
        "after": list(work.after),
    }
