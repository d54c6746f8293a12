"""Holding the words of a plan against others: the library that its copies were taken from, and an edition that was frozen of it."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from cicp.errors import AlteredRecord, InvalidFile
from cicp.files import edition, folder, library, toml
from cicp.files.layout import Home
from cicp.model import library_checks
from cicp.model.findings import Finding, section_path
from cicp.model.gates import Facts, Gates
from cicp.model.playbook import Playbook
from cicp.model.signing import first_difference
from cicp.model.statement import StatementKind
from cicp.model.words import Words
from cicp.model.written import Written

_MODELS: Final[Mapping[str, type[Written]]] = {"playbooks": Playbook, "statements": StatementKind, "facts.toml": Facts, "gates.toml": Gates}
"""What is copied from the library, a file or a folder of files, and what reads it."""


def differences(files: Mapping[str, bytes]) -> Iterable[Finding]:
    """Return what differs between the files of a plan, which all read well, and the library. Bytes first: what is the same is not read."""
    copied = library.copies()
    for path in sorted({*files, *copied}):
        model = _MODELS.get(path.partition("/")[0])
        own, there = files.get(path), copied.get(path)
        if model and own != there:
            yield from library_checks.differences(path, _parsed(own, path, model), _parsed(there, path, model))


def _parsed(data: bytes | None, path: str, model: type[Written]) -> Written | None:
    return None if data is None else toml.parse(data, path, model)


class Difference(NamedTuple):
    """The first thing in which words are not those of an edition: a clause and what became of it, or, with no clause, a file."""

    path: str
    clause: str = ""

    @property
    def says(self) -> str:
        return f"the clause {self.clause}" if self.clause else self.path


def difference(home: Home, digest: str) -> str:
    """Name the first clause, or else the first file, in which the working words are not those of an edition; empty where they are the same.

    Raises InvalidFile where the working words do not read, AlteredRecord where the edition is not as it was frozen.
    """
    files = folder.collect(home.root)
    found = from_edition(home, digest, files.files, folder.read(files))
    return found.says if found else ""


def from_edition(home: Home, digest: str, files: Mapping[str, bytes], words: Words) -> Difference | None:
    """Return the first difference between words that were read already and an edition. Raises AlteredRecord."""
    clause = first_difference(edition.clauses(home, digest), [(each.id, each.fingerprint) for each in words.clauses.values()])
    if clause:
        section = clause.partition(".")[0]
        return Difference(next((section_path(number, name) for number, name in words.sections if name == section), "text"), clause)
    path = edition.first_other_file(home, digest, files)
    return Difference(path) if path else None


def what_differs(home: Home, digest: str) -> str:
    """Say the same where nothing must stop over it: a text or an edition that does not read is what differs."""
    try:
        return difference(home, digest)
    except (InvalidFile, AlteredRecord) as error:
        return f"{error.where}: {error.message}".removesuffix(".")
