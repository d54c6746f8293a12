"""The clauses that define the kinds of incident, held against the research and against the playbooks.

What is not of a kind was written here from the research: the words that the clause must have, and the other kind where there is one.
"""

import re
from pathlib import Path

import pytest

from cicp.files import folder
from cicp.model.checks import spans_in_words
from cicp.model.playbook import BASE

WORDS = folder.read(folder.collect(Path(__file__).resolve().parent.parent.parent / "plans" / "clayton"))
BOOKS = WORDS.playbooks
KINDS = [
    "ois", "in-custody-death", "uof-serious", "pursuit-crash", "lodd", "officer-misconduct", "bias-incident", "active-attack", "civil-disturbance",
    "hazmat-utility", "disaster", "cyber", "transport", "data-release-error", "missing-endangered", "barricade-hostage", "school-incident",
    "hoax-swatting", "suicide-public", "mass-gathering", "planned-protest", "other-agency", "leak", "misidentification", "staff-crash", "fatal-fire",
    "child-death", "comms-outage",
]  # fmt: skip
CARVED_OUT = [
    ("ois", "Range practice, checks of a weapon in the armory and the shooting of an animal", ""),
    ("uof-serious", "A minor injury", ""),
    ("pursuit-crash", "An ordinary crash of a City vehicle", "crash of a City vehicle on duty"),
    ("officer-misconduct", "A routine complaint", ""),
    ("active-attack", "An armed person who is contained and a hostage who is held", "a barricade, a hostage or a standoff"),
    ("active-attack", "A report that a search shows to be unfounded", "changed when the search has ended"),
    ("civil-disturbance", "An event that the City permitted", "large event"),
    ("civil-disturbance", "A demonstration that was announced", "announced demonstration"),
    ("cyber", "A false message that gave nobody access", ""),
    ("transport", "A road crash", ""),
    ("data-release-error", "What got out without authority", "a leak"),
    ("data-release-error", "A wrong person named and a wrong family told", "a kind of their own"),
    ("missing-endangered", "A dispute over custody without danger and a runaway without risk", "at tier 1"),
    ("barricade-hostage", "A person who surrenders before a cordon stands", ""),
    ("school-incident", "A drill", ""),
    ("hoax-swatting", "A real attack", "active attacks"),
    ("suicide-public", "A private death", "the City releases nothing of it"),
    ("mass-gathering", "An unlawful assembly or a riot", "a civil disturbance"),
    ("planned-protest", "Once a commander declares the assembly unlawful", "a civil disturbance"),
    ("other-agency", "Where an officer of the City used force", "the kind that fits that force"),
    ("leak", "The City's own mistake", "wrong or protected information that the City published"),
    ("misidentification", "A slip of the pen", ""),
    ("staff-crash", "A minor crash", ""),
    ("staff-crash", "A crash in a pursuit", "a crash in a pursuit"),
    ("comms-outage", "Maintenance that was planned", ""),
]
TITLES = {
    "ois": "officer-involved shooting", "in-custody-death": "a death in custody", "pursuit-crash": "a crash in a pursuit",
    "lodd": "the death or grave injury of an officer or a firefighter", "active-attack": "an active attack",
    "barricade-hostage": "a barricade or standoff", "civil-disturbance": "a civil disturbance", "disaster": "a natural disaster",
    "transport": "a rail, aircraft or transit accident", "mass-gathering": "a large event", "planned-protest": "an announced demonstration",
    "suicide-public": "an apparent suicide",
}  # fmt: skip
"""The kinds that do not start at tier 2, as the clause on tiers calls them."""


def text_of(clause: str) -> str:
    """Return the words of a clause of this section on one line."""
    return " ".join(WORDS.clauses[f"definitions.{clause}"].text.split())


def test_every_kind_of_the_research_has_a_playbook_and_no_other() -> None:
    """Twenty-eight kinds, each with an overlay."""
    assert sorted(KINDS) == sorted(BOOKS.keys() - {BASE})


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_defined(kind: str) -> None:
    """Each has a clause under its own id, cited by its playbook, with a heading; it binds nobody to a step, so it names no span of time."""
    clause = WORDS.clauses[f"definitions.{kind}"]

    assert clause.id == BOOKS[kind].clause
    assert clause.heading
    assert 2 <= len(clause.text.strip().split("\n")) <= 5
    assert frozenset() == spans_in_words(clause.text)


@pytest.mark.parametrize(("kind", "words", "leads"), CARVED_OUT, ids=[f"{kind}-{number}" for number, (kind, _, _) in enumerate(CARVED_OUT)])
def test_what_is_not_of_a_kind_is_said_in_its_definition(kind: str, words: str, leads: str) -> None:
    """The clause names what looks like the kind and is not, and in the same breath where that belongs."""
    text = text_of(kind)

    assert words in text
    assert leads in text[text.index(words) :]


@pytest.mark.parametrize("kind", KINDS)
def test_the_tier_of_each_kind_is_that_of_the_clause(kind: str) -> None:
    """The kinds that the clause on tiers names for tier 3 and for tier 1 start there, and all others at tier 2."""
    sentences = {int(tier): said.lower() for said, tier in re.findall(r"([^.]+) starts? at tier (\d)", text_of("tiers"))}
    named = [tier for tier in (1, 3) if TITLES.get(kind, "not named") in sentences[tier]]

    assert (named or [2]) == [BOOKS[kind].tier]
    assert "any other critical incident" == sentences[2].strip()
