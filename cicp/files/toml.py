"""Reading what people write: strictly, and when it is wrong saying where, what and how to mend it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

import rtoml
from pydantic import BaseModel, ValidationError

from cicp.errors import InvalidFile
from cicp.files import disk
from cicp.files.layout import shown
from cicp.model.names import nearest

LARGEST = 512 * 1024
_SEARCH_BUDGET = 6_000_000  # bytes of prefixes parsed to find a line: well under a second
_BOMS = {b"\xef\xbb\xbf": "UTF-8 with a byte-order mark", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_SAVE_AS = "save it again as plain UTF-8 (in the editor: save with encoding, UTF-8, no BOM)"
_MARKER = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})( |\r?$)", re.MULTILINE)
_PLACE = re.compile(r" at line (\d+) column (\d+)$")
_WRONG_TYPE = {
    "string_type": ("text", "put quotation marks round it"),
    "int_type": ("a whole number", "write it without quotation marks"),
    "bool_type": ("true or false", "write true or false without quotation marks"),
    "list_type": ("a list", 'write it in square brackets: ["…", "…"]'),
    "date_type": ("a date", "write it without quotation marks: 2026-11-26"),
    "model_type": ("a table", "give it a heading of its own in square brackets"),
    "model_attributes_type": ("a table", "give it a heading of its own in square brackets"),
    "dict_type": ("a table", "give it a heading of its own in square brackets"),
}

M = TypeVar("M", bound=BaseModel)
Location = tuple[int | str, ...]


def load(path: Path, model: type[M]) -> M:
    """Read a file that people write. Raises InvalidFile with path, line, excerpt and remedy, also when it cannot be opened."""
    try:
        data = disk.read(path, LARGEST)
    except FileNotFoundError:
        raise InvalidFile("the file is not here.", where=shown(path), hint="put it back, or copy it from another copy of the plan") from None
    except OSError as error:
        raise InvalidFile(f"the file cannot be read: {error.strerror}.", where=shown(path), hint="it must be a regular file that you may read") from None
    return parse(data, shown(path), model)


def parse(data: bytes, name: str, model: type[M]) -> M:
    """Read bytes as `model`; `name` is the path that an error shows."""
    text = _text(data, name)
    try:
        table = rtoml.loads(text)
    except (ValueError, RecursionError) as error:
        _refuse_syntax(str(error), text, name)
    try:
        return model.model_validate(table)
    except ValidationError as error:
        _refuse_meaning(error, model, table, text, name)


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise InvalidFile(f"the file is larger than {LARGEST // 1024} KiB; no plan file is.", where=name, hint="split it, or take out what does not belong")
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            raise InvalidFile(f"the file is saved as {encoding}.", where=f"{name}:1", hint=_SAVE_AS)
    if b"\0" in data:
        _refuse(name, data.decode("latin-1"), data[: data.index(b"\0")].count(b"\n") + 1, 0, "there is a NUL byte here: this is not text.", _SAVE_AS)
    if marker := _MARKER.search(data):
        line = data[: marker.start()].count(b"\n") + 1
        _refuse(name, data.decode("utf-8", "replace"), line, 1, "a merge was left unfinished here.", "keep one of the two versions and delete the marker lines")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        _refuse(name, data.decode("latin-1"), line, column, "this byte is not UTF-8 (Latin-1, perhaps).", _SAVE_AS)


def _refuse(name: str, text: str, line: int, column: int, message: str, hint: str) -> NoReturn:
    """Raise InvalidFile with the line and, when the column is known, a caret under it. Lines are LF's, as in any editor."""
    lines = text.split("\n")
    words = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""
    start = max(0, column - 60)
    excerpt = f"{line:5} | {words[start : start + 100]}"
    if column:
        excerpt += f"\n      | {' ' * (column - 1 - start)}^"
    raise InvalidFile(message, where=f"{name}:{line}" if line else name, excerpt=excerpt if line else "", hint=hint)


def fault_at(data: bytes, name: str, location: Location, message: str, hint: str) -> InvalidFile:
    """Return the error for something that is wrong at a place in a file that reads well in itself."""
    text = data.decode("utf-8", "replace")
    line, column = _find_line(location, text) if location else (0, 0)
    try:
        _refuse(name, text, line, column, message, hint)
    except InvalidFile as error:
        return error


def _refuse_syntax(complaint: str, text: str, name: str) -> NoReturn:
    place = _PLACE.search(complaint)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    what = _PLACE.sub("", complaint)
    if "recurs" in what:
        _refuse(name, text, line, column, "it is nested deeper than any plan file.", "take out the inner brackets")
    if line > text.count("\n") and line > 1 and not text.endswith("\n"):
        _refuse(
            name,
            text,
            line,
            column,
            f"the file ends in the middle: {what}.",
            "the end seems to be cut off: put it back, or copy the file from another copy of the plan",
        )
    hint = (
        "each key stands once in a table: delete or rename one of the two"
        if "duplicate key" in what
        else "mend the line; text stands in quotation marks, a list in square brackets"
    )
    _refuse(name, text, line, column, f"this is not TOML: {what}.", hint)


def _refuse_meaning(error: ValidationError, model: type[BaseModel], table: Mapping[str, Any], text: str, name: str) -> NoReturn:
    first = error.errors(include_url=False, include_context=True)[0]
    location = _existing(first["loc"], table) if first["type"] != "missing" else _existing(first["loc"][:-1], table)
    message, hint = _say(dict(first), model, table)
    line, column = _find_line(location, text)
    _refuse(name, text, line, column, message, hint)


def _say(error: dict[str, Any], model: type[BaseModel], table: Mapping[str, Any]) -> tuple[str, str]:
    """Return (what is wrong, how to mend it) for one complaint of pydantic."""
    location: Location = error["loc"]
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _keys_at(model, location[:-1])
        guess = nearest(str(location[-1]), known)
        return f'"{location[-1]}" is not a key of {_table_name(location[:-1])}.', f'did you mean "{guess}"?' if guess else f"its keys are: {', '.join(known)}"
    if kind == "missing":
        return f'{_table_name(location[:-1])} has no "{location[-1]}".', f"add a line: {location[-1]} = …"
    key = next((part for part in reversed(_existing(location, table)) if isinstance(part, str)), "this file")
    value = error.get("input")
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return f'"{key}" wants text, and {value} is a number.', 'put quotation marks round it: to TOML 1.10 is the number 1.1, "1.10" is the text'
    if kind in _WRONG_TYPE:
        wanted, hint = _WRONG_TYPE[kind]
        return f'"{key}" wants {wanted}.', hint
    if kind == "value_error":
        return f'"{key}": {error["ctx"]["error"]}.', "mend the value"
    if kind == "literal_error":
        return f'"{key}" must be {error["ctx"]["expected"]}.', "choose one of these"
    return f'"{key}": {error["msg"][0].lower()}{error["msg"][1:]}.', "mend the value"


def _table_name(location: Location) -> str:
    names = [part for part in location if isinstance(part, str)]
    if not names:
        return "this file"
    return f"[[{'.'.join(names)}]]" if isinstance(location[-1], int) else f"[{'.'.join(names)}]"


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys that the table at `location` may have."""
    for part in location:
        if isinstance(part, str):
            annotation = next((field.annotation for key, field in model.model_fields.items() if (field.alias or key) == part), None)
            inner = [each for each in (annotation, *get_args(annotation)) if isinstance(each, type) and issubclass(each, BaseModel)]
            if not inner:
                return []
            model = inner[0]
    return [field.alias or key for key, field in model.model_fields.items()]


def _existing(location: Location, table: Any) -> Location:  # noqa: ANN401  # whatever TOML may hold
    """Return the part of pydantic's location that is a path in the file: it adds the names of union members."""
    for depth, part in enumerate(location):
        if isinstance(table, dict) and part in table:
            table = table[part]
        elif isinstance(table, list) and isinstance(part, int) and part < len(table):  # noqa: SIM114  # mypy keeps the two apart
            table = table[part]
        else:
            return location[:depth]
    return location


def _find_line(location: Location, text: str) -> tuple[int, int]:
    """Return line and column of the key at `location`: the shortest prefix of whole lines that parses and holds it. (0, 0): not found."""
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    if not key:
        return 1, 1
    lines = text.split("\n")
    spent = before = 0
    unfinished = False  # a value of several lines: the prefix parses again only where it ends
    for number, line in enumerate(lines, start=1):
        before += len(line) + 1
        if key not in line and not unfinished:
            continue
        spent += before
        if spent > _SEARCH_BUDGET:
            break
        table = _parsed(text[:before])
        unfinished = table is None
        if table is not None and _existing(location, table) == location:
            return _where_key_stands(lines, number, key)
    return 0, 0


def _parsed(prefix: str) -> dict[str, Any] | None:
    try:
        return rtoml.loads(prefix)
    except (ValueError, RecursionError):
        return None


def _where_key_stands(lines: list[str], number: int, key: str) -> tuple[int, int]:
    """A value of several lines is held only when it ends: go back to the line that names the key."""
    for back in range(number, 0, -1):
        column = lines[back - 1].find(key)
        if column >= 0:
            return back, column + 1
    return number, 0
