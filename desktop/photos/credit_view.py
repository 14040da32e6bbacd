"""A photograph's printed credit, taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import fonts
from desktop.icons import Glyph
from desktop.reader.wording import credit_parts
from desktop.theme import Theme
from desktop.translation import tr
from desktop.widgets.label import Label
from desktop.widgets.prose import Prose, Run
from extraction.findings import CreditField

if TYPE_CHECKING:
    from db.rows import PhotoRow, PictureRow


class CreditView(QWidget):
    """The credit line, its caption and its parts, beside the place where the picture would be."""

    def __init__(self, photo: PhotoRow, theme: Theme, picture: PictureRow | None = None) -> None:
        super().__init__()
        self.setAccessibleName(tr("Photo credit {line}", line=photo.credit_line))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(_frame(picture, theme), 0, Qt.AlignmentFlag.AlignTop)
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
        if picture is not None:
            for said in _said_elsewhere(photo, picture):
                column.addWidget(said)
        column.addStretch()
        row.addLayout(column, 1)


_DOUBTFUL = 0.5
_WIDEST, _HIGHEST = 240, 200


def _frame(picture: PictureRow | None, theme: Theme) -> QWidget:
    """Make the place of the picture: itself, where it came with the page."""
    image = QPixmap()
    if picture is None or not picture.preview or not image.loadFromData(picture.preview, "JPEG"):
        return _placeholder(theme)
    frame = QLabel()
    ratio = frame.devicePixelRatioF()
    room = QSize(round(_WIDEST * ratio), round(_HIGHEST * ratio))
    small = image.scaled(
        room.boundedTo(image.size()),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    small.setDevicePixelRatio(ratio)
    frame.setPixmap(small)
    frame.setAccessibleName(tr("The picture"))
    return frame


def _said_elsewhere(photo: PhotoRow, picture: PictureRow) -> Iterator[QWidget]:
    """Tell what the page states without printing it, and what the picture says of itself."""
    if picture.stated_credit and picture.stated_credit not in photo.credit_line:
        yield Label(
            tr("The page states: {credit}", credit=picture.stated_credit),
            font=fonts.ui(fonts.Size.META),
            tone="mute",
            wrap=True,
        )
    if picture.embedded is None:
        return
    told = [
        f"{_FIELDS[entry.field]()} {'; '.join(entry.values)}"
        for entry in picture.embedded.shown
        if entry.field in _FIELDS
    ]
    if told:
        line = tr("The picture's file says: {facts}", facts=", ".join(told))
        yield Label(line + ".", font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
    if picture.contradicted:
        yield Label(
            tr("The printed credit and the picture's file do not agree."),
            font=fonts.ui(fonts.Size.META, QFont.Weight.Medium),
            tone="accent",
            wrap=True,
        )


_FIELDS = {
    CreditField.CREATOR: lambda: tr("creator"),
    CreditField.CREDIT_LINE: lambda: tr("credit"),
    CreditField.SOURCE: lambda: tr("source"),
    CreditField.COPYRIGHT_NOTICE: lambda: tr("copyright"),
}


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
