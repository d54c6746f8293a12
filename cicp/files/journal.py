"""Reading a log from its folder and filing in it. Exit 0 means on disk: nothing here returns before the disk has said so."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any, NamedTuple

from cicp.errors import AlteredRecord, CannotWrite, MayBeWritten, NotFound, WrongWords
from cicp.files import disk
from cicp.files.filing import encode, read_filing, read_log
from cicp.files.layout import ENDING, is_filing_name, shown
from cicp.model.docket import Log
from cicp.model.filing import Filing, SetAside, digest_of, id_of

SALT = ".salt"
NOT_HERE, ALTERED = "is not here yet", "was altered after it was filed"
_LARGEST_FILING = 1024 * 1024
_LOCK_PATIENCE = 2  # seconds; then the filing is made without the lock, which is for tidy numbers only


class Enclosure(NamedTuple):
    """Bytes that come with a filing, under the name they are stored by (`letter.toml`, never the name they arrived under)."""

    name: str
    data: bytes


def read(folder: Path, name: str, *, root_suffix: str = "") -> Log:
    """Read a log from its folder. What the disk will not read is set aside like any other file that is not what it should be."""
    files: list[tuple[str, bytes]] = []
    unreadable: list[SetAside] = []
    try:
        stems = _stems(folder)
    except OSError as error:
        stems, unreadable = [], [SetAside(folder.name, f"the disk will not list it ({error.strerror})")]
    place = str(folder)  # thousands of names below it: joined as text, which is five times as fast
    for stem in stems:
        try:
            data = disk.read(f"{place}/{stem}{ENDING}", _LARGEST_FILING)
        except OSError as error:
            unreadable.append(SetAside(stem, f"the disk will not read it ({error.strerror})"))
            continue
        if len(data) > _LARGEST_FILING:
            unreadable.append(SetAside(stem, "it is larger than any filing"))
            continue
        files.append((stem, data))
    return read_log(name, files, root_suffix=root_suffix, unreadable=unreadable)


def _stems(folder: Path) -> list[str]:
    return [name.removesuffix(ENDING) for name in disk.names(folder) if is_filing_name(name)]


def leftovers(folder: Path) -> list[str]:
    """Return the names in a log's folder that are no filing and belong to none: temporary files, copies, folders without their record."""
    try:
        all_names = disk.names(folder)
    except OSError:
        return []  # `read` has named the folder itself
    filed = {name.removesuffix(ENDING) for name in all_names if is_filing_name(name)}
    return [name for name in all_names if name.removesuffix(ENDING) not in filed]


def file(
    folder: Path, log: Log, table: Mapping[str, Any], enclosures: tuple[Enclosure, ...] = (), *, lock: Path, above: int = 0, quoted: Path | None = None
) -> Filing:
    """File `table` on top of everything known, and return the filing once it is on disk.

    `lock` is the folder in which the writers of one machine wait for each other, so that numbers run on; what they filed meanwhile is read
    again. The number is greater than `above`: the highest of the logs that this one is joined with. `quoted` is the folder of another log
    whose heads it quotes. Raises CannotWrite when nothing was saved, MayBeWritten when the name was given and the disk then failed.
    """
    with _waiting_for_others(lock):
        log = _as_it_is_now(folder, log)
        salted = [(enclosure, token_bytes(32)) for enclosure in enclosures]
        number = max(log.next_number, above + 1)
        if quoted:
            with suppress(OSError):  # what is quoted is certain before what quotes it
                disk.sync_folder(quoted)
        while True:
            data, filing = _ready(_complete(table, log, number, salted), number)
            try:
                _save(folder, filing.id, data, salted)
            except FileExistsError:
                number += 1  # taken, perhaps by the same words: two calls are two entries
                continue
            return filing


def _as_it_is_now(folder: Path, log: Log) -> Log:
    """Return the log with what others filed since it was read."""
    try:
        if _stems(folder) == sorted([*(filing.id for filing in log.filings), *(entry.id for entry in log.set_aside)]):
            return log
    except OSError as error:
        raise _not_saved(folder, error) from error
    return read(folder, log.name, root_suffix=log.root_suffix)


def found(incidents: Path, prefix: str, table: Mapping[str, Any], *, quoted: Path) -> tuple[str, Filing]:
    """File the root of a new incident's log and return the incident's id, `prefix` and the root's suffix, with the filing.

    The folder is named after the root, so the same words at the same second would be the same incident: the second says so in its root.
    `quoted` is the folder of the log whose heads the root quotes.
    """
    with suppress(OSError):  # what is quoted is certain before what quotes it; a docket that is not here stops no declaration
        disk.sync_folder(quoted)
    again = 1
    while True:
        own = {"format": 1, "number": 1, "previous": []} | ({"again": again} if again > 1 else {})
        data, filing = _ready({**table, **own}, 1)
        incident = f"{prefix}-{filing.id.partition('-')[2]}"
        try:
            _save(incidents / incident / "log", filing.id, data, [])
        except FileExistsError:
            again += 1
            continue
        return incident, filing


def _ready(table: Mapping[str, Any], number: int) -> tuple[bytes, Filing]:
    """Return a filing's bytes and what they will be read as: nothing is written that would be set aside."""
    data = encode(table)
    if len(data) > _LARGEST_FILING:
        raise WrongWords(
            f"what is to be filed is larger than {_LARGEST_FILING // 1024} KiB.", hint="file the substance, and keep the rest as a file of its own"
        )
    filing = read_filing(id_of(number, digest_of(data)), data)
    if isinstance(filing, SetAside):
        raise TypeError(filing.why)  # this code is wrong
    return data, filing


def _complete(table: Mapping[str, Any], log: Log, number: int, salted: list[tuple[Enclosure, bytes]]) -> dict[str, Any]:
    attachments = [{"name": enclosure.name, "digest": f"sha256:{sha256(salt + enclosure.data).hexdigest()}"} for enclosure, salt in salted]
    own = {"format": 1, "number": number, "previous": log.heads}
    return {**table, **own} | ({"root": log.root} if log.root else {}) | ({"attachments": attachments} if attachments else {})


def _save(folder: Path, filing_id: str, data: bytes, salted: list[tuple[Enclosure, bytes]]) -> None:
    """Attachments first, the record last, then the folder: whatever stops this leaves the whole filing or none of it."""
    try:
        disk.make_folder(folder)
        _save_parts(folder, filing_id, data, salted)
    except FileExistsError:
        raise
    except OSError as error:
        raise _not_saved(folder, error) from error
    try:
        disk.sync_folder(folder)
    except OSError as error:
        message = f"it is not known whether {filing_id} is saved: {error.strerror} after it was written."
        raise MayBeWritten(message, where=shown(folder), hint=f"look before you repeat it: cicp docket show {filing_id}") from error


def _not_saved(folder: Path, error: OSError) -> CannotWrite:
    return CannotWrite(f"not saved: {error.strerror}.", where=shown(folder), hint="mend the disk (space, permission), then give the same command again")


def _save_parts(folder: Path, filing_id: str, data: bytes, salted: list[tuple[Enclosure, bytes]]) -> None:
    """Give the record its name when everything it names is certain: its attachments, and the filings it was filed on.

    Where that fails, the attachments are taken back: a letter that was not filed does not stay behind.
    """
    enclosed = folder / filing_id
    if salted:
        disk.new_folder(enclosed)
    try:
        if salted:
            _save_enclosures(enclosed, salted)
        disk.sync_folder(folder)
        disk.create(folder / f"{filing_id}{ENDING}", data)
    except OSError:
        if salted:
            disk.take_back(enclosed)
        raise


def _save_enclosures(folder: Path, salted: list[tuple[Enclosure, bytes]]) -> None:
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
        with suppress(OSError):
            lock.release()


def enclosure(folder: Path, filing: Filing, name: str) -> bytes:
    """Return what came with a filing under this name. Raises NotFound where it never had one, AlteredRecord where it is not here as it was filed."""
    digest = next((each.digest for each in filing.body.attachments if each.name == name), "")
    if not digest:
        raise NotFound(f"{filing.id} came without {name}.", hint=f"see what it holds: cicp docket show {filing.id}")
    if fault := attachment_fault(folder, filing, name, digest):
        raise AlteredRecord(f"{filing.id}/{name} {fault}.", where=shown(folder), hint="copy it from another copy of the plan (cicp verify says it in full)")
    return disk.read(folder / filing.id / name)


def attachment_fault(folder: Path, filing: Filing, name: str, digest: str) -> str:
    """Say what is wrong with an attachment: NOT_HERE, ALTERED, or nothing."""
    try:
        salt, data = disk.read(folder / filing.id / f"{name}{SALT}"), disk.read(folder / filing.id / name)
    except OSError:
        return NOT_HERE
    return "" if f"sha256:{sha256(salt + data).hexdigest()}" == digest else ALTERED
