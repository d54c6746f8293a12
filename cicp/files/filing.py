"""A filing as bytes: how it is written, and how it is read back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import rtoml
import tomli_w

from cicp.model.docket import Log, sort_log
from cicp.model.filing import Filing, SetAside, digest_of, filing_of

_HEAD_KEYS: Final = ("kind", "format", "number", "root", "clock", "filed_at", "at", "learned_at", "filed_by")
_TAIL_KEYS: Final = ("replaces", "previous")


class Moment(datetime):
    """A moment that TOML shows with the letter T, as ISO and our own JSON do."""

    __str__ = datetime.isoformat


def encode(table: Mapping[str, Any]) -> bytes:
    """Write a filing as TOML: the keys of every filing first, its own next, `previous` the last plain key, then tables."""
    plain = {key: value for key, value in table.items() if value is not None and not _is_tables(value)}
    own = [key for key in plain if key not in (*_HEAD_KEYS, *_TAIL_KEYS)]
    ordered = [key for key in (*_HEAD_KEYS, *own, *_TAIL_KEYS) if key in plain]
    tables = {key: value for key, value in table.items() if _is_tables(value)}
    return tomli_w.dumps(with_letter_t({key: plain[key] for key in ordered}) | tables).encode()


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def with_letter_t(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table with its moments ready to be written as ISO writes them."""
    return {key: _moment(value) if isinstance(value, datetime) else value for key, value in table.items()}


def _moment(value: datetime) -> Moment:
    """TOML knows no offset with seconds, which zones had before they had rules; such a moment is written in UTC."""
    odd = (value.utcoffset() or timedelta()) % timedelta(minutes=1)
    return Moment.fromisoformat((value.astimezone(UTC) if odd else value).isoformat())


def read_filing(stem: str, data: bytes) -> Filing | SetAside:
    """Read one file of a log by its name without ending: a filing, or why it is none."""
    return filing_of(stem, digest_of(data), _table(data))


def _table(data: bytes) -> dict[str, Any] | None:
    try:
        return rtoml.loads(data.decode())
    except (ValueError, RecursionError):
        return None


def read_log(name: str, files: Iterable[tuple[str, bytes]], *, root_suffix: str = "", unreadable: Iterable[SetAside] = ()) -> Log:
    """Read the files of one log, (name without ending, bytes); `unreadable` are those whose bytes could not be had."""
    return sort_log(name, (*(read_filing(stem, data) for stem, data in files), *unreadable), root_suffix=root_suffix)
