"""Export dossier: what goes in, what it is called, where it goes; then its making."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop import fonts
from desktop.dossiers.rendering import Rendering
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import set_tone
from desktop.translation import counted, number, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label

if TYPE_CHECKING:
    from db import Catalogue
    from dossier.contents import Contents


@dataclass(frozen=True, slots=True)
class Selection:
    """Something that can be made a dossier of. `ids` is asked on the reading lane."""

    name: str
    """What the list of choices calls it: "This search"."""
    words: str
    """What the cover says was chosen: "Search: harbour"."""
    title: str
    ids: Callable[[Catalogue], Sequence[int]]


class ExportDialog(QDialog):
    """Chooses, then shows how far the making is, then where the file lies."""

    def __init__(
        self,
        session: Session,
        selections: Sequence[Selection],
        settings: Settings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export dossier"))
        self.setMinimumWidth(580)
        self._session = session
        self._settings = settings
        self._selections = tuple(selections)
        self._rendering: Rendering | None = None
        self.what = QComboBox()
        self.what.setAccessibleName(tr("What"))
        for selection in selections:
            self.what.addItem(selection.name)
        self.title = QLineEdit()
        self.title.setAccessibleName(tr("Title"))
        self.author = QLineEdit(settings.author)
        self.author.setAccessibleName(tr("Author"))
        self.author.setPlaceholderText(tr("Nobody is named on the cover"))
        self.file = QLineEdit()
        self.file.setAccessibleName(tr("File"))
        self._browse = button(tr("Choose…"), name=tr("Choose the file"))
        self._browse.clicked.connect(self._choose_file)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.hide()
        self.message = Label(wrap=True)
        self.message.setMinimumHeight(34)
        self._open_folder = button(tr("Open folder"))
        self._open_folder.clicked.connect(self._show_folder)
        self._open_folder.hide()
        self._cancel = button(tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self.export = button(tr("Export"), role="primary")
        self.export.setDefault(True)
        self.export.clicked.connect(self._begin)
        self._title_is_own = False
        self._file_is_own = False
        self.title.textEdited.connect(self._own_title)
        self.file.textEdited.connect(self._own_file)
        self.title.textChanged.connect(self._name_file)
        self.what.currentIndexChanged.connect(self._name)
        self._name()
        self._lay_out()

    def reject(self) -> None:
        """Cancel the making if it is under way, else close."""
        if self._rendering is None:
            super().reject()
            return
        self.message.setText(tr("Cancelling"))
        self._cancel.setEnabled(False)
        self._rendering.cancel()

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802  Qt's name
        if self._rendering is not None:
            self.reject()
            event.ignore()
            return
        super().closeEvent(event)

    @property
    def path(self) -> Path:
        """The file that is written."""
        path = Path(self.file.text().strip()).expanduser()
        return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")

    def _begin(self) -> None:
        if not self.file.text().strip() or not self.title.text().strip():
            self._say(tr("A dossier needs a title and a file."), "accent")
            return
        if not self.path.parent.is_dir():
            folder = self.path.parent
            self._say(tr("There is no folder “{folder}”. Choose another.", folder=folder), "accent")
            return
        selection = self._selections[self.what.currentIndex()]
        title, author = self.title.text().strip(), self.author.text().strip()
        self._settings.author = author
        self._settings.keep_folder("dossier", self.path.parent)
        self._lock(locked=True)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(tr("Gathering the quotes"))

        def gather(catalogue: Catalogue) -> Contents:
            from dossier.selection import contents_of

            return contents_of(
                catalogue,
                selection.ids(catalogue),
                title=title,
                author=author,
                selection=selection.words,
                compiled_on=date.today(),
            )

        self._session.ask(gather, self._render, self._fail)

    def _render(self, contents: Contents) -> None:
        quotes = sum(len(chapter.quotations) for chapter in contents.chapters)
        if not quotes:
            self._end(tr("There is nothing to print: the selection holds no quotes."), "accent")
            return
        rendering = Rendering(contents, self.path, self)
        rendering.progressed.connect(self._show_progress)
        rendering.finished.connect(lambda: self._finish(quotes))
        rendering.failed.connect(lambda sentence: self._end(sentence, "accent"))
        rendering.cancelled.connect(lambda: self._end(tr("Cancelled. No file was written."), ""))
        self._rendering = rendering
        self._say(tr("Setting the pages"))
        rendering.start()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._say(
            tr("Setting the pages, {done} of {total}", done=number(done), total=number(total))
        )

    def _finish(self, quotes: int) -> None:
        sentence = counted(
            quotes,
            "The dossier is ready: {n} quote in “{file}”.",
            "The dossier is ready: {n} quotes in “{file}”.",
            file=self.path.name,
        )
        self._end(sentence, "ok")
        self.export.hide()
        self._open_folder.show()
        self._open_folder.setFocus()
        self._cancel.setText(tr("Close"))
        for field in (self.what, self.title, self.author, self.file, self._browse):
            field.setEnabled(False)

    def _fail(self, error: Exception) -> None:
        from extraction.errors import OnRecordError

        if not isinstance(error, OnRecordError):
            self._end(tr("The dossier could not be made."), "accent")
            raise error
        self._end(str(error), "accent")

    def _end(self, sentence: str, tone: str) -> None:
        self._rendering = None
        self._bar.hide()
        self._lock(locked=False)
        self._say(sentence, tone)

    def _lock(self, *, locked: bool) -> None:
        fields = (self.what, self.title, self.author, self.file, self._browse, self.export)
        for field in fields:
            field.setEnabled(not locked)
        self._cancel.setEnabled(True)

    def _say(self, sentence: str, tone: str = "mute") -> None:
        self.message.setText(sentence)
        set_tone(self.message, tone)

    def _own_title(self) -> None:
        self._title_is_own = True

    def _own_file(self) -> None:
        self._file_is_own = True

    def _name(self) -> None:
        if not self._title_is_own:
            self.title.setText(self._selections[self.what.currentIndex()].title)

    def _name_file(self) -> None:
        if self._file_is_own:
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._settings.folder("dossier") or QStandardPaths.writableLocation(documents)
        if not Path(folder).is_dir():
            folder = str(Path.home())
        safe = "".join(c if c.isalnum() or c in " -_.,()" else " " for c in self.title.text())
        name = " ".join(safe.split())[:80].strip(". ") or tr("Dossier")
        self.file.setText(str(Path(folder) / f"{name}.pdf"))

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export dossier"), self.file.text(), tr("PDF files (*.pdf)")
        )
        if chosen:
            self._file_is_own = True
            self.file.setText(chosen)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.addWidget(Label(tr("Export dossier"), font=fonts.serif(fonts.Size.TITLE)))
        note = tr("A PDF for print: a chapter a person, photo credits, numbered sources.")
        column.addWidget(Label(note, font=fonts.ui(fonts.Size.META), tone="mute", wrap=True))
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.file, 1)
        file.addWidget(self._browse)
        for line, (name, field) in enumerate(
            (
                (tr("&What"), self.what),
                (tr("&Title"), self.title),
                (tr("&Author"), self.author),
                (tr("&File"), self.file),
            )
        ):
            label = Label(name, tone="mute")
            label.setBuddy(field)
            grid.addWidget(label, line, 0)
            if field is self.file:
                grid.addLayout(file, line, 1)
            else:
                grid.addWidget(field, line, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addSpacing(4)
        column.addWidget(self._bar)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._open_folder, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self.export)
        column.addLayout(row)
