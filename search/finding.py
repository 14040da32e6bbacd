"""What a query finds: in the index, and by reading those records that the index has not read yet.

Without an index all records are read and compared, which is slower by orders of magnitude; where
the search has a deadline, what was found by then is the answer, with a note that says so.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from whoosh.query import Or, Query, Term

from db import Catalogue
from db.rows import Status
from search.compiling import compile_query
from search.evaluate.scores import Scores
from search.evaluate.watch import OverdueSearchError, Watch
from search.index import Ids, Index, Unusable
from search.query import AllOf, Choice, Field, Node, Words, leaves
from search.records import Key, Reading, Sort
from search.results import Scope
from search.scanning import Scan
from search.schema import STATUS

_log = logging.getLogger(__name__)

AT_ONCE = 1000
"""Records read at a time."""

NO_INDEX = (
    "The search index is being built; until then the catalogue itself is searched, more slowly."
)
_NOT_ALL = (
    "The search index is being built. {done:,} of {all:,} {sort}s were searched in the time there "
    "is: search again when it is finished."
)
_NOT_THE_LATEST = "Some {sort}s that changed a moment ago are not searched yet: search again."


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be found."""

    node: Node
    sought: Sort
    scope: Scope = Scope.SAID
    statuses: frozenset[Status] | None = None
    """Which quotations count; None where all do, whatever was decided about them."""
    count: int | None = None
    """How many of the best are enough; None for all."""

    @property
    def whole(self) -> Node:
        """The query with what else must hold."""
        if self.statuses is None:
            return self.node
        return AllOf((self.node, Choice(Field.STATUS, frozenset(map(str, self.statuses)))))

    @property
    def within(self) -> Query | None:
        """What else must hold, for the index."""
        if self.statuses is None:
            return None
        return Or([Term(STATUS, str(status)) for status in sorted(self.statuses)])


@dataclass(frozen=True, eq=False)
class Found:
    """Ids of records and their scores, in the same order; and what the user should know."""

    ids: Ids
    scores: Scores
    note: str = ""


def find(
    question: Question,
    catalogue: Catalogue,
    index: Index,
    unread: Sequence[Key] | None,
    watch: Watch,
) -> Found:
    """Find records; `unread` changed since the index read them, None where it is of no use.

    Raises OverdueSearchError where there is nothing to show at the deadline.
    """
    finder = _Finder(question, Reading(catalogue), watch)
    if unread is not None and index.is_open:
        try:
            changed = finder.concerned(unread)
            found = finder.indexed(index, len(changed))
        except Unusable as reason:
            _log.warning("The search index is not used any more: %s", reason)
        else:
            return finder.renewed(found, changed)
    return finder.scanned_whole()


class _Finder:
    def __init__(self, question: Question, reading: Reading, watch: Watch) -> None:
        self._question = question
        self._reading = reading
        self._watch = watch
        self._scan = Scan(question.whole, question.sought, question.scope)

    def concerned(self, changed: Sequence[Key]) -> list[int]:
        """Return the records, there or gone, that may be found otherwise now that some changed."""
        sought = self._question.sought
        concerned = [key.id for key in changed if key.sort is sought]
        if changed and self._scan.looks_beside:
            concerned += self._reading.beside(changed, sought)
        return list(dict.fromkeys(concerned))

    def indexed(self, index: Index, more: int) -> Found:
        """Return what the index finds; where letter case counts, doubts are settled by reading.

        Where a number of hits is enough, so many more are found as may have to go.
        """
        question = self._question
        has_doubts = any(
            isinstance(leaf, Words) and leaf.is_written for leaf, _ in leaves(question.node)
        )
        count = None if question.count is None or has_doubts else question.count + more
        wanted = compile_query(question.node, question.sought, question.scope)
        within = question.within
        ids, scores = index.found(wanted, within=within, count=count, watch=self._watch)
        if not has_doubts:
            return Found(ids, scores)
        certain = compile_query(question.node, question.sought, question.scope, certain_only=True)
        sure, _ = index.found(certain, within=within, watch=self._watch)
        held, _ = self._scanned(np.setdiff1d(ids, sure).tolist())
        self._watch.look()
        kept = np.isin(ids, np.concatenate((sure, held.ids)))
        return Found(ids[kept], scores[kept])

    def renewed(self, found: Found, changed: Sequence[int]) -> Found:
        """Put what changed records are now in the place of what the index says of them."""
        if not changed:
            return found
        late, done = self._scanned(changed)
        settled = ~np.isin(found.ids, changed)
        return Found(
            np.concatenate((found.ids[settled], late.ids)),
            np.concatenate((found.scores[settled], late.scores)),
            "" if done == len(changed) else _NOT_THE_LATEST.format(sort=self._question.sought),
        )

    def scanned_whole(self) -> Found:
        """Compare all records."""
        everything = self._reading.everything(self._question.sought)
        found, done = self._scanned(everything)
        note = NO_INDEX
        if done < len(everything):
            note = _NOT_ALL.format(done=done, all=len(everything), sort=self._question.sought)
        return Found(found.ids, found.scores, note)

    def _scanned(self, ids: Sequence[int]) -> tuple[Found, int]:
        """Compare records one by one; return what was found, and how many could be compared."""
        scan, sought = self._scan, self._question.sought
        scores: dict[int, float] = {}
        done = 0
        for begin in range(0, len(ids), AT_ONCE):
            try:
                self._watch.look()
            except OverdueSearchError:
                break
            page = ids[begin : begin + AT_ONCE]
            records = self._reading.records([Key(sought, id_) for id_ in page])
            articles = {record.article for record in records} if scan.looks_beside else ()
            near = self._reading.neighbours(articles)
            for record in records:
                if scan.finds(record, near.get(record.article, ())):
                    scores[record.id] = float(scan.closeness(record))
            done += len(page)
        found = Found(
            np.fromiter(scores, dtype=np.uint32, count=len(scores)),
            np.fromiter(scores.values(), dtype=np.float64, count=len(scores)),
        )
        return found, done
