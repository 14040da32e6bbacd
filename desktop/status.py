"""The status bar: that nothing leaves the computer, what is open, and when it was last saved."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStatusBar

from desktop import fonts
from desktop.actions import Actions
from desktop.session import Session
from desktop.translation import clock, counted, number, tr
from desktop.widgets.button import button
from desktop.widgets.label import Label

_ANNOUNCED_MS = 6000


class StatusBar(QStatusBar):
    """At the left the catalogue, or for some seconds what was just done; at the right the keys."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setAccessibleName(tr("Status"))
        self._standing = ""
        self._line = Label(font=fonts.ui(fonts.Size.META), tone="mute")
        self._line.setContentsMargins(10, 3, 0, 3)
        self._work = Label(font=fonts.ui(fonts.Size.META), tone="accent")
        self._found = Label(font=fonts.ui(fonts.Size.META), tone="mute")
        commands = button(tr("Commands Ctrl+K"), role="status", name=tr("Commands"))
        commands.clicked.connect(actions["commands"].trigger)
        keys = button(tr("Keys F1"), role="status", name=tr("Keys"))
        keys.clicked.connect(actions["keys"].trigger)
        self.addWidget(self._line, 1)
        for widget in (self._work, self._found, commands, keys):
            self.addPermanentWidget(widget)
        self.setContentsMargins(0, 0, 10, 0)
        self._back = QTimer(self, singleShot=True, interval=_ANNOUNCED_MS)
        self._back.timeout.connect(lambda: self._line.setText(self._standing))

    @property
    def text(self) -> str:
        """What stands at the left."""
        return self._line.text()

    @property
    def work(self) -> str:
        """What is said to be under way; empty when nothing is."""
        return self._work.text().strip()

    def show_session(self, session: Session | None, quotations: int | None) -> None:
        """Say what is open."""
        parts = [tr("Offline")]
        if session is not None:
            about = [tr("Catalogue {name}", name=session.catalogue.name)]
            if quotations is not None:
                about.append(counted(quotations, "{n} quote", "{n} quotes"))
            if session.read_only is not None:
                about.append(tr("read only"))
            elif session.saved_at is not None:
                about.append(tr("saved {time}", time=clock(session.saved_at)))
            parts.append(", ".join(about))
        self._standing = ". ".join(parts)
        if not self._back.isActive():
            self._line.setText(self._standing)

    def announce(self, sentence: str) -> None:
        """Say for some seconds what was just done."""
        self._line.setText(sentence)
        self._back.start()

    def show_found(self, seconds: float) -> None:
        milliseconds = max(1, round(seconds * 1000))
        self._found.setText(tr("Find {n} ms", n=number(milliseconds)) + "  ")

    def show_busy(self, busy: bool) -> None:
        self._work.setText(tr("Working") + "  " if busy else "")

    def show_indexing(self, done: int, total: int) -> None:
        """Say how far the search index has caught up."""
        going = tr("Indexing {done} of {total}", done=number(done), total=number(total))
        self._work.setText(going + "  " if done < total else "")
