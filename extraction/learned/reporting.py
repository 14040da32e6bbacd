"""Reported speech as the tagger sees it: its labels joined to findings.

The tagger says which words are a source, a cue, a content, not which belong together. Parts are
joined inside their paragraph: each content to the nearest cue, each cue to its subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.findings import Span
from extraction.learned.columns import table_of
from extraction.learned.tagger import Model, sequences, tag
from extraction.reading import Reading
from extraction.speakers import stand

_OTHER_SENTENCE = 8
"""Words that the border of a sentence counts as, when the nearest part is sought."""
_FARTHEST = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled stretch of tokens, from `first` to before `after`."""

    label: str
    first: int
    after: int


@dataclass(slots=True)
class Joined:
    """Contents with the cue and the source that the tagger's parts give them."""

    contents: list[Part]
    cue: Part | None = None
    source: Part | None = None


@dataclass(slots=True)
class _Paragraph:
    contents: list[Part] = field(default_factory=list)
    cues: list[Part] = field(default_factory=list)
    sources: list[Part] = field(default_factory=list)


def paragraph_bounds(reading: Reading) -> list[tuple[int, int]]:
    """Return the first token of each paragraph and the one after its last."""
    segments = reading.segments
    starts = [segments.token_at(span.start) for span in segments.paragraphs]
    ends = [*starts[1:], len(segments.tokens)][: len(starts)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def tagged(reading: Reading, model: Model) -> list[Joined]:
    """Return what the tagger finds in a text, in reading order."""
    paragraphs = paragraph_bounds(reading)
    labels = tag(model, table_of(reading, model.cue_words), sequences(paragraphs))
    names = [model.labels[number] for number in labels.tolist()]
    joiner = _Joiner(reading)
    return [found for start, end in paragraphs for found in joiner.join(_parts(names, start, end))]


def _parts(names: Sequence[str], start: int, end: int) -> _Paragraph:
    paragraph = _Paragraph()
    lists = {
        "content": paragraph.contents,
        "cue": paragraph.cues,
        "source": paragraph.sources,
    }
    at = start
    while at < end:
        if names[at] == "O":
            at += 1
            continue
        kind = names[at][2:]
        after = at + 1
        while after < end and names[after] == f"I-{kind}":
            after += 1
        lists[kind].append(Part(kind, at, after))
        at = after
    return paragraph


class _Joiner:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._subject_of = self._subjects()

    def _subjects(self) -> dict[int, int]:
        """Return for the token of each cue the first token of the mention that is its subject."""
        reading = self._reading
        outside = [n for n, is_outside in enumerate(reading.outside) if is_outside]
        subjects: dict[int, int] = {}
        for number, standing in stand(reading, outside).items():
            for place in (
                standing.follows if standing.follows_gap == 0 else -1,
                standing.subject_of,
            ):
                if place >= 0:
                    subjects[reading.token_at[place]] = reading.mentions[number].first
        return subjects

    def join(self, paragraph: _Paragraph) -> list[Joined]:
        found: list[Joined] = []
        by_cue: dict[Part, Joined] = {}
        for content in paragraph.contents:
            cue = self._nearest(content, paragraph.cues)
            if cue is None:
                found.append(Joined([content], None, self._nearest(content, paragraph.sources)))
            elif cue in by_cue and self._goes_on(by_cue[cue].contents[-1], cue, content):
                by_cue[cue].contents.append(content)
            else:
                by_cue[cue] = Joined([content], cue, self._source_of(cue, paragraph))
                found.append(by_cue[cue])
        return found

    def _goes_on(self, before: Part, cue: Part, content: Part) -> bool:
        """Whether a content goes on behind the cue of the one before: "A, he said, B"."""
        return before.after <= cue.first < content.first or self._sentence(
            before.first
        ) == self._sentence(content.first)

    def _source_of(self, cue: Part, paragraph: _Paragraph) -> Part | None:
        for token in range(cue.first, cue.after):
            subject = self._subject_of.get(token, -1)
            for source in paragraph.sources:
                if source.first <= subject < source.after:
                    return source
        return self._nearest(cue, paragraph.sources)

    def _nearest(self, part: Part, others: Sequence[Part]) -> Part | None:
        best = min(others, key=lambda other: (self._gap(part, other), other.first), default=None)
        return best if best is not None and self._gap(part, best) <= _FARTHEST else None

    def _gap(self, one: Part, other: Part) -> int:
        gap = max(0, one.first - other.after, other.first - one.after)
        sentences = {self._sentence(one.first), self._sentence(one.after - 1)}
        return gap + (_OTHER_SENTENCE if self._sentence(other.first) not in sentences else 0)

    def _sentence(self, token: int) -> int:
        return self._reading.segments.sentence_at(self._reading.segments.tokens[token].start)


def span_of(reading: Reading, part: Part) -> Span:
    """Return the words of a part without the punctuation at its ends."""
    tokens = reading.segments.tokens
    first, last = part.first, part.after - 1
    while first < last and not tokens[first].is_word and tokens[first].text in ",.;:–—-":
        first += 1
    while last > first and not tokens[last].is_word and tokens[last].text in ",.;:–—-":
        last -= 1
    return Span(tokens[first].start, tokens[last].end)
