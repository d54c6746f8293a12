"""What is to be done next for the plan: at every stage the right thing, by whom, and a command that can be typed."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import pytest

from cicp.model import comments, group
from cicp.model.agenda import Todo, agenda, review_by
from cicp.model.counting import Due
from cicp.model.group import Meeting
from cicp.model.incident import Incident
from cicp.model.lifecycle import fold
from cicp.model.requirements import Case
from cicp.model.signing import signing
from tests.incidents import at, incident_of
from tests.records import NIGHT, Copy, as_filing

CLERK, GROUP, PIO = "city-clerk", "working group", "pio"
CLOSES: Final = NIGHT + timedelta(days=30)
AFTER: Final = CLOSES + timedelta(days=1)
OFFICES: Final = ("mayor", "city-manager", "chief")
ROAD: Final = ("plan-created", "draft-begun", "comment-opened", "comment-closed", "circulated")
SIGNED: Final = tuple(f"signed {office}" for office in OFFICES)
ADOPTED: Final = (*ROAD, *SIGNED, "adopted")


def filed(*kinds: str, **own: Any) -> Copy:
    copy = Copy(CLERK)
    words = {"closes": CLOSES, "edition": "sha256:" + "1" * 64, "signatories": list(OFFICES), "threshold": 3, "why": "one word is wrong", **own}
    for kind in kinds:
        name, _, office = kind.partition(" ")
        copy.file(name, at=NIGHT, office=office, **words)
    return copy


def case_of(copy: Copy, now: datetime = NIGHT) -> Case:
    standing = fold(copy.log)
    return Case(standing, group.fold(copy.log), comments.fold(copy.log, standing), signing(standing), now)


def briefly(todos: list[Todo]) -> list[tuple[str, str]]:
    return [(each.who, each.command) for each in todos]


@pytest.mark.parametrize(
    ("kinds", "now", "expected"),
    [
        pytest.param((), NIGHT, [(CLERK, "cicp new DIR --city NAME --state XX --timezone ZONE")], id="nothing begun"),
        pytest.param(("plan-created",), NIGHT, [(CLERK, "cicp group convene"), (CLERK, "cicp group add SEAT")], id="no group"),
        pytest.param(("plan-created", "convened"), NIGHT, [(CLERK, "cicp group add SEAT")], id="an empty group"),
        pytest.param(("plan-created", "convened", "member"), NIGHT, [(CLERK, "cicp draft begin")], id="a group"),
        pytest.param(ROAD[:2], NIGHT, [(GROUP, "cicp check"), (CLERK, "cicp comment open")], id="draft"),
        pytest.param(ROAD[:3], NIGHT, [(CLERK, "cicp comment add FILE --channel WORD")], id="window open"),
        pytest.param(ROAD[:3], CLOSES, [(CLERK, "cicp comment add FILE --channel WORD")], id="window in its last second"),
        pytest.param(ROAD[:3], AFTER, [(CLERK, "cicp comment close")], id="window ended"),
        pytest.param(ROAD[:4], AFTER, [(GROUP, "cicp check"), (CLERK, "cicp sign circulate")], id="nobody wrote"),
        pytest.param(ROAD, AFTER, [(CLERK, f"cicp sign record {office} --instrument RESOLUTION") for office in OFFICES], id="circulated"),
        pytest.param(
            (*ROAD, "signed mayor", "declined chief"),
            AFTER,
            [(CLERK, "cicp sign recall --why REASON"), (CLERK, "cicp sign record city-manager --instrument RESOLUTION")],
            id="one declined",
        ),
        pytest.param((*ROAD, *SIGNED), AFTER, [(CLERK, "cicp plan adopt --resolution NUMBER --resolved DATE")], id="all signed"),
        pytest.param((*ROAD, *SIGNED, "adopted"), AFTER, [(PIO, "cicp plan review --why REASON"), (PIO, "cicp check")], id="in force"),
        pytest.param(
            (*ADOPTED, "review-begun"),
            AFTER,
            [(GROUP, "cicp plan reaffirm --why REASON"), (GROUP, "cicp plan amend --why REASON")],
            id="review",
        ),
        pytest.param((*ADOPTED, "review-begun", "amendment-begun"), AFTER, [(GROUP, "cicp check"), (CLERK, "cicp comment open")], id="amendment"),
        pytest.param((*ADOPTED, "retired"), AFTER, [(CLERK, "cicp verify")], id="retired"),
    ],
)
def test_every_stage(kinds: tuple[str, ...], now: datetime, expected: list[tuple[str, str]]) -> None:
    """At every stage the next things are told in their order, each with who does it and its command."""
    assert expected == briefly(agenda(case_of(filed(*kinds), now)))


def test_the_words_of_what_is_missing() -> None:
    """What is missing is told as a sentence of its own."""
    said = [each.what for each in agenda(case_of(filed("plan-created")))]

    assert ["No working group was convened", "The working group has no member"] == said


@pytest.mark.parametrize(("number", "says"), [(1, "1 comment has no answer yet"), (2, "2 comments have no answer yet")])
@pytest.mark.parametrize("kinds", [ROAD[:3], ROAD[:4]])
def test_unanswered(kinds: tuple[str, ...], number: int, says: str) -> None:
    """A comment without an answer is named while the window is open and when it is closed, with the command for the first; then nothing is circulated."""
    copy = filed(*kinds)
    first, *_ = [copy.file("comment", text=str(each)).id for each in range(number)]
    found = agenda(case_of(copy, AFTER))

    assert Todo(says, CLERK, f"cicp comment respond {first} --disposition noted --text REASON") in found
    assert "cicp sign circulate" not in [each.command for each in found]


def test_a_recalled_text() -> None:
    """After a recall the closed window's comments stay answered: the next things are the words, and to circulate them again."""
    found = agenda(case_of(filed(*ROAD, "recalled"), AFTER))

    assert [(GROUP, "cicp check"), (CLERK, "cicp sign circulate")] == briefly(found)


def test_an_amendment_is_called_so() -> None:
    """Who works on an amendment is told so; who writes the first draft is not."""
    first, second = (agenda(case_of(filed(*kinds)))[0].what for kinds in (ROAD[:2], (*ADOPTED, "review-begun", "amendment-begun")))

    assert ("Finish the sections, until check finds nothing", "Finish the amendment, until check finds nothing") == (first, second)


def test_signing_without_a_circulation() -> None:
    """Where the circulation could not be read, no signature is asked for."""
    copy = filed(*ADOPTED, "review-begun", "amendment-begun", *ROAD[2:4])
    case = case_of(copy)

    assert [] == agenda(Case(fold(filed(*ROAD).log), case.group, case.comments, None, NIGHT))


class TestReview:
    @pytest.mark.parametrize(
        ("kinds", "own", "by"),
        [
            pytest.param((), {}, date(2027, 11, 20), id="a year after the adoption"),
            pytest.param((), {"effective": date(2026, 12, 1)}, date(2027, 12, 1), id="a year after it took effect"),
            pytest.param((), {"effective": date(2027, 3, 1)}, date(2028, 3, 1), id="through a leap day"),
            pytest.param((), {"effective": date(2028, 2, 29)}, date(2029, 2, 28), id="from a leap day"),
        ],
    )
    def test_by(self, kinds: tuple[str, ...], own: dict[str, Any], by: date) -> None:
        """The plan in force is reviewed within a year of the day it took effect."""
        assert by == review_by(case_of(filed(*ADOPTED, *kinds, **own)))

    def test_reaffirmed(self) -> None:
        """A plan that was reaffirmed is reviewed within a year of that."""
        copy = filed(*ADOPTED, "review-begun")
        copy.file("reaffirmed", at=NIGHT + timedelta(days=300))

        assert date(2028, 9, 16) == review_by(case_of(copy))

    @pytest.mark.parametrize(("days", "says"), [(364, "due by Sat 20 Nov 2027"), (365, "due by Sat 20 Nov 2027"), (366, "it was due by Sat 20 Nov 2027")])
    def test_late(self, days: int, says: str) -> None:
        """Until the end of that day the review is due; from the next on it was."""
        (first, _) = agenda(case_of(filed(*ADOPTED), NIGHT + timedelta(days=days)))

        assert f"Review the plan: {says}, and after every incident of tier 3" == first.what

    @pytest.mark.parametrize(
        ("kinds", "tier", "closed", "asked"),
        [
            pytest.param(ADOPTED, 3, True, True, id="after the highest tier"),
            pytest.param(ADOPTED, 2, True, False, id="not after a lower one"),
            pytest.param(ADOPTED, 3, False, False, id="not before it is over"),
            pytest.param((*ADOPTED, "review-begun"), 3, True, False, id="not while it is reviewed"),
            pytest.param(ROAD[:2], 3, True, False, id="not before a plan is in force"),
        ],
    )
    def test_after_an_incident(self, kinds: tuple[str, ...], tier: int, closed: bool, asked: bool) -> None:  # noqa: FBT001  # a row of the table
        """A plan in force is reviewed after every incident of the highest tier, first of all."""
        incident = self.incident(tier, closed=closed)
        found = agenda(case_of(self.adopted(*kinds)), incidents=[incident])

        expected = Todo(f"Review the plan after Shooting at Shaw Park ({incident.id})", PIO, "cicp plan review --why REASON")
        assert asked == (found[0] == expected) == (expected in found)

    def test_reviewed_since(self) -> None:
        """A plan that was reaffirmed after the incident asks no more."""
        copy = self.adopted(*ADOPTED, "review-begun")
        copy.file("reaffirmed", at=at("23:59"))

        assert 2 == len(agenda(case_of(copy), incidents=[self.incident(3, closed=True)]))

    @staticmethod
    def adopted(*kinds: str) -> Copy:
        """A plan that was adopted the day before."""
        copy = Copy(CLERK)
        for kind in kinds:
            copy.file(kind.partition(" ")[0], at=at("2026-11-19T12:00"), closes=at("2026-11-19T12:00"), office=kind.partition(" ")[2])
        return copy

    @staticmethod
    def incident(tier: int, *, closed: bool) -> Incident:
        """An incident of the night, declared at 21:50."""
        return incident_of(*([{"kind": "closed", "at": at("23:00"), "filed_at": at("23:00")}] if closed else []), tier=tier)


def test_meetings() -> None:
    """What a meeting lacks is named after the plan's own business, with the first command that helps; a meeting that lacks nothing is not named."""
    agenda_file = {"name": "agenda", "digest": "sha256:" + "1" * 64}
    due = Due(at("2026-12-07T19:00"), ())
    whole, late, bare = (
        Meeting(as_filing("meeting", number, meets=at("2026-12-08T19:00"), **own))
        for number, own in enumerate(
            ({"posted": at("2026-12-01T09:00"), "attachments": [agenda_file]}, {"posted": at("2026-12-08T09:00"), "attachments": [agenda_file]}, {}), start=1
        )
    )
    found = agenda(case_of(filed("plan-created", "convened", "member")), [(each, due) for each in (whole, late, bare)])

    assert ["cicp draft begin", "cicp group list", f"cicp group meeting {bare.filing.id} --posted TIME"] == [each.command for each in found]
    assert "Meeting of Tue 8 Dec 2026 19:00: its notice is posted by Mon 7 Dec 2026 19:00; its agenda is not here" == found[-1].what
