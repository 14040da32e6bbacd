"""Who speaks a quotation: every mention near it is a candidate, features are weighed to a score.

The features describe where a candidate stands: as the subject of the cue that reports the
quotation, before or after it, in the same sentence or three paragraphs away, as the speaker of the
quotation before. The weights are set by hand here; learned ones see the same features.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extraction.backing import Backings
from extraction.coreference import Clusters, given_names
from extraction.cues import Form
from extraction.findings import EntityKind, Span
from extraction.learned.choices import options_between
from extraction.learned.trees import Forest, Leaves
from extraction.lexicons import words
from extraction.mentions import MentionKind
from extraction.quotes import FEATURES as _QUOTATION_FEATURES
from extraction.quotes import Quotation, features_of
from extraction.reading import QUOTE, Reading
from extraction.standing import reports, stand

_PREPOSITIONS = words("words", "prepositions")


# Endless paragraphs must not make every mention a candidate of every quotation.
_MOST_BEFORE, _MOST_AFTER = 30, 10
_NO_RANK, _NO_GAP = 12, 60
_NEXT = 1
_NOBODY = -1
"""The path to a cue that stands next to its subject."""
_LONGEST_HEADLINE = 160
_ENDS = (".", "!", "?", '"', "”", "»", ":", ",", ";", "…")
_DASHES = frozenset(("-", "–", "—", "―"))
_DEMONSTRATIVES = frozenset(("this", "that", "these", "those", "it"))
_WRITINGS = words("people", "heads_text")
_PLAIN_CUES = frozenset(("say", "tell", "add", "write"))


Matrix = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]


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
_OF_THE_MENTION = (
    "subject_strength",
    "subject_plain",
    "subject_path",
    "subject_participle",
    "follows_strength",
    "follows_plain",
    "follows_gap",
    "according",
    "addressed",
    "preposition",
    "opens_clause",
    "inside_phrase",
    "possessive",
    "transcript",
    "name",
    "pronoun",
    "nominal",
    "he_she",
    "first_person",
    "they",
    "it",
    "who",
    "person",
    "organization",
    "place",
    "group",
    "writing",
    "length",
    "has_title",
    "capitals",
    "entity_count",
    "entity_share",
    "entity_first",
    "opens_sentence",
    "opens_paragraph",
    "quote_follows",
    "comma_follows",
    "verb_follows",
    "reports",
    "by_before",
    "in_headline",
    "colon_follows",
    "known_given_name",
    "demonstrative",
    "dash_before",
    "ends_paragraph",
    "states_any",
    "apposed",
)
_OF_THE_QUOTATION = (*(f"quotation_{name}" for name in _QUOTATION_FEATURES), "cue_in_paragraph")
FEATURES = (*_OF_THE_PAIR, *_OF_THE_MENTION, *_OF_THE_QUOTATION)
_KNOWN = tuple(name for name in FEATURES if name not in _OF_THE_FLOW)
"""What is known of a candidate whoever spoke before."""
_ROW = {name: row for row, name in enumerate(_KNOWN)}
_MENTION_ROWS = slice(_ROW[_OF_THE_MENTION[0]], _ROW[_OF_THE_QUOTATION[0]])
_QUOTATION_ROWS = slice(_MENTION_ROWS.stop, None)
_MOST_TOGETHER = 128
"""Quotations that are looked at together: the candidates of a whole book would fill the memory."""


@dataclass(frozen=True, slots=True)
class Question:
    """A quotation whose speaker is sought between two places.

    `previous` is the place of the quotation before it in its article, -1 for none.
    """

    quotation: Quotation
    since: int
    until: int
    previous: int


class _Asked(NamedTuple):
    """What the pairs are told by of their quotations."""

    place: Indices
    passage: Indices
    sentence: Indices
    paragraph: Indices
    cue_after: Indices
    cue_before: Indices
    previous: Indices
    previous_paragraph: Indices
    previous_same_sentence: Indices
    number_in_paragraph: Indices
    next_quote_gap: Indices
    dash_behind: Indices
    """Whether a dash stands behind it, as before a signature."""


class _Table:
    """The candidates of some quotations, those of each one after the other.

    `columns` has a row for each of `_KNOWN`, a column for each candidate.
    """

    def __init__(self, mentions: list[int], columns: Matrix) -> None:
        self.mentions = mentions
        self.columns = columns
        self._leaves: tuple[Forest, Leaves] | None = None

    def leaves(self, forest: Forest) -> Leaves:
        """Return what a forest makes of the table; it is asked once."""
        if self._leaves is None or self._leaves[0] is not forest:
            self._leaves = forest, forest.leaves(self.columns, _KNOWN)
        return self._leaves[1]


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
        leaves = self.table.leaves(forest)[:, self.stretch]
        if self.beside.shape[1]:
            leaves = np.hstack((forest.leaves(self.beside, _KNOWN), leaves))
        return forest.sums(forest.leaves(self.flow, _OF_THE_FLOW, leaves))


class Weighing:
    """The candidates of a reading's quotations and their features."""

    def __init__(self, reading: Reading, clusters: Clusters, backings: Backings) -> None:
        self.reading = reading
        self._backings = backings
        self.clusters = clusters
        self.standings = stand(reading)
        self.outside = list(self.standings)
        self._firsts = [standing.first for standing in self.standings.values()]
        self._index = {n: index for index, n in enumerate(self.outside)}
        self._sentence_at = np.asarray(reading.sentence_at)
        self._quotes = np.array(reading.place_of_quote, dtype=np.intp)
        self._cue_paragraphs = {
            reading.paragraph_at[place]
            for cue in reading.cues
            if cue.strength >= 0.7
            and reading.cue_at[place := reading.place_of_token[cue.token]] is cue
        }

    def mention_at(self, place: int) -> int:
        """Return the number of the first mention that begins at `place`, -1 for none."""
        index = bisect_left(self._firsts, place)
        begins = index < len(self._firsts) and self._firsts[index] == place
        return self.outside[index] if begins else -1

    @cached_property
    def _people_until(self) -> dict[int, int]:
        """The mention of a person by name that ends before each place."""
        mentions = self.reading.mentions
        return {
            self.standings[n].after: n
            for n in self.outside
            if mentions[n].kind is MentionKind.NAME
            and mentions[n].entity_kind is EntityKind.PERSON
            and not mentions[n].possessive
        }

    def apposed_to(self, number: int) -> int:
        """Return whom a description stands behind: "Mara Lindqvist, 61, a harbour engineer".

        The number of the name's mention, -1 for none.
        """
        mention, standing = self.reading.mentions[number], self.standings[number]
        if mention.kind is not MentionKind.NOMINAL or mention.plural or standing.path == _NEXT:
            return -1
        comma = standing.first - 1
        if self.reading.sign(comma - 1).isdigit() and self.reading.sign(comma - 2) == ",":
            comma -= 2
        if self.reading.sign(comma) != "," or not self.reading.same_sentence(comma + 1, comma):
            return -1
        return self._people_until.get(comma, -1)

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
            table, ends = self._table(some)
            for question, begin, end in zip(some, [0, *ends], ends, strict=False):
                yield partial(self._after, question, table, slice(begin, end))

    def _after(
        self, question: Question, table: _Table, stretch: slice, flow: Flow
    ) -> Candidates | None:
        """Return the candidates of a quotation, with whoever spoke last among them."""
        numbers = table.mentions[stretch]
        beside = table.columns[:, :0]
        if flow.source >= 0 and (not numbers or flow.source < numbers[0]):
            beside = self._beside(question, flow.source, table.columns[:, stretch])
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

    def _beside(self, question: Question, source: int, others: Matrix) -> Matrix:
        """Look at a mention before all others near a quotation: whoever spoke last."""
        alone = np.zeros(1, dtype=np.intp)
        column = self._columns([question], alone, alone + self._index[source])
        for name in ("nearest_subject", "clause_subject"):
            if others[_ROW[name]].any():
                column[_ROW[name]] = 0
        return column

    def _table(self, questions: Sequence[Question]) -> tuple[_Table, list[int]]:
        """Gather the candidates of some quotations, and where those of each end."""
        owners, index = options_between(*np.array([self._near(q) for q in questions]).T)
        if not len(index):
            return _Table([], np.empty((len(_KNOWN), 0), np.float32)), [0] * len(questions)
        direct = ~self._stood["quotes_another"].astype(np.bool_)[index]
        # Where all pass on another's words, one of them may still be who is meant.
        none = np.bincount(owners, direct, len(questions)) == 0
        kept = direct | none[owners]
        owners, index = owners[kept], index[kept]
        ends = np.bincount(owners, minlength=len(questions)).cumsum().tolist()
        numbers = [self.outside[n] for n in index.tolist()]
        return _Table(numbers, self._columns(questions, owners, index)), ends

    def _near(self, question: Question) -> tuple[int, int]:
        """Return between which of the mentions outside marks a quotation's candidates stand."""
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
        return max(first, middle - _MOST_BEFORE), min(last, middle + _MOST_AFTER)

    def _columns(self, questions: Sequence[Question], owners: Indices, index: Indices) -> Matrix:
        """Describe mentions (numbered among those outside marks) beside their quotations."""
        columns = np.empty((len(_KNOWN), len(owners)), dtype=np.float32)
        for name, values in self._pairs(questions, owners, index).items():
            columns[_ROW[name]] = values
        columns[_MENTION_ROWS] = self._mentions[:, index]
        asked = [question.quotation for question in questions]
        of_quotations = np.empty((len(_OF_THE_QUOTATION), len(asked)), dtype=np.float32)
        of_quotations[:-1] = features_of(asked).T
        paragraphs = [self.reading.paragraph_at[q.place] for q in asked]
        of_quotations[-1] = [number in self._cue_paragraphs for number in paragraphs]
        columns[_QUOTATION_ROWS] = of_quotations[:, owners]
        return columns

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

    @cached_property
    def _stood(self) -> dict[str, Indices]:
        """What the pairs are told by of each mention outside marks, its standing first of all."""
        reading, numbers = self.reading, self.outside
        first = self.standings.columns["first"]
        return self.standings.columns | {
            "reports": np.array([reports(s) for s in self.standings.values()], np.intp),
            "possessive": np.array([reading.mentions[n].possessive for n in numbers], np.intp),
            "cluster": np.array([self.clusters.of_mention[n] for n in numbers], np.intp),
            "sentence": np.asarray(reading.sentence_at)[first],
            "paragraph": np.asarray(reading.paragraph_at)[first],
        }

    @cached_property
    def _stood_together(self) -> Indices:
        """The same with a row for each, so that some mentions are picked at once."""
        return np.array(list(self._stood.values()))

    @cached_property
    def _reporters(self) -> Indices:
        """The places of the mentions outside marks that seem to report."""
        return self._stood["first"][self._stood["reports"] > 0]

    def _pairs(
        self, questions: Sequence[Question], owners: Indices, index: Indices
    ) -> dict[str, npt.NDArray[np.generic]]:
        """Return for each pair what does not depend on who spoke before."""
        sentence_at, quotes = self._sentence_at, self._quotes
        stood = dict(zip(self._stood, self._stood_together[:, index], strict=True))
        first, own, own_sentence = stood["first"], stood["paragraph"], stood["sentence"]
        subject_of, follows = stood["subject_of"], stood["follows"]
        of_questions = np.array([self._of_question(q) for q in questions], dtype=np.intp)
        asked = _Asked(*of_questions.T[:, owners])
        place, after, before = asked.place, asked.cue_after, asked.cue_before
        is_before = first < place
        in_sentence = own_sentence == asked.sentence
        leads = is_before & (stood["opens_clause"] > stood["inside_phrase"])
        leads &= (stood["preposition"] == 0) & (stood["possessive"] == 0)
        target = np.where(before >= 0, before, place)
        opens = leads & (first < target) & (own_sentence == sentence_at[target])
        cue = _nearer(subject_of, follows, place)
        after_cue = quotes.searchsorted(cue)
        rank = self._reporters.searchsorted(place) - self._reporters.searchsorted(first)
        middle = self._stood["first"].searchsorted(place)
        states, another = self._stated(questions, owners, index)
        return {
            "before": is_before,
            "same_paragraph": asked.paragraph == own,
            "paragraphs_back": np.maximum(0, asked.paragraph - own),
            "paragraphs_on": np.maximum(0, own - asked.paragraph),
            "same_sentence": in_sentence,
            "sentences_between": np.minimum(30, abs(asked.sentence - own_sentence)),
            "places_between": np.minimum(
                200, np.where(is_before, place - stood["after"], first - place - 1)
            ),
            "quotes_between": np.minimum(
                20, abs(asked.passage - quotes.searchsorted(first)) - ~is_before
            ),
            "subject_of_after": (subject_of >= 0) & (subject_of == after),
            "subject_of_before": (subject_of >= 0) & (subject_of == before),
            "follows_after": (follows >= 0) & (follows == after),
            "follows_before": (follows >= 0) & (follows == before),
            "previous_same_paragraph": asked.paragraph == asked.previous_paragraph,
            "paragraphs_since_previous": np.where(
                asked.previous >= 0,
                np.minimum(20, asked.paragraph - asked.previous_paragraph),
                50,
            ),
            "nearest_subject": _last_of_each(owners, leads),
            "clause_subject": _last_of_each(owners, opens),
            "adjacent": (stood["after"] == place) | (first == place + 1),
            "spoken_about": self._spoken_about(questions, owners, index),
            "same_sentence_as_cue_after": (after >= 0) & (sentence_at[after] == own_sentence),
            "same_sentence_as_cue_before": (before >= 0) & (sentence_at[before] == own_sentence),
            "reporter_rank": np.where(
                is_before & (stood["reports"] > 0), np.minimum(_NO_RANK, rank), _NO_RANK
            ),
            "since_previous": first > asked.previous,
            "own_cue_gap": np.where(cue >= 0, np.minimum(_NO_GAP, abs(cue - place)), _NO_GAP),
            "own_cue_quotes_between": np.where(
                cue >= 0, np.minimum(6, abs(asked.passage - after_cue) - (cue > place)), 6
            ),
            "own_cue_nearer_another": (cue >= 0)
            & (_nearest(quotes, cue, after_cue) != asked.passage),
            "previous_same_sentence": asked.previous_same_sentence,
            "number_in_paragraph": np.minimum(6, asked.number_in_paragraph),
            "next_quote_gap": np.minimum(40, asked.next_quote_gap),
            "states": states,
            "stated_by_another": another,
            "signs": asked.dash_behind & (first == place + 2),
            "mentions_between": abs(middle - index) + (index >= middle),
        }

    def _of_question(self, question: Question) -> tuple[int, ...]:
        """Return the values of `_Asked` for one quotation."""
        reading, quotation = self.reading, question.quotation
        place, passage, quotes = quotation.place, quotation.passage, reading.place_of_quote
        sentence, paragraph = reading.sentence_at[place], reading.paragraph_at[place]
        return (
            place,
            passage,
            sentence,
            paragraph,
            quotation.cue_after,
            quotation.cue_before,
            question.previous,
            reading.paragraph_at[question.previous] if question.previous >= 0 else -1,
            passage > 0 and reading.sentence_at[quotes[passage - 1]] == sentence,
            passage - bisect_left(quotes, self.first_of_paragraph(place)),
            quotes[passage + 1] - place if passage + 1 < len(quotes) else _NO_GAP,
            reading.sign(place + 1) in _DASHES,
        )

    def _stated(
        self, questions: Sequence[Question], owners: Indices, index: Indices
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Return how sure it is that each candidate states the quotation, and that others do."""
        own, other = np.zeros((2, len(owners)), dtype=np.float32)
        ends = owners.searchsorted(np.arange(len(questions)), side="right").tolist()
        for question, begin, end in zip(questions, [0, *ends], ends, strict=False):
            place, cue = question.quotation.place, question.quotation.cue_before
            behind = self._backings.behind.get(place)
            if not behind or begin == end:
                continue
            named = {backing.source for backing in behind}
            sure, unsure = own[begin:end], other[begin:end]  # views
            unsure[:] = self._backings.shares(_NOBODY, place)[1]
            inner = self._subject_of.get(cue, _NOBODY)
            numbers = [self.outside[n] for n in index[begin:end].tolist()]
            for pair, number in enumerate(numbers):
                if number in named:
                    sure[pair], unsure[pair] = self._backings.shares(number, place)
                if number == inner:
                    sure[pair], unsure[pair] = max(sure[pair], unsure[pair]), 0.0
            if inner != _NOBODY:
                # "Mora said that Lindqvist had told him: ...": the words are the inner speaker's.
                outer = self._stood["subject_of"][index[begin:end]]
                passing = (outer >= self.reading.sentence_first[cue]) & (outer < cue)
                unsure[passing] = sure[passing]
                sure[passing] = 0.0
        return own, other

    @cached_property
    def _subject_of(self) -> dict[int, int]:
        """The mention that is the subject of the cue at each place."""
        standings = self.standings.items()
        return {standing.subject_of: n for n, standing in standings if standing.subject_of >= 0}

    def _spoken_about(
        self, questions: Sequence[Question], owners: Indices, index: Indices
    ) -> npt.NDArray[np.bool_]:
        """Whether the quotation itself names each candidate: few speak of themselves by name."""
        text = self.reading.segments.text
        said = [question.quotation.content.of(text) for question in questions]
        names = self._last_names
        pairs = zip(owners.tolist(), index.tolist(), strict=True)
        return np.array([(name := names[n]) != "" and name in said[q] for q, n in pairs], np.bool_)

    @cached_property
    def _last_names(self) -> list[str]:
        """The last word of each name outside marks, "" for other mentions."""
        text = self.reading.segments.text
        mentions = (self.reading.mentions[n] for n in self.outside)
        return [
            m.head.of(text).rsplit(" ", 1)[-1] if m.kind is MentionKind.NAME else ""
            for m in mentions
        ]

    @cached_property
    def _mentions(self) -> Matrix:
        """`_OF_THE_MENTION` of each mention outside marks."""
        reading, stood = self.reading, self._stood
        text, signs = reading.segments.text, reading.signs
        mentions = [reading.mentions[n] for n in self.outside]
        heads = [mention.head.of(text) for mention in mentions]
        first, after = stood["first"].tolist(), stood["after"].tolist()
        subjects = [reading.cue_at[at] if at >= 0 else None for at in stood["subject_of"].tolist()]
        follows = [reading.cue_at[at] if at >= 0 else None for at in stood["follows"].tolist()]
        lowers = [
            signs[at] if mention.kind is MentionKind.PRONOUN else ""
            for mention, at in zip(mentions, first, strict=True)
        ]
        behind = [reading.sign(at) for at in after]
        ahead = [reading.sign(at - 1) for at in first]
        clusters = [
            self.clusters.clusters[c].mentions if c >= 0 else [] for c in stood["cluster"].tolist()
        ]
        counts = np.array([len(cluster) for cluster in clusters])
        paragraphs, given = stood["paragraph"].tolist(), given_names()
        is_headline = {number: self._is_headline(number) for number in set(paragraphs)}
        paragraph_at = np.asarray(reading.paragraph_at)
        opens_paragraph = np.ones(len(signs) + 1, dtype=np.bool_)
        opens_paragraph[1:-1] = paragraph_at[1:] != paragraph_at[:-1]
        named = max(1, sum(1 for c in self.clusters.of_mention if c >= 0))
        columns = {
            "subject_strength": [cue.strength if cue else 0.0 for cue in subjects],
            "subject_plain": [cue is not None and cue.lemma in _PLAIN_CUES for cue in subjects],
            "subject_path": stood["path"],
            "subject_participle": [
                cue is not None and cue.form is Form.PARTICIPLE for cue in subjects
            ],
            "follows_strength": [cue.strength if cue else 0.0 for cue in follows],
            "follows_plain": [cue is not None and cue.lemma in _PLAIN_CUES for cue in follows],
            "follows_gap": stood["follows_gap"],
            "according": stood["according"],
            "addressed": stood["addressed"],
            "preposition": stood["preposition"],
            "opens_clause": stood["opens_clause"],
            "inside_phrase": stood["inside_phrase"],
            "possessive": stood["possessive"],
            "transcript": stood["transcript"],
            "name": [mention.kind is MentionKind.NAME for mention in mentions],
            "pronoun": [mention.kind is MentionKind.PRONOUN for mention in mentions],
            "nominal": [mention.kind is MentionKind.NOMINAL for mention in mentions],
            "he_she": [
                lower != "" and mention.gender != ""
                for lower, mention in zip(lowers, mentions, strict=True)
            ],
            "first_person": [lower in ("i", "we") for lower in lowers],
            "they": [lower == "they" for lower in lowers],
            "it": [lower == "it" for lower in lowers],
            "who": [lower == "who" for lower in lowers],
            "person": [mention.entity_kind is EntityKind.PERSON for mention in mentions],
            "organization": [
                mention.entity_kind is EntityKind.ORGANIZATION for mention in mentions
            ],
            "place": [mention.entity_kind is EntityKind.PLACE for mention in mentions],
            "group": [mention.entity_kind is EntityKind.GROUP for mention in mentions],
            "writing": [
                mention.kind is MentionKind.NOMINAL and head.lower() in _WRITINGS
                for mention, head in zip(mentions, heads, strict=True)
            ],
            "length": [mention.last - mention.first for mention in mentions],
            "has_title": [mention.title is not None for mention in mentions],
            "capitals": [len(head) > 3 and head.isupper() for head in heads],
            "entity_count": counts,
            "entity_share": counts / named,
            "entity_first": [
                bool(cluster) and cluster[0] == n
                for cluster, n in zip(clusters, self.outside, strict=True)
            ],
            "opens_sentence": np.asarray(reading.sentence_first)[stood["first"]] == stood["first"],
            "opens_paragraph": opens_paragraph[stood["first"]],
            "quote_follows": [sign == QUOTE for sign in behind],
            "comma_follows": [sign == "," for sign in behind],
            "verb_follows": [sign[:1].isalpha() and sign not in _PREPOSITIONS for sign in behind],
            "reports": stood["reports"],
            "by_before": [sign == "by" for sign in ahead],
            "in_headline": [is_headline[paragraph] for paragraph in paragraphs],
            "colon_follows": [sign == ":" for sign in behind],
            "known_given_name": [head.split(" ", 1)[0].lower() in given for head in heads],
            "demonstrative": [signs[at] in _DEMONSTRATIVES for at in first],
            "dash_before": [sign in _DASHES for sign in ahead],
            "ends_paragraph": opens_paragraph[stood["after"]],
            "states_any": [self._backings.stating.get(n, 0.0) for n in self.outside],
            "apposed": [
                mention.kind is MentionKind.NOMINAL and self.apposed_to(n) >= 0
                for mention, n in zip(mentions, self.outside, strict=True)
            ],
        }
        return np.array([columns[name] for name in _OF_THE_MENTION], dtype=np.float32)

    def _is_headline(self, number: int) -> bool:
        paragraph = self.reading.segments.paragraphs[number]
        return len(paragraph) < _LONGEST_HEADLINE and not paragraph.of(
            self.reading.segments.text
        ).endswith(_ENDS)


def _last_of_each(owners: Indices, those: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Mark of `those` only the last that each owner has; owners are in ascending order."""
    (at,) = those.nonzero()
    is_last = np.ones(len(at), dtype=np.bool_)
    is_last[:-1] = owners[at[1:]] != owners[at[:-1]]
    last = np.zeros(len(owners), dtype=np.bool_)
    last[at[is_last]] = True
    return last


def _nearer(one: Indices, other: Indices, place: Indices) -> Indices:
    """Return which of two places lies nearer to a third; -1 is none."""
    takes_one = (other < 0) | ((one >= 0) & (abs(one - place) <= abs(other - place)))
    return np.where(takes_one, one, other)


def _nearest(quotes: Indices, place: Indices, after: Indices) -> Indices:
    """Return the number of the passage nearest to a place; `after` is the one behind it."""
    last = len(quotes) - 1
    before = np.maximum(after - 1, 0)
    is_nearer = place - quotes[before] <= quotes[np.minimum(after, last)] - place
    return np.where((after > last) | ((after > 0) & is_nearer), before, after)


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
