"""The middle pane with quotations: search box, chips, count, order, and the list itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from db.rows import ALL, Changes, QuotationFilter, QuotationId, Sort
from desktop import fonts, icons
from desktop.browse.chips import Chips
from desktop.browse.facets import SHOWN, FacetPanel
from desktop.browse.listing import (
    FIRST_ROWS,
    Found,
    Listing,
    Restriction,
    all_ids,
    any_ids,
    first_ids,
    matching_ids,
    restrictions,
)
from desktop.browse.model import Card, QuotationModel
from desktop.browse.search_box import SearchBox
from desktop.browse.table import QuotationTable
from desktop.session import Session
from desktop.tasks import Latest, Task
from desktop.theme import Theme
from desktop.translation import counted, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label, OneLine
from desktop.widgets.notice import Notice
from extraction.errors import OnRecordError

if TYPE_CHECKING:
    from db import Catalogue
    from search import SearchService
    from search.facets import Facets
    from search.suggesting import Completion


_PATIENCE = 5.0
"""Seconds after which a search shows what it has, or says that it was too much."""


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Why a list is empty: the filter that excludes most, and what may have been meant instead."""

    worst: Restriction
    gain: int
    meant: Listing | None = None
    found: int = 0


class QuotationPane(QWidget):
    """Shows a `Listing` and lets the user change it."""

    current_changed = Signal(object, bool)
    """The id of the quotation under the cursor, or None; and whether the user moved there."""
    found = Signal(float)
    """How long the last search took, in seconds."""
    import_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._session: Session | None = None
        self._listing = Listing()
        self._usual_sort: Sort = Sort.READING_ORDER
        self._home = ALL
        self._is_following = False
        self._finding = Latest()
        self._counting = Latest()
        self._completing = Latest()
        self._model = QuotationModel()
        self._model.wanted.connect(self._read_page)
        self.box = SearchBox(theme, tr("Search quotes and speakers"))
        self.box.asked.connect(self._search)
        self.box.begun.connect(self._complete)
        self.box.left_downwards.connect(self._enter_list)
        self._reading = OneLine(font=fonts.ui(fonts.Size.META), tone="mute")
        self._scope = button("", role="quiet")
        self._scope.clicked.connect(lambda: self._look(everywhere=not self._listing.everywhere))
        self._chips = Chips()
        self._chips.changed.connect(self._change)
        self._count = Label(font=fonts.ui(fonts.Size.META), tone="mute")
        self._count.setFixedHeight(24)
        self._order = button("", role="quiet", name=tr("Order of the list"))
        icons.wear(self._order, "arrow-up-down", theme)
        self._orders = self._order_actions()
        self._narrow = button("", role="quiet", name=tr("Narrow the list"))
        self._narrow.setToolTip(tr("Narrow by speaker, outlet, year, tag (Ctrl+E)"))
        self._narrow.clicked.connect(self.show_facets)
        icons.wear(self._narrow, "list-filter", theme)
        for one in (self._narrow, self._order):
            one.setObjectName("iconOnly")
            one.setFixedWidth(28)
        self._facets = FacetPanel(theme, self)
        self._facets.chosen.connect(self._change)
        self._trouble = Label(font=fonts.ui(fonts.Size.META), tone="accent", wrap=True)
        self._trouble.hide()
        self.table = QuotationTable(theme, self._model)
        self.table.current_changed.connect(self._moved)
        self._notice = Notice()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._notice)
        self._lay_out()

    @property
    def listing(self) -> Listing:
        """What the list shows now."""
        return self._listing

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all that the list shows."""
        return self._model.ids

    @property
    def notice(self) -> str:
        """What an empty list says, or an empty string."""
        return self._notice.text if self._pages.currentWidget() is self._notice else ""

    def open(self, session: Session | None) -> None:
        """Show the quotations of a catalogue, or none."""
        self._finding.drop()
        self._counting.drop()
        self._completing.drop()
        self._session = session
        self._model.show(self._model.ids[:0])
        self._listing = Listing()
        if session is not None:
            session.indexed.connect(self._ask_again)

    def show_listing(
        self, listing: Listing, *, days: bool = False, home: QuotationFilter | None = None
    ) -> None:
        """Show another list from its top; `days` sets it along a time line.

        `home` is what the section narrows by itself, all that the listing does where it is None.
        """
        self._home = listing.within if home is None else home
        self._usual_sort = listing.order
        self.table.cards.shows_days = days
        self.table.cards.forget()
        self._model.show(self._model.ids[:0])
        self.box.show_query(listing.query)
        self._change(listing)

    def refresh(self, changes: Changes) -> None:
        """Follow a change of the catalogue, as far as it concerns the list."""
        within = self._listing.within
        if (
            changes.quotations
            or changes.documents
            or changes.people
            or (within.collection is not None and changes.collections)
            or (within.dossier is not None and changes.dossiers)
        ):
            everything = bool(changes.documents or changes.people)
            self._model.refresh(None if everything else changes.quotations)
            self._find(stay=True)

    def focus_search(self, *, everywhere: bool = False) -> None:
        """Go to the search box; `everywhere` searches articles and photographs too."""
        self.box.setFocus()
        self.box.selectAll()
        if everywhere != self._listing.everywhere:
            self._look(everywhere=everywhere)

    def show_facets(self) -> None:
        """Open the panel that narrows the list by what it holds."""
        session, listing, ids = self._session, self._listing, self._model.ids
        if session is None:
            return

        def show(facets: Facets) -> None:
            left = self.box.mapToGlobal(QPoint(0, 0)).x()
            below = self._chips.mapToGlobal(self._chips.rect().bottomLeft()).y() + 10
            self._facets.show_facets(listing, facets, QPoint(left, below), self.box.width())

        self._counting.hold(
            session.search(
                lambda service, catalogue: service.facets(
                    ids if len(ids) > FIRST_ROWS else any_ids(listing, service, catalogue).ids,
                    count=SHOWN,
                ),
                show,
            )
        )

    def show_like(self, id: QuotationId, words: str) -> None:
        """List what speaks of the same as a quotation."""
        about = tr("Like “{words}”", words=words)
        self.box.show_query("")
        self._change(replace(self._listing, query="", like=id, about=about, sort=None))

    def _look(self, *, everywhere: bool) -> None:
        self._change(replace(self._listing, everywhere=everywhere))

    def _ask_again(self) -> None:
        """Ask once more what was answered without the index, now that it is there."""
        if self._trouble.isVisible() and self._listing.is_search:
            self._find(stay=True)

    def _complete(self, beginning: str) -> None:
        session = self._session
        if session is None:
            return
        scope_is_wide = self._listing.everywhere

        def complete(service: SearchService, _: Catalogue) -> Sequence[Completion]:
            from search import Scope

            scope = Scope.EVERYTHING if scope_is_wide else Scope.SAID
            return service.completions(beginning, scope=scope)

        self._completing.hold(
            session.search(complete, lambda found: self.box.offer(beginning, found))
        )

    def _change(self, listing: Listing) -> None:
        self._listing = listing
        self._chips.show_listing(listing, home=self._home)
        self._show_scope()
        for sort, action in self._orders.items():
            action.setChecked(sort is listing.sort)
        self._orders[None].setEnabled(listing.is_search)
        order = tr("Order: {order}", order=self._orders[listing.sort].text())
        self._order.setToolTip(order)
        self._order.setAccessibleName(order)
        self._find(stay=False)

    def _search(self, query: str) -> None:
        before = self._listing
        if before.like is not None:
            before = replace(before, like=None, about="")
        sort = before.sort
        if query and not before.query:
            sort = None
        elif not query and sort is None:
            sort = self._usual_sort
        self._change(replace(before, query=query, sort=sort))

    def _show_scope(self) -> None:
        """Offer to search more, or less, than now."""
        is_wide = self._listing.everywhere
        words = tr("Only what was said") if is_wide else tr("Search everything")
        self._scope.setText(words)
        self._scope.setAccessibleName(words)
        self._scope.setToolTip(
            tr("Search only quotes and speakers (Ctrl+F)")
            if is_wide
            else tr("Search articles, captions and credits too (Ctrl+Shift+F)")
        )
        for widget in (self._reading, self._scope):
            widget.setVisible(bool(self._listing.query))

    def _find(self, *, stay: bool) -> None:
        """Look the list up again; `stay` keeps the cursor where it is, if that is still there."""
        session, listing = self._session, self._listing
        if session is None:
            return
        self._counting.drop()

        def show_first(found: Found) -> None:
            self._show(found, stay=False)
            if not found.is_whole:
                ask_all(lambda found: self._show(found, stay=False, goes_on=True))

        def ask_all(show: Callable[[Found], None]) -> None:
            if listing.is_search:
                self._finding.hold(self._ask_search(session, listing, None, show))
            else:
                self._finding.hold(session.ask(lambda catalogue: all_ids(listing, catalogue), show))

        if stay:
            ask_all(lambda found: self._show(found, stay=True))
        elif listing.is_search:
            self._finding.hold(self._ask_search(session, listing, FIRST_ROWS, show_first))
        else:
            self._finding.hold(
                session.ask(lambda catalogue: first_ids(listing, catalogue), show_first)
            )

    def _ask_search(
        self,
        session: Session,
        listing: Listing,
        count: int | None,
        show: Callable[[Found], None],
    ) -> Task[Found]:
        return session.search(
            lambda service, catalogue: matching_ids(listing, service, catalogue, count=count),
            show,
            self._explain_trouble,
            seconds=_PATIENCE,
        )

    def _show(self, found: Found, *, stay: bool, goes_on: bool = False) -> None:
        """Show what was found; it `goes_on` where its first rows are there already."""
        self._trouble.setText(found.note)
        self._trouble.setVisible(bool(found.note))
        self._reading.say(found.reading)
        self.box.mark(None)
        if not goes_on:
            self.found.emit(found.seconds)
        self._is_following = stay or goes_on
        was_id, was_row = self.table.current_id(), self.table.currentIndex().row()
        scrolled = self.table.verticalScrollBar().value()
        self._model.show(found.ids)
        if self._listing.query and not goes_on:
            # The words to be marked may be others although the rows are the same.
            self._model.refresh()
        if found.is_whole:
            count = len(found.ids)
            self._count.setText(counted(count, "{n} quote", "{n} quotes"))
        if found.ids:
            self._pages.setCurrentWidget(self.table)
            self._place_cursor(was_id, was_row, scrolled, stay=stay)
        else:
            self._say_nothing_found()
            self._moved(None)
        self._is_following = False

    def _place_cursor(self, was_id: int | None, was_row: int, scrolled: int, *, stay: bool) -> None:
        """Put the cursor where it was, or on what took its place."""
        row = self._model.row_of(was_id) if was_id is not None else None
        is_gone = row is None
        if row is None:
            row = min(max(was_row, 0), len(self._model.ids) - 1) if stay else 0
        if self.table.currentIndex().row() == row:
            return
        bar = self.table.verticalScrollBar()
        if stay:
            bar.setValue(scrolled)
        self.table.go_to(row)
        if stay and not is_gone:
            bar.setValue(scrolled)  # the eye was there, the cursor need not be

    def _moved(self, id: int | None) -> None:
        self.current_changed.emit(id, not self._is_following)

    def _read_page(self, page: int, generation: int) -> None:
        session, query = self._session, self._listing.query
        if session is None:
            return
        ids = self._model.page_ids(page)

        def supply(cards: Sequence[Card]) -> None:
            self._model.supply(page, generation, cards)
            self.table.viewport().update()

        if query:

            def marked(service: SearchService, catalogue: Catalogue) -> Sequence[Card]:
                return [
                    Card(row, tuple(service.highlights(query, row.text)))
                    for row in catalogue.quotations(ids)
                ]

            session.search(marked, supply)
        else:
            session.ask(lambda catalogue: [Card(row) for row in catalogue.quotations(ids)], supply)

    def _explain_trouble(self, error: Exception) -> None:
        """Say what is wrong with a query; the list stays as it is."""
        if not isinstance(error, OnRecordError):
            raise error
        self._trouble.setText(str(error))
        self._trouble.show()
        self._reading.say("")
        self.box.mark(getattr(error, "position", None))

    def _say_nothing_found(self) -> None:
        """Say that the list is empty, what may have been meant, and which filter is to blame."""
        session, listing = self._session, self._listing
        if session is None:
            return
        narrowed = tuple(restrictions(listing))
        self._pages.setCurrentWidget(self._notice)
        if not narrowed:
            self._notice.say(
                tr("No quotes yet"),
                tr("Import a saved page, or drop files anywhere in this window."),
                (tr("Import files"), self.import_wanted.emit),
            )
            return
        if listing.within == self._home and not listing.is_search:
            self._notice.say(tr("Nothing here"), self._nothing_here())
            return
        self._notice.say(tr("No quotes match"), tr("Looking for the filter that excludes most"))

        def explain(service: SearchService, catalogue: Catalogue) -> _Nothing:
            from search import Scope

            counts = [
                (restriction, len(any_ids(restriction.lifted, service, catalogue).ids))
                for restriction in narrowed
            ]
            worst, gain = max(counts, key=lambda pair: pair[1])
            scope = Scope.EVERYTHING if listing.everywhere else Scope.SAID
            meant = service.did_you_mean(listing.query, scope=scope) if listing.query else None
            if meant is not None:
                asked = replace(listing, query=meant)
                found = len(any_ids(asked, service, catalogue).ids)
                if found:
                    return _Nothing(worst, gain, asked, found)
            return _Nothing(worst, gain)

        self._counting.hold(session.search(explain, self._blame))

    def _blame(self, nothing: _Nothing) -> None:
        restriction, count, meant = nothing.worst, nothing.gain, nothing.meant
        remove = (tr("Remove it"), lambda: self._lift(restriction.lifted))
        if meant is not None:
            self._notice.say(
                tr("Did you mean “{query}”?", query=meant.query),
                counted(nothing.found, "It finds {n} quote.", "It finds {n} quotes."),
                (tr("Search for “{query}”", query=meant.query), lambda: self._lift(meant)),
            )
            return
        if not count:
            sentence = tr("No single filter is to blame: without any one of them, nothing matches.")
            nothing_else = Listing(within=self._home, sort=self._usual_sort)
            self._notice.say(
                tr("No quotes match"),
                sentence,
                (tr("Remove all filters"), lambda: self._lift(nothing_else)),
            )
            return
        self._notice.say(
            tr("No quotes match"),
            counted(
                count,
                "Without {filter} there would be {n}.",
                "Without {filter} there would be {n}.",
                filter=restriction.name,
            ),
            remove,
        )

    def _lift(self, listing: Listing) -> None:
        self.box.show_query(listing.query)
        self._change(listing)
        self.table.setFocus()

    def _nothing_here(self) -> str:
        if self._listing.within.statuses:
            return tr("Everything has been reviewed.")
        if self._listing.within.dossier is not None:
            return tr("Choose a quote and press D to add it to a dossier.")
        return tr("Choose quotes in another section and add them under Quote, Add to collection.")

    def _enter_list(self) -> None:
        self.table.setFocus()
        if self.table.current_id() is None:
            self.table.go_to(0)

    def _order_actions(self) -> dict[Sort | None, QAction]:
        menu = QMenu(self)
        group = QActionGroup(self)
        actions: dict[Sort | None, QAction] = {}
        for sort, name in (
            (None, tr("Best match")),
            (Sort.READING_ORDER, tr("Reading order")),
            (Sort.NEWEST, tr("Newest first")),
            (Sort.OLDEST, tr("Oldest first")),
            (Sort.PUBLISHED, tr("Last published first")),
            (Sort.SPEAKER, tr("By speaker")),
            (Sort.LEAST_CERTAIN, tr("Least certain first")),
        ):
            action = menu.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(
                lambda _on, sort=sort: self._change(replace(self._listing, sort=sort))
            )
            group.addAction(action)
            actions[sort] = action
        actions[None].setToolTip(tr("Needs a search"))
        self._order.setMenu(menu)
        return actions

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("listHead")
        rows = QVBoxLayout(head)
        rows.setContentsMargins(20, 16, 16, 10)
        rows.setSpacing(10)
        rows.addWidget(self.box)
        rows.addWidget(self._trouble)
        read = QHBoxLayout()
        read.setContentsMargins(2, 0, 0, 0)
        read.setSpacing(8)
        read.addWidget(self._reading, 1)
        read.addWidget(self._scope)
        rows.addLayout(read)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._chips, 1)
        for widget in (self._count, self._narrow, self._order):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._pages, 1)
