"""The model holds ids for all rows, and rows only near the eye."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.rows import ArticleId, DocumentId, QuotationId, QuotationRow, Status
from desktop.browse.model import PAGE, Card, QuotationModel
from extraction.findings import Kind


def cards(ids: array[int], status: Status = Status.UNREVIEWED) -> list[Card]:
    return [
        Card(
            QuotationRow(
                id=QuotationId(id),
                text=f"quotation {id}",
                kind=Kind.DIRECT,
                status=status,
                confidence=1.0,
                speaker_id=None,
                speaker="Mara",
                speaker_kind=None,
                mention=None,
                role=None,
                cue="said",
                told_to=None,
                said_on=None,
                published_on=None,
                outlet=None,
                headline=None,
                document_id=DocumentId(1),
                document_name="a.txt",
                document_sha256="",
                article_id=ArticleId(1),
                start=0,
                end=1,
            )
        )
        for id in ids
    ]


@pytest.fixture
def asked(model: QuotationModel) -> list[tuple[int, int]]:
    pages: list[tuple[int, int]] = []
    model.wanted.connect(lambda page, generation: pages.append((page, generation)))
    return pages


@pytest.fixture
def model(qapp: QApplication) -> QuotationModel:
    return QuotationModel()


def test_a_million_rows_cost_one_page_to_look_at(
    model: QuotationModel, asked: list[tuple[int, int]]
) -> None:
    model.show(array("I", range(1_000_000)))

    assert model.rowCount() == 1_000_000
    assert model.row(500_000) is None
    model.row(500_001)
    ((page, generation),) = asked
    model.supply(page, generation, cards(model.page_ids(page)))

    card = model.row(500_000)
    assert card is not None
    assert card.row.text == "quotation 500000"


def test_an_answer_to_an_older_list_is_dropped(
    model: QuotationModel, asked: list[tuple[int, int]]
) -> None:
    model.show(array("I", [1, 2, 3]))
    model.row(0)
    ((page, generation),) = asked
    model.show(array("I", [7, 8, 9]))

    model.supply(page, generation, cards(array("I", [1, 2, 3])))

    assert model.row(0) is None


def test_the_rest_of_a_list_moves_nothing(model: QuotationModel, qtbot: QtBot) -> None:
    model.show(array("I", range(200)))
    model.supply(0, model.generation, cards(model.page_ids(0)))

    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.show(array("I", range(5000)))

    assert model.row(0) is not None


def test_changed_rows_stay_in_sight_until_they_are_read_again(
    model: QuotationModel, asked: list[tuple[int, int]]
) -> None:
    model.show(array("I", range(PAGE * 3)))
    for page in range(3):
        model.supply(page, model.generation, cards(model.page_ids(page)))

    model.refresh({PAGE + 5})

    assert model.row(PAGE + 5) is not None
    assert asked == [(1, model.generation)]
    model.supply(1, model.generation, cards(model.page_ids(1), Status.CONFIRMED))
    card = model.row(PAGE + 5)
    assert card is not None
    assert card.row.status is Status.CONFIRMED


def test_a_screen_reader_hears_words_speaker_and_verdict(model: QuotationModel) -> None:
    model.show(array("I", [1]))
    model.supply(0, model.generation, cards(array("I", [1])))

    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert said == "“quotation 1”. Mara. said. To review"
