"""The pages of a PDF, one below the other, as they come out of the printer.

PDFium draws them on a lane of its own, so that the window never waits; a page that is not drawn yet
is a blank sheet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from threading import Lock

import pypdfium2
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop.tasks import Lane, Task
from desktop.theme import Theme
from desktop.translation import number, tr

_MARGIN = 22
_GAP = 16
_WIDEST = 900
"""Pixels that a page is wide at most: wider, its lines are longer than on paper."""
_KEPT = 24
"""Pages that are kept drawn: three screens of small ones."""

_PDFIUM = Lock()


@dataclass(frozen=True, slots=True)
class PageSizes:
    """An open file: the width and height of each page, in points."""

    points: tuple[tuple[float, float], ...]
    labels: tuple[str, ...]


class PdfFile:
    """A PDF open for drawing, from any thread: PDFium does one thing at a time, so all wait."""

    def __init__(self, data: bytes) -> None:
        with _PDFIUM:
            self._pdf = pypdfium2.PdfDocument(data)

    def sizes(self) -> PageSizes:
        """Return what is to be known before anything is drawn."""
        with _PDFIUM:
            count = range(len(self._pdf))
            return PageSizes(
                tuple(self._pdf.get_page_size(index) for index in count),
                tuple(self._pdf.get_page_label(index) for index in count),
            )

    def draw(self, index: int, scale: float) -> QImage:
        """Draw a page; `scale` is in pixels a point."""
        with _PDFIUM:
            page = self._pdf[index]
            drawn = page.render(scale=scale, prefer_bgrx=True)
            image = QImage(
                drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
            ).copy()
            drawn.close()
            page.close()
            return image

    def close(self) -> None:
        with _PDFIUM:
            self._pdf.close()


class PageView(QAbstractScrollArea):
    """Shows a PDF at the width of the view; a new one takes the old one's place where it was."""

    loaded = Signal(int)
    """How many pages there are now."""
    turned = Signal(str)
    """The number printed on the page at the top of the view."""

    def __init__(self, theme: Theme, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("pages")
        self.setAccessibleName(tr("Pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._lane = Lane("pages", failed, self)
        self._file: PdfFile | None = None
        self._sizes = PageSizes((), ())
        self._tops: list[int] = []
        self._drawn: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, Task[QImage]] = {}
        self._closed = False
        self.verticalScrollBar().valueChanged.connect(lambda _: self._tell_page())
        theme.changed.connect(self.viewport().update)

    @property
    def pages(self) -> int:
        """How many pages are on show."""
        return len(self._sizes.points)

    @property
    def idle(self) -> bool:
        """Whether every page in sight is drawn."""
        return self._lane.idle and all(index in self._drawn for index in self._visible())

    @property
    def label(self) -> str:
        """The number printed on the page at the top of the view."""
        labels = self._sizes.labels
        return labels[self._page_at(self._offset + 40)] if labels else ""

    def show_file(self, path: Path) -> None:
        """Show a PDF; the file itself is read at once and may go."""
        old = self._file

        def open_() -> tuple[PdfFile, PageSizes]:
            if old is not None:
                old.close()
            opened = PdfFile(path.read_bytes())
            return opened, opened.sizes()

        self._file = None
        self._lane.do(open_, self._show)

    def close_file(self) -> None:
        """Let the file and the lane go; for the end of the window that holds the view."""
        if self._closed:
            return
        self._closed = True
        if self._file is not None:
            self._lane.do(self._file.close, lambda _: None)
        self._file = None
        self._lane.finish()

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  Qt's name
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        bar.setValue(bar.value() + step)

    def paintEvent(self, _event: QPaintEvent, /) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("side"))
        for index in self._visible():
            place = self._place(index)
            painter.fillRect(place.adjusted(-1, -1, 1, 1), self._theme.colour("rule"))
            image = self._drawn.get(index)
            if image is None:
                # Paper is white in the dark as well: the page is shown as it will be printed.
                painter.fillRect(place, Qt.GlobalColor.white)
                self._ask(index)
                continue
            self._drawn.move_to_end(index)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(640, 800)

    def _show(self, opened: tuple[PdfFile, PageSizes]) -> None:
        self._file, self._sizes = opened
        self._arrange()
        self.loaded.emit(self.pages)
        self._tell_page()

    def _ask(self, index: int) -> None:
        """Have a page drawn, once; those that were asked for and have left the view need not be."""
        file = self._file
        if file is None or index in self._asked:
            return
        visible = self._visible()
        for gone in [asked for asked in self._asked if asked not in visible]:
            self._asked.pop(gone).cancel()
        ratio = self.devicePixelRatioF()
        scale = self._place(index).width() * ratio / self._sizes.points[index][0]

        def show(image: QImage) -> None:
            del self._asked[index]
            self._drawn[index] = image
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
            self.viewport().update()

        self._asked[index] = self._lane.do(lambda: file.draw(index, scale), show)

    def _arrange(self) -> None:
        """Find the place of every page at the present width; what is drawn is drawn anew."""
        heights = [
            round(self._page_width * height / width) + _GAP for width, height in self._sizes.points
        ]
        self._tops = list(accumulate(heights, initial=_MARGIN))[:-1]
        total = _MARGIN * 2 + sum(heights)
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        bar.setRange(0, max(0, total - self.viewport().height()))
        bar.setPageStep(max(1, self.viewport().height() - 40))
        bar.setSingleStep(48)
        bar.setValue(round(share * bar.maximum()))
        self._forget()
        self.viewport().update()

    def _forget(self) -> None:
        """Drop what is drawn and what is being drawn: it has another size now."""
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()
        self._drawn.clear()

    @property
    def _page_width(self) -> int:
        return max(60, min(_WIDEST, self.viewport().width() - 2 * _MARGIN))

    @property
    def _offset(self) -> int:
        return self.verticalScrollBar().value()

    def _page_at(self, y: int) -> int:
        return max(0, bisect_right(self._tops, y) - 1)

    def _visible(self) -> range:
        if not self._tops:
            return range(0)
        last = self._page_at(self._offset + self.viewport().height())
        return range(self._page_at(self._offset), last + 1)

    def _place(self, index: int) -> QRect:
        width, height = self._sizes.points[index]
        left = (self.viewport().width() - self._page_width) // 2
        size = QSize(self._page_width, round(self._page_width * height / width))
        return QRect(QPoint(left, self._tops[index] - self._offset), size)

    def _tell_page(self) -> None:
        self.viewport().update()
        self.turned.emit(self.label)


def page_count(view: PageView) -> str:
    """Say where in the file the view is."""
    if not view.pages:
        return ""
    return tr("Page {label}, {count} in all", label=view.label, count=number(view.pages))
