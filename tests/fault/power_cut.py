"""What a file system may legally have kept when the power went.

The bytes of a file are certain once the file was flushed, a name once the folder that holds it was. Until then each name in each folder may be
there or not, whatever the order it was asked for in, and unflushed bytes may be whole, cut, NULs, or nothing at all.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from tests.fault.stand_in import Event

FOLDER: Final = -1

W = TypeVar("W")
Tree = dict[str, bytes | None]
"""Paths to bytes; None is a folder."""


@dataclass(frozen=True)
class AfterCut:
    """One state the disk may be found in, and the files that somebody had been told of before the power went."""

    tree: Tree
    promised: Mapping[str, bytes]
    when: str


def above(path: str) -> str:
    """Return the folder that holds a path."""
    return path.rpartition("/")[0] or "."


def is_temporary(path: str) -> bool:
    """Say whether a path is one that readers pass over."""
    return path.rpartition("/")[2].startswith(".tmp-")


def snapshot(root: Path) -> Tree:
    """Read a folder whole, without the lock, which is nobody's record."""
    found: Tree = {}
    for place, folders, files in os.walk(root):
        above = "" if place == str(root) else f"{Path(place).relative_to(root).as_posix()}/"
        folders[:] = [name for name in folders if name != ".cicp"]
        found |= {f"{above}{name}": None for name in folders}
        found |= {f"{above}{name}": Path(place, name).read_bytes() for name in files}
    return dict(sorted(found.items()))


def materialise(tree: Tree, root: Path) -> Path:
    """Make a folder that looks like this."""
    root.mkdir()
    for name, data in sorted(tree.items()):
        if data is None:
            os.mkdir(f"{root}/{name}")  # noqa: PTH102  # half the time of pathlib, some thousand times
        else:
            (root / name).write_bytes(data)
    return root


def restore(root: Path, tree: Tree) -> None:
    """Make a folder that a trial left behind look as it did before: quicker than a new one."""
    now = snapshot(root)
    for name in sorted(now.keys() - tree.keys(), reverse=True):
        (root / name).rmdir() if now[name] is None else (root / name).unlink()
    for name, data in tree.items():
        if name not in now and data is None:
            (root / name).mkdir()
        elif data is not None and now.get(name) != data:
            (root / name).write_bytes(data)


@dataclass
class Platter:
    """The plan's folder on the disk: every name and every file with what it may turn out to be, the last being what running programs see."""

    names: dict[str, list[int | None]] = field(default_factory=dict)
    contents: dict[int, list[bytes]] = field(default_factory=dict)
    promised: dict[str, bytes] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)

    @classmethod
    def holding(cls, tree: Tree) -> "Platter":
        """Start from a folder that is on the disk for certain."""
        platter = cls()
        for number, (name, data) in enumerate(tree.items(), start=1):
            platter.names[name] = [FOLDER if data is None else -1 - number]
            if data is not None:
                platter.contents[-1 - number] = [data]
        return platter

    def happen(self, event: Event) -> None:
        """Let one event happen."""
        match event.kind:
            case "begin":
                self.own.clear()
            case "said":
                running = self.running()
                self.promised |= {path: data for path in self.own if (data := running[path]) is not None}
            case "create" | "write" | "flush file":
                self._fill(event)
            case "flush folder":
                for name in self._inside(event.path):
                    self.names[name] = self.names[name][-1:]
            case _:
                self._rename(event)

    def _fill(self, event: Event) -> None:
        """A file is made, grows, or becomes certain."""
        match event.kind:
            case "create":
                self.contents[event.inode] = [b""]
                self._name(event.path, event.inode)
            case "write":
                self.contents[event.inode].append(self.contents[event.inode][-1] + event.data)
            case _:
                self.contents[event.inode] = self.contents[event.inode][-1:]

    def _rename(self, event: Event) -> None:
        """A name comes or goes."""
        match event.kind:
            case "mkdir":
                self._name(event.path, FOLDER)
            case "remove":
                self._name(event.path, None)
                self.own.discard(event.path)
            case "link" | "rename":
                self._name(event.path, event.inode)
                self.own.add(event.path)
                if event.kind == "rename":
                    self._name(event.source, None)

    def running(self) -> Tree:
        """What programs see as long as the power stays on."""
        return self._tree({name: options[-1] for name, options in self.names.items()}, {inode: options[-1] for inode, options in self.contents.items()})

    def after_a_cut(self, random: Random, most: int) -> Iterator[Tree]:
        """Every state the disk may be in now; where a folder has more than `most`: all kept, none kept, each alone kept or lost, some at random.

        Temporary names, which no reader looks at, come and go together.
        """
        certain = {name: options[-1] for name, options in self.names.items()}
        unsure: dict[str, list[str]] = {}
        for name, options in self.names.items():
            if len(set(options)) > 1:
                unsure.setdefault(above(name), []).append(name)
        choices = [self._ways(names, random, most) for names in unsure.values()]
        for way in _some(product(*choices), random, 2 * most):
            kept = certain | {name: entry for part in way for name, entry in part.items()}
            yield from self._with_contents(kept, random, most)

    def _ways(self, names: list[str], random: Random, most: int) -> list[dict[str, int | None]]:
        """The ways in which the names of one folder may have come through, the plain ones always among them."""
        newest = {name: self.names[name][-1] for name in names}
        oldest = {name: self.names[name][0] for name in names}
        lasting = [name for name in names if not is_temporary(name)]
        plain = [newest, oldest, *(newest | {name: oldest[name]} for name in lasting), *(oldest | {name: newest[name]} for name in lasting)]
        mixed = product(*(dict.fromkeys(self.names[name]) for name in lasting))
        ways = [*plain, *(newest | dict(zip(lasting, way, strict=True)) for way in _some(mixed, random, most))]
        return list({tuple(way.items()): way for way in ways}.values())

    def _with_contents(self, kept: dict[str, int | None], random: Random, most: int) -> Iterator[Tree]:
        reached = {inode for inode in kept.values() if inode is not None and inode != FOLDER}
        certain = {inode: options[-1] for inode, options in self.contents.items()}
        torn = [inode for inode in sorted(reached) if len(self.contents[inode]) > 1]
        options = [list(dict.fromkeys((certain[inode], b"", certain[inode][: len(certain[inode]) // 2], bytes(len(certain[inode]))))) for inode in torn]
        for way in _some(product(*options), random, most):
            yield self._tree(kept, certain | dict(zip(torn, way, strict=True)))

    def _tree(self, names: Mapping[str, int | None], contents: Mapping[int, bytes]) -> Tree:
        """What can be reached from the top: a name in a folder whose own name is lost is lost with it."""
        found: Tree = {}
        for name in sorted(names):
            inode, folder = names[name], above(name)
            if inode is not None and (folder == "." or folder in found):
                found[name] = None if inode == FOLDER else contents[inode]
        return found

    def _name(self, path: str, inode: int | None) -> None:
        self.names.setdefault(path, [None]).append(inode)

    def _inside(self, folder: str) -> list[str]:
        return [name for name in self.names if above(name) == folder]


def states(before: Tree, events: Sequence[Event], *, since: int = 0, most: int = 32) -> Iterator[AfterCut]:
    """Every state that a cut in these events, from number `since` on, may leave.

    Before a flush and at the end is enough: what a cut in between may leave is among what the cut before the next flush may leave, for that
    one may have lost everything since.
    """
    platter = Platter.holding(before)
    random = Random(most)  # noqa: S311  # a sample, not a secret
    for number, event in enumerate([*events, Event("end")]):
        if number >= since and event.kind in {"flush file", "flush folder", "end"}:
            for tree in platter.after_a_cut(random, most):
                yield AfterCut(tree, dict(platter.promised), f"before event {number}, {event.kind} {event.path}".rstrip())
        platter.happen(event)


def _some(ways: Iterable[W], random: Random, most: int) -> list[W]:
    """All of them where they are few, else the first half as they come and the others at random."""
    first = list(islice(ways, most * 32))
    if len(first) <= most:
        return first
    return [*first[: most // 2], *random.sample(first[most // 2 :], most // 2)]
