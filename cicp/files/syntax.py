"""What keeps a text from being TOML, in plain words. The parser's own are kept where there are no better ones."""

import re

_PLACE = re.compile(r" at line (\d+) column (\d+)$")
_KEY = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[\w-]+")
_HEADING = re.compile(r"\s*(\[{1,2}[^\[\]{}]+\]{1,2})\s*(?:#.*)?")
_BARE = re.compile(r"[A-Za-z]+")  # a word without quotation marks: the parser tries true, false, inf and nan, by its first letter
_SMALL_LETTERS = ("true and false are written in small letters.", "write true or false")
_ESCAPE = ("a backslash starts an escape here, and this is none.", "write two backslashes for one, or put the text in single quotation marks: '…'")
_UNCLOSED = ("a text is not closed on its line: a quotation mark is missing.", "add the quotation mark; a text of several lines stands between three of them")
_SENTENCES = {
    "recurs": ("it is nested deeper than any plan file.", "take out the inner brackets, or the dots of the key"),
    "carriage return": ("the lines end in CR alone, as on very old machines.", "save it again with line ends LF (in the editor: Unix)"),
    "escape": _ESCAPE,
    "unicode": _ESCAPE,
    "multi-line": ("a text in three quotation marks is not closed, or three of them stand inside it.", 'close it with """ on a line of its own'),
    "invalid basic string": _UNCLOSED,
    "invalid literal string": _UNCLOSED,
    "unquoted key": ("a key is written in letters, digits, - and _.", "mend the key, or put it in quotation marks"),
    "quote": ("text stands in quotation marks.", 'write it as "…"'),
    "missing comma between array": ("a comma is missing between two elements of a list.", "put a comma after each element"),
    "unclosed array table": ("the heading is not closed.", "write it as [[name]]"),
    "unclosed table": ("the heading is not closed.", "write it as [name]"),
    "unclosed array": ("a list is not closed: ] is missing.", "close it with ]"),
    "key with no value": (
        "this line gives no value to a key.",
        "write KEY = VALUE; if it is a part of a text, a quotation mark is missing above, or too many",
    ),
    "unexpected key or value": ("something follows here that is not part of the value.", "one key and its value to a line; a remark starts with #"),
    "overflow": ("the number is too large.", "mend the number, or put it in quotation marks if it is no number"),
}
"""What the parser says, by a word of it, and what is said instead: the first that fits."""


def explain(complaint: str, text: str) -> tuple[int, int, str, str]:
    """Return line and column (0, where the parser names none), what is wrong, and what mends it."""
    place = _PLACE.search(complaint)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    said = _PLACE.sub("", complaint)
    if "duplicate key" in said:
        return line, column, *_twice(text.split("\n")[line - 1], column)
    what, hint = next(((what, hint) for words, (what, hint) in _SENTENCES.items() if words in said), (f"this is not TOML: {said}.", "mend the line"))
    if bare := _BARE.match(_after(text, line, column)) if "float" in said or "boolean" in said else None:
        what, hint = _SMALL_LETTERS if bare[0].lower() in ("true", "false") else _SENTENCES["quote"]
    if place and not _after(text, line, column).strip():
        return line, column, f"the file ends in the middle: {what}", f"{hint}; or, if its end is lost, copy the file from another copy of the plan"
    return line, column, what, hint


def _after(text: str, line: int, column: int) -> str:
    first, *rest = text.split("\n")[line - 1 :]
    return "\n".join((first[max(0, column - 1) :], *rest))


def _twice(line: str, column: int) -> tuple[str, str]:
    if heading := _HEADING.fullmatch(line):
        return f"the heading {heading[1]} stands twice.", "join the two; where there may be several, each has two brackets: [[office]]"
    name = _KEY.match(line, column - 1)
    return f'"{name[0].strip(chr(34))}" stands twice in one table.' if name else "a key stands twice in one table.", "take one of the two away, or rename it"
