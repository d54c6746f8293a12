"""The handful of system calls by which anything is read or saved.

A file is given its name last: written under a temporary name in the same folder, flushed, linked to its own name (which never replaces
another), and then the folder is flushed. Whoever reads sees the whole file or none. `tests/fault` stands in for `os` here.
"""

import errno
import os
import stat
from pathlib import Path
from secrets import token_hex

TEMPORARY = ".tmp-"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_NO_LINKS_HERE = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}


def read(path: Path, limit: int = -1) -> bytes:
    """Return a regular file's bytes, at most `limit` + 1 of them; OSError for anything else, a symbolic link too."""
    descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NONBLOCK | _BINARY)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return file.read(limit + 1 if limit >= 0 else -1)


def names(folder: Path) -> list[str]:
    """Return the names in a folder in order; none when there is no such folder."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and flush the folder that holds each new one."""
    missing = [folder, *folder.parents][: next(depth for depth, above in enumerate((folder, *folder.parents)) if above.is_dir())]
    for each in reversed(missing):
        try:
            os.mkdir(each, 0o770)
        except FileExistsError:
            continue
        sync_folder(each.parent)


def create(path: Path, data: bytes) -> None:
    """Put bytes under a name that is free. FileExistsError when it is taken, OSError when the disk would not: then nothing has the name."""
    temporary = path.with_name(f"{TEMPORARY}{token_hex(6)}")
    try:
        _write(temporary, data)
        _give_name(temporary, path)
    finally:
        _drop(temporary)


def sync_folder(folder: Path) -> None:
    """Flush a folder, so that the names in it outlive a power cut. (Windows cannot, and does not need it for NTFS names.)"""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY, 0o660)
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
        if error.errno not in _NO_LINKS_HERE:
            raise
        if path.exists():
            raise FileExistsError(errno.EEXIST, "the name is taken", str(path)) from None
        os.rename(temporary, path)


def _drop(temporary: Path) -> None:
    try:
        os.unlink(temporary)
    except OSError:
        pass  # a leftover: `check` names it, readers pass over it
