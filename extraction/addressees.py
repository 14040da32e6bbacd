"""To whom something was said: "told Reuters", "urged his crowd", "in an interview with RT"."""

from __future__ import annotations

from extraction.cues import Frame
from extraction.findings import Addressee, EntityKind
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.reading import Reading

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
        return self._named(mention, speaker)

    def _talk(self, cue_place: int, speaker: Mention | None) -> Addressee | None:
        """Find "in an interview with X" or "speaking to X" in the sentence of the cue."""
        reading = self._reading
        for place in range(max(1, cue_place - 15), min(cue_place + 16, len(reading.signs) - 2)):
            if not reading.same_sentence(place, cue_place):
                continue
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
        return Addressee(" ".join(span.of(text).split()), span)
