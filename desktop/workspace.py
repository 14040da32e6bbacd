"""The three panes of an open catalogue, and how they lead to each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.errors import UnknownRecord
from db.rows import (
    ALL,
    ArticleId,
    Changes,
    CollectionId,
    DocumentId,
    DossierId,
    OutletRow,
    PersonId,
    PersonRow,
    PhotoRow,
    QuotationFilter,
    QuotationId,
    Sort,
    Status,
)
from desktop.actions import Actions
from desktop.browse.listing import Listing
from desktop.browse.quotation_pane import QuotationPane
from desktop.browse.roster import Entry, Roster
from desktop.browse.sections import Place, Section, SectionsView, sections
from desktop.importing.progress import ImportProgress
from desktop.importing.report import ImportReport, Line, reason_word
from desktop.people.profile import Profile, outlet_entry, person_entry
from desktop.photos.photo_reader import PhotoReader, Picture, photo_entry
from desktop.reader.passage_reader import Passage, PassageReader
from desktop.reader.quotation_reader import QuotationReader, Reading, with_hits
from desktop.reader.versions import other_versions
from desktop.session import Session
from desktop.tasks import Latest
from desktop.theme import Theme
from desktop.translation import counted, tr
from desktop.widgets.notice import Notice

if TYPE_CHECKING:
    from db import Catalogue
    from search import SearchService

T = TypeVar("T")

_SIDE = 236
_LIST = 520
_RECOUNT_MS = 120
"""Counts follow a burst of changes once, not one by one."""


class Workspace(QSplitter):
    """Sections, a list, and what is being read."""

    moved = Signal()
    """The section, the current quotation or the selection is another."""
    found = Signal(float)

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._theme = theme
        self._actions = actions
        self._session: Session | None = None
        self._reading_task = Latest()
        self._roster_task = Latest()
        self._people: dict[int, PersonRow] = {}
        self._outlets: dict[int, OutletRow] = {}
        self._photos: dict[int, PhotoRow] = {}
        self._wanted_person: PersonId | None = None
        self._recount = QTimer(self, singleShot=True, interval=_RECOUNT_MS)
        self._recount.timeout.connect(self._count)
        self._build_side(theme)
        self._build_list(theme)
        self._build_reading(theme, actions)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 0)
        self.setStretchFactor(2, 1)
        self.setSizes([_SIDE, _LIST, 684])

    # What is where

    @property
    def section(self) -> Section:
        """Where the user is."""
        return self.sections.current

    @property
    def quotation(self) -> Reading | None:
        """The quotation in the reading pane, or None."""
        shown = self._reading.currentWidget() is self.reader
        return self.reader.reading if shown else None

    def shows_quotations(self) -> bool:
        """Whether the middle pane is a list of quotations."""
        return self._lists.currentWidget() is self.quotations

    def chosen(self) -> tuple[QuotationId, ...]:
        """Return the quotations that a command would act on."""
        if not self.shows_quotations():
            return ()
        return tuple(QuotationId(id) for id in self.quotations.table.chosen_ids())

    def count_chosen(self) -> int:
        """Count the quotations that a command would act on."""
        return self.quotations.table.count_chosen() if self.shows_quotations() else 0

    def person(self) -> PersonRow | None:
        """Return the person under the cursor of People, or None."""
        if self._lists.currentWidget() is not self.people:
            return None
        return self._people.get(self.people.current_id() or 0)

    # What the window tells

    def open(self, session: Session | None) -> None:
        """Show a catalogue from its beginning, or nothing."""
        self._reading_task.drop()
        self._roster_task.drop()
        self._session = session
        self.quotations.open(session)
        self.reader.reading = None
        self._reading.setCurrentWidget(self._nothing)
        self._nothing.say("")
        if session is not None:
            session.changed.connect(self._follow)
            self._count(then=lambda: self._go(self.sections.current))

    def go(self, place: Place, id: int | None = None) -> None:
        """Go to a section."""
        if self.section.place is place and self.section.id == id:
            self._go(self.section)
        else:
            self.sections.go(place, id)

    def focus_search(self) -> None:
        """Put the cursor into the search box of the list on show."""
        current = self._lists.currentWidget()
        if isinstance(current, QuotationPane | Roster):
            current.focus_search()

    def search_everything(self) -> None:
        """Put the cursor into the search box of quotations, to search all that was kept."""
        if not self.shows_quotations():
            self.go(Place.ALL)
        self.quotations.focus_search(everywhere=True)

    def show_like(self) -> None:
        """List what speaks of the same as the quotation that is read."""
        reading = self.quotation
        if reading is not None:
            self.quotations.show_like(reading.detail.row.id, reading.detail.row.text)

    def next_pane(self) -> None:
        """Move the focus to the pane on the right, from the last to the first."""
        panes: list[tuple[QWidget, QWidget]] = [
            (self._side, self.sections),
            (self._lists, self._focus_of_list()),
            (self._reading, self._focus_of_reading()),
        ]
        focus = self.window().focusWidget()
        inside = [i for i, (pane, _) in enumerate(panes) if focus and pane.isAncestorOf(focus)]
        _, target = panes[(inside[0] + 1) % len(panes) if inside else 0]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_report(self) -> None:
        """Show the account of the import in the reading pane."""
        self._reading.setCurrentWidget(self.report)
        self.moved.emit()

    def show_quotations_of(self, *, person: PersonRow | None, outlet: OutletRow | None) -> None:
        """List what someone said, or what an outlet reported, among all quotes."""
        within = QuotationFilter(
            speaker=person.id if person else None, outlet=outlet.id if outlet else None
        )
        blocker = QSignalBlocker(self.sections)
        self.sections.go(Place.ALL)
        blocker.unblock()
        listing = Listing(
            within=within,
            sort=Sort.NEWEST,
            speaker=person.name if person else "",
            outlet=outlet.name if outlet else "",
        )
        self._show_list(listing, home=ALL)

    def show_person(self, id: PersonId) -> None:
        """Go to a person."""
        self._wanted_person = id
        self.go(Place.PEOPLE)

    # Building

    def _build_side(self, theme: Theme) -> None:
        self._side = QFrame()
        self._side.setObjectName("side")
        self._side.setMinimumWidth(190)
        self.sections = SectionsView(theme)
        self.sections.chosen.connect(self._go)
        self.progress = ImportProgress()
        self.progress.report_wanted.connect(self.show_report)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sections, 1)
        column.addWidget(self.progress)
        self.addWidget(self._side)

    def _build_list(self, theme: Theme) -> None:
        self._lists = QStackedWidget()
        self._lists.setObjectName("list")
        self._lists.setMinimumWidth(340)
        self.quotations = QuotationPane(theme)
        self.quotations.current_changed.connect(self._read_quotation)
        self.quotations.found.connect(self.found)
        self.quotations.table.clicked.connect(self._leave_report)
        self.quotations.import_wanted.connect(self._actions["import_files"].trigger)
        self.quotations.table.selectionModel().selectionChanged.connect(
            lambda *_: self.moved.emit()
        )
        self.people = Roster(
            theme,
            name=tr("People"),
            placeholder=tr("Search people"),
            empty=(tr("Nobody yet"), tr("Whoever is quoted or took a photograph appears here.")),
            count=lambda n: counted(n, "{n} speaker or creator", "{n} speakers and creators"),
        )
        self.people.current_changed.connect(self._read_person)
        self.people.activated.connect(lambda _id: self._show_quotations())
        self.outlets = Roster(
            theme,
            name=tr("Outlets"),
            placeholder=tr("Search outlets"),
            empty=(tr("No outlets yet"), tr("Papers and agencies appear here once one is named.")),
            count=lambda n: counted(n, "{n} outlet", "{n} outlets"),
        )
        self.outlets.current_changed.connect(self._read_outlet)
        self.outlets.activated.connect(lambda _id: self._show_quotations())
        self.photos = Roster(
            theme,
            name=tr("Photo credits"),
            placeholder=tr("Search photo credits and captions"),
            empty=(
                tr("No photo credits yet"),
                tr("Credit lines such as “© Agency / Photographer” appear here."),
            ),
            count=lambda n: counted(n, "{n} photo credit", "{n} photo credits"),
        )
        self.photos.current_changed.connect(self._read_photo)
        for pane in (self.quotations, self.people, self.outlets, self.photos):
            self._lists.addWidget(pane)
        self.addWidget(self._lists)

    def _build_reading(self, theme: Theme, actions: Actions) -> None:
        self._reading = QStackedWidget()
        self._reading.setObjectName("reading")
        self._reading.setMinimumWidth(380)
        self.reader = QuotationReader(
            theme,
            (
                (actions["confirm"], tr("Confirm"), "primary"),
                (actions["edit"], tr("Edit"), ""),
                (actions["copy"], tr("Copy citation"), ""),
                (actions["add_to_dossier"], tr("Add to dossier"), ""),
            ),
        )
        self.person_profile = Profile(
            (
                (actions["rename_person"], tr("Rename")),
                (actions["merge_person"], tr("Merge")),
            )
        )
        self.person_profile.quotations_wanted.connect(self._show_quotations)
        self.outlet_profile = Profile()
        self.outlet_profile.quotations_wanted.connect(self._show_quotations)
        self.photo_reader = PhotoReader(theme)
        self.report = ImportReport(theme)
        self.report.close_wanted.connect(self._leave_report)
        self.report.place_wanted.connect(self._read_passage)
        self.passage_reader = PassageReader(theme)
        self.passage_reader.back_wanted.connect(self._back_to_report)
        self._nothing = Notice()
        for pane in (
            self._nothing,
            self.reader,
            self.person_profile,
            self.outlet_profile,
            self.photo_reader,
            self.passage_reader,
            self.report,
        ):
            self._reading.addWidget(pane)
        self.addWidget(self._reading)
        actions.let_live_in(self.quotations.table, self.reader)
        self.quotations.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # Going somewhere

    def _go(self, section: Section) -> None:
        match section.place:
            case Place.ALL:
                self._show_list(Listing())
            case Place.REVIEW:
                within = QuotationFilter(statuses=frozenset({Status.UNREVIEWED}))
                self._show_list(Listing(within=within, sort=Sort.LEAST_CERTAIN))
            case Place.TIMELINE:
                self._show_list(Listing(sort=Sort.NEWEST), days=True)
            case Place.COLLECTION:
                within = QuotationFilter(collection=CollectionId(section.id or 0))
                self._show_list(Listing(within=within, about=section.name))
            case Place.DOSSIER:
                within = QuotationFilter(dossier=DossierId(section.id or 0))
                self._show_list(Listing(within=within, about=section.name))
            case Place.SAVED_SEARCH:
                self._show_list(Listing(query=section.query, sort=None), home=ALL)
            case Place.PEOPLE | Place.OUTLETS | Place.PHOTOS:
                self._show_roster(section.place)
            case Place.HEADING:
                pass
        self.moved.emit()

    def _show_list(
        self, listing: Listing, *, days: bool = False, home: QuotationFilter | None = None
    ) -> None:
        self._turn_to(self.quotations)
        self.quotations.show_listing(listing, days=days, home=home)
        self.moved.emit()

    def _turn_to(self, pane: QWidget) -> None:
        """Show a list; a focus that was in the one before goes over to it."""
        focus = self.window().focusWidget()
        had_focus = focus is not None and self._lists.isAncestorOf(focus)
        self._lists.setCurrentWidget(pane)
        if had_focus:
            self._focus_of_list().setFocus()

    def _show_roster(self, place: Place) -> None:
        roster = {
            Place.PEOPLE: self.people,
            Place.OUTLETS: self.outlets,
            Place.PHOTOS: self.photos,
        }[place]
        self._turn_to(roster)
        self._load_roster(place)

    def _load_roster(self, place: Place, *, by_user: bool = True) -> None:
        session = self._session
        if session is None:
            return

        def show_people(rows: Sequence[PersonRow]) -> None:
            self._people = {row.id: row for row in rows}
            ordered = sorted(rows, key=lambda row: (-row.quotations, row.name.casefold()))
            self._fill(self.people, [person_entry(row) for row in ordered])
            self._read_person(self.people.current_id(), by_user=by_user)

        def show_outlets(rows: Sequence[OutletRow]) -> None:
            self._outlets = {row.id: row for row in rows}
            ordered = sorted(rows, key=lambda row: (-row.quotations, row.name.casefold()))
            self._fill(self.outlets, [outlet_entry(row) for row in ordered])
            self._read_outlet(self.outlets.current_id(), by_user=by_user)

        def show_photos(rows: Sequence[PhotoRow]) -> None:
            self._photos = {row.id: row for row in rows}
            self._fill(self.photos, [photo_entry(row) for row in rows])
            self._read_photo(self.photos.current_id(), by_user=by_user)

        if place is Place.PEOPLE:
            self._roster_task.hold(session.ask(lambda catalogue: catalogue.people(), show_people))
        elif place is Place.OUTLETS:
            self._roster_task.hold(session.ask(lambda catalogue: catalogue.outlets(), show_outlets))
        else:
            self._roster_task.hold(session.ask(lambda catalogue: catalogue.photos(), show_photos))

    def _fill(self, roster: Roster, entries: Sequence[Entry]) -> None:
        """Show new entries; what is read follows once, when the cursor has come to rest."""
        blocker = QSignalBlocker(roster)
        roster.show_entries(entries)
        if self._wanted_person is not None and roster is self.people:
            roster.select(self._wanted_person)
            self._wanted_person = None
        blocker.unblock()

    def _show_quotations(self) -> None:
        if self._lists.currentWidget() is self.people:
            person = self.person()
            if person is not None and person.quotations:
                self.show_quotations_of(person=person, outlet=None)
        elif self._lists.currentWidget() is self.outlets:
            outlet = self._outlets.get(self.outlets.current_id() or 0)
            if outlet is not None and outlet.quotations:
                self.show_quotations_of(person=None, outlet=outlet)

    # Reading

    def _read_quotation(self, id: int | None, by_user: bool = True) -> None:
        """Read a quotation; what the user did not ask for leaves an import report in place."""
        session = self._session
        if session is None or not self.shows_quotations():
            return
        self._reading_task.drop()
        if id is None:
            self.reader.reading = None
            self._say_nothing()
            self.moved.emit()
            return

        def gather(catalogue: Catalogue) -> Reading | None:
            try:
                detail = catalogue.quotation(QuotationId(id))
                article = catalogue.article(detail.row.article_id)
                others = catalogue.article_quotations(detail.row.article_id)
                versions = other_versions(catalogue, detail)
                pictures = catalogue.pictures(detail.photos)
                statements = catalogue.document(detail.row.document_id).statements
            except UnknownRecord:
                return None  # removed since the list was read; the list follows
            return Reading(detail, article, others, versions, pictures, statements)

        def show(reading: Reading | None) -> None:
            if reading is not None:
                self.reader.show_reading(reading)
                self._present(self.reader, by_user=by_user)
            self.moved.emit()

        query = self.quotations.listing.query

        def gather_and_mark(service: SearchService, catalogue: Catalogue) -> Reading | None:
            reading = gather(catalogue)
            return reading and with_hits(reading, lambda text: service.highlights(query, text))

        if query:
            self._reading_task.hold(session.search(gather_and_mark, show))
        else:
            self._reading_task.hold(session.ask(gather, show))

    def _read_passage(self, line: Line) -> None:
        """Show a marked passage of an imported file where it stands."""
        session, omitted = self._session, line.omitted
        document = line.report.document
        if session is None or omitted is None or omitted.span is None or document is None:
            return
        words, span = omitted.words, omitted.span

        def gather(catalogue: Catalogue) -> Passage | None:
            try:
                text = catalogue.document_text(DocumentId(document))
            except UnknownRecord:
                return None  # removed since it was imported
            return Passage(words, reason_word(omitted), line.report.name, text, span)

        def show(passage: Passage | None) -> None:
            if passage is not None:
                self._reading.setCurrentWidget(self.passage_reader)
                self.passage_reader.show_passage(passage)
                self.moved.emit()

        self._reading_task.hold(session.ask(gather, show))

    def _back_to_report(self) -> None:
        self.show_report()
        self.report.list.setFocus()

    def _read_person(self, id: int | None, *, by_user: bool = True) -> None:
        if self._lists.currentWidget() is not self.people:
            return
        person = self._people.get(id or 0)
        if person is None:
            self._say_nothing()
        else:
            self.person_profile.show_person(person)
            self._present(self.person_profile, by_user=by_user)
        self.moved.emit()

    def _read_outlet(self, id: int | None, *, by_user: bool = True) -> None:
        if self._lists.currentWidget() is not self.outlets:
            return
        outlet = self._outlets.get(id or 0)
        if outlet is None:
            self._say_nothing()
        else:
            self.outlet_profile.show_outlet(outlet)
            self._present(self.outlet_profile, by_user=by_user)
        self.moved.emit()

    def _read_photo(self, id: int | None, *, by_user: bool = True) -> None:
        session = self._session
        if session is None or self._lists.currentWidget() is not self.photos:
            return
        photo = self._photos.get(id or 0)
        if photo is None:
            self._say_nothing()
            return

        def show(picture: Picture) -> None:
            self.photo_reader.show_picture(picture)
            self._present(self.photo_reader, by_user=by_user)

        def gather(catalogue: Catalogue) -> Picture:
            article = catalogue.article(ArticleId(photo.article_id))
            return Picture(photo, article, catalogue.pictures([photo]).get(photo.id))

        self._reading_task.hold(session.ask(gather, show))

    def _present(self, pane: QWidget, *, by_user: bool) -> None:
        """Show something to read; an import report gives way only to what the user asked for."""
        if by_user or self._reading.currentWidget() is not self.report:
            self._reading.setCurrentWidget(pane)

    def _say_nothing(self) -> None:
        if self._reading.currentWidget() is not self.report:
            self._nothing.say("")
            self._reading.setCurrentWidget(self._nothing)

    def _leave_report(self) -> None:
        if self._reading.currentWidget() is not self.report:
            return
        self._reading.setCurrentWidget(self._nothing)
        if self.shows_quotations():
            self._read_quotation(self.quotations.table.current_id())
            self.quotations.table.setFocus()
        else:
            self._load_roster(self.section.place)
            self._focus_of_list().setFocus()

    # Following changes

    def _follow(self, changes: Changes) -> None:
        if not changes:
            return
        self._recount.start()
        if self.shows_quotations():
            self.quotations.refresh(changes)
            reading = self.quotation
            if reading is not None and (
                reading.detail.row.id in changes.quotations or changes.people or changes.documents
            ):
                self._read_quotation(reading.detail.row.id, by_user=False)
        elif self._lists.currentWidget() is not None:
            self._load_roster(self.section.place, by_user=False)

    def _count(self, then: Callable[[], None] | None = None) -> None:
        session = self._session
        if session is None:
            return

        def lay_out(catalogue: Catalogue) -> tuple[Section, ...]:
            return sections(
                catalogue.counts(),
                catalogue.collections(),
                catalogue.saved_searches(),
                catalogue.dossiers(),
            )

        def show(rows: tuple[Section, ...]) -> None:
            self.sections.show_sections(rows)
            self._count_searches(rows)
            self.moved.emit()
            if then is not None:
                then()

        session.ask(lay_out, show)

    def _count_searches(self, rows: tuple[Section, ...]) -> None:
        """Count what saved searches find, behind everything else."""
        session = self._session
        searches = [row for row in rows if row.place is Place.SAVED_SEARCH]
        if session is None or not searches:
            return

        def show(counts: dict[int | None, int]) -> None:
            self.sections.show_sections(
                tuple(
                    replace(row, count=counts[row.id])
                    if row.place is Place.SAVED_SEARCH and row.id in counts
                    else row
                    for row in self.sections.rows
                )
            )

        session.search(
            lambda service, _catalogue: {
                row.id: len(service.search(row.query)) for row in searches
            },
            show,
            lambda _error: None,  # a saved search that can no longer be read has no count
        )

    def _focus_of_list(self) -> QWidget:
        current = self._lists.currentWidget()
        if isinstance(current, Roster):
            return current.view
        return self.quotations.table

    def _focus_of_reading(self) -> QWidget:
        current = self._reading.currentWidget() or self._nothing
        for child in current.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(current):
                return child
        return current
