"""Reported speech on publishers that training has not seen.

    python tests/benchmarks/reported.py ATTRIBUTIONS.jsonl [--quotations FILE] [--folds N]

Every attribution counts, speech and thought, in marks and not. The publishers (the first part of
the ids) are dealt into folds; what a fold is read with, the ranker of speakers and the resolver of
pronouns too, is learned from the others alone. Scored as whole statements, end to end; beside it
stand the rules alone and the trivial baseline: every passage in double marks with the nearest name
at a cue. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from extraction import Document, extract
from extraction.cues import cue_verbs
from extraction.evaluate import Scores, score
from extraction.learned import reporting, scorers
from extraction.learned.fitting import fit
from extraction.learned.training import train
from extraction.lines import quotes_of
from extraction.train import lessons_of, records_in

Record = Mapping[str, Any]  # JSON objects of unlike values

_PASSAGE = re.compile(r"[\"“][^\"“”\n]+[\"”]")
_NAME = r"(?:[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3}|[Hh]e|[Ss]he|[Tt]hey)"
_BINS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("attributions", type=Path)
    parser.add_argument("--quotations", type=Path, help="for the ranker of speakers")
    parser.add_argument("--folds", type=int, default=3)
    chosen = parser.parse_args()
    records = list(records_in(chosen.attributions))
    quotations = list(records_in(chosen.quotations)) if chosen.quotations else []
    folds = folds_of(records, chosen.folds)
    rows: dict[str, list[Scores]] = {"trivial": [], "rules": [], "learned": []}
    shown: list[tuple[float, bool]] = []
    for held in folds:
        test = [record for record in records if publisher(record) in held]
        rest = [record for record in records if publisher(record) not in held]
        lines = [record for record in quotations if publisher(record) not in held]
        trained = train(rest)
        scorers.use_models({})
        if lines:
            scorers.use_models(fit(le for line in lines for le in lessons_of(line, trained.apart)))
        rows["trivial"].append(score(test, [trivial(record) for record in test]))
        reporting.use_model(None)
        rows["rules"].append(score(test, [found(record) for record in test]))
        reporting.use_model(trained.model)
        given = [found(record) for record in test]
        rows["learned"].append(score(test, given))
        shown.extend(outcomes(test, given))
        for name, scores in rows.items():
            print(f"{'+'.join(sorted(held)):40} {name:8} {written(scores[-1])}", flush=True)
    for name, scores in rows.items():
        mean = sum(s.end_to_end.f1 for s in scores) / len(scores)
        spans = sum(s.span.f1 for s in scores) / len(scores)
        print(f"mean of {len(scores)} folds: {name:8} span F1 {spans:.3f} end to end F1 {mean:.3f}")
    print("reported speech without marks, by confidence:")
    for low, high in pairwise(_BINS):
        right = [is_right for confidence, is_right in shown if low <= confidence < high]
        if right:
            print(f"  {low:.1f} to {high:.1f}: {sum(right) / len(right):.2f} of {len(right)}")
    every = [is_right for _, is_right in shown]
    print(f"  all: {sum(every) / len(every):.2f} of {len(every)}")


def publisher(record: Record) -> str:
    return str(record["id"]).split("_", 1)[0]


def folds_of(records: Sequence[Record], count: int) -> list[set[str]]:
    """Deal the publishers, those with the most articles first, to the smallest fold."""
    sizes: dict[str, int] = {}
    for record in records:
        sizes[publisher(record)] = sizes.get(publisher(record), 0) + 1
    folds: list[set[str]] = [set() for _ in range(count)]
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        min(folds, key=lambda fold: sum(sizes[other] for other in fold)).add(name)
    return folds


def found(record: Record) -> Record:
    document = Document(str(record["id"]), record["text"], "0" * 64, "text/plain")
    return {
        "id": record["id"],
        "quotes": quotes_of(extract(document), document.text, whole=True),
    }


def outcomes(records: Sequence[Record], given: Sequence[Record]) -> Iterator[tuple[float, bool]]:
    """Return for each finding without marks its confidence and whether it is right."""
    for record, answer in zip(records, given, strict=True):
        for quote in answer["quotes"]:
            if quote["type"] == "indirect":
                alone = score([record], [{"id": record["id"], "quotes": [quote]}])
                if alone.end_to_end.found:
                    yield quote["confidence"], alone.end_to_end.right == 1


def trivial(record: Record) -> Record:
    """Take every passage in double marks, with the name nearest to a cue of its paragraph."""
    verbs = "|".join(sorted(form for form, verb in cue_verbs().items() if verb.strength >= 0.9))
    beside = re.compile(rf"({_NAME}) (?:{verbs})\b|\b(?:{verbs}) ({_NAME})")
    quotes = []
    for paragraph in re.finditer(r"[^\n]+", record["text"]):
        passages = list(_PASSAGE.finditer(paragraph.group()))
        outside = _PASSAGE.sub(lambda m: " " * len(m.group()), paragraph.group())
        names = [m.span(m.lastindex or 0) for m in beside.finditer(outside)]
        for passage in passages:
            middle = (passage.start() + passage.end()) // 2
            near = min(names, key=lambda name: abs(name[0] - middle), default=None)
            start, end = (paragraph.start() + at for at in passage.span())
            speaker = None
            if near is not None:
                low, high = (paragraph.start() + at for at in near)
                words = record["text"][low:high]
                speaker = {"start": low, "end": high, "text": words, "name": words}
            quotes.append({"start": start, "end": end, "speaker": speaker})
    return {"id": record["id"], "quotes": quotes}


def written(scores: Scores) -> str:
    both = scores.end_to_end
    recall = " ".join(f"{k} {rate.recall:.2f}" for k, rate in scores.recall_of_types.items())
    return (
        f"span F1 {scores.span.f1:.3f}  end to end P {both.precision:.3f} R {both.recall:.3f} "
        f"F1 {both.f1:.3f}  recall: {recall}"
    )


if __name__ == "__main__":
    main()
