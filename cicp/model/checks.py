"""What `check` finds in the words of a plan. Each check is a function from the words to findings; none touches disk."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cicp.model.names import nearest
from cicp.model.playbook import BASE, Playbook, Step
from cicp.model.rules import spans_of
from cicp.model.spans import Span, parse_cadence, setting_name
from cicp.model.words import Words

Location = tuple[int | str, ...]
Level = Literal["error", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing found. `path` and `location` say where in the plan's folder (`playbooks/ois.toml`, the way to the key); `fix` what mends it."""

    id: str
    level: Level
    path: str
    says: str
    fix: str
    location: Location = ()
    line: int | None = None


@dataclass(frozen=True)
class _Written:
    """A step as it stands in its file."""

    path: str
    place: int
    book: Playbook
    step: Step


def _steps(words: Words) -> list[_Written]:
    return [_Written(_book_path(kind), place, book, step) for kind, book in words.playbooks.items() for place, step in enumerate(book.step)]


def _book_path(kind: str) -> str:
    return f"playbooks/{'base' if kind == BASE else kind}.toml"


def duplicates(words: Words) -> Iterable[Finding]:
    """Ids that stand twice: a clause in its section, a step or duty anywhere, an office."""
    for (number, name), section in words.sections.items():
        yield from _twice("clause", [(clause.id, f"text/{number:02d}-{name}.toml", ("clause", place, "id")) for place, clause in enumerate(section.clause)])
    steps = [(written.step.id, written.path, ("step", written.place, "id")) for written in _steps(words)]
    duties = [(duty.id, "law.toml", ("duty", place, "id")) for place, duty in enumerate(words.law.duty)] if words.law else []
    yield from _twice("step or duty", [*steps, *duties])
    if words.plan:
        yield from _twice("office", [(office.id, "plan.toml", ("office", place, "id")) for place, office in enumerate(words.plan.office)])
    if words.facts:
        yield from _twice("fact", [(fact.name, "facts.toml", ("fact", place, "name")) for place, fact in enumerate(words.facts.fact)])
    if words.gates:
        yield from _twice("gate", [(gate.id, "gates.toml", ("gate", place, "id")) for place, gate in enumerate(words.gates.gate)])


def _twice(what: str, entries: list[tuple[str, str, Location]]) -> Iterable[Finding]:
    first: dict[str, str] = {}
    for name, path, location in entries:
        if name in first:
            yield Finding(
                "duplicates",
                "error",
                path,
                f'the {what} "{name}" stands twice: first in {first[name]}.',
                "give one of the two another id, and mend what names it",
                location,
            )
        first.setdefault(name, path)


def references(words: Words) -> Iterable[Finding]:
    """Names that nothing has: clauses, roles, steps, gates, facts, statement kinds, settings."""
    for path, location, what, name, known in _named(words):
        if name and name not in known:
            guess = nearest(name, known)
            fix = f'did you mean "{guess}"?' if guess else f"write it, or name another {what}"
            yield Finding("references", "error", path, f'there is no {what} "{name}".', fix, location)


_Named = tuple[str, Location, str, str, Iterable[str]]


def _named(words: Words) -> Iterable[_Named]:
    roles = _roles(words)
    for (number, name), section in words.sections.items():
        yield f"text/{number:02d}-{name}.toml", ("owner",), "office", section.owner, roles
    yield from _named_in_plan(words, roles)
    yield from _named_in_playbooks(words, roles)
    yield from _named_in_statements(words, roles)
    yield from _named_in_law_and_gates(words, roles)


def _roles(words: Words) -> list[str]:
    return [role for office in (words.plan.office if words.plan else ()) for role in (office.id, *office.also)]


def _named_in_plan(words: Words, roles: list[str]) -> Iterable[_Named]:
    if words.plan is None:
        return
    for place, link in enumerate(words.plan.notify):
        yield "plan.toml", ("notify", place, "office"), "office", link.office, roles
        yield "plan.toml", ("notify", place, "else"), "office", link.otherwise, roles
    for place, office in enumerate(words.plan.signing.signatories):
        yield "plan.toml", ("signing", "signatories", place), "office", office, roles


def _named_in_playbooks(words: Words, roles: list[str]) -> Iterable[_Named]:
    written = _steps(words)
    steps = [each.step.id for each in written]
    gates = [gate.id for gate in words.gates.gate] if words.gates else []
    for each in written:
        at: Location = ("step", each.place)
        yield from ((each.path, (*at, key), what, name, known) for key, what, name, known in _named_in_step(each.step, words, roles, steps, gates))
    for kind, book in words.playbooks.items():
        yield _book_path(kind), ("clause",), "clause", book.clause, words.clauses
        for place, entry in enumerate(book.tighten):
            yield _book_path(kind), ("tighten", place, "step"), "step", entry.step, steps
            for name in entry.after:
                yield _book_path(kind), ("tighten", place, "after"), "step", name, steps
            for name in entry.gates:
                yield _book_path(kind), ("tighten", place, "gates"), "gate", name, gates
        for name in book.uses:
            yield _book_path(kind), ("uses",), "step of an overlay", name, [f"{other}.{step.id}" for other, its in words.playbooks.items() for step in its.step]


def _named_in_step(step: Step, words: Words, roles: list[str], steps: list[str], gates: list[str]) -> Iterable[tuple[str, str, str, Iterable[str]]]:
    yield "clause", "clause", step.clause, words.clauses
    yield "role", "office or role", step.role, roles
    yield "of", "step", step.of, steps
    yield "statement", "statement kind", step.statement, words.statements
    yield "records", "fact", step.records, _facts(words)
    yield from (("after", "step", name, steps) for name in step.after)
    yield from (("gates", "gate", name, gates) for name in step.gates)
    yield from (
        ("anchor", "fact", name, [*_facts(words), *(f"done:{each}" for each in steps), *(f"released:{kind}" for kind in words.statements)])
        for name in step.anchors
    )
    settings = words.plan.settings if words.plan else {}
    yield from ((key, "setting in plan.toml", setting_name(span), settings) for key, span in (("within", step.within), ("before", step.before)))


def _facts(words: Words) -> list[str]:
    return [fact.name for fact in words.facts.fact] if words.facts else []


def _named_in_statements(words: Words, roles: list[str]) -> Iterable[_Named]:
    gates = [gate.id for gate in words.gates.gate] if words.gates else []
    for kind, statement in words.statements.items():
        path = f"statements/{kind}.toml"
        yield path, ("clause",), "clause", statement.clause, words.clauses
        for name in statement.gates:
            yield path, ("gates",), "gate", name, gates
        for key, offices in (
            ("approve", [office for choice in statement.approve for office in choice]),
            ("consult", statement.consult),
            ("inform", statement.inform),
            ("confirm", statement.confirm),
        ):
            for office in offices:
                yield path, (key,), "office or role", office, roles


def _named_in_law_and_gates(words: Words, roles: list[str]) -> Iterable[_Named]:
    for place, duty in enumerate(words.law.duty if words.law else ()):
        yield "law.toml", ("duty", place, "clause"), "clause", duty.clause, words.clauses
        yield "law.toml", ("duty", place, "role"), "office or role", duty.role, roles
        yield "law.toml", ("duty", place, "anchor"), "fact", duty.anchor, _facts(words)
    for place, gate in enumerate(words.gates.gate if words.gates else ()):
        for name in gate.opens:
            yield "gates.toml", ("gate", place, "opens"), "fact", name, _facts(words)
        for key, offices in (("confirm", gate.confirm), ("override", gate.override)):
            for office in offices:
                yield "gates.toml", ("gate", place, key), "office or role", office, roles


def cycles(words: Words) -> Iterable[Finding]:
    """Steps that wait for each other: none of them could ever be done in order."""
    written = {each.step.id: each for each in _steps(words)}
    after = {name: list(each.step.after) for name, each in written.items()}
    for book in words.playbooks.values():
        for entry in book.tighten:
            after[entry.step] = [*after.get(entry.step, []), *entry.after]
    for each in written.values():
        if each.step.of in written and written[each.step.of].step.of:
            yield Finding(
                "cycles",
                "error",
                each.path,
                f"{each.step.id} counts back from {each.step.of}, which counts back itself.",
                "count back from a step with a time of its own",
                ("step", each.place, "of"),
            )
    told: set[str] = set()
    for name in written:
        round_trip = _way_back(name, after)
        if round_trip and not told & set(round_trip):
            told |= set(round_trip)
            each = written[name]
            says = f"these steps wait for each other: {' after '.join([*round_trip, name])}."
            yield Finding("cycles", "error", each.path, says, 'take one of them out of an "after"', ("step", each.place, "after" if each.step.after else "id"))


def _way_back(name: str, after: Mapping[str, list[str]]) -> list[str]:
    """Return the steps on a way from `name` back to itself, starting with it; empty when there is none."""
    ways = [[name]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for first in after.get(way[-1], []):
            if first == name:
                return way
            if first not in seen:
                seen.add(first)
                ways.append([*way, first])
    return []


_NUMBERS: Final = {word: number for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])} | {
    "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "forty-five": 45, "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90,
}  # fmt: skip
_IN_WORDS = re.compile(
    rf"\b(?:(?P<at>\d\d:\d\d) on (?P<atunit>(?:business )?day) (?P<atday>\d+)|(?P<number>\d+|{'|'.join(_NUMBERS)})(?: \(\d+\))?[ -](?P<unit>minute|hour|business day|calendar day|day)s?|(?P<once>at once|immediately))\b",
    re.IGNORECASE,
)


def spans_in_words(text: str) -> set[str]:
    """Return the spans that a clause's words name, as a playbook writes them: `15 minutes`; `at once` is `0 minutes`."""
    found = set()
    for match in _IN_WORDS.finditer(" ".join(text.split())):
        if match["once"]:
            found.add("0 minutes")
        elif match["at"]:
            found.add(f"{match['at']} on {match['atunit'].lower()} {match['atday']}")
        else:
            number = _NUMBERS.get(match["number"].lower(), None)
            unit = match["unit"].lower().replace("calendar ", "")
            amount = int(match["number"]) if number is None else number
            found.add(str(Span(amount, unit)))  # type: ignore[arg-type]  # the pattern admits nothing else
    return found


def spans(words: Words) -> Iterable[Finding]:
    """Spans on which a clause and the steps that cite it do not agree, both ways. A clause with `duty = false` is left out."""
    asked = _spans_asked(words)
    for clause in words.clauses.values():
        number, name = int(clause.number.partition(".")[0]), clause.id.partition(".")[0]
        place = int(clause.number.partition(".")[2]) - 1
        said = spans_in_words(clause.text) if clause.duty is not False else set()
        steps = asked.get(clause.id, {})
        for span in sorted(said - set(steps)):
            fix = f"give a step that cites {clause.id} that span, or mend the words; if they bind nobody to a step, write duty = false"
            yield Finding(
                "spans",
                "error",
                f"text/{number:02d}-{name}.toml",
                f"{clause.id} says {span}, and no step or duty that cites it does.",
                fix,
                ("clause", place, "text"),
            )
        for span in sorted(set(steps) - said if clause.duty is not False else ()):
            path, location, step = steps[span]
            yield Finding(
                "spans",
                "error",
                path,
                f"{step} asks for {span}, and its clause {clause.id} does not say so.",
                "mend the step or the words of the clause, so that both say the same",
                location,
            )


def _spans_asked(words: Words) -> dict[str, dict[str, tuple[str, Location, str]]]:
    """For each clause: the spans that cite it, each with where it stands."""
    settings = words.plan.settings if words.plan else {}
    asked: dict[str, dict[str, tuple[str, Location, str]]] = {}
    clause_of: dict[str, str] = {}
    for each in _steps(words):
        clause_of[each.step.id] = each.step.clause
        for key, texts in (("within", (each.step.within,)), ("before", (each.step.before,))):
            for span in spans_of(texts, settings):
                asked.setdefault(each.step.clause, {})[str(span)] = (each.path, ("step", each.place, key), each.step.id)
        for cadence in map(parse_cadence, each.step.every):
            for span in (cadence.step, cadence.until):
                asked.setdefault(each.step.clause, {})[str(span)] = (each.path, ("step", each.place, "every"), each.step.id)
    for kind, book in words.playbooks.items():
        for place, entry in enumerate(book.tighten):
            for span in spans_of((entry.within,), settings):
                asked.setdefault(clause_of.get(entry.step, ""), {})[str(span)] = (_book_path(kind), ("tighten", place, "within"), entry.step)
    for place, duty in enumerate(words.law.duty if words.law else ()):
        for span in spans_of((duty.within,), settings):
            asked.setdefault(duty.clause, {})[str(span)] = ("law.toml", ("duty", place, "within"), duty.id)
    return asked


OF_WORDS: Final[Mapping[str, Callable[[Words], Iterable[Finding]]]] = {"duplicates": duplicates, "references": references, "cycles": cycles, "spans": spans}
"""The checks that read the words, by name."""
MAKE_A_FILE_INVALID: Final = frozenset({"files", "duplicates", "references", "cycles"})
"""The checks whose error means that a file does not say what it should (exit 5)."""
