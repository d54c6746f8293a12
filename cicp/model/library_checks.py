"""What has changed between the library and the copies that a plan took from it. The copies may differ, so everything here is a note."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cicp.model.findings import Finding, Location
from cicp.model.written import Written

CHECK: Final = "library"
_ID: Final = {"step": "id", "tighten": "step", "field": "id", "fact": "name", "gate": "id"}
"""Each list of tables in a file that is copied, and the key by which one of its tables is known."""
_FIX: Final = "nothing to mend if the city chose so"
_SHORT: Final = 40
Table = Mapping[str, Any]


def differences(path: str, own: Written | None, library: Written | None) -> Iterable[Finding]:
    """Name each part of a file that is not as in the library, is only here, or is only there. None stands for no such file."""
    if own is None:
        yield Finding(CHECK, "note", path, "the library has this file, and the plan does not.", f"{_FIX}; else copy it from a new plan: cicp new DIR")
    elif library is None:
        yield Finding(CHECK, "note", path, "the library has no such file: it is the city's own, or was taken out of the library.", _FIX)
    else:
        yield from _in_tables(path, own.model_dump(), library.model_dump())


def _in_tables(path: str, own: Table, library: Table) -> Iterable[Finding]:
    lists = [key for key in own if key in _ID]
    if changed := _changed({key: own[key] for key in own if key not in lists}, library):
        yield Finding(CHECK, "note", path, f"it is not as in the library: {changed}.", _FIX)
    for what in lists:
        here, there = ({each[_ID[what]]: (place, each) for place, each in enumerate(table[what])} for table in (own, library))
        for name in dict.fromkeys((*here, *there)):
            yield from _in_part(path, f"{what} {name}", what, here.get(name), there.get(name))


_Part = tuple[int, Table]


def _in_part(path: str, title: str, what: str, own: _Part | None, library: _Part | None) -> Iterable[Finding]:
    """Name how one step, fact, gate or blank differs."""
    if own is None:
        yield Finding(CHECK, "note", path, f"the library has the {title}, and the plan does not.", _FIX, (what,))
        return
    at: Location = (what, own[0])
    if library is None:
        yield Finding(CHECK, "note", path, f"the library has no {title}: it is the city's own, or was taken out of the library.", _FIX, at)
    elif changed := _changed(own[1], library[1]):
        yield Finding(CHECK, "note", path, f"the {title} is not as in the library: {changed}.", _FIX, at)


def _changed(own: Table, library: Table) -> str:
    """Name the keys whose values differ, and both values where they are short."""
    return "; ".join(_told(key, own[key], library[key]) for key in own if _plain(own[key]) != _plain(library[key]))


def _told(key: str, own: object, library: object) -> str:
    here, there = (f'"{value}"' if isinstance(value, str) else str(value) for value in (own, library))
    return f"{key} differs" if max(len(here), len(there)) > _SHORT else f"{key} is {here} here and {there} there"


def _plain(value: object) -> object:
    """Line ends and trailing blanks are formatting, not words."""
    return "\n".join(line.rstrip() for line in value.splitlines()).rstrip() if isinstance(value, str) else value
