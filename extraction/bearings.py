"""How the mentions near a quotation stand to it: before or behind it, in its sentence, at its cue.

All that can be told of the two together before anybody has been found to speak.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from struct import Struct
from typing import NamedTuple

from extraction.backing import Backings
from extraction.mentions import Mention, MentionKind
from extraction.portraits import DASHES
from extraction.quotes import Quotation
from extraction.reading import Reading
from extraction.standing import Standings

FEATURES = (
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
    "nearest_subject",
    "clause_subject",
    "adjacent",
    "spoken_about",
    "same_sentence_as_cue_after",
    "same_sentence_as_cue_before",
    "reporter_rank",
    "since_previous",
    "own_cue_gap",
    "own_cue_quotes_between",
    "own_cue_nearer_another",
    "states",
    "stated_by_another",
    "signs",
    "mentions_between",
)
OF_THE_QUESTION = (
    "previous_same_paragraph",
    "paragraphs_since_previous",
    "previous_same_sentence",
    "number_in_paragraph",
    "next_quote_gap",
    "cue_in_paragraph",
)
"""What is the same for all mentions near a quotation, beside what `extraction.quotes` tells."""
_ROW = Struct(f"={len(FEATURES)}f")
_QUESTION = Struct(f"={len(OF_THE_QUESTION)}f")
_NO_RANK, _NO_GAP, _NO_QUOTES = 12, 60, 6
_NOWHERE = -2
_NOBODY = -1
_NOT_STATED = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Question:
    """A quotation whose speaker is sought between two places.

    `previous` is the place of the quotation before it in its article, -1 for none.
    """

    quotation: Quotation
    since: int
    until: int
    previous: int


class _Stood(NamedTuple):
    """What is told of a mention beside any quotation.

    `leads` says that it opens a clause as its subject may; `passages` and `reporters` how many
    passages, and mentions that seem to report, stand before it.
    """

    first: int
    after: int
    sentence: int
    paragraph: int
    subject_of: int
    follows: int
    name: str
    leads: bool
    passages: int
    reporters: int
    reports: bool


class Bearings:
    """How the mentions outside marks stand to the quotations of one reading."""

    def __init__(self, reading: Reading, standings: Standings, backings: Backings) -> None:
        self._reading = reading
        self._standings = standings
        self._backings = backings
        self._quotes = reading.place_of_quote
        self._firsts = [standing.first for standing in standings.values()]
        self._reporters = [standing.first for standing in standings.values() if standing.reports]
        self._cue_paragraphs = {
            reading.paragraph_at[place]
            for cue in reading.cues
            if cue.strength >= 0.7
            and reading.cue_at[place := reading.place_of_token[cue.token]] is cue
        }
        self._numbers = list(standings)
        self._passages: dict[int, tuple[int, int]] = {}

    def of(self, question: Question) -> bytes:
        """Return `OF_THE_QUESTION` as 32-bit floats."""
        reading, quotes = self._reading, self._quotes
        place, passage = question.quotation.place, question.quotation.passage
        sentence_at, paragraph = reading.sentence_at, reading.paragraph_at[place]
        previous = reading.paragraph_at[question.previous] if question.previous >= 0 else _NOBODY
        return _QUESTION.pack(
            previous == paragraph,
            min(20, paragraph - previous) if previous >= 0 else 50,
            passage > 0 and sentence_at[quotes[passage - 1]] == sentence_at[place],
            min(6, passage - bisect_left(quotes, bisect_left(reading.paragraph_at, paragraph))),
            min(40, quotes[passage + 1] - place if passage + 1 < len(quotes) else _NO_GAP),
            paragraph in self._cue_paragraphs,
        )

    def rows(self, question: Question, some: Sequence[int], among: Sequence[int]) -> list[bytes]:
        """Return `FEATURES` of some mentions as 32-bit floats.

        They are numbered among those outside marks, and are some of the candidates, `among` which
        the speaker is sought.
        """
        reading, quotation = self._reading, question.quotation
        place, passage = quotation.place, quotation.passage
        sentence, paragraph = reading.sentence_at[place], reading.paragraph_at[place]
        after = quotation.cue_after if quotation.cue_after >= 0 else _NOWHERE
        before = quotation.cue_before if quotation.cue_before >= 0 else _NOWHERE
        sentence_of_after = reading.sentence_at[after] if after >= 0 else _NOWHERE
        sentence_of_before = reading.sentence_at[before] if before >= 0 else _NOWHERE
        signature = place + 2 if reading.sign(place + 1) in DASHES else _NOWHERE
        mentions, reporters = bisect_left(self._firsts, place), bisect_left(self._reporters, place)
        said = quotation.content.of(reading.segments.text)
        nearest_subject, clause_subject = self._leading(question, among)
        stated = self._stated(question, some)
        rows: list[bytes] = []
        for index in some:
            (
                first,
                end,
                own_sentence,
                own_paragraph,
                subject_of,
                follows,
                name,
                _,
                passages_ahead,
                reporters_ahead,
                reports,
            ) = self._stood[index]
            is_before = first < place
            back, sentences = paragraph - own_paragraph, abs(sentence - own_sentence)
            places = place - end if is_before else first - place - 1
            cue = subject_of
            if follows >= 0 and (cue < 0 or abs(cue - place) > abs(follows - place)):
                cue = follows
            cue_gap, cue_quotes, nearer_another = _NO_GAP, _NO_QUOTES, False
            if cue >= 0:
                passages, nearest = self._passages_at(cue)
                cue_gap = min(_NO_GAP, abs(cue - place))
                cue_quotes = min(_NO_QUOTES, abs(passage - passages) - (cue > place))
                nearer_another = nearest != passage
            ranks = is_before and reports
            rows.append(
                _ROW.pack(
                    is_before,
                    back == 0,
                    max(0, back),
                    max(0, -back),
                    sentences == 0,
                    min(30, sentences),
                    min(200, places),
                    min(20, abs(passage - passages_ahead) - (not is_before)),
                    subject_of == after,
                    subject_of == before,
                    follows == after,
                    follows == before,
                    index == nearest_subject,
                    index == clause_subject,
                    end == place or first == place + 1,
                    name != "" and name in said,
                    own_sentence == sentence_of_after,
                    own_sentence == sentence_of_before,
                    min(_NO_RANK, reporters - reporters_ahead) if ranks else _NO_RANK,
                    first > question.previous,
                    cue_gap,
                    cue_quotes,
                    nearer_another,
                    *stated.get(index, _NOT_STATED),
                    first == signature,
                    abs(mentions - index) + (not is_before),
                )
            )
        return rows

    @cached_property
    def _stood(self) -> list[_Stood]:
        """What is told of each mention outside marks."""
        reading, text = self._reading, self._reading.segments.text
        return [
            _Stood(
                standing.first,
                standing.after,
                reading.sentence_at[standing.first],
                reading.paragraph_at[standing.first],
                standing.subject_of,
                standing.follows,
                _last_name(reading.mentions[number], text),
                standing.opens_clause
                and not (standing.inside_phrase or standing.preposition or standing.possessive),
                bisect_left(self._quotes, standing.first),
                bisect_left(self._reporters, standing.first),
                standing.reports,
            )
            for number, standing in self._standings.items()
        ]

    def _leading(self, question: Question, among: Sequence[int]) -> tuple[int, int]:
        """Return the last subject of a clause before a quotation, and of the one that leads to it.

        The latter ends at the cue before the quotation, if there is one. -1 stands for none.
        """
        reading, place = self._reading, question.quotation.place
        end = question.quotation.cue_before if question.quotation.cue_before >= 0 else place
        sentence = reading.sentence_at[end]
        nearest = _NOBODY
        for index in reversed(among):
            stood = self._stood[index]
            if stood.leads and stood.first < place:
                nearest = index if nearest == _NOBODY else nearest
                if stood.first < end and stood.sentence == sentence:
                    return nearest, index
        return nearest, _NOBODY

    def _passages_at(self, cue: int) -> tuple[int, int]:
        """Return how many passages stand before a cue, and which one is nearest to it."""
        known = self._passages.get(cue)
        if known is None:
            quotes = self._quotes
            behind = bisect_left(quotes, cue)
            nearest = behind
            if behind == len(quotes) or (
                behind > 0 and cue - quotes[behind - 1] <= quotes[behind] - cue
            ):
                nearest = behind - 1
            known = self._passages[cue] = behind, nearest
        return known

    def _stated(self, question: Question, some: Sequence[int]) -> dict[int, tuple[float, float]]:
        """Return how sure it is that each mention states the quotation, and that others do.

        Empty where the quotation is part of no statement.
        """
        place, cue = question.quotation.place, question.quotation.cue_before
        behind = self._backings.behind.get(place)
        if not behind:
            return {}
        named = {backing.source for backing in behind}
        anybody = self._backings.shares(_NOBODY, place)[1]
        inner = self._subjects.get(cue, _NOBODY)
        stated: dict[int, tuple[float, float]] = {}
        for index in some:
            number = self._numbers[index]
            own, other = 0.0, anybody
            if number in named:
                own, other = self._backings.shares(number, place)
            if number == inner:
                own, other = max(own, other), 0.0
            # "Mora said that Lindqvist had told him: ...": the words are the inner speaker's.
            passes_on = self._reading.sentence_first[cue] <= self._stood[index].subject_of < cue
            if inner != _NOBODY and passes_on:
                own, other = 0.0, own
            stated[index] = own, other
        return stated

    @cached_property
    def _subjects(self) -> dict[int, int]:
        """The mention that is the subject of the cue at each place."""
        standings = self._standings.items()
        return {standing.subject_of: n for n, standing in standings if standing.subject_of >= 0}


def _last_name(mention: Mention, text: str) -> str:
    """Return the last word of a name, by which few speak of themselves; "" for what is no name."""
    return mention.head.of(text).rsplit(" ", 1)[-1] if mention.kind is MentionKind.NAME else ""
