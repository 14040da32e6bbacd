"""Searching in the window: completed, broken down, mended, and never in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.rows import Sort
from desktop.browse.quotation_pane import QuotationPane
from desktop.main_window import MainWindow
from desktop.reader.article_view import ArticleView
from extraction.findings import Kind

Make = Callable[..., Path]
Wait = Callable[[], None]

TIDES = """Tide tables

“The tide will not wait for the harbour council,” Mara Lindqvist said on 2 March 2021.

“The harbour council keeps no tide tables,” Petra Nowak said.

“Bread is dear in winter,” Petra Nowak said.
"""


@pytest.fixture
def pane(window: MainWindow, make_catalogue: Make, settle: Wait, qtbot: QtBot) -> QuotationPane:
    from tests.desktop.conftest import HARBOUR, MARKET

    window.open_catalogue(make_catalogue(HARBOUR, MARKET, TIDES))
    settle()
    window.workspace.focus_search()
    qtbot.waitUntil(window.workspace.quotations.box.hasFocus)
    return window.workspace.quotations


def offered(pane: QuotationPane) -> list[str]:
    return [completion.text for completion in pane.box.completions.offered]


def test_a_name_is_completed_by_down_and_enter(
    pane: QuotationPane, settle: Wait, qtbot: QtBot
) -> None:
    qtbot.keyClicks(pane.box, "now")
    settle()
    assert offered(pane)[0] == "Petra Nowak"

    qtbot.keyClick(pane.box, Qt.Key.Key_Down)
    qtbot.keyClick(pane.box, Qt.Key.Key_Return)
    settle()

    assert pane.box.text() == 'who:"Petra Nowak" '
    assert offered(pane) == []
    assert pane.box.hasFocus()
    assert len(pane.ids) == 4


def test_completions_hold_nobody_up(pane: QuotationPane, settle: Wait, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.box, "tid")
    settle()
    assert offered(pane) == ["tide"]

    qtbot.keyClick(pane.box, Qt.Key.Key_Escape)
    assert offered(pane) == []
    assert pane.box.text() == "tid"

    qtbot.keyClicks(pane.box, "e")
    settle()
    qtbot.keyClick(pane.box, Qt.Key.Key_Return)
    assert pane.box.text() == "tide"
    assert pane.table.hasFocus()


def test_a_line_of_the_completions_can_be_clicked(
    pane: QuotationPane, settle: Wait, qtbot: QtBot
) -> None:
    qtbot.keyClicks(pane.box, "tid")
    settle()
    lines = pane.box.completions

    centre = lines.visualRect(lines.model().index(0, 0)).center()
    qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    settle()

    assert pane.box.text() == "tide "
    assert pane.box.hasFocus()


def test_one_key_searches_what_was_said_and_another_everything(
    pane: QuotationPane, window: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    pane.box.setText("reporters ")
    settle()
    assert len(pane.ids) == 0

    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_F, both)
    settle()
    assert len(pane.ids) == 2
    assert "in their article" in pane._reading.whole

    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(pane.ids) == 0


def test_the_line_under_the_box_says_how_the_query_was_read(
    pane: QuotationPane, settle: Wait
) -> None:
    pane.box.setText("who:nowak -bread")
    settle()

    assert pane._reading.whole == "Quotations by “nowak” and without “bread”"
    assert pane._reading.isVisible()


def test_the_panel_tells_what_the_list_holds_and_narrows_it(
    pane: QuotationPane, window: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    pane.box.setText("harbour ")
    settle()

    window.actions_by_name["narrow"].trigger()
    settle()
    rows = {row.accessibleName(): row for row in pane._facets.rows}
    assert "Mara Lindqvist, 2 quotes" in rows
    assert "Petra Nowak, 1 quote" in rows

    rows["Mara Lindqvist, 2 quotes"].click()
    settle()
    assert not pane._facets.isVisible()
    assert len(pane.ids) == 2
    assert pane.listing.speaker == "Mara Lindqvist"

    (lift,) = (
        chip
        for chip in pane._chips.findChildren(QPushButton)
        if chip.accessibleName() == "Remove the filter Mara Lindqvist"
    )
    lift.click()
    settle()
    assert len(pane.ids) == 3


def test_the_panel_is_walked_by_arrows_and_left_by_escape(
    pane: QuotationPane, window: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    window.actions_by_name["narrow"].trigger()
    settle()
    panel = pane._facets
    first, second, *_ = panel.rows
    assert panel.focusWidget() is first

    qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert panel.focusWidget() is second

    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert pane.listing.within.speaker is None


def test_a_misspelt_word_is_mended_in_one_click(pane: QuotationPane, settle: Wait) -> None:
    pane.box.setText("harbuor ")
    settle()
    assert "Did you mean “harbour ”" in pane.notice.replace("harbour”", "harbour ”")

    (mend,) = (
        one
        for one in pane.findChildren(QPushButton)
        if one.accessibleName().startswith("Search for")
    )
    mend.click()
    settle()

    assert len(pane.ids) == 3
    assert pane.box.text().strip() == "harbour"


def test_more_like_a_quotation_is_one_key_away(
    pane: QuotationPane, window: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    pane.box.setText("tables ")
    settle()
    qtbot.keyClick(pane.box, Qt.Key.Key_Return)
    settle()

    qtbot.keyClick(pane.table, Qt.Key.Key_M)
    settle()

    assert window.session is not None
    (like,) = window.session.catalogue.quotations(pane.ids)
    assert like.text.startswith("The tide will not wait")
    assert pane.listing.about.startswith("Like “The harbour council")

    pane.box.setText("bread ")
    settle()
    assert pane.listing.like is None
    assert len(pane.ids) == 1


def test_a_mistake_is_underlined_where_it_stands(pane: QuotationPane, settle: Wait) -> None:
    before = list(pane.ids)

    pane.box.setText("tide kind:loud gates")
    settle()

    assert "“loud” is no kind" in pane._trouble.text()
    assert pane.box.marked == (10, 14)
    assert list(pane.ids) == before

    pane.box.setText("tide kind:direct")
    settle()
    assert pane.box.marked is None
    assert not pane._trouble.isVisible()


def test_the_list_can_be_ordered_by_the_day_published(
    pane: QuotationPane, window: MainWindow, settle: Wait
) -> None:
    pane.box.setText("the ")
    settle()

    pane._orders[Sort.PUBLISHED].trigger()
    settle()

    assert window.session is not None
    ordered = window.session.catalogue.quotation_ids(sort=Sort.PUBLISHED)
    assert list(pane.ids) == [id for id in ordered if id in set(pane.ids)]


def test_while_an_index_is_built_the_search_answers_and_says_so(
    window: MainWindow,
    make_catalogue: Make,
    settle: Wait,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from threading import Event

    from search.index import Index

    release = Event()
    apply = Index.apply

    def held_up(*arguments: object) -> None:
        release.wait(60)
        apply(*arguments)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(Index, "apply", held_up)
    window.open_catalogue(make_catalogue(TIDES))
    pane = window.workspace.quotations
    qtbot.waitUntil(lambda: len(pane.ids) == 3)

    pane.box.setText("tide ")
    qtbot.waitUntil(lambda: len(pane.ids) == 2, timeout=10_000)

    assert "catalogue itself is searched" in pane._trouble.text()
    release.set()
    settle()
    assert len(pane.ids) == 2
    assert not pane._trouble.isVisible()


def test_filters_of_the_panel_show_in_the_words_of_the_chips(
    pane: QuotationPane, window: MainWindow, settle: Wait
) -> None:
    window.actions_by_name["narrow"].trigger()
    settle()
    (reported,) = (row for row in pane._facets.rows if row.accessibleName().startswith("Reported"))

    reported.click()
    settle()

    assert pane.listing.within.kinds == {Kind.INDIRECT}
    assert pane._chips._kinds[Kind.INDIRECT].isChecked()


def marked_words(window: MainWindow) -> list[str]:
    """What is underlined in the article that is being read."""
    (view,) = window.workspace.reader.findChildren(ArticleView)
    words = []
    block = view.document().begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            if fragments.fragment().charFormat().fontUnderline():
                words.append(fragments.fragment().text())
            fragments += 1
        block = block.next()
    return words


def test_words_that_were_searched_for_are_marked_in_the_article(
    pane: QuotationPane, window: MainWindow, settle: Wait, qtbot: QtBot
) -> None:
    pane.focus_search(everywhere=True)
    qtbot.keyClicks(pane.box, "table harbour ")
    settle()

    assert marked_words(window) == ["tables", "harbour", "harbour", "tables"]

    pane.box.clear()
    settle()

    assert marked_words(window) == []


def test_the_first_rows_are_followed_by_all(
    pane: QuotationPane, settle: Wait, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClicks(pane.box, "the")
    settle()
    everything = list(pane.ids)
    monkeypatch.setattr("desktop.browse.quotation_pane.FIRST_ROWS", 1)

    qtbot.keyClicks(pane.box, " ")
    settle()

    assert len(everything) > 2
    assert list(pane.ids) == everything
