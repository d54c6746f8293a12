"""The program as its users meet it: every transcript, the README's night and every refusal, played back."""

import re
from pathlib import Path

import pytest

from tests import player

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"


@pytest.mark.parametrize("file", sorted((HERE / "transcripts").glob("*.txt")), ids=lambda file: file.stem)
def test_transcript(file: Path) -> None:
    """Every command of the transcript still says what the file holds, and ends as it says."""
    text = file.read_text(encoding="utf-8")

    assert player.masked(player.read(text)) == player.masked(player.play(text))


_FENCES = player.FENCE.findall(README.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", _FENCES, ids=["the member's day", "the clerk's day", "the PIO's night", "how clocks count"])
def test_the_readme_is_played_back(text: str) -> None:
    """What the README shows is real: playing its commands gives the same words."""
    assert player.masked(player.read(text)) == player.masked(player.play(text))


@pytest.mark.parametrize("file", sorted((HERE / "refusals").glob("*.txt")), ids=lambda file: file.stem)
def test_refusal(file: Path) -> None:
    """A refusal says what is wrong and what mends it; what it proposes is done, and the refusal is gone."""
    text = file.read_text(encoding="utf-8")
    played = player.play(text)

    assert player.masked(player.read(text)) == player.masked(played)
    refused = next(place for place, beat in enumerate(played) if beat.code)
    assert _proposed(played, refused)
    assert played[-1].code == 0


def _proposed(played: list[player.Beat], refused: int) -> bool:
    """Say whether what follows the refusal is what it proposes: the file it names is mended, or the command differs by words it gives."""
    said = " ".join(line.strip() for line in played[refused].said)
    remedy = played[refused + 1].line
    if remedy.startswith("~ "):
        path = remedy[2:].partition(":")[0]
        return all(part in said for part in re.split(r"[/*]", path.removesuffix(".toml")))
    before, after = ({*line.split(), *re.findall(r"\w[\w:-]+", line)} for line in (played[refused].line, remedy))
    return f"cicp {remedy.split('cicp ')[1].split()[0]}" in said or any(word in said.split() or (word[1:] and word in said) for word in before ^ after)


def test_every_kind_of_refusal_has_its_file() -> None:
    """There is a refusal on file for each exit code that a person can meet without a broken disk."""
    codes = {beat.code for file in (HERE / "refusals").glob("*.txt") for beat in player.read(file.read_text(encoding="utf-8")) if beat.is_command}

    assert {2, 3, 4, 5, 6} <= codes
