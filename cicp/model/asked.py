"""What an incident asks for, as its log says it: a tier, kinds, steps added by hand, and which office holds which role.

Every filing that says a tier holds until another names it in `replaces` or it is struck. Of several that hold the highest counts: it asks
for more. Kinds are a union: adding one never takes another away.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple, cast

from cicp.model.docket import standing
from cicp.model.filing import Filing
from cicp.model.names import is_id
from cicp.model.playbook import BASE, Tier

TIER_CHANGED: Final = "tier-changed"
KIND_ADDED: Final = "kind-added"
STEP_ADDED: Final = "step-added"
ROLE_CHANGED: Final = "role-changed"
ASKING: Final = frozenset({TIER_CHANGED, KIND_ADDED, STEP_ADDED})
"""The filings that change which steps are asked for, and by when."""
KINDS: Final = ASKING | {ROLE_CHANGED}
_USUAL_TIER: Final = 2


class SaidTier(NamedTuple):
    """A tier as one filing says it. `by_hand`: somebody chose it; otherwise it is what a declaration or a kind starts with."""

    filing: str
    tier: Tier
    by_hand: bool


class AddedStep(NamedTuple):
    """A step added by hand; without an anchor it counts from when it was added."""

    filing: str
    id: str
    title: str
    role: str
    anchor: str
    within: str
    at: datetime


class Handover(NamedTuple):
    """A role that an office takes over, from a moment on."""

    filing: str
    order: tuple[int, str]
    role: str
    to: str
    at: datetime
    replaces: tuple[str, ...]


class Asked(NamedTuple):
    """What is asked for at one moment."""

    kinds: tuple[str, ...] = (BASE,)
    tier: Tier = _USUAL_TIER
    steps: tuple[AddedStep, ...] = ()

    @property
    def frame(self) -> "Frame":
        return self.kinds, self.steps


Frame = tuple[tuple[str, ...], tuple[AddedStep, ...]]
"""What the steps follow from, besides the words: kinds and steps added by hand."""


def asked(filings: Iterable[Filing], tellers: Iterable[Filing], kinds: Iterable[str]) -> Asked:
    """Read what is asked for. `tellers` are the filings that tell of the declarations, `kinds` what was declared."""
    changing = [filing for filing in filings if filing.kind in ASKING or filing.kind == "struck"]
    struck, _ = standing(changing)
    counting = [filing for filing in changing if filing.id not in struck]
    added = (each for filing in counting if filing.kind == KIND_ADDED for each in filing.texts("kinds"))
    steps = tuple(step for filing in counting for step in _step(filing))
    return Asked(tuple(sorted({*kinds, *added})), tier_of(_tiers(counting, tellers)), steps)


def tiers(filings: Iterable[Filing], tellers: Iterable[Filing]) -> list[SaidTier]:
    """Return what is said of the tier and holds: neither struck nor replaced by another that says it."""
    saying = [filing for filing in filings if filing.kind in ASKING or filing.kind == "struck"]
    struck, _ = standing(saying)
    return _tiers([filing for filing in saying if filing.id not in struck], tellers)


def _tiers(counting: Iterable[Filing], tellers: Iterable[Filing]) -> list[SaidTier]:
    saying = [filing for filing in counting if filing.kind in (TIER_CHANGED, KIND_ADDED)]
    replaced = {earlier for filing in saying for earlier in filing.body.replaces}
    said = ((filing, filing.number_at("tier")) for filing in (*tellers, *saying) if filing.id not in replaced)
    return [SaidTier(filing.id, cast("Tier", tier), _by_hand(filing)) for filing, tier in said if tier in (1, 2, 3)]


def _by_hand(filing: Filing) -> bool:
    return filing.kind == TIER_CHANGED or "tier" in filing.texts("chosen")


def tier_of(said: Iterable[SaidTier]) -> Tier:
    """Return the tier that counts: the highest that holds."""
    return max((each.tier for each in said), default=_USUAL_TIER)


def contested(said: Iterable[SaidTier]) -> bool:
    """Say whether somebody chose a tier that does not count, for want of knowing of another that is higher."""
    said = list(said)
    return any(each.by_hand and each.tier < tier_of(said) for each in said)


def _step(filing: Filing) -> Iterable[AddedStep]:
    if filing.kind == STEP_ADDED and is_id(filing.text("step")):
        yield AddedStep(
            filing=filing.id,
            id=filing.text("step"),
            title=filing.text("title"),
            role=filing.text("role") or filing.body.filed_by,
            anchor=filing.text("anchor"),
            within=filing.text("within"),
            at=filing.at,
        )


def handovers(filings: Iterable[Filing]) -> tuple[Handover, ...]:
    """Return every handover that is not struck, in order."""
    filings = [filing for filing in filings if filing.kind in (ROLE_CHANGED, "struck")]
    struck, _ = standing(filings)
    return tuple(
        Handover(filing.id, filing.order, filing.text("role"), filing.text("to"), filing.at, tuple(filing.body.replaces))
        for filing in filings
        if filing.kind == ROLE_CHANGED and filing.id not in struck and filing.text("to")
    )


def holding(handed: Iterable[Handover], role: str, at: datetime | None = None) -> list[Handover]:
    """Return the handovers of a role that hold at a moment (now, where none is given), the one that counts last: of two, what happened later."""
    found = [each for each in handed if each.role == role and (at is None or each.at <= at)]
    replaced = {earlier for each in found for earlier in each.replaces}
    return sorted((each for each in found if each.filing not in replaced), key=lambda each: (each.at, each.order))
