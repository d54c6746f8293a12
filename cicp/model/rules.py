"""What an incident runs on: tasks, duties, settings, clauses, calendar and zone, ready to be counted with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property
from itertools import zip_longest
from typing import Final, Literal, NamedTuple

from cicp.model.asked import AddedStep, Frame
from cicp.model.calendar import CityCalendar
from cicp.model.counting import PLAIN, Manner
from cicp.model.incident import Incident
from cicp.model.law import Duty
from cicp.model.playbook import Step, Task, Tier, compose
from cicp.model.spans import Span, parse_cadence, parse_span, setting_name
from cicp.model.words import Words

ADDED: Final = "added"
"""The anchor of a step that counts from when it was added by hand."""
BY_HAND: Final = "added by hand"
"""What stands in place of a clause for a step that no clause asks for."""


class Bound(NamedTuple):
    """One limit on when a thing is owed: so long after the earliest of its anchors or, where `of` names a step, so long before that one's due.

    `back` counts back from an anchor that is set ahead; `wait` is no limit but a time that has to pass first.
    """

    anchors: tuple[str, ...] = ()
    span: Span | None = None
    of: str = ""
    unset: str = ""
    """The setting that was to give the span, where plan.toml does not set it."""
    since: datetime | None = None
    """The moment it counts from, where that is none that a fact could move."""
    back: bool = False
    wait: bool = False
    manner: Manner = PLAIN


class Work(NamedTuple):
    """One thing that is owed, before it is known for how many: a task of the playbooks or a duty of the law.

    `rounds` has the bounds of each of its occurrences; of several bounds the earliest due counts.
    """

    id: str
    title: str
    type: Literal["step", "duty"]
    role: str
    clause: str
    rounds: tuple[tuple[Bound, ...], ...]
    repeated: bool = False
    once: bool = False
    """Owed once, of however many people or requests its anchors know."""
    after: tuple[str, ...] = ()
    tier: Tier = 1
    records: str = ""
    citation: str = ""
    """Where the law says it, of a duty of the law."""
    note: str = ""
    says: tuple[str, ...] = ()
    """What a person must say who does it."""
    extend: tuple[Span, ...] = ()
    """By how much its due may be extended, each once and in turn."""
    defer: Span | None = None
    """By how much each deferral with a published reason puts it off, without end."""
    refuse: bool = False
    """Whether a public refusal with its reason answers it."""
    ends: str = ""
    """The anchor after which nothing of it falls due any more."""
    also: tuple[str, ...] = ()
    """The duties of the law that it meets: a tick under the name of one counts."""
    withdrawn: bool = False
    """It was owed once: the kind or the step that asked for it was taken back."""

    @property
    def anchors(self) -> tuple[str, ...]:
        """Everything that its clocks may count from."""
        return tuple(dict.fromkeys(anchor for bounds in self.rounds for bound in bounds for anchor in bound.anchors))


@dataclass(frozen=True)
class Rules:
    """Everything that a timeline is computed from besides the incident itself."""

    works: tuple[Work, ...]
    words: Words
    calendar: CityCalendar
    zone: tzinfo
    abouts: Mapping[str, str]
    """Name of a fact to what it is about, for facts that belong to one person or one request and start a clock for each."""
    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of a fact to those that cannot have happened before it."""

    def work(self, step: str) -> Work:
        """Return what an item of the timeline is an occurrence of."""
        return next(work for work in self.works if work.id == step)

    def work_then(self, step: str, frame: Frame) -> Work | None:
        """Return what a step was while the incident had these kinds and added steps; nothing, where nobody asked for it then."""
        if frame not in self._then:
            kinds, steps = frame
            self._then[frame] = {work.id: work for work in _works(kinds, steps, self.words)}
        return self._then[frame].get(step)

    @cached_property
    def _then(self) -> dict[Frame, dict[str, Work]]:
        return {}


def rules_of(incident: Incident, words: Words, calendar: CityCalendar, zone: tzinfo) -> Rules:
    """Gather the rules of an incident from the words it runs on. What it asked for once and no longer does is there too, withdrawn."""
    rules = rules_for(incident.kinds, words, calendar, zone, incident.asked.steps)
    asked = {work.id for work in rules.works}
    former = {work.id: work for kinds, steps in incident.former_frames for work in _works(kinds, steps, words) if work.id not in asked}
    return replace(rules, works=(*rules.works, *(work._replace(withdrawn=True) for work in former.values())))


def rules_for(kinds: tuple[str, ...], words: Words, calendar: CityCalendar, zone: tzinfo, steps: Iterable[AddedStep] = ()) -> Rules:
    """Gather the rules of an incident of these kinds, with these steps added by hand, from the words it runs on."""
    abouts = {fact.name: fact.about for fact in words.facts.fact if fact.about} if words.facts else {}
    return Rules(_works(kinds, steps, words), words, calendar, zone, abouts, words.facts.followers if words.facts else {})


def _works(kinds: Iterable[str], steps: Iterable[AddedStep], words: Words) -> tuple[Work, ...]:
    settings = words.plan.settings if words.plan else {}
    composed = compose(words.playbooks, kinds)
    tasks = [(task, _from_task(task, settings)) for task in composed]
    duties = [_from_duty(duty, settings) for duty in words.law.duty] if words.law else []
    met = {duty.id for task in composed for duty in _met_by(task, duties)}
    works = [*(_with_law(work, _met_by(task, duties)) for task, work in tasks), *(duty for duty in duties if duty.id not in met)]
    for step in steps:
        place = next((place for place, work in enumerate(works) if work.id == step.id), len(works))
        works[place:] = [_with_added(next(iter(works[place:]), None), step, settings), *works[place + 1 :]]
    return tuple(works)


def _met_by(task: Task, duties: Iterable[Work]) -> list[Work]:
    """Return the duties of this plan's law that a step is there to meet: what is owed once does not stand on the list twice."""
    answered = {name.partition(".")[2] for step in task.same for name in step.answers}
    return [duty for duty in duties if duty.id in answered]


def _with_law(work: Work, met: list[Work]) -> Work:
    """A step that meets duties of the law is bound by them too, cites them, and is done where one of them was."""
    if not met:
        return work
    first, *rest = work.rounds
    bounds = (*first, *(bound for duty in met for bound in duty.rounds[0] if bound not in first))
    cited = "; ".join(duty.citation for duty in met)
    return work._replace(rounds=(bounds, *rest), citation=cited, note="; ".join(duty.note for duty in met), also=tuple(duty.id for duty in met))


def _with_added(work: Work | None, step: AddedStep, settings: Mapping[str, str]) -> Work:
    """A step added by hand binds beside what has its id already: two offices may have added it, or a playbook that came in later asks for it."""
    bound = Bound((step.anchor or ADDED,), _span_by_hand(step.within, settings), unset=setting_name(step.within), since=None if step.anchor else step.at)
    if work is None:
        return Work(step.id, step.title, "step", step.role, "", ((bound,),))
    first, *rest = work.rounds
    return work._replace(rounds=((*first, bound), *rest), tier=1)


def _span_by_hand(text: str, settings: Mapping[str, str]) -> Span | None:
    """A filing says what it says: what is no span gives no due."""
    try:
        return span_of(text, settings)
    except ValueError:
        return None


def _from_task(task: Task, settings: Mapping[str, str]) -> Work:
    step = task.step
    lines = [line for each in task.same for line in _lines(each, task.withins, settings)] or [[Bound(tuple(step.anchors))]]
    return Work(
        id=step.id,
        title=step.title,
        type="step",
        role=step.role,
        clause=step.clause,
        rounds=tuple(tuple(bound for bound in bounds if bound) for bounds in zip_longest(*lines)),
        repeated=any(each.every for each in task.same) and any(bound.span for line in lines for bound in line),
        once=step.once,
        after=task.after,
        tier=task.tier,
        records=step.records,
        says=task.says,
        extend=spans_of(tuple(step.extend), settings),
        defer=span_of(step.defer, settings),
        refuse=step.refuse,
        ends=step.ends,
    )


def _lines(step: Step, withins: tuple[str, ...], settings: Mapping[str, str]) -> list[list[Bound]]:
    """Return each span that bounds a step as a line of bounds, one for each of its occurrences."""
    anchors, lines = tuple(step.anchors), []
    for text in dict.fromkeys((step.within, *withins)):
        if text and (span := span_of(text, settings)):
            lines.append([Bound(anchors, each) for each in repeats(span, tuple(step.every))])
        elif text:
            lines.append([Bound(anchors, unset=setting_name(text))])
    if step.before:
        before, unset = span_of(step.before, settings), setting_name(step.before)
        lines.append([Bound(span=before, of=step.of, unset=unset) if step.of else Bound(anchors, before, unset=unset, back=True)])
    return lines


def _from_duty(duty: Duty, settings: Mapping[str, str]) -> Work:
    confirmed = f", confirmed {duty.confirmed_on.isoformat()}" if duty.confirmed_on else ""
    note = f"{duty.citation}; read {duty.verified_on.isoformat()}{confirmed}; not legal advice"
    return Work(
        duty.id,
        duty.title,
        "duty",
        duty.role,
        duty.clause,
        _rounds_of_duty(duty, settings),
        repeated=bool(duty.every),
        citation=duty.citation,
        note=note,
        extend=spans_of(tuple(duty.extend), settings),
        defer=span_of(duty.defer, settings),
    )


def _rounds_of_duty(duty: Duty, settings: Mapping[str, str]) -> tuple[tuple[Bound, ...], ...]:
    """Return what bounds a duty of the law, each of its occurrences: the last moment, the one it is counted back from, and what has to pass first."""
    anchors, manner = (duty.anchor,), Manner(duty.roll, duty.counting == "first-day-in", duty.received == "next-open")
    first = [Bound(anchors, span_of(duty.within, settings), unset=setting_name(duty.within), manner=manner)]
    if duty.before:
        back = Bound(anchors, span_of(duty.before, settings), unset=setting_name(duty.before), back=True, manner=manner)
        first = [*(first if duty.within else []), back]
    if duty.wait:
        wait = Bound(anchors, span_of(duty.wait, settings), unset=setting_name(duty.wait), wait=True, manner=manner._replace(later=True))
        first = [*(first if duty.within or duty.before else []), wait]
    more = repeats(first[0].span, tuple(duty.every))[1:] if first[0].span else []
    return (tuple(first), *((first[0]._replace(span=each),) for each in more))


def span_of(text: str, settings: Mapping[str, str]) -> Span | None:
    """Read a span as written, a setting by its value in plan.toml; none where nothing is written or the plan does not set it."""
    name = setting_name(text)
    written = settings.get(name, "") if name else text
    return parse_span(written) if written else None


def spans_of(texts: tuple[str, ...], settings: Mapping[str, str]) -> tuple[Span, ...]:
    """Read several spans; what gives none is left out."""
    return tuple(span for text in texts if (span := span_of(text, settings)))


def repeats(span: Span, every: tuple[str, ...]) -> list[Span]:
    """Return the spans of each occurrence: the first, then one more for each cadence step that does not pass the cadence's end."""
    spans = [span]
    for cadence in map(parse_cadence, every):
        following = _sum(spans[-1], cadence.step)
        while following.elapsed <= cadence.until.elapsed:
            spans.append(following)
            following = _sum(following, cadence.step)
    return spans


def _sum(one: Span, other: Span) -> Span:
    if one.unit == other.unit:
        return Span(one.amount + other.amount, one.unit, one.at)
    minutes = int((one.elapsed + other.elapsed).total_seconds() // 60)
    return Span(minutes // 60, "hour") if minutes % 60 == 0 else Span(minutes, "minute")
