"""To whom something was said: "told Reuters", "urged his crowd", "in an interview with RT"."""

from __future__ import annotations

from extraction.coreference import given_names
from extraction.cues import Frame
from extraction.findings import Addressee, EntityKind, Span
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.reading import Reading

_DETERMINERS = words("words", "determiners")
_ENDS = words("words", "breaks") | words("words", "prepositions")
_LONGEST_PHRASE = 5
_TALKS = words("words", "talks")
_TALKING = words("words", "talking")


class Addressees:
    """Answers for one reading to whom a cue's words were said."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._at: dict[int, Mention] = {}
        for number, mention in enumerate(reading.mentions):
            if reading.outside[number]:
                place = reading.place_of(mention)
                known = self._at.get(place)
                if known is None or known.span.end < mention.span.end:
                    self._at[place] = mention

    def of(self, cue_place: int, speaker: Mention | None) -> Addressee | None:
        """Return the addressee of the words that the cue at `cue_place` reports."""
        reading = self._reading
        cue = reading.cue_at[cue_place]
        if cue is None:
            return None
        if cue.frame is Frame.TELL:
            found = self._object(cue_place, speaker)
            if found is not None:
                return found
        return self._talk(cue_place, speaker)

    def _object(self, cue_place: int, speaker: Mention | None) -> Addressee | None:
        mention = self._at.get(cue_place + 1)
        if mention is not None:
            return self._named(mention, speaker)
        return self._plain_phrase(cue_place + 1)

    def _plain_phrase(self, first: int) -> Addressee | None:
        """Find "the dockers": an article and the words up to where the phrase ends."""
        reading = self._reading
        last = first
        if reading.sign(first) not in _DETERMINERS:
            return None
        while (
            last - first < _LONGEST_PHRASE
            and reading.same_sentence(first, last + 1)
            and reading.sign(last + 1)[:1].isalpha()
            and reading.sign(last + 1) not in _ENDS
        ):
            last += 1
        if last == first:
            return None
        span = Span(reading.words_at(first).start, reading.words_at(last).end)
        return Addressee(" ".join(span.of(reading.segments.text).split()), span, EntityKind.GROUP)

    def _talk(self, cue_place: int, speaker: Mention | None) -> Addressee | None:
        """Find "in an interview with X" or "speaking to X" in the sentence of the cue."""
        reading = self._reading
        first = max(1, cue_place - 15, reading.sentence_first[cue_place])
        after = min(cue_place + 16, len(reading.signs) - 2, reading.sentence_after[cue_place])
        for place in range(first, after):
            sign, following = reading.signs[place], reading.signs[place + 1]
            if (sign in _TALKS and following in ("with", "to")) or (
                sign in _TALKING and following in ("to", "with")
            ):
                mention = self._at.get(place + 2)
                found = self._named(mention, speaker)
                if found is not None:
                    return found
        return None

    def _named(self, mention: Mention | None, speaker: Mention | None) -> Addressee | None:
        if mention is None or (speaker is not None and mention.span.overlaps(speaker.span)):
            return None
        text = self._reading.segments.text
        if mention.kind is MentionKind.PRONOUN:
            return None
        span = mention.head if mention.kind is MentionKind.NAME else mention.span
        if mention.entity_kind is EntityKind.ORGANIZATION:
            span = mention.span
        return Addressee(" ".join(span.of(text).split()), span, _kind(mention, text))


def _kind(mention: Mention, text: str) -> EntityKind:
    """What listens. A name that nothing marks as a person's is a paper's: "told Northern Wire"."""
    if mention.kind is not MentionKind.NAME or mention.entity_kind is not EntityKind.PERSON:
        return mention.entity_kind
    forename = mention.head.of(text).split()[0].lower()
    is_person = mention.gender or mention.title or forename in given_names()
    return EntityKind.PERSON if is_person else EntityKind.ORGANIZATION
