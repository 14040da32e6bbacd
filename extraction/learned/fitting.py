"""Training of the models that judge marked passages, rank speakers and resolve pronouns.

Texts whose quotations people have annotated are read exactly as `extract` reads them; wherever
extraction makes a choice, the annotation says which one was right. What is fitted is kept as arrays
(`extraction.learned.trees`).
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
from extraction.learned.boosting import Choices, Shape, grow
from extraction.learned.scorers import Scores
from extraction.learned.trees import Forest
from extraction.mentions import Mention
from extraction.names import same_person
from extraction.offices import Offices
from extraction.pronouns import Options
from extraction.quotes import Quotation
from extraction.speakers import Candidates

Record = Mapping[str, Any]  # a line of JSON: {"text", "quotes": [{"start", "end", "speaker"}]}

_SAME_NAME = 0.3
"""How right a candidate is that is not the annotated mention but names the same person."""


@dataclass
class Examples:
    """Groups of rows that compete, with what was right (1), nearly right or wrong (0)."""

    rows: list[npt.NDArray[np.float32]] = field(default_factory=list)
    right: list[Sequence[float]] = field(default_factory=list)

    def add(self, rows: npt.NDArray[np.float32], right: Sequence[float]) -> None:
        self.rows.append(rows)
        self.right.append(right)

    def extend(self, other: Examples) -> None:
        self.rows.extend(other.rows)
        self.right.extend(other.right)

    def choices(self) -> Choices:
        """Return the groups in one piece; one that repeats another to the last value is left out.

        A text read twice gives the same group twice wherever both readings agreed.
        """
        kept = list(
            {(rows.tobytes(), tuple(right)): n for n, (rows, right) in self._numbered()}.values()
        )
        return Choices(
            np.concatenate([self.rows[n] for n in kept]),
            np.array([value for n in kept for value in self.right[n]]),
            np.array([len(self.rows[n]) for n in kept]),
        )

    def _numbered(self) -> Iterable[tuple[int, tuple[npt.NDArray[np.float32], Sequence[float]]]]:
        return enumerate(zip(self.rows, self.right, strict=True))


@dataclass
class Lesson:
    """What one annotated text teaches each model.

    Marked words of news teach the judge of `stories` too, those of novels no judge but that one.
    """

    quotations: Examples = field(default_factory=Examples)
    stories: Examples = field(default_factory=Examples)
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
    names_speakers = any((quote.get("speaker") or {}).get("start") for quote in gold)
    annotated = {q.passage: _annotation(q.content, gold) for q in prepared.quotations}
    ignored = [Span(start, end) for start, end in record.get("ignore") or ()]
    for quotation in prepared.quotations:
        if quotation.is_single or any(s.covers(quotation.content) for s in ignored):
            continue
        row = np.array([quotation.features], dtype=np.float32)
        right = [float(annotated[quotation.passage] is not None)]
        lesson.stories.add(row, right)
        if names_speakers or not gold:
            lesson.quotations.add(row, right)
    if not names_speakers:
        return lesson
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

    def speaker_chances(self, quotation: Quotation, candidates: Candidates) -> Scores:
        annotation = self._annotated[quotation.passage]
        self._speaker = (annotation or {}).get("speaker") or {}
        right = self._right(candidates)
        self._lesson.speakers.add(candidates.features, right)
        if self._guided and 1.0 in right:
            return _certainly(right.index(1.0), len(right))
        return super().speaker_chances(quotation, candidates)

    def _right(self, candidates: Candidates) -> list[float]:
        """Return how right each candidate would be: the annotated words, the same name, neither."""
        if self._speaker.get("start") is None:
            return [0.0] * len(candidates.mentions)
        source = Span(self._speaker["start"], self._speaker["end"])
        name = str(self._speaker.get("name") or "")
        spans = [self._reading.mentions[n].span for n in candidates.mentions]
        inside = [_shared(span, source) > 0.5 * len(span) for span in spans]
        described = self._speaker.get("kind") == "nominal"  # "a Clinton aide" is no Clinton
        named = [not described and self._names(n, name) for n in candidates.mentions]
        if not any(inside):
            # The annotated words are no mention of ours, or lie too far away.
            return [float(same) for same in named]
        if any(same and within for same, within in zip(named, inside, strict=True)):
            # "Mara Lindqvist, Mora's engineer," holds a name that does not speak.
            inside = [same and within for same, within in zip(named, inside, strict=True)]
        else:
            most = max(_likeness(span, source) for span in spans)
            inside = [_likeness(span, source) == most for span in spans]
        return [
            1.0 if within else _SAME_NAME if same else 0.0
            for within, same in zip(inside, named, strict=True)
        ]

    def _names(self, number: int, name: str) -> bool:
        clusters = self._weighing.clusters
        apposed = self._weighing.appositions.named(number)
        cluster = clusters.of_mention[apposed if apposed >= 0 else number]
        return cluster >= 0 and same_person(clusters.clusters[cluster].name, name)

    def antecedent_chances(self, pronoun: Mention, options: Options) -> Scores:
        start = self._speaker.get("start")
        annotated = (
            self._speaker.get("kind") == "pronoun"
            and str(self._speaker.get("name_from", "")).startswith("read")
            and start is not None
            and pronoun.span.overlaps(Span(start, self._speaker["end"]))
        )
        if not annotated:
            return super().antecedent_chances(pronoun, options)
        clusters = self._weighing.clusters.clusters
        right = [
            float(same_person(clusters[c].name, str(self._speaker["name"])))
            for c in options.clusters
        ]
        self._lesson.pronouns.add(options.features, right)
        if self._guided and any(right):
            return _certainly(right.index(1.0), len(right))
        return super().antecedent_chances(pronoun, options)


def _certainly(row: int, count: int) -> Scores:
    chances = np.zeros(count)
    chances[row] = 1.0
    return chances


def _likeness(left: Span, right: Span) -> float:
    """Return which part of all their characters two spans share."""
    return _shared(left, right) / (max(left.end, right.end) - min(left.start, right.start))


def _shared(left: Span, right: Span) -> int:
    return min(left.end, right.end) - max(left.start, right.start)


_JUDGE = Shape(trees=150, leaves=8, rate=0.06, least_rows=20, share=0.3)
SHAPES = {
    "quotations": _JUDGE,
    "stories": _JUDGE,
    "speakers": Shape(trees=160, leaves=16, rate=0.1, least_rows=20),
    "pronouns": Shape(trees=200, leaves=8, rate=0.05, least_rows=15, share=0.3),
}
_NAMES = {
    "quotations": quotes.FEATURES,
    "stories": quotes.FEATURES,
    "speakers": speakers.FEATURES,
    "pronouns": pronouns.FEATURES,
}


def fit(lessons: Iterable[Lesson]) -> dict[str, Forest]:
    """Fit the models; the same lessons in the same order give the same forests."""
    gathered = {name: Examples() for name in SHAPES}
    for lesson in lessons:
        for name, examples in gathered.items():
            examples.extend(getattr(lesson, name))
    return {
        name: grow(examples.choices(), _NAMES[name], SHAPES[name])
        for name, examples in gathered.items()
    }
