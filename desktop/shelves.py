"""Collections, saved searches, dossiers and people's names: made, named, filled, taken down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from db.rows import (
    Changes,
    CollectionId,
    CollectionRow,
    DossierId,
    DossierRow,
    PersonRow,
    QuotationId,
    SavedSearchId,
)
from desktop.translation import counted, tr
from desktop.widgets.name_dialog import NameDialog

if TYPE_CHECKING:
    from db import Catalogue
    from desktop.main_window import MainWindow
    from desktop.session import Session


class Shelves(QObject):
    """The commands of the menus Catalogue and Dossier, and what adds quotations to them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def new_collection(self, ids: Sequence[QuotationId] = ()) -> None:
        """Name a collection and make it, with quotations in it if there are some."""

        def make(name: str) -> None:
            def edit(catalogue: Catalogue) -> Changes:
                changes = catalogue.create_collection(name)
                if ids:
                    for id in changes.collections:
                        changes = catalogue.collect(id, ids)
                return changes

            self._session.change(edit)

        note = counted(len(ids), "The quote goes in.", "{n} quotes go in.") if ids else ""
        self._ask(tr("New collection"), tr("Name"), tr("Make it"), make, note=note)

    def rename_collection(self) -> None:
        section = self._window.workspace.section
        id = CollectionId(section.id or 0)

        def rename(name: str) -> None:
            self._session.change(lambda catalogue: catalogue.rename_collection(id, name))

        self._ask(tr("Rename the collection"), tr("Name"), tr("Rename"), rename, name=section.name)

    def delete_collection(self) -> None:
        id = CollectionId(self._window.workspace.section.id or 0)
        self._session.change(lambda catalogue: catalogue.delete_collection(id))

    def collect(self, ids: Sequence[QuotationId]) -> None:
        """Choose a collection (or make one) to add quotations to."""

        def show(rows: Sequence[CollectionRow]) -> None:
            if not rows:
                self.new_collection(ids)
                return
            menu = QMenu(self._window)
            for row in rows:
                menu.addAction(row.name.replace("&", "&&"), self._collector(row.id, ids))
            menu.addSeparator()
            menu.addAction(tr("New collection…"), lambda: self.new_collection(ids))
            self._pop_up(menu)

        self._session.ask(lambda catalogue: catalogue.collections(), show)

    def uncollect(self, ids: Sequence[QuotationId]) -> None:
        id = CollectionId(self._window.workspace.section.id or 0)
        self._session.change(lambda catalogue: catalogue.uncollect(id, ids))

    def save_search(self) -> None:
        query = self._window.workspace.quotations.listing.query

        def save(name: str) -> None:
            self._session.change(lambda catalogue: catalogue.save_search(name, query))

        self._ask(tr("Save this search"), tr("Name"), tr("Save"), save, name=query, note=query)

    def delete_search(self) -> None:
        id = SavedSearchId(self._window.workspace.section.id or 0)
        self._session.change(lambda catalogue: catalogue.delete_search(id))

    def new_dossier(self, ids: Sequence[QuotationId] = ()) -> None:
        """Name a dossier and begin it, with quotations in it if there are some."""

        def make(title: str) -> None:
            def edit(catalogue: Catalogue) -> Changes:
                changes = catalogue.create_dossier(title)
                if ids:
                    for id in changes.dossiers:
                        changes = catalogue.add_to_dossier(id, ids)
                return changes

            self._session.change(edit, lambda _: self._say_added(title, len(ids)) if ids else None)

        note = counted(len(ids), "The quote goes in.", "{n} quotes go in.") if ids else ""
        name = self._session.catalogue.name
        self._ask(tr("New dossier"), tr("Title"), tr("Begin it"), make, name=name, note=note)

    def add_to_dossier(self, ids: Sequence[QuotationId]) -> None:
        """Add quotations to the dossier there is; with several, choose; with none, begin one."""

        def show(rows: Sequence[DossierRow]) -> None:
            if not rows:
                self.new_dossier(ids)
                return
            if len(rows) == 1:
                self._dossier_filler(rows[0], ids)()
                return
            menu = QMenu(self._window)
            for row in rows:
                menu.addAction(row.title.replace("&", "&&"), self._dossier_filler(row, ids))
            menu.addSeparator()
            menu.addAction(tr("New dossier…"), lambda: self.new_dossier(ids))
            self._pop_up(menu)

        self._session.ask(lambda catalogue: catalogue.dossiers(), show)

    def remove_from_dossier(self, ids: Sequence[QuotationId]) -> None:
        id = DossierId(self._window.workspace.section.id or 0)
        self._session.change(lambda catalogue: catalogue.remove_from_dossier(id, ids))

    def rename_person(self) -> None:
        person = self._window.workspace.person()
        if person is None:
            return

        def rename(name: str) -> None:
            self._session.change(lambda catalogue: catalogue.rename_person(person.id, name))

        self._ask(
            tr("Rename {name}", name=person.name),
            tr("Name"),
            tr("Rename"),
            rename,
            name=person.name,
            note=tr("The old name is kept as another way of writing it."),
        )

    def merge_person(self) -> None:
        """Choose whom the person under the cursor is the same as."""
        person = self._window.workspace.person()
        if person is None:
            return

        def merge(name: str) -> None:
            def find(catalogue: Catalogue) -> PersonRow | None:
                return catalogue.find_person(name)

            def found(other: PersonRow | None) -> None:
                if other is None or other.id == person.id:
                    self._window.banner.say(
                        tr("There is nobody else called “{name}” to merge with.", name=name)
                    )
                    return
                self._session.change(
                    lambda catalogue: catalogue.merge_people([person.id], into=other.id)
                )

            self._session.ask(find, found)

        def show(rows: Sequence[PersonRow]) -> None:
            names = [row.name for row in rows if row.id != person.id]
            self._ask(
                tr("Merge {name}", name=person.name),
                tr("Is the same as"),
                tr("Merge"),
                merge,
                note=tr("Their quotes become one list. This can be undone."),
                known=names,
            )

        self._session.ask(lambda catalogue: catalogue.people(), show)

    @property
    def _session(self) -> Session:
        session = self._window.session
        assert session is not None, "these commands are off without a catalogue"
        return session

    def _collector(self, id: CollectionId, ids: Sequence[QuotationId]) -> Callable[[], None]:
        return lambda: self._session.change(lambda catalogue: catalogue.collect(id, ids))

    def _dossier_filler(self, row: DossierRow, ids: Sequence[QuotationId]) -> Callable[[], None]:
        fresh = [id for id in ids if id not in row.quotations]

        def fill() -> None:
            if not fresh:
                self._window.status.announce(tr("Already in “{title}”", title=row.title))
                return
            self._session.change(
                lambda catalogue: catalogue.add_to_dossier(row.id, ids),
                lambda _: self._say_added(row.title, len(fresh)),
            )

        return fill

    def _say_added(self, title: str, count: int) -> None:
        self._window.status.announce(
            counted(
                count,
                "{n} quote added to “{title}”",
                "{n} quotes added to “{title}”",
                title=title,
            )
        )

    def _pop_up(self, menu: QMenu) -> None:
        reading = self._window.workspace.reader
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(reading.mapToGlobal(QPoint(52, 120)))

    def _ask(
        self,
        title: str,
        label: str,
        accept: str,
        then: Callable[[str], None],
        *,
        name: str = "",
        note: str = "",
        known: Sequence[str] = (),
    ) -> None:
        dialog = NameDialog(
            self._window,
            title=title,
            label=label,
            accept=accept,
            name=name,
            note=note,
            known=known,
        )
        dialog.named.connect(then)
        dialog.open()
