"""Line icons (lucide) in the colours of the theme, sharp at every scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.theme import Theme
from resources import ICONS

_SCALES = (1, 2, 3)


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """Draw an icon of `resources/icons` in one colour (#RRGGBB)."""
    result = QIcon()
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    for scale in _SCALES:
        pixmap = QPixmap(QSize(size, size) * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        result.addPixmap(pixmap)
    return result


def wear(taker: QAction | QAbstractButton, name: str, theme: Theme, tone: str = "mute") -> None:
    """Give an action or a button an icon that follows the theme."""
    _Wearer(taker, name, theme, tone)


class _Wearer(QObject):
    """Lives and dies with what wears the icon, so that the theme never calls into the void."""

    def __init__(
        self, taker: QAction | QAbstractButton, name: str, theme: Theme, tone: str
    ) -> None:
        super().__init__(taker)
        self._taker = taker
        self._name = name
        self._theme = theme
        self._tone = tone
        theme.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        self._taker.setIcon(icon(self._name, getattr(self._theme.tokens, self._tone)))


class Glyph(QWidget):
    """One icon that stands by itself; it says nothing to a screen reader."""

    def __init__(self, name: str, theme: Theme, *, size: int = 16, tone: str = "mute") -> None:
        super().__init__()
        self._name = name
        self._theme = theme
        self._tone = tone
        self._size = size
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent, /) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        colour = getattr(self._theme.tokens, self._tone)
        icon(self._name, colour, self._size).paint(painter, self.rect())
        painter.end()


@cache
def _source(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")
