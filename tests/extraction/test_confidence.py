"""What a confidence means: how often findings of its score were right."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import Document, extract
from extraction.confidence import Calibration, calibrate

VERDICTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=400)


def test_a_score_is_shown_as_how_often_it_was_right() -> None:
    verdicts = [(0.3, n % 10 == 0) for n in range(600)] + [(0.8, n % 10 != 0) for n in range(600)]

    calibration = calibrate(verdicts)

    assert round(calibration.of(0.3), 2) == 0.1
    assert round(calibration.of(0.8), 2) == 0.9


@settings(deadline=None)
@given(VERDICTS, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_score_is_never_shown_as_less(
    verdicts: list[tuple[float, bool]], one: float, other: float
) -> None:
    calibration = calibrate(verdicts)

    low, high = sorted((one, other))
    assert 0 <= calibration.of(low) <= calibration.of(high) <= 1


def test_a_calibration_survives_its_file(tmp_path: Path) -> None:
    calibration = Calibration((0.1, 0.6), (0.05, 0.9))

    calibration.save(tmp_path / "confidence.npz")

    assert Calibration.load(tmp_path / "confidence.npz") == calibration
    assert Calibration.load(tmp_path / "missing.npz") is None


def test_a_plain_quotation_is_surer_than_one_that_nobody_is_named_for() -> None:
    plain = '"The quay will hold," Mara Lindqvist said.'
    bare = "“The quay will hold.”"

    (sure,) = extract(Document("page.txt", plain, "0" * 64, "text/plain")).attributions
    (unsure,) = extract(Document("page.txt", bare, "0" * 64, "text/plain")).attributions

    assert sure.confidence > 0.9 > 0.3 > unsure.confidence
