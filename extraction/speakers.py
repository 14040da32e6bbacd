"""Who speaks a quotation: every mention near it is a candidate, features are weighed to a score.

The features describe where a candidate stands: as the subject of the cue that reports the
quotation, before or after it, in the same sentence or three paragraphs away, as the speaker of the
quotation before. The weights are set by hand here; learned ones see the same features.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate, chain, repeat

import numpy as np
import numpy.typing as npt

from extraction import bearings, portraits, quotes
from extraction.appositions import Appositions
from extraction.backing import Backings
from extraction.bearings import Bearings, Question
from extraction.coreference import Clusters
from extraction.findings import Span
from extraction.learned.trees import Begun, Forest
from extraction.portraits import Portraits
from extraction.quotes import Quotation
from extraction.reading import Reading
from extraction.standing import stand

# Endless paragraphs must not make every mention a candidate of every quotation.
_MOST_BEFORE, _MOST_AFTER = 30, 10

Matrix = npt.NDArray[np.float32]


@dataclass(slots=True)
class Flow:
    """What came before a quotation: source and entities of those already given a speaker.

    `spoken` counts how often each entity has spoken in the article, in all `turns` of it; it is
    one dictionary for the whole article and grows.
    """

    source: int = -1
    entity: int = -1
    earlier_entity: int = -1
    paragraph: int = -1
    place: int = -1
    turns: int = 0
    spoken: dict[int, int] = field(default_factory=dict)


_OF_THE_FLOW = (
    "previous_source",
    "previous_entity",
    "previous_previous_entity",
    "times_spoken",
    "share_spoken",
)
"""What depends on who was found to speak before; all else is known of a text at once."""
_OF_THE_PAIR = (
    "before",
    "same_paragraph",
    "paragraphs_back",
    "paragraphs_on",
    "same_sentence",
    "sentences_between",
    "places_between",
    "quotes_between",
    "subject_of_after",
    "subject_of_before",
    "follows_after",
    "follows_before",
    "previous_source",
    "previous_entity",
    "previous_previous_entity",
    "previous_same_paragraph",
    "paragraphs_since_previous",
    "nearest_subject",
    "clause_subject",
    "adjacent",
    "spoken_about",
    "same_sentence_as_cue_after",
    "same_sentence_as_cue_before",
    "reporter_rank",
    "since_previous",
    "times_spoken",
    "share_spoken",
    "own_cue_gap",
    "own_cue_quotes_between",
    "own_cue_nearer_another",
    "previous_same_sentence",
    "number_in_paragraph",
    "next_quote_gap",
    "states",
    "stated_by_another",
    "signs",
    "mentions_between",
)
FEATURES = (
    *_OF_THE_PAIR,
    *portraits.FEATURES,
    *(f"quotation_{name}" for name in quotes.FEATURES),
    "cue_in_paragraph",
)
"""In the order in which the models know them."""
_KNOWN = (
    *bearings.FEATURES,
    *portraits.FEATURES,
    *(f"quotation_{name}" for name in quotes.FEATURES),
    *bearings.OF_THE_QUESTION,
)
"""What is known of a candidate whoever spoke before, as it is told."""
_ROW = {name: row for row, name in enumerate(_KNOWN)}
_MOST_TOGETHER = 128
"""Quotations that are looked at together: the candidates of a whole book would fill the memory."""


class _Table:
    """The candidates of some quotations, those of each one after the other.

    `columns` has a row for each of `_KNOWN`, a column for each candidate.
    """

    def __init__(self, columns: Matrix) -> None:
        self.columns = columns
        self._begun: tuple[Forest, Begun] | None = None

    def begun(self, forest: Forest) -> Begun:
        """Return what a forest makes of the table; it is asked once."""
        if self._begun is None or self._begun[0] is not forest:
            self._begun = forest, forest.begin(self.columns, _KNOWN)
        return self._begun[1]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The mentions that may speak one quotation.

    `flow` has a row for each of `_OF_THE_FLOW`, a column for each mention. What else is known of
    them stands in the `stretch` of a table, but of a first one that does not stand there, `beside`.
    """

    mentions: tuple[int, ...]
    flow: Matrix
    beside: Matrix
    table: _Table
    stretch: slice

    @property
    def features(self) -> Matrix:
        """A row of `FEATURES` for each mention."""
        known = np.hstack((self.beside, self.table.columns[:, self.stretch]))
        row_of = {name: known[row] for name, row in _ROW.items()}
        row_of |= zip(_OF_THE_FLOW, self.flow, strict=True)
        return np.array([row_of[name] for name in FEATURES], dtype=np.float32).T

    def is_so(self, name: str, number: int) -> bool:
        """Whether one of `FEATURES` is true of a mention."""
        row, first = _ROW.get(name), self.beside.shape[1]
        if row is None:
            return bool(self.flow[_OF_THE_FLOW.index(name), number])
        if number < first:
            return bool(self.beside[row, number])
        return bool(self.table.columns[row, self.stretch.start + number - first])

    def scores(self, forest: Forest) -> npt.NDArray[np.float64]:
        """Return the score that a forest gives each mention."""
        begun = self.table.begun(forest).some(self.stretch)
        if self.beside.shape[1]:
            begun = begun.behind(forest.begin(self.beside, _KNOWN))
        return forest.finish(begun, self.flow, _OF_THE_FLOW)


class Weighing:
    """The candidates of a reading's quotations and their features."""

    def __init__(self, reading: Reading, clusters: Clusters, backings: Backings) -> None:
        self.reading = reading
        self.clusters = clusters
        self.standings = stand(reading)
        self.outside = list(self.standings)
        self._firsts = [standing.first for standing in self.standings.values()]
        self._index = {n: index for index, n in enumerate(self.outside)}
        self._bearings = Bearings(reading, self.standings, backings)
        self.appositions = Appositions(reading, self.standings)
        self._portraits = Portraits(
            reading, self.standings, clusters, backings.stating, self.appositions
        )

    def mention_at(self, place: int) -> int:
        """Return the number of the first mention that begins at `place`, -1 for none."""
        index = bisect_left(self._firsts, place)
        begins = index < len(self._firsts) and self._firsts[index] == place
        return self.outside[index] if begins else -1

    def first_of_paragraph(self, place: int) -> int:
        """Return the place that opens the paragraph of `place`."""
        paragraphs = self.reading.paragraph_at
        return bisect_left(paragraphs, paragraphs[place])

    def is_first_of_paragraph(self, place: int) -> bool:
        """Whether the sign at `place` opens its paragraph."""
        paragraphs = self.reading.paragraph_at
        return place == 0 or paragraphs[place - 1] != paragraphs[place]

    def candidates(
        self, questions: Sequence[Question]
    ) -> Iterator[Callable[[Flow], Candidates | None]]:
        """Yield for each quotation what gives its candidates, once it is known who spoke before."""
        for start in range(0, len(questions), _MOST_TOGETHER):
            some = questions[start : start + _MOST_TOGETHER]
            near = [self._near(question) for question in some]
            rows = map(self._rows, some, near, near)
            table = _Table(_columns(chain.from_iterable(rows)))
            ends = accumulate(map(len, near))
            for question, indices, end in zip(some, near, ends, strict=True):
                stretch = slice(end - len(indices), end)
                yield partial(self._after, question, indices, table, stretch)

    def _after(
        self,
        question: Question,
        indices: Sequence[int],
        table: _Table,
        stretch: slice,
        flow: Flow,
    ) -> Candidates | None:
        """Return the candidates of a quotation, with whoever spoke last among them."""
        numbers = [self.outside[index] for index in indices]
        beside = _NO_COLUMNS
        if flow.source >= 0 and (not numbers or flow.source < numbers[0]):
            alone = [self._index[flow.source]]
            beside = _columns(self._rows(question, alone, [*alone, *indices]))
            numbers = [flow.source, *numbers]
        if not numbers:
            return None
        told = np.array([self._told(n, flow) for n in numbers], dtype=np.float32).T
        return Candidates(tuple(numbers), told, beside, table, stretch)

    def _told(self, number: int, flow: Flow) -> tuple[float, ...]:
        """Return `_OF_THE_FLOW` of a mention."""
        cluster = self.clusters.of_mention[number]
        if cluster < 0:
            return number == flow.source, 0, 0, 0, 0
        times = flow.spoken.get(cluster, 0)
        return (
            number == flow.source,
            cluster == flow.entity,
            cluster == flow.earlier_entity,
            min(6, times),
            times / max(1, flow.turns),
        )

    def _rows(
        self, question: Question, some: Sequence[int], among: Sequence[int]
    ) -> Iterable[bytes]:
        """Return `_KNOWN` of some of the candidates `among` which a speaker is sought, in parts."""
        told = question.quotation.features.tobytes() + self._bearings.of(question)
        portraits = [self._portraits[self.outside[index]] for index in some]
        bearings = self._bearings.rows(question, some, among)
        return chain.from_iterable(zip(bearings, portraits, repeat(told)))

    def _near(self, question: Question) -> list[int]:
        """Return the candidates of a quotation, numbered among the mentions outside marks."""
        place = question.quotation.place
        paragraphs = self.reading.paragraph_at
        paragraph = paragraphs[place]
        low = bisect_left(paragraphs, max(0, paragraph - 3))
        high = bisect_left(paragraphs, paragraph + 2)
        if paragraphs[low] != max(0, paragraph - 3):
            low = 0  # all of that paragraph stands in marks
        if high < len(paragraphs) and paragraphs[high] != paragraph + 2:
            high = len(paragraphs)
        middle = bisect_left(self._firsts, place)
        first = bisect_left(self._firsts, max(low, question.since))
        last = bisect_left(self._firsts, min(high, question.until))
        near = range(max(first, middle - _MOST_BEFORE), min(last, middle + _MOST_AFTER))
        # Where all pass on another's words, one of them may still be who is meant.
        return [index for index in near if index not in self._pass_on] or list(near)

    @cached_property
    def _pass_on(self) -> frozenset[int]:
        """The mentions outside marks that pass on another's words."""
        standings = enumerate(self.standings.values())
        return frozenset(index for index, standing in standings if standing.quotes_another)

    def cue_for(self, quotation: Quotation, number: int) -> int:
        """Return the place of the cue by which a mention speaks the quotation, -1 for none."""
        standing = self.standings[number]
        own = [place for place in (standing.subject_of, standing.follows) if place >= 0]
        for place in (quotation.cue_after, quotation.cue_before):
            if place in own:
                return place
        reading = self.reading
        if standing.first < quotation.place and reading.same_sentence(
            standing.first, quotation.cue_before
        ):
            return quotation.cue_before
        paragraph = reading.paragraph_at[quotation.place]
        near = [p for p in own if abs(reading.paragraph_at[p] - paragraph) <= 1]
        if near:
            return near[0]
        return quotation.cue_after if quotation.cue_after >= 0 else quotation.cue_before


def _columns(rows: Iterable[bytes]) -> Matrix:
    """Return rows of `_KNOWN` as columns."""
    return np.frombuffer(b"".join(rows), np.float32).reshape(-1, len(_KNOWN)).T


_NO_COLUMNS = _columns(())


def score_by_rules(features: Matrix) -> npt.NDArray[np.float32]:
    """Weigh the candidates of one quotation by hand-set weights; the scores order them."""
    x = {name: features[:, number] for number, name in enumerate(FEATURES)}
    comma = x["quotation_ends_comma"]
    after_strength = x["quotation_cue_after_strength"]
    before_strength = x["quotation_cue_before_strength"]
    close = x["follows_gap"] < 4
    wants_after = (after_strength > 0) & ((comma > 0) | (x["quotation_cue_after_gap"] <= 6))
    wants_before = before_strength > 0
    floating = ~wants_after & ~wants_before
    score = np.zeros(len(features), dtype=np.float32)
    attached = (x["subject_of_after"] > 0) | ((x["follows_after"] > 0) & close)
    score += (wants_after & attached) * (6.0 * after_strength + comma)
    weight = np.where(wants_after & (comma > 0), 2.5, 5.0) * before_strength
    subject = x["subject_of_before"] > 0
    follower = ~subject & (x["follows_before"] > 0) & close & (x["addressed"] == 0)
    clause = ~subject & ~follower & (x["clause_subject"] > 0)
    score += wants_before * weight * (subject + 0.6 * follower + 0.7 * clause)
    score += 3.0 * x["according"] * x["same_sentence"]
    score += 2.5 * x["transcript"] * x["same_paragraph"]
    score += floating * (
        2.5 * x["previous_source"]
        + x["previous_source"] * x["previous_same_paragraph"]
        + 1.2 * x["subject_strength"] * x["before"] * (x["paragraphs_back"] <= 1)
        + x["follows_strength"] * close * x["before"]
        + 0.8 * x["nearest_subject"]
    )
    score += 0.4 * x["previous_entity"] + 0.5 * x["opens_clause"]
    score += 0.6 * x["same_sentence"] + 0.3 * x["before"]
    score -= 0.8 * x["paragraphs_back"] + 1.5 * x["paragraphs_on"]
    score -= 0.25 * np.minimum(x["sentences_between"], 6) + 0.01 * x["places_between"]
    score -= 2.5 * x["addressed"] + 1.2 * x["preposition"] + x["possessive"]
    score -= 1.5 * x["inside_phrase"] + 0.8 * x["spoken_about"]
    score -= 1.5 * x["it"] + 1.5 * x["first_person"] + x["they"] + 0.5 * x["who"]
    score -= 0.5 * x["nominal"] + 0.8 * x["place"] + 0.3 * x["organization"]
    score += 0.05 * np.minimum(x["entity_count"], 10)
    return score


def explain(text: str, candidates: Candidates, number: int, cue: Span | None) -> str:
    """Say in a clause for people why one of the candidates was chosen."""
    is_so = partial(candidates.is_so, number=number)

    verb = f" “{cue.of(text)}”" if cue is not None else ""
    if is_so("subject_of_after") or is_so("subject_of_before"):
        return f"the subject of the cue{verb}"
    if is_so("according"):
        return f"named after the cue{verb}"
    if is_so("follows_after") or is_so("follows_before"):
        return f"named right after the cue{verb}"
    if is_so("previous_source"):
        return "goes on speaking: no other speaker is named in between"
    if is_so("clause_subject"):
        return f"the subject of the clause that leads to the cue{verb}"
    if is_so("transcript"):
        return "the name before the colon"
    if is_so("nearest_subject"):
        return "the nearest subject before the quotation"
    return "the most likely mention near the quotation"
