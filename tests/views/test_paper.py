"""The paper pack of an incident, as a renderer that we did not write shows it."""

import csv
import importlib.metadata
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cicp.model.plan import Directory
from cicp.model.statement import StatementKind
from cicp.model.words import Words
from cicp.render.markdown import render
from cicp.views.document import Document, Heading
from cicp.views.paper import call_chain, gate_list, statement
from tests.conftest import Result
from tests.nights import prepared_in
from tests.pages import Part, parts

Cicp = Callable[..., Result]
NUMBER = re.compile(r"\b\d{3}-555-\d{4}\b")
PARTS = [
    "Paper pack: Shooting at Shaw Park",
    "Checklist",
    "Timeline, with the counting",
    "Call chain - NOT FOR THE PUBLIC",
    "Gates",
    "Holding statement",
    "Activity log, sheet 1 of 2",
    "Activity log, sheet 2 of 2",
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Declare, once, the incident of the example; one step is done, one is skipped."""
    return prepared_in(
        tmp_path_factory.mktemp("paper"),
        ("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:30", "--known", "21:30"),
        ("done", "tell-manager", "--at", "21:41"),
        ("skip", "save-posts", "--why", "nobody to do it"),
    )


@pytest.fixture
def night(cicp: Cicp, plan: Path, prepared: Path) -> Cicp:
    """Work on a copy of the prepared plan."""
    shutil.copytree(prepared, plan, dirs_exist_ok=True)
    return cicp


def pack(cicp: Cicp, *words: str) -> dict[str, list[Part]]:
    """Print a pack and return its parts by title, each with the parts of itself."""
    said = cicp("incident", "paper", *words)
    assert 0 == said.code
    found: dict[str, list[Part]] = {}
    for part in parts(said.out)[1:]:
        if part.depth < 3:
            found[part.title] = []
        found[list(found)[-1]].append(part)
    return found


def items(pages: list[Part]) -> list[str]:
    return [item for page in pages for item in page.items]


def test_the_pack_is_one_page_of_markdown_even_in_a_pipe(night: Cicp) -> None:
    """Every part is there, in the order to work through them, and each that is about the incident says which."""
    pages = pack(night)

    assert list(pages) == PARTS
    assert all("Shooting at Shaw Park" in pages[name][0].text for name in PARTS)


def test_the_cover_says_what_this_was_made_from(night: Cicp) -> None:
    """Incident, edition, the heads to verify against, when and by which program; and that it is no advice."""
    log = json.loads(night("incident", "show", "--format", "json").out)
    docket = json.loads(night("docket", "--format", "json").out)
    head = json.loads(night("docket", "show", log["log"][-1]["id"], "--format", "json").out)["digest"]
    cover = pack(night)[PARTS[0]][0]
    says = {row[0]: row[1] for row in cover.tables[0]}

    assert f"{log['id']}, tier 3, open" == says["incident"]
    assert f"edition {log['edition'].removeprefix('sha256:')[:12]}, {log['edition']}" == says["words"]
    assert (head, docket["heads"]) == (says["head of the log"], [says["head of the docket"]])
    assert says["printed"].startswith("Friday, November 20, 2026, 9:50 p.m. CST, by cicp ")
    assert "not legal advice" in cover.paragraphs[-2]


def test_a_copy_that_was_never_installed_prints_all_the_same(night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run from its source alone the program has no version to say; that stops no pack."""

    def unknown(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", unknown)

    assert "printed" == pack(night)[PARTS[0]][0].tables[0][-1][0]
    assert pack(night)[PARTS[0]][0].tables[0][-1][1].endswith(" CST, by cicp")


def test_the_checklist_has_an_empty_box_and_a_line_to_sign_for_what_is_to_be_done(night: Cicp) -> None:
    """Every unfinished step has both, its id to file it by afterwards, and its time with the weekday, though it is due today."""
    steps = json.loads(night("incident", "checklist", "--format", "json").out)["items"]
    shown = items(pack(night)["Checklist"])
    unfinished = [step for step in steps if step["status"] not in ("done", "done-late", "skipped", "not-applicable")]
    boxed = [item for item in shown if item.startswith("[ ]")]

    assert len(steps) == len(shown)
    assert [step["title"] for step in unfinished] == [_title_of(item, unfinished) for item in boxed]
    assert all(item.endswith("\ndone at ............ by ............") for item in boxed)
    assert "[ ] > NOW Fri 20 Nov 22:30 Publish the holding statement\nholding-statement - pio - " in "\n".join(boxed)


def _title_of(item: str, steps: list[dict[str, str]]) -> str:
    return next(step["title"] for step in steps if f"\n{step['id']} - " in item)


def test_what_is_finished_is_not_asked_for_again(night: Cicp) -> None:
    """What is done has a ticked box and its time; what was skipped has no box, and its reason; neither has a line to sign."""
    shown = items(pack(night)["Checklist"])
    (done,) = (item for item in shown if "\ntell-manager - " in item)
    (skipped,) = (item for item in shown if "\nsave-posts - " in item)

    assert done.startswith("[x] Fri 20 Nov 21:45 Tell the City Manager")
    assert done.endswith("\ndone Fri 20 Nov 21:41")
    assert skipped.startswith("[-] skip Fri 20 Nov 22:00 Save live streams")
    assert skipped.endswith("\nskipped: nobody to do it")


def test_the_timeline_has_every_counting_and_no_box(night: Cicp) -> None:
    """How each due was counted stands beside it, so that a person can count on; the boxes are in the checklist alone."""
    timeline = json.loads(night("incident", "timeline", "--format", "json").out)["items"]
    shown = items(pack(night)["Timeline, with the counting"])

    assert len(timeline) == len(shown)
    assert [] == [item for item in shown if "[ ]" in item or "[x]" in item]
    for step in timeline:
        (item,) = (item for item in shown if f"\n{step['id']} - " in item)
        assert set(step["explain"]) <= set(item.split("\n"))


def test_telephone_numbers_are_on_one_part_that_says_it_is_restricted(night: Cicp, plan: Path) -> None:
    """Every number of the directory is in the call chain, and nowhere else in the pack; that part is marked twice."""
    numbers = set(NUMBER.findall((plan / "directory.toml").read_text(encoding="utf-8")))
    pages = pack(night)
    found = {name: {number for page in part for number in NUMBER.findall(page.text)} for name, part in pages.items()}
    chain = pages["Call chain - NOT FOR THE PUBLIC"]

    assert {name: numbers if name.startswith("Call chain") else set() for name in PARTS} == found
    assert any(line.startswith("RESTRICTED.") for line in chain[0].paragraphs)


def test_the_call_chain_is_in_order_with_who_is_next(night: Cicp) -> None:
    """Each link says by when, whom, how, who if nobody answers, and has a line to fill in."""
    chain = pack(night)["Call chain - NOT FOR THE PUBLIC"][0].items

    assert [f"[ ] {number}." for number in range(1, 9)] == [item[:6] for item in chain]
    assert (
        "[ ] 3. by Fri 20 Nov 21:45 City Manager, Chief Administrative Officer: 314-555-0107\n"
        "voice call by the Chief\n"
        "no answer: Assistant City Manager, delegate of the City Manager: 314-555-0108\n"
        "reached at ............ by ............"
    ) == chain[2]


def test_whoever_is_in_the_chain_is_not_listed_again(night: Cicp) -> None:
    """The other numbers are those that nobody in the chain has, with their notes."""
    chain, others = pack(night)["Call chain - NOT FOR THE PUBLIC"]
    called = set(NUMBER.findall(chain.text))

    assert "Other numbers" == others.title
    assert "St. Louis County Prosecuting Attorney: 314-555-0118\nduty attorney" in others.items
    assert {"314-555-0102", "314-555-0108"} <= called
    assert set() == called & set(NUMBER.findall(others.text))


def test_gates_say_what_opens_them_and_which_are_open(night: Cicp) -> None:
    """A closed gate names the facts, who confirms them and who may override; one that was opened is only named as open."""
    before = pack(night)["Gates"][0]
    night("--as", "family-liaison", "fact", "next-of-kin-notified", "--about", "deceased-1")
    night("--as", "me", "fact", "medical-examiner-identified", "--about", "deceased-1")
    after = pack(night)["Gates"][0]
    title = "Name of a person who died or is critically hurt\nnok; watch for: "

    assert any(item.startswith(title) for item in before.items)
    assert not any(item.startswith(title) for item in after.items)
    assert "Open when this was printed: nok." in after.paragraphs
    assert any(
        item.endswith("closed: employee-family-told recorded (confirmed by notification-officer) opens it; chief may override it, with a reason")
        for item in after.items
    )
    assert any(item.endswith("no fact opens it; nobody may override it") for item in after.items)


def test_the_holding_statement_is_there_with_room_for_its_answers(night: Cicp) -> None:
    """The template with its brackets, each question with a line to write on, and who must agree."""
    statement, blanks, agree = pack(night)["Holding statement"]

    assert "STATEMENT BY THE CITY, as of [as of]" in statement.paragraphs
    assert "Where: [where]" in statement.paragraphs
    assert "[where]\nWhere? The block or the crossing, never a private address." == blanks.items[1].rpartition("\n")[0]
    assert all(item.endswith("....") for item in blanks.items)
    assert ["ic", "chief or alt-chief"] == [row[0] for row in agree.tables[0][1:]]


def test_a_template_without_questions_or_approvals_is_words_alone() -> None:
    """What the kind of statement does not ask for has no empty heading."""
    kind = StatementKind.model_validate({"title": "Holding", "clause": "statements.holding", "text": "We know of it.\n\nMore at nine."})

    assert ["Line"] * 3 == [type(block).__name__ for block in statement(kind, Words(plan=None))]


def test_the_log_sheets_are_blank_and_numbered(night: Cicp) -> None:
    """Fifty numbered rows on two sheets, in the columns of ICS form 214, with a period and a name to fill in."""
    pages = pack(night)
    sheets = [pages[name][0] for name in PARTS[-2:]]
    rows = [row for sheet in sheets for row in sheet.tables[0][1:]]

    assert [["no.", "happened", "learned", "what", "by whom"]] * 2 == [sheet.tables[0][0] for sheet in sheets]
    assert [str(number) for number in range(1, 51)] == [row[0] for row in rows]
    assert {"."} == set("".join(cell for row in rows for cell in row[1:]))
    assert all(sheet.paragraphs[1].startswith("Operational period: from ....") for sheet in sheets)


def test_a_strangers_title_stays_a_title(cicp: Cicp, plan: Path) -> None:
    """Pipes, backticks, brackets and HTML in a title, in a question and in a note are shown as written, and break no table and no list."""
    hostile = "a | b `c` [d](e) <b>f</b> **g** \\| 1. ~~h~~"
    for file, old in (("statements/holding.toml", "Where? The block or the crossing, never a private address."), ("directory.toml", "duty attorney")):
        text = (plan / file).read_text(encoding="utf-8")
        (plan / file).write_text(text.replace(f'"{old}"', f"'{hostile}'"), encoding="utf-8")
    assert 0 == cicp("declare", hostile, "--kind", "ois").code
    pages = pack(cicp)

    assert f"Paper pack: {hostile}" == next(iter(pages))
    assert hostile == pages["Checklist"][0].paragraphs[0]
    assert f"[where]\n{hostile}" == pages["Holding statement"][1].items[1].rpartition("\n")[0]
    assert any(item.endswith(f"\n{hostile}") for item in items(pages["Call chain - NOT FOR THE PUBLIC"]))
    assert {5} == {len(row) for row in pages["Activity log, sheet 1 of 2"][0].tables[0]}


def test_plain_text_fits_the_page(night: Cicp) -> None:
    """80 columns hold everything but a digest, for a printer that knows nothing better."""
    said = night("incident", "paper", "--format", "plain").out
    wide = [line for line in said.splitlines() if len(line) > 80]

    assert "sha256:" in said
    assert [] == [line for line in wide if "sha256:" not in line]
    assert 50 == len(re.findall(r"^\d+ +\.{10}  \.{10}  \.{34}  \.{14}$", said, re.MULTILINE))


def test_other_programs_get_the_pack_as_values(night: Cicp) -> None:
    """JSON has the items of the checklist, the chain, the gates and the heads; CSV has the steps and the log's rows."""
    said = json.loads(night("incident", "paper", "--format", "json").out)
    rows = list(csv.reader(io.StringIO(night("incident", "paper", "--format", "csv").out)))

    assert "cicp/paper/1" == said["schema"]
    assert json.loads(night("incident", "checklist", "--format", "json").out)["items"] == said["items"]
    assert ["pio", "chief"] == [link["office"] for link in said["notify"]][:2]
    assert "314-555-0104" in {contact["phone"] for contact in said["contacts"]}
    assert {"id": "nok", "open_for": []}.items() <= said["gates"][0].items()
    assert (1, 1) == tuple(len(said["heads"][name]) for name in ("log", "docket"))
    assert ["50", *("." * width for width in (10, 10, 34, 14))] == rows[-1]


@pytest.mark.parametrize(
    ("file", "part", "says"),
    [
        ("directory.toml", "Call chain - NOT FOR THE PUBLIC", "no number in directory.toml"),
        ("docket/0002-*.toml", "Checklist", "Shooting at Shaw Park"),
        ("calendar.toml", "Checklist", "Shooting at Shaw Park"),
    ],
)
def test_what_is_broken_is_named_and_the_rest_is_printed(night: Cicp, plan: Path, file: str, part: str, says: str) -> None:
    """A damaged directory, docket or calendar stops no pack: it is warned of, and its piece is left out."""
    next(plan.glob(file)).write_text("= broken", encoding="utf-8")
    said = night("incident", "paper")

    assert 0 == said.code
    assert Path(file).name[:4] in said.err
    assert says in "\n".join(page.text for page in pack(night)[part])


def test_what_no_copy_of_the_plan_gives_is_replaced_by_what_to_do() -> None:
    """Without chain, gates and template the pack says whom to call, what not to say, and how to speak all the same."""
    blocks = (*call_chain([], None, None, str), *gate_list([]), *statement(None, Words(plan=None)))
    (_, chain) = parts(render(Document((Heading("page"), *blocks), {})))[1:]

    assert "The notification chain cannot be read: call the chief, the city manager and the city attorney." == chain.paragraphs[1]
    assert "gates.toml cannot be read: name nobody, and ask the city attorney before anything else is said." == chain.paragraphs[2]
    assert "There is no statements/holding.toml: say what is known and when you will speak again, and nothing else." == chain.paragraphs[3]


def test_a_directory_without_a_plan_still_gives_its_numbers() -> None:
    """Where no plan says the titles, offices are named by their ids."""
    directory = Directory.model_validate({"format": 1, "contact": [{"office": "chief", "phone": "314-555-0102"}]})
    (_, other) = parts(render(Document((*call_chain([], None, directory, str),), {})))[1:]

    assert ["chief: 314-555-0102"] == other.items


def test_the_refusals_say_what_to_leave_out(night: Cicp) -> None:
    """A pack is of an incident or of none; the kinds of an incident are known already."""
    both, kind = night("incident", "paper", "--blank", "2026"), night("incident", "paper", "--kind", "ois")

    assert (2, "error: --blank is the pack of no incident.\nhint: leave out the incident, or --blank\n") == (both.code, both.err)
    assert (2, "error: an incident has its kinds already; --kind goes with --blank.\nhint: leave out --kind, or add --blank\n") == (kind.code, kind.err)
