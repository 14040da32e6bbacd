"""The reading pane for a photograph: its credit in parts, and the place where it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop import fonts
from desktop.browse.roster import Entry
from desktop.photos.credit_view import CreditView
from desktop.reader.article_view import ArticleView, Mark, Marking
from desktop.theme import Theme
from desktop.translation import long_day, tr
from desktop.widgets.label import Label, heading
from desktop.widgets.prose import Prose
from extraction.findings import Span

if TYPE_CHECKING:
    from db.rows import ArticleRow, PhotoRow, PictureRow

_EDGE = 52
_WIDEST = 780


def photo_entry(photo: PhotoRow) -> Entry:
    """Show a photograph as a line of a list: its credit, and what it shows."""
    return Entry(photo.id, photo.credit_line, photo.caption or photo.headline or "")


@dataclass(frozen=True, slots=True)
class Picture:
    """What the pane shows, gathered off the GUI thread."""

    photo: PhotoRow
    article: ArticleRow
    picture: PictureRow | None = None


class PhotoReader(QWidget):
    """Shows a `Picture`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._credit: CreditView | None = None
        self._title = Prose(fonts.serif(fonts.Size.LONG_QUOTE), name=tr("Credit line"))
        self._where = Label(font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
        self._article = ArticleView(theme)
        body = QWidget()
        body.setObjectName("readingBody")
        body.setMaximumWidth(_WIDEST + 2 * _EDGE)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(_EDGE, 34, _EDGE, 28)
        self._column.setSpacing(8)
        self._column.addWidget(self._title)
        self._column.addWidget(self._where)
        self._column.addSpacing(14)
        self._column.addWidget(heading(tr("The credit in parts")))
        self._credit_at = self._column.count()
        self._column.addSpacing(18)
        self._column.addWidget(heading(tr("In its source")))
        self._column.addWidget(self._article)
        self._column.addStretch()
        self._area = QScrollArea()
        self._area.setAccessibleName(tr("Photo credit"))
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def show_picture(self, picture: Picture) -> None:
        photo = picture.photo
        self._title.say(photo.credit_line)
        where = [f"“{photo.headline}”" if photo.headline else photo.document_name]
        if photo.outlet:
            where.append(photo.outlet)
        if photo.published_on:
            where.append(long_day(photo.published_on))
        self._where.setText(tr("Printed in {place}", place=", ".join(where)))
        if self._credit is not None:
            self._column.removeWidget(self._credit)
            self._credit.deleteLater()
        self._credit = CreditView(photo, self._theme, picture.picture)
        self._column.insertWidget(self._credit_at, self._credit)
        article = picture.article
        markings = [Marking(Span(photo.start, photo.end), Mark.QUOTED)]
        if article.headline_span is not None:
            markings.insert(0, Marking(article.headline_span, Mark.HEADLINE))
        if photo.caption_span is not None:
            markings.append(Marking(photo.caption_span, Mark.OTHER))
        self._article.show_article(article.text, article.span, markings)
        QTimer.singleShot(0, self, lambda: self._area.verticalScrollBar().setValue(0))
