"""Which duties of the law library were ever started: what the package says of it is what the transcripts really start."""

from cicp.files import library
from tests import tried

_QUIET = """@ 2026-11-20T21:50:00-06:00
% cicp declare "Nothing more is known" --as pio
"""


def test_what_is_said_to_be_tried_is_what_the_transcripts_start() -> None:
    """The file in the package is equal to what is left by playing every law transcript."""
    assert tried.tried() == dict(library.law_book().tried)


def test_every_duty_of_the_city_that_has_a_clock_was_started() -> None:
    """No duty that binds the city, is in force and counts a time is a clock that nobody has seen run."""
    book = library.law_book()
    timed = {name for name, duty in book.duties.items() if duty.ours and duty.in_force and (duty.within or duty.before or duty.wait)}

    assert set() == timed - book.tried.keys()


def test_a_declaration_alone_starts_no_duty_that_waits_for_a_fact() -> None:
    """What waits for something that has not happened does not count as started."""
    assert "us-mo.sunshine-response" not in tried.started(_QUIET)
