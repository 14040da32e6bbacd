"""The window: menus, the three panes or the welcome, the banner and the status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from db.rows import CheckReport, DossierId, QuotationId
from desktop import menus
from desktop.actions import Actions, Menu
from desktop.browse.sections import NUMBERED, Place
from desktop.dossiers.choosing import Plan, Selection, last_plan
from desktop.dossiers.composer import Composer
from desktop.dossiers.export_dialog import ExportDialog
from desktop.dossiers.preview import PreviewDialog
from desktop.dossiers.selections import dossier as dossier_selection
from desktop.dossiers.selections import selections
from desktop.dossiers.verification_dialog import VerificationDialog
from desktop.importing.importer import Importer
from desktop.importing.welcome import Welcome
from desktop.review import judging
from desktop.session import Session
from desktop.settings import Settings, catalogues_folder
from desktop.shelves import Shelves
from desktop.states import Situation, reasons
from desktop.status import StatusBar
from desktop.tasks import Lane
from desktop.theme import Appearance, Theme
from desktop.translation import counted, tr
from desktop.widgets.about import AboutDialog
from desktop.widgets.banner import Banner
from desktop.widgets.key_sheet import KeySheet
from desktop.widgets.notice import Notice
from desktop.widgets.palette import CommandPalette
from desktop.workspace import Workspace
from extraction.errors import OnRecordError

if TYPE_CHECKING:
    from db import Catalogue

SUFFIX = ".onrecord"

_USUAL = QSize(1440, 900)
_FRAME = QSize(0, 36)
"""What a window manager may put around a window, so that its foot stays on the screen."""


class MainWindow(QMainWindow):
    """One window, one catalogue at a time (or none: the welcome)."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self.session: Session | None = None
        self._opening = Lane("opener", self._report, self)
        self.actions_by_name = Actions(self)
        self.banner = Banner(theme)
        self._read_only = Banner(theme, icon="lock")
        self.workspace = Workspace(theme, self.actions_by_name)
        self.importer = Importer(self.workspace.progress, self.workspace.report, settings, self)
        self._shelves = Shelves(self)
        self._commands = CommandPalette(self.actions_by_name, theme, self)
        self.status = StatusBar(self.actions_by_name)
        self.welcome = Welcome(
            theme,
            (
                (self.actions_by_name["import_files"], tr("Import files"), "primary"),
                (self.actions_by_name["sample"], tr("Open the sample"), ""),
            ),
        )
        self._waiting = Notice()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._wear(Appearance(settings.appearance))
        self._restore_layout()
        self._show_welcome()

    # Catalogues

    def open_catalogue(self, folder: Path) -> None:
        """Open a catalogue in place of the present one."""
        if self.session is not None and self.session.catalogue.folder == folder.absolute():
            return

        def job() -> Catalogue:
            from db import Catalogue

            return Catalogue.open(folder)

        self._begin_opening(folder, job)

    def create_catalogue(self, folder: Path, then: Callable[[], None] | None = None) -> None:
        """Make an empty catalogue, open it, and go on with `then`."""

        def job() -> Catalogue:
            from db import Catalogue

            return Catalogue.create(folder)

        self._begin_opening(folder, job, then)

    def open_sample(self) -> None:
        """Open the sample catalogue; the first time it is made by importing its documents."""
        folder = catalogues_folder() / f"{tr('Sample')}{SUFFIX}"
        if folder.is_dir():
            self.open_catalogue(folder)
            return

        def fill() -> None:
            from seeds import sample_documents

            self.importer.import_paths(sample_documents())

        self.create_catalogue(folder, fill)

    def import_paths(self, paths: list[Path]) -> None:
        """Import files into the open catalogue; without one, into a new catalogue of the user's."""
        self._with_catalogue(lambda: self.importer.import_paths(paths))

    def import_text(self, text: str) -> None:
        """Import text as a document of its own."""
        self._with_catalogue(lambda: self.importer.import_text(text))

    def close_catalogue(self) -> None:
        """Go back to the welcome."""
        self.importer.open(None)
        self.workspace.open(None)
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
            self.session = None
        self._read_only.hide()
        self._show_welcome()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being opened, imported, asked or changed."""
        asked = self.session is None or self.session.idle
        return self._opening.idle and asked and not self.importer.is_running

    def _with_catalogue(self, import_: Callable[[], None]) -> None:
        if self.session is None:
            folder = _free_name(catalogues_folder(), tr("My catalogue"))
            self.create_catalogue(folder, import_)
        elif self.session.read_only is None:
            import_()
        else:
            self.banner.say(tr("Nothing can be imported: {reason}.", reason=self.session.read_only))

    def _begin_opening(
        self, folder: Path, job: Callable[[], Catalogue], then: Callable[[], None] | None = None
    ) -> None:
        self.banner.hide()
        name = folder.name.removesuffix(SUFFIX)
        self._waiting.say(tr("Opening {name}", name=name))
        if self.session is None:
            self._pages.setCurrentWidget(self._waiting)

        def opened(catalogue: Catalogue) -> None:
            self.close_catalogue()
            self._show_catalogue(catalogue)
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            if self.session is None:
                self._show_welcome()
            self._report(error)

        self._opening.do(job, opened, failed)

    def _show_catalogue(self, catalogue: Catalogue) -> None:
        session = Session(catalogue, self)
        self.session = session
        session.changed.connect(lambda _changes: self._settle())
        session.announced.connect(self.status.announce)
        session.failed.connect(self._report)
        session.busy.connect(self.status.show_busy)
        session.indexing.connect(self.status.show_indexing)
        self.importer.open(session)
        self.workspace.open(session)
        self._settings.remember(catalogue.folder)
        self._pages.setCurrentWidget(self.workspace)
        self.workspace.quotations.table.setFocus()
        if session.read_only is not None:
            self._read_only.say(
                tr("Open for reading only: {reason}.", reason=session.read_only),
                action=tr("Open another catalogue"),
                act=self._choose_catalogue,
                lasting=True,
            )
        self.setWindowTitle(tr("{catalogue} — On Record", catalogue=catalogue.name))
        self._settle()

    def _show_welcome(self) -> None:
        self.welcome.show_recent(self._settings.recent)
        self._pages.setCurrentWidget(self.welcome)
        self.setWindowTitle(tr("On Record"))
        self._settle()

    # Commands

    def _connect(self) -> None:
        workspace, shelves = self.workspace, self._shelves
        slots: dict[str, Callable[[], object]] = {
            "new": self._name_catalogue,
            "open": self._choose_catalogue,
            "sample": self.open_sample,
            "import_files": self._choose_files,
            "import_folder": self._choose_folder,
            "paste": self._paste,
            "close": self.close_catalogue,
            "quit": self.close,
            "undo": lambda: self._session.change(lambda catalogue: catalogue.undo()),
            "redo": lambda: self._session.change(lambda catalogue: catalogue.redo()),
            "find": workspace.focus_search,
            "find_everywhere": workspace.search_everything,
            "narrow": workspace.quotations.show_facets,
            "like_this": workspace.show_like,
            "save_search": shelves.save_search,
            "delete_search": shelves.delete_search,
            "commands": self._commands.summon,
            "next_pane": workspace.next_pane,
            "import_report": workspace.show_report,
            "system": lambda: self._wear(Appearance.SYSTEM),
            "light": lambda: self._wear(Appearance.LIGHT),
            "dark": lambda: self._wear(Appearance.DARK),
            "new_collection": shelves.new_collection,
            "rename_collection": shelves.rename_collection,
            "delete_collection": shelves.delete_collection,
            "rename_person": shelves.rename_person,
            "merge_person": shelves.merge_person,
            "check": self._check,
            "confirm": lambda: judging.confirm(self._session, self._chosen()),
            "reject": lambda: judging.reject(self._session, self._chosen()),
            "reopen": lambda: judging.reopen(self._session, self._chosen()),
            "edit": lambda: judging.edit(self._session, self._chosen(), self),
            "copy": lambda: judging.copy_citation(
                self._session, self._chosen(), self.status.announce
            ),
            "collect": lambda: shelves.collect(self._chosen()),
            "uncollect": lambda: shelves.uncollect(self._chosen()),
            "show_speaker": self._show_speaker,
            "next": lambda: workspace.quotations.table.step(1),
            "previous": lambda: workspace.quotations.table.step(-1),
            "export": self._export,
            "preview": self._preview,
            "verify": self._verify,
            "compose": self._compose,
            "new_dossier": lambda: shelves.new_dossier(),
            "add_to_dossier": lambda: shelves.add_to_dossier(self._chosen()),
            "remove_from_dossier": lambda: shelves.remove_from_dossier(self._chosen()),
            "keys": lambda: KeySheet(self.actions_by_name, self).open(),
            "about": lambda: AboutDialog(self).open(),
        }
        for number, place in enumerate(NUMBERED, start=1):
            slots[f"go_{number}"] = partial(workspace.go, place)
        for name, slot in slots.items():
            self.actions_by_name.connect_to(name, slot)
        self.welcome.recent_wanted.connect(self.open_catalogue)
        self.workspace.moved.connect(self._settle)
        self.workspace.found.connect(self.status.show_found)
        self.importer.began.connect(self._settle)
        self.importer.ended.connect(self._import_ended)
        self.importer.set_aside.connect(self.workspace.show_report)

    @property
    def _session(self) -> Session:
        assert self.session is not None, "these commands are off without a catalogue"
        return self.session

    def _chosen(self) -> tuple[QuotationId, ...]:
        return self.workspace.chosen()

    def _settle(self) -> None:
        """Bring actions and status bar into line with what can be done now."""
        session, workspace = self.session, self.workspace
        reading = workspace.quotation
        situation = Situation(
            has_catalogue=session is not None,
            read_only=session.read_only if session else None,
            place=workspace.section.place,
            chosen=workspace.count_chosen() if session else 0,
            status=reading.detail.row.status if reading else None,
            has_speaker=reading is not None and reading.detail.row.speaker_id is not None,
            lists_quotations=workspace.shows_quotations(),
            has_person=workspace.person() is not None if session else False,
            query=workspace.quotations.listing.query if session else "",
            undo=session.undoable.undo if session else None,
            redo=session.undoable.redo if session else None,
            has_report=bool(workspace.report.model.reports) or self.importer.is_running,
        )
        undo, redo = self.actions_by_name["undo"], self.actions_by_name["redo"]
        undo.setText(_with_label(tr("&Undo"), situation.undo))
        redo.setText(_with_label(tr("&Redo"), situation.redo))
        for name, reason in reasons(situation).items():
            self.actions_by_name.allow(name, reason)
        counts = {row.place: row.count for row in workspace.sections.rows}
        self.status.show_session(session, counts.get(Place.ALL) if session else None)

    def _import_ended(self, trouble: str) -> None:
        if trouble:
            self.banner.say(trouble)
        self._settle()

    def _show_speaker(self) -> None:
        reading = self.workspace.quotation
        if reading is not None and reading.detail.row.speaker_id is not None:
            self.workspace.show_person(reading.detail.row.speaker_id)

    def _check(self) -> None:
        def show(report: CheckReport) -> None:
            if report.problems:
                more = len(report.problems) - 1
                sentence = report.problems[0]
                if more:
                    sentence += " " + counted(more, "And {n} more.", "And {n} more.")
                self.banner.say(sentence)
                return
            held = counted(report.documents, "{n} document", "{n} documents")
            quotes = counted(report.quotations, "{n} quote", "{n} quotes")
            self.status.announce(
                tr("Everything holds: {documents}, {quotes}", documents=held, quotes=quotes)
            )

        self._session.ask(lambda catalogue: catalogue.check(), show)

    def _export(self) -> None:
        choices = selections(self.workspace, self._session.catalogue.name)
        self._export_one_of(choices, self)

    def _export_one_of(self, choices: Sequence[Selection], parent: QWidget) -> None:
        dialog = ExportDialog(self._session, choices, self._settings, parent)
        dialog.preview_wanted.connect(lambda plan: self._show_pages(plan, dialog))
        dialog.open()

    def _preview(self) -> None:
        """Show the pages of what is on show, as the choices made last would set them."""
        first, *_ = selections(self.workspace, self._session.catalogue.name)
        self._show_pages(last_plan(first, self._settings), self)

    def _show_pages(self, plan: Plan, parent: QWidget) -> None:
        PreviewDialog(self._session, self._theme, plan, parent).open()

    def _compose(self) -> None:
        section = self.workspace.section
        id, title = DossierId(section.id or 0), section.name
        composer = Composer(self._session, id, title, self._theme, self._settings, self)
        composer.export_wanted.connect(
            lambda: self._export_one_of([dossier_selection(id, title)], composer)
        )
        composer.open()

    def _verify(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            tr("Check a dossier"),
            self._settings.folder("dossier"),
            tr("PDF files (*.pdf)"),
        )
        if chosen:
            self.verify_dossier(Path(chosen))

    def verify_dossier(self, path: Path) -> None:
        """Show whether everything that a dossier prints still stands in this catalogue."""
        VerificationDialog(path, self._session.catalogue.folder, self._theme, self).open()

    # Choosing files

    def _name_catalogue(self) -> None:
        start = self._settings.folder("catalogue") or str(catalogues_folder())
        Path(start).mkdir(parents=True, exist_ok=True)
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            tr("New catalogue"),
            str(Path(start) / f"{tr('My catalogue')}{SUFFIX}"),
            tr("Catalogues (*{suffix})", suffix=SUFFIX),
        )
        if chosen:
            folder = Path(chosen)
            if folder.suffix != SUFFIX:
                folder = folder.with_name(folder.name + SUFFIX)
            self._settings.keep_folder("catalogue", folder.parent)
            self.create_catalogue(folder)

    def _choose_catalogue(self) -> None:
        start = self._settings.folder("catalogue") or str(catalogues_folder())
        chosen = QFileDialog.getExistingDirectory(self, tr("Open catalogue"), start)
        if chosen:
            self._settings.keep_folder("catalogue", Path(chosen).parent)
            self.open_catalogue(Path(chosen))

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, tr("Import files"), self._settings.folder("import")
        )
        if chosen:
            self._settings.keep_folder("import", Path(chosen[0]).parent)
            self.import_paths([Path(path) for path in chosen])

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Import a folder"), self._settings.folder("import")
        )
        if chosen:
            self._settings.keep_folder("import", Path(chosen))
            self.import_paths([Path(chosen)])

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.import_text(text)
        else:
            self.status.announce(tr("The clipboard holds no text"))

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802  Qt's name
        data = event.mimeData()
        if any(url.isLocalFile() for url in data.urls()) or data.hasText():
            event.acceptProposedAction()
            self.welcome.drop_area.show_over(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent, /) -> None:  # noqa: N802  Qt's name
        self.welcome.drop_area.show_over(over=False)

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802  Qt's name
        self.welcome.drop_area.show_over(over=False)
        data = event.mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.import_paths(paths)
        elif data.hasText() and data.text().strip():
            self.import_text(data.text())
        event.acceptProposedAction()

    # The window itself

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802  Qt's name
        self._settings.keep_layout("window", self.saveGeometry())
        self._settings.keep_layout("panes", self.workspace.saveState())
        self.close_catalogue()
        self._opening.close()
        super().closeEvent(event)

    def _wear(self, appearance: Appearance) -> None:
        self._theme.wear(appearance)
        self._settings.appearance = appearance.value
        self.actions_by_name[appearance.value].setChecked(True)

    def _report(self, error: Exception) -> None:
        """Say in the banner what the world did wrong; raise what we did."""
        if not isinstance(error, OnRecordError):
            raise error
        self.banner.say(str(error))

    def _restore_layout(self) -> None:
        room = self.screen().availableSize() - _FRAME
        self.resize(_USUAL.boundedTo(room))
        geometry, panes = self._settings.layout("window"), self._settings.layout("panes")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if panes is not None:
            self.workspace.restoreState(panes)

    def _lay_out(self) -> None:
        for page in (self.welcome, self._waiting, self.workspace):
            self._pages.addWidget(page)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._read_only)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)
        by_menu = menus.fill(self.menuBar(), self.actions_by_name)
        menus.add_recent(by_menu[Menu.FILE], lambda: self._settings.recent, self.open_catalogue)
        self.setAcceptDrops(True)


def _with_label(text: str, label: str | None) -> str:
    return f"{text}: {label.replace('&', '&&')}" if label else text


def _free_name(folder: Path, name: str) -> Path:
    """Return a catalogue path that nothing stands at yet."""
    candidate, number = folder / f"{name}{SUFFIX}", 2
    while candidate.exists():
        candidate, number = folder / f"{name} {number}{SUFFIX}", number + 1
    return candidate
