"""Whether the files of a plan fit together: ids that stand once, and steps that do not wait for each other."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from cicp.model.findings import Finding, Location, book_path, section_path, written_steps
from cicp.model.playbook import BASE
from cicp.model.words import Words

Placed = tuple[str, str, Location]
"""A name, the file it stands in, and its place there."""


def duplicates(words: Words) -> Iterable[Finding]:
    """Ids that stand twice: section, clause in its section, step or duty anywhere, office, signatory, seat, fact, gate, blank of a statement."""
    yield from twice("section", [(name, section_path(number, name), ("title",)) for number, name in words.sections])
    yield from twice("section number", [(f"{number:02d}", section_path(number, name), ("title",)) for number, name in words.sections])
    for (number, name), section in words.sections.items():
        yield from twice("clause", [(clause.id, section_path(number, name), ("clause", place, "id")) for place, clause in enumerate(section.clause)])
    steps: list[Placed] = [(written.step.id, written.path, ("step", written.place, "id")) for written in written_steps(words)]
    duties: list[Placed] = [(duty.id, "law.toml", ("duty", place, "id")) for place, duty in enumerate(words.law.duty)] if words.law else []
    yield from twice("step or duty", [*steps, *duties])
    if words.plan:
        yield from twice("office", [(office.id, "plan.toml", ("office", place, "id")) for place, office in enumerate(words.plan.office)])
        signatories = words.plan.signing.signatories
        yield from twice("signatory", [(name, "plan.toml", ("signing", "signatories", place)) for place, name in enumerate(signatories)])
        yield from twice("seat", [(seat.id, "plan.toml", ("seat", place, "id")) for place, seat in enumerate(words.plan.seat)])
    if words.facts:
        yield from twice("fact", [(fact.name, "facts.toml", ("fact", place, "name")) for place, fact in enumerate(words.facts.fact)])
    if words.gates:
        yield from twice("gate", [(gate.id, "gates.toml", ("gate", place, "id")) for place, gate in enumerate(words.gates.gate)])
    for kind, statement in words.statements.items():
        yield from twice("blank", [(field.id, f"statements/{kind}.toml", ("field", place, "id")) for place, field in enumerate(statement.field)])


def twice(what: str, entries: Iterable[Placed]) -> Iterable[Finding]:
    """Name each entry whose name another had before it, at its own place, and where the first is."""
    first: dict[str, str] = {}
    for name, path, location in entries:
        if name in first:
            yield Finding(
                "duplicates",
                "error",
                path,
                f'the {what} "{name}" stands twice: first in {first[name]}.',
                "take one of the two away, or give it another name and mend what refers to it",
                location,
                breaks=True,
            )
        first.setdefault(name, path)


def cycles(words: Words) -> Iterable[Finding]:
    """Steps that wait for each other, or count back from each other: none of them could ever be done in order."""
    written = {each.step.id: each for each in written_steps(words)}
    for each in written.values():
        if each.step.of in written and written[each.step.of].step.of:
            says = f"{each.step.id} counts back from {each.step.of}, which counts back itself."
            yield Finding("cycles", "error", each.path, says, "count back from a step with a time of its own", ("step", each.place, "of"), breaks=True)
    after = {name: list(each.step.after) for name, each in written.items()}
    for book in words.playbooks.values():
        for entry in book.tighten:
            after.setdefault(entry.step, []).extend(entry.after)
    while ring := _ring(after):
        first = next((written[name] for name in ring if name in written and written[name].step.after), None)
        says = f"these steps wait for each other: {' after '.join((*ring, ring[0]))}."
        place: Location = ("step", first.place, "after") if first else ()
        yield Finding("cycles", "error", first.path if first else book_path(BASE), says, 'take one of them out of an "after"', place, breaks=True)
        for name in ring:
            after.pop(name, None)


def _ring(after: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return some steps that wait for each other, each before the one it comes after; none, where every step can be done in its turn."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return tuple(reversed(ring[1:]))
    return ()
