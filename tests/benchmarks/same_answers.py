"""A thousand queries, always the same, whose answers must be Whoosh's whatever the index's size.

Hits, their order (ties by document) and their scores to 1e-9. Words are taken from all over the
frequency scale; the share of very common ones is kept low only because Whoosh alone takes seconds
for each in a million documents.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from whoosh import query
from whoosh.searching import Searcher

from search.evaluate.evaluation import Evaluation
from search.schema import FoldingTokenizer
from tests.benchmarks.made_up import Corpus, first

CLOSE = 1e-9
TOP = 20
_NUMBER = 1000


@dataclass(frozen=True)
class Answer:
    """How many documents Whoosh finds, and how the engine differs (empty where it does not)."""

    wanted: query.Query
    found: int
    difference: str


def thousand(corpus: Corpus) -> list[query.Query]:
    """Return the queries in the schema of the benchmark; the same for the same corpus."""
    chance = random.Random(1000)
    kinds = _kinds(chance, corpus)
    names, weights = zip(*((name, weight) for name, (weight, _) in kinds.items()), strict=True)
    chosen = chance.choices(names, weights, k=_NUMBER)
    return [kinds[name][1]() for name in chosen]


def _kinds(
    chance: random.Random, corpus: Corpus
) -> dict[str, tuple[int, Callable[[], query.Query]]]:
    words = [_folded(word) for word in corpus.words]
    spoken = [
        [token.text for token in FoldingTokenizer()(quotation.text)]
        for quotation in first(corpus, 1000)
    ]

    def word() -> str:
        begin, end = chance.choices(
            [(0, 30), (30, 300), (300, 6000), (6000, 60_000)], (1, 3, 4, 2)
        )[0]
        return words[chance.randrange(begin, end)]

    def term() -> query.Term:
        return query.Term("text", word(), chance.choice((1.0, 1.0, 1.0, 2.5, 0.3)))

    def seldom() -> query.Term:
        return query.Term("text", words[chance.randrange(300, 60_000)])

    def said(least: int, most: int) -> list[str]:
        quotation = chance.choice(spoken)
        begin = chance.randrange(len(quotation) - most)
        return quotation[begin : begin + chance.randint(least, most)]

    def by() -> query.Term:
        return query.Term("speaker", corpus.names[min(int(chance.paretovariate(0.4)), 19_999)])

    def begun(size: int) -> str:
        return next(text[:size] for text in iter(word, "") if len(text) > size)

    return {
        "a word": (20, term),
        "all of": (14, lambda: query.And([term() for _ in range(chance.randint(2, 3))])),
        "any of": (10, lambda: query.Or([term() for _ in range(chance.randint(2, 4))])),
        "best of": (2, lambda: query.DisjunctionMax([term(), term()])),
        "phrase": (12, lambda: query.Phrase("text", said(2, 4))),
        "near": (5, lambda: query.Phrase("text", said(3, 3)[::2], slop=chance.randint(2, 5))),
        "prefix": (5, lambda: query.Prefix("text", begun(4))),
        "as typed": (4, lambda: query.And([term(), query.Prefix("text", begun(3))])),
        "pattern": (3, lambda: query.Wildcard("text", begun(4) + "*" + chance.choice("nst"))),
        "misspelt": (3, lambda: query.FuzzyTerm("text", begun(4) + "e", prefixlength=2)),
        "between": (2, lambda: query.TermRange("text", (low := begun(5)), low + "zz")),
        "without": (5, lambda: query.And([term(), query.Not(term())])),
        "all but": (3, lambda: query.AndNot(term(), seldom())),
        "rather": (3, lambda: query.AndMaybe(term(), term())),
        "only where": (3, lambda: query.Require(term(), term())),
        "of a speaker": (6, lambda: query.And([term(), by()])),
        "a speaker's": (3, by),
        "alike": (2, lambda: query.ConstantScoreQuery(term(), 2.0)),
        "nested": (
            5,
            lambda: query.And(
                [query.Or([term(), query.Phrase("text", said(2, 2))]), query.Not(seldom()), term()]
            ),
        ),
    }


def _folded(word: str) -> str:
    return next(iter(FoldingTokenizer()(word))).text


def answers(corpus: Corpus, evaluation: Evaluation, stock: Searcher) -> Iterator[Answer]:
    """Ask both all the queries, in turn."""
    for wanted in thousand(corpus):
        expected, scores = _found(stock, wanted)
        hits = evaluation.hits(wanted)
        best = evaluation.top(wanted, TOP)
        difference = ""
        if not np.array_equal(hits.documents, expected):
            difference = f"{len(hits.documents):,} documents for {len(expected):,}"
        elif not np.allclose(hits.scores, scores, rtol=0, atol=CLOSE):
            difference = f"scores apart by {np.abs(hits.scores - scores).max():g}"
        elif not np.allclose(best.scores, np.sort(scores)[::-1][:TOP], rtol=0, atol=CLOSE):
            difference = "other documents among the best"
        elif best.documents.tolist() != _in_order(hits.documents, hits.scores):
            difference = "another order"
        yield Answer(wanted, len(expected), difference)


def _found(stock: Searcher, wanted: query.Query) -> tuple[np.ndarray, np.ndarray]:
    """Every document that Whoosh's own codec and matchers find, and its score."""
    documents, scores = [], []
    for leaf, begin in stock.leaf_searchers():
        matcher = wanted.matcher(leaf, stock.context())
        while matcher.is_active():
            documents.append(matcher.id() + begin)
            scores.append(matcher.score())
            matcher.next()
    return np.array(documents, dtype=np.int64), np.array(scores)


def _in_order(documents: np.ndarray, scores: np.ndarray) -> list[int]:
    order = np.lexsort((documents, -scores))[:TOP]
    return [int(number) for number in documents[order]]
