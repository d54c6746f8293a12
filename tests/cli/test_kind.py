"""cicp kind: which kinds there are, and the questions that lead to one, walked by pasting and asked in a terminal."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from cicp.cli import letters
from tests.conftest import Result

Cicp = Callable[..., Result]


def asked(cicp: Cicp, *said: str) -> dict[str, Any]:
    """Return what `kind which` says to a program."""
    values: dict[str, Any] = json.loads(cicp("kind", "which", *said, "--format", "json").out)
    return values


def test_the_first_question_is_what_is_seen_first(cicp: Cicp) -> None:
    """Each group is shown with the command that chooses it, and nothing prompts."""
    said = cicp("kind", "which")

    assert (0, "") == (said.code, said.err)
    assert said.out.startswith("What do you see first of all?\n")
    assert ["force", "attack", "crowd", "hazard", "systems", "people", "trust", "others", "unsure"] == re.findall(
        r"^ +cicp kind which (\w+)$", said.out, re.MULTILINE
    )


def test_it_is_walked_by_pasting(cicp: Cicp) -> None:
    """Each page prints the command for each answer; pasted one after another they end at a kind with its words, its tier and the command to declare it."""
    words = ["kind", "which"]
    for answer in ("attack", "yes", "yes", "no", "no"):
        page = cicp(*words).out
        command = next(line for line in page.splitlines() if line.endswith(f"which {' '.join([*words[2:], answer])}"))
        words = shlex.split(command[command.index("cicp ") :])[1:]
    end = cicp(*words)
    said = " ".join(end.out.split())

    assert (0, "") == (end.code, end.err)
    assert "BARRICADE, HOSTAGE OR STANDOFF (BARRICADE-HOSTAGE)" in said
    assert "Definitions (definitions.barricade-hostage): Somebody who is armed or has barricaded himself or herself is contained behind a cordon" in said
    assert 'Because of your answer to: "Is the armed person contained, or a hostage held, with nobody under attack?"' in said
    assert "It starts at tier 3." in said
    assert "What may be released is also for:" in said
    assert said.endswith('cicp declare "TITLE" --kind barricade-hostage')


def test_the_command_it_ends_with_declares(cicp: Cicp) -> None:
    """What is printed at the end is a command: with a title in it, it declares an incident of the kinds found; until then nothing was filed."""
    found = asked(cicp, "force", "yes", "no", "yes", "no", "no")
    before = json.loads(cicp("docket", "--format", "json").out)["filings"]
    declared = json.loads(cicp(*shlex.split(found["command"])[1:], "--format", "json").out)

    assert "incident-declared" not in {each["kind"] for each in before}
    assert [each["kind"] for each in found["found"]] == declared["kinds"]
    assert max(kind["tier"] for kind in found["kinds"]) == declared["tier"]


def test_several_kinds_are_declared_together(cicp: Cicp) -> None:
    """Two kinds found in one walk stand in one command."""
    found = asked(cicp, "force", "yes", "yes", "no", "no", "no")

    assert 'cicp declare "TITLE" --kind in-custody-death,ois' == found["command"]
    assert ["in-custody-death", "ois"] == [kind["id"] for kind in found["kinds"]]


def test_none_runs_on_the_base(cicp: Cicp) -> None:
    """Where no kind was found the other groups come first, for a wrong group is the likelier reason; then the base playbook serves."""
    said = cicp("kind", "which", "systems", "no", "no")

    assert said.out.startswith(
        "Of none of the kinds that were asked for.\nIf you are not sure about the group, go through all of them:\n  cicp kind which unsure\n"
    )
    assert said.out.endswith('  cicp declare "TITLE"\n')
    assert "cicp kind which unsure" == asked(cicp, "systems", "no", "no")["otherwise"]


def test_after_all_groups_there_is_no_other(cicp: Cicp) -> None:
    """Who went through every group is not sent through them again."""
    said = cicp("kind", "which", "unsure", *["no"] * 8)

    assert ("cicp kind which" in said.out, 'cicp declare "TITLE"\n' in said.out) == (False, True)
    assert asked(cicp, "unsure", *["no"] * 8)["otherwise"] is None


def test_the_exception_that_decided_is_named(cicp: Cicp) -> None:
    """A dog was shot: the page says which answer made it no shooting of the plan."""
    said = " ".join(cicp("kind", "which", "force", "no", "yes", "yes", "no", "no").out.split())

    assert 'You said yes to "Was it on a range, at a check of a weapon in the armory, or at an animal?": so it is not ois' in said
    assert said.startswith("Of none of the kinds")


def test_what_else_it_may_be(cicp: Cicp) -> None:
    """A kind was found in one group: the page names the way to the others."""
    assert "\nWhat else? Another group: cicp kind which unsure\n" in cicp("kind", "which", "force", "no", "yes", "no", "no", "no").out


@pytest.mark.parametrize(
    "words",
    [("incident", "timeline", "--dry-run", "--kind"), ("incident", "paper", "--blank", "--kind"), ("kind", "show")],
    ids=["timeline", "paper", "show"],
)
def test_a_kind_may_be_typed_in_capitals(cicp: Cicp, words: tuple[str, ...]) -> None:
    """OIS is how everybody says it: the answer is the same, whichever way it is typed."""
    typed = cicp(*words, "OIS")

    assert (0, cicp(*words, "ois").out) == (typed.code, typed.out), typed.err


def test_kinds_are_declared_in_capitals(cicp: Cicp) -> None:
    """What is filed is the ids, each once."""
    assert ["lodd", "ois"] == json.loads(cicp("declare", "T", "--kind", "OIS,Lodd,ois", "--as", "pio", "--format", "json").out)["kinds"]


def test_a_kind_is_added_in_capitals(cicp: Cicp) -> None:
    """What is filed is the id."""
    cicp("declare", "T", "--kind", "lodd", "--as", "pio")
    added = cicp("incident", "kind-add", "OIS", "--as", "pio")

    assert 0 == added.code, added.err
    assert ["lodd", "ois"] == json.loads(cicp("incident", "show", "--format", "json").out)["kinds"]


def test_what_was_taken_in_doubt_is_said(cicp: Cicp) -> None:
    """Not to know is a yes to the kind that asks for more, and the page says so."""
    said = " ".join(cicp("kind", "which", "systems", "?", "no", "no").out.split())

    assert "Loss of 911, alerts, telephones or the website: not known, so it is taken as a yes." in said


def test_a_page_says_what_was_found_so_far(cicp: Cicp) -> None:
    """While questions are left, what was found already is named, and what the question is about."""
    said = " ".join(cicp("kind", "which", "force", "yes").out.split())

    assert "So far: in-custody-death. One event can be of several kinds." in said
    assert "3.3 Definitions: Officer-involved shooting (cicp kind show ois)" in said


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["kind", "which", "atack"], 2, 'did you mean "attack"?'),
        (["kind", "which", "attack", "jes"], 2, 'did you mean "yes"?'),
        (["kind", "which", "systems", "no", "no", "no"], 2, "leave it out: cicp kind which systems no no"),
        (["kind", "show", "oiss"], 4, 'did you mean "ois"?'),
        (["kind", "show", "ois,lodd"], 4, "the kinds are: active-attack,"),
        (["kind", "shw", "ois"], 2, "see cicp kind --help"),
    ],
)
def test_a_wrong_word_is_refused_with_the_nearest(cicp: Cicp, words: list[str], code: int, hint: str) -> None:
    """A word that answers nothing is exit 2, a kind that is not there exit 4, each with what mends it."""
    said = cicp(*words)

    assert (code, "") == (said.code, said.out)
    assert hint in said.err


def test_the_values_of_a_question(cicp: Cicp) -> None:
    """A program gets the question, its answers each with the command, and no command to declare as long as one is open."""
    values = asked(cicp, "systems")

    assert ("cicp/kind/1", "comms-outage", None, [], []) == (values["schema"], values["question"]["kind"], values["command"], values["found"], values["kinds"])
    assert [{"ask": "What do you see first of all?", "answer": "systems"}] == values["answered"]
    assert ["yes", "no", "unsure"] == [each["answer"] for each in values["question"]["answers"]]
    assert "cicp kind which systems no" == values["question"]["answers"][1]["command"]


def test_every_kind_is_listed(cicp: Cicp) -> None:
    """Twenty-eight kinds, each with its title, its group, its tier and the number of its clause."""
    said = cicp("kind", "list")
    kinds = json.loads(cicp("kind", "list", "--format", "json").out)["kinds"]

    assert (0, "") == (said.code, said.err)
    assert 28 == len(kinds)
    assert ("Officer-involved shooting", "force", 3, "definitions.ois", "3.3") == next(
        (kind["title"], kind["group"], kind["tier"], kind["clause"], kind["number"]) for kind in kinds if kind["id"] == "ois"
    )
    assert re.search(r"^ois +Officer-involved shooting +force +3 +3\.3$", said.out, re.MULTILINE)
    assert all(kind["definition"] and kind["asks"] and kind["steps"]["all"] > kind["steps"]["own"] for kind in kinds)


def test_a_kind_is_shown_whole(cicp: Cicp) -> None:
    """Definition, what is not of it, who else decides on releases, facts, and the first steps of its own."""
    said = " ".join(cicp("kind", "show", "data-release-error").out.split())

    assert said.startswith("Wrong or protected information that the City published (data-release-error), looked for in trust")
    assert "The City itself published, sent or gave out something that was wrong or protected." in said
    assert "Did it get out without authority, and not by the City's own publication? yes: it is leak" in said
    assert "What may be released is also for: City Attorney." in said
    assert "error-noticed When did anyone in the city notice the error?" in said
    assert re.search(r"STEPS: \d+, OF WHICH \d+ ARE BEYOND THE BASE PLAYBOOK", said)


def test_the_base_playbook_can_be_shown_too(cicp: Cicp) -> None:
    """It is the kind of everything that fits no other; it asks nothing and is looked for in no group."""
    said = cicp("kind", "show", "other")
    (kind,) = json.loads(cicp("kind", "show", "other", "--format", "json").out)["kinds"]

    assert 0 == said.code
    assert ("HOW IT IS TOLD FROM OTHERS" in said.out, kind["group"], kind["asks"], kind["steps"]["own"]) == (False, None, None, 0)


def test_a_broken_playbook_is_a_warning(cicp: Cicp, plan: Path) -> None:
    """At night a playbook that does not read is named, and the package's own stands in its place."""
    (plan / "playbooks" / "ois.toml").write_text("kind = ois\n", encoding="utf-8")
    said = cicp("kind", "which", "force", "yes")

    assert 0 == said.code
    assert "Did an officer fire a firearm" in said.out
    assert "warning: " in said.err
    assert "playbooks/ois.toml" in said.err


def test_a_broken_text_leaves_the_kind_without_its_words(cicp: Cicp, plan: Path) -> None:
    """Without the definitions a kind is still found; the page says that its words are not there."""
    (plan / "text" / "03-definitions.toml").write_text("title = \n", encoding="utf-8")
    said = cicp("kind", "show", "ois")

    assert 0 == said.code
    assert "(the text of the plan does not give its words)" in said.out
    assert "03-definitions.toml" in said.err


def test_an_own_kind_without_questions_is_asked_for_by_its_title(cicp: Cicp, plan: Path) -> None:
    """A kind that a city wrote before there were questions is looked for in the last group."""
    text = '#:schema ../schema/playbook.json\nkind = "strike"\ntitle = "Strike of a service"\nclause = "definitions.other"\n'
    (plan / "playbooks" / "strike.toml").write_text(text, encoding="utf-8")

    assert cicp("kind", "which", "others", "no").out.startswith("Is it of this kind: Strike of a service?")
    assert "HOW IT IS TOLD FROM OTHERS" not in cicp("kind", "show", "strike").out


@pytest.mark.parametrize("shape", ["rich", "markdown", "csv"])
@pytest.mark.parametrize("words", [("list",), ("show", "ois"), ("which",), ("which", "systems"), ("which", "systems", "no", "yes", "no", "no")])
def test_every_format_shows_it(cicp: Cicp, shape: str, words: tuple[str, ...]) -> None:
    """Each page can be had in each format."""
    said = cicp("kind", *words, "--format", shape)

    assert (0, "") == (said.code, said.err)
    assert said.out.strip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Put somebody at a terminal who gives these answers; return what they were asked. An empty line is asked again, as click does without a default."""
    monkeypatch.setattr(letters, "at_a_terminal", lambda: True)
    asked: list[str] = []

    def answers(*said: str) -> list[str]:
        left: Iterator[str] = iter(said)

        def prompt(text: str, *, default: str | None = None, err: bool) -> str:
            assert err
            asked.append(text)
            return next(left) or default or prompt(text, err=err)

        monkeypatch.setattr(typer, "prompt", prompt)
        return asked

    return answers


def test_in_a_terminal_it_asks_on(cicp: Cicp, terminal: Callable[..., list[str]]) -> None:
    """Somebody at a terminal is asked until the end: an empty line answers nothing, and like a wrong word it is asked for again."""
    prompts = terminal("systems", "perhaps", "", "no", "?", "no", "", "no")
    said = cicp("kind", "which", "--format", "rich")

    assert 0 == said.code
    assert ["one of these words", *["yes or no or unsure"] * 7] == prompts
    assert '"perhaps" is no answer here.' in said.err
    assert "What do you see first of all?" in said.err
    assert "--kind cyber" in said.out


def test_answers_given_beforehand_are_not_asked_for_again(cicp: Cicp, terminal: Callable[..., list[str]]) -> None:
    """What stands on the command line is taken as said."""
    prompts = terminal("no")
    cicp("kind", "which", "systems", "no", "--format", "rich")

    assert ["yes or no or unsure"] == prompts


def test_a_pipe_is_never_asked(cicp: Cicp, terminal: Callable[..., list[str]]) -> None:
    """An answer that goes to a program or a file prompts nobody, even at a terminal."""
    prompts = terminal()

    assert cicp("kind", "which", "--format", "plain").out.startswith("What do you see first of all?")
    assert [] == prompts
