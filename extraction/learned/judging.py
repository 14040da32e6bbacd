"""How good the models are on publishers they have not seen, and how sure they may say they are.

Whole publishers are held back: articles of one paper are alike in more than their words. Each fold
is judged by models that were fitted on the others; the verdicts on what they found also teach how
often a finding of a given score is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.confidence import Calibration, calibrate
from extraction.evaluate import Record, Scores, score
from extraction.learned import reporting, scorers
from extraction.learned.fitting import Lesson, fit
from extraction.learned.reporting import Model
from extraction.lines import extract_records

COUNTED = ("direct", "mixed")
_KINDS = ("name", "pronoun", "nominal")


@dataclass(frozen=True)
class Fold:
    """Texts of some publishers, what was found in them by models of the others, and how well."""

    publishers: tuple[str, ...]
    scores: Scores
    verdicts: tuple[tuple[float, bool], ...]
    """The uncalibrated confidence of each finding, and whether words and speaker are right."""


def publisher_of(record: Record) -> str:
    """Return whose article a record is: its "publisher", else its id up to the first "_"."""
    return str(record.get("publisher") or str(record["id"]).split("_", 1)[0])


def parts(records: Sequence[Record], count: int) -> list[tuple[str, ...]]:
    """Share the publishers out to folds that hold about as many texts each; 0 means one a fold."""
    texts: dict[str, int] = {}
    for record in records:
        publisher = publisher_of(record)
        texts[publisher] = texts.get(publisher, 0) + 1
    folds: list[list[str]] = [[] for _ in range(count or len(texts))]
    for publisher in sorted(texts, key=lambda name: (-texts[name], name)):
        min(folds, key=lambda fold: sum(texts[name] for name in fold)).append(publisher)
    return [tuple(fold) for fold in folds if fold]


def names_speakers(record: Record) -> bool:
    """Whether an annotated text says where its speakers stand; others only teach what to quote."""
    return any((quote.get("speaker") or {}).get("start") for quote in record["quotes"])


def read_as_new(record: Record, apart: Mapping[str, Model]) -> None:
    """Let reported speech be found by a model that has not seen the record's publisher.

    `apart` holds such models by publisher; all others' texts are read by the one that ships.
    """
    reporting.use_model(apart.get(publisher_of(record), reporting.Shipped.MODEL))


def judge(
    records: Sequence[Record],
    lessons: Sequence[Sequence[Lesson]],
    count: int,
    apart: Mapping[str, Model],
) -> Iterator[Fold]:
    """Yield each fold; `lessons` holds what each record teaches. Leaves the shipped models set."""
    for publishers in parts([record for record in records if names_speakers(record)], count):
        held_back = [publisher_of(record) in publishers for record in records]
        taught = [
            lesson
            for held, several in zip(held_back, lessons, strict=True)
            if not held
            for lesson in several
        ]
        scorers.use_models(fit(taught))
        texts = [record for held, record in zip(held_back, records, strict=True) if held]
        found = [line for record in texts for line in _extracted(record, apart)]
        verdicts = [
            verdict
            for record, line in zip(texts, found, strict=True)
            for verdict in _verdicts(record, line["quotes"])
        ]
        yield Fold(publishers, score(texts, found, types=COUNTED), tuple(verdicts))
    scorers.use_models(None)
    reporting.use_model(reporting.Shipped.MODEL)


def _extracted(record: Record, apart: Mapping[str, Model]) -> Iterator[Record]:
    read_as_new(record, apart)
    yield from extract_records([record])


def _verdicts(record: Record, quotes: Sequence[Record]) -> Iterator[tuple[float, bool]]:
    identity = record["id"]
    for quote in quotes:
        one = score([record], [{"id": identity, "quotes": [quote]}], types=COUNTED).end_to_end
        if one.found:
            yield float(quote["confidence"]), bool(one.right)


def calibration_of(folds: Sequence[Fold]) -> Calibration:
    """Return how often a finding of a given score was right in texts unseen in training."""
    return calibrate([verdict for fold in folds for verdict in fold.verdicts])


def table_of(folds: Sequence[Fold]) -> str:
    """Return the figures of each fold and their means as a table in Markdown."""
    head = "| publishers | span F1 | end to end F1 | names | pronouns | nominals |\n"
    rows = [(", ".join(fold.publishers), _figures(fold.scores)) for fold in folds]
    means = [sum(column) / len(folds) for column in zip(*(r for _, r in rows), strict=True)]
    lines = [
        f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |\n"
        for name, figures in [*rows, ("mean of the folds", means)]
    ]
    return head + "| --- | --- | --- | --- | --- | --- |\n" + "".join(lines)


def _figures(scores: Scores) -> list[float]:
    held = [scores.kinds[kind].relaxed if kind in scores.kinds else 0.0 for kind in _KINDS]
    return [scores.span.f1, scores.end_to_end.f1, *held]


def reliability_of(folds: Sequence[Fold], calibrations: Sequence[Calibration]) -> str:
    """Return a table of how often findings of each confidence were right.

    Each fold is looked at through a calibration that was fitted on the others.
    """
    shown = [
        (calibration.of(score), right)
        for fold, calibration in zip(folds, calibrations, strict=True)
        for score, right in fold.verdicts
    ]
    lines = ["| shown | findings | mean shown | right |\n| --- | --- | --- | --- |\n"]
    for low in range(10):
        held = [
            (value, right) for value, right in shown if low <= min(9, int(value * 10)) < low + 1
        ]
        if held:
            mean = sum(value for value, _ in held) / len(held)
            share = sum(right for _, right in held) / len(held)
            lines.append(
                f"| {low / 10:.1f} to {(low + 1) / 10:.1f} | {len(held)} | {mean:.2f} "
                f"| {share:.2f} |\n"
            )
    return "".join(lines)
