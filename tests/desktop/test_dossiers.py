"""A dossier in the window: exported in every form, arranged beside its pages, printed, checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.rows import Correction, Heading, Remark
from desktop.browse.sections import Place
from desktop.dossiers.composer import Composer
from desktop.dossiers.export_dialog import ExportDialog, Form
from desktop.dossiers.page_view import PageView
from desktop.dossiers.preview import PreviewDialog
from desktop.dossiers.printing import print_pages
from desktop.dossiers.verification_dialog import VerificationDialog
from desktop.main_window import MainWindow
from desktop.theme import Theme
from dossier.exporting import Format
from dossier.exports.interchange import read_json

Make = Callable[..., Path]
Wait = Callable[[], None]
LONG = 90_000

Dialog = TypeVar("Dialog", bound=QWidget)


@pytest.fixture
def opened(window: MainWindow, make_catalogue: Make, settle: Wait) -> MainWindow:
    window.open_catalogue(make_catalogue())
    settle()
    return window


@pytest.fixture
def composer(opened: MainWindow, settle: Wait, qtbot: QtBot) -> Composer:
    """Open the composer on a dossier of three quotations."""
    session = opened.session
    assert session is not None
    first, second, third, _ = opened.workspace.quotations.ids
    session.change(lambda catalogue: catalogue.create_dossier("The gates"))
    session.change(
        lambda catalogue: catalogue.add_to_dossier(
            catalogue.dossiers()[0].id, [first, second, third]
        )
    )
    settle()
    opened.workspace.go(Place.DOSSIER, session.catalogue.dossiers()[0].id)
    settle()
    opened.actions_by_name["compose"].trigger()
    composer = dialog(qtbot, Composer)
    qtbot.waitUntil(lambda: composer.items.count() == 3)
    return composer


def dialog(qtbot: QtBot, kind: type[Dialog]) -> Dialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_the_dialog_offers_every_form_there_is(opened: MainWindow, qtbot: QtBot) -> None:
    assert [form.value for form in Form] == [form.word for form in Format]
    opened.actions_by_name["export"].trigger()
    export = dialog(qtbot, ExportDialog)

    for form, wanted in zip(Form, Format, strict=True):
        export.form.show_value(form)
        assert export.path.name.endswith(wanted.suffix)
        assert export.path.name.count(".") == wanted.suffix.count(".")
    export.close()


@pytest.mark.parametrize("form", [Form.PDF, Form.WORD, Form.EXCEL, Form.JSON])
def test_what_is_exported_is_on_the_disk_and_can_be_shown(
    form: Form, opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    opened.actions_by_name["export"].trigger()
    export = dialog(qtbot, ExportDialog)
    export.form.show_value(form)
    export.title.setText("The gates")
    export.file.setText(str(tmp_path / "gates"))

    export.export.click()
    qtbot.waitUntil(lambda: "is ready" in export.message.text(), timeout=LONG)
    export.show_in_folder.click()

    assert export.path.stat().st_size > 500
    assert export.message.text().endswith("is ready: 4 quotes.")
    assert [url.toLocalFile() for url in shown] == [str(tmp_path)]
    export.close()


def test_choices_are_made_once_and_kept(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    opened.actions_by_name["export"].trigger()
    export = dialog(qtbot, ExportDialog)
    for box, label in (
        (export.form, "On Record (JSON)"),
        (export.citations, "MLA, 9th edition"),
        (export.composition, "A chapter an outlet"),
    ):
        box.setCurrentIndex(box.findText(label))
        box.activated.emit(box.currentIndex())
    export.file.setText(str(tmp_path / "gates"))
    export.export.click()
    qtbot.waitUntil(lambda: "is ready" in export.message.text(), timeout=LONG)
    export.close()

    contents = read_json((tmp_path / "gates.json").read_text(encoding="utf-8"))
    assert (contents.citations, contents.composition) == ("mla", "by outlet")
    opened.actions_by_name["export"].trigger()
    again = dialog(qtbot, ExportDialog)
    assert (again.form.value, again.citations.value) == (Form.JSON, "mla")
    again.close()


def test_an_export_that_is_cancelled_leaves_no_file(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened.actions_by_name["export"].trigger()
    export = dialog(qtbot, ExportDialog)
    folder = tmp_path / "out"
    folder.mkdir()
    export.file.setText(str(folder / "gates"))

    export.export.click()
    qtbot.waitUntil(lambda: export._work is not None, timeout=LONG)
    export.reject()
    qtbot.waitUntil(lambda: export._work is None, timeout=LONG)

    assert "Cancelled" in export.message.text()
    assert list(folder.iterdir()) == []
    export.close()


def test_items_are_moved_by_keys_and_kept_at_once(
    composer: Composer, opened: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    assert opened.session is not None
    catalogue = opened.session.catalogue
    first, second, third = composer.items.arrangement
    composer.items.setCurrentRow(2)

    qtbot.keyClick(composer.items, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: catalogue.dossiers()[0].items == (first, third, second))
    qtbot.keyClick(composer.items, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: catalogue.dossiers()[0].items == (first, second))
    composer._undo()
    settle()

    assert catalogue.dossiers()[0].items == (first, third, second)
    assert composer.items.arrangement == (first, third, second)
    composer.close()


def test_items_are_moved_by_dragging(composer: Composer, opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.session is not None
    first, second, third = composer.items.arrangement
    rows = composer.items.model()

    # What a drag within the list comes down to, once the mouse is let go.
    moved = composer.items.takeItem(0)
    composer.items.insertItem(2, moved)
    composer.items.rearranged.emit()

    catalogue = opened.session.catalogue
    qtbot.waitUntil(lambda: catalogue.dossiers()[0].items == (second, third, first))
    assert rows.rowCount() == 3
    assert composer.items.dragDropMode() is composer.items.DragDropMode.InternalMove
    composer.close()


def test_a_quotation_that_is_corrected_is_corrected_on_the_pages(
    composer: Composer, opened: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: composer.idle and composer.pane.view.pages > 0, timeout=LONG)
    session = opened.session
    assert session is not None
    said = session.catalogue.dossiers()[0].quotations[:1]

    session.change(lambda catalogue: catalogue.correct(said, Correction(speaker="Ursula Brandt")))

    qtbot.waitUntil(
        lambda: "Ursula Brandt" in " ".join(texts(composer.pane.proof.data)), timeout=LONG
    )
    composer.close()


def test_a_dialog_closed_while_it_gathers_hears_no_more_of_it(
    composer: Composer, opened: MainWindow, qtbot: QtBot, tmp_path: Path, settle: Wait
) -> None:
    composer.items.move_current(1)
    composer._keep()
    composer.close()
    opened.actions_by_name["export"].trigger()
    export = dialog(qtbot, ExportDialog)
    export.file.setText(str(tmp_path / "gates"))

    export.export.click()
    export.reject()
    settle()

    assert list(tmp_path.glob("gates*")) == []


def test_headings_and_remarks_are_typed_and_come_out_on_the_pages(
    composer: Composer, opened: MainWindow, qtbot: QtBot
) -> None:
    assert opened.session is not None
    composer.items.setCurrentRow(0)
    composer.add_heading()
    qtbot.keyClicks(composer.editor.heading, "Before the inquiry")
    composer.add_remark()
    qtbot.keyClicks(composer.editor.remark, "Nobody contradicted her.")
    qtbot.waitUntil(lambda: composer.idle and composer.pane.view.pages > 0, timeout=LONG)

    _, heading, remark, *_ = opened.session.catalogue.dossiers()[0].items
    assert (heading, remark) == (
        Heading("Before the inquiry"), Remark("Nobody contradicted her."),
    )  # fmt: skip
    qtbot.waitUntil(
        lambda: "Before the inquiry" in " ".join(texts(composer.pane.proof.data)), timeout=LONG
    )
    assert composer.pane.print.isEnabled()
    composer.close()


def test_the_pages_follow_what_is_typed_and_chosen(composer: Composer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: composer.idle and composer.pane.view.pages > 0, timeout=LONG)

    composer.title.setText("Who closed them")
    composer.title.editingFinished.emit()
    composer.style_box.setCurrentIndex(2)
    composer.style_box.activated.emit(2)

    qtbot.waitUntil(
        lambda: "Who closed them" in " ".join(texts(composer.pane.proof.data)), timeout=LONG
    )
    assert composer.plan.style == "large print"
    composer.close()


def test_pages_are_shown_as_pdfium_draws_them(
    opened: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    opened.actions_by_name["preview"].trigger()
    preview = dialog(qtbot, PreviewDialog)
    view = preview.pane.view
    qtbot.waitUntil(lambda: preview.pane.idle and view.pages > 3, timeout=LONG)

    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.idle, timeout=LONG)
    bottom = view.grab().toImage()

    assert preview.pane.message.text().endswith(f"{view.pages} in all")
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert len(_colours(bottom)) > 8, "an empty sheet has fewer"
    preview.close()


def test_pages_go_to_a_printer_one_for_one(
    composer: Composer, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: composer.idle and composer.pane.view.pages > 0, timeout=LONG)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))

    printed = print_pages(printer, composer.pane.proof.data)

    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as pdf:
        assert len(pdf) == printed == composer.pane.view.pages
    composer.close()


def test_a_dossier_is_checked_and_what_changed_comes_first(
    opened: MainWindow, settle: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    assert opened.session is not None
    opened.actions_by_name["export"].trigger()
    export = dialog(qtbot, ExportDialog)
    export.file.setText(str(tmp_path / "gates"))
    export.export.click()
    qtbot.waitUntil(lambda: "is ready" in export.message.text(), timeout=LONG)
    export.close()
    pdf = tmp_path / "gates.pdf"

    opened.verify_dossier(pdf)
    check = dialog(qtbot, VerificationDialog)
    qtbot.waitUntil(lambda: check.verdict.text() != "Checking", timeout=LONG)
    assert check.verdict.text() == "Everything stands."
    assert len(check.lines) == 5
    check.close()

    changed = opened.workspace.quotations.ids[1]
    opened.session.change(
        lambda catalogue: catalogue.correct([changed], Correction(speaker="Ada Mensah"))
    )
    settle()
    opened.verify_dossier(pdf)
    check = dialog(qtbot, VerificationDialog)
    qtbot.waitUntil(lambda: "not stand" in check.verdict.text(), timeout=LONG)
    (line,) = check.lines
    assert (line.state, line.reason) == ("Changed", "the speaker is now given as Ada Mensah")
    check.only_changed.click()
    assert [line.stands for line in check.lines] == [False, True, True, True, True]
    check.close()


def test_what_is_no_dossier_is_refused_in_a_sentence(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "other.pdf").write_text("no PDF")

    opened.verify_dossier(tmp_path / "other.pdf")
    check = dialog(qtbot, VerificationDialog)
    qtbot.waitUntil(lambda: "cannot be checked" in check.verdict.text(), timeout=LONG)

    assert "cannot be read as a PDF" in check.message.text()
    check.close()


def test_every_control_of_these_dialogs_has_a_name(
    composer: Composer, opened: MainWindow, qtbot: QtBot
) -> None:
    from tests.desktop.test_house_rules import CONTROLS

    nameless = [
        type(control).__name__
        for control in composer.findChildren(QWidget)
        if isinstance(control, (*CONTROLS, PageView))
        and not control.accessibleName()
        and not control.objectName().startswith("qt_")
        and control.isVisibleTo(composer)
    ]

    assert nameless == []
    assert [b.text() for b in composer.findChildren(QPushButton) if not b.text()] == []
    composer.close()


def _colours(image: QImage) -> set[int]:
    return {
        image.pixel(QPoint(x, y))
        for x in range(0, image.width(), 5)
        for y in range(0, image.height(), 5)
    }
