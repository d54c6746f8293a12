"""Markdown: for paper and for a page. A stranger's words are text, never markup."""

import re

from cicp.render.chart import draw
from cicp.render.safe import safe
from cicp.views.document import Chart, Document, Entry, Heading, Line, Table, Verbatim, as_read

_WIDTH = 80
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")
_TICKS = re.compile(r"`+")
_FENCE = 3
_AT_START = re.compile(r"^(\d+(?=\.(?:\s|$))|(?==))")  # what would begin a numbered list, or make a heading of the line before it


def render(document: Document) -> str:
    """Return the document as Markdown; what is to be done becomes a list with boxes to tick."""
    parts: list[str] = []
    for place, block in enumerate(as_read(document.blocks)):
        match block:
            case Heading(text, depth):
                parts.append(f"{'#' * (depth + 1 if place else 1)} {_text(text)}\n")
            case Line(text):
                parts.append(f"{_text(text)}\n")
            case Entry():
                parts.append(_entry(block))
            case Table():
                parts.append(_table(block))
            case Chart():
                parts.append("".join(f"    {line}\n" for line in draw(block, _WIDTH)))
            case Verbatim(text):
                parts.append(_fenced(safe(text)))
    return "\n".join(parts)


def _text(text: str) -> str:
    """Escape what would be markup. Blanks at either end would make code of a line, or a break after it."""
    return _AT_START.sub(r"\1\\", _MARKUP.sub(r"\\\1", safe(text).strip())).replace("\n", "<br>")


def _entry(entry: Entry) -> str:
    """An item of a list. It has a box to tick where it has a mark; one that is over without having been done has none, so that nobody ticks it."""
    box = "[x]" if entry.mark.startswith("[x]") else "[ ]" if entry.mark and entry.tone != "done" else ""
    words = (box, _text(entry.mark.removeprefix(box)), _text(entry.when), f"**{_text(entry.title)}**")
    details = "".join(f"  \n  {_text(detail)}" for detail in entry.details)
    return f"- {' '.join(word for word in words if word)}{details}\n"


def _fenced(text: str) -> str:
    """A block of code, under a fence longer than any row of backticks in it."""
    fence = "`" * max(_FENCE, *(len(ticks) + 1 for ticks in _TICKS.findall(text)), 0)
    return f"{fence}\n{text}\n{fence}\n"


def _table(table: Table) -> str:
    rows = [table.columns, tuple("---" for _ in table.columns), *(tuple(_text(cell) for cell in row) for row in table.rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
