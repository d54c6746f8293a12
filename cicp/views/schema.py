"""The kinds of file that people write, and where the schema of each lies."""

from collections.abc import Sequence
from typing import NamedTuple

from cicp.views.document import Document, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local

_HOW = "A file names its schema to an editor in its first line: #:schema ./schema/plan.json, and one folder deeper #:schema ../schema/section.json."


class Row(NamedTuple):
    """A kind: which files of a plan are of it, where its schema lies, the first line that names it there, and how it stands with it."""

    kind: str
    files: str
    schema: str
    directive: str
    state: str


def page(rows: Sequence[Row], local: Local) -> Document:
    """Each kind with its files, its schema, and whether that is there, is fresh, or was written just now."""
    table = Table(("kind", "files", "schema", ""), tuple((row.kind, row.files, row.schema, row.state) for row in rows))
    kinds = [{"kind": row.kind, "files": row.files, "file": row.schema, "directive": row.directive, "state": row.state or None} for row in rows]
    return Document((table, Line(_HOW, "quiet")), answer("schema", local.now, kinds=kinds))
