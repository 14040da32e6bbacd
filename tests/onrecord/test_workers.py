"""Workers answer in order, and one that dies takes only its own item with it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from db import Catalogue
from extraction.known import Known
from onrecord.importing import Examined, State, examine_file, import_files
from onrecord.workers import Died, in_order
from tests.onrecord.conftest import PAGE


def _double(number: int) -> int:
    if number < 0:
        os._exit(-number)
    time.sleep(0.01 * (number % 3))
    return 2 * number


@pytest.mark.parametrize("processes", [1, 2])
def test_answers_come_in_the_order_of_the_questions(processes: int) -> None:
    answers = list(in_order(_double, range(30), processes=processes))

    assert answers == [2 * number for number in range(30)]


def test_a_worker_that_dies_costs_one_item() -> None:
    answers = list(in_order(_double, [1, -7, 3, -9, 5], processes=2))

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

    assert len(asked) < 20


def test_nothing_to_do_starts_nothing() -> None:
    assert list(in_order(_double, [], processes=2)) == []


def _die_on_second(path: Path, *, published_on: None, known: Known) -> Examined | str:
    if path.name == "page1.txt":
        os._exit(66)
    return examine_file(path, published_on=published_on, known=known)


def _fail_on_second(path: Path, *, published_on: None, known: Known) -> Examined | str:
    if path.name == "page1.txt":
        path = path / "of" / "nothing"
    return examine_file(path, published_on=published_on, known=known)


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    pages = [tmp_path / f"page{number}.txt" for number in range(3)]
    for page in pages:
        page.write_text(f"{page.name}\n\n{PAGE}", encoding="utf-8")
    return pages


def test_a_file_that_kills_its_reader_is_set_aside(pages: list[Path], tmp_path: Path) -> None:
    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        reports = list(import_files(catalogue, pages, examine=_die_on_second, processes=1))

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
        reports = list(import_files(catalogue, pages, examine=_fail_on_second, processes=processes))

    assert [report.state for report in reports].count(State.SET_ASIDE) == 1


def test_a_fault_of_ours_sets_the_file_aside_and_is_logged(
    pages: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("onrecord.importing.extract", fail)

    examined = examine_file(pages[0], published_on=None, known=Known())

    assert "On Record itself failed on it (ZeroDivisionError" in str(examined)
    assert "Traceback" in caplog.text


def test_importing_in_workers_finds_what_importing_here_finds(
    pages: list[Path], tmp_path: Path
) -> None:
    def imported(name: str, processes: int) -> list[tuple[str, str | None]]:
        with Catalogue.create(tmp_path / f"{name}.onrecord") as catalogue:
            list(import_files(catalogue, pages, processes=processes))
            rows = catalogue.quotations(catalogue.quotation_ids())
            return [(row.text, row.speaker) for row in rows]

    assert imported("Here", 0) == imported("There", 2)


def test_stopping_leaves_what_was_reported(pages: list[Path], tmp_path: Path) -> None:
    with Catalogue.create(tmp_path / "Harbour.onrecord") as catalogue:
        reports = list(import_files(catalogue, pages, stopped=lambda: True, processes=1))

        assert [report.done for report in reports] == [1]
        assert len(catalogue.documents()) == 1
