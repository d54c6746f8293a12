"""The one escaping function for the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cicp.render.safe import safe

STEERING = {
    "clear the screen": "\x1b[2J",
    "set the title": "\x1b]0;owned\x07",
    "write the clipboard": "\x1b]52;c;aGk=\x07",
    "a link": "\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\",
    "a device string": "\x1bP+q\x1b\\",
    "C1 CSI": "\x9b2J",
    "carriage return": "\r",
    "backspace": "\b",
    "delete": "\x7f",
    "shift out": "\x0e",
    "NUL": "\0",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero width": "\u200b",
    "line separator": "\u2028",
    "a tag character": "\U000e0041",
    "a lone surrogate": "\udc9b",
}


@pytest.mark.parametrize("steering", STEERING.values(), ids=STEERING)
def test_a_character_that_steers_is_shown_by_its_number(steering: str) -> None:
    """Whatever could steer a terminal or reorder a line is spelled out."""
    shown = safe(f"before{steering}after")

    assert f"<U+{ord(steering[0]):04X}>" in shown
    assert all(character.isprintable() for character in shown)


def test_what_people_write_stays_as_it_is() -> None:
    """Letters of any script, accents, newline and tab pass unchanged."""
    text = "Café, Zoë, 東京, مرحبا, naïve\n\t— done"

    assert text == safe(text)


def test_a_letter_is_not_buried_in_marks() -> None:
    """A few combining marks are a script; two hundred are an attack on the lines above."""
    shown = safe("e" + "\u0301" * 200)

    assert shown.startswith("e" + "\u0301" * 4 + "<U+0301>")
    assert 4 == sum(1 for character in shown if unicodedata.combining(character))


@given(st.text(st.characters(codec=None)))
def test_nothing_else_ever_passes(text: str) -> None:
    """Of any text, only printable characters, newline and tab reach the screen."""
    assert all(character in "\n\t" or character.isprintable() for character in safe(text))


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_is_never_changed(text: str) -> None:
    """Printable ASCII goes through untouched, markup and all."""
    assert text == safe(text)
