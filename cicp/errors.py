"""What can go wrong, in the reader's words. An error prints nothing: `cli` alone turns it into text and an exit code."""

from typing import ClassVar


class CicpError(Exception):
    """The base of all: a message, where it stands, and what mends it.

    `where` is a place a person can open (`plans/clayton/plan.toml:14`), `excerpt` the lines to show under the message,
    `hint` the remedy, most often a command to paste.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, hint: str = "", where: str = "", excerpt: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where
        self.excerpt = excerpt


class WrongWords(CicpError):
    """The words on the command line do not say what is wanted."""

    exit_code = 2


class NotAllowed(CicpError):
    """The plan's rules say not now; the hint names what is missing and the command that mends it."""

    exit_code = 3


class NotFound(CicpError):
    """No such thing; the hint gives the nearest names."""

    exit_code = 4


class InvalidFile(CicpError):
    """A file that people write does not say what it should."""

    exit_code = 5


class AlteredRecord(CicpError):
    """A record is not what was filed, or is not all here."""

    exit_code = 6


class CannotWrite(CicpError):
    """The disk would not: nothing was saved."""

    exit_code = 7


class MayBeWritten(CannotWrite):
    """The disk failed after the name was given: nobody knows whether the filing outlives a power cut."""

    exit_code = 8
