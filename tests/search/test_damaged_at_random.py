"""Whatever is damaged of an index, no answer is wrong, and the next sync makes it whole.

A dozen damages each time, another kind and another place in turn; ONRECORD_DAMAGES asks for more.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from db import Catalogue
from extraction.findings import Kind
from search import Order, Scope, SearchService
from search.codec.store import MANIFEST
from search.place import index_place
from tests.db.factories import Pictured, Said, make_page

DAMAGES = int(os.environ.get("ONRECORD_DAMAGES", "12"))

QUERIES = (
    "leave",
    '"the tide turns"',
    "tide NOT wait",
    "who:lind",
    "w*",
    "legder~1",
    "credit:sputnik kind:indirect",
    "when:2021 the",
    "text:dusk gates",
    "status:rejected OR tag:inquiry",
    "=The",
)

_VERBS = ("leave", "wait", "turn", "count", "sell", "mend", "dredge", "sing", "row", "trade")
_THINGS = ("tide", "ledger", "gates", "cranes", "permit", "harbour", "winter", "grant", "quay")


@dataclass(frozen=True)
class World:
    """A catalogue, its whole index, older states of it, one of a stranger, and the truth."""

    catalogue: Catalogue
    whole: Path
    older: tuple[Path, ...]
    strange: Path
    truth: dict[str, list[int]]

    @property
    def place(self) -> Path:
        return index_place(self.catalogue.folder, self.catalogue.id)


def _sentences(chance: random.Random, count: int) -> list[Said]:
    return [
        Said(
            f"The {chance.choice(_THINGS)} will {chance.choice(_VERBS)} before the tide turns"
            f" or {chance.choice(_THINGS)} number {number}",
            chance.choice(("Ana Lind", "Petra Nowak", "Jörg Weiß")),
            kind=chance.choice(tuple(Kind)),
            on=chance.choice((None, date(2021, 2, 3))),
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    chance = random.Random(8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_HOME", str(folder / "home"))
        with Catalogue.create(folder / "Harbour.onrecord") as catalogue:
            place = index_place(catalogue.folder, catalogue.id)
            states = []
            for number, count in enumerate((66, 7, 2)):
                make_page(
                    folder,
                    *_sentences(chance, count),
                    name=f"{number}.txt",
                    headline=f"Page {number}",
                    photos=(Pictured("Sputnik"),),
                ).add_to(catalogue)
                if number == 1:
                    catalogue.reject(catalogue.quotation_ids()[:5])
                    catalogue.tag(catalogue.quotation_ids()[5:9], "inquiry")
                with SearchService(catalogue) as service:
                    service.sync()
                states.append(folder / f"state {number}")
                shutil.copytree(place, states[-1])
            with Catalogue.create(folder / "Other.onrecord") as other:
                make_page(folder, *_sentences(chance, 20), name="o.txt").add_to(other)
                with SearchService(other) as service:
                    service.sync()
                shutil.copytree(index_place(other.folder, other.id), folder / "strange")
            patch.setenv("ONRECORD_HOME", str(folder / "nowhere"))
            with SearchService(catalogue) as service:
                truth = {query: _asked(service, query)[0] for query in QUERIES}
            assert all(truth.values())
            yield World(catalogue, states[-1], tuple(states[:-1]), folder / "strange", truth)


def _asked(service: SearchService, query: str) -> tuple[list[int], str]:
    answer = service.search(query, scope=Scope.EVERYTHING, order=Order.OLDEST)
    return list(answer.ids), answer.note


def _files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file() and path.name != "lock")


def _rewrite(path: Path, content: bytes) -> None:
    path.unlink()  # never in place: another test's index may be mapped
    path.write_bytes(content)


def flip_a_bit(chance: random.Random, place: Path, _: World) -> None:
    path = chance.choice(_files(place))
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    _rewrite(path, bytes(content))


def truncate(chance: random.Random, place: Path, _: World) -> None:
    path = chance.choice(_files(place))
    content = path.read_bytes()
    _rewrite(path, content[: chance.randrange(len(content))])


def overwrite(chance: random.Random, place: Path, _: World) -> None:
    path = chance.choice(_files(place))
    content = bytearray(path.read_bytes())
    begin = chance.randrange(len(content))
    end = min(len(content), begin + chance.randint(1, 4096))
    content[begin:end] = chance.choice((bytes(end - begin), chance.randbytes(end - begin)))
    _rewrite(path, bytes(content))


def lengthen(chance: random.Random, place: Path, _: World) -> None:
    path = chance.choice(_files(place))
    _rewrite(path, path.read_bytes() + chance.randbytes(chance.randint(1, 100)))


def lose_a_file(chance: random.Random, place: Path, _: World) -> None:
    chance.choice(_files(place)).unlink()


def swap_two_files(chance: random.Random, place: Path, _: World) -> None:
    one, other = chance.sample(_files(place), 2)
    first, second = one.read_bytes(), other.read_bytes()
    _rewrite(one, second)
    _rewrite(other, first)


def put_another_catalogues_index(_: random.Random, place: Path, world: World) -> None:
    shutil.rmtree(place)
    shutil.copytree(world.strange, place)


def put_another_catalogues_files(chance: random.Random, place: Path, world: World) -> None:
    (mine,) = (path for path in place.iterdir() if path.is_dir())
    (strange,) = (path for path in world.strange.iterdir() if path.is_dir())
    for path in mine.iterdir():
        path.unlink()
    for path in strange.iterdir():
        if chance.random() < 0.8 or path.name == MANIFEST:
            shutil.copy(path, mine)


def put_an_older_state(chance: random.Random, place: Path, world: World) -> None:
    shutil.rmtree(place)
    shutil.copytree(chance.choice(world.older), place)


def put_an_older_manifest(chance: random.Random, place: Path, world: World) -> None:
    (mine,) = (path for path in place.iterdir() if path.is_dir())
    (manifest,) = chance.choice(world.older).rglob(MANIFEST)
    (mine / MANIFEST).unlink()
    shutil.copy(manifest, mine / MANIFEST)


def put_an_older_format(_: random.Random, place: Path, _world: World) -> None:
    current = json.loads((place / "current.json").read_text())
    _rewrite(place / "current.json", json.dumps({**current, "format": 1}).encode())


KINDS: tuple[Callable[[random.Random, Path, World], None], ...] = (
    flip_a_bit,
    truncate,
    overwrite,
    lose_a_file,
    swap_two_files,
    put_another_catalogues_index,
    put_another_catalogues_files,
    put_an_older_state,
    put_an_older_manifest,
    put_an_older_format,
    lengthen,
    flip_a_bit,
)


AN_OLDER_STATE = (put_an_older_state, put_an_older_manifest)
"""No damage where all files of that state are there: the journal tells what came after it."""


@pytest.mark.parametrize("number", range(DAMAGES))
def test_a_damage_is_noticed_answered_around_and_healed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    chance = random.Random(number)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    is_checked_late = chance.random() < 0.5
    if is_checked_late:  # as files of many megabytes are: each block when it is first touched
        monkeypatch.setattr("search.codec.files.CHECKED_AT_ONCE", 0)
    place = world.place
    shutil.copytree(world.whole, place)
    damage = KINDS[number % len(KINDS)]
    damage(chance, place, world)
    is_sound = _bytes(place) == _bytes(world.whole) or damage in AN_OLDER_STATE

    asked = chance.sample(QUERIES, 4)

    with SearchService(world.catalogue) as service:
        notes = []
        for query in asked:
            found, note = _asked(service, query)
            assert found == world.truth[query]
            notes.append(note)
        assert any(notes) or is_sound or is_checked_late

        service.sync()
        for query in asked:
            assert _asked(service, query) == (world.truth[query], "")


def _bytes(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in _files(place)}
