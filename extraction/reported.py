"""Reported speech: what somebody is said to have said, in the reporter's words.

The rules for clauses beside a cue come first. On request a tagger that learned from annotated news
adds what they passed over, wishes, plans and thoughts included: it finds more and errs more. Where
its model is missing, and in other languages than the model's, the rules stand alone.
"""

from __future__ import annotations

from dataclasses import replace

from extraction.clauses import Reported, find_clauses
from extraction.findings import Span
from extraction.languages import language_of
from extraction.learned.reporting import Joined, Part, span_of, tagged
from extraction.learned.tagger import Model, load
from extraction.lexicons import words
from extraction.reading import Reading

__all__ = ["Reported", "find_reported"]

_MODEL, _LANGUAGE = "reported", "en"
_THAT = words("reported", "that")
_KNOWN_CUE, _OTHER_CUE = 0.45, 0.28
_LEARNED = "the tagger: learned from annotated news"


def find_reported(reading: Reading, *, thorough: bool = False) -> tuple[Reported, ...]:
    """Return the reported speech of a text in reading order; no two findings overlap.

    With `thorough` the tagger adds its findings.

    Content may hold marked passages; whether those are quotations is for others to say.
    """
    clauses = find_clauses(reading)
    if not thorough or language_of(reading.segments.tokens) != _LANGUAGE:
        return clauses
    model = load(_MODEL)
    if model is None:
        return clauses
    return _merged(_learned(reading, model), clauses)


def _merged(learned: list[Reported], clauses: tuple[Reported, ...]) -> tuple[Reported, ...]:
    """Let the clauses stand, whose cue and source the rules are sure of, and between them the rest.

    Where both touch the same words, the rules named the right speaker more often.
    """
    found = sorted(
        [*((item, 0) for item in clauses), *((item, 1) for item in learned)],
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
    parts = (joined.cue, joined.source, joined.contents[0])
    segments = reading.segments
    if len({segments.sentence_at(segments.tokens[part.first].start) for part in parts}) > 1:
        return None  # Parts joined across sentences were wrong nineteen times in twenty.
    contents = tuple(_without_that(reading, part) for part in joined.contents)
    mention = mentions.of(joined.source)
    if mention < 0:
        return None
    return Reported(
        contents,
        *_cue(reading, joined.cue),
        span_of(reading, joined.source),
        mention,
        _confidence(reading, joined.cue),
        _LEARNED,
    )


def _cue(reading: Reading, part: Part) -> tuple[Span, int]:
    """Return the verb inside "said on Monday" and its place; all the words where none is known."""
    for token in range(part.first, part.after):
        cue = reading.cue_at[reading.place_of_token[token]]
        if cue is not None:
            return cue.span, reading.place_of_token[token]
    return span_of(reading, part), reading.place_of_token[part.first]


def _without_that(reading: Reading, part: Part) -> Span:
    """Return the words of a content; "that" belongs to the reporter."""
    opens = reading.segments.tokens[part.first].lower in _THAT and part.after - part.first > 2
    return span_of(reading, replace(part, first=part.first + 1) if opens else part)


def _confidence(reading: Reading, cue: Part) -> float:
    """Return how often findings of this form were right in articles held back from training."""
    is_known = reading.cue_at[reading.place_of_token[cue.first]] is not None
    return _KNOWN_CUE if is_known else _OTHER_CUE


class _MentionsByToken:
    """Finds the mention that a source of the tagger's is: the longest that begins it."""

    def __init__(self, reading: Reading) -> None:
        self._at: dict[int, int] = {}
        self._lasts = [mention.last for mention in reading.mentions]
        for number, mention in enumerate(reading.mentions):
            held = self._at.get(mention.first)
            if held is None or self._lasts[held] < mention.last:
                self._at[mention.first] = number

    def of(self, source: Part) -> int:
        """Return the number of the mention, -1 where none begins the source."""
        for token in range(source.first, min(source.first + 2, source.after)):
            number = self._at.get(token)
            if number is not None:
                return number
        return -1
