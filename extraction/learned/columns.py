"""What a tagger sees of each word: a table of whole numbers, one row a token.

Each column says one thing of a token: which word it is, its ending, its shape, whether it stands in
quotation marks, how far away the nearest cue is and which. The table is the same in training and in
use; words enter as checksums, so that no vocabulary has to ship.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from extraction.cues import Form, cue_verbs
from extraction.lexicons import words
from extraction.mentions import MentionKind
from extraction.reading import Reading
from extraction.speakers import stand

Table = npt.NDArray[np.uint32]


class Column(IntEnum):
    """The columns, in the order of the table."""

    WORD = 0
    ENDING = 1
    SHAPE = 2
    CLASS = 3
    LEMMA = 4
    IN_MARKS = 5
    CUE_DISTANCE = 6
    CUE_LEMMA = 7
    COMMAS = 8
    MENTION = 9
    SUBJECT = 10
    PLACE = 11
    THAT = 12
    OTHER_SIDE = 13
    STRENGTH = 14
    """How often the word itself was a cue in the texts that were learned from, in classes."""
    SIGN_DISTANCE = 15
    """As CUE_DISTANCE, for the nearest word that was ever seen to be a cue."""
    SIGN_WORD = 16
    SIGN_COMMAS = 17
    SIGN_SUBJECT = 18
    """1 for a mention right before such a word, 2 right behind it, 3 and 4 for the word itself."""


_FAR = 30
_KINDS = {MentionKind.NAME: 1, MentionKind.PRONOUN: 2, MentionKind.NOMINAL: 3}


@cache
def _classes() -> dict[str, int]:
    groups = (
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
    bits: dict[str, int] = {}
    for number, (lexicon, group) in enumerate(groups):
        for word in words(lexicon, group):
            bits[word] = bits.get(word, 0) | 1 << number
    return bits


def _shape(word: str) -> int:
    first = word[0]
    kind = 1 if first.isupper() else 2 if first.islower() else 3 if first.isdigit() else 4
    inner = 1 if word.isupper() and len(word) > 1 else 0
    return kind * 100 + inner * 10 + min(len(word), 6)


def _hash(word: str) -> int:
    # Half a surrogate pair, as broken pages hold, is a word like others.
    return crc32(word.encode("utf-8", "surrogatepass"))


class Lookup(dict[str, tuple[int, int, int, int, int]]):
    """What a word says by itself, worked out once a word."""

    def __missing__(self, word: str) -> tuple[int, int, int, int, int]:
        lower = word.lower()
        verb = cue_verbs().get(lower)
        row = (
            _hash(lower),
            _hash(lower[-3:]),
            _shape(word),
            _classes().get(lower, 0),
            crc32(verb.lemma.encode()) if verb is not None else 0,
        )
        if len(self) < 200_000:
            self[word] = row
        return row


_LOOKUP = Lookup()


def _bucket(distance: int) -> int:
    """Fold a signed distance in words into few classes; 0 is the cue itself."""
    size = abs(distance)
    folded = size if size <= 3 else 4 if size <= 5 else 5 if size <= 9 else 6 if size <= 17 else 7
    return folded if distance >= 0 else 8 + folded


CueWords = Mapping[str, int]
"""Words that were seen as cues, in lower case, each with a class from 1 (rarely) to 4 (mostly)."""


def table_of(reading: Reading, cue_words: CueWords) -> Table:
    """Return the table of a text."""
    tokens = reading.segments.tokens
    table = np.zeros((len(tokens), len(Column)), dtype=np.uint32)
    if not tokens:
        return table
    table[:, :5] = [_LOOKUP[token.text] for token in tokens]
    place_of = reading.place_of_token
    quoted = [reading.quote_at[place] >= 0 for place in place_of]
    table[:, Column.IN_MARKS] = quoted
    _fill_sentences(table, reading, quoted)
    _fill_mentions(table, reading)
    _fill_signs(table, reading, cue_words)
    return table


def _fill_sentences(table: Table, reading: Reading, quoted: list[bool]) -> None:
    """Fill what depends on the other words of the sentence: the cues near a word above all."""
    segments = reading.segments
    tokens = segments.tokens
    cues: list[tuple[int, int]] = []
    for place, cue in enumerate(reading.cue_at):
        if cue is not None:
            form = 1 if cue.form is Form.PARTICIPLE else 0
            cues.append((reading.token_at[place], crc32(cue.lemma.encode()) + form))
    cue_tokens = [token for token, _ in cues]
    that = words("reported", "that")
    bounds = [segments.token_at(span.start) for span in segments.sentences] + [len(tokens)]
    rows: list[tuple[int, int, int, int, int, int]] = []
    for start, end in pairwise(bounds):
        low, high = bisect_left(cue_tokens, start), bisect_left(cue_tokens, end)
        own = cues[low:high]
        commas = 0
        counts: list[int] = []
        last_that = -1
        for number in range(start, end):
            text = tokens[number].text
            commas += text in (",", ";", "—", "–") and not quoted[number]
            counts.append(commas)
        near = 0
        for number in range(start, end):
            if tokens[number].lower in that:
                last_that = number
            while near + 1 < len(own) and abs(own[near + 1][0] - number) <= abs(
                own[near][0] - number
            ):
                near += 1
            position = min(number - start, 3) + (4 if number == end - 1 else 0)
            since_that = min(number - last_that, 9) if last_that >= 0 else 10
            if not own:
                rows.append((31, 0, 0, position, since_that, 0))
                continue
            cue_token, lemma = own[near]
            between = min(3, abs(counts[number - start] - counts[cue_token - start]))
            other = own[near + 1] if number > cue_token and near + 1 < len(own) else None
            if number < cue_token and near > 0:
                other = own[near - 1]
            rows.append(
                (
                    _bucket(number - cue_token),
                    lemma,
                    between + 1,
                    position,
                    since_that,
                    _bucket(number - other[0]) + 1 if other else 0,
                )
            )
    if bounds[0] > 0:  # tokens before the first sentence do not occur; keep the table whole
        rows = [(31, 0, 0, 0, 10, 0)] * bounds[0] + rows
    columns = [
        Column.CUE_DISTANCE,
        Column.CUE_LEMMA,
        Column.COMMAS,
        Column.PLACE,
        Column.THAT,
        Column.OTHER_SIDE,
    ]
    table[:, columns] = rows


def _fill_mentions(table: Table, reading: Reading) -> None:
    """Fill which words are mentions, and which of these seem to be the subject of a cue."""
    outside = [n for n, is_outside in enumerate(reading.outside) if is_outside]
    standings = stand(reading, outside)
    for number in outside:
        mention, standing = reading.mentions[number], standings[number]
        kind = _KINDS[mention.kind]
        subject = 0
        if standing.subject_of >= 0:
            subject = 1 + standing.path
            _mark(table, reading.token_at[standing.subject_of], 8)
        elif standing.follows >= 0 and standing.follows_gap == 0:
            subject = 6 if standing.according else 7
            _mark(table, reading.token_at[standing.follows], 9)
        for token in range(mention.first, mention.last):
            if table[token, Column.MENTION] == 0:
                table[token, Column.MENTION] = kind * 2 + (token > mention.first)
            if subject and not table[token, Column.SUBJECT]:
                table[token, Column.SUBJECT] = subject


def _fill_signs(table: Table, reading: Reading, cue_words: CueWords) -> None:
    """Fill what depends on the words that were ever seen as cues, "wants" as well as "said"."""
    segments = reading.segments
    tokens = segments.tokens
    strength = [cue_words.get(token.lower, 0) for token in tokens]
    table[:, Column.STRENGTH] = strength
    bounds = [segments.token_at(span.start) for span in segments.sentences] + [len(tokens)]
    for start, end in pairwise(bounds):
        signs = [number for number in range(start, end) if strength[number]]
        if not signs:
            table[start:end, Column.SIGN_DISTANCE] = 31
            continue
        commas = 0
        counts = []
        for number in range(start, end):
            commas += tokens[number].text in ",;—–"
            counts.append(commas)
        near = 0
        for number in range(start, end):
            while near + 1 < len(signs) and abs(signs[near + 1] - number) <= abs(
                signs[near] - number
            ):
                near += 1
            sign = signs[near]
            between = min(3, abs(counts[number - start] - counts[sign - start]))
            table[number, Column.SIGN_DISTANCE] = _bucket(number - sign)
            table[number, Column.SIGN_WORD] = table[sign, Column.WORD]
            table[number, Column.SIGN_COMMAS] = between * 5 + strength[sign]
    _fill_sign_subjects(table, reading, strength)


def _fill_sign_subjects(table: Table, reading: Reading, strength: list[int]) -> None:
    tokens = reading.segments.tokens
    ends = {mention.last: mention for mention in reading.mentions}
    starts = {mention.first: mention for mention in reading.mentions}
    skipped = words("words", "auxiliaries")
    for number, value in enumerate(strength):
        if not value:
            continue
        before = number
        while (
            before > 0
            and number - before < 5
            and (tokens[before - 1].lower in skipped or tokens[before - 1].lower.endswith("ly"))
        ):
            before -= 1
        subject, follower = ends.get(before), starts.get(number + 1)
        if subject is not None and not subject.possessive:
            table[subject.first : subject.last, Column.SIGN_SUBJECT] = 1
            table[number, Column.SIGN_SUBJECT] = 3
        elif follower is not None:
            table[follower.first : follower.last, Column.SIGN_SUBJECT] = 2
            table[number, Column.SIGN_SUBJECT] = 4


def _mark(table: Table, token: int, value: int) -> None:
    if not table[token, Column.SUBJECT]:
        table[token, Column.SUBJECT] = value
