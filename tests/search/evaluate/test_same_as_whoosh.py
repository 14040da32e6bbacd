"""The evaluator finds what Whoosh finds and scores it alike, whatever the query and the index.

Each kind of index is asked 60 queries; ONRECORD_QUERIES asks for more.
"""

from __future__ import annotations

import os
import random
import secrets
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from whoosh import fields, query
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import binary
from whoosh.searching import Searcher

from search.codec.codec import ArrayCodec
from search.evaluate.evaluation import Evaluation

CLOSE = 1e-9
COMMON = ["the", "of", "and", "a", "to"]
CHANCE = random.Random(20261122)
WORDS = COMMON + ["".join(CHANCE.choices("abcde", k=CHANCE.randint(1, 5))) for _ in range(400)]

SCHEMA = fields.Schema(
    id=fields.ID(stored=True, unique=True),
    text=fields.TEXT(phrase=True),
    head=fields.TEXT(),
    who=fields.ID(sortable=True),
    tags=fields.KEYWORD(commas=True, lowercase=True),
    day=fields.DATETIME(sortable=True),
    number=fields.NUMERIC(sortable=True),
)


@pytest.fixture(autouse=True)
def mended_whoosh(monkeypatch: pytest.MonkeyPatch) -> None:
    mend(monkeypatch)


def mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mend four defects of Whoosh 2.7.4 that the engine does not share.

    `AndNot` finds its first document although it is excluded, when another excluded one stands
    before it, and fails when skipping ends its first part; `AndMaybe` inside an `And` loses the
    score of its second part where the first part skips further than it was asked to; a pattern that
    stands for a single word forgets its boost (whoosh3 does not).
    """
    find_next = binary.AndNotMatcher._find_next

    def find_first(matcher: binary.AndNotMatcher) -> None:
        if matcher.a.is_active() and matcher.b.is_active():
            find_next(matcher)

    def skip_to(matcher: binary.AndMaybeMatcher, number: int) -> None:
        matcher.a.skip_to(number)
        if matcher.a.is_active() and matcher.b.is_active():
            matcher.b.skip_to(matcher.a.id())

    matcher_of_pattern = query.MultiTerm.matcher

    def matcher(pattern: query.MultiTerm, searcher: Searcher, context: Any = None) -> Any:
        texts = [text for text in pattern._btexts(searcher.reader()) if text]
        if len(texts) == 1:
            boost = getattr(pattern, "boost", 1.0)
            return query.Term(pattern.field(), texts[0], boost).matcher(searcher, context)
        return matcher_of_pattern(pattern, searcher, context)

    monkeypatch.setattr(query.MultiTerm, "matcher", matcher)
    monkeypatch.setattr(binary.AndNotMatcher, "_find_first", find_first)
    monkeypatch.setattr(binary.AndNotMatcher, "_find_next", find_first)
    monkeypatch.setattr(binary.AndMaybeMatcher, "skip_to", skip_to)


def text(chance: random.Random, length: int) -> str:
    return " ".join(
        WORDS[min(int(chance.paretovariate(0.6)) - 1, len(WORDS) - 1)] for _ in range(length)
    )


def document(chance: random.Random, number: int) -> dict[str, Any]:
    given = {
        "id": str(number),
        "text": text(chance, chance.randint(1, 40)),
        "who": f"p{chance.randrange(12)}",
        "tags": "a,b",
        "day": datetime(chance.randrange(1995, 2025), 1, 2),
        "number": chance.randrange(100),
    }
    return given | ({"head": text(chance, 4)} if chance.random() < 0.5 else {})


class Pair:
    """The same documents, in the same segments and with the same deletions, in both codecs."""

    def __init__(self, *, count: int, segments: int, deleted: int, seed: int = 1) -> None:
        chance = random.Random(seed)
        documents = [document(chance, number) for number in range(count)]
        cuts = [*sorted(chance.sample(range(1, count), segments - 1)), count]
        gone = chance.sample(range(count), deleted)
        self.stock = self._searcher(documents, cuts, gone, None)
        self.ours = self._searcher(documents, cuts, gone, ArrayCodec())
        self.evaluation = Evaluation(self.ours)

    @staticmethod
    def _searcher(
        documents: list[dict[str, Any]], cuts: list[int], gone: list[int], codec: Any
    ) -> Searcher:
        # Whoosh's temporary folder is named after the index, for all processes alike.
        index = RamStorage().create_index(SCHEMA, secrets.token_hex(8))
        begin = 0
        for end in cuts:
            writer = index.writer(codec=codec)
            for one in documents[begin:end]:
                writer.add_document(**one)
            writer.commit(merge=False)
            begin = end
        writer = index.writer(codec=codec)
        for number in gone:
            writer.delete_by_term("id", str(number))
        writer.commit(merge=False)
        return index.searcher()

    def expected(self, wanted: query.Query) -> dict[int, float]:
        """Every document that Whoosh's own codec and matchers find, one by one."""
        found = {}
        for leaf, first in self.stock.leaf_searchers():
            matcher = wanted.matcher(leaf, self.stock.context())
            while matcher.is_active():
                found[matcher.id() + first] = matcher.score()
                matcher.next()
        return found

    def assert_same(self, wanted: query.Query) -> None:
        expected = self.expected(wanted)

        hits = self.evaluation.hits(wanted)
        best = self.evaluation.top(wanted, 20)

        assert hits.documents.tolist() == sorted(expected)
        assert hits.scores.tolist() == pytest.approx(
            [expected[number] for number in sorted(expected)], abs=CLOSE
        )
        in_order = sorted(
            zip(hits.documents.tolist(), hits.scores.tolist(), strict=True),
            key=lambda hit: (-hit[1], hit[0]),
        )
        assert best.documents.tolist() == [number for number, _ in in_order[:20]]
        assert self.evaluation.count(wanted) == len(expected)


def _normal(wanted: query.Query) -> query.Query:
    try:
        return wanted.normalize()
    except AttributeError:  # Whoosh multiplies boosts that some queries do not have
        return wanted


words = st.sampled_from(WORDS)
boosts = st.sampled_from([1.0, 1.0, 2.5])
similar = st.builds(
    query.FuzzyTerm,
    st.just("text"),
    words.filter(lambda word: len(word) > 1),  # Whoosh fails where the prefix is the longer
    maxdist=st.sampled_from([1, 2]),
    prefixlength=st.sampled_from([0, 1, 2]),
)
leaves = st.one_of(
    st.builds(query.Term, st.just("text"), words, boosts),
    st.builds(query.Term, st.sampled_from(["head", "nowhere"]), words, boosts),
    st.builds(query.Term, st.just("who"), st.integers(0, 13).map(lambda number: f"p{number}")),
    st.builds(query.Prefix, st.just("text"), words.map(lambda word: word[:2]), boosts),
    st.builds(
        query.Phrase,
        st.just("text"),
        st.lists(st.sampled_from(WORDS[:10]), min_size=2, max_size=3),
        st.sampled_from([1, 1, 2, 4]),
        boosts,
    ),
    similar,
    st.builds(query.Wildcard, st.just("text"), words.map(lambda word: f"{word[0]}*{word[-1]}")),
    st.builds(query.Variations, st.just("text"), words),
    st.builds(
        query.TermRange,
        st.just("text"),
        st.none() | words,
        st.none() | words,
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        query.DateRange,
        st.just("day"),
        st.integers(1995, 2010).map(lambda year: datetime(year, 1, 1)),
        st.integers(2005, 2025).map(lambda year: datetime(year, 1, 1)),
    ),
    st.builds(query.NumericRange, st.just("number"), st.integers(0, 50), st.integers(50, 99)),
    st.sampled_from([query.Every(), query.Every("head")]),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3), boosts),
        st.builds(query.Or, st.lists(inner, min_size=1, max_size=4), boosts),
        st.builds(query.AndNot, inner, inner),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(lambda one, other: query.And([one, query.Not(other)]), inner, inner),
        st.builds(query.ConstantScoreQuery, inner, st.sampled_from([0.0, 1.0, 2.0])),
        st.builds(lambda one, other: query.DisjunctionMax([one, other]), inner, inner),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module", params=[(1, 0), (1, 30), (3, 0), (3, 30)], ids=str)
def pair(request: pytest.FixtureRequest) -> Pair:
    segments, deleted = request.param
    return Pair(count=300, segments=segments, deleted=deleted)


@example(query.Wildcard("text", "c*a", boost=2.5))  # one word in some segments, two in others
@example(query.Or([query.Or([query.Term("who", "p0"), query.Term("who", "p1")])], boost=2.5))
@given(queries.map(_normal) | queries)
@settings(
    max_examples=int(os.environ.get("ONRECORD_QUERIES", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_query_finds_and_scores_what_whoosh_does(pair: Pair, wanted: query.Query) -> None:
    pair.assert_same(wanted)


@pytest.fixture(scope="module")
def large() -> Pair:
    """Segments above and below the 5,000 documents at which Whoosh changes its ways."""
    return Pair(count=6500, segments=2, deleted=300, seed=7)


@pytest.mark.parametrize(
    "wanted",
    [
        query.Term("text", "the"),
        query.And([query.Term("text", "the"), query.Term("text", "of")]),
        query.Or([query.Term("text", word) for word in COMMON]),
        query.Or([query.Term("text", word) for word in [*WORDS[40:43], "the"]]),
        query.Phrase("text", ["of", "the"]),
        query.Phrase("text", ["the", "of", "the"], slop=3),
        query.Prefix("text", "a"),
        query.Prefix("text", "ab"),
        query.FuzzyTerm("text", "abcd", maxdist=2),
        query.And([query.Term("text", "the"), query.Prefix("text", "ab")]),
        query.And([query.Term("text", "the"), query.Not(query.Term("text", "of"))]),
        query.And([query.Phrase("text", ["of", "the"]), query.Term("text", WORDS[40])]),
        query.AndNot(query.Term("text", WORDS[40]), query.Phrase("text", ["the", "of"], slop=2)),
        query.Or([query.Phrase("text", ["of", "the"]), query.Prefix("text", "ab")]),
    ],
    ids=str,
)
def test_large_and_small_segments_score_alike(large: Pair, wanted: query.Query) -> None:
    large.assert_same(wanted)


def test_a_filter_narrows_without_changing_scores(large: Pair) -> None:
    wanted, within = query.Term("text", "of"), query.Term("who", "p3")
    everything = large.evaluation.hits(wanted)
    scores = dict(zip(everything.documents.tolist(), everything.scores.tolist(), strict=True))
    chosen = large.evaluation.hits(within).documents.tolist()

    best = large.evaluation.top(wanted, 50, within=within)

    kept = sorted((-scores[number], number) for number in chosen if number in scores)
    assert list(zip((-best.scores).tolist(), best.documents.tolist(), strict=True)) == kept[:50]
