"""Public comment shown: the list, one comment, the receipt, and the notice that the public reads."""

from collections.abc import Iterable, Sequence
from typing import Any

from cicp.model.comments import CHANNELS, DISPOSITIONS, Comment, Comments, Window
from cicp.model.filing import Filing
from cicp.model.plan import Plan
from cicp.views.document import Block, Document, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local

_PUBLISHED = (
    "What you write is a public record. The City publishes it with your name, if you give one; it never publishes your address, "
    "e-mail or telephone number. You need not give a name. Do not write what you do not want read."
)
_LATE = "What comes after the last moment is kept and answered as far as there is time, and is marked late."


def state(comment: Comment) -> str:
    """Say in a word or two what became of a comment."""
    if comment.withdrawn:
        return "withdrawn"
    if not comment.responses:
        return "no answer yet"
    said = " and ".join(f"{filing.text('disposition')} {filing.text('of')}".rstrip() for filing in comment.responses)
    return said if comment.answered else f"{said}, which has no answer"


def listing(comments: Comments, shown: Sequence[Comment], local: Local) -> Document:
    """Every comment by id, how and when it came, what it is about, and what became of it."""
    rows = tuple(
        (
            comment.id,
            local.say(comment.filing.at),
            comment.filing.text("channel"),
            comment.timing,
            ", ".join(comment.filing.texts("clauses")),
            state(comment),
        )
        for comment in shown
    )
    blocks: list[Block] = [Line(_window_line(comments.window, local), "strong")]
    blocks += [Table(("comment", "received", "channel", "timing", "clauses", "answer"), rows)] if rows else [Line("No comment.")]
    blocks += [Line(f"{len(comments.comments)} received, {len(comments.unanswered)} without an answer.")]
    values = answer("comments", local.now, window=_window_values(comments.window, local), comments=[comment_values(comment, local) for comment in shown])
    return Document(tuple(blocks), values)


def _window_line(window: Window | None, local: Local) -> str:
    if window is None:
        return "Public comment was never opened."
    if window.closed:
        return f"Closed {local.say(window.closed)} (open from {local.say(window.opens)} until {local.say(window.closes)})."
    return f"Open from {local.say(window.opens)} until {local.say(window.closes)}" + (", and not closed yet." if window.closes < local.now else ".")


def _window_values(window: Window | None, local: Local) -> dict[str, Any] | None:
    if window is None:
        return None
    return {"opens": local(window.opens), "closes": local(window.closes), "closed": local(window.closed), "edition": window.edition}


def comment_values(comment: Comment, local: Local) -> dict[str, Any]:
    """Return a comment as a program reads it: what the filing says, and nothing of what was sent with it."""
    return {
        "id": comment.id,
        "digest": comment.filing.digest,
        "at": local(comment.filing.at),
        "filed_at": local(comment.filing.filed_at),
        "filed_by": comment.filing.body.filed_by,
        "channel": comment.filing.text("channel"),
        "clauses": comment.filing.texts("clauses"),
        "timing": comment.timing,
        "postmarked": comment.filing.text("postmarked") or None,
        "edition": comment.filing.text("edition") or None,
        "withdrawn": comment.withdrawn is not None,
        "answered": comment.answered,
        "responses": [_response_values(filing, local) for filing in comment.responses],
    }


def _response_values(filing: Filing, local: Local) -> dict[str, Any]:
    return {
        "id": filing.id,
        "at": local(filing.at),
        "disposition": filing.text("disposition"),
        "of": filing.text("of") or None,
        "changed": filing.texts("changed"),
        "text": filing.text("text"),
        "filed_by": filing.body.filed_by,
    }


def page(comment: Comment, text: str, files: Sequence[str], who: tuple[str, str] | None, local: Local) -> Document:
    """One comment with its words and what came with it; `who` is the name and the address, where they were asked for."""
    filing = comment.filing
    facts = [
        f"received {local.say(filing.at)} {way(filing)}",
        f"{comment.timing}{_stamp(filing)}",
        *([f"about {', '.join(filing.texts('clauses'))}"] if filing.texts("clauses") else []),
    ]
    blocks: list[Block] = [Line(f"Comment {comment.id}", "strong"), *map(Line, facts)]
    if who:
        blocks += [Heading("Name (not for the public unless given for it)"), Line(who[0] or "none given")]
        blocks += [Heading("Address (never public)"), Line(who[1] or "none given")]
    blocks += [Heading("Words"), *(Line(line) for line in text.rstrip("\n").split("\n"))]
    blocks += [Heading("Came with it"), *map(Line, files)] if files else []
    blocks += [
        Heading("Answer"),
        *(_answers(comment, local) or [Line(f"none yet: cicp comment respond {comment.id} --disposition WORD --text REASON", "wait")]),
    ]
    blocks += [Line(f"digest {filing.digest}", "quiet")]
    return Document(tuple(blocks), answer("comment", local.now, **comment_values(comment, local), text=text, files=list(files), **_who(who)))


def _who(who: tuple[str, str] | None) -> dict[str, str]:
    return {"name": who[0], "contact": who[1]} if who else {}


def way(filing: Filing) -> str:
    """Say how a comment came."""
    return CHANNELS.get(filing.text("channel"), "through a channel that a newer cicp knows")


def _stamp(filing: Filing) -> str:
    return f", postmarked {filing.text('postmarked')}" if filing.text("postmarked") else ""


def _answers(comment: Comment, local: Local) -> list[Block]:
    taken = [Line(f"withdrawn {local.say(comment.withdrawn.at)}: {comment.withdrawn.text('why')}")] if comment.withdrawn else []
    return [*taken, *(line for filing in comment.responses for line in _answer(filing, local))]


def _answer(filing: Filing, local: Local) -> Iterable[Line]:
    word = filing.text("disposition")
    other = f" {filing.text('of')}" if filing.text("of") else ""
    yield Line(f"{word}{other} ({DISPOSITIONS.get(word, 'a word of a newer cicp')}), {local.say(filing.at)}, {filing.id}", "strong")
    yield Line(filing.text("text"))
    if filing.texts("changed"):
        yield Line(f"changed: {', '.join(filing.texts('changed'))}")


def received(filing: Filing, timing: str, window: Window | None, local: Local) -> list[str]:
    """Say on a receipt what whoever wrote should know: whether it was in time, what is published, how to see that it is still there."""
    when = {
        "on time": "in time",
        "late": "late: it is kept, marked late, and answered as far as there is time",
        "early": "early: no window was open; it counts",
    }
    until = f" (the window ends {local.say(window.ended)})" if window and timing == "on time" else ""
    return [
        f"received {local.say(filing.at)}, {when[timing]}{until}",
        "published are its words and the name that was given, if any; never an address",
        f"anybody can see that it is still in the record: cicp verify --head {filing.digest}",
    ]


def _extension(filing: Filing, local: Local) -> str:
    lapsed = filing.moment("lapsed")
    gap = f" (it had ended {local.say(lapsed)}; what came in between is in time)" if lapsed else ""
    return f"extended {local.say(filing.at)}, by {filing.id}{gap}: {filing.text('why')}"


def notice(plan: Plan, window: Window, edition: str, local: Local) -> Document:
    """The public notice: what is open for comment, until when and how that was counted, where to send, and what is published."""
    hearing = window.opened.moment("hearing")
    explain = [*window.opened.texts("explain"), *(_extension(each, local) for each in window.extended)]
    blocks: list[Block] = [
        Line(f"{plan.city.name}: notice of public comment", "strong"),
        Line(f"The draft of the Critical Incident Communications Plan (edition {edition}) is open for public comment"),
        Line(f"from {local.public(window.opens)}"),
        Line(f"until {local.public(window.closes)}."),
        *(Line(f"  {sentence}", "quiet") for sentence in explain),
        Line(f"Public hearing: {local.public(hearing)}, {window.opened.text('place') or 'place to be announced'}." if hearing else "No public hearing is set."),
        Heading("How to comment"),
        *(Line(f"- {way}") for way in plan.comment.send or ["The City Clerk takes comments at City Hall."]),
        Line("Please name the clause you write about, as it stands beside the text. Each comment gets a number, and an answer with its reason."),
        Heading("What is published"),
        Line(_PUBLISHED),
        Line(_LATE),
        *([Line(plan.notice, "quiet")] if plan.notice else []),
        Line(f"filed as {window.last.id}, digest {window.last.digest}", "quiet"),
    ]
    values = answer(
        "notice",
        local.now,
        city=plan.city.name,
        edition=window.edition,
        opens=local(window.opens),
        closes=local(window.closes),
        explain=explain,
        hearing=local(hearing),
        place=window.opened.text("place") or None,
        send=list(plan.comment.send),
        filing=window.last.id,
        digest=window.last.digest,
    )
    return Document(tuple(blocks), values)
