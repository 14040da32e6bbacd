"""Train the models that ship: `python -m extraction.train QUOTATIONS.jsonl... [--into FOLDER]`.

`--attributions ATTRIBUTIONS.jsonl...` trains the choices about reported speech too; its quotes have
"spans" and "cue" (lists of [start, end]) beside the speaker.

`--judge FOLDS` reports how good such models are on publishers that they have not seen (0: each
publisher is a fold) and writes what the confidences have meant there; `--judge-only` fits nothing
else. A record's publisher is its "publisher", or its id up to the first "_".

Each file holds annotated texts, one JSON object a line: {"text", "quotes": [{"start", "end",
"speaker": {"start", "end", "name", "kind", "name_from"}}]}. A file whose speakers have no places
teaches only what a quotation is. Needs scikit-learn; what it writes needs numpy alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from extraction.confidence import Calibration
from extraction.learned import scorers
from extraction.learned.fitting import Lesson, Record, fit, lesson_of
from extraction.learned.judging import Fold, calibration_of, judge, reliability_of, table_of
from extraction.learned.training import train
from resources import MODELS


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the annotated texts, fit the models and write them."""
    parser = argparse.ArgumentParser(prog="python -m extraction.train", description=__doc__)
    parser.add_argument("data", nargs="*", type=Path, metavar="QUOTATIONS.jsonl")
    parser.add_argument("--attributions", nargs="+", type=Path, default=[])
    parser.add_argument("--judge", type=int, metavar="FOLDS")
    parser.add_argument("--judge-only", action="store_true")
    parser.add_argument("--into", type=Path, default=MODELS, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    if chosen.attributions:
        path = chosen.into / "reported.npz"
        train(r for data in chosen.attributions for r in records_in(data)).save(path)
        sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")
    if not chosen.data:
        return
    scorers.use_models({})
    records = [record for path in chosen.data for record in records_in(path)]
    lessons = [list(lessons_of(record)) for record in records]
    if chosen.judge is not None:
        calibration = _judge(records, lessons, chosen.judge)
        calibration.save(chosen.into / "confidence.npz")
    if chosen.judge_only:
        return
    for name, forest in fit(lesson for several in lessons for lesson in several).items():
        path = chosen.into / f"{name}.npz"
        forest.save(path)
        sys.stdout.write(f"{path}: {len(forest.feature)} trees, {path.stat().st_size} bytes\n")


def _judge(
    records: Sequence[Record], lessons: Sequence[Sequence[Lesson]], count: int
) -> Calibration:
    """Report the figures on publishers held back, and return what scores have meant there."""
    folds: list[Fold] = []
    for fold in judge(records, lessons, count):
        folds.append(fold)
        sys.stdout.write(f"judged: {', '.join(fold.publishers)}\n")
    others = [calibration_of([f for f in folds if f is not fold]) for fold in folds]
    sys.stdout.write(f"\n{table_of(folds)}\n{reliability_of(folds, others)}\n")
    return calibration_of(folds)


def records_in(path: Path) -> Iterator[Record]:
    """Return the annotated texts of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def lessons_of(record: Record) -> Iterator[Lesson]:
    """Return what a text teaches: once starting from the truth, once from our own choices."""
    yield lesson_of(record, guided=True)
    if any((quote.get("speaker") or {}).get("start") for quote in record["quotes"]):
        yield lesson_of(record, guided=False)


if __name__ == "__main__":
    main()
