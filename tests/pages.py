"""Markdown as a renderer that we did not write understands it: parts under headings, with their paragraphs, list items and tables as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PLAIN = {"text": "", "softbreak": " ", "hardbreak": "\n", "strong_open": "", "strong_close": ""}


@dataclass
class Part:
    """What stands under one heading; `depth` is 0 before the first."""

    depth: int = 0
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything it says."""
        cells = [cell for table in self.tables for row in table for cell in row]
        return "\n".join((self.title, *self.paragraphs, *self.items, *cells))


def parts(text: str) -> list[Part]:
    """Read a page. Markup that cicp never writes, such as code, links, emphasis, quotations, rules and HTML, is a fault, wherever it came from."""
    found = [Part()]
    inside: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting == 1:
            inside.append(name)
            if name == "heading":
                found.append(Part(int(token.tag[1])))
            elif name == "table":
                found[-1].tables.append([])
            elif name == "tr":
                found[-1].tables[-1].append([])
        elif token.nesting == -1:
            inside.pop()
        else:
            assert token.type == "inline", f"{token.type}: {token.content!r}"
            _place(_plain(token), inside, found[-1])
    return found


def _place(text: str, inside: list[str], part: Part) -> None:
    match inside:
        case ["heading"]:
            part.title = text
        case ["paragraph"]:
            part.paragraphs.append(text)
        case ["bullet_list", "list_item", "paragraph"]:
            part.items.append(text)
        case ["table", _, "tr", "th" | "td"]:
            part.tables[-1][-1].append(text)
        case _:
            raise AssertionError(f"{'/'.join(inside)}: {text!r}")


def _plain(inline: Token) -> str:
    return "".join(_texts(inline.children or []))


def _texts(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "html_inline":
            assert token.content == "<br>", f"HTML: {token.content!r}"
            yield "\n"
        else:
            assert token.type in _PLAIN, f"{token.type}: {token.content!r}"
            yield token.content or _PLAIN[token.type]
