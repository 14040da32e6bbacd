"""Documents that are added together make the catalogue that they make one by one."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from db import Catalogue
from db.originals import Originals
from extraction.findings import EntityKind
from tests.db.factories import Page, Pictured, Said, make_page

_NAMES = (
    ("Ana Lind", ("Lind", "A. Lind")),
    ("A. Lind", ()),
    ("José Gómez", ("J. Gomez", "Gomez")),
    ("JOSE GOMEZ", ("Pepe Gómez",)),
    ("Pepe Gómez", ("Gómez", "Jose Gomez")),
    ("Lind", ()),
)


def pages_of(folder: Path, seed: int) -> list[Page]:
    """Pages whose people meet each other under several forms of their names."""
    dice = random.Random(seed)
    return [
        make_page(
            folder,
            *(
                Said(
                    f"Words {seed} {number} {nth}",
                    *dice.choice(_NAMES),
                    role=dice.choice((None, "mayor")),
                    told_to=dice.choice((None, "Reuters", "The Courier", "courier")),
                )
                for nth in range(dice.randrange(1, 4))
            ),
            Said(f"More {seed} {number}", "a spokesman", kind_of_speaker=EntityKind.UNNAMED),
            name=f"{seed}-{number}.txt",
            outlet=dice.choice((None, "The Courier", "Daily Sound")),
            photos=(Pictured("AFP", dice.choice(("Ana Lind", "Jo Berg"))),),
            scare="the best of ideas",
        )
        for number in range(12)
    ]


def added(
    folder: Path, pages: Sequence[Page], together: int
) -> dict[str, list[tuple[object, ...]]]:
    with Catalogue.create(folder) as catalogue:
        originals = Originals(folder)
        for page in pages:
            originals.keep(page.path, page.document.sha256)
        for first in range(0, len(pages), together):
            some = pages[first : first + together]
            catalogue.add_all([(page.document, page.findings) for page in some])
        assert catalogue.check().problems == ()
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as raw:
        return {
            table: sorted(raw.execute(f"SELECT {columns} FROM {table}"))
            for table, columns in (
                ("party", "id, kind, name"),
                ("alias", "party_id, name, by_hand"),
                ("outlet", "id, name"),
                ("document", "id, sha256, outlet_id"),
                ("article", "id, document_id, span"),
                ("role", "id, party_id, title, span"),
                ("quotation", "id, article_id, speaker_id, role_id, told_to_id, exact"),
                ("photo", "id, article_id, agency_id, creator_id"),
                ("passed_over", "id, document_id, text"),
                ("journal", '"table", record'),
            )
        }


@pytest.mark.parametrize("seed", range(3))
def test_any_number_together_is_one_by_one(tmp_path: Path, seed: int) -> None:
    pages = pages_of(tmp_path, seed)

    one_by_one = added(tmp_path / "One.onrecord", pages, 1)

    for together in (2, 5, 12):
        assert added(tmp_path / f"{together}.onrecord", pages, together) == one_by_one


def test_the_same_bytes_twice_in_one_go_are_one_document(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    page = make_page(tmp_path, Said())
    Originals(catalogue.folder).keep(page.path, page.document.sha256)

    first, second = catalogue.add_all([(page.document, page.findings)] * 2)

    assert {second.already} == first.documents
    assert catalogue.counts().documents == 1
