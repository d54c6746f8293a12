"""facts.toml and gates.toml: what can be recorded of an incident, and what may not be said until it is."""

from cicp.model.names import Id, IdOrNothing
from cicp.model.written import Format, Written


class FactKind(Written):
    """A fact worth a name: the question it answers, and whom or what it is about (`deceased`, `officer`, `request`; empty for the incident).

    A `planned` one is set for a moment that may lie ahead. It cannot have happened before any fact it `follows`.
    """

    name: Id
    asks: str
    about: IdOrNothing = ""
    planned: bool = False
    follows: list[Id] = []


class Facts(Written):
    """facts.toml."""

    format: Format
    fact: list[FactKind]

    @property
    def followers(self) -> dict[str, tuple[str, ...]]:
        """Name of a fact to those that cannot have happened before it."""
        pairs = [(first, fact.name) for fact in self.fact for first in fact.follows]
        return {first: tuple(after for each, after in pairs if each == first) for first, _ in pairs}


class Gate(Written):
    """A gate: what it blocks, the facts that together open it (none: it never opens by a fact), who confirms them, who may override."""

    id: Id
    title: str
    blocks: list[str]
    opens: list[Id] = []
    confirm: list[Id] = []
    override: list[Id] = []
    basis: str = ""


class Gates(Written):
    """gates.toml."""

    format: Format
    gate: list[Gate]
