"""What stands in the way of a move, who mends it and how: a table of situations, and the sentence that each refusal says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

import pytest

from cicp.errors import NotAllowed
from cicp.model import comments, group
from cicp.model.lifecycle import COMMANDS, KINDS, MOVES, Stage, Standing, fold
from cicp.model.requirements import MOVING, STAGES, Case, Obstacle, obstacles, require
from cicp.model.signing import signing
from tests.records import NIGHT, Copy

EDITION: Final = "sha256:" + "1" * 64
CLOSES: Final = NIGHT + timedelta(days=30)
EARLY: Final = "cicp comment close --early --why REASON"
WAIT: Final = f"wait until Sun 20 Dec 2026 21:50 has passed, or close it sooner and say why: {EARLY}"
OFFICES: Final = ("mayor", "city-manager", "chief")
ROAD: Final = ("plan-created", "draft-begun", "comment-opened", "comment-closed", "circulated")


def filed(*kinds: str) -> Copy:
    """A docket in which these were filed, each with the words that a requirement reads."""
    copy = Copy("city-clerk")
    for kind in kinds:
        name, _, office = kind.partition(" ")
        own: dict[str, Any] = {"closes": CLOSES, "edition": EDITION, "signatories": list(OFFICES), "threshold": 3, "office": office}
        copy.file(name, at=NIGHT, **own)
    return copy


def case_of(copy: Copy, now: datetime = NIGHT, **said: Any) -> Case:
    standing = fold(copy.log)
    return Case(standing, group.fold(copy.log), comments.fold(copy.log, standing), signing(standing), now, **said)


def told(found: Sequence[Obstacle]) -> list[tuple[str, str]]:
    return [(each.says, each.mend) for each in found]


def test_every_move_has_its_words() -> None:
    """Each move has a command, and what it makes possible is said; each stage has its name."""
    assert sorted(KINDS) == sorted(COMMANDS) == sorted(MOVING)
    assert {stage for pair in MOVES for stage in (pair[0], MOVES[pair])} == set(STAGES)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("stage", STAGES)
def test_a_move_that_does_not_fit(stage: str, kind: str) -> None:
    """Where a move does not fit, the refusal says where the plan stands, where the move is made, and the first step of the road there, if there is one."""
    if (stage, kind) in MOVES:
        return
    case = case_of(filed())._replace(standing=Standing(cast("Stage", stage), EDITION))
    (found,) = obstacles(kind, case)

    assert found.says.startswith(f"the plan stands at {STAGES[cast('Stage', stage)]}, and this is done at ")
    assert all(STAGES[each] in found.says for each, moved in MOVES if moved == kind)
    assert found.mend.startswith("first: cicp ") or "no road leads" in found.mend
    assert ("no road leads" in found.mend) == _is_lost(stage, kind)


def _is_lost(stage: str, kind: str) -> bool:
    """Nothing leads out of a retired plan, nor back to before the draft, nor to before the plan was begun."""
    return stage == "retired" or kind == "plan-created" or (kind == "draft-begun" and stage != "")


def test_an_amendment_without_anything_in_force() -> None:
    """A first draft is no amendment: what is missing is an edition in force, and the road to one is named."""
    (found,) = obstacles("amendment-dropped", case_of(filed("plan-created", "draft-begun")))

    assert ("no edition is in force that an amendment could be dropped for", "first: cicp comment open") == (found.says, found.mend)


@pytest.mark.parametrize(
    ("kind", "copy", "now", "said", "expected"),
    [
        pytest.param(
            "draft-begun",
            filed("plan-created"),
            NIGHT,
            {},
            [("no working group was convened", "cicp group convene"), ("the working group has no member", "cicp group add SEAT")],
            id="nobody",
        ),
        pytest.param(
            "draft-begun", filed("plan-created", "convened"), NIGHT, {}, [("the working group has no member", "cicp group add SEAT")], id="an empty group"
        ),
        pytest.param("draft-begun", filed("plan-created", "convened", "member"), NIGHT, {}, [], id="a group"),
        pytest.param("comment-opened", filed(*ROAD[:2]), NIGHT, {}, [], id="fit words"),
        pytest.param(
            "comment-opened",
            filed(*ROAD[:2]),
            NIGHT,
            {"unfit": ("text/01.toml:3: it is blank.",), "unowned": ("calls", "words")},
            [
                ("check finds an error in the words: text/01.toml:3: it is blank", "mend what this names: cicp check"),
                ("the section calls has no owner", "cicp section assign calls --to OFFICE"),
                ("the section words has no owner", "cicp section assign words --to OFFICE"),
            ],
            id="unfit words",
        ),
        pytest.param(
            "comment-opened",
            filed(*ROAD[:2]),
            NIGHT,
            {"unfit": ("one.", "two.", "three.")},
            [("check finds an error in the words: one (and 2 more)", "mend what this names: cicp check")],
            id="several errors",
        ),
        pytest.param(
            "comment-opened", filed(*ROAD[:3]), NIGHT, {}, [("the last window is not closed (Sun 20 Dec 2026 21:50)", WAIT)], id="another round too soon"
        ),
        pytest.param("comment-opened", filed(*ROAD[:4]), NIGHT, {}, [], id="another round"),
        pytest.param("comment-extended", filed(*ROAD[:3]), NIGHT, {}, [], id="extend an open window"),
        pytest.param("comment-extended", filed(*ROAD[:3]), CLOSES + timedelta(days=1), {}, [], id="extend one that ended and was not closed"),
        pytest.param(
            "comment-extended",
            filed(*ROAD[:4]),
            NIGHT,
            {},
            [("the last window is closed", "open another round: cicp comment open")],
            id="extend a closed window",
        ),
        pytest.param("comment-closed", filed(*ROAD[:3]), NIGHT, {}, [("it is open until Sun 20 Dec 2026 21:50", WAIT)], id="close too soon"),
        pytest.param("comment-closed", filed(*ROAD[:3]), CLOSES, {}, [("it is open until Sun 20 Dec 2026 21:50", WAIT)], id="close in its last second"),
        pytest.param("comment-closed", filed(*ROAD[:3]), CLOSES + timedelta(seconds=1), {}, [], id="close a second after"),
        pytest.param("comment-closed", filed(*ROAD[:3]), NIGHT, {"early": True}, [], id="close early"),
        pytest.param(
            "comment-closed",
            filed(*ROAD[:4]),
            CLOSES + timedelta(days=1),
            {"early": True},
            [("the last window is closed already", "open another round: cicp comment open")],
            id="close twice",
        ),
        pytest.param("circulated", filed(*ROAD[:4]), NIGHT, {}, [], id="circulate"),
        pytest.param(
            "circulated",
            filed(*ROAD[:3]),
            CLOSES + timedelta(days=1),
            {},
            [("the comment window is not closed (Sun 20 Dec 2026 21:50)", "close it: cicp comment close")],
            id="circulate with a window that ended",
        ),
        pytest.param(
            "circulated",
            filed(*ROAD[:4]),
            NIGHT,
            {"unowned": ("calls",)},
            [("the section calls has no owner", "cicp section assign calls --to OFFICE")],
            id="circulate unfit words",
        ),
        pytest.param("signed", filed(*ROAD), NIGHT, {}, [], id="sign"),
        pytest.param("recalled", filed(*ROAD), NIGHT, {}, [], id="recall"),
        pytest.param(
            "adopted",
            filed(*ROAD, "signed mayor", "declined chief"),
            NIGHT,
            {"resolution": "2026-14", "resolved": "2026-11-10"},
            [("1 of 3 signatures are there; missing: city-manager; declined: chief", "cicp sign record city-manager --instrument RESOLUTION")],
            id="adopt with one signature",
        ),
        pytest.param(
            "adopted",
            filed(*ROAD, "signed mayor", "signed city-manager", "declined chief"),
            NIGHT,
            {"resolution": "2026-14", "resolved": "2026-11-10"},
            [("2 of 3 signatures are there; declined: chief", "recall it and take up what was declined: cicp sign recall --why REASON")],
            id="adopt with nobody left to sign",
        ),
        pytest.param(
            "adopted",
            filed(*ROAD, *(f"signed {office}" for office in OFFICES)),
            NIGHT,
            {},
            [
                ("no resolution is named", "name it: cicp plan adopt --resolution NUMBER --resolved DATE"),
                ("the day of the resolution is not named", "name it: cicp plan adopt --resolution NUMBER --resolved DATE"),
            ],
            id="adopt without a resolution",
        ),
        pytest.param(
            "adopted",
            filed(*ROAD, *(f"signed {office}" for office in OFFICES)),
            NIGHT,
            {"resolution": "2026-14", "resolved": "2026-11-10"},
            [],
            id="adopt",
        ),
    ],
)
def test_obstacles(kind: str, copy: Copy, now: datetime, said: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Each thing that is missing is told, with the command that mends it; where nothing is missing, nothing is."""
    found = told(obstacles(kind, case_of(copy, now, **said)))

    assert expected == found


@pytest.mark.parametrize(("number", "says"), [(1, "1 comment has no answer ("), (3, "3 comments have no answer ("), (5, "5 comments have no answer (")])
def test_unanswered_comments(number: int, says: str) -> None:
    """Words are not circulated while a comment has no answer: how many there are is told, the first three by name, and the command for the first."""
    copy = filed(*ROAD[:4])
    ids = [copy.file("comment", text=str(each)).id for each in range(number)]
    (found,) = obstacles("circulated", case_of(copy))

    assert f"{says}{', '.join(ids[:3])}{' and others' if number > 3 else ''})" == found.says
    assert f"cicp comment respond {ids[0]} --disposition noted --text REASON" == found.mend


def test_a_window_that_nobody_opened() -> None:
    """Where no window was ever read, none stands in the way of closing."""
    case = case_of(filed("plan-created"))._replace(standing=Standing("public-comment"))

    assert [] == obstacles("comment-closed", case)


def test_asking_and_enforcing() -> None:
    """What `obstacles` tells, `require` raises: all of it in one sentence, each remedy once, and nothing where nothing is missing."""
    copy = filed(*ROAD, *(f"signed {office}" for office in OFFICES))

    with pytest.raises(NotAllowed) as refused:
        require("adopted", case_of(copy))
    require("adopted", case_of(copy, resolution="2026-14", resolved="2026-11-10"))

    assert "before the plan can be adopted: no resolution is named; the day of the resolution is not named." == refused.value.message
    assert "name it: cicp plan adopt --resolution NUMBER --resolved DATE" == refused.value.hint


def test_several_remedies() -> None:
    """Several remedies stand on a line each, in the order in which they are done."""
    with pytest.raises(NotAllowed) as refused:
        require("draft-begun", case_of(filed("plan-created")))

    assert ["cicp group convene", "cicp group add SEAT"] == [line.strip() for line in refused.value.hint.splitlines()]
