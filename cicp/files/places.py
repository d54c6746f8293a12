"""Where each key of a TOML text stands. Asked only on the way to an error: the parser itself gives no place for a key that reads well."""

import re
from collections.abc import Iterator
from contextlib import suppress

import rtoml

Location = tuple[int | str, ...]
_DEEPEST = 8  # no key of a plan file lies as deep; what does is not told apart, so that a hostile text costs no more than a long one
# The texts are unrolled loops: possessive ones would be shorter, and match wrongly in the first releases of Python 3.11 (3.11.2, for one).
_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r]+|\#[^\n]*)
  | (?P<line>\n)
  | (?P<text>"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"{3,5} | '{3}[^']*(?:'(?!'')[^']*)*'{3,5} | "[^"\\\n]*(?:\\.[^"\\\n]*)*" | '[^'\n]*')
  | (?P<mark>[\[\]{},=.])
  | (?P<word>[^\s\[\]{},=."'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_Token = tuple[str, str, int]
"""Its kind, its letters, and the offset at which it starts."""


def places(text: str) -> dict[Location, int]:
    """Return the offset of each key, heading and element in a text that parses. What does not is read as far as it goes."""
    walk = _Walk(text)
    with suppress(IndexError):
        walk.document()
    return walk.found


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return where an offset lies as an editor counts it, from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class _Walk:
    def __init__(self, text: str) -> None:
        self.found: dict[Location, int] = {}
        self._tokens = [(match.lastgroup or "", match[0], match.start()) for match in _TOKEN.finditer(text) if match.lastgroup != "blank"]
        self._next = 0
        self._headings: dict[Location, int] = {}  # how often each heading in two brackets has stood

    def document(self) -> None:
        table: Location = ()
        while self._next < len(self._tokens):
            kind, letters, _ = self._peek()
            if kind == "line":
                self._take()
            elif letters == "[":
                table = self._heading()
            else:
                self._entry(table)

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _heading(self) -> Location:
        """Read `[a.b]` or `[[a.b]]`; the second adds a table to a list, and above it stands the last table of each list."""
        self._take()
        in_list = self._peek()[1] == "["
        if in_list:
            self._take()
        *above, (last, start) = self._keys()
        place: Location = ()
        for name, offset in above:
            place = (*place, name)
            self.found.setdefault(place, offset)
            if place in self._headings:
                place = (*place, self._headings[place] - 1)
        place = (*place, last)
        if in_list:
            self.found.setdefault(place, start)
            self._headings[place] = self._headings.get(place, 0) + 1
            place = (*place, self._headings[place] - 1)
        self.found.setdefault(place, start)
        for _ in range(2 if in_list else 1):
            self._take()
        return place

    def _keys(self) -> Iterator[tuple[str, int]]:
        """Read a key, dotted or not."""
        while True:
            kind, letters, start = self._take()
            yield (rtoml.loads(f"key = {letters}")["key"] if kind == "text" else letters), start
            if self._peek()[1] != ".":
                return
            self._take()

    def _entry(self, place: Location) -> None:
        for name, start in self._keys():
            if len(place) < _DEEPEST:
                place = (*place, name)
                self.found.setdefault(place, start)
        self._take()  # the equals sign
        self._value(place)

    def _value(self, place: Location) -> None:
        letters = self._take()[1]
        if letters == "[":
            self._list(place)
        elif letters == "{":
            self._inline(place)
        else:
            while self._next < len(self._tokens) and self._peek()[0] != "line" and self._peek()[1] not in {",", "]", "}"}:
                self._take()

    def _list(self, place: Location) -> None:
        number = 0
        while self._peek()[1] != "]":
            kind, letters, start = self._peek()
            if kind == "line" or letters == ",":
                self._take()
                continue
            self.found.setdefault((*place, number), start)
            self._value((*place, number))
            number += 1
        self._take()

    def _inline(self, place: Location) -> None:
        while self._peek()[1] != "}":
            if self._peek()[0] == "line" or self._peek()[1] == ",":
                self._take()
            else:
                self._entry(place)
        self._take()
