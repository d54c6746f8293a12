"""The shape of every file that people write: read strictly, never guessed at."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_FORMAT = 1


def _format(number: int) -> int:
    if number != _FORMAT:
        raise ValueError(f"{number} is a format that this cicp does not know; it reads format {_FORMAT}, a newer cicp may read this file")
    return number


Format = Annotated[int, AfterValidator(_format)]


class Written(BaseModel):
    """A table in a file that people write: an unknown key or a wrong type is refused, never passed over."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)
