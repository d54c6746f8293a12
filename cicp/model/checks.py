"""What `check` finds in the words of a plan. Each check is a function from the words to findings; none touches disk."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from cicp.model.findings import Finding, Location, book_path, section_path, written_steps
from cicp.model.fitting import cycles, duplicates
from cicp.model.law import Duty
from cicp.model.placeholders import placeholders
from cicp.model.playbook import Step
from cicp.model.references import references
from cicp.model.roles import roles
from cicp.model.rules import spans_of
from cicp.model.sections import sections
from cicp.model.spans import Span, parse_cadence
from cicp.model.words import Words

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LARGE = {"fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "forty-five": 45, "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90}
_NUMBERS: Final = {word: number for number, word in enumerate(_SMALL)} | _LARGE
_IN_WORDS: Final = rf"""\b(?:
        (?P<at>[0-9]{{2}}:[0-9]{{2}})\ on\ (?P<atunit>(?:business\ )?day)\ (?P<atday>[0-9]{{1,4}})
      | (?P<number>[0-9]{{1,5}}|{"|".join(_NUMBERS)})(?:\ \([0-9]+\))?[ -](?P<unit>minute|open\ hour|hour|business\ day|calendar\ day|day|quarter)s?
      | (?P<once>at\ once|immediately)
    )\b"""
"""For words in lower case. Compiled when it is first used."""
_UNITS: Final = ("minute", "hour", "day", "quarter", "once", "immediately")
_DATED: Final = ("on ", "next ")
"""How a span begins that names a date. A text tells many dates that bind nobody, so these are looked for only where a step or duty asks for them."""


@lru_cache(maxsize=1024)
def spans_in_words(text: str) -> frozenset[str]:
    """Return the spans that a clause's words name, as a playbook writes them: `15 minutes`; `at once` is `0 minutes`."""
    words = " ".join(text.lower().split())
    if not any(unit in words for unit in _UNITS):  # most clauses name none, and the pattern is dear
        return frozenset()
    return frozenset(_as_in_playbook(match) for match in re.finditer(_IN_WORDS, words, re.VERBOSE))


def _as_in_playbook(match: re.Match[str]) -> str:
    if match["once"]:
        return "0 minutes"
    if match["at"]:
        return f"{match['at']} on {match['atunit']} {match['atday']}"
    word, unit = match["number"], match["unit"].removeprefix("calendar ")
    amount = _NUMBERS[word] if word in _NUMBERS else int(word)
    return f"{amount} {unit}{'' if amount == 1 else 's'}"


class _Asked(NamedTuple):
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
                wanted = asked.get(cited, [])
                said = spans_in_words(clause.text) | _dates_in_words(clause.text, wanted)
                yield from _disagreements(cited, said, wanted, section_path(number, name), ("clause", place, "text"))


def _dates_in_words(text: str, asked: Iterable[_Asked]) -> frozenset[str]:
    words = " ".join(text.split())
    return frozenset(each.span for each in asked if each.span.startswith(_DATED) and each.span in words)


def _disagreements(clause: str, said: Collection[str], asked: list[_Asked], path: str, location: Location) -> Iterable[Finding]:
    for span in sorted({*said} - {each.span for each in asked}):
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
        for key, span in _spans_of_duty(duty, settings):
            yield _Asked(duty.clause, str(span), duty.id, "law.toml", ("duty", place, key))


def _spans_of_duty(duty: Duty, settings: Mapping[str, str]) -> Iterable[tuple[str, Span]]:
    times = {"within": (duty.within,), "before": (duty.before,), "wait": (duty.wait,), "extend": tuple(duty.extend), "defer": (duty.defer,)}
    yield from ((key, span) for key, texts in times.items() for span in spans_of(texts, settings))
    for cadence in map(parse_cadence, duty.every):
        yield from (("every", span) for span in (cadence.step, cadence.until))


def _spans_of_step(step: Step, settings: Mapping[str, str]) -> Iterable[tuple[str, Span]]:
    yield from (("within", span) for span in spans_of((step.within,), settings))
    yield from (("before", span) for span in spans_of((step.before,), settings))
    yield from (("extend", span) for span in spans_of(tuple(step.extend), settings))
    yield from (("defer", span) for span in spans_of((step.defer,), settings))
    for cadence in map(parse_cadence, step.every):
        yield from (("every", span) for span in (cadence.step, cadence.until))


def statements(words: Words) -> Iterable[Finding]:
    """Kinds of statement that ask for a span which the clause they cite does not say. A clause with `duty = false` is left out."""
    settings = words.plan.settings if words.plan else {}
    for kind, statement in words.statements.items():
        clause = words.clauses.get(statement.clause)
        if clause is None or clause.duty is False:
            continue
        for span in spans_of((statement.within,), settings):
            if str(span) not in spans_in_words(clause.text):
                says = f"the statement {kind} asks for {span}, and its clause {clause.id} does not say so."
                fix = "mend the statement or the words of the clause, so that both say the same"
                yield Finding("statements", "error", f"statements/{kind}.toml", says, fix, ("within",))


OF_WORDS: Final[Mapping[str, Callable[[Words], Iterable[Finding]]]] = {
    "duplicates": duplicates,
    "references": references,
    "roles": roles,
    "sections": sections,
    "cycles": cycles,
    "spans": spans,
    "statements": statements,
    "placeholders": placeholders,
}
"""The checks that read the words and nothing else, by name."""
