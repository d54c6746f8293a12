"""text/NN-name.toml: a section is clauses, and the clause is the unit of citation, comment and signature."""

from hashlib import sha256
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from cicp.model.names import Id, LawId
from cicp.model.written import Written, told


def _one_line(text: str) -> str:
    """A fingerprint takes the heading as one line: of two, the second could pass for the first line of the text."""
    if "\n" in text or "\r" in text:
        raise ValueError("a heading is one line; shorten it, or move what follows into the text")
    return text


class Clause(Written):
    """One clause. `duty` says whether it binds somebody to a step; left out, its words decide. `answers` names duties of the law it answers."""

    id: Id
    text: str
    heading: Annotated[str, AfterValidator(_one_line), told(r"[^\r\n]*", "One line.")] = ""
    duty: bool | None = None
    answers: list[LawId] = []


class SectionFile(Written):
    """A file under text/; its number and id come from the file's name."""

    title: str
    owner: Id
    clause: list[Clause]


class CitedClause(NamedTuple):
    """A clause as it is cited: its full id, the number printed beside it, its section's title and its words."""

    id: str
    number: str
    section: str
    heading: str
    text: str
    duty: bool | None

    @property
    def cite(self) -> str:
        """The words a reader finds it by, as `6.2 Notification`."""
        return f"{self.number} {self.section}"

    @property
    def fingerprint(self) -> str:
        """sha256 of the clause's words, in hex: line ends as LF, trailing blanks removed."""
        words = f"cicp/clause/1\n{self.id}\n{self.heading}\n{self.text}"
        lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return sha256("\n".join(line.rstrip() for line in lines).rstrip().encode()).hexdigest()


def cited_clauses(number: int, section_id: str, section: SectionFile) -> list[CitedClause]:
    """Number the clauses of one section in the order they stand."""
    return [
        CitedClause(f"{section_id}.{clause.id}", f"{number}.{place}", section.title, clause.heading, clause.text, clause.duty)
        for place, clause in enumerate(section.clause, start=1)
    ]
