"""Plain text: for a pipe, a file, a mail. Nothing is told by colour, so nothing is lost."""

from textwrap import wrap

from cicp.render.chart import draw
from cicp.render.safe import safe
from cicp.views.document import Chart, Document, Entry, Heading, Line, Table, Verbatim, as_read

WIDTH = 80
_MARK = 9
_FURTHER = 2


def render(document: Document) -> str:
    """Return the document as text that ends with a newline, no line wider than 80 columns unless a single word is."""
    lines: list[str] = []
    for block in as_read(document.blocks):
        match block:
            case Heading(text, depth):
                lines += [*([""] if lines else []), *_wrapped(safe(text).upper() if depth == 1 else safe(text))]
            case Line(text):
                lines += _wrapped(safe(text))
            case Entry():
                lines += _entry(block)
            case Table():
                lines += _table(block)
            case Chart():
                lines += draw(block, WIDTH)
            case Verbatim(text):
                lines += safe(text).split("\n")
    return "".join(f"{line}\n" for line in lines)


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Wrap each line of a text; continuation lines stand further in, so that no stranger's line break looks like a line of ours."""
    lines: list[str] = []
    for line in text.split("\n"):
        further = indent + " " * (len(line) - len(line.lstrip(" ")) + _FURTHER) if line.startswith(" ") else indent
        lines += wrap(line, WIDTH, initial_indent=indent, subsequent_indent=further, break_long_words=False, break_on_hyphens=False) or [""]
        indent = indent or " " * _MARK
    return lines


def _entry(entry: Entry) -> list[str]:
    head = f"{safe(entry.mark):<{_MARK}}" + (f"{safe(entry.when)}  " if entry.when else "")
    title = wrap(safe(entry.title), WIDTH, initial_indent=head, subsequent_indent=" " * _MARK, break_long_words=False, break_on_hyphens=False)
    return [*(title or [head.rstrip()]), *(line for detail in entry.details for line in _wrapped(safe(detail), " " * _MARK))]


def _table(table: Table) -> list[str]:
    rows = [table.columns, *([safe(cell).replace("\n", " ") for cell in row] for row in table.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    return ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
