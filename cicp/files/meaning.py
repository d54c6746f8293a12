"""What a file says that it should not, in plain words: pydantic's complaints as a place, a sentence and a remedy."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from cicp.files.places import Location
from cicp.model.names import nearest

_LONGEST = 240
_QUOTED = re.compile(r"'([^']*)'")
_WANTS = {
    "string_type": ("text", "put it in quotation marks"),
    "int_type": ("a whole number", "write it without quotation marks and without a point"),
    "bool_type": ("true or false", "write true or false, without quotation marks"),
    "date_type": ("a date", "write it without quotation marks and without an hour: 2026-11-26"),
    "list_type": ("a list", 'write it in square brackets: ["…", "…"]'),
}
_TABLES = ("list_type", "model_type", "dict_type")
_EMPTY = ("too_short", "string_too_short")
_BOUNDS = {"greater_than_equal": ("ge", "or more"), "less_than_equal": ("le", "or less")}


class Complaint(NamedTuple):
    """One thing that a file says and should not: where, what is wrong, and what mends it. `absent`: it says too little there."""

    location: Location
    message: str
    hint: str
    absent: bool = False


def complaints(errors: Sequence[ErrorDetails], model: type[BaseModel], table: Mapping[str, Any]) -> list[Complaint]:
    """Say each of pydantic's complaints about `table` in words for the person who wrote it."""
    placed = [(error, _in_file(error["loc"], table)) for error in errors]
    return [_say(error, location, model) for error, location in placed if not _of_the_other_kind(error, location)]


def _of_the_other_kind(error: ErrorDetails, location: Location) -> bool:
    """Where a value may be text or a list, pydantic complains of both: to a list, that it is no text is not worth saying."""
    return error["type"] == "string_type" and isinstance(error["input"], list) and location[-1:] != error["loc"][-1:]


def _say(error: ErrorDetails, location: Location, model: type[BaseModel]) -> Complaint:
    if error["type"] == "extra_forbidden":
        message, hint = _unknown_key(location, model)
    elif error["type"] == "missing":
        message, hint = _missing_key(location, str(error["loc"][-1]), model)
    elif error["type"] in _TABLES and (heading := _heading(location, model)):
        message, hint = _wrong_heading(location, heading, error["input"])
    else:
        message, hint = _wrong_value(location, error)
    return Complaint(location, _brief(message), _brief(hint), error["type"] == "missing")


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


def _in_file(location: Location, table: Any) -> Location:  # noqa: ANN401  # whatever TOML may hold
    """Return the part of pydantic's location that is a path in the file: it adds the names of what a value may be."""
    found: list[int | str] = []
    for part in location:
        parts = table if isinstance(table, Mapping) else dict(enumerate(table)) if isinstance(table, list) else {}
        if part in parts:
            table = parts[part]
            found.append(part)
    return tuple(found)


def _unknown_key(location: Location, model: type[BaseModel]) -> tuple[str, str]:
    key, place = str(location[-1]), location[:-1]
    message = f'"{key}" is not a key of {_table_name(place)}.'
    for above in (place[:depth] for depth in reversed(range(len(place)))):
        if key in _fields(model, above):
            return message, f"it belongs to {_table_name(above)}: write it {'above the first heading in brackets' if not above else 'under that heading'}"
    known = _fields(model, place)
    guess = nearest(key, known)
    return message, f'did you mean "{guess}"?' if guess else f"its keys are: {', '.join(known)}"


def _missing_key(location: Location, key: str, model: type[BaseModel]) -> tuple[str, str]:
    heading = _heading((*location, key), model)
    return f'{_table_name(location)} has no "{key}".', f"add the heading {heading}, and its keys under it" if heading else f"add a line: {key} = …"


def _wrong_heading(location: Location, heading: str, value: object) -> tuple[str, str]:
    several = heading.startswith("[[")
    if several and isinstance(value, Mapping):
        return f"the heading {heading[1:-1]} wants two brackets: there may be several.", f"write {heading}"
    if not several and isinstance(value, list):
        return f"the heading [{heading}] wants single brackets: there is only one.", f"write {heading}"
    return f'"{_key(location)}" wants a table.', f"write the heading {heading}, and its keys under it"


def _wrong_value(location: Location, error: ErrorDetails) -> tuple[str, str]:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    name = _table_name(location) if isinstance(value, Mapping) or not location else f'"{_key(location)}"'
    if location and isinstance(location[-1], int) and not isinstance(value, Mapping):
        name = f"an element of {name}"
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{name} wants text, and {value} is a number.", 'put quotation marks round it: to TOML 1.10 is the number 1.1, "1.10" is the text'
    if kind in _WANTS:
        wanted, hint = _WANTS[kind]
        return f"{name} wants {wanted}.", hint
    if kind == "value_error":
        what, _, remedy = str(context["error"]).rpartition("; ")
        return f"{name}: {what}.", remedy
    if kind == "literal_error":
        guess = nearest(str(value).lower(), _QUOTED.findall(context["expected"]))
        return f"{name} must be {context['expected']}.", f'did you mean "{guess}"?' if guess else "write one of these"
    if kind in _BOUNDS:
        bound, side = _BOUNDS[kind]
        return f"{name} must be {context[bound]} {side}.", "mend the number"
    if kind in _EMPTY:
        return f"{name} is empty.", "fill it, or take it away"
    return f"{name}: {error['msg'][0].lower()}{error['msg'][1:]}.", "mend the value"


def _key(location: Location) -> str:
    return next((str(part) for part in reversed(location) if isinstance(part, str)), "")


def _table_name(location: Location) -> str:
    names = ".".join(str(part) for part in location if isinstance(part, str))
    if not names:
        return "this file"
    return f"[[{names}]]" if isinstance(location[-1], int) else f"[{names}]"


def _heading(location: Location, model: type[BaseModel]) -> str:
    """Return the heading under which the model wants what stands at `location`: `[[office]]`, `[city]`; empty where it wants a plain value."""
    names = tuple(part for part in location if isinstance(part, str))
    field = _fields(model, names[:-1]).get(names[-1]) if names else None
    if field is None or not (_model_of(field) or get_origin(field.annotation) is dict):
        return ""
    return f"[[{'.'.join(names)}]]" if get_origin(field.annotation) is list else f"[{'.'.join(names)}]"


def _fields(model: type[BaseModel], location: Location) -> dict[str, FieldInfo]:
    """Return the keys that the table at `location` may have, as they are written."""
    found: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, str) and found is not None:
            field = _own_fields(found).get(part)
            found = _model_of(field) if field is not None else None
    return _own_fields(found) if found is not None else {}


def _own_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_of(field: FieldInfo) -> type[BaseModel] | None:
    """Return the model of the table, or of each table of the list, that a field holds."""
    parts = (field.annotation, *get_args(field.annotation))
    return next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
