"""law.toml: duties that the law sets and this city has taken into its plan. Never legal advice."""

from datetime import date
from typing import Literal

from pydantic import Field

from cicp.model.names import Anchor, ClauseId, Id, LawId
from cicp.model.spans import CadenceText, DueText, SpanText
from cicp.model.written import Format, Written

Confidence = Literal["sourced", "general-knowledge", "judgement"]
"""What stands behind an entry: a source that was read, what is generally known and was not looked up, or our own judgement."""
Counting = Literal["first-day-out", "first-day-in"]
Roll = Literal["none", "forward", "back", "sunday"]
Received = Literal["delivered", "next-open"]


class Duty(Written):
    """A duty of law: its words, who owes it, from what moment, within what span, and where that is written.

    `within` counts from `anchor`, `before` back from an anchor that is set ahead, and `wait` is a time that has to pass first. `counting`,
    `roll` and `received` say whether the first day counts, where a last day goes on which the hall is closed (RSMo 1.040: only a Sunday, and
    then forward), and whether what arrives out of hours arrived then or on the next open day. `extend` and `defer` as in a step.

    `verified_on` is the day on which its words were read in public material, `confirmed_on` the one on which the City Attorney confirmed it.
    """

    id: Id
    title: str
    role: Id
    clause: ClauseId
    anchor: Anchor
    within: DueText = ""
    before: DueText = ""
    wait: DueText = ""
    every: list[CadenceText] = []
    counting: Counting = "first-day-out"
    roll: Roll = "none"
    received: Received = "delivered"
    extend: list[SpanText] = []
    defer: DueText = ""
    citation: str
    source: str
    verified_on: date
    confirmed_on: date | None = None
    confidence: Confidence = "sourced"
    confirm: str = ""
    note: str = ""

    @property
    def last_held(self) -> date:
        """The last day on which it was held against the law: by whoever read it, or by the City Attorney, who confirmed it."""
        return max(self.verified_on, self.confirmed_on or self.verified_on)


class NotOurs(Written):
    """A duty of the state's law that this plan leaves to somebody else, or that cannot arise here, and why."""

    duty: LawId
    why: str = Field(min_length=1)


class Law(Written):
    """law.toml."""

    format: Format
    duty: list[Duty] = []
    not_ours: list[NotOurs] = Field(default_factory=list, alias="not-ours")
