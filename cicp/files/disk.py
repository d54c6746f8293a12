"""The handful of system calls by which anything is read or saved.

A file is given its name last: written under a temporary name in the same folder, flushed, linked to its own name (which never replaces
another; `replace` alone does), and then the folder is flushed. Whoever reads sees the whole file or none. `tests/fault` stands in for `os` here.
"""

import errno
import os
import stat
from contextlib import suppress
from itertools import takewhile
from os.path import samestat
from pathlib import Path
from secrets import token_hex

TEMPORARY = ".tmp-"
_MODE = 0o660
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_NO_LINKS_HERE = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}


def read(path: Path | str, limit: int = -1) -> bytes:
    """Return a regular file's bytes, at most `limit` + 1 of them; OSError for anything else, a symbolic link too."""
    descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NONBLOCK | _BINARY)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return _read_all(descriptor, status.st_size if limit < 0 else min(status.st_size, limit))
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, expected: int) -> bytes:
    """Read one byte more than is expected: a file that grew is told from one that ended."""
    data = os.read(descriptor, expected + 1)
    while data and len(data) <= expected and (more := os.read(descriptor, expected + 1 - len(data))):
        data += more
    return data


def names(folder: Path) -> list[str]:
    """Return the names in a folder in order; none when there is no such folder."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and flush the folder that holds each new one.

    An empty folder counts as new: whoever made it may have been stopped before its name was flushed. One with something in it does not, for
    nothing is put in a folder before its name is flushed.
    """
    new = list(takewhile(lambda each: not names(each), (folder, *folder.parents)))
    for each in reversed(new):
        with suppress(FileExistsError):
            os.mkdir(each, 0o770)
        sync_folder(each.parent)


def new_folder(folder: Path) -> None:
    """Make a folder that is nobody else's: FileExistsError when it is there. The caller flushes the one that holds it."""
    os.mkdir(folder, 0o770)


def take_back(folder: Path) -> None:
    """Remove a folder of ours and the files in it, as far as the disk lets us: what stays is a leftover that `check` names."""
    with suppress(OSError):
        for name in names(folder):
            os.unlink(folder / name)
        os.rmdir(folder)


def create(path: Path, data: bytes) -> None:
    """Put bytes under a name that is free. FileExistsError when it is taken, OSError when the disk would not: then nothing has the name."""
    temporary = path.with_name(f"{TEMPORARY}{token_hex(6)}")
    try:
        _write(temporary, data)
        _give_name(temporary, path)
    finally:
        _drop(temporary)


def put(path: Path, data: bytes) -> None:
    """Put bytes under a name that is free, or that these bytes have already: what was interrupted is gone on with. OSError as for `create`."""
    try:
        create(path, data)
    except FileExistsError:
        if read(path, len(data)) != data:
            raise


def replace(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file's, all of them or none. Only for what is no record: a person's file they asked to have edited, a derived file.

    Who could read it before can read it afterwards, as far as the mask lets them.
    """
    temporary = path.with_name(f"{TEMPORARY}{token_hex(6)}")
    try:
        _write(temporary, data, _mode_of(path))
        os.replace(temporary, path)
    finally:
        _drop(temporary)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder, so that the names in it outlive a power cut. Windows cannot, and does not need it for NTFS names."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mode_of(path: Path) -> int:
    try:
        return stat.S_IMODE(os.lstat(path).st_mode)
    except FileNotFoundError:
        return _MODE


def _write(path: Path, data: bytes, mode: int = _MODE) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY, mode)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give_name(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except OSError as error:
        if _linked(temporary, path):
            return
        if error.errno not in _NO_LINKS_HERE:
            raise
        _rename_to_free(temporary, path)


def _linked(temporary: Path, path: Path) -> bool:
    """Say whether the name was given after all: a network share may do what it was asked and lose the answer."""
    try:
        own = os.lstat(temporary)
        return own.st_nlink > 1 and samestat(own, os.lstat(path))
    except OSError:
        return False


def _rename_to_free(temporary: Path, path: Path) -> None:
    """Give the name where there are no links. Between the look and the renaming another writer may come: rare, and only here."""
    if _is_there(path):
        raise FileExistsError(errno.EEXIST, "the name is taken", str(path))
    try:
        os.rename(temporary, path)
    except OSError:
        if _is_there(temporary):
            raise


def _is_there(path: Path) -> bool:
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    return True


def _drop(temporary: Path) -> None:
    with suppress(OSError):  # a leftover: `check` names it, readers pass over it
        os.unlink(temporary)
