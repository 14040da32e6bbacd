"""An index keeps what was committed, through merges, deletions, kills and damage."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from whoosh import fields, query

from search.build.builder import SegmentBuilder
from search.codec.files import DamagedIndexError
from search.codec.image import SegmentImage
from search.codec.store import HELD, MANIFEST, Manifest, Store
from search.evaluate.evaluation import Evaluation

SCHEMA = fields.Schema(
    text=fields.TEXT(phrase=True),
    kind=fields.ID(),
    number=fields.NUMERIC(signed=False, sortable=True),
    name=fields.ID(sortable=True, stored=True),
)
WORDS = ["harbour", "minister", "flood", "town", "wall"]


def text_of(number: int) -> str:
    chance = random.Random(number)
    return " ".join(chance.choices(WORDS, k=chance.randint(1, 12))) + f" n{number}"


def document(number: int) -> dict[str, object]:
    return {
        "text": text_of(number),
        "kind": "even" if number % 2 == 0 else "odd",
        "number": number,
        "name": f"name {number % 5}",
    }


def image(numbers: Iterable[int]) -> SegmentImage:
    builder = SegmentBuilder(SCHEMA)
    for number in numbers:
        builder.add(document(number))
    return builder.image()


def numbers_of(store: Store, wanted: query.Query) -> list[int]:
    """The numbers of the documents that are found, read from their column."""
    evaluation = Evaluation(store.searcher)
    found = evaluation.hits(wanted).documents
    columns = [segment.numbers("number") for segment in evaluation.segments]
    everything = np.concatenate([column for column in columns if column is not None])
    return sorted(everything[found].tolist())


def expected(numbers: Iterable[int], *words: str) -> list[int]:
    phrase = f" {' '.join(words)} "
    return sorted(number for number in numbers if phrase in f" {text_of(number)} ")


def assert_holds(store: Store, numbers: set[int]) -> None:
    assert store.count == len(numbers)
    assert numbers_of(store, query.Every()) == sorted(numbers)
    assert numbers_of(store, query.Term("text", "flood")) == expected(numbers, "flood")
    assert numbers_of(store, query.Phrase("text", ["town", "wall"])) == expected(
        numbers, "town", "wall"
    )
    assert numbers_of(store, query.Term("kind", "odd")) == sorted(n for n in numbers if n % 2)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path, SCHEMA, {"read": 0})


def test_additions_and_deletions_in_any_order_leave_what_they_say(store: Store) -> None:
    chance = random.Random(4)
    here: set[int] = set()
    following = 0
    for step in range(40):
        added = range(following, following + chance.choice([1, 3, 60, 300]))
        following = added.stop
        gone = set(chance.sample(sorted(here), min(len(here), chance.choice([0, 2, 40]))))
        evaluation = Evaluation(store.searcher)
        columns = [segment.numbers("number") for segment in evaluation.segments]
        held = np.concatenate([np.empty(0), *(one for one in columns if one is not None)])
        live = set(evaluation.hits(query.Every()).documents.tolist())
        deleted = [place for place in np.flatnonzero(np.isin(held, list(gone))) if place in live]

        store.commit({"read": step}, image(added), deleted)
        here = (here - gone) | set(added)

        if step % 8 == 7:
            assert_holds(store, here)
            assert_holds(Store(store.folder, SCHEMA), here)
    assert store.segments <= 4
    assert store.facts == {"read": 39}


def test_a_thousand_single_additions_leave_few_segments_and_no_litter(store: Store) -> None:
    for number in range(600):
        store.commit({}, image([number]))

    assert store.segments <= 3
    assert len(list(store.folder.iterdir())) == 1 + 2 * store.segments
    assert_holds(store, set(range(600)))


def test_stored_values_and_columns_survive_a_merge(store: Store) -> None:
    store.commit({}, image(range(300)))
    store.commit({}, image(range(300, 320)), deleted=[0, 7])

    searcher = store.searcher
    found = searcher.search(query.Term("text", "n311"))
    assert found[0]["name"] == "name 1"
    reader = searcher.reader().column_reader("name")
    assert reader[found[0].docnum] == "name 1"


@pytest.mark.parametrize("deletions", [False, True])
def test_every_damage_is_noticed_and_no_wrong_answer_given(store: Store, deletions: bool) -> None:
    store.commit({}, image(range(400)))
    store.commit({}, image(range(400, 420)), deleted=[3, 5, 401] if deletions else [])
    files = sorted(store.folder.iterdir())
    right = numbers_of(store, query.Term("text", "flood"))
    chance = random.Random(8)
    for _ in range(120):
        victim = chance.choice(files)
        before = victim.read_bytes()
        victim.unlink()  # other processes have the old bytes mapped
        if (kind := chance.randrange(4)) == 0:
            victim.write_bytes(before[: chance.randrange(len(before))])
        elif kind == 1:
            other = chance.choice([file for file in files if file != victim])
            victim.write_bytes(other.read_bytes())
        elif kind == 2:
            damaged = bytearray(before)
            damaged[chance.randrange(len(before))] ^= 1 << chance.randrange(8)
            victim.write_bytes(damaged)

        try:
            opened = Store(store.folder, SCHEMA)
            assert numbers_of(opened, query.Term("text", "flood")) == right
            opened.verify()
            noticed = False
        except DamagedIndexError:
            noticed = True

        assert noticed, f"{victim.name} was damaged unnoticed ({kind})"
        victim.write_bytes(before)


def test_what_was_just_committed_is_read_from_memory_as_from_the_disk(
    store: Store, tmp_path: Path
) -> None:
    large = HELD + 100
    store.commit({}, image(range(large)))
    store.commit({}, image(range(large, large + 20)), [3])
    store.commit({}, image(range(large + 20, large + 22)), [4, large + 5])

    here = set(range(large + 22)) - {3, 4, large + 5}
    assert_holds(store, here)
    assert_holds(Store(tmp_path, SCHEMA), here)


def test_deletions_whose_commit_was_killed_can_be_committed_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.commit({}, image(range(20)))
    with monkeypatch.context() as patch:
        patch.setattr(Manifest, "write", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            store.commit({}, None, [3])

    after = Store(tmp_path, SCHEMA)
    assert_holds(after, set(range(20)))
    after.commit({}, None, [4])
    assert_holds(Store(tmp_path, SCHEMA), set(range(20)) - {4})


def test_what_a_killed_process_left_is_swept_away(store: Store) -> None:
    store.commit({}, image(range(10)))
    (store.folder / "main_halfway.postings").write_bytes(b"half")
    (store.folder / f"{MANIFEST}abc").write_bytes(b"half")

    again = Store(store.folder, SCHEMA)
    again.commit({}, image(range(10, 20)))

    assert len(list(store.folder.iterdir())) == 1 + 2 * again.segments
    assert_holds(again, set(range(20)))
