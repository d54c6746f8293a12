"""Kinds of incident shown: the list, one of them, and the questions that tell them apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cicp.model.kinds import Kind, KindGroup, Question, Walk, command
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local

_NONE: Final = "Of none of the kinds that were asked for."
_ON_ONE_LINE: Final = 3
_NO_TEXT: Final = "(the text of the plan does not give its words)"


def listing(kinds: Sequence[Kind], groups: Sequence[KindGroup], local: Local) -> Document:
    """Every kind, by the group in which it is looked for."""
    place = {group.id: number for number, group in enumerate(groups)}
    ordered = sorted(kinds, key=lambda kind: (place[kind.group], kind.id))
    rows = tuple((kind.id, kind.title, kind.group, f"{kind.tier}", kind.number or kind.clause) for kind in ordered)
    blocks = (
        Table(("kind", "title", "group", "tier", "clause"), rows),
        Line("An incident of none of them runs on the base playbook alone. To be led to the kind: cicp kind which", "quiet"),
    )
    return Document(blocks, answer("kind", local.now, kinds=[_values(kind) for kind in ordered]))


def page(kind: Kind, local: Local) -> Document:
    """One kind: its definition, what is not of it, who decides on releases, its facts, and what is done first."""
    blocks: list[Block] = [
        Line(f"{kind.title} ({kind.id}){f', looked for in {kind.group}' if kind.group else ''}", "strong"),
        *_told(kind),
        *_asked(kind),
        *_facts(kind),
        Heading(f"Steps: {kind.steps}, of which {kind.own} are beyond the base playbook"),
        *(Entry("", "", step.title, (f"{step.id} - {step.role}",)) for step in kind.first),
        Line(f"All of them, with their times: cicp incident paper --blank --kind {kind.id}", "quiet"),
    ]
    return Document(tuple(blocks), answer("kind", local.now, kinds=[_values(kind)]))


def _told(kind: Kind) -> Iterator[Block]:
    """The definition with its clause, the tier, and who else decides what may be released."""
    yield Line(f"{kind.cite} ({kind.clause}):")
    yield from (Line(f"  {line}") for line in (kind.definition or _NO_TEXT).split("\n"))
    yield Line(f"It starts at tier {kind.tier}.")
    if kind.authority:
        yield Line(f"What may be released is also for: {'; '.join(kind.authority)}.")


def _asked(kind: Kind) -> Iterator[Block]:
    if kind.asks:
        yield Heading("How it is told from others")
        yield Line(f"{kind.asks} Yes: it is of this kind, unless one of these holds." if kind.unless else f"{kind.asks} Yes: it is of this kind.")
        yield from (Entry("", "", each.when, (f"yes: {f'it is {each.kind}' if each.kind else 'it is of no kind'}",)) for each in kind.unless)


def _facts(kind: Kind) -> Iterator[Block]:
    if kind.facts:
        yield Heading("Facts to ask for early")
        yield from (Entry("", "", name, (asks,) if asks else ()) for name, asks in kind.facts)


def question(asked: Question) -> tuple[Block, ...]:
    """A question as it is put to somebody who can be asked."""
    choices = [Entry("", "", f"{choice.word}: {choice.means}") for choice in asked.choices if choice.means]
    return Line(asked.ask, "strong"), *choices


def prompt(asked: Question) -> str:
    """The words that answer a question, or where they stand: a line of nine of them would break in the middle of one."""
    return " or ".join(asked.words) if len(asked.words) <= _ON_ONE_LINE else "one of these words"


def step(walked: Walk, kinds: Mapping[str, Kind], local: Local) -> Document:
    """Where the answers lead: the next question with the command for each answer, or the kinds found."""
    blocks = [*_next(walked, walked.question, kinds)] if walked.question else [*_end(walked, kinds)]
    values = answer(
        "kind",
        local.now,
        answered=[{"ask": each.ask, "answer": each.word} for each in walked.answered],
        question=_question_values(walked, walked.question) if walked.question else None,
        found=[{"kind": kind, "because": why} for kind, why in walked.found.items()],
        says=list(walked.says),
        command=None if walked.question else declare(walked.found),
        otherwise=walked.more or None,
        kinds=[_values(kinds[kind]) for kind in walked.found],
    )
    return Document(tuple(blocks), values)


def _question_values(walked: Walk, asked: Question) -> dict[str, Any]:
    answers = [{"answer": choice.word, "means": choice.means, "command": command((*walked.words, choice.word))} for choice in asked.choices]
    return {"ask": asked.ask, "kind": asked.kind or None, "answers": answers}


def _next(walked: Walk, asked: Question, kinds: Mapping[str, Kind]) -> Iterator[Block]:
    yield Line(asked.ask, "strong")
    if asked.kind:
        kind = kinds[asked.kind]
        yield Line(f"{kind.cite}: {kind.title} (cicp kind show {kind.id})", "quiet")
    for choice in asked.choices:
        said = command((*walked.words, choice.word))
        yield Entry("", "", f"{choice.word}: {choice.means}", (said,)) if choice.means else Line(f"  {choice.word}: {said}")
    yield from (Line(said) for said in walked.says)
    if walked.found:
        yield Line(f"So far: {', '.join(walked.found)}. One event can be of several kinds.", "quiet")


def _end(walked: Walk, kinds: Mapping[str, Kind]) -> Iterator[Block]:
    yield from _found(walked, kinds) if walked.found else _none(walked)
    yield Line(f"  {declare(walked.found)}", "strong")


def _none(walked: Walk) -> Iterator[Block]:
    """No kind was found: what decided that, then the other groups, and only then the declaration, for a wrong group is the likelier reason."""
    yield Line(_NONE, "strong")
    yield from (Line(said, "warn") for said in walked.says)
    if walked.more:
        yield Line("If you are not sure about the group, go through all of them:")
        yield Line(f"  {walked.more}", "strong")
    yield Line("Nothing is filed yet. An incident of no kind runs on the base playbook; a kind can be added as facts arrive. To declare it without one:")


def _found(walked: Walk, kinds: Mapping[str, Kind]) -> Iterator[Block]:
    for name, why in walked.found.items():
        yield Heading(f"{kinds[name].title} ({name})")
        yield Line(f'Because of your answer to: "{why}"', "quiet")
        yield from _told(kinds[name])
    yield from (Line(said, "warn") for said in walked.says)
    if walked.more:
        yield Line(f"What else? Another group: {walked.more}")
    yield Line("Nothing is filed yet. A kind that asks for too much is changed without blame. To declare it:")


def declare(found: Iterable[str]) -> str:
    """Return the command that declares an incident of these kinds."""
    return f'cicp declare "TITLE" --kind {",".join(found)}' if found else 'cicp declare "TITLE"'


def _values(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "title": kind.title,
        "group": kind.group or None,
        "tier": kind.tier,
        "clause": kind.clause,
        "number": kind.number or None,
        "cite": kind.cite,
        "definition": kind.definition or None,
        "asks": kind.asks or None,
        "unless": [{"when": each.when, "kind": each.kind or None} for each in kind.unless],
        "authority": list(kind.authority),
        "facts": [{"name": name, "asks": asks or None} for name, asks in kind.facts],
        "steps": {"all": kind.steps, "own": kind.own, "first": [{"id": step.id, "title": step.title, "role": step.role} for step in kind.first]},
    }
