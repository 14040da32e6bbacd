"""About On Record: the version, the licence, and what it is made of."""

from __future__ import annotations

from importlib import metadata

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop import fonts
from desktop.translation import tr
from desktop.widgets.button import button
from desktop.widgets.label import Label


class AboutDialog(QDialog):
    """A small dialog without any link: the program opens no addresses."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About On Record"))
        self.setFixedWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 26, 28, 20)
        column.setSpacing(10)
        column.addWidget(Label(tr("On Record"), font=fonts.serif(fonts.Size.QUOTE)))
        for sentence in (
            tr("A catalogue of quotations and their sources. It works without a network."),
            tr(
                "Version {version}, Apache License 2.0. Qt {qt}.",
                version=_version(),
                qt=PySide6.__version__,
            ),
            tr(
                "Typefaces: Inter, Source Serif 4 and Noto (SIL Open Font License). "
                "Icons: Lucide (ISC License)."
            ),
        ):
            column.addWidget(Label(sentence, tone="mute", wrap=True))
        column.addSpacing(8)
        close = button(tr("Close"), role="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _version() -> str:
    try:
        return metadata.version("onrecord")
    except metadata.PackageNotFoundError:
        return tr("from a checkout")
