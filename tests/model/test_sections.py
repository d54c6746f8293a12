"""The sections that a plan must have, and who keeps each."""

import pytest

from cicp.model.sections import sections
from tests.small_plan import brief, plan, section, words


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("call", 'did you mean "calls"? write text/NN-call.toml, or take it out of required'),
        ("video", "write text/NN-video.toml, or take it out of required"),
    ],
)
def test_a_required_section_that_is_not_there_is_found(name: str, fix: str) -> None:
    """Each section that plan.toml requires and text/ does not have is named at its place, with the nearest that is there."""
    (found,) = sections(words(plan=plan(text={"required": ["calls", name]})))

    assert ("sections", "error", "plan.toml", ("text", "required", 1)) == (found.id, found.level, found.path, found.location)
    assert (f'the section "{name}" is required, and there is none.', fix) == (found.says, found.fix)


def test_a_section_kept_by_no_office_is_found() -> None:
    """A section has an owner that is an office of the plan; one that an office carries besides will do."""
    kept = {(1, "calls"): section(owner="monitor"), (2, "words"): section(owner="chef")}
    (found,) = sections(words(sections=kept))

    assert ("sections", "error", "text/02-words.toml", ("owner",)) == (found.id, found.level, found.path, found.location)
    assert ('there is no office "chef".', 'did you mean "chief"?') == (found.says, found.fix)


def test_sections_beyond_those_required_are_not_found() -> None:
    """A plan may have more sections than it must."""
    assert [] == brief(sections(words(plan=plan(text={"required": ["calls"]}), sections={(1, "calls"): section(), (2, "words"): section()})))
