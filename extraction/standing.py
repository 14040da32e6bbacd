"""Where a mention stands: of which cue it is the subject, which it follows, and by what path.

Independent of any quotation, so it is found once for a text.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from extraction.cues import PHRASE_ENDS, Form, Frame
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.reading import QUOTE, Reading

_AUXILIARIES = words("words", "auxiliaries")
_PREPOSITIONS = words("words", "prepositions")
_CLAUSE_OPENERS = words("words", "clause_openers")
_SENTENCE_MARKS = frozenset((".", "!", "?", ":", ";", "—", "–", QUOTE, ""))
_LINKS = _PREPOSITIONS | _CLAUSE_OPENERS
_OPENS_CLAUSE = _SENTENCE_MARKS | _CLAUSE_OPENERS | {","}
_LONGEST_APPOSITION = 22
_LONGEST_OBJECT = 12

Indices = npt.NDArray[np.intp]


class Standing(NamedTuple):
    """Where a mention stands among the signs, whatever the quotation.

    `subject_of` is the place of the cue whose subject it seems to be ("Smith, a farmer, said"),
    `follows` the place of a cue it follows ("said Smith"), each -1 for none. `path` tells how the
    cue was reached: 0 none, 1 next to it, 2 over an apposition, 3 by "who", 4 later in the clause.
    `reports` says that it seems to be the subject of a cue, before it or right behind it.
    `quotes_another` says that it passes on another's words: the Gazette in "the Gazette quoted Lind
    as saying".
    """

    first: int
    after: int
    subject_of: int
    path: int
    follows: int
    follows_gap: int
    according: bool
    addressed: bool
    preposition: bool
    opens_clause: bool
    inside_phrase: bool
    transcript: bool
    possessive: bool
    reports: bool
    quotes_another: bool


class Standings(dict[int, Standing]):
    """The standings of the mentions outside quotation marks, by their numbers."""

    @cached_property
    def columns(self) -> dict[str, Indices]:
        """The fields of the standings, each with a value for every mention."""
        rows = np.array(list(self.values()), dtype=np.intp).reshape(-1, len(Standing._fields))
        return dict(zip(Standing._fields, rows.T.copy(), strict=True))


def stand(reading: Reading) -> Standings:
    """Look at the mentions outside quotation marks; each is looked at once in a reading."""
    known = _standings.get(reading)
    if known is None:
        covered = _covered(reading)
        known = _standings[reading] = Standings(
            (number, _standing(reading, number, number in covered))
            for number, outside in enumerate(reading.outside)
            if outside
        )
    return known


_standings: WeakKeyDictionary[Reading, Standings] = WeakKeyDictionary()


def _covered(reading: Reading) -> set[int]:
    """Return the mentions that lie inside a longer one: "Trump" in "Trump's lawyer"."""
    covered: set[int] = set()
    end = -1
    for number, mention in enumerate(reading.mentions):
        if mention.span.end <= end:
            covered.add(number)
        end = max(end, mention.span.end)
    return covered


def _standing(reading: Reading, number: int, inside_phrase: bool) -> Standing:
    mention = reading.mentions[number]
    first, after = reading.place_of(mention), reading.place_after(mention)
    subject_of, path = (-1, 0) if mention.possessive else _subject_of(reading, first, after)
    follows, gap = _follows(reading, first)
    if (
        subject_of < 0 <= follows
        and gap == 0
        and _is_foreign_pronoun(mention, reading.signs[first])
    ):
        subject_of, path = follows, 1
    cue = reading.cue_at[follows] if follows >= 0 else None
    before = reading.signs[first - 1] if first > reading.sentence_first[first] else ""
    addressed = (
        cue is not None
        and cue.frame is Frame.TELL
        and gap == 0
        and reading.sign(follows - 1) not in (QUOTE, ",")
        and follows > reading.sentence_first[follows]
    ) or (before in ("to", "with") and _speech_before(reading, first - 2))
    return Standing(
        first,
        after,
        subject_of,
        path,
        follows,
        gap,
        cue is not None and cue.frame is Frame.ACCORDING,
        addressed,
        before in _PREPOSITIONS,
        before in _OPENS_CLAUSE,
        inside_phrase,
        reading.sign(after) == ":" and before == "",
        mention.possessive,
        subject_of >= 0 or (follows >= 0 and gap <= 1 and not addressed),
        _quotes_another(reading, after),
    )


def _is_foreign_pronoun(mention: Mention, sign: str) -> bool:
    """Whether a pronoun is none of English, where it seldom follows its verb: "sagte er"."""
    return (
        bool(mention.gender) and mention.kind is MentionKind.PRONOUN and sign not in ("he", "she")
    )


def _quotes_another(reading: Reading, after: int) -> bool:
    at, signs = after, reading.signs
    while at < len(signs) and signs[at] in _AUXILIARIES and at < after + 3:
        at += 1
    cue = reading.cue_at[at] if at < len(signs) else None
    if cue is None or cue.frame is not Frame.QUOTE:
        return False
    for place in range(at + 1, min(at + _LONGEST_OBJECT, len(reading.signs) - 1)):
        following = reading.cue_at[place + 1]
        if reading.signs[place] == "as" and following is not None:
            return following.form is Form.PARTICIPLE
    return False


def _speech_before(reading: Reading, place: int) -> bool:
    return place >= 0 and reading.cue_at[place] is not None


def _subject_of(reading: Reading, first: int, after: int) -> tuple[int, int]:
    """Return the place of the cue that the words before `after` seem to be the subject of."""
    at, path = after, 1
    sign = reading.sign(at)
    if sign in ("who", "which") and at < reading.sentence_after[first]:
        at, path = at + 1, 3
        sign = reading.sign(at)
    if sign in (",", "(", "—", "–"):
        closing = ")" if sign == "(" else None
        if reading.sign(at + 1) in ("who", "which"):
            place = _verb_at(reading, at + 2, first)
            if place >= 0:
                return place, 3
        at = _after_apposition(reading, at, closing)
        path = 2
        if at < 0:
            return -1, 0
    place = _verb_at(reading, at, first)
    return (place, path) if place >= 0 else (-1, 0)


def _after_apposition(reading: Reading, at: int, closing: str | None) -> int:
    start = at
    for at in range(start + 1, min(start + _LONGEST_APPOSITION, reading.sentence_after[start])):
        sign = reading.signs[at]
        if sign == QUOTE:
            return -1
        if sign == closing or (closing is None and sign in (",", "—", "–")):
            place = _verb_at(reading, at + 1, start)
            if place >= 0 or closing is not None:
                return at + 1
    return -1


def _verb_at(reading: Reading, begin: int, first: int) -> int:
    """Return the place of the cue at `begin` or behind adverbs and auxiliaries there, else -1."""
    for at in range(begin, min(begin + 5, reading.sentence_after[first])):
        cue = reading.cue_at[at]
        if cue is not None:
            return at if cue.frame in (Frame.SAY, Frame.TELL) else -1
        sign = reading.signs[at]
        if sign == "as" and at + 1 < len(reading.signs):
            following = reading.cue_at[at + 1]
            if following is not None and following.form is Form.PARTICIPLE:
                return at + 1  # "quoted Smith as saying"
        if sign not in _AUXILIARIES and not sign.endswith("ly"):
            return -1
    return -1


def _follows(reading: Reading, first: int) -> tuple[int, int]:
    """Return the cue before the words at `first` and how many plain words stand between."""
    for gap in range(min(7, first - reading.sentence_first[first])):
        at = first - 1 - gap
        cue = reading.cue_at[at]
        if cue is not None:
            # "adding Belarus would cope": a participle's subject stands before it, never after.
            return (-1, 0) if cue.form is Form.PARTICIPLE else (at, gap)
        sign = reading.signs[at]
        phrase = _phrase_ending_at(reading, at) if sign in PHRASE_ENDS else -1
        if phrase >= 0:
            return phrase, gap
        if sign in _LINKS or not sign[:1].isalpha():
            return -1, 0
    return -1, 0


def _phrase_ending_at(reading: Reading, at: int) -> int:
    """Return the place where the phrase begins that ends at `at` ("according to"), else -1."""
    for start in range(at - 1, max(-1, at - 4), -1):
        cue = reading.cue_at[start]
        if cue is not None:
            return start if cue.span.end == reading.words_at(at).end else -1
    return -1
