"""What is noted where a plan's copies are no longer as in the library."""

import pytest

from cicp.model.library_checks import differences
from cicp.model.written import Written
from tests.small_plan import Table, brief, facts, gates, playbook, statement, step

CHOSEN = "nothing to mend if the city chose so"
LIBRARY = playbook("ois", [step("call", within="15 minutes"), step("meet")], tighten=[{"step": "call", "after": ["meet"]}])


def changed(*steps: Table, **keys: object) -> Written:
    return playbook("ois", list(steps), **{"tighten": [{"step": "call", "after": ["meet"]}], **keys})


PARTS = [
    (
        changed(step("call", within="20 minutes"), step("meet")),
        ("step", 0),
        'the step call is not as in the library: within is "20 minutes" here and "15 minutes" there.',
    ),
    (
        changed(step("meet"), step("call", within="15 minutes", tier=2, why="because " * 9)),
        ("step", 1),
        "the step call is not as in the library: tier is 2 here and 1 there; why differs.",
    ),
    (changed(step("call", within="15 minutes")), ("step",), "the library has the step meet, and the plan does not."),
    (
        changed(step("call", within="15 minutes"), step("meet"), step("own")),
        ("step", 2),
        "the library has no step own: it is the city's own, or was taken out of the library.",
    ),
    (changed(step("call", within="15 minutes"), step("meet"), title="Shooting"), (), 'it is not as in the library: title is "Shooting" here and "ois" there.'),
    (
        changed(step("call", within="15 minutes"), step("meet"), tighten=[{"step": "call"}]),
        ("tighten", 0),
        "the tighten call is not as in the library: after is [] here and ['meet'] there.",
    ),
]


@pytest.mark.parametrize(("own", "location", "says"), PARTS, ids=[each[2][:40] for each in PARTS])
def test_each_step_that_is_not_as_in_the_library_is_noted(own: Written, location: tuple[int | str, ...], says: str) -> None:
    """A step changed, gone or added, and the file's own keys: a note each, with both values where they are short."""
    (found,) = differences("playbooks/ois.toml", own, LIBRARY)

    assert ("library", "note", "playbooks/ois.toml", location, says, CHOSEN) == (found.id, found.level, found.path, found.location, found.says, found.fix)


@pytest.mark.parametrize(
    ("own", "library", "location", "title"),
    [
        (facts("known"), facts("known", "died"), ("fact",), "fact died"),
        (gates(), gates({}), ("gate",), "gate nok"),
        (statement(), statement(field=[{"id": "where", "ask": "?"}]), ("field",), "field where"),
    ],
)
def test_facts_gates_and_blanks_are_told_apart_by_their_names(own: Written, library: Written, location: tuple[str], title: str) -> None:
    """So are facts by name, gates and the blanks of a statement by id."""
    assert [("note", "file", location, f"the library has the {title}, and the plan does not.")] == brief(differences("file", own, library))


def test_a_file_that_only_one_of_them_has_is_one_note() -> None:
    """Of a whole file that is only here or only there, the file alone is named."""
    (only_there,) = differences("playbooks/ois.toml", None, LIBRARY)
    (only_here,) = differences("playbooks/ois.toml", LIBRARY, None)

    assert "the library has this file, and the plan does not." == only_there.says
    assert "the library has no such file: it is the city's own, or was taken out of the library." == only_here.says
    assert ["note", "note"] == [only_there.level, only_here.level]


def test_order_and_formatting_are_no_difference() -> None:
    """Steps in another order, defaults written out, other line ends and trailing blanks say the same."""
    turned = changed(step("meet", tier=1, after=[]), step("call", within="15 minutes"))

    assert [] == brief(differences("playbooks/ois.toml", turned, LIBRARY))
    assert [] == brief(differences("statements/holding.toml", statement(text="As of  \r\nnow\n"), statement(text="As of\nnow")))
