"""Lines to be copied are shown as they stand in every medium that a person copies from, and steer no terminal."""

import pytest

from cicp.render import csvtext, markdown, plain, terminal
from cicp.views.document import Document, Heading, Verbatim

LONG = 'text = "' + "word " * 40 + '"'
TOML = f"[[clause]]\n  {LONG}\n# *no* [markup]"


def _shown(text: str) -> Document:
    return Document((Heading("Into text/14-video.toml", 2), Verbatim(text)), {})


def test_plain_text_wraps_none_of_it() -> None:
    """Each line stays a line, with its blanks, however long it is."""
    assert f"\n{TOML}\n" in plain.render(_shown(TOML))


def test_a_terminal_wraps_none_of_it() -> None:
    """Rich breaks no line of it and takes no bracket for markup."""
    assert f"\n{TOML}\n" in terminal.render(_shown(TOML))


@pytest.mark.parametrize(("text", "fence"), [(TOML, "```"), ("a ``` b", "````"), ("`", "```")], ids=["plain", "a fence inside", "one tick"])
def test_markdown_fences_it(text: str, fence: str) -> None:
    """It is a block of code, under a fence that nothing in it can close."""
    assert f"\n{fence}\n{text}\n{fence}\n" in markdown.render(_shown(text))


def test_csv_has_it_where_there_is_nothing_else() -> None:
    """As one guarded cell, where the document has no rows."""
    assert "'=1" in csvtext.render(_shown("=1"))


@pytest.mark.parametrize("render", [plain.render, terminal.render, markdown.render, csvtext.render], ids=["plain", "terminal", "markdown", "csv"])
def test_nothing_in_it_steers_a_terminal(render: object) -> None:
    """A control character is shown and not sent."""
    assert callable(render)
    assert "<U+001B>[2J" in render(_shown("a\x1b[2Jb"))
