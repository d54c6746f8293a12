"""The one escaping function for the terminal: whatever a stranger wrote, only printable characters, newline and tab reach the screen."""

from unicodedata import combining

_KEPT = frozenset("\n\t")
_MOST_MARKS = 4  # combining marks on one letter: any script needs fewer, a screen drawn over by them is an attack


def safe(text: str) -> str:
    """Return `text` with every character that could steer a terminal or reorder a line shown as `<U+XXXX>`."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    shown: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if combining(character) else 0
        keep = character in _KEPT or (character.isprintable() and marks <= _MOST_MARKS)
        shown.append(character if keep else f"<U+{ord(character):04X}>")
    return "".join(shown)
