"""What `check` finds in the record of the road to the signature: comments without an answer, and what two copies filed without knowing of each other."""

from collections.abc import Iterable

from cicp.model.comments import Comment
from cicp.model.comments import fold as fold_comments
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.findings import Finding
from cicp.model.group import fold as fold_group
from cicp.model.lifecycle import fold
from cicp.model.requirements import answer


def comments(docket: Log) -> Iterable[Finding]:
    """Comments that nobody has answered, and those that two filings answer which did not know of each other."""
    for comment in fold_comments(docket, fold(docket)).comments:
        if not comment.answered:
            says = f"this comment rests on the answer to {comment.same_as}, which has none." if comment.same_as else "this comment has no answer."
            yield Finding("comments", "note", _path(comment.filing), says, answer(comment.id))
        elif len(comment.responses) > 1:
            yield _answered_twice(comment)


def _answered_twice(comment: Comment) -> Finding:
    ids = " and ".join(filing.id for filing in comment.responses)
    says = f"this comment is answered by filings that did not know of each other: {ids}."
    return Finding("comments", "error", _path(comment.filing), says, f"file which answer is right: {answer(comment.id)}")


def group(docket: Log) -> Iterable[Finding]:
    """Seats that two filings fill which did not know of each other, and two chairs."""
    found = fold_group(docket)
    chairs = [filing.text("seat") for filing in found.chairs]
    if len(set(chairs)) > 1:
        says = f"the working group has several chairs: {' and '.join(chairs)}."
        yield Finding("record", "error", _path(found.chairs[0]), says, f"keep one of them: cicp group add {chairs[-1]} --member")
    for seat in found.seats:
        filings = [filing for filing in found.members if filing.text("seat") == seat]
        if len(filings) > 1:
            says = f"the seat {seat} is filled by filings that did not know of each other: {' and '.join(filing.id for filing in filings)}."
            yield Finding("record", "error", _path(filings[0]), says, f"file who sits there: cicp group add {seat}")


def _path(filing: Filing) -> str:
    return f"docket/{filing.id}.toml"
