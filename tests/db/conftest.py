from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        yield catalogue
