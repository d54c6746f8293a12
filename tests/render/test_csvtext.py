"""CSV: rows for a spreadsheet, from a document's own sheet or from its blocks."""

from cicp.render.csvtext import render
from cicp.views.document import Document, Entry, Line, Table

_ENTRY = Entry("ours", "", "answer", ("3 days",))


def test_a_document_with_a_sheet_is_its_rows_and_no_other() -> None:
    """Columns of its own take the place of those that every entry has; a cell that would start a formula is guarded there too."""
    sheet = Table(("duty", "citation"), (("answer", "=1+1"),))

    assert "duty,citation\r\nanswer,'=1+1\r\n" == render(Document((_ENTRY, Line("text")), {}, sheet=sheet))


def test_a_sheet_without_rows_has_its_columns() -> None:
    """Where nothing is found a spreadsheet still knows its columns."""
    assert "duty\r\n" == render(Document((_ENTRY,), {}, sheet=Table(("duty",), ())))


def test_without_a_sheet_entries_are_rows() -> None:
    """State, moment, title and details of each entry; running text is left out."""
    assert "state,when,what,details\r\nours,,answer,3 days\r\n" == render(Document((_ENTRY, Line("text")), {}))
