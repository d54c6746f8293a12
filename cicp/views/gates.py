"""Gates shown: which stand open in an incident, and what opens the others."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cicp.model.gates import Gate
from cicp.model.incident import Incident
from cicp.model.playbook import compose
from cicp.model.rules import Rules
from cicp.model.words import Words


class GateState(NamedTuple):
    """A gate, and for whom it stands open; an empty name among them stands for nobody in particular, and so for everybody."""

    gate: Gate
    open_for: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return "" in self.open_for

    def says(self) -> str:
        """Say how it stands, and what opens it."""
        if self.is_open:
            return "open"
        if self.open_for:
            return f"open for {' and '.join(self.open_for)} alone; for anybody else closed: {self._opening()}"
        return f"closed: {self._opening()}"

    def _opening(self) -> str:
        gate = self.gate
        by_fact = "no fact opens it"
        if gate.opens:
            confirmed = f" (confirmed by {' or '.join(gate.confirm)})" if gate.confirm else ""
            by_fact = f"{' and '.join(gate.opens)} recorded{confirmed} opens it"
        return by_fact + (f"; {' or '.join(gate.override)} may override it, with a reason" if gate.override else "; nobody may override it")

    def values(self) -> dict[str, Any]:
        """Return the gate as plain values."""
        gate = self.gate
        return {
            "id": gate.id,
            "title": gate.title,
            "open_for": list(self.open_for),
            "opens": list(gate.opens),
            "confirm": list(gate.confirm),
            "override": list(gate.override),
        }


def gates_of(incident: Incident, rules: Rules) -> list[GateState]:
    """Return every gate of an incident as it stands: while a filing of its log is set aside or missing, all are closed."""
    opened = incident.open_gates(rules.abouts)
    return [GateState(gate, tuple(sorted(about for each, about in opened if each == gate.id))) for gate in incident.gates]


def gates_of_steps(words: Words, kinds: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return which gates bind what each step says: its own, and those of the kind of statement that it releases."""
    found = {}
    for task in compose(words.playbooks, kinds):
        statement = words.statements.get(task.step.statement)
        found[task.step.id] = tuple(dict.fromkeys((*task.gates, *(statement.gates if statement else ()))))
    return found
