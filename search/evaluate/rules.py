"""Which queries are evaluated over arrays, and how. All others go to Whoosh's matchers.

The rules follow Whoosh 2.7.4 to the letter, oddities included: an engine that finds other hits than
the library it extends, or scores them otherwise, could be checked by nothing.

* words that a prefix, a range or an edit distance stand for are scored like words asked for: the
  query's `constantscore` has no effect, as `Searcher.postings` falls back to its own weighting,
* unless they are many or the segment is small: then Whoosh reads them all at once and gives each
  document a score of 1 (`Or.matcher` chooses `PreloadedOr`),
* and a document that is found by what it does not hold, by `Not` in an `And`, scores 1 for that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query import Query
from whoosh.scoring import BM25F

from search.codec.postings import FieldPostings
from search.codec.similar import similar_terms
from search.evaluate.nodes import (
    NO_DOCUMENTS,
    Intersection,
    Listed,
    Marked,
    Node,
    Perhaps,
    Term,
    Union,
    Without,
)
from search.evaluate.places import Phrase, Word
from search.evaluate.segments import SegmentView
from search.evaluate.terms import Terms, stretches

if TYPE_CHECKING:
    from search.evaluate.evaluation import Evaluation

Rule = Callable[["Evaluation", SegmentView, Any], Node]
"""Makes a node of a query of one type; Any is that type."""

_LOOK_EVERY = 1024
_SMALL_SEGMENT = 5000


class Evaluable(Query, ABC):
    """A query of our own that knows how it is evaluated, and has no matcher."""

    @abstractmethod
    def node(self, evaluation: Evaluation, segment: SegmentView) -> Node:
        """Return what matches in a segment."""


def node_of(evaluation: Evaluation, segment: SegmentView, query: Query) -> Node:
    """Return what matches a query in a segment."""
    evaluation.watch.look()
    rule = _RULES.get(type(query))
    if rule is not None and type(evaluation.searcher.weighting) is BM25F:
        return rule(evaluation, segment, query)
    if isinstance(query, Evaluable):
        return query.node(evaluation, segment)
    return matched(evaluation, segment, query)


def matched(evaluation: Evaluation, segment: SegmentView, query: Query) -> Node:
    """Let Whoosh's matchers find the documents of a query, one by one."""
    context = evaluation.searcher.context()
    matcher = query.matcher(segment.searcher, context)
    documents: list[int] = []
    scores: list[float] = []
    while matcher.is_active():
        if not len(documents) % _LOOK_EVERY:
            evaluation.watch.look()
        documents.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return Listed(
        segment.count, np.array(documents, dtype=np.uint32), np.array(scores, dtype=np.float64)
    )


def matched_terms(
    segment: SegmentView,
    postings: FieldPostings,
    terms: range | NDArray[np.int64],
    score: float,
) -> Node:
    """Return what matches any of several terms, all scored the same. At least one term."""
    marks = np.zeros(segment.count, dtype=np.bool_)
    for start, stop in stretches(postings, terms):
        marks[postings.documents_of(start, stop)] = True
    return Marked(marks, score)


def nothing(segment: SegmentView) -> Node:
    """Return a node that matches no document."""
    return Listed(segment.count, NO_DOCUMENTS, 0.0)


def term_node(
    evaluation: Evaluation, segment: SegmentView, field: str, term: bytes, boost: float = 1.0
) -> Term | None:
    """Return a node for one term; None when the segment does not hold it."""
    postings = segment.postings(field)
    place = postings.terms.find(term) if postings else -1
    if postings is None or place < 0:
        return None
    return Term(segment.count, postings, place, evaluation.field_scores(field), boost)


def _term(evaluation: Evaluation, segment: SegmentView, query: q.Term) -> Node:
    text = _bytes(segment, query.fieldname, query.text)
    if text is None:
        return nothing(segment)
    return term_node(evaluation, segment, query.fieldname, text, query.boost) or nothing(segment)


def _bytes(segment: SegmentView, field: str, text: Any) -> bytes | None:
    """Return a term as the index holds it; None when the field cannot hold it."""
    if field not in segment.reader.schema:
        return None
    try:
        encoded: bytes = segment.reader.schema[field].to_bytes(text)
    except ValueError:
        return None
    return encoded


def _nodes(evaluation: Evaluation, segment: SegmentView, queries: Sequence[Query]) -> list[Node]:
    return [node_of(evaluation, segment, query) for query in queries]


def _and(evaluation: Evaluation, segment: SegmentView, query: q.And) -> Node:
    return _compound(Intersection, evaluation, segment, query)


def _or(evaluation: Evaluation, segment: SegmentView, query: q.Or) -> Node:
    if query.scale or query.minmatch or query.matcher_type != q.Or.AUTO_MATCHER:
        return matched(evaluation, segment, query)
    return _compound(Union, evaluation, segment, query)


def _compound(
    kind: type[Intersection] | type[Union],
    evaluation: Evaluation,
    segment: SegmentView,
    query: q.And | q.Or,
) -> Node:
    nodes = _nodes(evaluation, segment, query.subqueries)
    if not nodes:
        return nothing(segment)
    if len(nodes) == 1:
        return nodes[0]  # Whoosh forgets the boost of a compound of one
    if kind is Union:
        nodes = list(_flattened(nodes))
    return kind(segment.count, nodes, query.boost)


def _flattened(nodes: Sequence[Node]) -> Iterator[Node]:
    """Take unions inside a union apart: the best of all their nodes are found together."""
    for node in nodes:
        if isinstance(node, Union) and node.boost == 1:
            yield from _flattened(node.nodes)
        else:
            yield node


def _and_not(evaluation: Evaluation, segment: SegmentView, query: q.AndNot) -> Node:
    return Without(*_nodes(evaluation, segment, (query.a, query.b)))


def _and_maybe(evaluation: Evaluation, segment: SegmentView, query: q.AndMaybe) -> Node:
    return Perhaps(*_nodes(evaluation, segment, (query.a, query.b)))


def _not(evaluation: Evaluation, segment: SegmentView, query: q.Not) -> Node:
    return Marked(~node_of(evaluation, segment, query.query).marks(), 1.0)


def _constant(evaluation: Evaluation, segment: SegmentView, query: q.ConstantScoreQuery) -> Node:
    # A score of 0 counts as none given, which is 1.
    documents = node_of(evaluation, segment, query.child).documents()
    return Listed(segment.count, documents, float(query.score or 1.0))


def _every(_: Evaluation, segment: SegmentView, query: q.Every) -> Node:
    marks = np.ones(segment.count, dtype=np.bool_)
    if query.fieldname is not None:
        marks[:] = False
        postings = segment.postings(query.fieldname)
        if postings is not None:
            marks[postings.documents.whole()] = True
    return Marked(marks, float(query.boost or 1.0))


def _phrase(evaluation: Evaluation, segment: SegmentView, query: q.Phrase) -> Node:
    postings = segment.postings(query.fieldname)
    if postings is None:
        return nothing(segment)
    if postings.positions is None:
        return matched(evaluation, segment, query)
    texts = [_bytes(segment, query.fieldname, word) for word in query.words]
    words = [
        None if text is None else term_node(evaluation, segment, query.fieldname, text)
        for text in texts
    ]
    found = [word for word in words if word]
    if len(found) < len(words) or not words:
        return nothing(segment)
    return Phrase(segment.count, list(map(Word.of, found)), query.slop, query.boost)


# Words that stand for several terms


def _prefix(evaluation: Evaluation, segment: SegmentView, query: q.Prefix) -> Node:
    if not query.text:
        return _every(evaluation, segment, q.Every(query.fieldname, boost=query.boost))
    text = _bytes(segment, query.fieldname, query.text)
    postings = segment.postings(query.fieldname)
    if postings is None or text is None:
        return nothing(segment)
    return _expanded(evaluation, segment, query, postings, postings.terms.starting_with(text))


def _term_range(evaluation: Evaluation, segment: SegmentView, query: q.TermRange) -> Node:
    postings = segment.postings(query.fieldname)
    start = b"" if query.start is None else _bytes(segment, query.fieldname, query.start)
    end = _LAST if query.end is None else _bytes(segment, query.fieldname, query.end)
    if postings is None or start is None or end is None:
        return nothing(segment)
    terms = postings.terms
    first, last = terms.from_(start), terms.from_(end)
    if query.startexcl and first < len(terms) and terms[first] == start:
        first += 1
    if not query.endexcl and last < len(terms) and terms[last] == end:
        last += 1
    return _expanded(evaluation, segment, query, postings, range(first, max(first, last)))


_LAST = b"\xff\xff\xff\xff"


def _number_range(evaluation: Evaluation, segment: SegmentView, query: q.NumericRange) -> Node:
    compiled = query._compile_query(segment.reader)  # noqa: SLF001 - its tiers of ranges
    return node_of(evaluation, segment, compiled)


def _fuzzy(evaluation: Evaluation, segment: SegmentView, query: q.FuzzyTerm) -> Node:
    postings = segment.postings(query.fieldname)
    if postings is None:
        return nothing(segment)
    terms = similar_terms(
        postings.terms, query.text, distance=int(query.maxdist), prefix=query.prefixlength
    )
    return _expanded(evaluation, segment, query, postings, terms)


def _pattern(evaluation: Evaluation, segment: SegmentView, query: q.MultiTerm) -> Node:
    """Let the query itself say which terms it stands for."""
    if isinstance(query, q.Wildcard | q.Regex) and query.text in {"*", ".*"}:
        return matched(evaluation, segment, query)
    postings = segment.postings(query.field())
    if postings is None:
        return nothing(segment)
    texts: Iterator[bytes] = query._btexts(segment.reader)  # noqa: SLF001 - has no other door
    places = [postings.terms.find(text) for text in texts]
    return _expanded(evaluation, segment, query, postings, np.array(places, dtype=np.int64))


def _expanded(
    evaluation: Evaluation,
    segment: SegmentView,
    query: q.MultiTerm,
    postings: FieldPostings,
    terms: range | NDArray[np.int64],
) -> Node:
    """Return what matches any of the terms that a query stands for."""
    if len(terms) and not postings.terms[int(terms[0])]:
        terms = terms[1:]  # Whoosh leaves out the empty term
    field = query.field()
    scores = evaluation.field_scores(field)
    if not len(terms):
        return nothing(segment)
    boost: float = getattr(query, "boost", 1.0)
    if len(terms) == 1:
        return Term(segment.count, postings, int(terms[0]), scores, boost)
    at_once = len(terms) >= q.Or.TOO_MANY_CLAUSES or (
        len(terms) != 2 and segment.count <= _SMALL_SEGMENT
    )
    if at_once and query.constantscore:
        return matched_terms(segment, postings, terms, 1.0)
    frequencies = postings.frequencies(terms)
    idfs = _idfs(evaluation, field, postings, terms, frequencies)
    return Terms(segment.count, postings, terms, frequencies, idfs, scores, boost)


def _idfs(
    evaluation: Evaluation,
    field: str,
    postings: FieldPostings,
    terms: range | NDArray[np.int64],
    frequencies: NDArray[np.int64],
) -> NDArray[np.float64]:
    if not evaluation.field_scores(field).scorable:
        return np.ones(len(terms))
    if len(evaluation.segments) > 1:
        texts = [postings.terms[int(term)] for term in terms]
        frequencies = np.zeros(len(texts), dtype=np.int64)
        for segment in evaluation.segments:
            other = segment.postings(field)
            if other is not None:
                places = np.array([other.terms.find(text) for text in texts])
                present = places >= 0
                frequencies[present] += other.frequencies(places[present])
    idfs: NDArray[np.float64] = np.log(evaluation.searcher.doc_count_all() / (frequencies + 1)) + 1
    return idfs


_RULES: dict[type[Query], Rule] = {
    q.Term: _term,
    q.And: _and,
    q.Or: _or,
    q.AndNot: _and_not,
    q.AndMaybe: _and_maybe,
    q.Not: _not,
    q.ConstantScoreQuery: _constant,
    q.Every: _every,
    q.Phrase: _phrase,
    q.Prefix: _prefix,
    q.TermRange: _term_range,
    q.NumericRange: _number_range,
    q.DateRange: _number_range,
    q.FuzzyTerm: _fuzzy,
    q.Wildcard: _pattern,
    q.Regex: _pattern,
    q.Variations: _pattern,
}
