"""The road of a small plan, walked once for all tests that begin somewhere on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.road import Map, Town


@pytest.fixture(scope="session")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Map:
    """Walk every road at most once."""
    return Map(tmp_path_factory.mktemp("roads"))


@pytest.fixture
def standing_at(roads: Map, tmp_path: Path) -> Callable[[str], Town]:
    """Return a function that copies a place of the road."""
    return lambda place: roads.at(place).copied(tmp_path / "plan")
