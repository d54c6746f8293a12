"""What a plan has of the law library: which duties it took over, what answers the others, and how each counts, in words. Never legal advice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from cicp.model.findings import written_steps
from cicp.model.law import Duty
from cicp.model.law_library import KnownDuty, LawFile, Preset, PresetItem, Rule, Source
from cicp.model.names import nearest
from cicp.model.spans import parse_span, setting_name
from cicp.model.words import Words

FEDERAL: Final = "us"
AT_ONCE: Final = "0 minutes"
COMPARED: Final = ("anchor", "within", "before", "wait", "every", "counting", "roll", "received", "extend", "defer", "citation")
"""What of a duty may not change behind the city's back: its moment, its time and where it is written."""
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

    def cited(self, source: str) -> list[Source]:
        """Return the sources that a text names by their codes, in the order in which it names them."""
        words = "".join(char if char.isalnum() else " " for char in source).split()
        return [self.sources[word] for word in dict.fromkeys(words) if word in self.sources]

    def files_of(self, state: str) -> list[str]:
        """Return the files whose law binds a city of this state: the federal one, and the state's own."""
        return [name for name in (FEDERAL, f"{FEDERAL}-{state.lower()}") if name in self.files]

    def law_id(self, duty: Duty, state: str) -> str:
        """Return the full name under which the library knows a duty of the plan; empty, where it does not. The state's own goes first."""
        names = (f"{name}.{duty.id}" for name in reversed(self.files_of(state)))
        return next((name for name in names if name in self.duties), "")


class Own(NamedTuple):
    """A duty of the plan: under which name the library knows it, and in which keys the two differ."""

    duty: Duty
    law_id: str
    differs: tuple[str, ...]


def own_duties(words: Words, book: Book) -> list[Own]:
    """Return the duties of the plan's law.toml, each held against the library."""
    state = words.plan.city.state if words.plan else ""
    return [_own(duty, book.law_id(duty, state), book) for duty in (words.law.duty if words.law else ())]


def _own(duty: Duty, law_id: str, book: Book) -> Own:
    return Own(duty, law_id, differences(duty, book.duties[law_id]) if law_id else ())


def differences(own: Duty, known: Duty) -> tuple[str, ...]:
    """Say each key in which a duty taken over is no longer as in the library, with both values."""
    values = ((key, getattr(own, key), getattr(known, key)) for key in COMPARED)
    return tuple(f"{key} is {_told(here)} here and {_told(there)} in the library" for key, here, there in values if here != there)


def _told(value: str | list[str]) -> str:
    text = value if isinstance(value, str) else ", ".join(value)
    return f'"{text}"' if text else "nothing"


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
    files, answered = book.files_of(words.plan.city.state if words.plan else ""), answers(words, book)
    return {name: duty for name, duty in book.duties.items() if duty.ours and duty.in_force and name.partition(".")[0] in files and name not in answered}


def counts(duty: Duty | PresetItem, settings: Mapping[str, str]) -> str:
    """Say in one line when a duty or a promise is owed: its time, and from what moment."""
    parts = [part for part in (_time(duty, settings), *(f"repeated every {every}" for every in getattr(duty, "every", ()))) if part]
    return "; ".join(parts) or f"owed when {duty.anchor} is recorded; no number of days is set"


def _time(duty: Duty | PresetItem, settings: Mapping[str, str]) -> str:
    if duty.before:
        of = getattr(duty, "of", "")
        return f"{_span(duty.before, settings)} before {f'the step {of}' if of else duty.anchor}"
    if duty.wait:
        return f"{_span(duty.wait, settings)} have to pass after {duty.anchor}"
    if duty.within == AT_ONCE:
        return f"at once, from {duty.anchor}"
    if duty.within.startswith("on "):  # a date of the law's own, whatever happened
        return duty.within
    return f"{_span(duty.within, settings)} after {duty.anchor}" if duty.within else ""


def _span(text: str, settings: Mapping[str, str]) -> str:
    name = setting_name(text)
    return f"{text} ({settings.get(name, 'not set')} in plan.toml)" if name else text


def how_it_counts(duty: Duty, settings: Mapping[str, str]) -> list[str]:
    """Say in sentences how a duty is counted: which day is the first, where a closed last day goes, and what moves it."""
    texts = [text for text in (duty.within, duty.before, duty.wait) if text]
    spans = [parse_span(written) for text in texts if (written := settings.get(setting_name(text), "") if setting_name(text) else text)]
    said: list[str] = []
    if any(span.in_days and not span.days for span in spans):
        said.append(f"the first day {'is not counted' if duty.counting == 'first-day-out' else 'counts'}")
        said.append(_ROLLS[duty.roll])
    if duty.received == "next-open":
        said.append("what arrives out of hours counts from the next open day")
    return [*said, *moved(duty)]


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
