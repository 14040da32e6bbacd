"""Training of the models that judge marked passages, rank speakers and resolve pronouns.

Texts whose quotations people have annotated are read exactly as `extract` reads them; wherever
extraction makes a choice, the annotation says which one was right. Only this module needs
scikit-learn; what it fits is kept as arrays (`extraction.learned.trees`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from extraction import pronouns, quotes, speakers
from extraction.attributing import Attributor
from extraction.engine import Prepared, prepare
from extraction.entities import EntityBook
from extraction.findings import Document, Span
from extraction.known import NOTHING_KNOWN
from extraction.learned.scorers import choose_antecedent, choose_speaker
from extraction.learned.trees import Forest
from extraction.mentions import Mention
from extraction.names import same_person
from extraction.offices import Offices
from extraction.pronouns import Options
from extraction.quotes import Quotation
from extraction.speakers import Candidates

Record = Mapping[str, Any]  # a line of JSON: {"text", "quotes": [{"start", "end", "speaker"}]}

_MINGLED = 0.25
"""The weight of a candidate that is not the annotated mention but names the same person."""


@dataclass
class Examples:
    """Rows of features with what was right (1 or 0) and how much each row counts."""

    rows: list[npt.NDArray[np.float32]] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(
        self,
        rows: npt.NDArray[np.float32],
        labels: Sequence[float],
        weights: Sequence[float] | None = None,
    ) -> None:
        self.rows.append(rows)
        self.labels.extend(labels)
        self.weights.extend(weights if weights is not None else [1.0] * len(labels))

    def extend(self, other: Examples) -> None:
        self.rows.extend(other.rows)
        self.labels.extend(other.labels)
        self.weights.extend(other.weights)


@dataclass
class Lesson:
    """What one annotated text teaches each model."""

    quotations: Examples = field(default_factory=Examples)
    speakers: Examples = field(default_factory=Examples)
    pronouns: Examples = field(default_factory=Examples)


def lesson_of(record: Record, *, guided: bool) -> Lesson:
    """Read an annotated text and note each choice.

    `guided` lets every choice come out right, so that the next one starts from the truth; otherwise
    the choices are extraction's own, mistakes and all, as they will be in use. Both are worth
    learning from.
    """
    lesson = Lesson()
    prepared = prepare(Document("", str(record["text"]), "", "text/plain"), NOTHING_KNOWN)
    gold = [quote for quote in record["quotes"] if quote.get("type", "direct") != "indirect"]
    annotated = {q.passage: _annotation(q.content, gold) for q in prepared.quotations}
    ignored = [Span(start, end) for start, end in record.get("ignore") or ()]
    for quotation in prepared.quotations:
        if quotation.is_single or any(s.covers(quotation.content) for s in ignored):
            continue
        row = np.array([quotation.features], dtype=np.float32)
        lesson.quotations.add(row, [float(annotated[quotation.passage] is not None)])
    pupil = _Pupil(prepared, annotated, lesson, guided=guided)
    pupil.attribute([q for q in prepared.quotations if annotated[q.passage] is not None], ())
    return lesson


def _annotation(content: Span, gold: Iterable[Record]) -> Record | None:
    for quote in gold:
        shared = min(content.end, quote["end"]) - max(content.start, quote["start"])
        if shared > 0.5 * len(content):
            return quote
    return None


class _Pupil(Attributor):
    """An attributor that is told which choice was right and writes it down."""

    def __init__(
        self,
        prepared: Prepared,
        annotated: Mapping[int, Record | None],
        lesson: Lesson,
        *,
        guided: bool,
    ) -> None:
        reading, clusters = prepared.reading, prepared.weighing.clusters
        book = EntityBook(reading.segments.text, reading.mentions, clusters)
        offices = Offices(reading.segments.text, clusters, ())
        super().__init__(prepared.weighing, book, prepared.articles, offices)
        self._annotated = annotated
        self._lesson = lesson
        self._guided = guided
        self._speaker: Record = {}

    def choose_speaker(self, quotation: Quotation, candidates: Candidates) -> tuple[int, float]:
        annotation = self._annotated[quotation.passage]
        self._speaker = (annotation or {}).get("speaker") or {}
        if self._speaker.get("start") is None:
            return choose_speaker(candidates.features)
        labels, weights = self._labels(candidates)
        if not any(labels):
            return choose_speaker(candidates.features)
        self._lesson.speakers.add(candidates.features, labels, weights)
        return (labels.index(1.0), 1.0) if self._guided else choose_speaker(candidates.features)

    def _labels(self, candidates: Candidates) -> tuple[list[float], list[float]]:
        source = Span(self._speaker["start"], self._speaker["end"])
        name = str(self._speaker.get("name") or "")
        spans = [self._reading.mentions[n].span for n in candidates.mentions]
        labels = [float(_shared(span, source) > 0.5 * len(span)) for span in spans]
        named = [self._names(n, name) for n in candidates.mentions]
        if not any(labels):
            # The annotated words are no mention of ours, or lie too far away.
            labels = [float(same) for same in named]
            return labels, [1.0] * len(labels)
        weights = [
            _MINGLED if same and not label else 1.0
            for label, same in zip(labels, named, strict=True)
        ]
        return labels, weights

    def _names(self, number: int, name: str) -> bool:
        clusters = self._weighing.clusters
        cluster = clusters.of_mention[number]
        return cluster >= 0 and same_person(clusters.clusters[cluster].name, name)

    def choose_antecedent(self, pronoun: Mention, options: Options) -> tuple[int, float]:
        start = self._speaker.get("start")
        annotated = (
            self._speaker.get("kind") == "pronoun"
            and str(self._speaker.get("name_from", "")).startswith("read")
            and start is not None
            and pronoun.span.overlaps(Span(start, self._speaker["end"]))
        )
        if not annotated:
            return choose_antecedent(options.features)
        clusters = self._weighing.clusters.clusters
        labels = [
            float(same_person(clusters[c].name, str(self._speaker["name"])))
            for c in options.clusters
        ]
        if not any(labels):
            return choose_antecedent(options.features)
        self._lesson.pronouns.add(options.features, labels)
        return (labels.index(1.0), 1.0) if self._guided else choose_antecedent(options.features)


def _shared(left: Span, right: Span) -> int:
    return min(left.end, right.end) - max(left.start, right.start)


@dataclass(frozen=True)
class Shape:
    """How large a forest is grown."""

    trees: int
    leaves: int
    rate: float
    least_rows: int
    penalty: float = 1.0


SHAPES = {
    "quotations": Shape(trees=120, leaves=10, rate=0.07, least_rows=20),
    "speakers": Shape(trees=220, leaves=24, rate=0.07, least_rows=20),
    "pronouns": Shape(trees=100, leaves=8, rate=0.07, least_rows=15),
}
_NAMES = {
    "quotations": quotes.FEATURES,
    "speakers": speakers.FEATURES,
    "pronouns": pronouns.FEATURES,
}


def fit(lessons: Iterable[Lesson]) -> dict[str, Forest]:
    """Fit the three models; the same lessons in the same order give the same forests."""
    gathered = {name: Examples() for name in SHAPES}
    for lesson in lessons:
        for name, examples in gathered.items():
            examples.extend(getattr(lesson, name))
    return {name: _grow(name, examples) for name, examples in gathered.items()}


def _grow(name: str, examples: Examples) -> Forest:
    from sklearn.ensemble import HistGradientBoostingClassifier

    shape = SHAPES[name]
    model = HistGradientBoostingClassifier(
        max_iter=shape.trees,
        max_leaf_nodes=shape.leaves,
        learning_rate=shape.rate,
        min_samples_leaf=shape.least_rows,
        l2_regularization=shape.penalty,
        max_depth=8,
        early_stopping=False,
        random_state=0,
    )
    rows = np.concatenate(examples.rows)
    model.fit(rows, np.array(examples.labels), sample_weight=np.array(examples.weights))
    return _arrays(model, _NAMES[name])


def _arrays(model: Any, names: tuple[str, ...]) -> Forest:  # sklearn has no type hints
    """Take the fitted trees apart; their nodes are scikit-learn's own, numbered in order."""
    trees = [stage[0].nodes for stage in model._predictors]  # noqa: SLF001 (no public way)
    widest = max(len(nodes) for nodes in trees)
    shape = (len(trees), widest)
    feature = np.zeros(shape, np.int16)
    threshold = np.zeros(shape, np.float32)
    left = np.zeros(shape, np.int16)
    right = np.zeros(shape, np.int16)
    value = np.zeros(shape, np.float32)
    depth = 0
    for t, nodes in enumerate(trees):
        depth = max(depth, int(nodes["depth"].max()))
        for n, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            feature[t, n] = 0 if leaf else node["feature_idx"]
            threshold[t, n] = (
                0.0 if leaf else np.nextafter(np.float32(node["num_threshold"]), np.float32(np.inf))
            )
            left[t, n] = n if leaf else node["left"]
            right[t, n] = n if leaf else node["right"]
            value[t, n] = node["value"] if leaf else 0.0
    baseline = float(model._baseline_prediction.ravel()[0])  # noqa: SLF001 (no public way)
    return Forest(names, feature, threshold, left, right, value, depth, baseline)
