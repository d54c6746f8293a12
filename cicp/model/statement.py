"""statements/KIND.toml: a kind of statement and its template in one file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cicp.model.names import Anchor, ClauseId, Id
from cicp.model.spans import DueText
from cicp.model.written import Written


class StatementField(Written):
    """A blank of the template, and the question whose answer fills it."""

    id: str
    ask: str
    required: bool = True


class StatementKind(Written):
    """A kind of statement. `approve` lists the approvals it needs, each a choice of offices; `timeout` passes an approval on, never publishes."""

    title: str
    clause: ClauseId
    within: DueText = ""
    anchor: Anchor = "known"
    gates: list[Id] = []
    approve: list[list[Id]] = []
    consult: list[Id] = []
    inform: list[Id] = []
    confirm: list[Id] = []
    timeout: DueText = ""
    field: list[StatementField] = []
    text: str


def draft(kind: str, statement: StatementKind, as_of: datetime, next_update: datetime | None, filled: Mapping[str, str]) -> dict[str, Any]:
    """Make the draft of a statement: the template filled once with what is known. What stays in square brackets is for the person to fill."""
    text = statement.text
    for name, value in filled.items():
        text = text.replace(f"[{name}]", value)
    times = {"as_of": as_of} | ({"next_update": next_update} if next_update else {})
    return {"kind": kind, **times, "text": text, "fields": {field.id: filled.get(field.id, "") for field in statement.field}}
