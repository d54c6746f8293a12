"""An `os` for `cicp.files.disk` that keeps a list of what was asked of the disk, fails or kills at the call it is told to, and writes short.

It hands out only the calls it knows. A new call in `cicp.files.disk` is therefore an AttributeError here, not a blind spot of the harness.
"""

# The system calls themselves, as in cicp/files/disk.py:
# ruff: noqa: PTH102, PTH106, PTH108, PTH208

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

from cicp.files import disk

_CONSTANTS: Final = {"name", "O_RDONLY", "O_WRONLY", "O_CREAT", "O_EXCL"}
_WHOLE: Final = 1 << 30

T = TypeVar("T")


class Killed(BaseException):
    """The process ended here. Nothing it would do afterwards, cleaning up included, happens."""


@dataclass(frozen=True)
class Trouble:
    """At the `nth` call of this name the disk fails with `error`, once or from then on; without an error the process is killed there.

    `late`: the call does what was asked (a write: half of it), and only then comes the trouble, as on a network share that loses the answer.
    """

    call: str
    nth: int = 1
    error: int = 0
    forever: bool = False
    late: bool = False

    def meets(self, call: str, nth: int) -> bool:
        """Say whether this call is the one, or one of those."""
        return call == self.call and (nth == self.nth or (self.forever and nth > self.nth))

    def __str__(self) -> str:
        how = errno.errorcode[self.error] if self.error else "kill"
        return f"{how}{' late' if self.late else ''} at {self.call} {self.nth}{' and ever after' if self.forever else ''}"


@dataclass(frozen=True)
class Event:
    """One thing that happened to the plan's folder, or that was said to the user. Paths are relative to the folder."""

    kind: str
    path: str = ""
    source: str = ""
    inode: int = 0
    data: bytes = b""


class StandIn:
    """The object that takes the place of `os` in `cicp.files.disk`.

    `calls` counts them by name, `open` and `fsync` divided by what they open and flush. `events` goes on from one command to the next.
    `before` is told of every call just before it happens: the place where another writer comes in between.
    """

    def __init__(
        self,
        root: Path,
        *troubles: Trouble,
        events: list[Event] | None = None,
        most: int = _WHOLE,
        before: Callable[[str, str], None] | None = None,
    ) -> None:
        self.calls: Counter[str] = Counter()
        self.events = [] if events is None else events
        self.struck = False
        self.sins: list[str] = []
        self._root = root
        self._troubles = troubles
        self._most = most
        self._before = before
        self._dead = False
        self._open: dict[int, str] = {}
        self._inodes: dict[str, int] = {}
        self._unsure: set[int] = set()
        self._writing: set[int] = set()

    def __getattr__(self, name: str) -> Any:
        """Hand out the constants of the real `os`, and no call that is not written below."""
        if name in _CONSTANTS:
            return getattr(os, name)
        raise AttributeError(f"cicp.files.disk asks for os.{name}, which the fault harness does not stand in for")

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        made = bool(flags & os.O_CREAT)
        call = "open new" if made else "open folder" if Path(path).is_dir() else "open"
        descriptor = self._ask(call, path, lambda: os.open(path, flags, mode))
        self._open[descriptor] = self._shown(path)
        self._writing.discard(descriptor)
        if call != "open":
            self._writing.add(descriptor)
        if made:
            self._inodes[self._shown(path)] = number = len(self.events) + 1
            self._note(Event("create", self._shown(path), inode=number))
        return descriptor

    def close(self, descriptor: int) -> None:
        path = self._open.pop(descriptor, "")
        self._unsure.discard(descriptor)
        os.close(descriptor)  # as on Linux, the descriptor is gone whatever the answer
        self._ask("close" if descriptor in self._writing else "close read", path, lambda: None)

    def write(self, descriptor: int, data: memoryview) -> int:
        path = self._open[descriptor]
        part = data[: self._most]

        def written(share: memoryview) -> int:
            count = os.write(descriptor, share)
            self._note(Event("write", path, inode=self._inodes[path], data=bytes(share[:count])))
            return count

        return self._ask("write", path, lambda: written(part), half=lambda: written(part[: len(part) // 2]))

    def read(self, descriptor: int, size: int) -> bytes:
        return self._ask("read", self._open[descriptor], lambda: os.read(descriptor, min(size, self._most)))

    def fsync(self, descriptor: int) -> None:
        path = self._open[descriptor]
        inode = self._inodes.get(path)
        if descriptor in self._unsure:
            self.sins.append(f"{path}: flushed again after the disk failed on the same descriptor")
        self._unsure.add(descriptor)
        self._ask("fsync folder" if inode is None else "fsync file", path, lambda: None)
        self._unsure.discard(descriptor)
        self._note(Event("flush folder", path) if inode is None else Event("flush file", path, inode=inode))

    def link(self, source: Path, target: Path) -> None:
        self._ask("link", target, lambda: self._named(source, target, os.link, "link"))

    def rename(self, source: Path, target: Path) -> None:
        self._ask("rename", target, lambda: self._named(source, target, os.rename, "rename"))

    def replace(self, source: Path, target: Path) -> None:
        """For what may be replaced: a derived file, and a person's own where they asked for it. Of filings, only the planted bug asks for this."""
        self._ask("replace", target, lambda: self._named(source, target, os.replace, "rename"))

    def unlink(self, path: Path) -> None:
        def gone() -> None:
            os.unlink(path)
            self._note(Event("remove", self._shown(path)))

        self._ask("unlink", path, gone)

    def mkdir(self, path: Path, mode: int) -> None:
        def made() -> None:
            os.mkdir(path, mode)
            self._note(Event("mkdir", self._shown(path)))

        self._ask("mkdir", path, made)

    def rmdir(self, path: Path) -> None:
        def gone() -> None:
            os.rmdir(path)
            self._note(Event("remove", self._shown(path)))

        self._ask("rmdir", path, gone)

    def listdir(self, path: Path) -> list[str]:
        return self._ask("listdir", path, lambda: os.listdir(path))

    def lstat(self, path: Path) -> os.stat_result:
        return self._ask("lstat", path, lambda: os.lstat(path))

    def fstat(self, descriptor: int) -> os.stat_result:
        return self._ask("fstat", self._open[descriptor], lambda: os.fstat(descriptor))

    def bury(self) -> None:
        """Close what a killed process left open, as the system does."""
        for descriptor in self._open:
            with suppress(OSError):
                os.close(descriptor)
        self._open.clear()

    def _named(self, source: Path, target: Path, call: Callable[[Path, Path], None], kind: str) -> None:
        call(source, target)
        inode = self._inodes[self._shown(source)]
        self._inodes[self._shown(target)] = inode
        self._note(Event(kind, self._shown(target), self._shown(source), inode))

    def _ask(self, call: str, path: Path | str, effect: Callable[[], T], *, half: Callable[[], T] | None = None) -> T:
        if self._dead:
            raise Killed
        self.calls[call] += 1
        if self._before is not None:
            self._before(call, self._shown(path))
        trouble = next((each for each in self._troubles if each.meets(call, self.calls[call])), None)
        if trouble is None:
            return effect()
        self.struck = True
        if trouble.late:
            (half or effect)()
        if trouble.error:
            raise OSError(trouble.error, os.strerror(trouble.error), str(path))
        self._dead = True
        raise Killed

    def _note(self, event: Event) -> None:
        self.events.append(event)

    def _shown(self, path: Path | str) -> str:
        return str(path).removeprefix(f"{self._root}/") if str(path) != str(self._root) else "."


def its_os() -> Any:
    """Return what `cicp.files.disk` has for `os` now: a planted bug asks it, too."""
    return vars(disk)["os"]


@contextmanager
def standing_in(stand_in: StandIn) -> Iterator[StandIn]:
    """Let `cicp.files.disk` work with the stand-in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "os", stand_in)
        try:
            yield stand_in
        finally:
            stand_in.bury()
