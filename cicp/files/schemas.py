"""The JSON Schema of each kind of file that people write, in the shape that TOML editors read (Draft-7), and where it lies in a plan's folder.

Made from the models that read the files, so that an editor asks for what cicp asks for. It cannot ask for everything: that a name is known
elsewhere in the plan, for one, is what `cicp check` says.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

import rtoml
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from cicp.errors import CannotWrite
from cicp.files import disk
from cicp.files.layout import Home, shown
from cicp.files.library import LIBRARY
from cicp.files.plain_text import LARGEST
from cicp.model.calendar import CityCalendar
from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.plan import Directory, Plan
from cicp.model.playbook import Playbook
from cicp.model.recommendations import Recommendations
from cicp.model.section import SectionFile
from cicp.model.statement import StatementKind

State = Literal["fresh", "stale", "not written"]
FOLDER: Final = "schema"
_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Kind(NamedTuple):
    """A kind of file that people write: its name, which files of a plan are of it, and the model that reads them."""

    name: str
    files: str
    model: type[BaseModel]

    @property
    def path(self) -> str:
        """Where its schema lies in a plan's folder."""
        return f"{FOLDER}/{self.name}.json"

    @property
    def directive(self) -> str:
        """The first line by which a file tells an editor where its schema lies."""
        return f"#:schema {'..' if '/' in self.files else '.'}/{self.path}"


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("plan", "plan.toml", Plan),
        Kind("section", "text/*.toml", SectionFile),
        Kind("playbook", "playbooks/*.toml", Playbook),
        Kind("statement", "statements/*.toml", StatementKind),
        Kind("facts", "facts.toml", Facts),
        Kind("gates", "gates.toml", Gates),
        Kind("law", "law.toml", Law),
        Kind("calendar", "calendar.toml", CityCalendar),
        Kind("directory", "directory.toml", Directory),
        Kind("recommendations", "recommendations.toml", Recommendations),
    )
}
"""Every kind of file that people write, by its name on the command line."""


def text_of(kind: Kind) -> str:
    """Return the JSON Schema of a kind of file as its file holds it: ASCII, ending with a newline, the same bytes at every call."""
    schema = kind.model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_Draft7)
    definitions = schema.pop("$defs", {})
    return json.dumps({"$schema": _DRAFT, **schema, "title": kind.files, "definitions": definitions}, indent=2) + "\n"


def files() -> dict[str, bytes]:
    """Return the schema of every kind by its path in a plan's folder."""
    return {kind.path: text_of(kind).encode() for kind in KINDS.values()}


def state(home: Home, kind: Kind) -> State:
    """Say whether the schema in the plan's folder is the one of this cicp."""
    try:
        lies_there = disk.read(home.root / kind.path, LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return "not written"
    except OSError:  # a folder, a link, a file that may not be read: no editor has this schema from it
        return "stale"
    return "fresh" if lies_there == text_of(kind).encode() else "stale"


def stale(home: Home) -> list[str]:
    """Return the paths of the schemas in the plan's folder that are not those of this cicp. One that is not there is not missed: a plan needs none."""
    return [kind.path for kind in KINDS.values() if state(home, kind) == "stale"]


def write(home: Home, kinds: Iterable[Kind]) -> dict[str, bool]:
    """Put the schemas of these kinds into the plan's folder, and return of each, by its name, whether it had to be written. Raises CannotWrite."""
    folder = home.root / FOLDER
    if folder.is_symlink():
        raise CannotWrite("this is a symbolic link, and only the folder itself is written to.", where=shown(folder), hint="put the folder in its place")
    try:
        disk.make_folder(folder)
        wrote = {kind.name: _write(home, kind) for kind in kinds}
    except OSError as error:
        message, hint = f"the schemas could not all be written: {error.strerror}.", "mend the disk (space, permission), then give the same command again"
        raise CannotWrite(message, where=shown(folder), hint=hint) from error
    return wrote


def _write(home: Home, kind: Kind) -> bool:
    if state(home, kind) == "fresh":
        return False
    disk.replace(home.root / kind.path, text_of(kind).encode())
    return True


class _Draft7(GenerateJsonSchema):
    """What pydantic says of a model, in words that Draft-7 and TOML know, and with a sentence for every key."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        found = super().model_schema(schema)
        words = _words().get(schema["cls"].__name__, {})
        properties = {key: _described(each, words.get(key, "")) for key, each in found["properties"].items()}
        title = _NEXT_WORD.sub(" ", schema["cls"].__name__).capitalize()
        return {**found, "title": title, "description": " ".join(found["description"].split()), "properties": properties}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """TOML has no null: what may be None is what may be left out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        return {key: value for key, value in found.items() if key != "default" or value is not None}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002  # pydantic asks of whatever it may hold
        """A key is its own title."""
        return False


def _described(schema: Mapping[str, Any], words: str) -> dict[str, Any]:
    """Say what a key means, and then what its value looks like. Beside a reference Draft-7 passes over every word, so the reference is put in a list."""
    if "$ref" in schema:
        return {"allOf": [{"$ref": schema["$ref"]}], "description": words}
    says = " ".join(each for each in (words, schema.get("description", "")) if each)
    return {**schema, "description": says}


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    """What each key means, by the name of the model and the key."""
    return rtoml.loads(disk.read(LIBRARY / "schema.toml").decode())
