"""The words of a plan: everything that is signed together and that an incident runs on."""

from dataclasses import dataclass, field
from functools import cached_property

from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.plan import Plan
from cicp.model.playbook import Playbook
from cicp.model.section import CitedClause, SectionFile, cited_clauses
from cicp.model.statement import StatementKind


@dataclass(frozen=True)
class Words:
    """The files that are signed together, read. A part that no copy could give is None or absent, and its fault is named elsewhere."""

    plan: Plan | None
    sections: dict[tuple[int, str], SectionFile] = field(default_factory=dict)
    playbooks: dict[str, Playbook] = field(default_factory=dict)
    statements: dict[str, StatementKind] = field(default_factory=dict)
    facts: Facts | None = None
    gates: Gates | None = None
    law: Law | None = None

    @property
    def complete(self) -> bool:
        """Say whether every part could be read."""
        return None not in (self.plan, self.facts, self.gates, self.law) and bool(self.sections) and bool(self.playbooks)

    @cached_property
    def clauses(self) -> dict[str, CitedClause]:
        """Every clause by its full id, in the order of the text."""
        return {clause.id: clause for (number, name), section in sorted(self.sections.items()) for clause in cited_clauses(number, name, section)}

    @cached_property
    def cited_by(self) -> dict[str, list[str]]:
        """What rests on each clause: the steps, duties and statements that cite it."""
        steps = [(step.clause, step.id) for book in self.playbooks.values() for step in book.step]
        duties = [(duty.clause, f"duty {duty.id}") for duty in self.law.duty] if self.law else []
        found: dict[str, list[str]] = {}
        for clause, name in (*steps, *duties, *((kind.clause, f"statement {name}") for name, kind in self.statements.items())):
            found.setdefault(clause, []).append(name)
        return found

    def cite(self, clause: str) -> str:
        """The words a reader finds a clause by; its id where the text cannot be read."""
        return self.clauses[clause].cite if clause in self.clauses else clause
