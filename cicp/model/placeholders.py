"""Blanks that nobody filled: square brackets in words that are to be read as they stand, and in a template blanks that nobody asks for."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from cicp.model.findings import Finding, Level, Location, book_path, section_path
from cicp.model.names import nearest
from cicp.model.plan import Directory
from cicp.model.statement import StatementKind
from cicp.model.words import Words

CHECK: Final = "placeholders"
FILLED: Final = ("as of", "when", "next update")
"""The blanks of a template that cicp fills itself, and that therefore no [[field]] need ask for."""
_BLANK: Final = re.compile(r"\[(?=[^\[\]]*[^\W\d_])(?!sic\])([^\[\]]+)\](?![\w(])|\b(?:TBD|TBC|TODO|xx+)\b")
"""Words in brackets, and what stands for them elsewhere; not `[sic]`, `[1]`, the altered letter of a quotation (`[t]he`) or a link (`[here](…)`)."""
_FIX: Final = "write what belongs there, or take it out"

_SIGNS: Final = ("[", "TBD", "TBC", "TODO", "xx")


def blanks(text: str) -> list[str]:
    """Return the blanks of a text as they stand, each once, on one line."""
    if not any(sign in text for sign in _SIGNS):  # thousands of texts have none, and looking for one character costs nothing
        return []
    return list(dict.fromkeys(" ".join(match[0].split()) for match in _BLANK.finditer(text)))


def placeholders(words: Words) -> Iterable[Finding]:
    """Blanks left in words that are final, and templates whose blanks and questions do not fit each other."""
    for (number, name), section in sorted(words.sections.items()):
        yield from _left_open(section_path(number, name), section.model_dump())
    if words.plan:
        yield from _left_open("plan.toml", words.plan.model_dump(by_alias=True))
    for kind, book in words.playbooks.items():
        yield from _left_open(book_path(kind), book.model_dump())
    for path, file in (("facts.toml", words.facts), ("law.toml", words.law)):
        yield from _left_open(path, file.model_dump() if file else {})
    yield from _left_open("gates.toml", {"gate": _gates(words)})
    for kind, statement in words.statements.items():
        yield from _in_template(f"statements/{kind}.toml", statement)


def _gates(words: Words) -> dict[int, Any]:
    """The gates by their places, but the one that is there to keep blanks from being published, and that therefore speaks of them."""
    return {place: gate.model_dump() for place, gate in enumerate(words.gates.gate if words.gates else ()) if "[" not in gate.blocks}


def in_directory(directory: Directory) -> Iterable[Finding]:
    """Blanks left in directory.toml. A note: the directory is not signed, and is filled office by office."""
    return _left_open("directory.toml", directory.model_dump(), level="note")


def in_draft(path: str, text: str) -> Iterable[Finding]:
    """Blanks still open in the draft of a statement. A note: a draft has blanks until it is submitted."""
    found = blanks(text)
    if found:
        yield Finding(CHECK, "note", path, f"blanks are still open in this draft: {', '.join(found)}.", "fill them before it is submitted")


def _left_open(path: str, table: Mapping[str, Any], level: Level = "error") -> list[Finding]:
    return [Finding(CHECK, level, path, f"a blank was left open here: {blank}.", _FIX, location) for location, blank in _blanks_in(table, ())]


def _blanks_in(value: Any, location: Location) -> list[tuple[Location, str]]:  # noqa: ANN401  # a table holds anything
    """Return the blanks in every text of a table, each with the place of its text."""
    if isinstance(value, str):
        return [(location, blank) for blank in blanks(value)]
    if isinstance(value, Mapping):
        return [found for key, each in value.items() if each for found in _blanks_in(each, (*location, key))]
    if isinstance(value, list):
        return [found for place, each in enumerate(value) for found in _blanks_in(each, (*location, place))]
    return []


def _in_template(path: str, statement: StatementKind) -> Iterable[Finding]:
    yield from _left_open(path, statement.model_dump(exclude={"text"}))
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
