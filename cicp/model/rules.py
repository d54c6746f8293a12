"""What an incident runs on: tasks, duties, settings, clauses, calendar and zone, ready to be counted with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from cicp.model.calendar import CityCalendar
from cicp.model.law import Duty
from cicp.model.playbook import Task, Tier, compose
from cicp.model.spans import Span, parse_cadence, parse_span, setting_name
from cicp.model.words import Words


@dataclass(frozen=True)
class Work:
    """One thing that is owed, before it is known how often: a task of the playbooks or a duty of the law."""

    id: str
    title: str
    type: Literal["step", "duty"]
    role: str
    clause: str
    anchors: tuple[str, ...]
    spans: tuple[Span, ...]
    every: tuple[str, ...] = ()
    before: Span | None = None
    of: str = ""
    after: tuple[str, ...] = ()
    tier: Tier = 1
    records: str = ""
    note: str = ""


@dataclass(frozen=True)
class Rules:
    """Everything that a timeline is computed from besides the incident itself."""

    works: tuple[Work, ...]
    words: Words
    calendar: CityCalendar
    zone: tzinfo
    abouts: Mapping[str, str]
    """Name of a fact to what it is about, for facts that belong to one person or one request and start a clock for each."""


def rules_for(kinds: tuple[str, ...], words: Words, calendar: CityCalendar, zone: tzinfo) -> Rules:
    """Gather the rules of an incident of these kinds from the words it runs on."""
    settings = words.plan.settings if words.plan else {}
    tasks = [_from_task(task, settings) for task in compose(words.playbooks, kinds)]
    duties = [_from_duty(duty, settings) for duty in words.law.duty] if words.law else []
    abouts = {fact.name: fact.about for fact in words.facts.fact if fact.about} if words.facts else {}
    return Rules((*tasks, *duties), words, calendar, zone, abouts)


def _from_task(task: Task, settings: Mapping[str, str]) -> Work:
    step = task.step
    return Work(
        id=step.id,
        title=step.title,
        type="step",
        role=step.role,
        clause=step.clause,
        anchors=tuple(step.anchors),
        spans=spans_of(task.withins, settings),
        every=tuple(step.every),
        before=next(iter(spans_of((step.before,), settings)), None),
        of=step.of,
        after=task.after,
        tier=step.tier,
        records=step.records,
    )


def _from_duty(duty: Duty, settings: Mapping[str, str]) -> Work:
    note = f"{duty.citation}; verified {duty.verified_on.isoformat()}; not legal advice"
    return Work(duty.id, duty.title, "duty", duty.role, duty.clause, (duty.anchor,), spans_of((duty.within,), settings), note=note)


def spans_of(texts: tuple[str, ...], settings: Mapping[str, str]) -> tuple[Span, ...]:
    """Read spans as written, a setting by its value in plan.toml; one that the plan does not set gives none."""
    written = [settings.get(setting_name(text), "") if setting_name(text) else text for text in texts]
    return tuple(parse_span(text) for text in written if text)


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
