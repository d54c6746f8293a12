"""What a plan has of the law library: which duties it took over, what answers the others, and how each counts, in words. Never legal advice."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from cicp.errors import WrongWords
from cicp.model.findings import written_steps
from cicp.model.law import Duty
from cicp.model.law_differences import Difference, differences
from cicp.model.law_library import KnownDuty, LawFile, Preset, PresetItem, Rule, Source
from cicp.model.names import nearest
from cicp.model.spans import Span, parse_span, setting_name
from cicp.model.words import Words

FEDERAL: Final = "us"
AT_ONCE: Final = "0 minutes"
_DONE: Final = "done:"
_RELEASED: Final = "released:"
_RESEARCH: Final = "domain "
"""How a source begins that names a row of the research."""
_SECTION: Final = re.compile(r"[0-9]+\.[0-9]+")
_ROLLS: Final = {
    "none": "a last day on which the hall is closed stays the last day",
    "forward": "a last day on which the hall is closed moves to the next open day",
    "back": "a last day on which the hall is closed moves to the open day before",
    "sunday": "a last day that is a Sunday moves to the Monday, and no other",
}


@dataclass(frozen=True)
class Book:
    """The law library, read: its files of duties and rules, the presets, what a code of a source stands for, and which duties a transcript starts."""

    files: Mapping[str, LawFile]
    presets: Mapping[str, Preset]
    sources: Mapping[str, Source]
    tried: Mapping[str, str]

    @cached_property
    def duties(self) -> dict[str, KnownDuty]:
        """Every duty by its full name: us-mo.sunshine-response."""
        return {f"{name}.{duty.id}": duty for name, file in self.files.items() for duty in file.duty}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every standing rule by its full name: us-mo.incident-open."""
        return {f"{name}.{rule.id}": rule for name, file in self.files.items() for rule in file.rule}

    @cached_property
    def items(self) -> dict[str, PresetItem]:
        """Every item of a preset by its full name: chicago.video."""
        return {f"{name}.{item.id}": item for name, preset in self.presets.items() for item in preset.item}

    def whole(self, name: str) -> str:
        """Return the full name of the entry that is meant by half of it: a preset's only promise, a duty without its file. What nothing has is returned.

        Raises WrongWords, where several have it.
        """
        known = (*self.duties, *self.rules, *self.items)
        if name in self.files:
            raise WrongWords(f'"{name}" is a whole file of the law.', hint=f"see what it holds: cicp law list {name}")
        found = [each for each in known if name in each.split(".")]
        if name not in known and len(found) > 1:
            raise WrongWords(f'"{name}" could be {", ".join(found)}.', hint="type the whole name")
        return found[0] if found else name

    @cached_property
    def read_until(self) -> date:
        """The last day on which a duty of the library was read: it has come, whatever the clock says that a person has set."""
        return max((duty.verified_on for duty in self.duties.values()), default=date.min)

    def cited(self, source: str) -> list[Source]:
        """Return the sources that a text names by their codes, in the order in which it names them."""
        words = "".join(char if char.isalnum() else " " for char in source).split()
        return [self.sources[word] for word in dict.fromkeys(words) if word in self.sources]

    def named(self, source: str) -> str:
        """Say what the codes of a source stand for. The row of the research is left out: nobody but who read it can look it up."""
        parts = [part for part in source.split("; ") if not part.startswith(_RESEARCH)]
        return "; ".join(self._named(each) for part in parts for each in self._apart(part)) or source

    def _apart(self, part: str) -> list[str]:
        """Return codes that stand in a row (P3, P3b) each alone."""
        each = part.split(", ")
        return each if all(piece.partition(" ")[0] in self.sources for piece in each) else [part]

    def _named(self, part: str) -> str:
        code, _, rest = part.partition(" ")
        if code not in self.sources:
            return part
        beside = rest.strip("()")
        return f"{code}: {self.sources[code].title}" + (f" ({beside})" if beside else "")

    def files_of(self, state: str) -> list[str]:
        """Return the files whose law binds a city of this state: the federal one, and the state's own."""
        return [name for name in (FEDERAL, f"{FEDERAL}-{state.lower()}") if name in self.files]

    def binds(self, name: str, state: str) -> bool:
        """Say whether the law of this entry, or of this file, binds a city of this state."""
        return name.partition(".")[0] in self.files_of(state)

    def unknown_state(self, state: str) -> str:
        """Say that nobody can be held to the law of a state that the library does not know; nothing, where it does."""
        if f"{FEDERAL}-{state.lower()}" in self.files:
            return ""
        return f"cicp's library does not know the law of {state or 'this state'}: none of its duties is held against this plan."

    def law_id(self, duty: Duty, state: str) -> str:
        """Return the full name under which the library knows a duty of the plan; empty, where it does not. The state's own goes first."""
        names = (f"{name}.{duty.id}" for name in reversed(self.files_of(state)))
        return next((name for name in names if name in self.duties), "")


class Own(NamedTuple):
    """A duty of the plan: under which name the library knows it, and in which keys the two differ."""

    duty: Duty
    law_id: str
    differences: tuple[Difference, ...] = ()

    @property
    def differs(self) -> tuple[str, ...]:
        """Each difference in a sentence."""
        return tuple(each.says for each in self.differences)

    @property
    def looser(self) -> bool:
        """Whether it asks for less than the library's."""
        return any(each.looser for each in self.differences)


def state_of(words: Words) -> str:
    """Return the state whose law binds the city; nothing, where the plan does not say it."""
    return words.plan.city.state if words.plan else ""


def own_duties(words: Words, book: Book) -> list[Own]:
    """Return the duties of the plan's law.toml, each held against the library."""
    settings = words.plan.settings if words.plan else {}
    return [_own(duty, book.law_id(duty, state_of(words)), book, settings) for duty in (words.law.duty if words.law else ())]


def _own(duty: Duty, law_id: str, book: Book, settings: Mapping[str, str]) -> Own:
    return Own(duty, law_id, differences(duty, book.duties[law_id], settings) if law_id else ())


def answers(words: Words, book: Book) -> dict[str, str]:
    """Return what answers each duty of the library here: the plan's own duty, a step, a clause, or the word that it is not the city's."""
    own = {each.law_id: f"duty {each.duty.id} of law.toml" for each in own_duties(words, book) if each.law_id}
    steps = {name: f"step {each.step.id}" for each in written_steps(words) for name in each.step.answers}
    sections = ((name, clause) for (_, name), section in words.sections.items() for clause in section.clause)
    clauses = {name: f"clause {section}.{clause.id}" for section, clause in sections for name in clause.answers}
    left = {each.duty: f"not ours: {each.why}" for each in (words.law.not_ours if words.law else ())}
    return {**left, **clauses, **steps, **own}


def unanswered(words: Words, book: Book) -> dict[str, KnownDuty]:
    """Return the duties of the state's and the federal law that bind the city, are in force, and that nothing in the plan answers."""
    state, answered = state_of(words), answers(words, book)
    return {name: duty for name, duty in book.duties.items() if duty.ours and duty.in_force and book.binds(name, state) and name not in answered}


def held_by(rule: Rule, words: Words) -> str:
    """Say what holds a standing rule here: its gate, or else the clauses that name its section of the law; nothing, where neither does."""
    if rule.gate in {gate.id for gate in (words.gates.gate if words.gates else ())}:
        return f"the gate {rule.gate}"
    sections = [re.compile(rf"(?<![0-9.]){re.escape(each)}(?![0-9])") for each in _SECTION.findall(rule.citation)]
    named = [name for name, clause in words.clauses.items() if any(section.search(clause.text) for section in sections)]
    return f"the clause{'s' if len(named) > 1 else ''} {', '.join(named)}" if named else ""


def counts(duty: Duty | PresetItem, settings: Mapping[str, str]) -> str:
    """Say in one line when a duty or a promise is owed: its time, and from what moment."""
    parts = [part for part in (_time(duty, settings), *(f"repeated every {every}" for every in getattr(duty, "every", ()))) if part]
    return "; ".join(parts) or f"when {moment(duty.anchor)} is recorded; no number of days is set"


def moment(anchor: str) -> str:
    """Name what a clock counts from: a fact as it stands, a step by what it is."""
    if anchor.startswith(_DONE):
        return f"the moment the step {anchor.removeprefix(_DONE)} is done"
    return f"the moment the statement {anchor.removeprefix(_RELEASED)} is released" if anchor.startswith(_RELEASED) else anchor


def fixed_day(duty: Duty | PresetItem) -> bool:
    """Say whether the law itself names the day, whatever happened."""
    return duty.within.startswith("on ")


def _time(duty: Duty | PresetItem, settings: Mapping[str, str]) -> str:
    if duty.before:
        of = getattr(duty, "of", "")
        return f"{_span(duty.before, settings)} before {f'the step {of}' if of else moment(duty.anchor)}"
    if duty.wait:
        return f"{_span(duty.wait, settings)} have to pass after {moment(duty.anchor)}"
    if duty.within == AT_ONCE:
        return f"at once, from {moment(duty.anchor)}"
    if fixed_day(duty):
        return duty.within
    return f"{_span(duty.within, settings)} after {moment(duty.anchor)}" if duty.within else ""


def _span(text: str, settings: Mapping[str, str]) -> str:
    name = setting_name(text)
    return f"{text} ({settings.get(name, 'not set')} in plan.toml)" if name else text


def how_it_counts(duty: Duty, settings: Mapping[str, str]) -> list[str]:
    """Say in sentences how a duty is counted: which day is the first, where a closed last day goes, and what moves it."""
    texts = [text for text in (duty.within, duty.before, duty.wait) if text and text != AT_ONCE]
    spans = [parse_span(written) for text in texts if (written := settings.get(setting_name(text), "") if setting_name(text) else text)]
    return [*_hours(spans), *_days(duty, spans), *_out_of_hours(duty), *moved(duty)]


def _hours(spans: list[Span]) -> Iterable[str]:
    if any(span.unit in ("minute", "hour") for span in spans):
        yield "elapsed time: nights, weekends and closed days count"
    if any(span.unit == "open hour" for span in spans):
        yield "only the hours of days on which the hall is open count, and each such day has 24"


def _days(duty: Duty, spans: list[Span]) -> Iterable[str]:
    if any(span.in_days and not span.days for span in spans):
        first = f"the day of {moment(duty.anchor)}" if duty.before else "the first day"
        yield f"{first} {'is not counted' if duty.counting == 'first-day-out' else 'counts'}"
        yield _ROLLS["back" if duty.before and duty.roll != "none" else duty.roll]  # counted back, every roll goes back


def _out_of_hours(duty: Duty) -> Iterable[str]:
    if duty.received == "next-open":
        yield "what arrives out of hours counts from the next open day"


def moved(duty: Duty | PresetItem) -> list[str]:
    """Say what can move the due of a duty or a promise."""
    said = [f"it can be extended once by {span}" for span in duty.extend[:1]] + [f"after that once more by {span}" for span in duty.extend[1:]]
    if duty.defer:
        said.append(f"it can be deferred with a published reason, by {duty.defer} each time, without end")
    if getattr(duty, "refuse", False):
        said.append("a public refusal with its reason answers it")
    return said


def unknown_name(wanted: str, known: Iterable[str]) -> str:
    """Return the hint for a name that nothing has: the nearest, or where to look."""
    guess = nearest(wanted, known)
    return f'did you mean "{guess}"?' if guess else "see them: cicp law list"
