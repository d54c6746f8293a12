"""The shape of every file that people write: read strictly, never guessed at."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

_FORMAT = 1


def _format(number: int) -> int:
    if number != _FORMAT:
        raise ValueError(f"{number} is a format that this cicp does not know; it reads format {_FORMAT}, a newer cicp may read this file")
    return number


def told(pattern: str, says: str, *, but: str = "") -> WithJsonSchema:
    """Tell editors, which run none of our code, what a text looks like: what it matches, what it must not match, and a sentence."""
    schema: dict[str, Any] = {"type": "string", "pattern": f"^(?:{pattern})$", "description": says}
    return WithJsonSchema(schema | ({"not": {"pattern": f"^(?:{but})$"}} if but else {}))


_FORMAT_TOLD = {"type": "integer", "const": _FORMAT, "description": f"The format of this file; this cicp reads {_FORMAT}."}
Format = Annotated[int, AfterValidator(_format), WithJsonSchema(_FORMAT_TOLD)]


class Written(BaseModel):
    """A table in a file that people write: an unknown key or a wrong type is refused, never passed over."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)
