"""The terminal: colour on top of words that already say it."""

from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from cicp.render.chart import NAME, draw
from cicp.render.safe import safe
from cicp.views.document import Chart, Document, Entry, Heading, Line, Table, Tone, Verbatim, as_read

_STYLES: Final[dict[Tone, str]] = {
    "": "",
    "strong": "bold",
    "quiet": "dim",
    "late": "bold reverse",
    "soon": "bold",
    "wait": "",
    "done": "dim",
    "warn": "bold",
}
_COLOURS: Final[dict[Tone, str]] = {"late": "red", "soon": "yellow", "wait": "cyan", "done": "green", "warn": "yellow"}
_MARK = 10


def render(document: Document) -> str:
    """Return the document as the terminal shows it, as wide as the terminal is. Every word passes through `safe` first: Rich is no sanitiser."""
    console = Console(highlight=False, markup=False, emoji=False, force_terminal=True)
    with console.capture() as shown:
        _print(console, document)
    return shown.get()


def _print(console: Console, document: Document) -> None:
    for place, block in enumerate(as_read(document.blocks)):
        match block:
            case Heading(text, depth):
                if place:
                    console.print()
                console.print(Text(safe(text), style="bold underline" if depth == 1 else "bold"))
            case Line(text, tone):
                console.print(Text(safe(text), style=_style(tone)))
            case Entry():
                _print_entry(console, block)
            case Table():
                _print_table(console, block)
            case Chart():
                _print_chart(console, block)
            case Verbatim(text):
                console.print(Text(safe(text)), soft_wrap=True)


def _style(tone: Tone) -> str:
    return f"{_STYLES[tone]} {_COLOURS.get(tone, '')}".strip()


def _print_entry(console: Console, entry: Entry) -> None:
    row = Grid.grid(padding=(0, 1))
    row.add_column(width=_MARK, no_wrap=True)
    row.add_column(ratio=1)
    title = Text(f"{safe(entry.when)}  " if entry.when else "", style="bold")
    title.append(safe(entry.title), style="dim" if entry.tone == "done" else "bold")
    row.add_row(Text(safe(entry.mark), style=_style(entry.tone)), title)
    console.print(row)
    for detail in entry.details:
        console.print(Padding(Text(safe(detail)), (0, 0, 0, _MARK + 1)))


def _print_chart(console: Console, chart: Chart) -> None:
    """The signs tell the state; colour only helps the eye to find them."""
    axis, *lanes = draw(chart, console.width)
    console.print(Text(axis, style="dim"))
    tones = {mark.sign: mark.tone for lane in chart.lanes for mark in lane.marks}
    for line in lanes:
        text = Text(line, no_wrap=True)
        for place, sign in enumerate(line):
            if place > NAME and sign in tones:
                text.stylize(_style(tones[sign]), place, place + 1)
        console.print(text)


def _print_table(console: Console, table: Table) -> None:
    grid = Grid(box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        grid.add_column(Text(column), overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(safe(cell)) for cell in row))
    console.print(grid)
