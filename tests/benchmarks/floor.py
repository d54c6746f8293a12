"""The smallest honest program of the same libraries: one command with one option, one model, one TOML file read."""

from pathlib import Path
from typing import Annotated

import rtoml
import typer
from pydantic import BaseModel

app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)


class City(BaseModel):
    name: str
    state: str
    timezone: str


@app.command()
def show(plan: Annotated[Path, typer.Option("--plan")]) -> None:
    table = rtoml.loads(plan.read_text(encoding="utf-8"))
    print(City.model_validate(table["city"]).name)  # the smallest way to say it


if __name__ == "__main__":
    app()
