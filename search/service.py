"""Search as the rest of the house sees it."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from time import perf_counter
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from db import Catalogue
from db.errors import UnknownRecord
from db.rows import ALL, JournalRow, NameRow, QuotationFilter, QuotationId, Status
from db.rows import Sort as ListOrder
from extraction.findings import Span
from search import highlighting
from search.analysis import ENGLISH, stemmed_languages
from search.codec.files import DamagedIndexError
from search.errors import QueryError, SlowSearch
from search.evaluate.scores import Scores
from search.evaluate.watch import OverdueSearchError, Watch
from search.explaining import explain
from search.facets import Facets, QuotationTable, facets_of
from search.finding import AT_ONCE, Found, Question, find
from search.index import Ids, Index, Unusable
from search.likeness import ENOUGH, like
from search.parsing import parse
from search.place import index_place
from search.query import EVERYTHING, Choice, Field, Node, leaves
from search.records import Key, Reading, Record, Sort, keys_of, parts_for
from search.results import Answer, Order, Scope
from search.suggesting import Completion, Vocabulary, completed, corrected

_log = logging.getLogger(__name__)

_A_COMMIT = 20_000
"""Journal entries in one commit of the index; what a cancelled commit had read is read again."""

_A_BUILD = 200_000
"""The same for an index that is built anew: fewer and larger commits leave less to be merged."""

_LISTS_KEPT = 16

_TOO_FAR = 1000
"""Journal entries by which an index may lag; beyond them it helps less than it costs."""

_STANDING = frozenset(Status) - {Status.REJECTED}

_LIST_ORDER = {
    Order.NEWEST: ListOrder.NEWEST,
    Order.OLDEST: ListOrder.OLDEST,
    Order.PUBLISHED: ListOrder.PUBLISHED,
    Order.SPEAKER: ListOrder.SPEAKER,
}


class SearchService:
    """Answers queries about one catalogue; one thread at a time.

    The catalogue is the truth and the index a cache: what the index has not consumed yet is
    searched in the catalogue itself, so an answer never lags behind.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._index = Index(index_place(catalogue.folder, catalogue.id), catalogue.id)
        self._lists: dict[tuple[QuotationFilter, ListOrder], array[int]] = {}
        self._lists_of = -1
        self._names: tuple[NameRow, ...] = ()
        self._names_of = -1
        self._languages = ENGLISH
        self._languages_of = -1
        self._watch = Watch()
        self._revision = -1
        self._reopen()

    def __enter__(self) -> SearchService:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._index.close()

    @property
    def lacks_index(self) -> bool:
        """Whether there is no index to be used, as when it was found to be damaged: see `sync`."""
        return not self._index.is_open or self._index.has_moved_on

    def sync(
        self,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Let the index follow the catalogue; return how many journal entries were consumed.

        An index that is missing or unusable is built anew. `progress` is told entries done and all
        there are, in numbers of the journal. What was consumed before `cancelled` says so is kept.
        Nothing happens while another process does the same.
        """
        if not self.lacks_index and self._index.sequence == self._catalogue.revision:
            return 0
        with self._index.writing() as held:
            if not held:
                return 0
            try:
                try:
                    return self._follow(progress or _say_nothing, cancelled or _never)
                except Unusable as reason:
                    _log.warning("The search index is built anew: %s", reason)
                    return self._follow(progress or _say_nothing, cancelled or _never)
            except OSError:
                # A full or broken disk must not stop the search: the catalogue still answers.
                _log.warning("Writing the search index failed", exc_info=True)
                self._reopen()
                return 0

    def search(
        self,
        query: str,
        *,
        scope: Scope = Scope.SAID,
        order: Order = Order.RELEVANCE,
        within: QuotationFilter | None = None,
        count: int | None = None,
    ) -> Answer:
        """Find quotations; raises `QueryError`, and `SlowSearch` where the search has a deadline.

        Rejected quotations are found only where `within` or the query (`status:`) asks for them.
        `count` asks for the first so many only, which costs less.
        """
        started = perf_counter()
        self._catch_up()
        node = self._parsed(query)
        which = within or _all_that(node)
        if node == EVERYTHING:
            ids, note = array("I", self._listed(which, order)), ""
        else:
            question = Question(node, Sort.QUOTATION, scope)
            # The index knows of statuses, but not of all that a filter may ask for.
            narrowed = QuotationFilter(statuses=which.statuses)
            if order is Order.RELEVANCE and which == narrowed:
                statuses = which.statuses or _STANDING
                question = replace(question, statuses=statuses, count=count)
                found = self._found(question)
                ids = _best_first(found.ids, found.scores)
            else:
                found = self._found(question)
                ids = self._ordered(found, which, order)
            note = found.note
        return Answer(ids[:count], explain(node, scope), perf_counter() - started, note)

    def more_like(self, id: QuotationId, *, within: QuotationFilter | None = None) -> Answer:
        """Find quotations that speak of the same as one of them, the most alike first.

        That one is not among them. Raises UnknownRecord.
        """
        started = perf_counter()
        self._catch_up()
        rows = self._catalogue.quotations([id])
        if not rows:
            raise UnknownRecord("This quotation is no longer in the catalogue.")
        try:
            node = like(rows[0].text, self._index.segments, self._languages)
        except DamagedIndexError:
            node = like(rows[0].text, (), self._languages)
        said = f"Quotations that speak of the same as “{rows[0].text}”"
        if node == EVERYTHING:
            return Answer(array("I"), said, perf_counter() - started)
        found = self._found(Question(node, Sort.QUOTATION))
        itself = found.scores[found.ids == id]
        alike = np.ones(len(found.ids), np.bool_)
        if len(itself):
            alike = found.scores >= ENOUGH * itself[0]
        alike &= found.ids != id
        chosen = Found(found.ids[alike], found.scores[alike])
        ids = self._ordered(chosen, within or ALL, Order.RELEVANCE)
        return Answer(ids, said, perf_counter() - started, found.note)

    def facets(self, ids: array[int], *, count: int = 8) -> Facets:
        """Break quotations (an answer, or any list) down by speaker, outlet, year and so on."""
        self._catch_up()
        unread: NDArray[np.uint32] | None = None
        table = QuotationTable(())
        changed = self._unread()
        if changed is not None:
            try:
                table = self._index.quotations()
            except Unusable as reason:
                _log.warning("The search index is not used any more: %s", reason)
            else:
                quotations = [key.id for key in changed if key.sort is Sort.QUOTATION]
                unread = np.array(quotations, dtype=np.uint32)
        names = self._known_names()
        return facets_of(
            ids, self._catalogue, table, unread, names, count=count, look=self._watch.look
        )

    @contextmanager
    def interruptible(
        self, cancelled: Callable[[], bool], *, seconds: float | None = None
    ) -> Iterator[SearchService]:
        """Ask within the block as long as the answer is wanted; InterruptedSearchError after.

        `cancelled` is asked by the searching thread every few milliseconds. What takes longer than
        `seconds` ends with what was found by then and a note, or with `SlowSearch`.
        """
        deadline = None if seconds is None else perf_counter() + seconds
        before, self._watch = self._watch, Watch(deadline, cancelled)
        try:
            yield self
        except OverdueSearchError as error:
            raise SlowSearch(seconds or 0.0) from error
        finally:
            self._watch = before

    def photos(self, query: str) -> array[int]:
        """Find photographs by caption and credit, or by what stands in their article; best first.

        Raises `QueryError`.
        """
        self._catch_up()
        node = self._parsed(query)
        here = [photo.id for photo in self._catalogue.photos()]
        if node == EVERYTHING:
            return array("I", here)
        found = self._found(Question(node, Sort.PHOTO))
        return _best_first(found.ids, found.scores, np.array(here, dtype=np.uint32))

    def highlights(self, query: str, text: str) -> tuple[Span, ...]:
        """Return the places in `text` that the words of `query` mean; none for a wrong query."""
        try:
            node = parse(query, languages=self._languages)
        except QueryError:
            return ()
        return highlighting.highlights(node, text)

    def did_you_mean(self, query: str, *, scope: Scope = Scope.SAID) -> str | None:
        """Return the query with misspelt words replaced by words of the catalogue.

        None where every word is known, nothing is similar, or the query is wrong. Words that only
        records hold which the index has not read yet are not known here.
        """
        self._catch_up()
        with suppress(QueryError, DamagedIndexError):
            return corrected(query, self._parsed(query), scope, self._index.segments)
        return None

    def completions(
        self, query: str, *, scope: Scope = Scope.SAID, count: int = 6
    ) -> tuple[Completion, ...]:
        """Return how the last word of a query may go on, from the catalogue's names and words."""
        self._catch_up()
        parts = parts_for(None, Sort.QUOTATION, scope)
        with suppress(DamagedIndexError):
            vocabulary = Vocabulary(self._index.segments, parts)
            return completed(query, self._known_names(), vocabulary, count)
        return ()

    # Following the catalogue

    def _follow(self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> int:
        if self.lacks_index or self._index.sequence > self._catalogue.revision:
            self._reopen()
        anew = not self._index.is_open
        if anew:
            self._index.start_anew()
        reading = Reading(self._catalogue)
        begin, end = self._index.sequence, self._catalogue.revision
        consumed = 0
        with suppress(_Cancelled):
            limit = _A_BUILD if anew else _A_COMMIT
            while entries := self._catalogue.journal(self._index.sequence, limit=limit):
                records = _read_in_pages(
                    reading,
                    entries,
                    cancelled,
                    lambda at: progress(min(at, end) - begin, end - begin),
                )
                self._index.apply(keys_of(entries), records, entries[-1].sequence)
                consumed += len(entries)
        if consumed or anew:
            self._index.adopt()
        return consumed

    def _reopen(self) -> None:
        """Open the newest state of the index; leave it closed if it is of no use."""
        try:
            self._index.open(newest=self._catalogue.revision)
        except Unusable as reason:
            _log.info("The search index is not used: %s", reason)

    # Finding

    def _found(self, question: Question) -> Found:
        return find(question, self._catalogue, self._index, self._unread(), self._watch)

    def _unread(self) -> list[Key] | None:
        """Return the records that changed since the index read them; None where it lags too far."""
        if not self._index.is_open:
            return None
        if self._index.sequence == self._revision:
            return []
        entries = self._catalogue.journal(self._index.sequence, limit=_TOO_FAR)
        return keys_of(entries) if len(entries) < _TOO_FAR else None

    def _catch_up(self) -> None:
        """Note the state of the catalogue that is answered about; open the index as it is by now.

        Another process or thread may have written the index.
        """
        self._revision = self._catalogue.revision
        if self._index.sequence != self._revision and self._index.has_moved_on:
            self._reopen()

    def _parsed(self, query: str) -> Node:
        """Read a query in the languages of the catalogue, asked for once for each state of it."""
        if self._languages_of != self._revision:
            self._languages = stemmed_languages(self._catalogue.languages())
            self._languages_of = self._revision
        return parse(query, languages=self._languages)

    def _known_names(self) -> tuple[NameRow, ...]:
        """Return the names in the catalogue, asked for once for each state of it."""
        if self._names_of != self._revision:
            self._names = self._catalogue.names()
            self._names_of = self._revision
        return self._names

    # Ordering

    def _listed(self, which: QuotationFilter, order: Order) -> array[int]:
        """Return ids in the order of the catalogue's own lists.

        A list is asked for once for each state of the catalogue: typing asks for the same again.
        """
        sort = _LIST_ORDER.get(order, ListOrder.READING_ORDER)
        if which.collection is not None or which.dossier is not None:
            return self._catalogue.quotation_ids(which, sort)  # these change outside the journal
        if self._lists_of != self._revision or len(self._lists) == _LISTS_KEPT:
            self._lists.clear()
            self._lists_of = self._revision
        if (which, sort) not in self._lists:
            self._lists[which, sort] = self._catalogue.quotation_ids(which, sort)
        return self._lists[which, sort]

    def _ordered(self, found: Found, which: QuotationFilter, order: Order) -> array[int]:
        here = np.array(self._listed(which, order), dtype=np.uint32)
        if order is Order.RELEVANCE:
            return _best_first(found.ids, found.scores, here)
        return array("I", here[_marks(found.ids, here)[here]].tobytes())


class _Cancelled(Exception):
    """The caller of `sync` wants it to end."""


def _read_in_pages(
    reading: Reading,
    entries: Sequence[JournalRow],
    cancelled: Callable[[], bool],
    reached: Callable[[int], None],
) -> Iterator[Record]:
    """Yield the records that entries tell of; `reached` is told how far in the journal that is."""
    for begin in range(0, len(entries), AT_ONCE):
        if cancelled():
            raise _Cancelled
        page = entries[begin : begin + AT_ONCE]
        yield from reading.records(keys_of(page))
        reached(page[-1].sequence)


def _best_first(ids: Ids, scores: Scores, here: Ids | None = None) -> array[int]:
    """Return ids with the highest score first, equal ones by id; only those `here`, if given."""
    if here is not None:
        present = _marks(here, ids)[ids]
        ids, scores = ids[present], scores[present]
    return array("I", ids[np.lexsort((ids, -scores))].tobytes())


def _marks(ids: Ids, others: Ids) -> NDArray[np.bool_]:
    """Return a mark at the place of each id, in an array that has a place for all others too."""
    largest = max(int(ids.max(initial=0)), int(others.max(initial=0)))
    marks = np.zeros(largest + 1, dtype=np.bool_)
    marks[ids] = True
    return marks


def _all_that(node: Node) -> QuotationFilter:
    """Return which quotations a query may find: rejected ones when it speaks of a status."""
    if any(isinstance(leaf, Choice) and leaf.field is Field.STATUS for leaf, _ in leaves(node)):
        return QuotationFilter(statuses=frozenset(Status))
    return QuotationFilter()


def _say_nothing(_done: int, _total: int) -> None:
    """Report no progress."""


def _never() -> bool:
    return False
