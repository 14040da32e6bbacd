"""Words that say that something was said: "said", "told", "according to".

The verbs stand in `resources/lexicons/cues.tsv` with a strength: how surely marked words beside the
verb are its subject's own. Which verb belongs to which words is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from extraction.findings import Span
from extraction.lexicons import rows
from extraction.segments import Segments


class Frame(StrEnum):
    """What stands around the cue."""

    SAY = "say"
    """The subject speaks; an addressee needs "to"."""
    TELL = "tell"
    """The subject speaks; the object is the addressee: "told Reuters"."""
    QUOTE = "quote"
    """The object speaks: "the paper quoted Smith as saying"."""
    ACCORDING = "according"
    """What follows speaks: "according to Smith"."""


class Form(StrEnum):
    """The form of a verb, as far as its spelling tells."""

    FINITE = "finite"
    PARTICIPLE = "participle"
    """In -ing: its subject is the subject of the clause before."""
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class CueVerb:
    """An entry of the lexicon."""

    lemma: str
    strength: float
    frame: Frame


class Cue(NamedTuple):
    """A cue at its place in a text. `token` is the number of its first token in the segments."""

    span: Span
    lemma: str
    strength: float
    frame: Frame
    form: Form
    token: int


_ACCORDING = {
    ("according", "to"): "according to",
    ("in", "the", "words", "of"): "in the words of",
    ("selon",): "selon",
    ("según",): "según",
    ("d'après",): "d'après",
    ("nach", "angaben"): "nach Angaben",
    ("по", "словам"): "по словам",
}
_ACCORDING_STARTS = frozenset(words[0] for words in _ACCORDING)
PHRASE_ENDS = frozenset(words[-1] for words in _ACCORDING)
"""The last words of the phrases that are cues."""


@cache
def cue_verbs(language: str = "en") -> Mapping[str, CueVerb]:
    """Return every form of every cue verb of a language, in lower case."""
    verbs: dict[str, CueVerb] = {}
    for tag, lemma, strength, frame, forms in rows("cues"):
        if tag == language:
            for form in forms.split():
                verbs.setdefault(form, CueVerb(lemma, float(strength), Frame(frame)))
    return verbs


@cache
def _starts(language: str) -> frozenset[str]:
    """Return every word that a cue of a language can begin with."""
    return _ACCORDING_STARTS.union(cue_verbs(language))


def find_cues(segments: Segments, language: str = "en") -> tuple[Cue, ...]:
    """Return every possible cue of the text in reading order, in quotation marks and out."""
    verbs = cue_verbs(language)
    tokens = segments.tokens
    found: list[Cue] = []
    starts = _starts(language)
    for number in [n for n, lower in enumerate(segments.lowers) if lower in starts]:
        lower = segments.lowers[number]
        if lower in _ACCORDING_STARTS and (phrase := _according_at(segments, number)) is not None:
            found.append(phrase)
        elif (verb := verbs.get(lower)) is not None:
            form = Form.PARTICIPLE if lower.endswith("ing") else Form.FINITE
            span = tokens[number].span
            found.append(Cue(span, verb.lemma, verb.strength, verb.frame, form, number))
    return tuple(found)


def _according_at(segments: Segments, number: int) -> Cue | None:
    for words, lemma in _ACCORDING.items():
        after = number + len(words)
        if segments.lowers[number:after] == words:
            span = Span(segments.tokens[number].start, segments.tokens[after - 1].end)
            return Cue(span, lemma, 0.9, Frame.ACCORDING, Form.PHRASE, number)
    return None
