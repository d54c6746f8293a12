"""Reading a log from its folder and filing in it. Exit 0 means on disk: nothing here returns before the disk has said so."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any

from cicp.errors import CannotWrite, MayBeWritten
from cicp.files import disk
from cicp.model.docket import ID, Filing, Log, SetAside, digest_of, encode, id_of, read_filing, read_log

ENDING = ".toml"
SALT = ".salt"
_LARGEST_FILING = 1024 * 1024
_LOCK_PATIENCE = 2  # seconds; then the filing is made without the lock, which is for tidy numbers only


@dataclass(frozen=True)
class Enclosure:
    """Bytes that come with a filing, under the name they are stored by (`letter.toml`, never the name they arrived under)."""

    name: str
    data: bytes


def read(folder: Path, name: str, *, root_suffix: str = "") -> Log:
    """Read a log from its folder. A file that the disk will not read is set aside like any other that is not what it should be."""
    files: list[tuple[str, bytes]] = []
    unreadable: list[SetAside] = []
    for stem in _stems(folder):
        try:
            files.append((stem, disk.read(folder / f"{stem}{ENDING}", _LARGEST_FILING)))
        except OSError as error:
            unreadable.append(SetAside(stem, f"the disk will not read it ({error.strerror})"))
    log = read_log(name, files, root_suffix=root_suffix)
    if not unreadable:
        return log
    return replace(log, set_aside=(*log.set_aside, *unreadable))


def _stems(folder: Path) -> list[str]:
    stems = (name.removesuffix(ENDING) for name in disk.names(folder) if name.endswith(ENDING))
    return [stem for stem in stems if ID.fullmatch(stem)]


def leftovers(folder: Path) -> list[str]:
    """Return the names in a log's folder that are no filing and belong to none: temporary files, copies, folders without their record."""
    all_names = disk.names(folder)
    filed = {name.removesuffix(ENDING) for name in all_names if name.endswith(ENDING) and ID.fullmatch(name.removesuffix(ENDING))}
    return [name for name in all_names if name.removesuffix(ENDING) not in filed]


def file(folder: Path, log: Log, table: Mapping[str, Any], enclosures: tuple[Enclosure, ...] = (), *, lock: Path) -> Filing:
    """File `table` on top of everything known, and return the filing once it is on disk.

    `lock` is the folder in which the writers of one machine wait for each other, so that numbers run on; what they filed meanwhile is read
    again. Raises CannotWrite when nothing was saved, MayBeWritten when the name was given and the disk then failed.
    """
    with _waiting_for_others(lock):
        if _stems(folder) != sorted([*(filing.id for filing in log.filings), *(entry.id for entry in log.set_aside)]):
            log = read(folder, log.name, root_suffix=log.root_suffix)
        salted = [(enclosure, token_bytes(32)) for enclosure in enclosures]
        number = log.next_number
        while True:
            data = encode(_complete(table, log, number, salted))
            filing_id = id_of(number, digest_of(data))
            try:
                _save(folder, filing_id, data, salted)
            except FileExistsError:
                number += 1  # taken, perhaps by the same words: two calls are two entries
                continue
            return _as_read(filing_id, data)


def found(incidents: Path, prefix: str, table: Mapping[str, Any]) -> tuple[str, Filing]:
    """File the root of a new incident's log and return the incident's id, `prefix` and the root's suffix, with the filing.

    The folder is named after the root, so the same words at the same second would be the same incident: the second says so in its root.
    """
    again = 1
    while True:
        own = {"format": 1, "number": 1, "previous": []} | ({"again": again} if again > 1 else {})
        data = encode({**table, **own})
        filing_id = id_of(1, digest_of(data))
        incident = f"{prefix}-{filing_id.partition('-')[2]}"
        try:
            _save(incidents / incident / "log", filing_id, data, [])
        except FileExistsError:
            again += 1
            continue
        return incident, _as_read(filing_id, data)


def _as_read(filing_id: str, data: bytes) -> Filing:
    filing = read_filing(filing_id, data)
    if isinstance(filing, SetAside):
        raise TypeError(filing.why)  # what is written here reads back, or this code is wrong
    return filing


def _complete(table: Mapping[str, Any], log: Log, number: int, salted: list[tuple[Enclosure, bytes]]) -> dict[str, Any]:
    attachments = [{"name": enclosure.name, "digest": f"sha256:{sha256(salt + enclosure.data).hexdigest()}"} for enclosure, salt in salted]
    own = {"format": 1, "number": number, "previous": log.heads}
    return {**table, **own} | ({"root": log.root} if log.root else {}) | ({"attachments": attachments} if attachments else {})


def _save(folder: Path, filing_id: str, data: bytes, salted: list[tuple[Enclosure, bytes]]) -> None:
    """Attachments first, the record last, then the folder: whatever stops this leaves the whole filing or none of it."""
    try:
        disk.make_folder(folder)
        if salted:
            _save_enclosures(folder / filing_id, salted)
        disk.create(folder / f"{filing_id}{ENDING}", data)
    except FileExistsError:
        raise
    except OSError as error:
        raise CannotWrite(
            f"not saved: {error.strerror}.", where=folder.name, hint="mend the disk (space, permission), then give the same command again"
        ) from error
    try:
        disk.sync_folder(folder)
    except OSError as error:
        message = f"it is not known whether {filing_id} is saved: {error.strerror} after it was written."
        raise MayBeWritten(message, where=folder.name, hint=f"look before you repeat it: cicp docket show {filing_id}") from error


def _save_enclosures(folder: Path, salted: list[tuple[Enclosure, bytes]]) -> None:
    disk.make_folder(folder)
    for enclosure, salt in salted:
        disk.create(folder / enclosure.name, enclosure.data)
        disk.create(folder / f"{enclosure.name}{SALT}", salt)
    disk.sync_folder(folder)


@contextmanager
def _waiting_for_others(root: Path) -> Iterator[None]:
    """Wait for the other writers of this machine, but not for ever: correctness never rests on a lock."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  # 30 ms that reading need not pay

    lock = FileLock(root / ".cicp" / "lock", timeout=_LOCK_PATIENCE, poll_interval=0.01)
    try:
        (root / ".cicp").mkdir(exist_ok=True)
        lock.acquire()
    except (Timeout, OSError, NotImplementedError):
        pass
    try:
        yield
    finally:
        lock.release()


def attachment_fault(folder: Path, filing: Filing, name: str, digest: str) -> str:
    """Say what is wrong with an attachment, as the rest of a sentence about it; empty when it is what was filed."""
    try:
        salt, data = disk.read(folder / filing.id / f"{name}{SALT}"), disk.read(folder / filing.id / name)
    except OSError:
        return "is not here yet"
    return "" if f"sha256:{sha256(salt + data).hexdigest()}" == digest else "was changed after it was filed"
