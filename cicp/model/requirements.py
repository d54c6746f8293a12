"""What must be so before a move of the plan is filed. Asked when filing, never when folding: else one late letter would un-adopt a signed plan.

`obstacles` tells what stands in the way, `require` raises. Both take the moment as an argument: the stage never depends on the clock.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from cicp.errors import NotAllowed
from cicp.model.comments import Comments
from cicp.model.group import Group
from cicp.model.lifecycle import COMMANDS, MOVES, Standing, fits, road_to
from cicp.model.signing import Signing
from cicp.model.spans import say_moment

STAGES: Final[Mapping[str, str]] = {
    "": "not begun",
    "working-group": "working group",
    "draft": "draft",
    "public-comment": "public comment",
    "signing": "signing",
    "in-force": "in force",
    "review": "review",
    "retired": "retired",
}
MOVING: Final[Mapping[str, str]] = {
    "plan-created": "a plan can be begun",
    "draft-begun": "the draft can begin",
    "comment-opened": "public comment can open",
    "comment-extended": "the comment window can be extended",
    "comment-closed": "the comment window can close",
    "circulated": "the text can be circulated",
    "signed": "a signature can be recorded",
    "declined": "a refusal to sign can be recorded",
    "recalled": "the circulated text can be recalled",
    "adopted": "the plan can be adopted",
    "review-begun": "a review can begin",
    "reaffirmed": "the plan can be reaffirmed",
    "amendment-begun": "an amendment can begin",
    "amendment-dropped": "an amendment can be dropped",
    "retired": "the plan can be retired",
}
_SHOWN: Final = 3


class Obstacle(NamedTuple):
    """One thing that is missing: in words that follow a colon, who mends it, and by which command or act."""

    says: str
    who: str
    mend: str


class Case(NamedTuple):
    """What requirements are asked of. `unfit` are the errors that `check` finds in the words, `unowned` the required sections nobody owns."""

    standing: Standing
    group: Group
    comments: Comments
    signing: Signing | None
    now: datetime
    unfit: tuple[str, ...] = ()
    unowned: tuple[str, ...] = ()
    resolution: str = ""
    resolved: str = ""
    early: bool = False


def obstacles(kind: str, case: Case) -> list[Obstacle]:
    """Tell what stands in the way of a move now; nothing, where it can be filed."""
    if not fits(case.standing, kind):
        return [_elsewhere(kind, case.standing)]
    return list(_REQUIREMENTS.get(kind, _nothing)(case))


def require(kind: str, case: Case) -> None:
    """Raise NotAllowed where something stands in the way of a move, naming all of it and what mends it."""
    found = obstacles(kind, case)
    if found:
        message = f"before {MOVING[kind]}: {'; '.join(each.says for each in found)}."
        raise NotAllowed(message, hint="\n      ".join(dict.fromkeys(each.mend for each in found)))


def _elsewhere(kind: str, standing: Standing) -> Obstacle:
    """A move that does not fit where the plan stands: the first step of the shortest road to where it does."""
    fitting = dict.fromkeys(STAGES[stage] for stage, each in MOVES if each == kind)
    where = f"the plan stands at {STAGES[standing.stage]}, and this is done at {' or '.join(fitting)}"
    if kind == "amendment-dropped" and not standing.in_force and (standing.stage, kind) in MOVES:
        where = "no edition is in force that an amendment could be dropped for"
    road = road_to(standing, kind)
    mend = f"first: {COMMANDS[road[0]]}" if road else "no road leads from here to there: see what can be done, cicp status"
    return Obstacle(where, "city-clerk", mend)


def _nothing(_: Case) -> Iterable[Obstacle]:
    return ()


def _draft_begun(case: Case) -> Iterable[Obstacle]:
    if case.group.convened is None:
        yield Obstacle("no working group was convened", "city-clerk", "cicp group convene")
    if not case.group.members:
        yield Obstacle("the working group has no member", "city-clerk", "cicp group add SEAT")


def _comment_opened(case: Case) -> Iterable[Obstacle]:
    window = case.comments.window
    if case.standing.stage == "public-comment" and window and window.closed is None:
        yield Obstacle(f"the last window is not closed ({say_moment(window.closes)})", "city-clerk", _close(case))
    yield from _fit_words(case)


def _fit_words(case: Case) -> Iterable[Obstacle]:
    if case.unfit:
        more = f" (and {len(case.unfit) - 1} more)" if len(case.unfit) > 1 else ""
        yield Obstacle(f"check finds an error in the words: {case.unfit[0].removesuffix('.')}{more}", "working group", "mend what this names: cicp check")
    for section in case.unowned:
        yield Obstacle(f"the section {section} has no owner", "working group", f"cicp section assign {section} --to OFFICE")


def _comment_extended(case: Case) -> Iterable[Obstacle]:
    if case.comments.window and case.comments.window.closed:
        yield Obstacle("the last window is closed", "city-clerk", "open another round: cicp comment open")


def _comment_closed(case: Case) -> Iterable[Obstacle]:
    window = case.comments.window
    if window is None:
        return
    if window.closed:
        yield Obstacle("the last window is closed already", "city-clerk", "open another round: cicp comment open")
    elif case.now <= window.closes and not case.early:
        yield Obstacle(f"it is open until {say_moment(window.closes)}", "city-clerk", _close(case))


def _close(case: Case) -> str:
    window = case.comments.window
    if window and case.now <= window.closes:
        return f"wait until {say_moment(window.closes)} has passed, or close it sooner and say why: cicp comment close --early --why REASON"
    return "close it: cicp comment close"


def _circulated(case: Case) -> Iterable[Obstacle]:
    window = case.comments.window
    if window and window.closed is None:
        yield Obstacle(f"the comment window is not closed ({say_moment(window.closes)})", "city-clerk", _close(case))
    waiting = case.comments.unanswered
    if waiting:
        ids = ", ".join(comment.id for comment in waiting[:_SHOWN]) + (" and others" if len(waiting) > _SHOWN else "")
        says = f"{len(waiting)} {'comment has' if len(waiting) == 1 else 'comments have'} no answer ({ids})"
        yield Obstacle(says, "city-clerk", answer(case.comments.owed_first))
    yield from _fit_words(case)


def answer(comment: str) -> str:
    """Return the command that answers a comment."""
    return f"cicp comment respond {comment} --disposition noted --text REASON"


def _adopted(case: Case) -> Iterable[Obstacle]:
    if case.signing and not case.signing.enough:
        signed, asked = len(case.signing.signed), case.signing.threshold
        says = f"{signed} of {asked} signatures are there{_missing(case.signing)}"
        missing = case.signing.missing
        mend = record(missing[0]) if missing else "recall it and take up what was declined: cicp sign recall --why REASON"
        yield Obstacle(says, "city-clerk", mend)
    if not case.resolution:
        yield Obstacle("no resolution is named", "city-clerk", f"name it: {COMMANDS['adopted']}")
    if not case.resolved:
        yield Obstacle("the day of the resolution is not named", "city-clerk", f"name it: {COMMANDS['adopted']}")


def _missing(signing: Signing) -> str:
    missing = f"; missing: {', '.join(signing.missing)}" if signing.missing else ""
    return missing + (f"; declined: {', '.join(signing.declined)}" if signing.declined else "")


def record(office: str) -> str:
    """Return the command that records an office's signature."""
    return f"cicp sign record {office} --instrument RESOLUTION"


_REQUIREMENTS: Final[Mapping[str, Callable[[Case], Iterable[Obstacle]]]] = {
    "draft-begun": _draft_begun,
    "comment-opened": _comment_opened,
    "comment-extended": _comment_extended,
    "comment-closed": _comment_closed,
    "circulated": _circulated,
    "adopted": _adopted,
}
