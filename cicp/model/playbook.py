"""playbooks/*.toml: what is to be done, by whom, by when, and which clause of the plan asks for it."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from cicp.model.names import Anchor, AnchorOrNothing, ClauseId, Id, IdOrNothing, LawId
from cicp.model.spans import CadenceText, DueText, SpanText
from cicp.model.written import Written

Tier = Literal[1, 2, 3]


def _tier(value: object) -> object:
    if type(value) is not int or value not in (1, 2, 3):
        raise ValueError("a tier is 1, 2 or 3; write it without quotation marks")
    return value


TierNumber = Annotated[Tier, BeforeValidator(_tier)]
BASE: Final = "other"
"""The kind of base.toml, whose steps every incident has."""


class Step(Written):
    """One step of a playbook.

    `within` counts from `anchor` (a fact, `done:STEP` or `released:KIND`; of several, the earliest that has happened), or `before`
    counts back from the due of the step `of`, or without one from `anchor`, a moment that is set ahead. `every` repeats it. `gates` bind
    the statement, never the tick. `records` is a fact that doing the step records. Below `tier` the step is not applicable. A step whose
    anchor is about a person or a request is owed for each of them, unless it is owed `once`.

    `extend` lists by how much the due may be moved, each once and in turn; `defer` is the time until it is due again after each deferral
    with a published reason, without end; `refuse` says that a public refusal with its reason answers it. After `ends` has happened nothing
    of it falls due any more. `answers` names duties of the law: where the plan has taken them over, the step is how they are met.
    """

    id: Id
    title: str
    role: Id
    clause: ClauseId
    anchor: Anchor | Annotated[list[Anchor], Field(min_length=1)] = "occurred"
    within: DueText = ""
    before: DueText = ""
    of: IdOrNothing = ""
    every: list[CadenceText] = []
    extend: list[SpanText] = []
    defer: DueText = ""
    refuse: bool = False
    ends: AnchorOrNothing = ""
    once: bool = False
    after: list[Id] = []
    gates: list[Id] = []
    statement: IdOrNothing = ""
    records: IdOrNothing = ""
    says: list[str] = []
    answers: list[LawId] = []
    tier: TierNumber = 1
    evidence: str = ""
    why: str = ""
    source: str = ""

    @property
    def anchors(self) -> list[str]:
        """The names this step's clock may count from."""
        return [self.anchor] if isinstance(self.anchor, str) else self.anchor


class Tighten(Written):
    """What an overlay adds to a step of another playbook: it may ask for more or sooner, never for less or later."""

    step: Id
    says: list[str] = []
    after: list[Id] = []
    gates: list[Id] = []
    within: DueText = ""


class Unless(Written):
    """What looks like a kind and is not of it: it is of another, or of none."""

    when: str = Field(min_length=1)
    kind: IdOrNothing = ""


class Milestone(Written):
    """A step of somebody else's investigation: when it is usually reached, counted from `anchor`. Usual, never promised.

    `since` and `until` bound the usual time, `usual` says it in words; where nothing is known of it, all three are empty. `reached` is the fact
    that records it, or the step that does (`done:STEP`), `role` who brings it about, `statement` the kind of statement that tells the public.
    """

    id: Id
    title: str
    role: Id
    anchor: Anchor = "occurred"
    since: DueText = ""
    until: DueText = ""
    usual: str = ""
    reached: AnchorOrNothing = ""
    statement: IdOrNothing = ""
    says: str = ""
    source: str = ""


class Playbook(Written):
    """A playbook: `base.toml` for every incident (kind `other`), an overlay for each kind. `uses` names steps of other overlays.

    `group` and `asks` are for telling kinds apart: among which others it is looked for, and the question whose yes means this kind, `unless`
    one of the exceptions holds. `authority` lists who else decides what may be released, besides the city's police; `facts` are peculiar to
    the kind and worth asking for early. `milestones` names kinds whose milestones this one has too.
    """

    kind: Id
    title: str
    clause: ClauseId
    tier: TierNumber = 2
    group: IdOrNothing = ""
    asks: str = ""
    authority: list[Id] = []
    facts: list[Id] = []
    uses: list[str] = []
    milestones: list[Id] = []
    unless: list[Unless] = []
    step: list[Step] = []
    tighten: list[Tighten] = Field(default_factory=list)
    milestone: list[Milestone] = Field(default_factory=list)


class Task(NamedTuple):
    """A step as all kinds of an incident together ask for it: what it says, what comes first, and every span that bounds it.

    Where a broken plan writes one id twice, `same` has both, and each of the two binds.
    """

    step: Step
    same: tuple[Step, ...]
    withins: tuple[str, ...]
    tier: Tier
    after: tuple[str, ...]
    gates: tuple[str, ...]
    says: tuple[str, ...]


def compose(playbooks: Mapping[str, Playbook], kinds: Iterable[str]) -> list[Task]:
    """Join the base playbook and the overlays of `kinds`: the union of their steps, each as tight as any of them asks.

    The order of kinds does not matter, and adding one never removes a step, loosens a span or drops a prerequisite.
    """
    books = [playbooks[kind] for kind in (BASE, *sorted(set(kinds) - {BASE})) if kind in playbooks]
    steps: dict[str, list[Step]] = {}
    for step in (*_own_steps(books), *_used_steps(books, playbooks)):
        if step not in steps.setdefault(step.id, []):
            steps[step.id].append(step)
    tightened = [entry for book in books for entry in book.tighten]
    return [_task(same, [entry for entry in tightened if entry.step == name]) for name, same in steps.items()]


def _own_steps(books: list[Playbook]) -> Iterable[Step]:
    return (step for book in books for step in book.step)


def _used_steps(books: list[Playbook], playbooks: Mapping[str, Playbook]) -> Iterable[Step]:
    for kind, _, step_id in (name.partition(".") for book in books for name in sorted(book.uses)):
        yield from (step for step in playbooks[kind].step if step.id == step_id) if kind in playbooks else ()


def _task(same: list[Step], tightened: list[Tighten]) -> Task:
    asked: list[Step | Tighten] = [*same, *tightened]
    return Task(
        step=same[0],
        same=tuple(same),
        withins=_union([entry.within] for entry in tightened if entry.within),
        tier=min(step.tier for step in same),
        after=_union(entry.after for entry in asked),
        gates=_union(entry.gates for entry in asked),
        says=_union(entry.says for entry in asked),
    )


def _union(lists: Iterable[list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words))
