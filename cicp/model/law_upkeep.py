"""What there is to look after in the law of a plan and in the library's: what nobody has read for a year, what may change, what has changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from cicp.model.findings import Finding
from cicp.model.law import Duty
from cicp.model.law_answers import unknown_state
from cicp.model.law_book import Book, Own, own_duties, state_of
from cicp.model.law_library import KnownDuty
from cicp.model.upkeep import over_a_year, to_come
from cicp.model.words import Words

_OWN: Final = "law.toml"
_ASK: Final = "have the City Attorney confirm it, and write the day as its confirmed_on"
_NOTHING: Final = "nothing to do here; a newer cicp may bring it"
_CHOSEN: Final = "nothing to mend if the City Attorney chose so"


def findings(words: Words, book: Book, today: date) -> list[Finding]:
    """Return what is to be looked after. An error needs the city's hand; the rest is worth knowing. Another state's law is nothing to this city."""
    own = own_duties(words, book)
    binding = {name: duty for name, duty in book.duties.items() if book.binds(name, state_of(words))}
    of_plan = (finding for place, each in enumerate(own) for finding in _of_plan(place, each, book, today))
    return [*of_plan, *_unconfirmed(own), *unknown_state(words, book), *_of_library(binding, today), *_never_started(binding, book)]


def changed(words: Words, book: Book) -> Iterable[Finding]:
    """Name each duty of law.toml that is not as in the library, as `check` names a step that is not: the city may have chosen so, and shall know it."""
    for place, own in enumerate(own_duties(words, book)):
        if own.differs:
            says = f"the duty {own.duty.id} {_than(own)}: {'; '.join(own.differs)}."
            yield Finding("library", "note", _OWN, says, f"{_CHOSEN}; what the library has: cicp law show {own.law_id}", ("duty", place))


def _than(own: Own) -> str:
    return f"asks for less than {own.law_id}" if own.looser else f"is not as {own.law_id}"


def _of_plan(place: int, own: Own, book: Book, today: date) -> Iterable[Finding]:
    duty, known = own.duty, book.duties.get(own.law_id)
    at = ("duty", place)
    yield from to_come(duty, place, max(today, book.read_until), "verified")
    if over_a_year(duty.last_held, today):
        says = f"{duty.id}: nobody has held it against {duty.citation} since {duty.last_held}, over a year ago."
        yield Finding("verified", "error", _OWN, says, _ASK, (*at, "verified_on"))
    if known and not known.in_force:
        says = f"{duty.id} is not in force ({own.law_id} in the library): its clock runs for nothing."
        yield Finding("in-force", "error", _OWN, says, "ask the City Attorney, and take it out of law.toml", at)
    if known and own.differs:
        yield _difference(own, known, at)
    if duty.confidence != "sourced":
        yield Finding("confidence", "note", _OWN, _weak(duty.id, duty), "have the City Attorney find the source, and write it there", (*at, "confidence"))


def _difference(own: Own, known: KnownDuty, at: tuple[str, int]) -> Finding:
    """A library that was read after the city last read the law may know of a change; one that was not has nothing new to say.

    A duty that asks for less than the library's needs the City Attorney's word, given after the library was read: without it nobody chose so.
    """
    newer = known.verified_on > own.duty.last_held
    confirmed = own.duty.confirmed_on is not None and own.duty.confirmed_on >= known.verified_on
    needed = newer or (own.looser and not confirmed)
    says = f"{own.duty.id} {_than(own)}, read {known.verified_on}: {'; '.join(own.differs)}."
    fix = f"{_ASK}; what the library has: cicp law show {own.law_id}" if needed else _CHOSEN
    return Finding("library", "error" if needed else "note", _OWN, says, fix, at)


def _unconfirmed(own: list[Own]) -> Iterable[Finding]:
    """Name in one finding every duty that the City Attorney has not confirmed: until then it is what public material says, and no more."""
    names = [each.duty.id for each in own if each.duty.confirmed_on is None]
    if names:
        says = f"the City Attorney has not confirmed {len(names)} of {len(own)} duties yet: {', '.join(names)}."
        yield Finding("confirmed", "note", _OWN, says, "for each that the City Attorney confirms, write the day as its confirmed_on", ("duty",))


def _of_library(duties: Mapping[str, KnownDuty], today: date) -> Iterable[Finding]:
    for name, duty in duties.items():
        path = f"library/law/{name.partition('.')[0]}.toml"
        if over_a_year(duty.verified_on, today):
            yield Finding("verified", "note", path, f"{name}: the library was read on {duty.verified_on}, over a year ago.", _NOTHING)
        if duty.confidence != "sourced":
            yield Finding("confidence", "note", path, _weak(name, duty), "have the City Attorney confirm it before it is adopted")
        if duty.watch:
            yield Finding("watch", "note", path, f"{name} may change: {duty.watch}.", "look for it before each signing, and once a year")
        if not duty.in_force:
            yield Finding("in-force", "note", path, f"{name} is not in force, and stands there so that nobody takes it for law.", "nothing to adopt")


def _weak(name: str, duty: Duty) -> str:
    what = "general knowledge that was not looked up" if duty.confidence == "general-knowledge" else "the judgement of who wrote it"
    return f"{name} rests on {what}: {duty.citation}."


def _never_started(duties: Mapping[str, KnownDuty], book: Book) -> Iterable[Finding]:
    for name, duty in duties.items():
        if name not in book.tried and duty.in_force and duty.ours:
            yield Finding("tried", "note", "library/law/tried.toml", f"{name}: no transcript of the suite has ever started this clock.", _NOTHING)
