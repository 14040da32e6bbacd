"""Training of the choices about reported speech on texts whose attributions people have annotated.

Each annotated attribution answers the questions of `extraction.learned.reporting`: which word is
the cue, which mention the source, where the words begin and end. The weights are those of greatest
likelihood under a Gaussian prior, found by L-BFGS (scipy, which only training needs). The order of
the texts and the algorithm are fixed: the same data give the same weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from extraction.engine import prepare
from extraction.findings import Document
from extraction.known import NOTHING_KNOWN
from extraction.learned import reporting
from extraction.learned.choices import BUCKETS, Buckets, Chooser, Indices, shared_chances
from extraction.learned.judging import publisher_of
from extraction.learned.places import EDGE, Column, Places, is_point
from extraction.learned.reporting import (
    Claim,
    Extent,
    Judge,
    Model,
    Options,
    Question,
    Shipped,
    use_model,
)
from extraction.reported import places_of

Record = Mapping[str, Any]  # a line of JSON: {"text", "quotes": [{"spans", "cue", "speaker"}]}

_PRIOR = 1.0
_ITERATIONS = 60
_FEWEST = 4
"""Times a bucket must have been filled to carry a weight."""
_BLOCKS = 3
_RIGHT_OVERLAP = 0.8
_NEVER = -20.0
"""The bias of a question that no text answers."""
_OUTSIDE = -2
"""The source of an attribution that is no mention of the cue's sentence."""


@dataclass(frozen=True)
class Answer:
    """What an annotated attribution answers, as places of the text.

    `source` numbers a mention of the `Places`, -1 where nobody is named, `_OUTSIDE` where it
    cannot be chosen.
    """

    cue: int
    source: int
    before: Extent | None
    behind: Extent | None


@dataclass
class Examples:
    """Options of one question with the right one: a number of an option, or -1 for none."""

    buckets: list[Buckets] = field(default_factory=list)
    owners: list[Indices] = field(default_factory=list)
    right: list[Indices] = field(default_factory=list)

    def add(self, options: Options, answers: Sequence[int] | Indices) -> None:
        """Add the options of some cues, where `answers` holds the right value for each."""
        wanted = np.asarray(answers, dtype=np.intp)
        right = np.full(len(wanted), -1, dtype=np.intp)
        hits = np.flatnonzero(options.values == wanted[options.owners])
        right[options.owners[hits]] = hits
        self.buckets.append(options.buckets)
        self.owners.append(options.owners)
        self.right.append(right)


@dataclass
class Lesson:
    """One annotated text: its places, the answers, and the options of each question."""

    places: Places
    answers: list[Answer]
    examples: dict[Question, Examples]


def lesson_of(record: Record) -> Lesson:
    """Read an annotated text as `extract` reads it, and note the answers it gives."""
    prepared = prepare(Document("", str(record["text"]), "", "text/plain"), NOTHING_KNOWN)
    places = places_of(prepared.reading)
    found = (_answer(places, quote) for quote in record["quotes"])
    answers = [answer for answer in found if answer is not None]
    examples = {question: Examples() for question in Question}
    if len(places.candidates):
        _add_cues(places, answers, record.get("ignore") or (), examples[Question.CUE])
    if answers:
        _add_rest(places, answers, examples)
    return Lesson(places, answers, examples)


def _answer(places: Places, quote: Record) -> Answer | None:
    """Return what an attribution answers; None where no word can be its cue."""
    reading = places.reading
    cue_places = _places_in(places, quote.get("cue") or ())
    cue = _cue_among(places, cue_places)
    if cue is None:
        return None
    start, end = int(places.sentence_start[cue]), int(places.sentence_end[cue])
    spans = quote.get("spans") or [[quote["start"], quote["end"]]]
    content = [
        place
        for place in _places_in(places, spans)
        if start <= place < end and place not in cue_places
    ]
    source = _source(places, quote.get("speaker"))
    if source >= 0 and not start <= places.first[source] < end:
        source = _OUTSIDE
    signs = reading.signs
    return Answer(
        cue,
        source,
        _hull(signs, [place for place in content if place < cue]),
        _hull(signs, [place for place in content if place > cue]),
    )


def _places_in(places: Places, spans: Iterable[Sequence[int]]) -> list[int]:
    reading = places.reading
    token_at = reading.segments.token_at
    tokens = (token for start, end in spans for token in range(token_at(start), token_at(end)))
    return sorted({reading.place_of_token[token] for token in tokens})


def _cue_among(places: Places, cue: Sequence[int]) -> int | None:
    """Return the word that stands for an annotated cue: "said" of "has also said on Monday"."""
    could = [place for place in cue if places.table[Column.OPEN, place + EDGE]]
    known = [place for place in could if places.reading.cue_at[place] is not None]
    return known[-1] if known else could[0] if could else None


def _source(places: Places, speaker: Mapping[str, Any] | None) -> int:
    if speaker is None:
        return -1
    if speaker.get("start") is None:
        return _OUTSIDE
    start, end = int(speaker["start"]), int(speaker["end"])
    best, best_share = _OUTSIDE, 0.0
    for number, mention in enumerate(places.mentions):
        if not start <= mention.head.start or not mention.head.end <= end:
            continue
        shared = min(end, mention.span.end) - max(start, mention.span.start)
        share = shared / (max(end, mention.span.end) - min(start, mention.span.start))
        if share > best_share:
            best, best_share = number, share
    return best


def _hull(signs: Sequence[str], content: Sequence[int]) -> Extent | None:
    """Return the content from its first word to its last; "that" belongs to the reporter."""
    if not content:
        return None
    begin, end = content[0], content[-1] + 1
    while begin < end and is_point(signs[begin]):
        begin += 1
    while end > begin and is_point(signs[end - 1]):
        end -= 1
    if end - begin > 2 and signs[begin] == "that":
        begin += 1
    return (begin, end) if begin < end else None


def _add_cues(
    places: Places, answers: Sequence[Answer], ignored: Sequence[Sequence[int]], into: Examples
) -> None:
    asked = reporting.ask_cues(places, places.candidates)
    cues = {answer.cue for answer in answers}
    starts = [places.reading.words_at(int(place)).start for place in asked.values]
    kept = np.array(
        [not any(low <= start < high for low, high in ignored) for start in starts], dtype=np.bool_
    )
    values = asked.values[kept]
    owners = np.arange(len(values))
    right = [value if value in cues else -1 for value in values.tolist()]
    into.add(Options(owners, values, asked.buckets[:, kept]), right)


def _add_rest(
    places: Places, answers: Sequence[Answer], examples: Mapping[Question, Examples]
) -> None:
    cues = np.array([answer.cue for answer in answers])
    source = np.array([answer.source for answer in answers])
    known = source != _OUTSIDE
    examples[Question.SOURCE].add(reporting.ask_sources(places, cues[known]), source[known])
    source = np.where(known, source, -1)
    before = np.array([answer.before or (-1, -1) for answer in answers])
    behind = np.array([answer.behind or (-1, -1) for answer in answers])
    some = (before[:, 0] >= 0) | (behind[:, 0] >= 0)
    for question, right, is_behind in (
        (Question.OPENS_BEHIND, behind[:, 0], True),
        (Question.ENDS_BEFORE, before[:, 1], False),
    ):
        side = np.full(np.count_nonzero(some), is_behind)
        asked = reporting.ask_nearer(places, cues[some], source[some], side)
        examples[question].add(asked, right[some])
    for question, extents, first, second, is_behind in (
        (Question.ENDS_BEHIND, behind, 0, 1, True),
        (Question.OPENS_BEFORE, before, 1, 0, False),
    ):
        has = extents[:, 0] >= 0
        if has.any():
            side = np.full(np.count_nonzero(has), is_behind)
            asked = reporting.ask_farther(places, cues[has], source[has], side, extents[has, first])
            examples[question].add(asked, extents[has, second])


@dataclass(frozen=True)
class Trained:
    """What was learned, and for each publisher a model that learned from the others alone.

    With the latter a publisher's texts are read as new ones will be.
    """

    model: Model
    apart: Mapping[str, Model]


def train(records: Iterable[Record]) -> Trained:
    """Learn from annotated texts.

    The judge learns from claims about texts that their choosers have not seen: each publisher's are
    read by choosers fitted to the others. Texts of few publishers are parted into blocks instead.
    """
    texts = list(records)
    use_model(None)  # what is to be learned has no part in reading the texts
    lessons = [lesson_of(record) for record in texts]
    use_model(Shipped.MODEL)
    evidence: list[npt.NDArray[np.float64]] = []
    right: list[bool] = []
    choosers: dict[str, dict[Question, Chooser]] = {}
    owners = _owners(texts)
    for owner in dict.fromkeys(owners):
        others = [le for le, whose in zip(lessons, owners, strict=True) if whose != owner]
        choosers[owner] = fit(others)
        for lesson in (le for le, whose in zip(lessons, owners, strict=True) if whose == owner):
            found, rows = reporting.weigh(lesson.places, choosers[owner])
            evidence.append(rows)
            right.extend(_is_right(claim, lesson.answers) for claim in found)
    judge = _judge(np.concatenate(evidence), np.array(right, dtype=np.float64))
    apart = {owner: Model(fitted, judge) for owner, fitted in choosers.items()}
    return Trained(Model(fit(lessons), judge), apart)


def _owners(records: Sequence[Record]) -> list[str]:
    """Return whose each text is: its publisher's, else the block's that it falls into."""
    publishers = [publisher_of(record) if "id" in record else "" for record in records]
    if len(set(publishers)) >= _BLOCKS:
        return publishers
    size = -(-len(records) // _BLOCKS)
    return [str(number // size) for number in range(len(records))]


def _is_right(claim: Claim, answers: Iterable[Answer]) -> bool:
    """Whether an annotated attribution has the source and, nearly, the words of a claim."""
    claimed = {place for start, end in claim.extents for place in range(start, end)}
    for answer in answers:
        extents = (extent for extent in (answer.before, answer.behind) if extent is not None)
        annotated = {place for start, end in extents for place in range(start, end)}
        shared = len(claimed & annotated)
        if (
            shared >= _RIGHT_OVERLAP * len(claimed | annotated)
            and shared > 0
            and claim.source == answer.source
        ):
            return True
    return False


def fit(lessons: Sequence[Lesson]) -> dict[Question, Chooser]:
    """Fit a chooser for each question."""
    return {question: _fitted([le.examples[question] for le in lessons]) for question in Question}


def _fitted(examples: Sequence[Examples]) -> Chooser:
    if not any(example.right for example in examples):
        return Chooser(np.zeros(BUCKETS, dtype=np.float32), _NEVER)
    buckets, owners, right = _gathered(examples)
    filled = np.bincount(buckets.ravel(), minlength=BUCKETS) >= _FEWEST
    used = np.flatnonzero(filled)
    column = np.full(BUCKETS, len(used), dtype=np.intp)  # rare buckets share a column of no weight
    column[used] = np.arange(len(used))
    weights = np.zeros(BUCKETS, dtype=np.float32)
    weights[used], bias = _most_likely(column[buckets], len(used), owners, right)
    # What ships has half precision; what is measured in training is to be the same.
    return Chooser(weights.astype(np.float16).astype(np.float32), bias)


def _gathered(examples: Sequence[Examples]) -> tuple[Buckets, Indices, Indices]:
    buckets: list[Buckets] = []
    owners: list[Indices] = []
    right: list[Indices] = []
    options, questions = 0, 0
    for example in examples:
        for part, owner, answer in zip(example.buckets, example.owners, example.right, strict=True):
            buckets.append(part)
            owners.append(owner + questions)
            right.append(np.where(answer >= 0, answer + options, -1))
            options, questions = options + part.shape[1], questions + len(answer)
    return np.concatenate(buckets, axis=1), np.concatenate(owners), np.concatenate(right)


def _most_likely(
    columns: Indices, count: int, owners: Indices, right: Indices
) -> tuple[npt.NDArray[np.float32], float]:
    """Return the weights of `count` columns, and the bias, that make the answers likeliest."""
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    patterns, options = columns.shape
    starts = np.arange(options + 1) * patterns
    ones = np.ones(patterns * options, dtype=np.float32)
    seen = csr_matrix((ones, columns.T.ravel(), starts), shape=(options, count + 1))
    seen_by_column = seen.T.tocsr()
    wanted = np.zeros(options)
    wanted[right[right >= 0]] = 1.0

    def loss(parameters: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = parameters[:-1]
        scores = seen @ np.append(weights, 0).astype(np.float32) + parameters[-1]
        chances, none = shared_chances(scores, owners, len(right))
        likelihood = np.log(np.maximum(chances[wanted > 0], 1e-300)).sum()
        likelihood += np.log(np.maximum(none[right < 0], 1e-300)).sum()
        off = chances - wanted
        slope = (seen_by_column @ off.astype(np.float32))[:count] + _PRIOR * weights
        return _PRIOR / 2 * weights @ weights - likelihood, np.append(slope, off.sum())

    found = minimize(
        loss,
        np.zeros(count + 1),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _ITERATIONS, "maxcor": 6},
    )
    return found.x[:-1].astype(np.float32), float(found.x[-1])


def _judge(evidence: npt.NDArray[np.float64], right: npt.NDArray[np.float64]) -> Judge:
    """Fit the logistic regression of being right on the evidence, by Newton's method."""
    rows = np.column_stack([evidence, np.ones(len(evidence))])
    weights = np.zeros(rows.shape[1])
    prior = np.eye(rows.shape[1])
    for _ in range(25):
        chances = 1.0 / (1.0 + np.exp(-(rows @ weights)))
        slope = rows.T @ (right - chances) - weights
        bend = (rows.T * (chances * (1 - chances))) @ rows + prior
        weights = weights + np.linalg.solve(bend, slope)
    return Judge(weights[:-1], float(weights[-1]))
