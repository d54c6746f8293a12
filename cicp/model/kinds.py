"""Kinds of incident: what each is, and the few questions that tell them apart at night. Nothing here is filed."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from pydantic import Field

from cicp.errors import NotFound, WrongWords
from cicp.model.names import Id, nearest
from cicp.model.playbook import BASE, Playbook, Step, Unless, compose
from cicp.model.words import Words
from cicp.model.written import Format, Written

YES: Final = "yes"
NO: Final = "no"
UNSURE: Final = "unsure"
FIRST: Final = "What do you see first of all?"
_ALSO: Final = {"y": YES, "n": NO, "?": UNSURE, "unknown": UNSURE}
_FIRST_STEPS: Final = 5


class KindGroup(Written):
    """A group of kinds among which one is looked for: its title, and the question whose yes means that it is the right group."""

    id: Id
    title: str = Field(min_length=1)
    asks: str = Field(min_length=1)


class KindGroups(Written):
    """kind-groups.toml."""

    format: Format
    group: list[KindGroup] = Field(min_length=1)


class Kind(NamedTuple):
    """A kind as the plan's words have it. `definition` is empty where the text cannot be read."""

    id: str
    title: str
    group: str
    tier: int
    clause: str
    number: str
    cite: str
    definition: str
    asks: str
    unless: tuple[Unless, ...]
    authority: tuple[str, ...]
    """Who else decides what may be released, as people read it."""
    facts: tuple[tuple[str, str], ...]
    """Facts worth asking for early, each with its question."""
    steps: int
    """How many steps such an incident has, with those of the base playbook."""
    own: int
    """How many of them the base playbook has not."""
    first: tuple[Step, ...]


class Choice(NamedTuple):
    """A word that answers a question, and what it means there."""

    word: str
    means: str


class Question(NamedTuple):
    """A question with everything that answers it, and the kind it is about."""

    ask: str
    choices: tuple[Choice, ...]
    kind: str = ""

    @property
    def words(self) -> list[str]:
        """The words that answer it."""
        return [choice.word for choice in self.choices]


class Answered(NamedTuple):
    """A question and the word that answered it."""

    ask: str
    word: str


class Walk(NamedTuple):
    """How far the answers lead: the next question, or none at the end; the kinds found, each with why; and what was decided in doubt."""

    answered: tuple[Answered, ...]
    question: Question | None
    found: Mapping[str, str]
    says: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The answers as they are typed."""
        return tuple(each.word for each in self.answered)

    @property
    def more(self) -> str:
        """The command that goes through every group, at the end of a walk through one; empty where that was done."""
        return command([UNSURE]) if self.answered and not self.question and self.words[0] != UNSURE else ""


def described(kind: str, words: Words, groups: Sequence[KindGroup]) -> Kind:
    """Describe a kind that the plan has a playbook for."""
    book = words.playbooks[kind]
    clause = words.clauses.get(book.clause)
    asks = {fact.name: fact.asks for fact in words.facts.fact} if words.facts else {}
    steps = len(compose(words.playbooks, [kind]))
    return Kind(
        id=kind,
        title=book.title,
        group="" if kind == BASE else group_of(book, groups),
        tier=book.tier,
        clause=book.clause,
        number=clause.number if clause else "",
        cite=words.cite(book.clause),
        definition=clause.text.strip() if clause else "",
        asks=book.asks,
        unless=tuple(book.unless),
        authority=tuple(_office(role, words) for role in book.authority),
        facts=tuple((name, asks.get(name, "")) for name in book.facts),
        steps=steps,
        own=steps - len(compose(words.playbooks, [])),
        first=tuple(book.step[:_FIRST_STEPS]),
    )


def _office(role: str, words: Words) -> str:
    office = words.plan.holder(role) if words.plan else None
    return office.title if office else role


def overlays(books: Mapping[str, Playbook]) -> list[str]:
    """Return every kind but the base: those that start with the fullest plan first, for one that asks for more is not to be missed."""
    return sorted(books.keys() - {BASE}, key=lambda kind: (-books[kind].tier, kind))


def known(wanted: str, books: Mapping[str, Playbook]) -> str:
    """Return the kind that is meant, by its id or by a unique prefix of it, in capitals or not.

    Raises NotFound with the nearest, WrongWords where several begin so.
    """
    wanted = wanted.lower()
    found = [wanted] if wanted in books else [kind for kind in sorted(books) if wanted and kind.startswith(wanted)]
    if len(found) > 1:
        raise WrongWords(f'"{wanted}" could be {", ".join(found)}.', hint="type more of it")
    if not found:
        guess, kinds = nearest(wanted, books), f"the kinds are: {', '.join(sorted(books))}; to be led to one: cicp kind which"
        raise NotFound(f'there is no kind "{wanted}".', hint=f'did you mean "{guess}"? {kinds}' if guess else kinds)
    return found[0]


def group_of(book: Playbook, groups: Sequence[KindGroup]) -> str:
    """Return the group in which a kind is looked for: the last, where its playbook names none that there is."""
    return book.group if book.group in {group.id for group in groups} else groups[-1].id


def walk(books: Mapping[str, Playbook], groups: Sequence[KindGroup], said: Iterable[str]) -> Walk:
    """Lead through the questions by the answers so far. Raises WrongWords for a word that answers nothing, and for one too many."""
    found: dict[str, str] = {}
    says: list[str] = []
    answered: list[Answered] = []
    talk = _talk(books, groups, found, says)
    question = _following(talk, None)
    for word in said:
        if question is None:
            raise WrongWords(f'the questions ended before "{word}".', hint=f"leave it out: {command(each.word for each in answered)}")
        answered.append(Answered(question.ask, understood(word, question)))
        question = _following(talk, answered[-1].word)
    return Walk(tuple(answered), question, found, tuple(says))


def command(said: Iterable[str]) -> str:
    """Return the words that ask again with these answers."""
    return " ".join(("cicp kind which", *said))


def understood(word: str, question: Question) -> str:
    """Return the answer that is meant. Raises WrongWords, with the nearest."""
    plain = word.strip().lower()
    answer = _ALSO.get(plain, plain)
    if answer not in question.words:
        guess = nearest(answer, question.words)
        known = f'to "{question.ask}" the answers are: {", ".join(question.words)}'
        raise WrongWords(f'"{word}" is no answer here.', hint=f'did you mean "{guess}"? {known}' if guess else known)
    return answer


_Talk = Generator[Question, str | None, None]


def _following(talk: _Talk, word: str | None) -> Question | None:
    with suppress(StopIteration):
        return talk.send(word)
    return None


def _talk(books: Mapping[str, Playbook], groups: Sequence[KindGroup], found: dict[str, str], says: list[str]) -> _Talk:
    """Ask which group, then each kind of it that is not found yet: one event can be of several kinds. Each kind is asked for once, so it ends.

    Whoever is unsure of the group is asked for each of them, also after a kind is found: a death in a crash may belong to two.
    """
    members = {group.id: [kind for kind in overlays(books) if group_of(books[kind], groups) == group.id] for group in groups}
    there = [group for group in groups if members[group.id]]
    if not there:
        return
    wanted = yield Question(FIRST, (*(Choice(group.id, group.title) for group in there), Choice(UNSURE, "go through them one by one")))
    if wanted != UNSURE:
        yield from _kinds(members[str(wanted)], books, found, says)
        return
    for group in there:
        if (yield _yes_or_no(group.asks)) != NO:
            yield from _kinds(members[group.id], books, found, says)


def _kinds(kinds: Iterable[str], books: Mapping[str, Playbook], found: dict[str, str], says: list[str]) -> _Talk:
    for kind in kinds:
        if kind not in found:
            yield from _kind(kind, books, found, says)


def _kind(kind: str, books: Mapping[str, Playbook], found: dict[str, str], says: list[str]) -> _Talk:
    """Ask for one kind and, on a yes, for what looks like it and is not. The kind that an exception leads to is taken as it is."""
    book = books[kind]
    ask = book.asks or f"Is it of this kind: {book.title}?"
    answer = yield _yes_or_no(ask, kind)
    if answer == NO:
        return
    if answer == UNSURE:
        says.append(f"{book.title}: not known, so it is taken as a yes.")
    for exception in book.unless:
        other = exception.kind if exception.kind in books.keys() - {BASE} else ""
        answer = yield _yes_or_no(exception.when, kind)
        if answer == UNSURE:
            more = other if other and _asks_for(other, books) > _asks_for(kind, books) else kind
            says.append(f"{exception.when} Not known: {books[more].title} asks for more, and is taken.")
            answer = YES if more == other else NO
        if answer == YES:
            _lead(kind, exception, other, found, says)
            return
    found.setdefault(kind, ask)


def _lead(kind: str, exception: Unless, other: str, found: dict[str, str], says: list[str]) -> None:
    """Go where an exception leads: to a kind, to one for which the plan has no playbook, or to none; where it is none, the page says what decided it."""
    if other:
        found.setdefault(other, exception.when)
    elif exception.kind and exception.kind != BASE:
        says.append(f"{exception.when} Then it is of the kind {exception.kind}, for which this plan has no playbook.")
    else:
        says.append(f'You said yes to "{exception.when}": so it is not {kind}, and that leads to no other kind.')


def _yes_or_no(ask: str, kind: str = "") -> Question:
    return Question(ask, (Choice(YES, ""), Choice(NO, ""), Choice(UNSURE, "")), kind)


def _asks_for(kind: str, books: Mapping[str, Playbook]) -> tuple[int, int]:
    """How much a kind asks for: by the tier it starts with, and by its steps."""
    return books[kind].tier, len(compose(books, [kind]))
