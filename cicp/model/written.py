"""The shape of every file that people write: read strictly, never guessed at."""

from pydantic import BaseModel, ConfigDict


class Written(BaseModel):
    """A table in a file that people write: an unknown key or a wrong type is refused, never passed over."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)
