"""Export: what goes out, in which form, put together how, and where to; then its making."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
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
from desktop.dossiers import choosing
from desktop.dossiers.apart import Apart
from desktop.dossiers.choosing import ChoiceBox, Plan, Selection
from desktop.dossiers.worker import export_apart
from desktop.session import Session
from desktop.settings import Settings
from desktop.tasks import Latest
from desktop.theme import set_tone
from desktop.translation import counted, number, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label
from dossier.choices import Composition

if TYPE_CHECKING:
    from dossier.contents import Contents


class Form(StrEnum):
    """The forms of export, by the words of `dossier.exporting.Format`."""

    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    CSV = "csv"
    MARKDOWN = "markdown"
    JSON = "json"
    JSON_LD = "json-ld"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    RIS = "ris"
    CITATIONS = "citations"


_ENDINGS = {
    Form.PDF: ".pdf", Form.WORD: ".docx", Form.EXCEL: ".xlsx", Form.CSV: ".csv",
    Form.MARKDOWN: ".md", Form.JSON: ".json", Form.JSON_LD: ".jsonld",
    Form.CSL_JSON: ".csl.json", Form.BIBTEX: ".bib", Form.RIS: ".ris", Form.CITATIONS: ".txt",
}  # fmt: skip
_WITH_CHAPTERS = frozenset({Form.PDF, Form.WORD, Form.MARKDOWN, Form.JSON})
_WITH_CITATIONS = frozenset({Form.PDF, Form.WORD, Form.EXCEL, Form.MARKDOWN, Form.CITATIONS})


class ExportDialog(QDialog):
    """Chooses, then shows how far the making is, then where the file lies."""

    preview_wanted = Signal(object)
    """A `Plan`: the user wants to see its pages."""

    def __init__(
        self,
        session: Session,
        selections: Sequence[Selection],
        settings: Settings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export"))
        self.setMinimumWidth(600)
        self._session = session
        self._settings = settings
        self._selections = tuple(selections)
        self._asked = Latest()
        self._work: Apart | None = None
        self.what = QComboBox()
        self.what.setAccessibleName(tr("What"))
        for selection in selections:
            self.what.addItem(selection.name)
        self.form = ChoiceBox(tr("Form"), _forms(), settings, "form")
        self.composition = ChoiceBox(
            tr("Chapters"), choosing.compositions(), settings, "composition"
        )
        self.citations = ChoiceBox(
            tr("Citations"), choosing.citation_styles(), settings, "citations"
        )
        self.style_box = ChoiceBox(tr("Style"), choosing.styles(), settings, "style")
        self.paper = ChoiceBox(tr("Paper"), choosing.papers(), settings, "paper")
        self.title = QLineEdit()
        self.title.setAccessibleName(tr("Title"))
        self.author = QLineEdit(settings.author)
        self.author.setAccessibleName(tr("Author"))
        self.author.setPlaceholderText(tr("Nobody is named"))
        self.file = QLineEdit()
        self.file.setAccessibleName(tr("File"))
        self._browse = button(tr("Choose…"), name=tr("Choose the file"))
        self._browse.clicked.connect(self._choose_file)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.hide()
        self.message = Label(wrap=True)
        self.message.setMinimumHeight(34)
        self.show_in_folder = button(tr("Show in folder"))
        self.show_in_folder.clicked.connect(self._show_folder)
        self.show_in_folder.hide()
        self.preview = button(tr("Preview…"))
        self.preview.clicked.connect(lambda: self.preview_wanted.emit(self.plan))
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
        self.form.currentIndexChanged.connect(self._take_form)
        self._lay_out()
        self._name()
        self._take_form()

    def reject(self) -> None:
        """Cancel the making if it is under way, else close."""
        if self._work is None:
            self._asked.drop()
            super().reject()
            return
        self.message.setText(tr("Cancelling"))
        self._cancel.setEnabled(False)
        self._work.cancel()

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802  Qt's name
        if self._work is not None:
            self.reject()
            event.ignore()
            return
        super().closeEvent(event)

    @property
    def chosen_form(self) -> Form:
        """The form that is to be written."""
        return self.form.value

    @property
    def path(self) -> Path:
        """The file that is written."""
        path = Path(self.file.text().strip()).expanduser()
        ending = _ENDINGS[self.chosen_form]
        return path if path.name.lower().endswith(ending) else path.with_name(path.name + ending)

    @property
    def plan(self) -> Plan:
        """What is asked for now."""
        return Plan(
            selection=self._selections[self.what.currentIndex()],
            title=self.title.text().strip(),
            author=self.author.text().strip(),
            composition=self.composition.value,
            style=self.style_box.value,
            page_size=self.paper.value,
            citations=self.citations.value,
        )

    def _begin(self) -> None:
        if not self.file.text().strip() or not self.title.text().strip():
            self._say(tr("An export needs a title and a file."), "accent")
            return
        if not self.path.parent.is_dir():
            folder = self.path.parent
            self._say(tr("There is no folder “{folder}”. Choose another.", folder=folder), "accent")
            return
        plan = self.plan
        self._settings.author = plan.author
        self._settings.keep_folder("dossier", self.path.parent)
        self._lock(locked=True)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(tr("Gathering the quotes"))
        self._asked.hold(self._session.ask(plan.contents, self._make, self._fail))

    def _make(self, contents: Contents) -> None:
        quotes = sum(len(chapter.quotations) for chapter in contents.chapters)
        if not quotes and not contents.photos:
            self._end(tr("There is nothing to export: the selection holds no quotes."), "accent")
            return
        folder = self._session.catalogue.folder
        form = self.chosen_form.value
        work = Apart(export_apart, contents, self.path, form, folder, parent=self)
        work.progressed.connect(self._show_progress)
        work.finished.connect(lambda _: self._finish(quotes))
        work.failed.connect(lambda sentence: self._end(sentence, "accent"))
        work.cancelled.connect(lambda: self._end(tr("Cancelled. No file was written."), ""))
        self._work = work
        self._say(tr("Writing the file"))
        work.start()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        if self.chosen_form is Form.PDF:
            shown = tr(
                "Setting the pages, {done} of {total}", done=number(done), total=number(total)
            )
            self._say(shown)

    def _finish(self, quotes: int) -> None:
        sentence = counted(
            quotes,
            "“{file}” is ready: {n} quote.",
            "“{file}” is ready: {n} quotes.",
            file=self.path.name,
        )
        self._end(sentence, "ok")
        self.export.hide()
        self.preview.hide()
        self.show_in_folder.show()
        self.show_in_folder.setFocus()
        self._cancel.setText(tr("Close"))
        for field in self._fields():
            field.setEnabled(False)

    def _fail(self, error: Exception) -> None:
        from extraction.errors import OnRecordError

        if not isinstance(error, OnRecordError):
            self._end(tr("The export could not be made."), "accent")
            raise error
        self._end(str(error), "accent")

    def _end(self, sentence: str, tone: str) -> None:
        self._work = None
        self._bar.hide()
        self._lock(locked=False)
        self._say(sentence, tone)

    def _fields(self) -> tuple[QWidget, ...]:
        choices = (self.composition, self.citations, self.style_box, self.paper)
        return (
            self.what, self.form, *choices, self.title, self.author, self.file, self._browse,
        )  # fmt: skip

    def _lock(self, *, locked: bool) -> None:
        for field in (*self._fields(), self.preview, self.export):
            field.setEnabled(not locked)
        if not locked:
            self._allow_choices()
        self._cancel.setEnabled(True)

    def _say(self, sentence: str, tone: str = "mute") -> None:
        self.message.setText(sentence)
        set_tone(self.message, tone)

    def _own_title(self) -> None:
        self._title_is_own = True

    def _own_file(self) -> None:
        self._file_is_own = True

    def _name(self) -> None:
        selection = self._selections[self.what.currentIndex()]
        if selection.by_hand:
            self.composition.show_value(Composition.BY_HAND)
        elif self.composition.value is Composition.BY_HAND:
            self.composition.show_value(Composition.BY_PERSON)
        if not self._title_is_own:
            self.title.setText(selection.title)

    def _take_form(self) -> None:
        ending = _ENDINGS[self.chosen_form]
        if self._file_is_own:
            path = self.path_without_ending
            self.file.setText(f"{path}{ending}")
        else:
            self._name_file()
        self._note.setText(_about(self.chosen_form))
        self._allow_choices()

    def _allow_choices(self) -> None:
        """Leave open what the form can show."""
        form = self.chosen_form
        self.composition.setEnabled(form in _WITH_CHAPTERS)
        self.citations.setEnabled(form in _WITH_CITATIONS)
        for field in (self.style_box, self.paper, self.preview):
            field.setEnabled(form is Form.PDF)

    @property
    def path_without_ending(self) -> str:
        """The file's name as typed, without an ending that a form has."""
        typed = self.file.text().strip()
        fitting = [ending for ending in _ENDINGS.values() if typed.lower().endswith(ending)]
        return typed[: -len(max(fitting, key=len))] if fitting else typed

    def _name_file(self) -> None:
        if self._file_is_own:
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._settings.folder("dossier") or QStandardPaths.writableLocation(documents)
        if not Path(folder).is_dir():
            folder = str(Path.home())
        safe = "".join(c if c.isalnum() or c in " -_.,()" else " " for c in self.title.text())
        name = " ".join(safe.split())[:80].strip(". ") or tr("Dossier")
        self.file.setText(str(Path(folder) / f"{name}{_ENDINGS[self.chosen_form]}"))

    def _choose_file(self) -> None:
        ending = _ENDINGS[self.chosen_form]
        files = tr("{form} (*{ending})", form=self.form.currentText(), ending=ending)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export"), self.file.text(), files)
        if chosen:
            self._file_is_own = True
            self.file.setText(chosen)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.addWidget(Label(tr("Export"), font=fonts.serif(fonts.Size.TITLE)))
        self._note = Label(font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
        self._note.setMinimumHeight(32)
        column.addWidget(self._note)
        column.addSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        lines: tuple[tuple[str, QWidget, tuple[QWidget, ...]], ...] = (
            (tr("&What"), self.what, ()),
            (tr("F&orm"), self.form, ()),
            (tr("&Title"), self.title, ()),
            (tr("&Author"), self.author, ()),
            (tr("C&hapters"), self.composition, ()),
            (tr("C&itations"), self.citations, ()),
            (tr("&Style, paper"), self.style_box, (self.paper,)),
            (tr("&File"), self.file, (self._browse,)),
        )
        for line, (name, field, beside) in enumerate(lines):
            label = Label(name, tone="mute")
            label.setBuddy(field)
            grid.addWidget(label, line, 0)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(field, 1)
            for other in beside:
                row.addWidget(other, int(isinstance(other, QComboBox)))
            grid.addLayout(row, line, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addSpacing(4)
        column.addWidget(self._bar)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.show_in_folder, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self.export)
        column.addLayout(row)


def _forms() -> dict[Form, str]:
    return {
        Form.PDF: tr("Dossier for print (PDF)"),
        Form.WORD: tr("Word document"),
        Form.EXCEL: tr("Excel workbook"),
        Form.CSV: tr("Table (CSV)"),
        Form.MARKDOWN: tr("Markdown"),
        Form.JSON: tr("On Record (JSON)"),
        Form.JSON_LD: tr("Linked data (JSON-LD)"),
        Form.CSL_JSON: tr("Sources for Zotero (CSL-JSON)"),
        Form.BIBTEX: tr("Sources (BibTeX)"),
        Form.RIS: tr("Sources (RIS)"),
        Form.CITATIONS: tr("Citations as plain text"),
    }


def _about(form: Form) -> str:
    """Say what a form is good for."""
    match form:
        case Form.PDF:
            return tr(
                "Typeset for print, with notes, evidence and an index. It can be checked later."
            )
        case Form.WORD:
            return tr("To edit: headings, quotes with footnotes, photo credits, sources.")
        case Form.EXCEL | Form.CSV:
            return tr("A line a quote, to sort, filter and count. Nothing in it is computed.")
        case Form.MARKDOWN:
            return tr("Plain text with footnotes, for notebooks and editors.")
        case Form.JSON:
            return tr("Everything, to take into another catalogue or another program.")
        case Form.JSON_LD:
            return tr("Quotation, Claim, NewsArticle and ImageObject in schema.org’s words.")
        case Form.CSL_JSON | Form.BIBTEX | Form.RIS:
            return tr("The articles cited, for reference managers.")
        case Form.CITATIONS:
            return tr("The citations alone, in the style chosen below.")
