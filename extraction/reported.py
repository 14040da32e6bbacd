"""Reported speech: what somebody is said to have said, in the reporter's words.

A tagger that learned from annotated news finds most of it; the rules for clauses beside a cue add
what it passed over, and stand alone where its model is missing or the language is another than the
model's.
"""

from __future__ import annotations

from dataclasses import replace

from extraction.clauses import Reported, find_clauses
from extraction.findings import Span
from extraction.learned.reporting import Joined, Part, span_of, tagged
from extraction.learned.tagger import Model, load
from extraction.lexicons import words
from extraction.reading import Reading

__all__ = ["Reported", "find_reported"]

_MODEL = "reported"
_THAT = words("reported", "that")
_PLAIN, _KNOWN_CUE, _MENTIONED, _ONE_SENTENCE = 0.2, 0.15, 0.1, 0.1
_LEARNED = "the tagger: learned from annotated news"


def find_reported(reading: Reading, language: str = "en") -> tuple[Reported, ...]:
    """Return the reported speech of a text in reading order; no two findings overlap.

    Content may hold marked passages; whether those are quotations is for others to say.
    """
    model = load(_MODEL) if language == "en" else None
    clauses = find_clauses(reading)
    if model is None:
        return clauses
    return _merged(_learned(reading, model), clauses)


def _merged(learned: list[Reported], clauses: tuple[Reported, ...]) -> tuple[Reported, ...]:
    """Let the tagger's findings stand, and between them the clauses it did not touch."""
    found = sorted(
        [*((item, 0) for item in learned), *((item, 1) for item in clauses)],
        key=lambda pair: (pair[0].content[0].start, pair[1]),
    )
    kept: list[tuple[Reported, int]] = []
    for item, rank in found:
        while kept and _overlap(kept[-1][0], item) and rank < kept[-1][1]:
            kept.pop()
        if not kept or not _overlap(kept[-1][0], item):
            kept.append((item, rank))
    return tuple(item for item, _ in kept)


def _overlap(before: Reported, item: Reported) -> bool:
    return item.content[0].start < before.content[-1].end


def _learned(reading: Reading, model: Model) -> list[Reported]:
    mentions = _MentionsByToken(reading)
    found: list[Reported] = []
    for joined in tagged(reading, model):
        item = _reported(reading, joined, mentions)
        if item is not None:
            found.append(item)
    return found


def _reported(reading: Reading, joined: Joined, mentions: _MentionsByToken) -> Reported | None:
    if joined.cue is None or joined.source is None:
        return None  # Nobody is named for it: nothing that a catalogue of sources could use.
    contents = tuple(_without_that(reading, part) for part in joined.contents)
    mention = mentions.of(joined.source)
    return Reported(
        contents,
        span_of(reading, joined.cue),
        reading.place_of_token[joined.cue.first],
        span_of(reading, joined.source),
        mention,
        _confidence(reading, joined, mention),
        _LEARNED,
    )


def _without_that(reading: Reading, part: Part) -> Span:
    """Return the words of a content; "that" belongs to the reporter."""
    opens = reading.segments.tokens[part.first].lower in _THAT and part.after - part.first > 2
    return span_of(reading, replace(part, first=part.first + 1) if opens else part)


def _confidence(reading: Reading, joined: Joined, mention: int) -> float:
    """Return how often findings of this form were right in articles held back from training."""
    segments = reading.segments
    parts = [part for part in (*joined.contents, joined.cue, joined.source) if part is not None]
    sentences = {segments.sentence_at(segments.tokens[part.first].start) for part in parts}
    confidence = _PLAIN
    if joined.cue and reading.cue_at[reading.place_of_token[joined.cue.first]] is not None:
        confidence += _KNOWN_CUE
    if mention >= 0:
        confidence += _MENTIONED
    return round(confidence + (_ONE_SENTENCE if len(sentences) == 1 else 0), 3)


class _MentionsByToken:
    """Finds the mention that a source of the tagger's is: the first and longest inside it."""

    def __init__(self, reading: Reading) -> None:
        self._at: dict[int, int] = {}
        self._lasts = [mention.last for mention in reading.mentions]
        for number, mention in enumerate(reading.mentions):
            held = self._at.get(mention.first)
            if held is None or self._lasts[held] < mention.last:
                self._at[mention.first] = number

    def of(self, source: Part) -> int:
        """Return the number of the mention, -1 where none begins inside the source."""
        for token in range(source.first, source.after):
            number = self._at.get(token)
            if number is not None:
                return number
        return -1
