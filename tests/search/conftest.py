"""A small library of quotations, read by all tests or by one that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import Catalogue
from extraction.findings import Kind
from search import SearchService
from tests.db.factories import Pictured, Said, make_page


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep indexes out of the cache folder of whoever runs the tests."""
    home = tmp_path / "home"
    monkeypatch.setenv("ONRECORD_HOME", str(home))
    return home


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Three pages, nine quotations, three photographs. Not to be changed."""
    folder = tmp_path_factory.mktemp("library")
    with make_library(folder) as library:
        yield library


@pytest.fixture(scope="module")
def service(
    library: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchService]:
    """A service whose index has read the whole library."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("ONRECORD_HOME", str(tmp_path_factory.mktemp("home")))
        service = SearchService(library)
    with service:
        service.sync()
        yield service


@pytest.fixture(scope="module")
def without_index(
    library: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchService]:
    """A service that has never built its index."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("ONRECORD_HOME", str(tmp_path_factory.mktemp("empty")))
        service = SearchService(library)
    with service:
        yield service


@pytest.fixture
def own_library(tmp_path: Path) -> Iterator[Catalogue]:
    """The same library for one test alone."""
    with make_library(tmp_path) as library:
        yield library


@pytest.fixture
def own_service(own_library: Catalogue) -> Iterator[SearchService]:
    with SearchService(own_library) as service:
        service.sync()
        yield service


def make_library(tmp_path: Path) -> Catalogue:
    catalogue = Catalogue.create(tmp_path / "Harbour.onrecord")
    make_page(
        tmp_path,
        Said("We will leave the gates open", "Mara Lindqvist", role="Harbour master"),
        Said("leaving was a mistake", "Mara Lindqvist", kind=Kind.MIXED),
        Said("The ledger was counted twice", "Tomás Gómez", told_to="Reuters"),
        name="gates.txt",
        headline="Gates stay open",
        outlet="Harbour Post",
        published_on=date(2020, 8, 16),
        photos=(Pictured("Sputnik", "Viktor Tolochko"),),
    ).add_to(catalogue)
    make_page(
        tmp_path,
        Said("Nobody leaves before the tide turns", "Ana Lind", on=date(2021, 2, 3)),
        Said("the cranes are not for sale", "Ana Lind", kind=Kind.INDIRECT),
        Said("Wood and wind, that is all we have", "Petra Nowak", told_to="RT"),
        name="cranes.txt",
        headline="Cranes will not be sold",
        outlet="The Courier",
        published_on=date(2021, 2, 6),
        photos=(Pictured("REUTERS", "Vasily Fedosenko"), Pictured("Sputnik", None)),
    ).add_to(catalogue)
    make_page(
        tmp_path,
        Said("The tide does not wait for a mistake to be mended", "Petra Nowak"),
        Said("don’t sell what you cannot count", None),
        Said("Ein Hafen ohne Kräne", "Jörg Weiß"),
        name="tide.txt",
        headline="Tide tables",
        outlet=None,
        published_on=None,
    ).add_to(catalogue)
    return catalogue
