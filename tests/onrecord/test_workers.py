"""Workers answer in order, and one that dies takes only its own item with it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from db import Catalogue
from extraction.limits import limit_seconds
from onrecord.examining import Answer, Job, examine
from onrecord.importing import Report, State, import_pieces
from onrecord.pieces import Piece
from onrecord.workers import Died, in_order
from tests.onrecord.conftest import PAGE


def answers_to(function: Callable[[int], int], numbers: Iterable[int], **how: Any) -> list[object]:
    return [answer for together in in_order(function, numbers, **how) for answer in together]


def _double(number: int) -> int:
    if number < 0:
        os._exit(-number)
    time.sleep(0.01 * (number % 3))
    return 2 * number


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("weight", [1, 1_000_000])
def test_answers_come_in_the_order_of_the_questions(processes: int, weight: int) -> None:
    answers = answers_to(_double, range(60), processes=processes, weight=lambda _: weight)

    assert answers == [2 * number for number in range(60)]


@pytest.mark.parametrize("weight", [1, 1_000_000])
def test_a_worker_that_dies_costs_one_item(weight: int) -> None:
    answers = answers_to(_double, [1, -7, 3, -9, 5], processes=2, weight=lambda _: weight)

    assert answers == [2, Died(7), 6, Died(9), 10]
    assert [answer.ending for answer in answers if isinstance(answer, Died)] == [
        "exit code 7",
        "exit code 9",
    ]


def test_questions_are_taken_no_faster_than_answers() -> None:
    asked: list[int] = []

    def questions() -> object:
        for number in range(1000):
            asked.append(number)
            yield number

    answers = in_order(_double, questions(), processes=1)  # type: ignore[arg-type]  # a generator
    next(answers)
    answers.close()  # type: ignore[attr-defined]  # in_order is a generator

    assert len(asked) < 600


def test_nothing_to_do_starts_nothing() -> None:
    assert answers_to(_double, [], processes=2) == []


def _wait(number: int) -> int:
    time.sleep(600 if number == 2 else 0)
    return number


def test_an_item_that_gives_no_answer_is_given_up() -> None:
    answers = answers_to(_wait, [1, 2, 3], processes=1, weight=lambda _: 1, patience=20)

    assert answers == [1, Died(None, was_too_slow=True), 3]


def _work_for_ever(number: int) -> int:
    limit_seconds(1)
    while number:
        pass
    return number


def _take_all_memory(number: int) -> int:
    return len(bytearray(number * 2**30))


@pytest.mark.skipif(sys.platform != "linux", reason="this system keeps no such limits")
def test_an_item_that_costs_more_than_one_may_is_ended_by_the_system() -> None:
    for function in (_work_for_ever, _take_all_memory):
        (endless, fine) = answers_to(function, [2, 0], processes=1)

        assert isinstance(endless, Died)
        assert endless.is_by_limit
        assert fine == 0


def _die_on_second(piece: Piece, job: Job) -> Answer:
    if piece.name == "page1.txt":
        os._exit(66)
    return examine(piece, job)


def _fail_on_second(piece: Piece, job: Job) -> Answer:
    if piece.name == "page1.txt":
        piece = Piece(piece.path / "of" / "nothing", piece.name)
    return examine(piece, job)


def import_all(catalogue: Catalogue, pages: Iterable[Path], **how: Any) -> list[Report]:
    return list(import_pieces(catalogue, [Piece(page, page.name) for page in pages], **how))


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    pages = [tmp_path / f"page{number}.txt" for number in range(3)]
    for page in pages:
        page.write_text(f"{page.name}\n\n{PAGE}", encoding="utf-8")
    return pages


def test_a_file_that_kills_its_reader_is_set_aside(pages: list[Path], tmp_path: Path) -> None:
    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        reports = import_all(catalogue, pages, examine=_die_on_second, processes=1)

        assert [report.state for report in reports] == [
            State.IMPORTED,
            State.SET_ASIDE,
            State.IMPORTED,
        ]
        assert "ended unexpectedly (exit code 66)" in str(reports[1].reason)
        assert catalogue.check().problems == ()


@pytest.mark.parametrize("processes", [0, 1])
def test_a_file_that_vanishes_is_set_aside(
    pages: list[Path], tmp_path: Path, processes: int
) -> None:
    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        reports = import_all(catalogue, pages, examine=_fail_on_second, processes=processes)

    assert [report.state for report in reports].count(State.SET_ASIDE) == 1


def test_a_fault_of_ours_sets_the_file_aside_and_is_logged(
    pages: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("extraction.engine.extract", fail)

    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        (report,) = import_all(catalogue, pages[:1], processes=0)

    assert "On Record itself failed on it (ZeroDivisionError" in str(report.reason)
    assert "Traceback" in caplog.text


def test_importing_in_workers_finds_what_importing_here_finds(
    pages: list[Path], tmp_path: Path
) -> None:
    def imported(name: str, processes: int) -> list[tuple[str, str | None]]:
        with Catalogue.create(tmp_path / f"{name}.onrecord") as catalogue:
            import_all(catalogue, pages, processes=processes)
            rows = catalogue.quotations(catalogue.quotation_ids())
            return [(row.text, row.speaker) for row in rows]

    assert imported("Here", 0) == imported("There", 2)


def test_stopping_leaves_what_was_reported(tmp_path: Path) -> None:
    pages = [tmp_path / f"{number:03}.txt" for number in range(300)]
    for page in pages:
        page.write_text(f"{page.name}\n\n{PAGE}", encoding="utf-8")
    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        reports = import_all(catalogue, pages, stopped=lambda: True, processes=1)

        assert 1 <= len(reports) < 300
        assert len(catalogue.documents()) == len(reports)
