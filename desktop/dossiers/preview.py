"""A dossier's pages before it leaves the program: made in a process, shown, printed or kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import fonts
from desktop.dossiers.apart import Apart
from desktop.dossiers.choosing import Plan
from desktop.dossiers.page_view import PageView, page_count
from desktop.dossiers.printing import Printing
from desktop.dossiers.worker import export_apart
from desktop.session import Session
from desktop.tasks import Latest
from desktop.theme import Theme, set_tone
from desktop.translation import counted, number, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label

if TYPE_CHECKING:
    from dossier.contents import Contents

_PAUSE_MS = 350
"""A burst of changes is set once."""


class Proof(QObject):
    """Makes the pages of a plan, the newest only, into a folder that goes with it."""

    ready = Signal(object)
    """The path of the PDF."""
    told = Signal(str, str)
    """What goes on, and its tone."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = tempfile.TemporaryDirectory(prefix="onrecord-")
        self._edition = 0
        self._wanted: Plan | None = None
        self._asked = Latest()
        self._work: Apart | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._gather)
        self.data = b""
        """The last PDF that was made whole."""

    @property
    def idle(self) -> bool:
        """Whether what is shown is what was asked for last."""
        return self._work is None and not self._pause.isActive() and self._wanted is None

    def make(self, plan: Plan) -> None:
        """Make the pages of this plan; one that is under way is given up."""
        self._wanted = plan
        self._pause.start()

    def close(self) -> None:
        """Give up what is under way and remove the folder."""
        self._pause.stop()
        self._asked.drop()
        if self._work is not None:
            self._work.abandon()
        self._work = self._wanted = None
        self._folder.cleanup()

    def _gather(self) -> None:
        plan = self._wanted
        if plan is None:
            return
        if self._work is not None:
            self._work.abandon()
            self._work = None
        self.told.emit(tr("Setting the pages"), "mute")
        self._asked.hold(self._session.ask(plan.contents, self._make, self._fail))

    def _make(self, contents: Contents) -> None:
        self._edition += 1
        path = Path(self._folder.name) / f"{self._edition}.pdf"
        folder = self._session.catalogue.folder
        work = Apart(export_apart, contents, path, "pdf", folder, parent=self)
        work.progressed.connect(self._tell)
        work.finished.connect(lambda _: self._done(path))
        work.failed.connect(self._refuse)
        self._work = work
        work.start()

    def _tell(self, done: int, total: int) -> None:
        share = tr("Setting the pages, {share} %", share=number(100 * done // max(total, 1)))
        self.told.emit(share, "mute")

    def _done(self, path: Path) -> None:
        self._work = self._wanted = None
        self.data = path.read_bytes()
        self.ready.emit(path)

    def _refuse(self, sentence: str) -> None:
        self._work = self._wanted = None
        self.told.emit(sentence, "accent")

    def _fail(self, error: Exception) -> None:
        from extraction.errors import OnRecordError

        self._wanted = None
        if not isinstance(error, OnRecordError):
            raise error
        self._refuse(str(error))


class ProofPane(QWidget):
    """The pages of a plan with their number, and Print."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.view = PageView(theme, session.failed.emit)
        self.proof = Proof(session, self)
        self.proof.ready.connect(self.view.show_file)
        self.proof.told.connect(self._say)
        self.view.loaded.connect(lambda _: self._loaded())
        self.view.turned.connect(lambda _: self._say_page())
        self.message = Label(font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
        self.print = button(tr("Print…"))
        self.print.clicked.connect(self._print)
        self.print.setEnabled(False)
        self._title = ""
        self._printing: Printing | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(20, 10, 20, 12)
        self.foot.setSpacing(8)
        self.foot.addWidget(self.message, 1)
        self.foot.addWidget(self.print)
        column.addLayout(self.foot)

    @property
    def idle(self) -> bool:
        """Whether the pages are those asked for last, and drawn."""
        return self.proof.idle and self.view.idle

    def show_plan(self, plan: Plan) -> None:
        """Show the pages of a plan, when no other follows at once."""
        self._title = plan.title
        self.proof.make(plan)

    def close_all(self) -> None:
        """End the work and let the files go; for the end of the window."""
        self.proof.close()
        self.view.close_file()
        if self._printing is not None:
            self._printing.close()

    def _loaded(self) -> None:
        self.print.setEnabled(self.view.pages > 0)
        self._say_page()

    def _say_page(self) -> None:
        if self.proof.idle:
            self._say(page_count(self.view), "mute")

    def _say(self, sentence: str, tone: str) -> None:
        self.message.setText(sentence)
        set_tone(self.message, tone)

    def _print(self) -> None:
        if self._printing is not None:
            self._printing.close()
        printing = Printing(self.proof.data, self._title, self)
        printing.printed.connect(
            lambda pages: self._say(
                counted(pages, "{n} page went to the printer.", "{n} pages went to the printer."),
                "ok",
            )
        )
        self._printing = printing
        printing.ask()


class PreviewDialog(QDialog):
    """The pages as they will be printed."""

    def __init__(self, session: Session, theme: Theme, plan: Plan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Preview: {title}", title=plan.title))
        self.resize(760, 920)
        self.pane = ProofPane(session, theme)
        close = button(tr("Close"), role="primary")
        close.clicked.connect(self.accept)
        self.pane.foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self.pane.show_plan(plan)
        self.pane.view.setFocus()
        self.finished.connect(lambda _: self.pane.close_all())

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802  Qt's name
        self.pane.close_all()
        super().closeEvent(event)
