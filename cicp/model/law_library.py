"""The law library: what the law of a state asks, and what other cities have promised, as cicp brings it. Never legal advice.

A plan takes from it what it wants, and then owns its copy.
"""

from datetime import date

from cicp.model.law import Confidence, Duty
from cicp.model.names import Anchor, ClauseId, Id, IdOrNothing, LawId
from cicp.model.spans import DueText, SpanText
from cicp.model.written import Format, Written


class KnownDuty(Duty):
    """A duty as the library knows it. `clause` is where the example plan answers it, and `words` a clause that would.

    One not `in_force` is kept so that nobody takes it for law; `watch` is what to look for, for one that may change. `ours` is false where
    the law binds somebody else than the city.
    """

    words: str = ""
    in_force: bool = True
    ours: bool = True
    watch: str = ""


class Rule(Written):
    """A standing rule of the law: it sets no time, and says what a record is, or what may be said."""

    id: Id
    title: str
    words: str
    gate: IdOrNothing = ""
    citation: str
    source: str
    verified_on: date
    confidence: Confidence = "sourced"
    confirm: str = ""


class LawFile(Written):
    """A file of the law library: us.toml for what is federal, us-mo.toml for Missouri."""

    format: Format
    title: str
    duty: list[KnownDuty] = []
    rule: list[Rule] = []


class PresetItem(Written):
    """One promise of another city: what, from what moment, within what time, how it may be put off, and what became of it there.

    `words` is a clause that makes the same promise here, under `heading` where the plan has none, and `clause` where it would stand in the
    example plan; `step` is the step it gives its time, `setting` the number of plan.toml that holds it. `wait` is a time for which something is
    held back: it sets no clock that could run late, and so no step.
    """

    id: Id
    title: str
    heading: str = ""
    role: Id
    anchor: Anchor = "occurred"
    within: DueText = ""
    before: DueText = ""
    of: IdOrNothing = ""
    wait: DueText = ""
    extend: list[SpanText] = []
    defer: DueText = ""
    refuse: bool = False
    clause: ClauseId
    words: str = ""
    step: IdOrNothing = ""
    setting: IdOrNothing = ""
    source: str
    verified_on: date
    confidence: Confidence = "sourced"
    note: str = ""


class Preset(Written):
    """What another city, state or agency has promised of its own will: policy there, and no law here. A `warning` is nothing to take over."""

    format: Format
    title: str
    note: str = ""
    warning: bool = False
    item: list[PresetItem]


class Source(Written):
    """What a code in a `source` stands for, and where it was read."""

    code: str
    title: str
    where: str


class Sources(Written):
    """sources.toml."""

    format: Format
    source: list[Source]


class Tried(Written):
    """law/tried.toml: each duty of the library that a transcript of the suite has started, and the transcript. A test keeps it true."""

    format: Format
    tried: dict[LawId, str] = {}
