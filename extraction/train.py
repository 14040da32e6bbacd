"""Train the models that ship: `python -m extraction.train QUOTATIONS.jsonl... [--into FOLDER]`.

`--attributions ATTRIBUTIONS.jsonl...` trains the choices about reported speech too; its quotes have
"spans" and "cue" (lists of [start, end]) beside the speaker.

`--judge FOLDS` reports how good such models are on publishers that they have not seen (0: each
publisher is a fold) and writes what the confidences have meant there; `--judge-only` fits nothing
else. A record's publisher is its "publisher", or its id up to the first "_".

Each file holds annotated texts, one JSON object a line: {"text", "quotes": [{"start", "end",
"speaker": {"start", "end", "name", "kind", "name_from"}}]}. A file whose speakers have no places
teaches only what a quotation is in stories, and is never judged; books are read in stretches. Give
quotations and attributions of the same texts together: where reported speech was found is among the
features, and only then is it sought by models that have not seen the publisher. Needs scikit-learn;
what it writes needs numpy alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from extraction.confidence import Calibration
from extraction.learned import scorers
from extraction.learned.fitting import Lesson, Record, fit, lesson_of
from extraction.learned.judging import (
    Fold,
    calibration_of,
    judge,
    names_speakers,
    publisher_of,
    read_as_new,
    reliability_of,
    table_of,
)
from extraction.learned.reporting import Model
from extraction.learned.training import train
from resources import MODELS

_BOOK = 100_000
_STRETCH = 20_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the annotated texts, fit the models and write them."""
    parser = argparse.ArgumentParser(prog="python -m extraction.train", description=__doc__)
    parser.add_argument("data", nargs="*", type=Path, metavar="QUOTATIONS.jsonl")
    parser.add_argument("--attributions", nargs="+", type=Path, default=[])
    parser.add_argument("--judge", type=int, metavar="FOLDS")
    parser.add_argument("--judge-only", action="store_true")
    parser.add_argument("--into", type=Path, default=MODELS, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    scorers.use_models({})  # those that ship may be of other features
    apart: Mapping[str, Model] = {}
    if chosen.attributions:
        path = chosen.into / "reported.npz"
        trained = train(r for data in chosen.attributions for r in records_in(data))
        trained.model.save(path)
        apart = trained.apart
        sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")
    if not chosen.data:
        return
    records = [part for path in chosen.data for r in records_in(path) for part in stretches_of(r)]
    lessons = [list(lessons_of(record, apart)) for record in records]
    if chosen.judge is not None:
        calibration = _judge(records, lessons, chosen.judge, apart)
        calibration.save(chosen.into / "confidence.npz")
    if chosen.judge_only:
        return
    for name, forest in fit(lesson for several in lessons for lesson in several).items():
        path = chosen.into / f"{name}.npz"
        forest.save(path)
        sys.stdout.write(f"{path}: {len(forest.feature)} trees, {path.stat().st_size} bytes\n")


def _judge(
    records: Sequence[Record],
    lessons: Sequence[Sequence[Lesson]],
    count: int,
    apart: Mapping[str, Model],
) -> Calibration:
    """Report the figures on publishers held back, and return what scores have meant there."""
    folds: list[Fold] = []
    for fold in judge(records, lessons, count, apart):
        folds.append(fold)
        sys.stdout.write(f"judged: {', '.join(fold.publishers)}\n")
    others = [calibration_of([f for f in folds if f is not fold]) for fold in folds]
    sys.stdout.write(f"\n{table_of(folds)}\n{reliability_of(folds, others)}\n")
    return calibration_of(folds)


def records_in(path: Path) -> Iterator[Record]:
    """Return the annotated texts of a file of JSON lines, which may be packed by gzip."""
    packed = path.suffix == ".gz"
    with (
        gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            if line.strip():
                yield json.loads(line)


def stretches_of(record: Record) -> Iterator[Record]:
    """Part a book into stretches: what its marks hold is judged by what its text is like at large.

    A dozen books would say that a dozen times only.
    """
    text = str(record["text"])
    if len(text) < _BOOK:
        yield record
        return
    start = 0
    while start < len(text):
        end = text.find("\n", start + _STRETCH) + 1 or len(text)
        yield {
            "id": f"{publisher_of(record)}_{start}",
            "text": text[start:end],
            "quotes": [
                {**quote, "start": quote["start"] - start, "end": quote["end"] - start}
                for quote in record["quotes"]
                if start <= quote["start"] and quote["end"] <= end
            ],
            "ignore": [
                [max(low, start) - start, min(high, end) - start]
                for low, high in record.get("ignore") or ()
                if low < end and start < high
            ],
        }
        start = end


def lessons_of(record: Record, apart: Mapping[str, Model]) -> Iterator[Lesson]:
    """Return what a text teaches: once starting from the truth, once from our own choices."""
    read_as_new(record, apart)
    yield lesson_of(record, guided=True)
    if names_speakers(record):
        yield lesson_of(record, guided=False)


if __name__ == "__main__":
    main()
