"""The window on a real catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db import Catalogue
from db.rows import Status
from desktop.browse.sections import Place
from desktop.failures import FailureDialog
from desktop.main_window import MainWindow
from extraction.findings import Kind

Make = Callable[..., Path]
Wait = Callable[[], None]

HOSTILE = (
    "“<img src=file:///etc/passwd><b>We</b> &amp; <script>they</script> 😀 left,” Ada Mensah said."
)


@pytest.fixture
def opened(window: MainWindow, make_catalogue: Make, settle: Wait) -> MainWindow:
    window.open_catalogue(make_catalogue())
    settle()
    return window


def words_marked(window: MainWindow) -> str:
    article = window.workspace.reader._article
    block, marked = article.document().begin(), ""
    while block.isValid():
        for part in block.textFormats():
            if part.format.background().color() == window._theme.colour("hit"):
                encoded = block.text().encode("utf-16-le")
                marked += encoded[2 * part.start : 2 * (part.start + part.length)].decode(
                    "utf-16-le"
                )
        block = block.next()
    return marked


def test_the_quotation_is_marked_in_its_article(opened: MainWindow) -> None:
    assert opened.workspace.quotation is not None

    assert words_marked(opened) == opened.workspace.quotation.detail.row.text


def test_foreign_markup_is_shown_as_it_was_written(
    window: MainWindow, make_catalogue: Make, settle: Wait
) -> None:
    window.open_catalogue(make_catalogue(HOSTILE))
    settle()

    assert window.workspace.quotation is not None
    text = window.workspace.quotation.detail.row.text
    assert "<b>We</b>" in text
    assert words_marked(window) == text
    assert "<b>We</b>" in window.workspace.reader._quote.toPlainText()


LEDGER_PAGE = """<html><head><meta property="og:site_name" content="The Tidewater Post">
<meta property="article:published_time" content="2024-03-05"></head><body>
<nav><ul><li><a href="/ten">“Ten harbours you must see”</a></li></ul></nav>
<article><h1>Gates stay shut</h1><p>The harbour of Ystra will stay closed until the ice is gone, the
council decided on Monday, and nobody in town expects that to happen before the end of March.</p>
<p>“I counted the ledger twice before I signed it,” Tomas Okafor said on Monday in the hall.</p>
<p>Okafor wrote the book “The Ledger of the Flood” when he was still a clerk at the mill and had no
money for paper, which is why its first pages are receipts of a shop for nets and lines.</p>
</article></body></html>"""


def test_a_file_that_cannot_be_read_is_set_aside_with_its_reason_and_can_be_tried_again(
    opened: MainWindow, settle: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    empty, good = tmp_path / "empty.txt", tmp_path / "good.txt"
    empty.write_text("")
    good.write_text("“Here I am,” Ada Mensah said.")

    opened.import_paths([empty, good])
    settle()

    report = opened.workspace.report
    (aside,) = (line for line in report.model.reports if line.state == "set aside")
    assert aside.name == "empty.txt"
    assert aside.reason
    assert report.isVisible()
    assert opened.workspace.progress.text == "1 file imported, 1 set aside"

    empty.write_text("“So am I,” Mara Lindqvist said.")
    (retry,) = (
        b for b in report.findChildren(QPushButton) if b.accessibleName().startswith("Retry")
    )
    retry.click()
    settle()
    assert [line.state for line in report.model.reports] == ["imported"]


def test_passages_that_are_no_quotes_are_listed_with_their_reason_and_shown_in_their_place(
    opened: MainWindow, settle: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    page = tmp_path / "page.html"
    page.write_text(LEDGER_PAGE, encoding="utf-8")

    opened.import_paths([page])
    settle()
    opened.workspace.show_report()

    report = opened.workspace.report
    told = report.model.data(report.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "3 quoted passages on this page: 1 taken, 1 title of a work, 1 in navigation" in told
    report.list.setFocus()
    report.list.setCurrentIndex(report.model.index(0))
    qtbot.keyClick(report.list, Qt.Key.Key_Return)
    assert [report.model.data(report.model.index(row)) for row in range(3)] == [
        "page.html",
        "The Ledger of the Flood",
        "Ten harbours you must see",
    ]
    qtbot.keyClick(report.list, Qt.Key.Key_Down)
    qtbot.keyClick(report.list, Qt.Key.Key_Return)
    settle()
    assert opened.workspace.passage_reader.isVisible()
    assert "The Ledger of the Flood" in opened.workspace.passage_reader._words.toPlainText()


def test_an_article_says_where_its_outlet_and_date_come_from(
    opened: MainWindow, settle: Wait, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(LEDGER_PAGE, encoding="utf-8")
    opened.import_paths([page])
    settle()

    table = opened.workspace.quotations.table
    rows = [table.model().index(row, 0) for row in range(table.model().rowCount())]
    (mine,) = (row for row in rows if "ledger twice" in str(row.data()))
    table.setCurrentIndex(mine)
    settle()

    lines = [line.toPlainText() for line in opened.workspace.reader._stated.things]
    assert "Outlet  The Tidewater Post (meta og:site_name)" in lines
    assert "Published  2024-03-05 (meta article:published_time)" in lines


def test_pasted_text_becomes_a_document(opened: MainWindow, settle: Wait, qtbot: QtBot) -> None:
    before = len(opened.workspace.quotations.ids)
    QGuiApplication.clipboard().setText("“I am pasted,” Ada Mensah said.")

    qtbot.keyClick(opened, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert len(opened.workspace.quotations.ids) == before + 1


def test_files_dropped_on_the_welcome_found_a_catalogue(
    window: MainWindow, settle: Wait, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("“I was dropped,” Ada Mensah said.")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "page.txt"))])

    window.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    settle()

    assert window.session is not None
    assert window.session.catalogue.name == "My catalogue"
    assert len(window.workspace.quotations.ids) == 1


def test_an_empty_list_names_the_filter_to_blame(
    window: MainWindow, make_catalogue: Make, settle: Wait
) -> None:
    window.open_catalogue(make_catalogue("“The market opens at six,” Petra Nowak said."))
    settle()
    pane = window.workspace.quotations
    pane.box.setText("market")
    settle()
    assert len(pane.ids) == 1

    pane._chips._kinds[Kind.INDIRECT].click()
    settle()
    assert "Without “Reported” there would be 1" in pane.notice

    (remove,) = (b for b in pane.findChildren(QPushButton) if b.accessibleName() == "Remove it")
    remove.click()
    settle()
    assert len(pane.ids) == 1
    assert pane.notice == ""


def test_a_query_that_cannot_be_read_leaves_the_list_as_it_was(
    opened: MainWindow, settle: Wait
) -> None:
    pane = opened.workspace.quotations
    before = list(pane.ids)

    pane.box.setText("when:sometime")
    settle()

    assert pane._trouble.isVisible()
    assert list(pane.ids) == before


def test_reviewing_goes_on_to_the_next_quotation(
    opened: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    opened.workspace.go(Place.REVIEW)
    settle()
    first, second, *rest = opened.workspace.quotations.ids

    qtbot.keyClick(opened.workspace.quotations.table, Qt.Key.Key_Return)
    settle()

    assert list(opened.workspace.quotations.ids) == [second, *rest]
    assert opened.workspace.quotations.table.current_id() == second
    assert opened.session is not None
    assert opened.session.catalogue.quotations([first])[0].status is Status.CONFIRMED


def test_a_person_leads_to_what_they_said(opened: MainWindow, settle: Wait) -> None:
    workspace = opened.workspace
    workspace.go(Place.PEOPLE)
    settle()
    person = workspace.person()
    assert person is not None

    workspace.person_profile.quotations_wanted.emit()
    settle()

    assert len(workspace.quotations.ids) == person.quotations
    assert workspace.quotations.listing.speaker == person.name


def test_keys_that_act_on_quotations_type_in_the_search_box(
    opened: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    opened.workspace.focus_search()

    qtbot.keyClicks(opened.workspace.quotations.box, "xcd/e")
    settle()

    assert opened.workspace.quotations.box.text() == "xcd/e"
    assert opened.session is not None
    assert opened.session.undoable.undo is None


def test_work_is_told_while_somebody_waits_for_it_and_no_longer(
    opened: MainWindow, qtbot: QtBot
) -> None:
    assert opened.session is not None
    answered, followed = Event(), Event()
    opened.session._following.do(followed.wait, lambda _: None)  # the index is still behind
    opened.session.ask(lambda _: answered.wait(), lambda _: None)

    qtbot.waitUntil(lambda: opened.status.work == "Working")
    answered.set()

    qtbot.waitUntil(lambda: opened.status.work == "")
    followed.set()


def test_a_mistake_of_the_program_shows_one_sentence_and_details_to_copy(
    window: MainWindow,
) -> None:
    FailureDialog.report("ValueError: <b>one</b>")
    FailureDialog.report("KeyError: two")

    dialog = FailureDialog._shown
    assert dialog is not None
    assert dialog.details.toPlainText() == "ValueError: <b>one</b>\nKeyError: two"
    (copy,) = (b for b in dialog.findChildren(QPushButton) if b.text() == "Copy the details")
    copy.click()
    assert "KeyError: two" in QGuiApplication.clipboard().text()
    dialog.close()


def test_what_was_open_last_is_offered_again(
    opened: MainWindow, settle: Wait, make_catalogue: Make
) -> None:
    assert opened.session is not None
    folder = opened.session.catalogue.folder

    opened.close_catalogue()

    assert opened._settings.recent == (folder,)
    assert opened.welcome.isVisible()


def test_a_folder_that_is_no_catalogue_is_refused_in_a_sentence(
    opened: MainWindow, settle: Wait, tmp_path: Path
) -> None:
    (tmp_path / "Other").mkdir()

    opened.open_catalogue(tmp_path / "Other")
    settle()

    assert "Other" in opened.banner.text
    assert opened.session is not None, "the catalogue that was open stays open"


def test_work_of_an_import_elsewhere_is_not_lost_when_the_window_closes(
    opened: MainWindow, settle: Wait, tmp_path: Path
) -> None:
    assert opened.session is not None
    folder = opened.session.catalogue.folder
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(40):
        (pages / f"{number}.txt").write_text(f"“I am number {number},” Ada Mensah said.")
    opened.import_paths([pages])

    opened.close()

    with Catalogue.open(folder) as catalogue:
        assert catalogue.check().problems == ()


def test_an_import_that_was_broken_off_is_gone_on_with_when_its_catalogue_is_opened_again(
    window: MainWindow, make_catalogue: Make, settle: Wait, tmp_path: Path
) -> None:
    folder = make_catalogue()
    window.open_catalogue(folder)
    settle()
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(20):
        (pages / f"{number}.txt").write_text(f"“I am number {number},” Ada Mensah said.")
    before = len(window.workspace.quotations.ids)
    window.import_paths([pages])
    window.import_text("“I was pasted,” Petra Nowak said.")
    window.close_catalogue()

    window.open_catalogue(folder)
    settle()
    progress = window.workspace.progress
    assert progress.text == "An import was broken off"
    press(progress, "Go on with the import")
    settle()

    assert len(window.workspace.quotations.ids) == before + 21
    assert not any(window._settings.pasted_folder.iterdir()), "the catalogue has the pasted text"
    window.close_catalogue()
    window.open_catalogue(folder)
    settle()
    assert not progress.isVisible()


def press(within: QWidget, name: str) -> None:
    (found,) = (b for b in within.findChildren(QPushButton) if b.accessibleName() == name)
    assert found.isVisible()
    found.click()
