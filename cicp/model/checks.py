"""What `check` finds in the words of a plan. Each check is a function from the words to findings; none touches disk."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from cicp.model.calendar import CityCalendar
from cicp.model.findings import Finding, Location, book_path, section_path, written_steps
from cicp.model.plan import Directory
from cicp.model.playbook import BASE, Step
from cicp.model.references import missing, references, roles
from cicp.model.rules import spans_of
from cicp.model.spans import Span, parse_cadence
from cicp.model.words import Words


def duplicates(words: Words) -> Iterable[Finding]:
    """Ids that stand twice: a section, a clause in its section, a step or duty anywhere, an office, a fact, a gate, a blank of a statement."""
    yield from _twice("section", [(name, section_path(number, name), ("title",)) for number, name in words.sections])
    yield from _twice("section number", [(f"{number:02d}", section_path(number, name), ("title",)) for number, name in words.sections])
    for (number, name), section in words.sections.items():
        yield from _twice("clause", [(clause.id, section_path(number, name), ("clause", place, "id")) for place, clause in enumerate(section.clause)])
    steps: list[_Placed] = [(written.step.id, written.path, ("step", written.place, "id")) for written in written_steps(words)]
    duties: list[_Placed] = [(duty.id, "law.toml", ("duty", place, "id")) for place, duty in enumerate(words.law.duty)] if words.law else []
    yield from _twice("step or duty", [*steps, *duties])
    if words.plan:
        yield from _twice("office", [(office.id, "plan.toml", ("office", place, "id")) for place, office in enumerate(words.plan.office)])
    if words.facts:
        yield from _twice("fact", [(fact.name, "facts.toml", ("fact", place, "name")) for place, fact in enumerate(words.facts.fact)])
    if words.gates:
        yield from _twice("gate", [(gate.id, "gates.toml", ("gate", place, "id")) for place, gate in enumerate(words.gates.gate)])
    for kind, statement in words.statements.items():
        yield from _twice("blank", [(field.id, f"statements/{kind}.toml", ("field", place, "id")) for place, field in enumerate(statement.field)])


def in_calendar(calendar: CityCalendar) -> Iterable[Finding]:
    """What is wrong with a calendar.toml that reads well in itself: a year that stands twice, a day (1 January above all) under another year."""
    yield from _twice("year", [(str(entry.year), "calendar.toml", ("year", place, "year")) for place, entry in enumerate(calendar.year)])
    for place, entry in enumerate(calendar.year):
        for number, closed in enumerate(entry.closed):
            if closed.day.year != entry.year:
                at: Location = ("year", place, "closed", number, "day")
                says = f"{closed.day} is not a day of {entry.year}."
                yield Finding("references", "error", "calendar.toml", says, "mend the date, or move it to its own year", at)


def in_directory(directory: Directory, words: Words) -> Iterable[Finding]:
    """What is wrong with a directory.toml that reads well in itself: an office that stands twice, or that the plan does not have."""
    yield from _twice("office", [(contact.office, "directory.toml", ("contact", place, "office")) for place, contact in enumerate(directory.contact)])
    held = roles(words)
    yield from missing(("directory.toml", ("contact", place, "office"), "office", contact.office, held) for place, contact in enumerate(directory.contact))


_Placed = tuple[str, str, Location]


def _twice(what: str, entries: Iterable[_Placed]) -> Iterable[Finding]:
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
            )
        first.setdefault(name, path)


def cycles(words: Words) -> Iterable[Finding]:
    """Steps that wait for each other, or count back from each other: none of them could ever be done in order."""
    written = {each.step.id: each for each in written_steps(words)}
    for each in written.values():
        if each.step.of in written and written[each.step.of].step.of:
            says = f"{each.step.id} counts back from {each.step.of}, which counts back itself."
            yield Finding("cycles", "error", each.path, says, "count back from a step with a time of its own", ("step", each.place, "of"))
    after = {name: list(each.step.after) for name, each in written.items()}
    for book in words.playbooks.values():
        for entry in book.tighten:
            after.setdefault(entry.step, []).extend(entry.after)
    while ring := _ring(after):
        first = next((written[name] for name in ring if name in written and written[name].step.after), None)
        says = f"these steps wait for each other: {' after '.join((*ring, ring[0]))}."
        place: Location = ("step", first.place, "after") if first else ()
        yield Finding("cycles", "error", first.path if first else book_path(BASE), says, 'take one of them out of an "after"', place)
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


_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LARGE = {"fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "forty-five": 45, "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90}
_NUMBERS: Final = {word: number for number, word in enumerate(_SMALL)} | _LARGE
_IN_WORDS: Final = rf"""\b(?:
        (?P<at>[0-9]{{2}}:[0-9]{{2}})\ on\ (?P<atunit>(?:business\ )?day)\ (?P<atday>[0-9]{{1,4}})
      | (?P<number>[0-9]{{1,5}}|{"|".join(_NUMBERS)})(?:\ \([0-9]+\))?[ -](?P<unit>minute|hour|business\ day|calendar\ day|day)s?
      | (?P<once>at\ once|immediately)
    )\b"""
"""Compiled when it is first used: `declare` looks through the words for other things, and has no time to lose."""


def spans_in_words(text: str) -> set[str]:
    """Return the spans that a clause's words name, as a playbook writes them: `15 minutes`; `at once` is `0 minutes`."""
    return {_as_in_playbook(match) for match in re.finditer(_IN_WORDS, " ".join(text.split()), re.IGNORECASE | re.VERBOSE)}


def _as_in_playbook(match: re.Match[str]) -> str:
    if match["once"]:
        return "0 minutes"
    if match["at"]:
        return f"{match['at']} on {match['atunit'].lower()} {match['atday']}"
    word, unit = match["number"].lower(), match["unit"].lower().removeprefix("calendar ")
    amount = _NUMBERS[word] if word in _NUMBERS else int(word)
    return f"{amount} {unit}{'' if amount == 1 else 's'}"


@dataclass(frozen=True)
class _Asked:
    """A span that a step or duty asks for, the clause it cites, and where that stands."""

    clause: str
    span: str
    by: str
    path: str
    location: Location


def spans(words: Words) -> Iterable[Finding]:
    """Spans on which a clause and the steps that cite it do not agree, both ways. A clause with `duty = false` is left out."""
    asked: dict[str, list[_Asked]] = {}
    for each in _asked(words):
        asked.setdefault(each.clause, []).append(each)
    for (number, name), section in sorted(words.sections.items()):
        for place, clause in enumerate(section.clause):
            if clause.duty is not False:
                cited = f"{name}.{clause.id}"
                said = spans_in_words(clause.text)
                yield from _disagreements(cited, said, asked.get(cited, []), section_path(number, name), ("clause", place, "text"))


def _disagreements(clause: str, said: set[str], asked: list[_Asked], path: str, location: Location) -> Iterable[Finding]:
    for span in sorted(said - {each.span for each in asked}):
        says = f"{clause} says {span}, and no step or duty that cites it does."
        fix = f"give a step that cites {clause} that span, or mend the words; if they bind nobody to a step, write duty = false"
        yield Finding("spans", "error", path, says, fix, location)
    for each in asked:
        if each.span not in said:
            says = f"{each.by} asks for {each.span}, and its clause {clause} does not say so."
            yield Finding("spans", "error", each.path, says, "mend the step or the words of the clause, so that both say the same", each.location)


def _asked(words: Words) -> Iterable[_Asked]:
    settings = words.plan.settings if words.plan else {}
    written = written_steps(words)
    for each in written:
        for key, span in _spans_of_step(each.step, settings):
            yield _Asked(each.step.clause, str(span), each.step.id, each.path, ("step", each.place, key))
    clause_of = {each.step.id: each.step.clause for each in written}
    for kind, book in words.playbooks.items():
        for place, entry in enumerate(book.tighten):
            for span in spans_of((entry.within,), settings):
                yield _Asked(clause_of.get(entry.step, ""), str(span), entry.step, book_path(kind), ("tighten", place, "within"))
    for place, duty in enumerate(words.law.duty if words.law else ()):
        for span in spans_of((duty.within,), settings):
            yield _Asked(duty.clause, str(span), duty.id, "law.toml", ("duty", place, "within"))


def _spans_of_step(step: Step, settings: Mapping[str, str]) -> Iterable[tuple[str, Span]]:
    yield from (("within", span) for span in spans_of((step.within,), settings))
    yield from (("before", span) for span in spans_of((step.before,), settings))
    for cadence in map(parse_cadence, step.every):
        yield from (("every", span) for span in (cadence.step, cadence.until))


OF_WORDS: Final[Mapping[str, Callable[[Words], Iterable[Finding]]]] = {"duplicates": duplicates, "references": references, "cycles": cycles, "spans": spans}
"""The checks that read the words, by name."""
MAKE_A_FILE_INVALID: Final = frozenset({"files", "duplicates", "references", "cycles"})
"""The checks whose error means that a file does not say what it should (exit 5)."""
