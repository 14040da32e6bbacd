"""Printing a PDF: each page drawn by PDFium at the printer's resolution.

The printer's own dialog asks for copies, pages and paper; without a printer it offers a file. Pages
are painted on a lane of their own (Qt allows that for printers), so that the window goes on.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.dossiers.page_view import PdfFile
from desktop.tasks import Lane
from desktop.translation import tr

_FINEST = 300
"""Dots to the inch that a page is drawn with at most: text is as sharp, and memory is bounded."""
_A4_SLOPE = 1.35
"""A4 is 1.414 times as high as wide, Letter 1.294 times."""


class Printing(QObject):
    """Asks where and how to print a PDF, and does it."""

    printed = Signal(int)
    """So many pages went to the printer."""
    failed = Signal(object)

    def __init__(self, data: bytes, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._data = data
        self._window = parent
        self._lane = Lane("printer", self.failed.emit, self)
        file = PdfFile(data)
        self._sizes = file.sizes().points
        file.close()
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setDocName(title)
        self.printer.setCreator(tr("On Record"))
        width, height = self._sizes[0]
        is_a4 = height > _A4_SLOPE * width
        size = QPageSize.PageSizeId.A4 if is_a4 else QPageSize.PageSizeId.Letter
        self.printer.setPageSize(QPageSize(size))
        self.printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        self.printer.setFullPage(True)

    def ask(self) -> QPrintDialog:
        """Open the printer's dialog; what is accepted there is printed."""
        dialog = QPrintDialog(self.printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setMinMax(1, len(self._sizes))
        dialog.accepted.connect(self.begin)
        QDialog.open(dialog)
        return dialog

    def begin(self) -> None:
        """Print the pages that the printer is set to."""
        self._lane.do(lambda: print_pages(self.printer, self._data), self.printed.emit)

    def close(self) -> None:
        """Finish what is being printed."""
        self._lane.finish()


def print_pages(printer: QPrinter, data: bytes) -> int:
    """Print a PDF, or the range of it that the printer is set to, and return how many pages."""
    file = PdfFile(data)
    painter = QPainter(printer)
    try:
        count = len(file.sizes().points)
        first, last = max(printer.fromPage(), 1), min(printer.toPage() or count, count)
        scale = min(printer.resolution(), _FINEST) / 72
        sheet = printer.pageLayout().fullRectPixels(printer.resolution())
        for page in range(first, last + 1):
            if page > first:
                printer.newPage()
            image = file.draw(page - 1, scale)
            size = image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (sheet.width() - size.width()) / 2, (sheet.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
        return last - first + 1
    finally:
        painter.end()
        file.close()
