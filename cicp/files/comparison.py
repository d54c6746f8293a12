"""Holding a plan's own copies against the library that they were taken from. Bytes first: what is the same is not read."""

from collections.abc import Iterable, Mapping
from typing import Final

from cicp.files import library, toml
from cicp.model import library_checks
from cicp.model.findings import Finding
from cicp.model.gates import Facts, Gates
from cicp.model.playbook import Playbook
from cicp.model.statement import StatementKind
from cicp.model.written import Written

_MODELS: Final[Mapping[str, type[Written]]] = {"playbooks": Playbook, "statements": StatementKind, "facts.toml": Facts, "gates.toml": Gates}
"""What is copied from the library, a file or a folder of files, and what reads it."""


def differences(files: Mapping[str, bytes]) -> Iterable[Finding]:
    """Return what differs between the files of a plan, which all read well, and the library."""
    copied = library.copies()
    for path in sorted({*files, *copied}):
        model = _MODELS.get(path.partition("/")[0])
        own, there = files.get(path), copied.get(path)
        if model and own != there:
            yield from library_checks.differences(path, _parsed(own, path, model), _parsed(there, path, model))


def _parsed(data: bytes | None, path: str, model: type[Written]) -> Written | None:
    return None if data is None else toml.parse(data, path, model)
