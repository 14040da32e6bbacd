"""From a query tree to Whoosh's own query tree.

Whoosh brings the compound queries, matchers and BM25F; added here are words that a pattern stands
for, phrases of them, days, and "a record of the same article matches".
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.matching import ListMatcher, NullMatcher, UnionMatcher
from whoosh.query import And, AndNot, MultiTerm, Or, Query, Term
from whoosh.util import make_binary_tree

from search.columns import Columns, Mask, columns_of
from search.patterns import Exactly, Pattern
from search.query import AllOf, AnyOf, Choice, Days, Field, Node, Without, Words
from search.records import PARTS_OF, Part, Sort, parts_for
from search.results import Scope
from search.schema import KIND, STATUS, number

# Any in this module: Whoosh has no types. Searchers, readers, contexts and matchers are its own.

_NOT_CLOSE = 0.2
"""The score of a word that is only like what was asked for; a word asked for scores 1 to 12."""

_BESIDE = 0.1
"""How much a match beside a record counts against one in the record itself."""


def compile_query(node: Node, sought: Sort, scope: Scope) -> Query:
    """Return the Whoosh query that finds records of one sort."""
    return _Compiler(sought, scope).compile(node)


class _Compiler:
    def __init__(self, sought: Sort, scope: Scope) -> None:
        self._sought = sought
        self._scope = scope

    def compile(self, node: Node) -> Query:
        match node:
            case AllOf(parts):
                return self._all(parts)
            case AnyOf(parts):
                return Or([self.compile(part) for part in parts])
            case Without(part):
                return AndNot(self._every(), self.compile(part))
            case Words():
                return self._words(node)
            case Days():
                return And([self._every(), Within(node)])
            case Choice():
                return self._choice(node)

    def _all(self, parts: tuple[Node, ...]) -> Query:
        wanted = [self.compile(part) for part in parts if not isinstance(part, Without)]
        excluded = [self.compile(part.part) for part in parts if isinstance(part, Without)]
        found = And(wanted) if len(wanted) > 1 else wanted[0] if wanted else self._every()
        return AndNot(found, Or(excluded)) if excluded else found

    def _every(self) -> Query:
        return Records(self._sought)

    def _words(self, leaf: Words) -> Query:
        parts = parts_for(leaf.field, self._sought, self._scope)
        own = PARTS_OF[self._sought]
        # A part such as the headline belongs to several sorts of records, so the sort is asked for.
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
        found = Constant(Or([Term(name, value) for value in sorted(leaf.values)]))
        return found if self._sought is Sort.QUOTATION else Beside(found, self._sought)


def _is_only_in(part: Part, sought: Sort) -> bool:
    return all(part not in PARTS_OF[sort] for sort in Sort if sort is not sought)


def _looked_up(leaf: Words, part: Part) -> Query:
    if len(leaf.patterns) == 1:
        return Matching(str(part), leaf.patterns[0])
    return Run([Matching(str(part), pattern) for pattern in leaf.patterns], leaf.slop)


class Matching(MultiTerm):
    """Documents with a word that a pattern stands for; words asked for score, others hardly."""

    def __init__(self, fieldname: str, pattern: Pattern) -> None:
        self.fieldname = fieldname
        self.pattern = pattern
        self.boost = 1.0

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.fieldname!r}, {self.pattern!r})"

    def expanded(self, reader: Any) -> Iterator[str]:
        """Yield the words of the index that the pattern stands for."""
        if isinstance(self.pattern, Exactly):
            if (self.fieldname, self.pattern.text.encode()) in reader:
                yield self.pattern.text
            return
        for beginning in self.pattern.beginnings:
            for term in reader.expand_prefix(self.fieldname, beginning):
                word = term.decode()
                if self.pattern.matches(word):
                    yield word

    def documents(self, reader: Any) -> set[int]:
        """Return the documents of a segment that hold one of the words."""
        found: set[int] = set()
        for word in set(self.expanded(reader)):
            found.update(reader.postings(self.fieldname, word.encode()).all_ids())
        return found

    def places(self, reader: Any, documents: list[int]) -> dict[int, list[int]]:
        """Return where in each of `documents`, which are in order, the words stand."""
        places: dict[int, list[int]] = {number: [] for number in documents}
        for word in set(self.expanded(reader)):
            matcher = reader.postings(self.fieldname, word.encode())
            while matcher.is_active():
                number = matcher.id()
                if number in places:
                    places[number].extend(matcher.value_as("positions"))
                    matcher.next()
                    continue
                following = bisect_left(documents, number)
                if following == len(documents):
                    break
                matcher.skip_to(documents[following])
        return places

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        reader = searcher.reader()
        close: list[Any] = []
        others: set[int] = set()
        for word in set(self.expanded(reader)):
            if self.pattern.is_close(word):
                close.append(Term(self.fieldname, word))
            else:
                others.update(reader.postings(self.fieldname, word.encode()).all_ids())
        found = [Or(sorted(close, key=repr)).matcher(searcher, context)] if close else []
        if others:
            found.append(ListMatcher(sorted(others), all_weights=_NOT_CLOSE))
        return make_binary_tree(UnionMatcher, found) if found else NullMatcher()

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count_all())


class Run(Query):
    """Documents in which words stand one after the other, each at most `slop` behind the last.

    Whoosh's own phrase walks a tree of matchers for each document, which takes seconds where one of
    the words stands for hundreds. Here the documents that hold all of the words come first, and
    positions are read only in those.
    """

    def __init__(self, words: list[Matching], slop: int) -> None:
        self.words = words
        self.slop = slop

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002 - Whoosh's own
        reader = searcher.reader()
        documents: set[int] | None = None
        for words in self.words:
            holding = words.documents(reader)
            documents = holding if documents is None else documents & holding
            if not documents:
                return NullMatcher()
        chosen = sorted(documents or ())
        places = [words.places(reader, chosen) for words in self.words]
        counts = {number: self._count([held[number] for held in places]) for number in chosen}
        found = [number for number in chosen if counts[number]]
        if not found:
            return NullMatcher()
        weights = [len(self.words) * _saturated(counts[number]) for number in found]
        return ListMatcher(found, weights=weights)

    def _count(self, places: list[list[int]]) -> int:
        """Return in how many ways the words stand in a row, given where each of them stands."""
        ends = Counter(places[0])
        for following in places[1:]:
            ends = Counter(
                {
                    place: ways
                    for place in following
                    if (ways := sum(ends[place - step] for step in range(1, self.slop + 1)))
                }
            )
        return ends.total()

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count_all())


def _saturated(count: int) -> float:
    """Let repetition count less and less, as BM25 does."""
    return 4.0 * count / (count + 1.2)


class _Masked(Query):
    """Documents that a mask over the columns of their segment picks out; all score the same."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002 - Whoosh's own
        picked = np.flatnonzero(self.mask(searcher, columns_of(searcher.reader())))
        if not len(picked):
            return NullMatcher()
        return ListMatcher(picked.tolist(), all_weights=_NOT_CLOSE)

    def mask(self, searcher: Any, columns: Columns) -> Mask:
        raise NotImplementedError

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count_all())


class Records(_Masked):
    """All records of a sort."""

    def __init__(self, sort: Sort) -> None:
        self.sort = sort

    def mask(self, searcher: Any, columns: Columns) -> Mask:  # noqa: ARG002 - the class's own
        return columns.of(self.sort)


class Within(_Masked):
    """Records of a day in a period."""

    def __init__(self, days: Days) -> None:
        self.days = days

    def mask(self, searcher: Any, columns: Columns) -> Mask:  # noqa: ARG002 - the class's own
        days = columns.published if self.days.field is Field.PUBLISHED else columns.when
        mask = columns.all
        if self.days.first is not None:
            mask = mask & (days >= number(self.days.first))
        if self.days.last is not None:
            mask = mask & (days <= number(self.days.last)) & (days > 0)
        return mask


class Constant(_Masked):
    """What another query finds, all scored the same."""

    def __init__(self, query: Query) -> None:
        self.query = query

    def mask(self, searcher: Any, columns: Columns) -> Mask:
        mask = np.zeros(len(columns.ids), dtype=np.bool_)
        mask[list(self.query.matcher(searcher, searcher.boolean_context()).all_ids())] = True
        return mask


class Beside(Query):
    """Records of a sort in whose article another record is found."""

    def __init__(self, query: Query, sought: Sort) -> None:
        self.query = query
        self.sought = sought
        self._scores: dict[int, float] | None = None

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002 - Whoosh's own
        if self._scores is None:
            self._scores = self._articles(searcher.get_parent())
        columns = columns_of(searcher.reader())
        near = np.isin(columns.articles, np.fromiter(self._scores, dtype=np.uint32))
        picked = np.flatnonzero(near & columns.of(self.sought))
        if not len(picked):
            return NullMatcher()
        weights = [self._scores[article] for article in columns.articles[picked].tolist()]
        return ListMatcher(picked.tolist(), weights=weights)

    def _articles(self, searcher: Any) -> dict[int, float]:
        """Return the articles with a match anywhere in the index, and the best score in each."""
        scores: dict[int, float] = {}
        for leaf, document, score in found_in(searcher, self.query):
            article = int(leaf.articles[document])
            scores[article] = max(scores.get(article, 0.0), score * _BESIDE)
        return scores

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count_all())


def found_in(searcher: Any, query: Query) -> Iterator[tuple[Columns, int, float]]:
    """Yield what `query` finds: the columns of a segment, a document's number there, its score."""
    context = searcher.context(weighting=searcher.weighting)
    for leaf, _ in searcher.leaf_searchers():
        columns = columns_of(leaf.reader())
        matcher = query.matcher(leaf, context)
        while matcher.is_active():
            yield columns, matcher.id(), matcher.score()
            matcher.next()
