"""What can be seen of each place of a text before anything learned is asked.

Columns of whole numbers, one for each place of the reading: which word stands there, its stem and
ending, its classes, whether it belongs to a mention. They are the same in training and in use;
words enter as checksums, so that no vocabulary has to ship.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from extraction.clauses import find_clauses
from extraction.cues import cue_verbs
from extraction.findings import EntityKind
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.reading import QUOTE, Reading
from extraction.standing import Standings, stand

Numbers = npt.NDArray[np.uint32]
Indices = npt.NDArray[np.intp]


class Column(IntEnum):
    """The columns of the table; those before MENTION depend on the word alone."""

    WORD = 0
    STEM = 1
    ENDING = 2
    SHAPE = 3
    CLASS = 4
    STRENGTH = 5
    """How sure a cue the lexicon calls the word, in tenths and one; 0 for other words."""
    POINT = 6
    """Whether it is punctuation."""
    OPEN = 7
    """Whether it is a word that could be a cue: no function word, outside quotation marks."""
    SKIPPED = 8
    """Whether it may stand between a subject and its verb: "has", "also", "repeatedly"."""
    THAT = 9
    COMMA = 10
    """Whether it parts clauses: a comma, a semicolon, a dash, a bracket."""
    MENTION = 11
    SUBJECT = 12
    """Which kind of mention ends before it, "has" and "also" between left out."""
    OBJECT = 13
    """Which kind of mention begins behind it."""
    POSITION = 14
    """How far it is from both ends of its sentence, in classes."""
    QUOTED = 15


class Count(IntEnum):
    """What is counted along the text, so that what lies between two places is a difference."""

    COMMAS = 0
    QUOTES = 1
    CUES = 2
    THATS = 3
    VERBS = 4
    MENTIONS = 5
    OPENS = 6


class Looks(NamedTuple):
    """Where to look: so far from which anchor, in which row.

    First what stands there, in the rows of `Column`; then up to where is counted, and from where,
    in the rows of `Count`, which follow those. `most` is where counting stops.
    """

    rows: Indices
    anchors: Indices
    offsets: Indices
    most: Numbers

    @classmethod
    def at(
        cls,
        seen: Sequence[tuple[int, int, int]],
        counted: Sequence[tuple[int, int, int, int]],
    ) -> Looks:
        """Look for (anchor, column, offset), and count (most, kind, low, high)."""
        kinds = [len(Column) + kind for _, kind, _, _ in counted]
        ends = [*(high for *_, high in counted), *(low for *_, low, _ in counted)]
        return cls(
            np.array([*(column for _, column, _ in seen), *kinds, *kinds], dtype=np.intp),
            np.array([*(anchor for anchor, _, _ in seen), *ends], dtype=np.intp),
            np.array([*(offset for *_, offset in seen), *(0 for _ in ends)], dtype=np.intp),
            np.array([[most] for most, *_ in counted], dtype=np.uint32),
        )


EDGE = 6
"""Empty places that are laid around a text, so that looking beyond its ends finds nothing."""
_LONGEST_GROUP = 5
_GROUPS = (
    ("words", "determiners"),
    ("words", "prepositions"),
    ("words", "auxiliaries"),
    ("words", "clause_openers"),
    ("words", "breaks"),
    ("reported", "that"),
    ("reported", "if"),
    ("reported", "subjects"),
    ("reported", "verbs"),
    ("people", "titles"),
    ("people", "heads_one"),
    ("people", "heads_many"),
    ("people", "heads_text"),
)
_VERB = 1 << _GROUPS.index(("reported", "verbs"))
_PRONOUNS = words("words", "pronouns_m") | words("words", "pronouns_f")
_CLOSED = (
    words("words", "determiners")
    | words("words", "prepositions")
    | words("words", "auxiliaries")
    | words("words", "breaks")
    | words("words", "clause_openers")
    | words("reported", "subjects")
    | words("words", "pronouns_plural")
    | words("words", "pronouns_other")
    | words("reported", "closed")
    | _PRONOUNS
) - cue_verbs().keys()
_SKIPPED = words("words", "auxiliaries") | {"not", "never"}
_THAT = words("reported", "that")
_POINTS = frozenset(".,;:!?…-–—()[]\"'“”‘’")
_COMMAS = frozenset((",", ";", "—", "–", "(", ")"))
_SUFFIXES = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST_STEM = 3
_KINDS = {MentionKind.NAME: 1, MentionKind.PRONOUN: 2, MentionKind.NOMINAL: 3}
_ENTITY_KINDS = {kind: number for number, kind in enumerate(EntityKind)}
_MOST_KNOWN = 200_000
_ROW = Struct(f"={Column.MENTION}I")


def checksum(word: str) -> int:
    """Return the number that stands for a word."""
    # Half a surrogate pair, as broken pages hold, is a word like others.
    return crc32(word.encode("utf-8", "surrogatepass"))


def is_point(sign: str) -> bool:
    """Whether a sign of a reading is punctuation."""
    return sign in _POINTS


def _stem(lower: str) -> str:
    """Fold the forms of a word, roughly: the lemma of a known cue, others without their ending."""
    verb = cue_verbs().get(lower)
    if verb is not None:
        return verb.lemma
    for suffix, instead in _SUFFIXES:
        if lower.endswith(suffix) and len(lower) - len(suffix) >= _SHORTEST_STEM:
            return lower[: -len(suffix)] + instead
    return lower.removesuffix("e")


class _Words(dict[str, bytes]):
    """What a word says by itself, worked out once a word: the first columns of its row."""

    def __init__(self) -> None:
        self._classes: dict[str, int] = {}
        for number, (lexicon, group) in enumerate(_GROUPS):
            for word in words(lexicon, group):
                self._classes[word] = self._classes.get(word, 0) | 1 << number

    def __missing__(self, word: str) -> bytes:
        lower = "0" if word[0].isdigit() else word.lower()
        first = 1 if word[0].isupper() else 2 if word[0].islower() else 3 if lower == "0" else 4
        capitals = 2 if len(word) > 1 and word.isupper() else 0
        verb = cue_verbs().get(lower)
        is_plain = first <= 2 and len(lower) > 1 and lower[-1].isalpha()
        is_skipped = lower in _SKIPPED or lower.endswith(("ly", "n't", "n’t"))
        columns = (
            checksum(lower),
            checksum(_stem(lower)),
            checksum(lower[-3:]),
            first * 10 + capitals + min(len(word), 9) // 4,
            self._classes.get(lower, 0),
            1 + int(10 * verb.strength) if verb is not None else 0,
            lower in _POINTS,
            is_plain and lower not in _CLOSED and (verb is not None or not is_skipped),
            is_skipped,
            lower in _THAT,
            lower in _COMMAS,
        )
        row = _ROW.pack(*columns)
        if len(self) < _MOST_KNOWN:
            self[word] = row
        return row


_WORDS = _Words()


@dataclass(frozen=True)
class SeenMentions:
    """What is seen of each mention; `subject_of` and `follows` are places, -1 for none."""

    kind: Numbers
    plural: Numbers
    entity: Numbers
    standing: Numbers
    subject_of: Indices
    path: Indices
    follows: Indices
    gap: Indices


def _seen(mentions: Sequence[Mention], standings: Standings) -> SeenMentions:
    stood = standings.columns
    told = (
        stood["according"]
        + 2 * stood["addressed"]
        + 4 * stood["preposition"]
        + 8 * stood["inside_phrase"]
        + 16 * stood["opens_clause"]
    )
    return SeenMentions(
        np.array([2 * _KINDS[m.kind] + m.possessive for m in mentions], dtype=np.uint32),
        np.array([m.plural for m in mentions], dtype=np.uint32),
        np.array([_ENTITY_KINDS[m.entity_kind] for m in mentions], dtype=np.uint32),
        told.astype(np.uint32),
        stood["subject_of"],
        stood["path"],
        stood["follows"],
        np.minimum(stood["follows_gap"], 3),
    )


class Places:
    """The places of one reading as the learned choices see them.

    Mentions are numbered here among those outside quotation marks, in reading order: mention `k` is
    `reading.mentions[outside[k]]` and covers the places from `first[k]` to before `after[k]`.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.count = len(reading.signs)
        # Table and counts lie in one piece, so that both are looked at in one go.
        width, counted = self.count + 2 * EDGE, self.count + 1
        self._held = np.zeros(len(Column) * width + len(Count) * counted, dtype=np.uint32)
        self.table: Numbers = self._held[: len(Column) * width].reshape(len(Column), width)
        counts: Numbers = self._held[self.table.size :].reshape(len(Count), counted)
        self._begins = np.concatenate(
            (
                np.arange(len(Column)) * width + EDGE,
                np.arange(len(Count)) * counted + self.table.size,
            )
        )
        standings = stand(reading)
        self.outside = list(standings)
        self.mentions: list[Mention] = [reading.mentions[n] for n in self.outside]
        self.first = standings.columns["first"]
        self.after = standings.columns["after"]
        # One more, so that the mention -1 is nobody's in a text without any too.
        self.bounds = np.zeros((2, len(self.mentions) + 1), dtype=np.intp)
        self.bounds[:, :-1] = self.first, self.after
        self.seen_of_mentions = _seen(self.mentions, standings)
        own = self.table[:, EDGE : EDGE + self.count]
        self._fill_words(own)
        self.sentence_start = np.array(reading.sentence_first, dtype=np.intp)
        self.sentence_end = np.array(reading.sentence_after, dtype=np.intp)
        self._fill_mentions(own)
        at = np.arange(self.count)
        own[Column.POSITION] = np.minimum(at - self.sentence_start, 4) * 6 + np.minimum(
            self.sentence_end - at, 5
        )
        self.candidates: Indices = own[Column.OPEN].nonzero()[0]
        self.subject = self._fill_subjects(own)
        self._count(own, counts)
        self.ruled = self._ruled()

    def _fill_words(self, own: Numbers) -> None:
        reading = self.reading
        if not self.count:
            return
        tokens = reading.segments.tokens
        texts = [tokens[token].text for token in reading.token_at]
        for place in reading.place_of_quote:
            texts[place] = QUOTE
        rows = np.frombuffer(b"".join(map(_WORDS.__getitem__, texts)), dtype=np.uint32)
        own[: Column.MENTION] = rows.reshape(len(texts), Column.MENTION).T
        own[Column.QUOTED, reading.place_of_quote] = 1

    def _fill_mentions(self, own: Numbers) -> None:
        """Number the words of mentions; of two that overlap, the longer one counts."""
        column = [0] * self.count
        for mention, first, after in zip(
            self.mentions, self.first.tolist(), self.after.tolist(), strict=True
        ):
            if column[first] == 0:
                kind = 2 * _KINDS[mention.kind]
                column[first] = kind
                for place in range(first + 1, after):
                    column[place] = kind + 1
        own[Column.MENTION] = column

    def _fill_subjects(self, own: Numbers) -> Indices:
        """Return for each place the mention that is the subject of a verb there, -1 for none."""
        at = np.arange(self.count)
        opens = np.full(self.count + 1, -1, dtype=np.intp)
        ends = np.full(self.count + 1, -1, dtype=np.intp)
        # Backwards, so that of two mentions with one end or begin the first is kept.
        numbers = np.arange(len(self.mentions))[::-1]
        opens[self.first[numbers]] = numbers
        free = np.array([not m.possessive for m in self.mentions], dtype=np.bool_)
        numbers = numbers[free[numbers]]
        ends[self.after[numbers]] = numbers
        kinds = np.array([*(_KINDS[m.kind] for m in self.mentions), 0], dtype=np.uint32)
        last = np.where(own[Column.SKIPPED] > 0, -1, at)
        before = np.concatenate(([-1], np.maximum.accumulate(last)[:-1]))[: self.count] + 1
        before = np.maximum(before, at - _LONGEST_GROUP)
        subject: Indices = ends[before]
        own[Column.SUBJECT] = kinds[subject] + 4 * (before < at)
        own[Column.OBJECT] = kinds[opens[at + 1]]
        return subject

    def _count(self, own: Numbers, counts: Numbers) -> None:
        mention = own[Column.MENTION]
        # The order is that of `Count`.
        marks = (
            own[Column.COMMA],
            own[Column.QUOTED],
            own[Column.STRENGTH] > 0,
            own[Column.THAT],
            own[Column.CLASS] & _VERB > 0,
            (mention > 0) & (mention % 2 == 0),
            own[Column.OPEN],
        )
        np.cumsum(np.array(marks, dtype=np.uint32), axis=1, out=counts[:, 1:])

    def _ruled(self) -> Indices:
        """Return for each place what the rules make of a cue there: begin, end, source; or -1."""
        ruled = np.full((3, self.count), -1, dtype=np.intp)
        reading = self.reading
        number_of = {number: k for k, number in enumerate(self.outside)}
        for found in find_clauses(reading):
            if ruled[0, found.cue_place] < 0:
                begin, end = _covered(reading, found.content[0].start, found.content[-1].end)
                ruled[:, found.cue_place] = (begin, end, number_of.get(found.mention, -1))
        return ruled

    def look(self, looks: Looks, at: Indices) -> tuple[Numbers, Numbers]:
        """Return what stands at some places, and what is counted between others.

        `at` has a row for each anchor of `looks`, a column for each thing that is described.
        """
        begins = self._begins[looks.rows] + looks.offsets
        seen: Numbers = self._held.take(begins[:, None] + at[looks.anchors])
        behind = len(seen) - len(looks.most)
        ahead = behind - len(looks.most)
        counted = seen[ahead:behind]
        counted -= seen[behind:]
        return seen[:ahead], np.minimum(counted, looks.most, out=counted)


def _covered(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Return the places of the words between two offsets."""
    segments = reading.segments
    begin, last = segments.token_at(start), segments.token_at(end) - 1
    return reading.place_of_token[begin], reading.place_of_token[last] + 1
