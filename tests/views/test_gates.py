"""Gates in words: which stand open, for whom, and what opens the others."""

from collections.abc import Iterable

import pytest

from cicp.model.gates import Gate
from cicp.model.statement import StatementKind
from cicp.model.words import Words
from cicp.views.gates import GateState, gates_of, gates_of_steps
from tests.incidents import Table, case, fact, playbook, step, words_of

GATE = Gate.model_validate({"id": "nok", "title": "Name", "blocks": ["name"], "opens": ["identified"], "confirm": ["me", "family-liaison"], "override": ["ca"]})

CLOSED = "closed: identified recorded (confirmed by me or family-liaison) opens it; ca may override it, with a reason"


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (GateState(GATE), CLOSED),
        (GateState(GATE, ("", "deceased-1")), "open"),
        (
            GateState(GATE, ("deceased-1", "deceased-2")),
            f"open for deceased-1 and deceased-2 alone; for anybody else {CLOSED}",
        ),
        (GateState(GATE.model_copy(update={"confirm": [], "override": []})), "closed: identified recorded opens it; nobody may override it"),
        (GateState(GATE.model_copy(update={"opens": []})), "closed: no fact opens it; ca may override it, with a reason"),
    ],
)
def test_a_gate_says_how_it_stands(state: GateState, says: str) -> None:
    """Open, open for some, or closed with the facts, their offices, and who may override."""
    assert says == state.says()


@pytest.mark.parametrize(
    ("facts", "opened"),
    [
        ([], ()),
        ([fact("identified", "22:00", about="deceased-1", filed_by="me")], ("", "deceased-1")),
        ([fact("identified", "22:00", about="deceased-1", filed_by="me"), fact("died", "21:50", about="deceased-2")], ("deceased-1",)),
        ([fact("identified", "22:00", about="deceased-1", filed_by="pio")], ()),
    ],
)
def test_gates_open_on_facts_of_those_who_may_confirm_them(facts: Iterable[Table], opened: tuple[str, ...]) -> None:
    """With one person known a fact opens the gate for all, with two for that one alone; another office's word opens nothing."""
    night = case(words_of(playbook("other")), *facts, gates=[GATE])

    assert [GateState(GATE, opened)] == gates_of(night.incident, night.rules)


def test_a_step_is_bound_by_its_own_gates_and_by_those_of_its_statement() -> None:
    """The gates of a step and of the kind of statement it releases are named once each; a step that says nothing has none."""
    words = words_of(playbook("other", step("speak", statement="holding", gates=["nok", "child"]), step("walk"), step("shout", statement="unknown")))
    holding = {"title": "Holding", "clause": "statements.holding", "gates": ["placeholder", "nok"], "text": "Words."}
    statements = {"holding": _statement(holding)}
    with_statement = Words(plan=words.plan, playbooks=words.playbooks, statements=statements)

    assert {"speak": ("nok", "child", "placeholder"), "walk": (), "shout": ()} == gates_of_steps(with_statement, ["other"])


def _statement(table: Table) -> StatementKind:
    return StatementKind.model_validate(table)
