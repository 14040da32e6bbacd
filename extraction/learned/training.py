"""Training the tagger of reported speech on texts whose attributions people have annotated.

A linear-chain conditional random field (Lafferty et al. 2001) is fitted by python-crfsuite, which
only training needs. Its features are the tagger's own hashed ones, so the weights can be shipped as
arrays. The order of the texts and the algorithm are fixed: the same data give the same weights.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extraction.credits import find_credits
from extraction.cues import find_cues
from extraction.findings import Span
from extraction.languages import language_of
from extraction.learned.columns import CueWords, table_of
from extraction.learned.reporting import paragraph_bounds
from extraction.learned.tagger import BUCKETS, LABELS, buckets_of, sequences
from extraction.marks import find_marked, outermost
from extraction.mentions import find_mentions
from extraction.reading import Reading
from extraction.segments import segment

Record = Mapping[str, Any]  # a line of JSON: {"text", "quotes": [{"spans", "cue", "speaker"}]}


_FEWEST = 4
"""Times a word must have been a cue to be told to the tagger as one."""


def reading_of(text: str) -> Reading:
    """Read a text as `extract` reads it."""
    lines = [credit.line for credit in find_credits(text, Span(0, len(text)))]
    segments = segment(text, [at for line in lines for at in (line.start, line.end)])
    cues = find_cues(segments, language_of(segments.tokens))
    return Reading(segments, outermost(find_marked(segments)), cues, find_mentions(segments))


def labels_of(reading: Reading, quotes: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the label of every token; cues and sources inside a content stand out from it."""
    labels = ["O"] * len(reading.segments.tokens)
    quotes = list(quotes)
    for quote in quotes:
        _label(reading, labels, "content", quote.get("spans") or [[quote["start"], quote["end"]]])
    for quote in quotes:
        _label(reading, labels, "cue", quote.get("cue") or [])
        speaker = quote.get("speaker")
        if speaker and speaker.get("start") is not None:
            _label(reading, labels, "source", [[speaker["start"], speaker["end"]]])
    return labels


def _label(reading: Reading, labels: list[str], kind: str, spans: Sequence[Sequence[int]]) -> None:
    segments = reading.segments
    for start, end in spans:
        first = True
        for number in range(segments.token_at(start), segments.token_at(end)):
            labels[number] = f"{'B' if first else 'I'}-{kind}"
            first = False


def _cue_words(readings: Sequence[tuple[Reading, list[str]]]) -> dict[str, int]:
    """Count which words are cues, and how often: classes from 1 (rarely) to 4 (mostly)."""
    seen: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for reading, labels in readings:
        for token, label in zip(reading.segments.tokens, labels, strict=True):
            if token.is_word:
                seen[token.lower] += 1
                cues[token.lower] += label.endswith("-cue")
    rates = {word: count / (seen[word] + 2) for word, count in cues.items() if count >= _FEWEST}
    return {
        word: 1 + sum(rate >= limit for limit in (0.2, 0.4, 0.65))
        for word, rate in sorted(rates.items())
        if rate >= 0.08
    }


def train_tagger(records: Iterable[Record], path: Path, *, iterations: int = 40) -> None:
    """Fit the tagger to annotated texts and write its arrays to `path`."""
    import pycrfsuite

    readings = [
        (reading := reading_of(r["text"]), labels_of(reading, r["quotes"])) for r in records
    ]
    cue_words = _cue_words(readings)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for reading, labels in readings:
        bounds = sequences(paragraph_bounds(reading))
        buckets = buckets_of(table_of(reading, cue_words), bounds)
        for start, end in bounds:
            features = [list(map(str, row)) for row in buckets[start:end].tolist()]
            trainer.append(features, labels[start:end])
    trainer.set_params({"c1": 0.3, "c2": 0.02, "max_iterations": iterations, "feature.minfreq": 2})
    with tempfile.TemporaryDirectory() as folder:
        fitted = str(Path(folder) / "tagger.crfsuite")
        trainer.train(fitted)
        tagger = pycrfsuite.Tagger()
        tagger.open(fitted)
        _write(tagger.info(), cue_words, path)


def _write(info: Any, cue_words: CueWords, path: Path) -> None:  # python-crfsuite ships no types
    number = {label: at for at, label in enumerate(LABELS)}
    weights = np.zeros((BUCKETS, len(LABELS)), dtype=np.float32)
    for (bucket, label), weight in info.state_features.items():
        weights[int(bucket), number[label]] = weight
    moves = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (before, after), weight in info.transitions.items():
        moves[number[before], number[after]] = weight
    used = np.flatnonzero(np.abs(weights).max(axis=1) > 0.004)
    np.savez_compressed(
        path,
        labels=np.array(LABELS),
        buckets=used.astype(np.uint32),
        weights=weights[used].astype(np.float16),
        moves=moves,
        cue_words=np.array(list(cue_words), dtype=np.str_),
        cue_classes=np.array(list(cue_words.values()), dtype=np.uint8),
    )
