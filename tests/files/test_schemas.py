"""What editors are told of the files that people write: the same as cicp asks for, in words that editors know."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, time
from functools import cache
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker
from pydantic import TypeAdapter, ValidationError

from cicp.errors import CannotWrite, InvalidFile
from cicp.files import schemas, starter, toml
from cicp.files.layout import Home
from cicp.files.library import LIBRARY
from cicp.files.schemas import KINDS, Kind
from cicp.model.names import Anchor, ClauseId, Id, IdOrNothing
from cicp.model.plan import City
from cicp.model.spans import CadenceText, DueText, SpanText

EXAMPLE = Path(__file__).resolve().parents[2] / "plans" / "clayton"
FILES = [(kind, path) for kind in KINDS.values() for path in sorted(EXAMPLE.glob(kind.files))]
BESIDE_PYTHON = Path(sys.executable).parent

GOOD = {
    "plan": """
format = 1
[city]
name = "City of Clayton"
state = "MO"
timezone = "America/Chicago"
[[office]]
id = "chief"
title = "Chief of Police"
also = ["ic"]
[[notify]]
office = "chief"
within = "15 minutes"
method = "by voice"
else = "ic"
[signing]
signatories = ["chief"]
threshold = 1
[settings]
video = "30 days"
""",
    "section": """
title = "Notification"
owner = "chief"
[[clause]]
id = "tell-manager"
heading = "City Manager"
duty = true
text = "The Chief of Police tells the City Manager."
""",
    "playbook": """
kind = "ois"
title = "Officer-involved shooting"
clause = "definitions.ois"
tier = 3
[[step]]
id = "next-update"
title = "Say when the next words come"
role = "pio"
clause = "statements.update"
anchor = ["known", "released:holding"]
within = "setting:update"
every = ["4 hours until 24 hours"]
[[tighten]]
step = "holding-statement"
within = "30 minutes"
""",
    "statement": """
title = "Holding statement"
clause = "statements.holding"
within = "60 minutes"
anchor = "known"
approve = [["ic"], ["chief", "alt-chief"]]
timeout = "09:00 on business day 3"
text = "What happened: [what happened]"
[[field]]
id = "what happened"
ask = "What happened?"
required = true
""",
    "facts": """
format = 1
[[fact]]
name = "next-of-kin-notified"
asks = "When was the family told?"
about = "deceased"
[[fact]]
name = "known"
asks = "When did the city know?"
about = ""
""",
    "gates": """
format = 1
[[gate]]
id = "nok"
title = "Name of a person who died"
blocks = ["the deceased is"]
opens = ["next-of-kin-notified"]
confirm = ["me"]
override = ["city-attorney"]
""",
    "law": """
format = 1
[[duty]]
id = "sunshine-response"
title = "Answer the request"
role = "city-clerk"
clause = "records.requests"
anchor = "request-received"
within = "3 business days"
citation = "RSMo 610.023.3"
source = "M1"
verified_on = 2026-11-22
""",
    "calendar": """
format = 1
weekend = ["saturday", "sunday"]
[hours]
opens = "08:30"
closes = "17:00"
[[year]]
year = 2026
closed = [{ day = 2026-11-26, name = "Thanksgiving Day" }]
""",
    "directory": """
format = 1
[[contact]]
office = "chief"
phone = "314-555-0102"
email = "chief@example.org"
""",
    "recommendations": """
format = 1
source = "a report"
[[goal]]
id = "plan"
title = "Have a plan"
[[goal.step]]
id = "draft"
text = "Write it."
stage = "draft"
[[goal.status]]
as_of = 2019-10-18
text = "It is under way."
step = "draft"
""",
}
"""A small good file of each kind."""

BROKEN = {
    "plan": {
        "an unknown key": ("threshold = 1", "threshold = 1\nthreshhold = 1"),
        "an unknown heading": ("[settings]", "[setting]"),
        "a number for text": ('name = "City of Clayton"', "name = 1"),
        "a missing key": ('timezone = "America/Chicago"\n', ""),
        "a missing table": ('[signing]\nsignatories = ["chief"]\nthreshold = 1\n', ""),
        "an id with a blank": ('id = "chief"', 'id = "the chief"'),
        "the name of a device": ('also = ["ic"]', 'also = ["con"]'),
        "a span without a unit": ('within = "15 minutes"', 'within = "15"'),
        "a misspelt span": ('video = "30 days"', 'video = "30 dyas"'),
        "a bad id by its alias": ('else = "ic"', 'else = "IC"'),
        "a key by the name that only the program knows": ('else = "ic"', 'otherwise = "ic"'),
        "too small a number": ("threshold = 1", "threshold = 0"),
        "a number in quotation marks": ("threshold = 1", 'threshold = "1"'),
        "another format": ("format = 1", "format = 2"),
        "one table for several": ("[[office]]", "[office]"),
    },
    "section": {
        "an unknown key": ("duty = true", "duties = true"),
        "a word for true": ("duty = true", 'duty = "yes"'),
        "a missing key": ('id = "tell-manager"\n', ""),
        "a missing title": ('title = "Notification"\n', ""),
        "the full id of a clause": ('id = "tell-manager"', 'id = "notification.tell-manager"'),
        "a heading of two lines": ('heading = "City Manager"', 'heading = "City\\nManager"'),
        "a number for text": ('text = "The Chief of Police tells the City Manager."', "text = 1.10"),
    },
    "playbook": {
        "an unknown key": ('within = "setting:update"', 'witin = "setting:update"'),
        "a tier that is none": ("tier = 3", "tier = 4"),
        "a tier in quotation marks": ("tier = 3", 'tier = "3"'),
        "a missing key": ('role = "pio"\n', ""),
        "a bad id": ('id = "next-update"', 'id = "next_update"'),
        "a clause without its section": ('clause = "statements.update"', 'clause = "update"'),
        "a bad span": ('within = "30 minutes"', 'within = "half an hour"'),
        "the setting of no name": ('"setting:update"', '"setting:"'),
        "a cadence that has no end": ('"4 hours until 24 hours"', '"4 hours"'),
        "a cadence by the hour of the day": ('"4 hours until 24 hours"', '"4 hours until 09:00 on day 1"'),
        "no anchor at all": ('anchor = ["known", "released:holding"]', "anchor = []"),
        "an anchor of another kind": ('"released:holding"', '"sent:holding"'),
        "a number for an anchor": ('anchor = ["known", "released:holding"]', "anchor = 1"),
    },
    "statement": {
        "an unknown key": ("timeout =", "time-out ="),
        "a missing template": ('text = "What happened: [what happened]"\n', ""),
        "a missing question": ('ask = "What happened?"\n', ""),
        "one list where lists are wanted": ('[["ic"], ["chief", "alt-chief"]]', '["ic", "chief"]'),
        "a bad id": ('"alt-chief"', '"Alt Chief"'),
        "a bad span": ('within = "60 minutes"', 'within = "60m"'),
        "an hour that is none": ('"09:00 on business day 3"', '"24:00 on business day 3"'),
        "a bad clause": ('"statements.holding"', '"statements/holding"'),
        "a word for true": ("required = true", 'required = "true"'),
    },
    "facts": {
        "an unknown key": ("asks = ", "ask = "),
        "a missing key": ('name = "known"\n', ""),
        "a bad id": ('"known"', '"Known"'),
        "whom it is about as a sentence": ('about = "deceased"', 'about = "the deceased"'),
        "a wrong type": ('asks = "When did the city know?"', 'asks = ["When did the city know?"]'),
        "no format": ("format = 1\n", ""),
    },
    "gates": {
        "an unknown key": ("blocks =", "block ="),
        "a missing key": ('title = "Name of a person who died"\n', ""),
        "text for a list": ('blocks = ["the deceased is"]', 'blocks = "the deceased is"'),
        "a bad id": ('"next-of-kin-notified"', '"-next-of-kin"'),
        "the name of a device": ('id = "nok"', 'id = "lpt1"'),
        "one table for several": ("[[gate]]", "[gate]"),
    },
    "law": {
        "an unknown key": ("verified_on", "verified-on"),
        "a missing citation": ('citation = "RSMo 610.023.3"\n', ""),
        "a day that is none": ("verified_on = 2026-11-22", 'verified_on = "last week"'),
        "a bad span": ('"3 business days"', '"3 working days"'),
        "a bad anchor": ('"request-received"', '"request received"'),
        "a bad clause": ('"records.requests"', '"records.requests.first"'),
        "a wrong type": ("format = 1", 'format = "1"'),
    },
    "calendar": {
        "an unknown key": ("closes =", "close ="),
        "a missing key": ('closes = "17:00"\n', ""),
        "a day of the week that is none": ('"sunday"', '"Sunday"'),
        "an hour that is none": ('"08:30"', '"8:30"'),
        "a year of two digits": ("year = 2026", "year = 26"),
        "a day that is none": ("2026-11-26", '"Thanksgiving"'),
        "a day without a reason": ('"Thanksgiving Day"', '""'),
    },
    "directory": {
        "an unknown key": ("phone =", "telephone ="),
        "a missing number": ('phone = "314-555-0102"\n', ""),
        "a number that is a number": ('phone = "314-555-0102"', "phone = 3145550102"),
        "a bad id": ('"chief"', '"Chief of Police"'),
        "another format": ("format = 1", "format = 0"),
    },
    "recommendations": {
        "an unknown key": ("as_of =", "asof ="),
        "a missing key": ('title = "Have a plan"\n', ""),
        "a stage that is none": ('stage = "draft"', 'stage = "drafting"'),
        "a day that is none": ("as_of = 2019-10-18", "as_of = 2019"),
        "a bad id": ('id = "plan"', 'id = "Plan"'),
        "a step that is no id": ('step = "draft"', 'step = "Write it."'),
    },
}
"""What goes wrong in a file of each kind: the words of the good one, and what stands there instead."""

SLIPS = [(kind, name, *change) for kind, slips in BROKEN.items() for name, change in slips.items()]


@cache
def _validator(kind: str) -> Draft7Validator:
    return Draft7Validator(json.loads(schemas.text_of(KINDS[kind])), format_checker=FormatChecker())


def _as_json(value: Any) -> Any:
    """What an editor sees of a TOML value: days and hours as the words they are written in."""
    if isinstance(value, dict):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _refused_by_schema(kind: str, text: str) -> bool:
    return not _validator(kind).is_valid(_as_json(tomllib.loads(text)))


def _refused_by_cicp(kind: str, text: str) -> bool:
    try:
        toml.parse(text.encode(), "x.toml", KINDS[kind].model)
    except InvalidFile:
        return True
    return False


def _tables(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes a table with keys of its own."""
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _tables(value)
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        yield schema


@pytest.mark.parametrize("kind", KINDS)
class TestShape:
    """Draft-7 is what TOML editors read."""

    def test_it_is_draft_7_and_nothing_newer(self, kind: str) -> None:
        """The schema is a valid one of the draft it names, and has no word of a newer draft."""
        text = schemas.text_of(KINDS[kind])
        schema = json.loads(text)

        assert "http://json-schema.org/draft-07/schema#" == schema["$schema"]
        Draft7Validator.check_schema(schema)
        assert [] == re.findall(r'"(?:\$defs|prefixItems|dependentRequired|unevaluatedProperties|minContains|\$anchor|null)"|: null', text)
        assert text.isascii()
        assert text.endswith("}\n")

    def test_every_table_is_closed_and_every_key_explained(self, kind: str) -> None:
        """No table takes a key it does not know, and an editor has a title and a sentence for each table, and a sentence for each key."""
        for table in _tables(json.loads(schemas.text_of(KINDS[kind]))):
            assert table["additionalProperties"] is False
            assert table["title"]
            assert table["description"].endswith(".")
            assert [] == [key for key, each in table["properties"].items() if not each["description"].endswith(".")]

    def test_a_reference_stands_alone(self, kind: str) -> None:
        """Draft-7 passes over what stands beside a reference: nothing does."""
        text = schemas.text_of(KINDS[kind])

        assert text.count('"$ref"') == len(re.findall(r'\{\s*"\$ref": "#/definitions/\w+"\s*\}', text))


def test_every_sentence_belongs_to_a_key() -> None:
    """What a key is called in the models and in the sentences about keys is the same: none is left of a key that is gone."""
    written = tomllib.loads((LIBRARY / "schema.toml").read_text(encoding="utf-8"))
    known: dict[str, set[str]] = {}
    for kind in KINDS.values():
        schema = json.loads(schemas.text_of(kind))
        for name, table in ((kind.model.__name__, schema), *schema["definitions"].items()):
            known[name] = set(table["properties"])

    assert [] == [(name, key) for name, keys in written.items() for key in keys if key not in known.get(name, ())]
    assert [] == [(name, key) for name, keys in known.items() for key in keys if key != "format" and key not in written.get(name, ())]


class TestExample:
    """The example plan is what editors are tried on."""

    @pytest.mark.parametrize(("kind", "path"), FILES, ids=[path.relative_to(EXAMPLE).as_posix() for _, path in FILES])
    def test_every_file_fits_its_schema(self, kind: Kind, path: Path) -> None:
        """An editor finds nothing wrong with it."""
        assert [] == list(_validator(kind.name).iter_errors(_as_json(tomllib.loads(path.read_text(encoding="utf-8")))))

    @pytest.mark.parametrize(("kind", "path"), FILES, ids=[path.relative_to(EXAMPLE).as_posix() for _, path in FILES])
    def test_every_file_names_its_schema(self, kind: Kind, path: Path) -> None:
        """Its first line names the schema of its kind, at a path that leads there."""
        first, _ = path.read_text(encoding="utf-8").split("\n", 1)

        assert kind.directive == first
        assert (EXAMPLE / kind.path).samefile(path.parent / first.removeprefix("#:schema "))

    def test_it_has_every_kind_with_a_fresh_schema(self) -> None:
        """Each kind of file stands in it, and beside them the schemas that this cicp writes."""
        assert set(KINDS) == {kind.name for kind, _ in FILES}
        assert dict.fromkeys(KINDS, "fresh") == {name: schemas.state(Home(EXAMPLE), kind) for name, kind in KINDS.items()}
        assert {f"{name}.json" for name in KINDS} == {path.name for path in (EXAMPLE / schemas.FOLDER).iterdir()}


@pytest.mark.parametrize("state", ["MO", "KS"])
def test_a_new_plan_can_be_edited_at_once(state: str) -> None:
    """Every file of a plan that `cicp new` makes names its schema in its first line, and all schemas come with it."""
    made = starter.make(City(name="City of Riverton", state=state, timezone="America/Chicago"), 2026).files
    firsts = [(kind, made[path].decode().split("\n", 1)[0]) for kind in KINDS.values() for path in made if PurePath(path).match(kind.files)]

    assert [] == [(kind.name, first) for kind, first in firsts if first != kind.directive]
    assert set(KINDS) - {"recommendations"} <= {kind.name for kind, _ in firsts}
    assert schemas.files() == {path: data for path, data in made.items() if path.startswith("schema/")}


class TestAgreement:
    """The editor and cicp say the same of a file."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_good_file_is_good_to_both(self, kind: str) -> None:
        """What cicp reads, the editor leaves in peace."""
        assert (False, False) == (_refused_by_cicp(kind, GOOD[kind]), _refused_by_schema(kind, GOOD[kind]))

    @pytest.mark.parametrize(("kind", "name", "old", "new"), SLIPS, ids=[f"{kind}: {name}" for kind, name, _, _ in SLIPS])
    def test_a_slip_is_seen_by_both(self, kind: str, name: str, old: str, new: str) -> None:
        """What cicp refuses is marked in the editor while it is typed."""
        text = GOOD[kind].replace(old, new, 1)

        assert text != GOOD[kind]
        assert (True, True) == (_refused_by_cicp(kind, text), _refused_by_schema(kind, text)), name

    @pytest.mark.parametrize("kind", KINDS)
    @given(data=st.data())
    @settings(max_examples=100, deadline=None)
    def test_what_cicp_reads_the_editor_accepts(self, kind: str, data: st.DataObject) -> None:
        """Whatever is put in the place of one or two values, or taken away, an editor never marks a file that cicp would read."""
        table = deepcopy(tomllib.loads(GOOD[kind]))
        for _ in range(data.draw(st.integers(1, 2), label="how many")):
            places = list(_places(table))
            holder, key = data.draw(st.sampled_from(places), label="where")
            if isinstance(holder, dict) and data.draw(st.booleans(), label="taken away"):
                del holder[key]
            else:
                holder[key] = data.draw(_like(holder[key]) | _VALUES, label="what")
        try:
            KINDS[kind].model.model_validate(deepcopy(table))
        except ValidationError:
            return
        assert [] == list(_validator(kind).iter_errors(_as_json(table)))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a table that holds a value: the table or list it stands in, and its key there."""
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(each, dict | list):
            yield from _places(each)


_WORDS = st.sampled_from(
    [
        "",
        "a",
        "-",
        "ois",
        "con",
        "City Hall",
        "setting:video",
        "done:verify",
        "done:released:x",
        "0 minutes",
        "٣ hours",
        "1 business day",
        "00:00 on day 0",
        "08:30",
    ]
) | st.text("a0 -:.\n٣", max_size=6)
_PLAIN = _WORDS | st.integers(-1, 3) | st.booleans() | st.dates() | st.datetimes() | st.floats(0, 3)
_VALUES = _PLAIN | st.lists(_PLAIN, max_size=2) | st.lists(st.lists(_WORDS, max_size=2), max_size=2) | st.dictionaries(_WORDS, _PLAIN, max_size=2)


def _like(value: Any) -> st.SearchStrategy[Any]:
    """Another value of the same type."""
    if isinstance(value, dict | list):
        return st.just(type(value)())
    return {bool: st.booleans(), int: st.integers(0, 2500), str: _WORDS}.get(type(value), st.just(value))


@pytest.mark.parametrize("form", [Id, IdOrNothing, ClauseId, Anchor, SpanText, DueText], ids=["id", "id or nothing", "clause", "anchor", "span", "due"])
@given(data=st.data())
@settings(deadline=None)
def test_ids_and_spans_look_to_an_editor_as_they_are_read(form: Any, data: st.DataObject) -> None:
    """What the pattern of an id, a clause, an anchor or a span lets pass is what the program reads, no more and no less."""
    reader = TypeAdapter(form)
    schema = reader.json_schema()
    like = st.from_regex(schema["pattern"], fullmatch=True) | st.from_regex(schema.get("not", schema)["pattern"], fullmatch=True)
    text = data.draw(like.map(str.strip) | like.map(str.upper) | like.map(lambda each: each[1:]) | _WORDS, label="text")
    passed = re.fullmatch(schema["pattern"], text) is not None and not ("not" in schema and re.fullmatch(schema["not"]["pattern"], text))

    assert _is_read(reader, text) == passed


@given(
    text=st.from_regex("[0-9]{1,5} (minute|hour|day|business day)s? until [0-9]{1,5} (minute|hour|day|business day)s?", fullmatch=True)
    | st.text("04 hoursntil")
)
@settings(deadline=None)
def test_a_repetition_that_is_read_looks_like_one_to_an_editor(text: str) -> None:
    """The editor passes every repetition that cicp reads; that it comes to an end, no pattern can ask for."""
    reader = TypeAdapter(CadenceText)
    passed = re.fullmatch(reader.json_schema()["pattern"], text) is not None

    assert passed or not _is_read(reader, text)


def _is_read(reader: TypeAdapter[str], text: str) -> bool:
    try:
        reader.validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "words",
    [["check-jsonschema", "--schemafile", "schema/plan.json", "plan.toml"], ["tombi", "lint", "--offline", "--no-cache", "plan.toml"]],
    ids=["check-jsonschema", "tombi"],
)
def test_other_programs_read_the_schemas(words: list[str], tmp_path: Path) -> None:
    """A checker of schemas and a language server for TOML, neither of which we wrote, pass the example and find the slip with its key."""
    shutil.copy(EXAMPLE / "plan.toml", tmp_path)
    shutil.copytree(EXAMPLE / schemas.FOLDER, tmp_path / schemas.FOLDER)
    program = [str(BESIDE_PYTHON / words[0]), *words[1:]]
    good = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)
    text = (tmp_path / "plan.toml").read_text(encoding="utf-8")
    (tmp_path / "plan.toml").write_text(text.replace("\nthreshold = ", "\nthreshhold = ", 1), encoding="utf-8")
    bad = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)

    assert (0, good.stdout + good.stderr) == (good.returncode, good.stdout + good.stderr)
    assert bad.returncode != 0
    assert "threshhold" in bad.stdout + bad.stderr


class TestFolder:
    """Where the schemas lie in a plan's folder."""

    def test_each_is_written_once(self, tmp_path: Path) -> None:
        """The first writing writes all, the second none, and what lies there is what is printed."""
        home = Home(tmp_path)
        first, second = (schemas.write(home, KINDS.values()) for _ in range(2))

        assert (dict.fromkeys(KINDS, True), dict.fromkeys(KINDS, False)) == (first, second)
        assert {name: schemas.text_of(kind) for name, kind in KINDS.items()} == {
            path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "schema").iterdir()
        }

    def test_one_that_is_not_ours_is_stale_and_written_again(self, tmp_path: Path) -> None:
        """Changed, cut short or a folder's name in its place: stale by its path. One that is not there is not missed."""
        home = Home(tmp_path)
        assert [] == schemas.stale(home)

        schemas.write(home, [KINDS["plan"], KINDS["law"], KINDS["facts"]])
        assert [] == schemas.stale(home)

        (tmp_path / "schema/plan.json").write_text("{}", encoding="utf-8")
        (tmp_path / "schema/law.json").write_text(schemas.text_of(KINDS["law"])[:-1], encoding="utf-8")
        assert ["schema/plan.json", "schema/law.json"] == schemas.stale(home)
        assert {"plan": True, "facts": False, "law": True} == schemas.write(home, [KINDS["plan"], KINDS["facts"], KINDS["law"]])
        assert ["fresh", "fresh", "not written"] == [schemas.state(home, KINDS[name]) for name in ("plan", "law", "gates")]

    def test_a_link_in_its_place_is_taken_away_and_what_it_points_to_stays(self, tmp_path: Path) -> None:
        """A schema that is a link to a file elsewhere counts as stale; writing replaces the link, never that file."""
        (tmp_path / "plan/schema").mkdir(parents=True)
        (tmp_path / "letter.json").write_text("mine", encoding="utf-8")
        (tmp_path / "plan/schema/plan.json").symlink_to(tmp_path / "letter.json")
        home = Home(tmp_path / "plan")

        assert ["schema/plan.json"] == schemas.stale(home)
        assert {"plan": True} == schemas.write(home, [KINDS["plan"]])
        assert ("mine", False) == ((tmp_path / "letter.json").read_text(encoding="utf-8"), (tmp_path / "plan/schema/plan.json").is_symlink())

    def test_a_folder_that_is_a_link_is_not_written_to(self, tmp_path: Path) -> None:
        """Nobody's folder elsewhere is filled by way of a link that came with a plan."""
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "plan").mkdir()
        (tmp_path / "plan/schema").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(CannotWrite, match="this is a symbolic link"):
            schemas.write(Home(tmp_path / "plan"), KINDS.values())

        assert [] == list((tmp_path / "elsewhere").iterdir())

    @pytest.mark.parametrize("place", ["schema", "schema/plan.json"])
    def test_what_is_in_the_way_is_said(self, place: str, tmp_path: Path) -> None:
        """A file where the folder belongs, or a folder where a schema does: nothing is written over it, and the error names the folder."""
        home = Home(tmp_path)
        if place == "schema":
            (tmp_path / place).write_text("mine", encoding="utf-8")
        else:
            (tmp_path / place).mkdir(parents=True)
            assert ["schema/plan.json"] == schemas.stale(home)
        with pytest.raises(CannotWrite, match="could not all be written") as error:
            schemas.write(home, [KINDS["plan"]])

        assert error.value.where.endswith("schema")
        assert [place] == [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.name != "schema" or place == "schema"]

    def test_a_plan_with_a_file_for_a_folder_has_no_schemas(self, tmp_path: Path) -> None:
        """Where the folder's name is a file's, no schema is there, and none is stale."""
        (tmp_path / "schema").write_text("mine", encoding="utf-8")

        assert [] == schemas.stale(Home(tmp_path))
