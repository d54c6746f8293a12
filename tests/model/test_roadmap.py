"""The four steps that the city promised, told from the plan's own record."""

from datetime import datetime
from typing import Final

import pytest

from cicp.model import comments, group
from cicp.model.lifecycle import fold
from cicp.model.requirements import Case
from cicp.model.roadmap import state_of
from cicp.model.signing import signing
from tests.records import Copy, after

ROAD: Final = ("plan-created", "convened", "draft-begun", "comment-opened", "comment-closed", "circulated", "adopted")
STEPS: Final = ("working-group", "draft", "public-comment", "signing")


def case(*kinds: str) -> Case:
    """A plan for which these kinds were filed, one a minute."""
    copy = Copy()
    for minute, kind in enumerate(kinds):
        copy.file(kind, at=after(minute))
    standing = fold(copy.log)
    return Case(standing, group.fold(copy.log), comments.fold(copy.log, standing), signing(standing), after(60))


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        (1, ["not begun", "not begun", "not begun", "not begun"]),
        (2, ["under way", "not begun", "not begun", "not begun"]),
        (3, ["done", "under way", "not begun", "not begun"]),
        (4, ["done", "done", "under way", "not begun"]),
        (5, ["done", "done", "under way", "not begun"]),
        (6, ["done", "done", "done", "under way"]),
        (7, ["done", "done", "done", "done"]),
    ],
)
def test_each_step(filed: int, expected: list[str]) -> None:
    """A step is not begun, under way or done, as the record says."""
    found = case(*ROAD[:filed])

    assert expected == [state_of(step, found)[0] for step in STEPS]


def test_since_when() -> None:
    """A step is under way since it was begun, done since it was ended, and of one that was not begun nothing is said."""
    found = case(*ROAD[:4])

    expected: list[datetime | None] = [after(2), after(3), after(3), None]
    assert expected == [state_of(step, found)[1] for step in STEPS]


def test_an_amendment_undoes_nothing() -> None:
    """The first time counts: an amendment goes the same road again, and what was done stays done since then."""
    found = case(*ROAD, "review-begun", "amendment-begun", "comment-opened", "comment-closed", "circulated", "adopted")

    assert [("done", after(2)), ("done", after(3)), ("done", after(5)), ("done", after(6))] == [state_of(step, found) for step in STEPS]


def test_a_stage_that_is_no_step() -> None:
    """Of a stage that the city did not promise nothing is said."""
    assert ("not begun", None) == state_of("review", case(*ROAD, "review-begun"))


def test_a_ceremony_to_come() -> None:
    """While a ceremony is still to come the last step is under way, though the plan is adopted; after it, it is done."""
    copy = Copy()
    for kind in ROAD:
        copy.file(kind, at=after(1), edition="sha256:" + "a" * 64)
    copy.file("meeting", at=after(2), meets=after(90), occasion="ceremony")
    standing = fold(copy.log)
    found = Case(standing, group.fold(copy.log), comments.fold(copy.log, standing), signing(standing), after(60))

    assert ("under way", "done") == (state_of("signing", found)[0], state_of("signing", found._replace(now=after(91)))[0])
