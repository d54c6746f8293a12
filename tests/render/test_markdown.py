"""Markdown read back by a renderer that we did not write: a stranger's words are words, and a box means that somebody may tick it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.render.markdown import render
from cicp.render.safe import safe
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from tests.pages import Part, parts

HOSTILE = [
    "a | b || c \\| d",
    "`code` ``more`` ~~~ ~~gone~~",
    "[link](https://example.org) ![image](x) [x]: /y",
    "<script>alert(1)</script> <!-- gone --> </td> &lt; &#124;",
    "**bold** _em_ __strong__ *em* \\*",
    "# heading",
    "> quotation",
    "1. one",
    "12) twelve",
    "- item",
    "+ item",
    "===",
    "---",
    "* * *",
    "    indented",
    "```",
    "| a | b |",
    "- [x] ticked",
    "ends with a backslash \\",
    "2026. A year and a full stop",
    "4.2 Notification",
    "two  blanks",
    "......",
    ":-- | --:",
]


def page(*blocks: Block) -> list[Part]:
    return parts(render(Document(blocks, {})))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words_everywhere(text: str) -> None:
    """In a heading, a line, an entry, its details and a cell the reader's page shows what was written, and no markup comes of it."""
    read = page(
        Heading(text),
        Line(text),
        Line(text),
        Entry("[ ]", "21:50", text, (text, text)),
        Table(("one", "two"), ((text, text), ("x", text))),
        Heading(text, 2),
        Entry("", "", text),
    )
    shown = text.strip()

    assert [(1, shown), (3, shown)] == [(part.depth, part.title) for part in read[1:]]
    assert [shown, shown] == read[1].paragraphs
    assert [f"[ ] 21:50 {shown}\n{shown}\n{shown}"] == read[1].items
    assert [["one", "two"], [shown, shown], ["x", shown]] == read[1].tables[0]
    assert [shown] == read[2].items


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_words_are_words(text: str) -> None:
    """Whatever characters come, the page has one paragraph, one item and one row, and shows the characters."""
    shown = safe(text).strip()
    if not shown:
        return
    (read,) = page(Line(text), Entry("[ ]", "", text), Table(("a",), ((text,),)))

    assert [" ".join(shown.split())] == [" ".join(each.split()) for each in read.paragraphs]
    assert [" ".join(f"[ ] {shown}".split())] == [" ".join(each.split()) for each in read.items]
    assert [["a"], [" ".join(shown.split())]] == [[" ".join(cell.split()) for cell in row] for row in read.tables[0]]


def test_a_line_break_stays_where_it_was() -> None:
    """A stranger's line break is a break in the same paragraph, so that its second line cannot begin a list or a heading."""
    (read,) = page(Line("one\n# two\n- three"), Entry("", "", "title", ("four\n1. five",)))

    assert ["one\n# two\n- three"] == read.paragraphs
    assert ["title\nfour\n1. five"] == read.items


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (Entry("[ ]", "21:50", "Call"), "[ ] 21:50 Call"),
        (Entry("> NOW", "21:50", "Call"), "[ ] > NOW 21:50 Call"),
        (Entry("!! LATE", "", "Call"), "[ ] !! LATE Call"),
        (Entry("[x]", "21:50", "Call", tone="done"), "[x] 21:50 Call"),
        (Entry("[x] LATE", "", "Call", tone="done"), "[x] LATE Call"),
        (Entry("[-] skip", "", "Call", tone="done"), "[-] skip Call"),
        (Entry("struck", "21:50", "Call", tone="done"), "struck 21:50 Call"),
        (Entry("", "21:50", "Called"), "21:50 Called"),
    ],
)
def test_only_what_may_be_ticked_has_a_box(entry: Entry, shown: str) -> None:
    """One box and no second, ticked only for what is done; what was skipped, struck or is only told has none."""
    assert [shown] == page(entry)[0].items


def test_headings_show_what_belongs_to_what() -> None:
    """The first is the page's own, then come parts and parts of parts; a page that begins with a line has no heading of its own."""
    read = page(Heading("page"), Heading("part"), Heading("smaller", 2), Heading("part"))
    headless = page(Line("line"), Heading("part"))

    assert [1, 2, 3, 2] == [part.depth for part in read[1:]]
    assert [0, 2] == [part.depth for part in headless]
