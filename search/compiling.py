"""From a query tree to one that the evaluator knows.

Whoosh brings the compound queries and BM25F; the leaves here know themselves how they are
evaluated: words that a pattern stands for, words one after the other, days, and "a record of the
same article matches".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from whoosh.query import And, AndNot, NullQuery, Or, Query
from whoosh.query import Term as TermQuery

from search.codec.postings import FieldPostings
from search.columns import Columns, Mask, columns_of
from search.evaluate.evaluation import Evaluation
from search.evaluate.nodes import Listed, Marked, Node, Term, Union
from search.evaluate.places import Phrase, Word
from search.evaluate.rules import Evaluable, matched_terms, node_of, nothing
from search.evaluate.segments import SegmentView
from search.expansion import expand
from search.patterns import Pattern
from search.query import AllOf, AnyOf, Choice, Days, Field, Without, Words
from search.query import Node as QueryNode
from search.records import PARTS_OF, Part, Sort, parts_for
from search.results import Scope
from search.schema import KIND, STATUS, number

_NOT_CLOSE = 0.2
"""The score of a word that is only like what was asked for; a word asked for scores 1 to 12."""

_BESIDE = 0.1
"""How much a match beside a record counts against one in the record itself."""


def compile_query(
    node: QueryNode, sought: Sort, scope: Scope, *, certain_only: bool = False
) -> Query:
    """Return the query that finds records of one sort.

    An index knows folded words only, so words `Written` so and not otherwise leave doubts: the
    query finds all that may be meant, with `certain_only` what is meant in any case.
    """
    return _Compiler(sought, scope).compile(node, certain_only)


class _Compiler:
    def __init__(self, sought: Sort, scope: Scope) -> None:
        self._sought = sought
        self._scope = scope

    def compile(self, node: QueryNode, certain_only: bool) -> Query:
        match node:
            case AllOf(parts):
                return self._all(parts, certain_only)
            case AnyOf(parts):
                return Or([self.compile(part, certain_only) for part in parts])
            case Without(part):
                return AndNot(self._every(), self.compile(part, not certain_only))
            case Words() if certain_only and node.is_written:
                return NullQuery
            case Words():
                return self._words(node)
            case Days():
                return And([self._every(), Within(node)])
            case Choice():
                return self._choice(node)

    def _all(self, parts: tuple[QueryNode, ...], certain_only: bool) -> Query:
        wanted = [
            self.compile(part, certain_only) for part in parts if not isinstance(part, Without)
        ]
        excluded = [
            self.compile(part.part, not certain_only) for part in parts if isinstance(part, Without)
        ]
        found = And(wanted) if len(wanted) > 1 else wanted[0] if wanted else self._every()
        return AndNot(found, Or(excluded)) if excluded else found

    def _every(self) -> Query:
        return Records(self._sought)

    def _words(self, leaf: Words) -> Query:
        parts = parts_for(leaf.field, self._sought, self._scope)
        own = PARTS_OF[self._sought]
        # A part such as the headline belongs to several sorts of records: the sort is asked for.
        found: list[Query] = [
            _looked_up(leaf, part)
            if _is_only_in(part, self._sought)
            else And([self._every(), _looked_up(leaf, part)])
            for part in parts
            if part in own
        ]
        others = [_looked_up(leaf, part) for part in parts if part not in own]
        if others:
            found.append(Beside(Or(others), self._sought))
        return found[0] if len(found) == 1 else Or(found)

    def _choice(self, leaf: Choice) -> Query:
        name = KIND if leaf.field is Field.KIND else STATUS
        found = Constant(Or([TermQuery(name, value) for value in sorted(leaf.values)]))
        return found if self._sought is Sort.QUOTATION else Beside(found, self._sought)


def _is_only_in(part: Part, sought: Sort) -> bool:
    return all(part not in PARTS_OF[sort] for sort in Sort if sort is not sought)


def _looked_up(leaf: Words, part: Part) -> Query:
    if len(leaf.patterns) == 1:
        return Matching(str(part), leaf.patterns[0])
    return Run(str(part), leaf.patterns, leaf.slop)


class Matching(Evaluable):
    """Documents with a word that a pattern stands for; words asked for score, others hardly."""

    def __init__(self, fieldname: str, pattern: Pattern) -> None:
        self.fieldname = fieldname
        self.pattern = pattern

    def node(self, evaluation: Evaluation, segment: SegmentView) -> Node:
        postings = segment.postings(self.fieldname)
        if postings is None:
            return nothing(segment)
        word = _word(evaluation, segment, self.fieldname, postings, self.pattern)
        return word.node if word else nothing(segment)


class Run(Evaluable):
    """Words one after the other, each at most `slop` places behind the one before it."""

    def __init__(self, fieldname: str, patterns: Sequence[Pattern], slop: int) -> None:
        self.fieldname = fieldname
        self.patterns = patterns
        self.slop = slop

    def node(self, evaluation: Evaluation, segment: SegmentView) -> Node:
        postings = segment.postings(self.fieldname)
        if postings is None:
            return nothing(segment)
        words = [
            _word(evaluation, segment, self.fieldname, postings, pattern)
            for pattern in self.patterns
        ]
        held = [word for word in words if word]
        if len(held) < len(words):
            return nothing(segment)
        return Phrase(segment.count, held, self.slop)


def _word(
    evaluation: Evaluation,
    segment: SegmentView,
    field: str,
    postings: FieldPostings,
    pattern: Pattern,
) -> Word | None:
    """Return what a pattern stands for in a segment; None when there is no such word."""
    found = expand(pattern, postings.terms)
    scores = evaluation.field_scores(field)
    nodes: list[Node] = [
        Term(segment.count, postings, place, scores, 1.0) for place in found.close.tolist()
    ]
    if len(found.others):
        nodes.append(matched_terms(segment, postings, found.others, _NOT_CLOSE))
    if not nodes:
        return None
    node = nodes[0] if len(nodes) == 1 else Union(segment.count, nodes)
    return Word(node, postings, np.sort(np.concatenate((found.close, found.others))))


class Records(Evaluable):
    """All records of a sort."""

    def __init__(self, sort: Sort) -> None:
        self.sort = sort

    def node(self, _: Evaluation, segment: SegmentView) -> Node:
        return Marked(columns_of(segment).of(self.sort), _NOT_CLOSE)


class Within(Evaluable):
    """Records of a day in a period."""

    def __init__(self, days: Days) -> None:
        self.days = days

    def node(self, _: Evaluation, segment: SegmentView) -> Node:
        return Marked(self._mask(columns_of(segment)), _NOT_CLOSE)

    def _mask(self, columns: Columns) -> Mask:
        days = columns.published if self.days.field is Field.PUBLISHED else columns.when
        mask = np.ones(len(days), dtype=np.bool_)
        if self.days.first is not None:
            mask &= days >= number(self.days.first)
        if self.days.last is not None:
            mask &= (days <= number(self.days.last)) & (days > 0)
        return mask


class Constant(Evaluable):
    """What another query finds, all scored the same."""

    def __init__(self, query: Query) -> None:
        self.query = query

    def node(self, evaluation: Evaluation, segment: SegmentView) -> Node:
        return Marked(node_of(evaluation, segment, self.query).marks(), _NOT_CLOSE)


class Beside(Evaluable):
    """Records of a sort in whose article another record is found."""

    def __init__(self, query: Query, sought: Sort) -> None:
        self.query = query
        self.sought = sought
        self._found: tuple[NDArray[np.uint32], NDArray[np.float64]] | None = None

    def node(self, evaluation: Evaluation, segment: SegmentView) -> Node:
        if self._found is None:
            self._found = self._articles(evaluation)
        articles, scores = self._found
        if not len(articles):
            return nothing(segment)
        columns = columns_of(segment)
        places = np.searchsorted(articles, columns.articles)
        places[places == len(articles)] = 0
        near_by = (articles[places] == columns.articles) & columns.of(self.sought)
        documents = np.flatnonzero(near_by).astype(np.uint32)
        return Listed(segment.count, documents, scores[places[documents]])

    def _articles(self, evaluation: Evaluation) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
        """Return the articles with a match anywhere in the index, and the best score in each."""
        articles = [np.empty(0, dtype=np.uint32)]
        scores = [np.empty(0)]
        for segment in evaluation.segments:
            node = node_of(evaluation, segment, self.query)
            documents = node.documents()
            if segment.live is not None:
                documents = documents[segment.live[documents]]
            articles.append(columns_of(segment).articles[documents])
            scores.append(node.scores_at(documents) * _BESIDE)
        found, places = np.unique(np.concatenate(articles), return_inverse=True)
        best = np.zeros(len(found))
        np.maximum.at(best, places, np.concatenate(scores))
        return found, best
