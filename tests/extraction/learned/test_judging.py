"""Publishers are held back whole when models are judged."""

from __future__ import annotations

import pytest

from extraction.learned.judging import parts, publisher_of

RECORDS = [
    {"id": f"{publisher}_2026-05-0{number}", "text": "", "quotes": []}
    for publisher, count in (("courier", 5), ("gazette", 3), ("herald", 2), ("post", 1))
    for number in range(1, count + 1)
]


@pytest.mark.parametrize(("count", "folds"), [(2, 2), (3, 3), (0, 4), (9, 4)])
def test_every_publisher_is_held_back_once(count: int, folds: int) -> None:
    shared_out = parts(RECORDS, count)

    assert len(shared_out) == folds
    assert sorted(name for fold in shared_out for name in fold) == [
        "courier",
        "gazette",
        "herald",
        "post",
    ]


def test_a_record_may_name_its_publisher() -> None:
    assert publisher_of({"id": "17", "publisher": "Tarn Gazette"}) == "Tarn Gazette"
