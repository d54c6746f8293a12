"""Editions: the plan's words as they were frozen, in a folder named by their own digest."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import tomli_w
from pydantic import BaseModel, ConfigDict

from cicp.errors import AlteredRecord, CannotWrite, InvalidFile
from cicp.files import disk, toml
from cicp.files.folder import WordFiles, is_word_file, names
from cicp.files.layout import Home, shown
from cicp.model.filing import digest_of, edition_name, is_digest
from cicp.model.words import Words

TABLE = "edition.toml"


class FrozenFile(BaseModel):
    """A file of an edition, by path and digest of its bytes."""

    model_config = ConfigDict(defer_build=True)

    path: str
    digest: str


class FrozenClause(BaseModel):
    """A clause of an edition, by full id and fingerprint of its words."""

    model_config = ConfigDict(defer_build=True)

    id: str
    fingerprint: str


class EditionTable(BaseModel):
    """edition.toml: what was frozen. `unread` lists the files that could not be read when `declare` froze their bytes."""

    model_config = ConfigDict(defer_build=True)

    format: int
    unread: list[str] = []
    file: list[FrozenFile]
    clause: list[FrozenClause] = []


def freeze(home: Home, files: WordFiles, words: Words, unread: list[str]) -> str:
    """Freeze these bytes and return the digest of the edition. The same words give the same folder; a folder without its table is completed.

    Raises CannotWrite when the disk would not.
    """
    table = {
        "format": 1,
        "unread": sorted(unread),
        "file": [{"path": path, "digest": digest_of(data)} for path, data in sorted(files.files.items())],
        "clause": [{"id": clause.id, "fingerprint": clause.fingerprint} for clause in words.clauses.values()],
    }
    data = tomli_w.dumps(table).encode()
    digest = digest_of(data)
    folder = home.editions / edition_name(digest)
    try:
        if (folder / TABLE).exists():
            disk.sync_folder(folder)  # whoever froze it may have been stopped just before
        else:
            _save(folder, {**files.files, TABLE: data})
    except OSError as error:
        raise CannotWrite(
            f"the words could not be frozen: {error.strerror}.", where=shown(folder), hint="mend the disk (space, permission), then give the same command again"
        ) from error
    return digest


def _save(folder: Path, files: dict[str, bytes]) -> None:
    """Files first, the table last: a folder without it is a leftover that freezing again completes."""
    parents = sorted({(folder / path).parent for path in files})
    for parent in parents:
        disk.make_folder(parent)
    *words, table = files
    for path in words:
        disk.put(folder / path, files[path])
    for parent in parents:
        disk.sync_folder(parent)
    disk.put(folder / table, files[table])
    disk.sync_folder(folder)


def clauses(home: Home, digest: str) -> list[tuple[str, str]]:
    """Return the clauses of an edition, (full id, fingerprint), in the order of the text. Raises AlteredRecord where its table is not as it was frozen."""
    try:
        data = disk.read(home.editions / edition_name(digest) / TABLE)
    except OSError:
        data = b""
    if digest_of(data) != digest:
        where = shown(home.editions / edition_name(digest))
        raise AlteredRecord("this edition is not here as it was frozen.", where=where, hint="copy the folder from another copy of the plan (cicp verify)")
    return [(clause.id, clause.fingerprint) for clause in toml.parse(data, TABLE, EditionTable).clause]


def first_other_file(home: Home, digest: str, files: Mapping[str, bytes]) -> str:
    """Return the path of the first file that is not as this edition froze it: changed, gone or new; empty where all are the same."""
    frozen = read_frozen(home, digest).digests
    paths = sorted({*frozen, *files})
    return next((path for path in paths if path not in files or digest_of(files[path]) != frozen.get(path)), "")


def leftovers(home: Home, named: Iterable[str]) -> list[str]:
    """Return the folders under editions/ without their table, but those whose digests are `named`: freezing them was interrupted."""
    kept = {edition_name(digest) for digest in named}
    return [f"editions/{name}" for name in names(home.editions) if name not in kept and not (home.editions / name / TABLE).exists()]


class Frozen(NamedTuple):
    """An edition as it lies on disk: the files whose bytes are those that were frozen, and what is wrong with the others."""

    digest: str
    files: WordFiles
    digests: Mapping[str, str]
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    unread: tuple[str, ...] = ()
    """Files that could not be read when their bytes were frozen, or whose bytes could not be had at all."""


def none_named(home: Home) -> Frozen:
    """Stand for the edition of an incident whose record no longer says which: everything of it is missing."""
    return Frozen("", WordFiles(shown(home.editions), {}), {}, (), (TABLE,))


def read_frozen(home: Home, digest: str) -> Frozen:
    """Read an edition and hold every file against its digest. An edition that is not here has everything missing."""
    if not is_digest(digest):
        return none_named(home)
    folder = home.editions / edition_name(digest)
    try:
        data = disk.read(folder / TABLE)
    except OSError:
        return Frozen(digest, WordFiles(shown(folder), {}), {}, (), (TABLE,))
    try:
        table = toml.parse(data, shown(folder / TABLE), EditionTable)
    except InvalidFile:
        return Frozen(digest, WordFiles(shown(folder), {}), {}, (TABLE,), ())
    if digest_of(data) != digest:
        return Frozen(digest, WordFiles(shown(folder), _files_as_they_are(folder, table)), {}, (TABLE,), ())
    return _hold_against(folder, table, digest)


def _hold_against(folder: Path, table: EditionTable, digest: str) -> Frozen:
    found = _files_as_they_are(folder, table)
    altered = tuple(file.path for file in table.file if file.path in found and digest_of(found[file.path]) != file.digest)
    missing = tuple(file.path for file in table.file if file.path not in found)
    return Frozen(digest, WordFiles(shown(folder), found), {file.path: file.digest for file in table.file}, altered, missing, tuple(table.unread))


def _files_as_they_are(folder: Path, table: EditionTable) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in table.file:
        if is_word_file(file.path):
            try:
                found[file.path] = disk.read(folder / file.path)
            except OSError:
                continue
    return found
