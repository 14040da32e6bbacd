"""Train the models that ship: `python -m extraction.train QUOTATIONS.jsonl... [--into FOLDER]`.

`--attributions ATTRIBUTIONS.jsonl...` trains the choices about reported speech too; its quotes have
"spans" and "cue" (lists of [start, end]) beside the speaker.

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

from extraction.learned import scorers
from extraction.learned.fitting import Lesson, Record, fit, lesson_of
from extraction.learned.training import train
from resources import MODELS


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the annotated texts, fit the models and write them."""
    parser = argparse.ArgumentParser(prog="python -m extraction.train", description=__doc__)
    parser.add_argument("data", nargs="*", type=Path, metavar="QUOTATIONS.jsonl")
    parser.add_argument("--attributions", nargs="+", type=Path, default=[])
    parser.add_argument("--into", type=Path, default=MODELS, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    if chosen.attributions:
        path = chosen.into / "reported.npz"
        train(r for data in chosen.attributions for r in records_in(data)).save(path)
        sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")
    if not chosen.data:
        return
    scorers.use_models({})
    lessons = [lesson for path in chosen.data for lesson in lessons_of(records_in(path))]
    for name, forest in fit(lessons).items():
        path = chosen.into / f"{name}.npz"
        forest.save(path)
        sys.stdout.write(f"{path}: {len(forest.feature)} trees, {path.stat().st_size} bytes\n")


def records_in(path: Path) -> Iterator[Record]:
    """Return the annotated texts of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def lessons_of(records: Iterator[Record]) -> Iterator[Lesson]:
    """Return what each text teaches: once starting from the truth, once from our own choices."""
    for record in records:
        yield lesson_of(record, guided=True)
        if any((quote.get("speaker") or {}).get("start") for quote in record["quotes"]):
            yield lesson_of(record, guided=False)


if __name__ == "__main__":
    main()
