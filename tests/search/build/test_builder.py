"""A segment built from many documents at once is the one that Whoosh's own writer makes."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.columns import NumericColumn
from whoosh.filedb.filestore import RamStorage

from search.analysis import folded_words, words
from search.build.builder import SegmentBuilder
from search.codec.codec import ArrayCodec
from search.codec.image import SegmentImage
from search.codec.merging import Part, merge
from search.schema import SEPARATOR, FoldingTokenizer

SCHEMA = fields.Schema(
    text=fields.TEXT(analyzer=FoldingTokenizer(), phrase=True),
    plain=fields.TEXT(phrase=True, stored=True),
    name=fields.ID(sortable=True),
    tags=fields.IDLIST(),
    day=fields.DATETIME(sortable=True),
    number=fields.COLUMN(NumericColumn("I")),
)

pieces = st.sampled_from(["ab", "é", "’s ", " ", "流", "Über", SEPARATOR, "x-y", "\n"])
texts = st.lists(pieces).map("".join)
documents = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "text": texts,
            "plain": st.sampled_from(["the flood came", "a flood, a flood", ""]),
            "name": st.sampled_from(["Ann Lee", "Bo", ""]),
            "tags": st.sampled_from(["a,b", "b", "c,a,b"]),
            "day": st.sampled_from([datetime(2020, 8, 9), datetime(1999, 1, 1, 12, 30)]),
            "number": st.integers(0, 2**32 - 1),
        },
    ),
    min_size=1,
    max_size=12,
)


def built(given: list[dict[str, Any]]) -> SegmentImage:
    builder = SegmentBuilder(SCHEMA)
    for document in given:
        builder.add(document)
    return builder.image()


def by_whoosh(given: list[dict[str, Any]]) -> SegmentImage:
    # Whoosh's temporary folder is named after the index, for all processes alike.
    index = RamStorage().create_index(SCHEMA, secrets.token_hex(8))
    writer = index.writer(codec=ArrayCodec())
    for document in given:
        writer.add_document(**document)
    writer.commit()
    reader = index.reader()
    return SegmentImage.of(reader._perdoc, reader._terms)


def contents(image: SegmentImage) -> dict[str, Any]:
    """Everything a segment says, as plain values."""
    found: dict[str, Any] = {"count": image.documents.count, "totals": image.documents.totals}
    for name, array in image.documents.arrays():
        found[name] = array.tolist()
    for field, postings in image.postings.items():
        for name, array in postings.arrays(field):
            found[name] = array.tolist()
    return found


@given(documents)
@settings(max_examples=25, deadline=None)
def test_a_built_segment_holds_what_whoosh_would_write(given: list[dict[str, Any]]) -> None:
    assert contents(built(given)) == contents(by_whoosh(given))


@given(documents, st.data())
@settings(max_examples=25, deadline=None)
def test_merging_is_building_from_what_is_left(given: list[dict[str, Any]], data: Any) -> None:
    cut = data.draw(st.integers(1, len(given)))
    pieces = [piece for piece in (given[:cut], given[cut:]) if piece]
    kept = [data.draw(st.lists(st.booleans(), min_size=len(p), max_size=len(p))) for p in pieces]
    parts = [
        Part(built(piece), None if all(live) else _marks(live))
        for piece, live in zip(pieces, kept, strict=True)
    ]
    left = [
        document
        for piece, live in zip(pieces, kept, strict=True)
        for document, is_live in zip(piece, live, strict=True)
        if is_live
    ]

    merged = merge(parts, SCHEMA)

    assert merged.documents.count == len(left)
    expected = contents(built(left)) if left else {}
    found = contents(merged)
    for name, array in expected.items():
        if not name.startswith(("columns/", "totals")):  # a merge keeps values that none has now
            assert found[name] == array, name


def _marks(live: list[bool]) -> Any:
    import numpy as np

    return np.array(live)


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_words_taken_by_chunks_are_the_words_taken_in_place(text: str) -> None:
    assert folded_words(text) == [word.text for word in words(text)]
