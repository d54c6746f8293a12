"""What `check` finds in the record of the working group and of public comment."""

from typing import Any

from cicp.model import road_checks
from tests.records import Copy


def _said(findings: Any) -> list[tuple[str, str, str]]:
    return [(finding.id, finding.level, finding.fix) for finding in findings]


def test_a_comment_without_an_answer_is_named_until_it_has_one() -> None:
    """An unanswered comment is a note with the command that answers it; answered or withdrawn, nothing is said."""
    copy = Copy()
    copy.file("plan-created")
    first, second = copy.file("comment"), copy.file("comment")
    said = _said(road_checks.comments(copy.log))
    copy.file("response", comment=first.id)
    copy.file("comment-withdrawn", comment=second.id)

    assert [("comments", "note", f"cicp comment respond {each.id} --disposition noted --text REASON") for each in (first, second)] == said
    assert [] == _said(road_checks.comments(copy.log))


def test_two_answers_that_did_not_know_of_each_other_are_an_error() -> None:
    """After a merge both answers hold, and the fix is the command that replaces them; an answer that knew the other is no such thing."""
    copy = Copy()
    copy.file("plan-created")
    comment = copy.file("comment")
    other = copy.copied("pio")
    first = copy.file("response", comment=comment.id, disposition="noted")
    second = other.file("response", comment=comment.id, disposition="declined")
    both = copy.joined(other)
    said = list(road_checks.comments(both.log))
    both.file("response", comment=comment.id, disposition="noted", replaces=[first.id, second.id])

    assert [("comments", "error", f"file which answer is right: cicp comment respond {comment.id} --disposition noted --text REASON")] == _said(said)
    assert {first.id, second.id} <= set(said[0].says.replace(".", "").split())
    assert [] == list(road_checks.comments(both.log))


def test_two_chairs_and_a_seat_filled_twice_are_errors() -> None:
    """Two copies that seat a chair each, and the same resident each, meet: both are named with the command that mends them."""
    copy = Copy()
    copy.file("plan-created")
    other = copy.copied("pio")
    copy.file("member", seat="mayor", part="chair")
    copy.file("member", seat="resident-ward-1", part="member")
    other.file("member", seat="chief", part="chair")
    other.file("member", seat="resident-ward-1", part="observer")
    both = copy.joined(other).log
    chairs = [filing.text("seat") for filing in both.filings if filing.text("part") == "chair"]

    assert [
        ("record", "error", f"keep one of them: cicp group add {chairs[-1]} --member"),
        ("record", "error", "file who sits there: cicp group add resident-ward-1"),
    ] == _said(road_checks.group(both))
    assert [] == _said(road_checks.group(copy.log))
