"""Markdown: for paper and for a page. A stranger's words are text, never markup."""

import re

from cicp.render.safe import safe
from cicp.views.document import Document, Entry, Heading, Line, Table

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


def render(document: Document) -> str:
    """Return the document as Markdown; what is to be done becomes a list with boxes to tick."""
    parts: list[str] = []
    for place, block in enumerate(document.blocks):
        match block:
            case Heading(text):
                parts.append(f"{'##' if place else '#'} {_text(text)}\n")
            case Line(text):
                parts.append(f"{_text(text)}\n")
            case Entry():
                parts.append(_entry(block))
            case Table():
                parts.append(_table(block))
    return "\n".join(parts)


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", safe(text)).replace("\n", "<br>")


def _entry(entry: Entry) -> str:
    box = "x" if entry.tone == "done" else " "
    when = f" {_text(entry.when)}" if entry.when else ""
    details = "".join(f"  \n  {_text(detail)}" for detail in entry.details)
    return f"- [{box}] {_text(entry.mark)}{when} **{_text(entry.title)}**{details}\n"


def _table(table: Table) -> str:
    rows = [table.columns, tuple("---" for _ in table.columns), *(tuple(_text(cell) for cell in row) for row in table.rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
