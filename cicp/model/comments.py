"""Public comment: windows, comments as they were received, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

from cicp.errors import NotAllowed, WrongWords
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.lifecycle import Standing
from cicp.model.names import nearest

Table = dict[str, Any]
Timing = Literal["on time", "early", "late"]

CHANNELS: Final = {
    "letter": "on paper, by post",
    "counter": "handed over in person",
    "mail": "by e-mail",
    "web": "through a form",
    "phone": "spoken, and written down by the city",
    "hearing": "spoken at a public hearing",
    "meeting": "spoken at another meeting",
    "social": "on social media, where the city invited it",
}
DISPOSITIONS: Final = {
    "accepted": "the text was changed as asked",
    "accepted-in-part": "the text was changed in part",
    "accepted-in-principle-later": "agreed, and kept for a later amendment",
    "declined": "not followed, for the reason given",
    "noted": "nothing to change",
    "out-of-scope": "not a matter of this plan",
    "question-answered": "a question, answered",
    "duplicate-of": "the same as another comment, answered there",
}
"""What may become of a comment (after the five responses of 40 CFR 1503.4, in a city's words)."""
CHANGING: Final = ("accepted", "accepted-in-part")
"""Dispositions that say the text was changed."""
_SAME_AS_MAIL: Final = ("email", "e-mail")
_GIVEN_UP: Final = ("amendment-dropped", "retired")


class Window(NamedTuple):
    """One round of public comment: the edition commented on, until when, and when it was closed."""

    opened: Filing
    closes: datetime
    closed: datetime | None = None
    extended: tuple[Filing, ...] = ()

    @property
    def opens(self) -> datetime:
        return self.opened.at

    @property
    def edition(self) -> str:
        return self.opened.text("edition")

    @property
    def last(self) -> Filing:
        """The filing that the notice rests on: the opening, or the last extension."""
        return self.extended[-1] if self.extended else self.opened

    @property
    def ended(self) -> datetime:
        """The last moment that is on time: the deadline, or an early close."""
        return min(self.closes, self.closed) if self.closed else self.closes


class Comment(NamedTuple):
    """A comment as it was received, and what holds of its answers. Two answers hold only after a merge: `check` names them."""

    filing: Filing
    timing: Timing
    responses: tuple[Filing, ...] = ()
    withdrawn: Filing | None = None

    @property
    def id(self) -> str:
        return self.filing.id

    answered: bool = False
    """Whether nothing is owed to it any more: it was taken back, or it has an answer; where that names another comment, that one has an answer."""

    @property
    def same_as(self) -> str:
        """The comment whose answer answers this one too, where the last response says so."""
        return self.responses[-1].text("of") if self.responses else ""


@dataclass(frozen=True)
class Comments:
    """Everything that was said, and the windows it was said in."""

    windows: tuple[Window, ...]
    comments: tuple[Comment, ...]

    @property
    def window(self) -> Window | None:
        """The last window, open or not."""
        return self.windows[-1] if self.windows else None

    @property
    def owed_first(self) -> str:
        """The comment to answer first: not a duplicate that waits for the answer to another, where there is that other."""
        return min(self.unanswered, key=lambda comment: (bool(comment.same_as), comment.filing.order)).id

    @cached_property
    def unanswered(self) -> tuple[Comment, ...]:
        return tuple(comment for comment in self.comments if not comment.answered)


def windows(standing: Standing) -> tuple[Window, ...]:
    """Read the windows from the moves that were applied.

    An extension never makes a window shorter, in whatever order two that did not know of each other are folded. A window that was not closed
    ends with the amendment, or the plan, that was given up.
    """
    found: list[Window] = []
    for filing in standing.moves:
        if filing.kind == "comment-opened":
            found.append(Window(filing, filing.moment("closes") or filing.at))
        elif filing.kind == "comment-extended":
            closes = max(found[-1].closes, filing.moment("closes") or found[-1].closes)
            found[-1] = found[-1]._replace(closes=closes, extended=(*found[-1].extended, filing))
        elif filing.kind == "comment-closed" or (filing.kind in _GIVEN_UP and found and found[-1].closed is None):
            found[-1] = found[-1]._replace(closed=filing.at)
    return tuple(found)


def timing(at: datetime, rounds: Iterable[Window]) -> Timing:
    """Say whether something received at a moment was on time, before the first window, or after the one that had begun."""
    begun = [window for window in rounds if window.opens <= at]
    if not begun:
        return "early"
    return "on time" if any(at <= window.ended for window in begun) else "late"


def fold(docket: Log, standing: Standing) -> Comments:
    """Read every comment that counts, with its answers."""
    rounds = windows(standing)
    responses: dict[str, list[Filing]] = {}
    for filing in docket.holding_of("response"):
        responses.setdefault(filing.text("comment"), []).append(filing)
    withdrawn = {filing.text("comment"): filing for filing in docket.holding_of("comment-withdrawn")}
    found = [
        Comment(filing, timing(filing.at, rounds), tuple(responses.get(filing.id, ())), withdrawn.get(filing.id)) for filing in docket.holding_of("comment")
    ]
    answered = {comment.id for comment in found if comment.responses and not comment.same_as and not comment.withdrawn}
    done = (comment._replace(answered=comment.withdrawn is not None or comment.id in answered or comment.same_as in answered) for comment in found)
    return Comments(rounds, tuple(done))


def channel(said: str) -> str:
    """Read a channel. Raises WrongWords, listing them, where it is none."""
    if said in CHANNELS:
        return said
    if said in _SAME_AS_MAIL:
        return "mail"
    guess = nearest(said, CHANNELS)
    known = "; ".join(f"{name}, {means}" for name, means in CHANNELS.items())
    message = f'there is no channel "{said}".' if said else "say how the comment came: --channel."
    raise WrongWords(message, hint=f'did you mean "{guess}"? {known}' if guess else known)


def postmark(day: date | None, channel: str, received: datetime) -> str:
    """Read a postmark. Raises WrongWords where it is not a letter's, or of a day after the letter came."""
    if day is None:
        return ""
    if channel != "letter":
        raise WrongWords(f"what came by {channel} has no postmark.", hint="leave --postmarked out, or say --channel letter")
    if day > received.date():
        raise WrongWords(f"a letter received {received.date()} was not postmarked {day}.", hint="mend one of the two: --postmarked DATE, --at TIME")
    return str(day)


def receive(at: datetime, channel: str, clauses: list[str], edition: str, *, anonymous: bool, postmarked: str) -> Table:
    """Take a comment in: at every stage, early or late."""
    return {
        "kind": "comment",
        "at": at,
        "channel": channel,
        "clauses": clauses or None,
        "anonymous": anonymous or None,
        "postmarked": postmarked or None,
        "edition": edition or None,
    }


def respond(comment: Comment, disposition: str, text: str, *, changed: list[str], other: Comment | None, now: datetime) -> Table:
    """Answer a comment. A later answer replaces the one that holds. `other` is the comment that it is a duplicate of.

    Raises WrongWords for an unknown disposition, and for a duplicate that does not say of what, or of one that is a duplicate itself;
    NotAllowed for a comment that was withdrawn.
    """
    if disposition not in DISPOSITIONS:
        guess = nearest(disposition, DISPOSITIONS)
        known = "; ".join(f"{name}: {means}" for name, means in DISPOSITIONS.items())
        raise WrongWords(f'there is no disposition "{disposition}".', hint=f'did you mean "{guess}"? {known}' if guess else known)
    if (disposition == "duplicate-of") != (other is not None) or (other and other.id == comment.id):
        raise WrongWords("a duplicate names the other comment it is the same as, and nothing else does.", hint="--disposition duplicate-of --of ID")
    if other and (other.same_as or other.withdrawn):
        what = f"a duplicate of {other.same_as} itself" if other.same_as else "withdrawn, and will have no answer"
        hint = f"name the one that is answered: --of {other.same_as}" if other.same_as not in ("", comment.id) else "answer this one itself: --disposition WORD"
        raise WrongWords(f"{other.id} is {what}.", hint=hint)
    _still_stands(comment)
    return {
        "kind": "response",
        "at": now,
        "comment": comment.id,
        "disposition": disposition,
        "of": other.id if other else None,
        "changed": changed or None,
        "text": text,
        "replaces": sorted(filing.id for filing in comment.responses),
    }


def withdraw(comment: Comment, why: str, now: datetime) -> Table:
    """Take note that whoever wrote a comment took it back. Raises NotAllowed where that is noted already."""
    _still_stands(comment)
    return {"kind": "comment-withdrawn", "at": now, "comment": comment.id, "why": why}


def _still_stands(comment: Comment) -> None:
    if comment.withdrawn:
        hint = f"if that was a mistake, strike it: cicp strike {comment.withdrawn.id} --why REASON"
        raise NotAllowed(f"{comment.id} was withdrawn, by {comment.withdrawn.id}.", hint=hint)
