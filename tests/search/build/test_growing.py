"""Documents added a few at a time make the index that they would make all at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from whoosh import query

from search.build.growing import Growing
from search.codec.store import Store
from search.evaluate.evaluation import Evaluation
from tests.search.codec.test_store import SCHEMA, assert_holds, document

steps = st.lists(
    st.tuples(st.sampled_from([0, 1, 1, 1, 2, 5, 40]), st.lists(st.integers(0, 60), max_size=3)),
    max_size=12,
)


def places_of(store: Store, numbers: set[int]) -> NDArray[np.int64]:
    """Where documents that are there stand in the whole index, by their number."""
    evaluation = Evaluation(store.searcher)
    documents = evaluation.hits(query.Every()).documents
    return documents[np.isin(evaluation.column("number", documents), list(numbers))]


@given(steps)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_additions_and_deletions_leave_what_they_say(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, list[int]]]
) -> None:
    store = Store.create(tmp_path_factory.mktemp("index"), SCHEMA, {})
    growing = Growing(store, SCHEMA)
    here: set[int] = set()
    following = 0
    for count, back in steps:
        added = range(following, following + count)
        gone = {following - 1 - places for places in back} & here  # lately added, most of them

        growing.commit({}, map(document, added), places_of(store, gone))

        here = (here - gone) | set(added)
        following = added.stop
    if here:
        assert_holds(store, here)
        assert_holds(Store(store.folder, SCHEMA), here)
    assert store.segments <= 4


def test_one_after_the_other_they_share_a_segment(tmp_path: Path) -> None:
    growing = Growing(Store.create(tmp_path, SCHEMA, {}), SCHEMA)
    growing.commit({}, map(document, range(600)), np.empty(0, dtype=np.int64))

    for number in range(600, 615):
        growing.commit({}, [document(number)], np.array([number - 600]))

    assert growing.store.segments == 2
    assert_holds(growing.store, set(range(15, 615)))


def test_documents_that_fail_to_come_leave_the_index_as_it_was(tmp_path: Path) -> None:
    def failing(good: int) -> Iterator[dict[str, object]]:
        yield from map(document, range(100, 100 + good))
        raise InterruptedError

    growing = Growing(Store.create(tmp_path, SCHEMA, {}), SCHEMA)
    nothing = np.empty(0, dtype=np.int64)
    growing.commit({}, [document(0)], nothing)
    for good in (0, 3, 30):
        with pytest.raises(InterruptedError):
            growing.commit({}, failing(good), nothing)
        assert_holds(growing.store, {0})

    growing.commit({}, [document(1)], nothing)

    assert_holds(growing.store, {0, 1})
