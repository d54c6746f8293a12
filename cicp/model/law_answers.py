"""Whether a plan answers the law that binds its city: the duties that nothing answers, and what it names of the law and nothing has."""

from collections.abc import Iterable
from typing import Final

from cicp.model.findings import Finding, section_path, written_steps
from cicp.model.law_book import Book, state_of, unanswered
from cicp.model.references import OF_LAW, Named, each_of, missing
from cicp.model.words import Words

_LAW: Final = "law.toml"


def law_answered(words: Words, book: Book) -> Iterable[Finding]:
    """Duties of the state's and the federal law that no duty of law.toml, no step, no clause and no word that they are not the city's answers.

    An error, for the public shall not comment on a plan whose city has not looked at its law. Where the library does not know the law of the
    state, nobody can be held to it: that is a note.
    """
    if words.plan is None:
        return
    yield from unknown_state(words, book)
    for name, duty in unanswered(words, book).items():
        says = f"{name} ({duty.citation}) is answered by no duty of law.toml, no step and no clause: {duty.title}."
        fix = f'take it over: cicp law adopt {name}; or say why it is not yours: [[not-ours]] with duty = "{name}"'
        yield Finding("coverage", "error", _LAW, says, fix)


def unknown_state(words: Words, book: Book) -> Iterable[Finding]:
    """Say that the library does not know the law of the state: nobody shall take its silence for an answer."""
    if says := book.unknown_state(state_of(words)):
        fix = "the City Attorney writes its duties into law.toml, each with its citation and the day on which it was confirmed"
        yield Finding("coverage", "note", _LAW, says, fix)


def law_named(words: Words, book: Book) -> Iterable[Finding]:
    """Names of duties of the law library, in steps, clauses and `not-ours`, that the library does not have."""
    return missing("references", (*_in_steps(words, book), *_in_clauses(words, book), *_not_ours(words, book)))


def _in_steps(words: Words, book: Book) -> Iterable[Named]:
    for each in written_steps(words):
        yield from each_of(each.path, ("step", each.place, "answers"), OF_LAW, each.step.answers, book.duties)


def _in_clauses(words: Words, book: Book) -> Iterable[Named]:
    for (number, name), section in words.sections.items():
        for place, clause in enumerate(section.clause):
            yield from each_of(section_path(number, name), ("clause", place, "answers"), OF_LAW, clause.answers, book.duties)


def _not_ours(words: Words, book: Book) -> Iterable[Named]:
    for place, each in enumerate(words.law.not_ours if words.law else ()):
        yield _LAW, ("not-ours", place, "duty"), OF_LAW, each.duty, book.duties
