"""Where things lie in a plan's folder, and how the folder is found."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from cicp.errors import InvalidFile, NotFound, WrongWords
from cicp.files import disk
from cicp.model.filing import ID

ENDING = ".toml"
_RECORDS = ("docket", "incidents", "editions")
_INCIDENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9-]+-[0-9a-z]{5}")


def is_filing_name(name: str) -> bool:
    """Say whether a file in a log's folder is named as a filing is: number, suffix, ending."""
    return name.endswith(ENDING) and ID.fullmatch(name.removesuffix(ENDING)) is not None


class Home(NamedTuple):
    """A plan's folder."""

    root: Path

    @property
    def plan(self) -> Path:
        return self.root / "plan.toml"

    @property
    def calendar(self) -> Path:
        return self.root / "calendar.toml"

    @property
    def directory(self) -> Path:
        return self.root / "directory.toml"

    @property
    def docket(self) -> Path:
        return self.root / "docket"

    @property
    def editions(self) -> Path:
        return self.root / "editions"

    @property
    def incidents(self) -> Path:
        return self.root / "incidents"

    def log(self, incident: str) -> Path:
        """The folder of an incident's activity log."""
        return self.incidents / incident / "log"

    def draft(self, incident: str, statement: str) -> Path:
        """Where the draft of a statement lies; it is the person's file once it is there."""
        return self.incidents / incident / "statements" / f"{statement}.toml"

    def incident_ids(self) -> list[str]:
        """Every folder under incidents/ with the name of an incident and something filed in it. A declaration that was cut short leaves an empty one."""
        try:
            found = disk.names(self.incidents)
        except OSError as error:
            raise InvalidFile(
                f"the folder cannot be read: {error.strerror}.", where=shown(self.incidents), hint="it must be a folder that you may open"
            ) from error
        return [name for name in found if is_incident(name) and self._has_filings(name)]

    def _has_filings(self, incident: str) -> bool:
        try:
            return any(map(is_filing_name, disk.names(self.log(incident))))
        except OSError:
            return True  # its log cannot be listed: reading it will say so


def is_incident(name: str) -> bool:
    """Say whether a name is that of an incident's folder, and so may be part of a path."""
    return _INCIDENT.fullmatch(name) is not None


def shown(path: Path) -> str:
    """Write a path as the reader would type it: from where they stand, if it lies below. A symbolic link is named itself, not what it points to."""
    try:
        return (path.parent.resolve() / path.name).relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def beneath(place: str, path: str) -> str:
    """Write a path that lies in a place as `shown` writes it."""
    return path if place == "." else f"{place}/{path}"


def find_home(named: str) -> Home:
    """Return the plan's folder: the one named, else the nearest with a plan.toml, else the only one under plans/.

    Raises NotFound when there is none, WrongWords when there are several to choose from.
    """
    if named:
        return _named(Path(named))
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _is_plan(folder):
            return Home(folder)
    return _only_one_under(here / "plans")


def _is_plan(folder: Path) -> bool:
    """A plan's folder has a plan.toml; one that lost it still has its docket beside its text or its incidents."""
    if os.path.lexists(folder / "plan.toml"):
        return True
    return (folder / "docket").is_dir() and any((folder / name).is_dir() for name in ("text", "incidents"))


def plan_around(folder: Path) -> Path | None:
    """Return the plan's folder that `folder` lies in, if there is one; a folder is not around itself."""
    return next((each for each in folder.resolve().parents if _is_plan(each)), None)


def _named(folder: Path) -> Home:
    if _is_plan(folder) or any((folder / record).is_dir() for record in _RECORDS):
        return Home(folder)
    raise NotFound(f"there is no plan in {folder}.", hint="name a folder that holds a plan.toml: cicp -p DIR …")


def _only_one_under(folder: Path) -> Home:
    plans = [folder / name for name in disk.names(folder) if _is_plan(folder / name)]
    if len(plans) == 1:
        return Home(plans[0])
    if plans:
        raise WrongWords("there are several plans here.", hint="name one: " + " or ".join(f"cicp -p plans/{plan.name} …" for plan in plans))
    raise NotFound("there is no plan.toml here or above, and none under plans/.", hint="go to the plan's folder, or name it: cicp -p DIR …")
