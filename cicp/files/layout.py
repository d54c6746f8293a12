"""Where things lie in a plan's folder, and how the folder is found."""

import os
from dataclasses import dataclass
from pathlib import Path

from cicp.errors import NotFound, WrongWords
from cicp.files import disk

_RECORDS = ("docket", "incidents", "editions")


@dataclass(frozen=True)
class Home:
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
        """Every folder under incidents/ that has a log."""
        return [name for name in disk.names(self.incidents) if (self.incidents / name / "log").is_dir()]


def shown(path: Path) -> str:
    """Write a path as the reader would type it: from where they stand, if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


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
    return os.path.lexists(folder / "plan.toml")


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
