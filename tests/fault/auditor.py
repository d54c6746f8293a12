"""Says what is wrong with a plan's folder after the worst. It shares no code with the package, so that it shares no fault with it."""

import re
import tomllib
from base64 import b32encode
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from tests.fault.power_cut import Tree, is_temporary

_CROCKFORD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")
_RECORD: Final = re.compile(r"((?:docket|incidents/[^/]+/log))/((\d{4,})-[0-9a-z]{5})\.toml")
_DRAFT: Final = re.compile(r"incidents/[^/]+/statements/[a-z-]+\.toml")


@lru_cache(maxsize=4096)
def digest_of(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"


@lru_cache(maxsize=4096)
def suffix_of(data: bytes) -> str:
    """The first five letters of the digest in base32 are its first 25 bits."""
    return b32encode(sha256(data).digest())[:5].decode().translate(_CROCKFORD)


@lru_cache(maxsize=4096)
def _parsed(data: bytes) -> dict[str, Any] | None:
    try:
        return tomllib.loads(data.decode())
    except ValueError:
        return None


def records_in(tree: Tree) -> dict[str, bytes]:
    """Every file that bears the name of a filing."""
    return {path: data for path, data in tree.items() if data is not None and _RECORD.fullmatch(path)}


def temporary_in(tree: Tree) -> list[str]:
    return [path for path in tree if is_temporary(path)]


def faults(tree: Tree, promised: Mapping[str, bytes] | None = None) -> list[str]:
    """Every way in which this folder is not what it may be: something promised is gone, or there is half of something."""
    return [*_lost(tree, promised or {}), *_half_filed(tree), *_half_drafted(tree)]


def _lost(tree: Tree, promised: Mapping[str, bytes]) -> Iterator[str]:
    for path, data in promised.items():
        if tree.get(path) != data:
            yield f"lost after it was acknowledged: {path}"


def _half_filed(tree: Tree) -> Iterator[str]:
    records = records_in(tree)
    digests: dict[str, set[str]] = {}
    for path, data in records.items():
        digests.setdefault(path.rpartition("/")[0], set()).add(digest_of(data))
    for path, data in records.items():
        match = _RECORD.fullmatch(path)
        table = _parsed(data)
        if match is None or table is None or not path.endswith(f"-{suffix_of(data)}.toml") or table.get("number") != int(match[3]):
            yield f"half a record: {path}"
            continue
        yield from _enclosures_missing(tree, path, table)
        yield from _quotes_missing(tree, path, table, digests)
        yield from _edition_missing(tree, path, str(table.get("edition", "")))


def _enclosures_missing(tree: Tree, path: str, table: dict[str, Any]) -> Iterator[str]:
    for enclosed in table.get("attachments", []):
        name = f"{path.removesuffix('.toml')}/{enclosed['name']}"
        data, salt = tree.get(name), tree.get(f"{name}.salt")
        if data is None or salt is None or digest_of(salt + data) != enclosed["digest"]:
            yield f"a record without what came with it: {path}, {enclosed['name']}"


def _quotes_missing(tree: Tree, path: str, table: dict[str, Any], digests: Mapping[str, set[str]]) -> Iterator[str]:
    log = path.rpartition("/")[0]
    if "root" in table and f"{log}/{table['root']}.toml" not in tree:
        yield f"a record without its root: {path}"
    quoted = [(log, table["previous"]), ("docket", table.get("docket_heads", [])), (f"incidents/{table.get('incident')}/log", table.get("heads", []))]
    for place, heads in quoted:
        for head in heads:
            if head not in digests.get(place, set()):
                yield f"a record that quotes one which is not there: {path} quotes {head[:15]} of {place}"


def _edition_missing(tree: Tree, path: str, edition: str) -> Iterator[str]:
    if not edition:
        return
    folder = f"editions/{edition.removeprefix('sha256:')[:12]}"
    data = tree.get(f"{folder}/edition.toml")
    if data is None or digest_of(data) != edition:
        yield f"a record on an edition that is not there: {path}, {folder}"
        return
    for file in (_parsed(data) or {})["file"]:
        words = tree.get(f"{folder}/{file['path']}")
        if words is None or digest_of(words) != file["digest"]:
            yield f"a record on half an edition: {path}, {folder}/{file['path']}"


def _half_drafted(tree: Tree) -> Iterator[str]:
    for path, data in tree.items():
        if data is not None and _DRAFT.fullmatch(path) and not (_parsed(data) or {}).get("text"):
            yield f"half a draft: {path}"
