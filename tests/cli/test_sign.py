"""Signing on the command line: a signature stands under exactly the words that were circulated, and a plan is adopted by exactly those signatures."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from tests.road import SIGNATORIES, Said, Town

BY: Final = ("--instrument", "Resolution 2026-14")
WHY: Final = ("--why", "it is time")
ADOPT: Final = ("plan", "adopt", "--resolution", "2026-14", "--resolved", "2026-02-01")


@pytest.fixture
def town(standing_at: Callable[[str], Town]) -> Town:
    """The small plan whose words were circulated, and nobody signed yet."""
    return standing_at("circulated")


def sign(town: Town, office: str, *more: str) -> Said:
    return town.do("sign", "record", office, *BY, *more)


def shown(town: Town) -> dict[str, Any]:
    return dict(json.loads(town.do("sign", "show", "--format", "json").out))


def refused(town: Town, code: int, *words: str) -> Said:
    """Give a command that is refused with this code: no file is changed."""
    before = town.files()
    said = town.play(*words)

    assert (code, "", before) == (said.code, said.out, town.files()), said.err
    assert said.hint, said.err
    return said


def edition_of(town: Town) -> Path:
    """The folder of the edition that was circulated."""
    return town.plan / "editions" / str(shown(town)["edition"]).removeprefix("sha256:")[:12]


def edit(path: str, old: str, new: str) -> Callable[[Town], None]:
    def change(town: Town) -> None:
        file = town.plan / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


def write(path: str, text: str) -> Callable[[Town], None]:
    def change(town: Town) -> None:
        (town.plan / path).write_text(text, encoding="utf-8")

    return change


LOG, CARE = 'id = "log"\ntext = "The PIO opens a log within 5 minutes."\n', 'id = "care"\nduty = false\ntext = "People come first."\n'
NEW: Final = '[[clause]]\nid = "new"\nduty = false\ntext = "New."\n'
CHANGES: Final = {
    "one clause": (edit("text/01-calls.toml", "come first", "come last"), "the clause calls.care was changed"),
    "a heading": (edit("text/01-calls.toml", 'id = "care"\n', 'id = "care"\nheading = "Care"\n'), "the clause calls.care was changed"),
    "two clauses": (
        lambda town: [edit("text/02-words.toml", "act on", "build on")(town), edit("text/01-calls.toml", "come first", "come last")(town)],
        "the clause calls.care was changed",
    ),
    "a clause gone": (edit("text/01-calls.toml", f"[[clause]]\n{CARE}", ""), "the clause calls.care is gone"),
    "a section gone": (lambda town: (town.plan / "text/02-words.toml").unlink(), "the clause words.plain is gone"),
    "a clause new at the end": (edit("text/02-words.toml", 'on it."\n', f'on it."\n{NEW}'), "the clause words.new is new"),
    "a clause new before one that changed": (
        edit("text/01-calls.toml", f"[[clause]]\n{CARE}", f"{NEW}[[clause]]\n{CARE.replace('first', 'last')}"),
        "the clause calls.new is new",
    ),
    "two clauses swapped": (
        lambda town: [
            edit("text/01-calls.toml", LOG, "swap")(town),
            edit("text/01-calls.toml", CARE, LOG)(town),
            edit("text/01-calls.toml", "swap", CARE)(town),
        ],
        "the clause calls.care was moved",
    ),
    "a remark": (edit("text/01-calls.toml", "# The one duty", "# The only duty"), "text/01-calls.toml"),
    "an owner": (edit("text/01-calls.toml", 'owner = "chief"', 'owner = "pio"'), "text/01-calls.toml"),
    "a playbook": (edit("playbooks/base.toml", "Open the log", "Open a log"), "playbooks/base.toml"),
    "a statement": (edit("statements/holding.toml", "soon", "later"), "statements/holding.toml"),
    "a new statement": (write("statements/update.toml", 'title = "Update"\nclause = "words.plain"\ntext = "More."\n'), "statements/update.toml"),
    "the signatories": (edit("plan.toml", "threshold = 3", "threshold = 1"), "plan.toml"),
    "the facts": (edit("facts.toml", "anyone", "anybody"), "facts.toml"),
    "the line ends": (lambda town: _as_crlf(town.plan / "text/01-calls.toml"), "text/01-calls.toml"),
}


def _as_crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


class TestWords:
    @pytest.mark.parametrize("what", CHANGES)
    def test_changed_after_circulation(self, what: str, town: Town) -> None:
        """Whatever of the words was changed since, no signature is recorded: the first clause that differs is named, or the file; put back, it is."""
        before = town.files()
        change, says = CHANGES[what]
        change(town)
        said = refused(town, 3, "sign", "record", "mayor", *BY)
        told = " ".join(town.do("sign", "show").out.split())
        differs = shown(town)["differs"]
        for path, data in before.items():
            (town.plan / path).write_bytes(data)
        for path in town.files().keys() - before.keys():
            (town.plan / path).unlink()

        assert f"the text is not what was circulated: {says}." in said.err
        assert f"The working text is not as it was circulated: {says}." in told
        assert (says, None) == (differs, shown(town)["differs"])
        sign(town, "mayor")

    def test_recalled_and_circulated_again(self, town: Town) -> None:
        """The other way out of changed words is to recall: then the changed words are circulated, and every signature is given anew."""
        sign(town, "mayor")
        first = shown(town)["edition"]
        edit("text/01-calls.toml", "come first", "come before all")(town)
        recall = re.search(r"cicp (sign recall) --why REASON", refused(town, 3, "sign", "record", "chief", *BY).hint)
        assert recall
        town.do(*recall[1].split(), *WHY)
        nothing = refused(town, 4, "sign", "show")
        town.do("sign", "circulate")

        assert "no text was circulated" in nothing.err
        assert (True, []) == (first != shown(town)["edition"], shown(town)["signed"])
        assert sorted(SIGNATORIES) == sorted(each["office"] for each in shown(town)["missing"])

    def test_recalled_and_circulated_unchanged(self, town: Town) -> None:
        """The same words circulated again are the same edition, and still every signature is given anew."""
        sign(town, "mayor")
        first = shown(town)["edition"]
        town.do("sign", "recall", *WHY)
        town.do("sign", "circulate")

        assert (first, []) == (shown(town)["edition"], shown(town)["signed"])

    def test_what_does_not_belong_to_the_words(self, town: Town) -> None:
        """Closure days and telephone numbers are no part of what is signed; neither is a file that no plan has."""
        write("calendar.toml", "format = 1\n")(town)
        edit("directory.toml", "0101", "0199")(town)
        write("text/notes.txt", "draft")(town)
        write("text/01-calls.toml~", "draft")(town)
        sign(town, "mayor")

        assert (["mayor"], None) == ([each["office"] for each in shown(town)["signed"]], shown(town)["differs"])

    def test_words_that_do_not_read(self, town: Town) -> None:
        """Words that do not read are not what was circulated: 5 names the file, and `sign show` still tells who signed."""
        write("text/02-words.toml", 'title = "Words"\nowner = \n')(town)

        assert "text/02-words.toml:2" in refused(town, 5, "sign", "record", "mayor", *BY).err
        assert "text/02-words.toml:2" in town.do("sign", "show").out

    def test_digests_are_those_of_the_folder(self, town: Town) -> None:
        """The digest on every receipt and in every filing from the circulation to the adoption is that of the edition's table, which holds every file."""
        table = (edition_of(town) / "edition.toml").read_bytes()
        digest = f"sha256:{sha256(table).hexdigest()}"
        receipts = [sign(town, office).out for office in SIGNATORIES]
        receipts.append(town.do(*ADOPT).out)
        records = [text for path, text in _records(town).items() if re.search(r'kind = "(circulated|signed|adopted)"', text) and path]

        assert all(digest in "".join(receipt.split()) for receipt in receipts)
        assert (5, [digest]) == (len(records), sorted({each for text in records for each in re.findall(r'edition = "(\S+)"', text)}))
        for path, data in town.files().items():
            if path.startswith(("text/", "playbooks/", "statements/", "plan.toml", "facts.toml", "gates.toml", "law.toml")):
                assert sha256(data).hexdigest().encode() in table
                assert data == (edition_of(town) / path).read_bytes()

    def test_a_signature_quotes_the_head(self, town: Town) -> None:
        """A signature names the head of the docket as it stood: whoever keeps the paper can see that nothing before it was changed."""
        (head,) = json.loads(town.do("docket", "--format", "json").out)["heads"]
        said = sign(town, "mayor")

        assert head in "".join(said.out.split())
        assert head == shown(town)["signed"][0]["head"]
        assert 0 == town.play("verify", "--head", head).code


def _records(town: Town) -> dict[str, str]:
    return {path: data.decode() for path, data in town.files().items() if path.startswith("docket/") and path.count("/") == 1}


class TestSignatures:
    @pytest.mark.parametrize("form", ["{}", "sha256:{}", "{:.12}", "sha256:{:.12}", "  {:.20} "])
    @pytest.mark.parametrize("case", [str.lower, str.upper])
    def test_the_digest_on_the_paper(self, case: Callable[[str], str], form: str, town: Town) -> None:
        """The digest on the paper may be given in full or by its first twelve digits; it is that of the circulated words."""
        digest = shown(town)["edition"].removeprefix("sha256:")

        sign(town, "mayor", "--edition", form.format(case(digest)))

        assert [("mayor", f"sha256:{digest}")] == [(each["office"], each["edition"]) for each in shown(town)["signed"]]

    @pytest.mark.parametrize(
        ("digest", "code", "says"),
        [
            ("0" * 64, 3, "that signature stands under other words"),
            ("sha256:" + "0" * 64, 3, "that signature stands under other words"),
            ("0" * 12, 3, "that signature stands under other words"),
            ("not a digest", 3, "that signature stands under other words"),
            ("own:5", 2, "is too short for a digest"),
            ("sha256:own:5", 2, "is too short for a digest"),
            ("own:11", 2, "is too short for a digest"),
        ],
    )
    def test_other_words_on_the_paper(self, digest: str, code: int, says: str, town: Town) -> None:
        """A signature under another digest is refused, and so is one of which too few digits are given, right as they may be."""
        own = re.sub(r"own:(\d+)", lambda found: shown(town)["edition"].removeprefix("sha256:")[: int(found[1])], digest)

        assert says in refused(town, code, "sign", "record", "mayor", *BY, "--edition", own).err

    @pytest.mark.parametrize(
        ("office", "says"), [("chef", 'did you mean "chief"?'), ("pio", "the signatories of this edition are: mayor, city-manager, chief")]
    )
    @pytest.mark.parametrize("act", ["record", "decline"])
    def test_unknown_signatory(self, act: str, office: str, says: str, town: Town) -> None:
        """Who does not sign this plan is refused with who does, also where the plan has that office."""
        assert says in refused(town, 4, "sign", act, office, *(BY if act == "record" else WHY)).err

    def test_signatories_are_those_of_the_circulation(self, town: Town) -> None:
        """Who signs was said when the words were sent: another line in plan.toml is other words, and changes no signatory."""
        edit("plan.toml", '"chief"]', '"pio"]')(town)

        assert "pio does not sign this plan" in refused(town, 4, "sign", "record", "pio", *BY).err
        assert "plan.toml" in refused(town, 3, "sign", "record", "chief", *BY).err

    @pytest.mark.parametrize("words", [(), ("--instrument", ""), ("--instrument", "  ")])
    def test_no_instrument(self, words: tuple[str, ...], town: Town) -> None:
        """A signature names the resolution, or the charter's words, that it rests on."""
        assert "a signature names the instrument it rests on" in refused(town, 2, "sign", "record", "mayor", *words).err

    def test_signed_twice(self, town: Town) -> None:
        """An office signs once."""
        sign(town, "mayor")

        assert "mayor signed this edition already, by" in refused(town, 3, "sign", "record", "mayor", *BY).err

    def test_declined(self, town: Town) -> None:
        """A refusal is shown with its reason; who declined may sign after all, and who signed may decline: the last act counts, both stay in the record."""
        town.do("sign", "decline", "mayor", "--why", "the Board has not met")
        told = town.do("sign", "show").out
        declined = shown(town)
        sign(town, "mayor")
        signed = shown(town)
        town.do("sign", "decline", "mayor", "--why", "the resolution is void")

        assert all(each in told for each in ("the Board has not met", "if they sign after all: cicp sign record mayor"))
        assert [("mayor", "the Board has not met")] == [(each["office"], each["why"]) for each in declined["declined"]]
        assert (["mayor"], []) == ([each["office"] for each in signed["signed"]], signed["declined"])
        assert ([], ["the resolution is void"]) == (shown(town)["signed"], [each["why"] for each in shown(town)["declined"]])
        assert 3 == sum('office = "mayor"' in text for text in _records(town).values())

    def test_why(self, town: Town) -> None:
        """Neither a refusal nor a recall goes without its reason."""
        assert "--why is empty" in refused(town, 2, "sign", "decline", "mayor", "--why", " ").err
        assert "--why is empty" in refused(town, 2, "sign", "recall", "--why", "").err

    def test_capacity(self, town: Town) -> None:
        """A signature says in what capacity; unsaid or blank, the office's title."""
        sign(town, "mayor", "--capacity", "for the Mayor and the Board")
        sign(town, "chief", "--capacity", " ")

        assert ["for the Mayor and the Board", "Chief of Police"] == [each["capacity"] for each in shown(town)["signed"]]

    def test_back_dating_is_shown(self, town: Town) -> None:
        """A signature that was given before it was recorded says both, on the receipt, in the list and to a program."""
        signed_at = town.now
        town.now += timedelta(days=3)
        said = sign(town, "mayor", "--at", signed_at.isoformat())
        told = town.do("sign", "show").out
        (value,) = shown(town)["signed"]

        for each in (said.out, told):
            assert re.search(r"signed \w{3} 3 Apr 10:\d\d, recorded Mon 6 Apr 10:\d\d", " ".join(each.split()))
        assert (signed_at.isoformat(), 3) == (value["at"], (town.now.date() - signed_at.date()).days)
        assert value["filed_at"] > value["at"]

    def test_before_it_was_circulated(self, town: Town) -> None:
        """Nobody signed words before they were sent, and nobody has signed tomorrow."""
        assert "that is before these words were circulated" in refused(town, 2, "sign", "record", "mayor", *BY, "--at", "-2d").err
        assert "is in the future" in refused(town, 2, "sign", "record", "mayor", *BY, "--at", "2030-01-01T10:00").err

    def test_missing_ones_with_their_commands(self, town: Town) -> None:
        """`sign show` says signed, missing and the threshold, and the command for each missing one: given in turn, they lead to the adoption."""
        for left in (3, 2, 1):
            missing = shown(town)["missing"]
            assert (left, 3 - left) == (len(missing), len(shown(town)["signed"]))
            assert f"{3 - left} of 3 signatures needed are there; 3 offices sign." in town.do("sign", "show").out
            town.do(*[{"RESOLUTION": "Resolution 2026-14"}.get(word, word) for word in missing[0]["command"].split()[1:]])

        assert (True, []) == (shown(town)["enough"], shown(town)["missing"])
        assert "cicp plan adopt --resolution NUMBER --resolved DATE" in town.do("sign", "show").out

    def test_nothing_circulated(self, standing_at: Callable[[str], Town]) -> None:
        """Before anything was circulated, that is what is said."""
        assert "when the comments are answered: cicp sign circulate" in refused(standing_at("window open"), 4, "sign", "show").err

    def test_merged_signatures(self, town: Town, tmp_path: Path) -> None:
        """Two signatures recorded in two copies both count once the copies are joined."""
        other = town.copied(tmp_path / "other")
        sign(town, "mayor")
        sign(other, "chief")
        for path, data in other.files().items():
            if not (town.plan / path).exists():
                (town.plan / path).write_bytes(data)

        assert ["chief", "mayor"] == sorted(each["office"] for each in shown(town)["signed"])


class TestThreshold:
    @pytest.fixture
    def two_of_three(self, standing_at: Callable[[str], Town]) -> Town:
        town = standing_at("closed, answered")
        edit("plan.toml", "threshold = 3", "threshold = 2")(town)
        town.do("sign", "circulate")
        return town

    def test_two_of_three(self, two_of_three: Town) -> None:
        """Two of three signatures are enough where the plan says so; one is not; the third may come before the adoption."""
        town = two_of_three
        sign(town, "mayor")
        short = refused(town, 3, *ADOPT)
        sign(town, "chief")
        third = town.copied(town.plan.parent / "third")
        sign(third, "city-manager")

        assert "1 of 2 signatures are there; missing: city-manager, chief" in short.err
        assert "2 of 2 signatures needed are there; 3 offices sign." in town.do("sign", "show").out
        assert (0, 0) == (town.play(*ADOPT).code, third.play(*ADOPT).code)

    def test_one_declines(self, two_of_three: Town) -> None:
        """Where one declines and two sign, the plan is adopted, and the refusal stays to be seen."""
        town = two_of_three
        town.do("sign", "decline", "chief", *WHY)
        for office in ("mayor", "city-manager"):
            sign(town, office)
        town.do(*ADOPT)

        assert ["chief"] == [each["office"] for each in shown(town)["declined"]]

    @pytest.mark.parametrize("signing", ['signatories = ["mayor"]\nthreshold = 2', "signatories = []\nthreshold = 1"])
    def test_above_the_signatories(self, signing: str, standing_at: Callable[[str], Town]) -> None:
        """More signatures than signatories are refused before anything is frozen or sent; mended, it goes on."""
        town = standing_at("closed, answered")
        own = 'signatories = ["mayor", "city-manager", "chief"]\nthreshold = 3'
        edit("plan.toml", own, signing)(town)
        said = refused(town, 3, "sign", "circulate")
        edit("plan.toml", signing, own)(town)

        assert "plan.toml" in said.err
        town.do("sign", "circulate")

    @pytest.mark.parametrize("threshold", ["0", "-1", '"all"'])
    def test_no_threshold(self, threshold: str, standing_at: Callable[[str], Town]) -> None:
        """A threshold is one or more: anything else is a fault of the file, with its line."""
        town = standing_at("closed, answered")
        edit("plan.toml", "threshold = 3", f"threshold = {threshold}")(town)

        assert "plan.toml:8" in refused(town, 5, "sign", "circulate").err


class TestAdoption:
    @pytest.fixture
    def signed(self, standing_at: Callable[[str], Town]) -> Town:
        return standing_at("all signed")

    @pytest.mark.parametrize(
        ("hurt", "says"),
        [
            (lambda folder: (folder / "text/01-calls.toml").write_text("x", encoding="utf-8"), "text/01-calls.toml was altered after it was frozen"),
            (lambda folder: (folder / "playbooks/base.toml").unlink(), "playbooks/base.toml is not here"),
            (lambda folder: (folder / "edition.toml").write_text("format = 1\n", encoding="utf-8"), "edition.toml"),
            (lambda folder: (folder / "text/09-more.toml").write_text("x", encoding="utf-8"), "text/09-more.toml was added after it was frozen"),
        ],
        ids=["altered", "missing", "its table altered", "added"],
    )
    def test_a_hurt_edition(self, hurt: Callable[[Path], object], says: str, signed: Town) -> None:
        """What was signed is what is adopted: an edition that is not as it was frozen stops it (6), until it is put back."""
        kept = {path: data for path, data in signed.files().items() if path.startswith("editions/")}
        hurt(edition_of(signed))
        said = refused(signed, 6, *ADOPT)
        for path in [path for path in signed.files() if path.startswith("editions/")]:
            (signed.plan / path).unlink()
        for path, data in kept.items():
            (signed.plan / path).write_bytes(data)

        assert says in said.err
        signed.do(*ADOPT)

    def test_words_that_changed_after_the_last_signature(self, signed: Town) -> None:
        """The edition that was signed is adopted, whatever the folder says by then; and an incident runs on what was signed."""
        edit("text/01-calls.toml", "come first", "come last")(signed)
        signed.do(*ADOPT)
        signed.do("declare", "Fire in Hanley Road")
        incident = json.loads(signed.do("incident", "show", "--format", "json").out)

        assert shown(signed)["edition"] == incident["edition"]

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            ((), 3, "no resolution is named; the day of the resolution is not named"),
            (("--resolution", " ", "--resolved", "2026-02-01"), 3, "no resolution is named"),
            (("--resolution", "2026-14"), 3, "the day of the resolution is not named"),
            (("--resolution", "2026-14", "--resolved", "soon"), 2, "is not a date"),
            (("--resolution", "2026-14", "--resolved", "2027-01-01"), 2, "is to come"),
            (("--resolution", "2026-14", "--resolved", "2026-02-01", "--effective", "soon"), 2, "is not a date"),
        ],
    )
    def test_what_an_adoption_names(self, words: tuple[str, ...], code: int, says: str, signed: Town) -> None:
        """An adoption names the resolution and the day it was voted, which has passed."""
        assert says in refused(signed, code, "plan", "adopt", *words).err

    @pytest.mark.parametrize(
        ("effective", "expected", "warned"),
        [((), "2026-04-03", False), (("--effective", "2026-04-03"), "2026-04-03", False), (("--effective", "2026-01-01"), "2026-04-03", True)],
    )
    def test_in_force_from(self, effective: tuple[str, ...], expected: str, warned: bool, signed: Town) -> None:  # noqa: FBT001  # a row of the table
        """A plan is in force from the day of the last signature on; an earlier day that was stated is warned of, not taken."""
        said = signed.do(*ADOPT, *effective)

        assert f"in effect from {expected}" in " ".join(said.out.split())
        assert warned == ("it cannot be in force from 2026-01-01" in said.err)

    def test_adopted(self, signed: Town) -> None:
        """The receipt names the edition, the resolution and what is to be published; the plan is in force."""
        said = " ".join(signed.do(*ADOPT).out.split())
        status = json.loads(signed.do("status", "--format", "json").out)

        assert all(each in said for each in ("the plan is in force", "by resolution 2026-14 of 2026-02-01", "publish the text"))
        assert ("in-force", shown(signed)["edition"]) == (status["stage"], status["edition_in_force"])


class TestCeremony:
    def test_run_of_show(self, town: Town) -> None:
        """The ceremony is filed as a meeting, with its run of show to the minute and the moment by which its notice is posted."""
        said = json.loads(town.do("sign", "ceremony", "--at", "2026-04-11T12:00", "--place", "City Hall", "--format", "json").out)
        told = town.do("group", "list").out
        starts = [part["at"] for part in said["parts"]]

        assert ("2026-04-11T12:00:00-05:00", "2026-04-10T00:00:00-05:00") == (said["begins"], said["notice_by"])
        assert (starts[0], starts) == (said["begins"], sorted(starts))
        assert "City Hall" in told

    def test_the_notice(self, town: Town) -> None:
        """On the page the notice of a ceremony at Saturday noon is posted by the end of Thursday, and so it stands among what is next."""
        page = " ".join(town.do("sign", "ceremony", "--at", "2026-12-12T12:00", "--place", "City Hall").out.split())
        status = " ".join(town.do("status").out.split())

        assert "posted by the end of Thu 10 Dec 2026 (midnight)." in page
        assert "posted by the end of Thu 10 Dec 2026 (midnight)" in status

    def test_not_during_an_incident(self, town: Town) -> None:
        """A city does not celebrate while an incident is open: it is warned, not stopped."""
        town.do("declare", "Fire in Hanley Road")

        assert "is open: a city does not celebrate during one" in town.do("sign", "ceremony", "--at", "2026-04-11T12:00").err

    @pytest.mark.parametrize("place", ["draft", "in force"])
    def test_before_and_after(self, place: str, standing_at: Callable[[str], Town]) -> None:
        """A ceremony can be planned before there is an edition to sign, and filed after it was signed."""
        said = json.loads(standing_at(place).do("sign", "ceremony", "--at", "2026-12-12T12:00", "--format", "json").out)

        assert (place == "draft") == (said["edition"] is None)
