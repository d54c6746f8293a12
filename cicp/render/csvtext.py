"""CSV: the tables and entries of a document for a spreadsheet, guarded so that no cell starts a formula."""

import csv
from io import StringIO

from cicp.render.safe import safe
from cicp.views.document import Document, Entry, Heading, Line, Table, Verbatim

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are full-width = + - @


def render(document: Document) -> str:
    """Return the document's own sheet, or every table and entry as rows; running text only where there is nothing else to return."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    blocks = (document.sheet,) if document.sheet else document.blocks
    entries = [block for block in blocks if isinstance(block, Entry)]
    if entries:
        writer.writerow(("state", "when", "what", "details"))
        writer.writerows([_guarded(cell) for cell in (entry.mark, entry.when, entry.title, "\n".join(entry.details))] for entry in entries)
    for table in (block for block in blocks if isinstance(block, Table)):
        writer.writerow(table.columns)
        writer.writerows([_guarded(cell) for cell in row] for row in table.rows)
    if not text.getvalue():
        writer.writerow(("says",))
        writer.writerows([_guarded(block.text)] for block in document.blocks if isinstance(block, Heading | Line | Verbatim))
    return text.getvalue()


def _guarded(cell: str) -> str:
    shown = safe(cell)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
