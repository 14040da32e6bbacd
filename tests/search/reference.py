"""The query language in Whoosh's own terms, and answered by Whoosh alone.

Every construct is put into the plainest query of Whoosh that means the same, and found by Whoosh's
matchers in an index of Whoosh's own codec. Nothing of the codec, the evaluator or the look-up of
patterns in a dictionary is used: patterns are compared with every word that there is.

Of words written so and not otherwise, which no index can tell, it finds all that may be meant.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from whoosh import query as whoosh
from whoosh.fields import ID, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query.spans import SpanNear2, SpanOr
from whoosh.searching import Searcher

from search.analysis import words
from search.patterns import Pattern
from search.query import AllOf, AnyOf, Choice, Days, Field, Node, Without, Words
from search.records import PARTS_OF, Part, Record, Sort, parts_for
from search.results import Scope
from search.schema import KIND, STATUS, document, schema

HARDLY = 0.2
BESIDE = 0.1
_NAME = "name_of_record"


def schema_with_names() -> Schema:
    made = schema()
    made.add(_NAME, ID())
    return made


def name_of(record: Record) -> str:
    return f"{record.sort}{record.id}"


def searcher(
    records: Sequence[Record], cuts: Iterable[int], gone: Iterable[Record], codec: Any
) -> Searcher:
    """Index records in segments that end at `cuts`, then delete some."""
    # Whoosh's temporary folder is named after the index, for all processes alike.
    index = RamStorage().create_index(schema_with_names(), secrets.token_hex(8))
    begin = 0
    for end in cuts:
        writer = index.writer(codec=codec)
        for record in records[begin:end]:
            writer.add_document(**document(record), **{_NAME: name_of(record)})
        writer.commit(merge=False)
        begin = end
    writer = index.writer(codec=codec)
    for record in gone:
        writer.delete_by_term(_NAME, name_of(record))
    writer.commit(merge=False)
    return index.searcher()


class Reference:
    """Answers questions about records by Whoosh alone; numbers are those of the documents."""

    def __init__(
        self, records: Sequence[Record], cuts: Sequence[int], gone: Sequence[Record]
    ) -> None:
        self._records = records
        self._gone = {name_of(record) for record in gone}
        self._stock = searcher(records, cuts, gone, None)

    def scores(self, node: Node, sought: Sort, scope: Scope) -> dict[int, float]:
        """Return the documents that a query finds, with their scores."""
        return self._found(_Translation(self, sought, scope).of(node))

    def _found(self, wanted: whoosh.Query) -> dict[int, float]:
        found = {}
        for leaf, first in self._stock.leaf_searchers():
            matcher = wanted.matcher(leaf, self._stock.context())
            while matcher.is_active():
                found[matcher.id() + first] = matcher.score()
                matcher.next()
        return found

    @cached_property
    def vocabulary(self) -> dict[Part, list[str]]:
        found: dict[Part, set[str]] = defaultdict(set)
        for record in self._records:
            for part, texts in record.texts.items():
                found[part].update(word.text for text in texts for word in words(text))
        return {part: sorted(known) for part, known in found.items()}

    def these(self, chosen: Iterable[Record]) -> whoosh.Query:
        """Return a query for some records, all scored the same."""
        names = [whoosh.Term(_NAME, name_of(record)) for record in chosen]
        return whoosh.ConstantScoreQuery(whoosh.Or(names), HARDLY)

    def of(self, sort: Sort) -> list[Record]:
        return [record for record in self._records if record.sort is sort]

    def where(self, standing: whoosh.Query, scored: whoosh.Query) -> whoosh.Query:
        """Return a query for what one query finds, with the scores of another."""
        scores = self._found(scored)
        return whoosh.Or(
            [
                whoosh.ConstantScoreQuery(
                    whoosh.Term(_NAME, name_of(self._records[number])), scores[number]
                )
                for number in self._found(standing)
            ]
        )

    def beside(self, wanted: whoosh.Query, sought: Sort) -> whoosh.Query:
        """Return a query for the records in whose article something else is found."""
        best: dict[int, float] = {}
        for number, score in self._found(wanted).items():
            article = self._records[number].article
            best[article] = max(best.get(article, 0.0), score * BESIDE)
        return whoosh.Or(
            [
                whoosh.ConstantScoreQuery(whoosh.Term(_NAME, name_of(record)), best[record.article])
                for record in self.of(sought)
                if record.article in best
            ]
        )


class _Near(SpanNear2):
    """Whoosh's own, whose estimate of its size fails for want of an import."""

    def estimate_size(self, reader: Any) -> int:
        return int(reader.doc_count())


class _Translation:
    def __init__(self, reference: Reference, sought: Sort, scope: Scope) -> None:
        self._reference = reference
        self._sought = sought
        self._scope = scope
        self._excluding = False

    def _excluded(self, part: Node) -> whoosh.Query:
        self._excluding = not self._excluding
        found = self.of(part)
        self._excluding = not self._excluding
        return found

    def of(self, node: Node) -> whoosh.Query:
        match node:
            case Words() if node.is_written and self._excluding:
                return whoosh.NullQuery
            case AllOf(parts):
                wanted = [self.of(part) for part in parts if not isinstance(part, Without)]
                found = whoosh.And(wanted or [self._all()])
                for part in parts:
                    if isinstance(part, Without):
                        found = whoosh.AndNot(found, self._excluded(part.part))
                return found
            case AnyOf(parts):
                return whoosh.Or([self.of(part) for part in parts])
            case Without(part):
                return whoosh.AndNot(self._all(), self._excluded(part))
            case Words():
                return self._words(node)
            case Days(field, first, last):
                chosen = []
                for record in self._reference.of(self._sought):
                    day = record.published if field is Field.PUBLISHED else record.when
                    open_ = first is None and last is None
                    if open_ or (day and (first or day) <= day <= (last or day)):
                        chosen.append(record)
                # A day is asked of records of any sort, and only those sought are wanted.
                return whoosh.And([self._all(), self._reference.these(chosen)])
            case Choice(field, values):
                name = KIND if field is Field.KIND else STATUS
                found = whoosh.ConstantScoreQuery(
                    whoosh.Or([whoosh.Term(name, value) for value in values]), HARDLY
                )
                if self._sought is Sort.QUOTATION:
                    return found
                return self._reference.beside(found, self._sought)

    def _all(self) -> whoosh.Query:
        return self._reference.these(self._reference.of(self._sought))

    def _words(self, leaf: Words) -> whoosh.Query:
        own = PARTS_OF[self._sought]
        found, others = [], []
        for part in parts_for(leaf.field, self._sought, self._scope):
            looked_up = self._looked_up(leaf, part)
            if part not in own:
                others.append(looked_up)
            elif any(part in PARTS_OF[sort] for sort in Sort if sort is not self._sought):
                found.append(whoosh.And([self._all(), looked_up]))
            else:
                found.append(looked_up)
        if others:
            found.append(self._reference.beside(whoosh.Or(others), self._sought))
        return whoosh.Or(found)

    def _looked_up(self, leaf: Words, part: Part) -> whoosh.Query:
        expanded = [self._matching(pattern, part) for pattern in leaf.patterns]
        if not all(expanded):
            return whoosh.NullQuery
        pairs = list(zip(leaf.patterns, expanded, strict=True))
        scored = [self._word(part, pattern, matching) for pattern, matching in pairs]
        if len(scored) == 1:
            return scored[0]
        spans = [SpanOr(self._terms(part, matching)) for matching in expanded]
        standing = _Near(spans, slop=leaf.slop, ordered=True)
        if all(pattern.is_close(word) for pattern, matching in pairs for word in matching):
            return standing
        return self._reference.where(standing, whoosh.And(scored))

    def _word(self, part: Part, pattern: Pattern, matching: Sequence[str]) -> whoosh.Query:
        """Score words that were asked for each by itself, all that are merely like them hardly."""
        close = [word for word in matching if pattern.is_close(word)]
        others = [word for word in matching if word not in close]
        found = self._terms(part, close)
        if others:
            found.append(whoosh.ConstantScoreQuery(whoosh.Or(self._terms(part, others)), HARDLY))
        return whoosh.Or(found)

    def _matching(self, pattern: Pattern, part: Part) -> list[str]:
        return [word for word in self._reference.vocabulary.get(part, ()) if pattern.matches(word)]

    @staticmethod
    def _terms(part: Part, terms: Iterable[str]) -> list[whoosh.Query]:
        return [whoosh.Term(str(part), term) for term in terms]
