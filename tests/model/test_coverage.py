"""Clauses that bind somebody and that nobody does anything about."""

import pytest

from cicp.model.coverage import coverage
from cicp.model.section import SectionFile
from tests.small_plan import NOTHING, Table, brief, law, playbook, section, step, words

DUTY_WORDS = ["must", "no later than"]


def text(clause: str, **keys: object) -> dict[tuple[int, str], SectionFile]:
    return {(1, "calls"): section({"id": "duty", "text": clause, **keys})}


@pytest.mark.parametrize(
    ("clause", "keys", "by"),
    [
        ("The PIO must call.", {}, '"must"'),
        ("MUST the PIO call? It must.", {}, '"must"'),
        ("The PIO calls no\nlater   than dawn.", {}, '"no later than"'),
        ("The PIO calls within 15 minutes.", {}, "15 minutes"),
        ("The PIO must call at once.", {}, '0 minutes, "must"'),
        ("The PIO calls.", {"duty": True}, "duty = true"),
    ],
)
def test_a_clause_that_binds_and_that_nothing_cites_is_found(clause: str, keys: Table, by: str) -> None:
    """A duty word, a span or `duty = true` binds somebody; the finding says by which, where the clause stands, and both ways to mend it."""
    (found,) = coverage(words(sections=text(clause, **keys)), DUTY_WORDS)

    assert ("coverage", "error", "text/01-calls.toml", ("clause", 1, "text")) == (found.id, found.level, found.path, found.location)
    assert f"calls.duty binds somebody ({by}), and no step, duty or statement cites it." == found.says
    assert 'cite it by clause = "calls.duty" in a duty of law.toml, a step or a statement; or write duty = false where it binds nobody' == found.fix


@pytest.mark.parametrize(
    ("clause", "keys"),
    [
        ("The PIO calls.", {}),
        ("The mustard is no later thanks to the PIO.", {}),
        ("The PIO must call within 15 minutes.", {"duty": False}),
        ("The PIO may call.", {}),
    ],
)
def test_a_clause_that_binds_nobody_is_not_found(clause: str, keys: Table) -> None:
    """Words without a duty, words that only hold the letters of one, and a clause with `duty = false` need no step."""
    assert [] == brief(coverage(words(sections=text(clause, **keys)), DUTY_WORDS))


@pytest.mark.parametrize(
    "parts",
    [
        {"base": [step("act", clause="calls.duty")]},
        {"overlays": {"ois": playbook("ois", [step("act", clause="calls.duty")])}},
        {"law": law({"clause": "calls.duty"})},
        {"holding": {"clause": "calls.duty"}},
    ],
    ids=["step", "step of an overlay", "duty of the law", "kind of statement"],
)
def test_a_clause_that_something_cites_is_covered(parts: Table) -> None:
    """A step of any playbook, a duty of the law or a kind of statement covers the clause that it cites."""
    assert [] == brief(coverage(words(sections=text("The PIO must call."), **parts), DUTY_WORDS))


def test_the_clause_of_a_playbook_as_a_whole_covers_nothing() -> None:
    """A playbook cites the clause that defines its kind: that is no step."""
    covered = coverage(words(sections=text("The PIO must call."), overlays={"ois": playbook("ois", [], clause="calls.duty")}), DUTY_WORDS)

    assert ["text/01-calls.toml"] == [each.path for each in covered]


def test_words_of_which_nothing_could_be_read_are_not_found() -> None:
    """Without text, playbooks and law there is nothing to cover; without duty words only spans and `duty = true` bind."""
    assert [] == brief(coverage(NOTHING, DUTY_WORDS))
    assert [] == brief(coverage(words(sections=text("The PIO must call."), law=None), []))
    assert 1 == len(brief(coverage(words(sections=text("The PIO must call."), law=None), ["must"])))
