"""A photograph's printed credit, taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import fonts
from desktop.icons import Glyph
from desktop.reader.wording import credit_parts
from desktop.theme import Theme
from desktop.translation import tr
from desktop.widgets.label import Label
from desktop.widgets.prose import Prose, Run

if TYPE_CHECKING:
    from db.rows import PhotoRow


class CreditView(QWidget):
    """The credit line, its caption and its parts, beside the place where the picture would be."""

    def __init__(self, photo: PhotoRow, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Photo credit {line}", line=photo.credit_line))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(_placeholder(theme), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(5)
        line = Prose(fonts.ui(fonts.Size.LEAD), name=tr("Credit line"))
        line.say(Run(photo.credit_line, QFont.Weight.DemiBold))
        column.addWidget(line)
        if photo.caption:
            caption = Prose(fonts.ui(), name=tr("Caption"))
            caption.say(photo.caption)
            column.addWidget(caption)
        parts = credit_parts(photo)
        if photo.confidence < _DOUBTFUL:
            parts += " " + tr("Where the credit ends is a guess.")
        column.addWidget(Label(parts, font=fonts.ui(fonts.Size.META), tone="mute", wrap=True))
        column.addStretch()
        row.addLayout(column, 1)


_DOUBTFUL = 0.5


def _placeholder(theme: Theme) -> QFrame:
    """Make the quiet frame that stands for a picture which the document does not hold."""
    frame = QFrame()
    frame.setObjectName("placeholder")
    frame.setFixedSize(132, 88)
    frame.setToolTip(tr("The saved page holds the credit, not the picture."))
    column = QVBoxLayout(frame)
    column.setSpacing(4)
    column.addStretch()
    column.addWidget(Glyph("image", theme, size=24), 0, Qt.AlignmentFlag.AlignHCenter)
    note = Label(tr("Text only"), font=fonts.ui(fonts.Size.TAG), tone="mute")
    column.addWidget(note, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch()
    return frame
