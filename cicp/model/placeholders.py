"""Blanks that nobody filled: square brackets in words that are to be read as they stand, and in a template blanks that nobody asks for."""

import re
from collections.abc import Iterable
from typing import Final

from cicp.model.findings import Finding, Level, Location, book_path, section_path
from cicp.model.gates import Gate
from cicp.model.names import nearest
from cicp.model.plan import Directory
from cicp.model.statement import StatementKind
from cicp.model.words import Words
from cicp.model.written import Written

CHECK: Final = "placeholders"
FILLED: Final = ("as of", "when", "next update")
"""The blanks of a template that cicp fills itself, and that therefore no [[field]] need ask for."""
_BLANK: Final = re.compile(r"\[(?=[^\[\]]*[^\W\d_])(?!sic\])([^\[\]]+)\](?![\w(])|\b(?:TBD|TBC|TODO|xx+)\b")
"""Words in brackets, and what stands for them elsewhere; not `[sic]`, `[1]`, the altered letter of a quotation (`[t]he`) or a link (`[here](…)`)."""
_FIX: Final = "write what belongs there, or take it out"


def blanks(text: str) -> list[str]:
    """Return the blanks of a text as they stand, each once, on one line."""
    if not ("[" in text or "TB" in text or "TODO" in text or "xx" in text):  # thousands of texts have none, and the pattern is dear
        return []
    return list(dict.fromkeys(" ".join(match[0].split()) for match in _BLANK.finditer(text)))


def placeholders(words: Words) -> Iterable[Finding]:
    """Blanks left in words that are final, and templates whose blanks and questions do not fit each other."""
    for (number, name), section in sorted(words.sections.items()):
        yield from _left_open(section_path(number, name), section)
    for kind, book in words.playbooks.items():
        yield from _left_open(book_path(kind), book)
    for path, file in (("plan.toml", words.plan), ("facts.toml", words.facts), ("law.toml", words.law)):
        yield from _left_open(path, file)
    yield from _left_open("gates.toml", {"gate": _gates(words)})
    for kind, statement in words.statements.items():
        yield from _in_template(f"statements/{kind}.toml", statement)


def _gates(words: Words) -> dict[int, Gate]:
    """The gates by their places, but the one that is there to keep blanks from being published, and that therefore speaks of them."""
    return {place: gate for place, gate in enumerate(words.gates.gate if words.gates else ()) if "[" not in gate.blocks}


def in_directory(directory: Directory) -> Iterable[Finding]:
    """Blanks left in directory.toml. A note: the directory is not signed, and is filled office by office."""
    return _left_open("directory.toml", directory, level="note")


def in_draft(path: str, text: str) -> Iterable[Finding]:
    """Blanks still open in the draft of a statement. A note: a draft has blanks until it is submitted."""
    found = blanks(text)
    if found:
        yield Finding(CHECK, "note", path, f"blanks are still open in this draft: {', '.join(found)}.", "fill them before it is submitted")


def _left_open(path: str, words: object, level: Level = "error") -> list[Finding]:
    return [Finding(CHECK, level, path, f"a blank was left open here: {blank}.", _FIX, location) for location, blank in _blanks_in(words, ())]


def _blanks_in(value: object, location: Location) -> list[tuple[Location, str]]:
    """Return the blanks in every text of a table, each with the place of its text."""
    if isinstance(value, str):
        return [(location, blank) for blank in blanks(value)]
    if isinstance(value, list):
        return [found for place, each in enumerate(value) for found in _blanks_in(each, (*location, place))]
    table = value.__dict__ if isinstance(value, Written) else value
    if isinstance(table, dict):
        return [found for key, each in table.items() if each for found in _blanks_in(each, (*location, key))]
    return []


def _in_template(path: str, statement: StatementKind) -> Iterable[Finding]:
    yield from _left_open(path, {key: value for key, value in statement if key != "text"})
    used = [blank.strip("[]").strip() for blank in blanks(statement.text)]
    asked = [field.id for field in statement.field]
    for blank in used:
        if blank not in asked and blank not in FILLED:
            guess = nearest(blank, [*asked, *FILLED])
            fix = f"did you mean [{guess}]?" if guess else f'ask for it in a [[field]] with id = "{blank}", or write what belongs there'
            yield Finding(CHECK, "error", path, f"the template has the blank [{blank}], and no [[field]] asks for it.", fix, ("text",))
    for place, field in enumerate(statement.field):
        if field.required and field.id not in used:
            says = f"[[field]] asks for [{field.id}], and the template has no such blank."
            yield Finding(CHECK, "error", path, says, "put it into the text, or write required = false", ("field", place, "id"))
