"""Names that the words of a plan use and that nothing has."""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from cicp.model.findings import Finding, Location, book_path, written_steps
from cicp.model.names import nearest
from cicp.model.playbook import Milestone, Step
from cicp.model.spans import setting_name
from cicp.model.words import Words

Named = tuple[str, Location, str, str, Collection[str]]
"""A name that something else must have: the file and place it stands in, what it names, the name, and the names there are."""
_CLAUSE: Final = "clause"
_KIND: Final = "statement kind"
_SETTING: Final = "setting in plan.toml"
_BOOK: Final = "playbook of a kind"
OF_LAW: Final = "duty of the law library"


class _Known(NamedTuple):
    """The names there are, by what they name."""

    clauses: Collection[str]
    steps: Collection[str]
    gates: Collection[str]
    facts: Collection[str]
    anchors: Collection[str]
    kinds: Collection[str]
    settings: Collection[str]
    steps_of_overlays: Collection[str]
    books: Collection[str]


def _known(words: Words) -> _Known:
    steps = dict.fromkeys(each.step.id for each in written_steps(words))
    facts = dict.fromkeys(fact.name for fact in words.facts.fact) if words.facts else {}
    return _Known(
        clauses=words.clauses,
        steps=steps,
        gates=dict.fromkeys(gate.id for gate in words.gates.gate) if words.gates else {},
        facts=facts,
        anchors=dict.fromkeys([*facts, *(f"done:{step}" for step in steps), *(f"released:{kind}" for kind in words.statements)]),
        kinds=words.statements,
        settings=words.plan.settings if words.plan else {},
        books=words.playbooks,
        steps_of_overlays=dict.fromkeys(f"{kind}.{step.id}" for kind, book in words.playbooks.items() for step in book.step),
    )


def references(words: Words) -> Iterable[Finding]:
    """Names that nothing has: clauses, steps, gates, facts, statement kinds, settings; for offices see `roles`."""
    known = _known(words)
    return missing("references", (*_named_in_playbooks(words, known), *_named_in_statements(words, known), *_named_in_law_gates_and_facts(words, known)))


def missing(check: str, named: Iterable[Named]) -> Iterable[Finding]:
    """Report each name that is not among the names there are, with the nearest that is."""
    for path, location, what, name, known in named:
        if name and name not in known:
            yield Finding(check, "error", path, f'there is no {what} "{name}".', _remedy(what, name, known), location, breaks=True)


def _remedy(what: str, name: str, known: Collection[str]) -> str:
    section = name.partition(".")[0]
    if what == _CLAUSE and not any(each.startswith(f"{section}.") for each in known):
        return f'there is no section "{section}" at all: see that its file is in text/'
    guess = nearest(name, known)
    if guess:
        return f'did you mean "{guess}"?'
    if what == OF_LAW:
        return "name one that the library has: cicp law list"
    written = {_KIND: f"write statements/{name}.toml", _BOOK: f"write {book_path(name)}"}.get(what, "write it")
    return f"{written}, or name another {what}"


def each_of(path: str, location: Location, what: str, names: Iterable[str], known: Collection[str]) -> Iterable[Named]:
    """Name each of a list, at its place."""
    return ((path, (*location, place), what, name, known) for place, name in enumerate(names))


def _named_in_playbooks(words: Words, known: _Known) -> Iterable[Named]:
    for each in written_steps(words):
        yield from _named_in_step(each.path, ("step", each.place), each.step, known)
    for kind, book in words.playbooks.items():
        path = book_path(kind)
        yield path, ("clause",), _CLAUSE, book.clause, known.clauses
        yield from each_of(path, ("uses",), "step of an overlay", book.uses, known.steps_of_overlays)
        yield from each_of(path, ("facts",), "fact", book.facts, known.facts)
        yield from each_of(path, ("milestones",), _BOOK, book.milestones, known.books)
        for place, unless in enumerate(book.unless):
            yield path, ("unless", place, "kind"), _BOOK, unless.kind, known.books
        for place, milestone in enumerate(book.milestone):
            yield from _named_in_milestone(path, ("milestone", place), milestone, known)
        for place, entry in enumerate(book.tighten):
            at: Location = ("tighten", place)
            yield path, (*at, "step"), "step", entry.step, known.steps
            yield path, (*at, "within"), _SETTING, setting_name(entry.within), known.settings
            yield from each_of(path, (*at, "after"), "step", entry.after, known.steps)
            yield from each_of(path, (*at, "gates"), "gate", entry.gates, known.gates)


def _named_in_milestone(path: str, at: Location, milestone: Milestone, known: _Known) -> Iterable[Named]:
    yield path, (*at, "anchor"), "fact", milestone.anchor, known.anchors
    yield path, (*at, "reached"), "fact", milestone.reached, known.anchors
    yield path, (*at, "statement"), _KIND, milestone.statement, known.kinds
    yield path, (*at, "since"), _SETTING, setting_name(milestone.since), known.settings
    yield path, (*at, "until"), _SETTING, setting_name(milestone.until), known.settings


def _named_in_step(path: str, at: Location, step: Step, known: _Known) -> Iterable[Named]:
    yield path, (*at, "clause"), _CLAUSE, step.clause, known.clauses
    yield path, (*at, "of"), "step", step.of, known.steps
    yield path, (*at, "statement"), _KIND, step.statement, known.kinds
    yield path, (*at, "records"), "fact", step.records, known.facts
    yield path, (*at, "within"), _SETTING, setting_name(step.within), known.settings
    yield path, (*at, "before"), _SETTING, setting_name(step.before), known.settings
    yield from each_of(path, (*at, "anchor"), "fact", step.anchors, known.anchors)
    yield path, (*at, "ends"), "fact", step.ends, known.anchors
    yield from each_of(path, (*at, "after"), "step", step.after, known.steps)
    yield from each_of(path, (*at, "gates"), "gate", step.gates, known.gates)


def _named_in_statements(words: Words, known: _Known) -> Iterable[Named]:
    for kind, statement in words.statements.items():
        path = f"statements/{kind}.toml"
        yield path, ("clause",), _CLAUSE, statement.clause, known.clauses
        yield path, ("anchor",), "fact", statement.anchor, known.anchors
        yield path, ("within",), _SETTING, setting_name(statement.within), known.settings
        yield path, ("timeout",), _SETTING, setting_name(statement.timeout), known.settings
        yield from each_of(path, ("gates",), "gate", statement.gates, known.gates)


def _named_in_law_gates_and_facts(words: Words, known: _Known) -> Iterable[Named]:
    for place, duty in enumerate(words.law.duty if words.law else ()):
        yield "law.toml", ("duty", place, "clause"), _CLAUSE, duty.clause, known.clauses
        yield "law.toml", ("duty", place, "anchor"), "fact", duty.anchor, known.anchors
        for key in ("within", "before", "wait", "defer"):
            yield "law.toml", ("duty", place, key), _SETTING, setting_name(getattr(duty, key)), known.settings
    for place, gate in enumerate(words.gates.gate if words.gates else ()):
        yield from each_of("gates.toml", ("gate", place, "opens"), "fact", gate.opens, known.facts)
    for place, fact in enumerate(words.facts.fact if words.facts else ()):
        yield from each_of("facts.toml", ("fact", place, "follows"), "fact", fact.follows, known.facts)
