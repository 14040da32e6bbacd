"""Reported clauses: the words beside a cue that tell what its subject said.

"Weiss said that the quay was safe", "The quay was safe, Weiss said", "According to Weiss, ...".
Nothing marks where such words begin and end, so every finding here is less sure than a quotation. A
cue is taken with its subject, and the clause beside it is followed to where it ends: at the end of
the sentence, or where a comma'd part begins that cannot belong to what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extraction.cues import Cue, Form, Frame
from extraction.findings import Span
from extraction.lexicons import words
from extraction.mentions import MentionKind
from extraction.reading import QUOTE, Reading
from extraction.standing import stand

_CLAUSAL = words("reported", "clausal")
_NOUNS = words("reported", "nouns")
_THAT = words("reported", "that")
_IF = words("reported", "if")
_SUBJECTS = words("reported", "subjects")
_VERBS = words("reported", "verbs")
_GOES_ON = words("reported", "goes_on")
_STOPS = words("reported", "stops")
_ASIDES = words("reported", "asides")
_AUXILIARIES = words("words", "auxiliaries")
_LINKS = words("words", "prepositions") | {"who", "which", "that", "and"}
_CLEAR = (("made", "it", "clear"), ("makes", "it", "clear"), ("made", "clear"), ("making", "clear"))
_MAKES = frozenset(phrase[0] for phrase in _CLEAR)
_LONGEST_ASIDE = 8
_LONGEST_LEAD = 12
_REACH = 100
"""Signs of a sentence that are looked at on each side of a cue, which keeps the search linear."""
_LONGEST_ITEM = 6
"""Signs an item of a list may have; what is longer after ", and" is a clause."""
_ENDS = frozenset((".", "!", "?", "…"))
_FEWEST_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Reported:
    """Reported speech: the words that tell what was said, the cue, and who the text names for it.

    `mention` is the number of the source among the mentions of the reading, -1 where the source is
    none of them. `confidence` is for content and source together; `rule` says in a clause for
    people how they were found.
    """

    content: tuple[Span, ...]
    cue: Span
    cue_place: int
    source: Span
    mention: int
    confidence: float
    rule: str


def find_clauses(reading: Reading) -> tuple[Reported, ...]:
    """Return the reported clauses of a text in reading order; they do not overlap.

    Content may hold marked passages; whether those are quotations is for others to say.
    """
    finder = _Finder(reading)
    found = sorted(finder.find(), key=lambda r: (r.content[0].start, -r.content[-1].end))
    kept: list[Reported] = []
    for item in found:
        # Of two readings that overlap, the outer one said the inner one: "A says B said ...".
        if not kept or item.content[0].start >= kept[-1].content[-1].end:
            kept.append(item)
    return tuple(kept)


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._standings = stand(reading)
        self._subjects = self._by_cue()
        self._mention_at = {self._standings[n].first: n for n in reversed(self._standings)}
        self._mention_before = {self._standings[n].after: n for n in self._standings}

    def find(self) -> Iterator[Reported]:
        signs = self._reading.signs
        for place, cue in enumerate(self._reading.cue_at):
            if cue is not None:
                found = self._at(place, cue)
                if found is not None:
                    yield found
            elif signs[place] in _MAKES:
                found = self._made_clear(place)
                if found is not None:
                    yield found

    def _by_cue(self) -> Mapping[int, int]:
        """Return for each cue the mention that is its subject."""
        subjects: dict[int, int] = {}
        for number, standing in self._standings.items():
            if standing.subject_of >= 0 and not standing.inside_phrase:
                held = subjects.get(standing.subject_of)
                if held is None or self._standings[held].path >= standing.path:
                    subjects[standing.subject_of] = number
        return subjects

    def _around(self, place: int) -> tuple[int, int]:
        """Return the bounds of the sentence at `place`, as far as a reader would look for sense."""
        reading = self._reading
        return (
            max(reading.sentence_first[place], place - _REACH),
            min(reading.sentence_after[place], place + _REACH),
        )

    def _at(self, place: int, cue: Cue) -> Reported | None:
        if cue.frame is Frame.ACCORDING:
            return self._according(place, cue)
        if cue.frame is Frame.QUOTE:
            return None
        subject = self._subjects.get(place)
        if subject is not None:
            closing = self._closing(place, self._standings[subject].first, place + 1, cue, subject)
            if closing is not None:
                return closing
            return self._opening(place, place + 1, cue.span, cue, subject)
        follower = self._follower(place)
        if follower is not None and cue.form is Form.FINITE:
            after = self._standings[follower].after
            closing = self._closing(place, place, after, cue, follower)
            if closing is not None:
                return closing
        shared = self._shared_subject(place, cue)
        if shared is not None:
            return self._opening(place, place + 1, cue.span, cue, shared)
        return None

    def _follower(self, place: int) -> int | None:
        """Return the mention that follows the cue at once: "said Weiss"."""
        number = self._mention_at.get(place + 1)
        if number is None or self._standings[number].follows != place:
            return None
        return number

    def _shared_subject(self, place: int, cue: Cue) -> int | None:
        """Return the subject of an earlier verb: "Weiss left and said ...", "..., saying that"."""
        start, _ = self._around(place)
        before = place - 1
        while before > start and self._skips(self._reading.signs[before]):
            before -= 1
        sign = self._reading.sign(before)
        if cue.form is Form.PARTICIPLE:
            if sign not in (",", "while", "and", "by", "in", "–", "—", "-"):
                return None
        elif sign not in ("and", "but", ","):
            return None
        if cue.form is Form.PARTICIPLE and sign == ",":
            return self._nearest_subject(start, before)
        earlier = [self._subjects[at] for at in range(start, before) if at in self._subjects]
        return earlier[-1] if earlier else self._first_subject(start, before)

    def _nearest_subject(self, start: int, end: int) -> int | None:
        """Return the last mention before `end` that a verb follows, else the sentence's first."""
        for place in range(end - 1, start - 1, -1):
            number = self._mention_at.get(place)
            if number is None or not self._may_be_subject(number):
                continue
            after = self._standings[number].after
            while after < end and self._skips(self._reading.sign(after)):
                after += 1
            sign = self._reading.sign(after)
            if after < end and (sign in _VERBS or sign.endswith("ed")):
                return number
        return self._first_subject(start, end)

    def _skips(self, sign: str) -> bool:
        return sign in _AUXILIARIES or sign.endswith("ly")

    def _first_subject(self, start: int, end: int) -> int | None:
        """Return the first mention of a sentence that can be the subject of its main clause."""
        place = start
        while place < end:
            number = self._mention_at.get(place)
            if number is not None:
                if self._may_be_subject(number):
                    return number
                place = max(place + 1, self._standings[number].after)
            else:
                place += 1
        return None

    def _may_be_subject(self, number: int) -> bool:
        standing = self._standings[number]
        possessive = self._reading.mentions[number].possessive
        return not (standing.preposition or possessive or standing.addressed)

    def _opening(
        self, place: int, after: int, cue_span: Span, cue: Cue | None, subject: int
    ) -> Reported | None:
        """Read the clause behind a cue: "Weiss told reporters on Monday that ..."."""
        _, end = self._around(place)
        signs = self._reading.signs
        at = after
        if cue is not None and cue.frame is Frame.TELL:
            at = self._past_addressee(at, end)
        elif self._reading.sign(at) == "to":
            at = self._past_addressee(at + 1, end)
        lemma = cue.lemma if cue is not None else ""
        is_clausal = cue is None or lemma in _CLAUSAL
        begin = self._clause_after(at, end, is_clausal=is_clausal, takes_noun=lemma in _NOUNS)
        if begin is None:
            return None
        introduced = signs[begin - 1] in _THAT
        stop = self._clause_end(begin, end)
        strength = cue.strength if cue is not None else 0.8
        sure = (0.62 if introduced else 0.5) * (0.6 + 0.4 * strength)
        rule = "the clause that the cue opens" if not introduced else "the clause behind “that”"
        return self._reported(begin, stop, place, cue_span, subject, sure, rule)

    def _past_addressee(self, at: int, end: int) -> int:
        """Return the place behind "reporters", "the commission", "him" after "told"."""
        number = self._mention_at.get(at)
        if number is not None and self._standings[number].after < end:
            return self._standings[number].after
        if self._reading.sign(at) in ("him", "her", "them", "us", "me", "reporters", "voters"):
            return at + 1
        return at

    def _clause_after(self, at: int, end: int, *, is_clausal: bool, takes_noun: bool) -> int | None:
        """Return where the reported clause begins, None where no clause follows."""
        signs = self._reading.signs
        limit = min(end, at + _LONGEST_ASIDE)
        if self._reading.sign(at) in _ASIDES or self._reading.sign(at) == ",":
            for ahead in range(at, limit):
                if signs[ahead] in _THAT:
                    return ahead + 1 if ahead + 1 < end else None
        if at >= end:
            return None
        if signs[at] in _THAT and at + 1 < end:
            return at + 1
        if not is_clausal:
            return None
        if signs[at] in _IF:
            return at
        if signs[at] in (",", ":") and at + 1 < end and signs[at + 1] in (_THAT | _SUBJECTS):
            return at + 2 if signs[at + 1] in _THAT else at + 1
        if takes_noun and signs[at] in ("the", "a", "an", "his", "her", "their"):
            return at
        begins = signs[at] in _SUBJECTS or at in self._mention_at or signs[at].isdecimal()
        return at if begins and self._has_verb(at + 1, end) else None

    def _has_verb(self, at: int, end: int) -> bool:
        """Whether a finite verb stands near, as far as spelling tells."""
        for sign in self._reading.signs[at : min(end, at + 14)]:
            if sign in _VERBS or (sign.endswith(("ed", "es")) and len(sign) > 3):
                return True
            if sign.endswith(("'s", "’s", "n't", "n’t", "'ll", "’ll", "'re", "’re", "'ve", "’ve")):
                return True
        return self._reading.sign(at - 1) in ("he", "she", "it", "they", "we", "i", "there")

    def _clause_end(self, begin: int, end: int) -> int:
        """Return the place behind the last sign of the clause that begins at `begin`."""
        signs = self._reading.signs
        for at in range(begin + 2, end - 1):
            sign = signs[at]
            if sign == ";" or (sign in ("-", "–", "—") and at - begin > 4):
                return at
            if sign == "," and self._leaves(at + 1, end):
                return at
        return end

    def _leaves(self, at: int, end: int) -> bool:
        """Whether what follows a comma is no longer part of what was said."""
        signs = self._reading.signs
        sign = signs[at]
        if sign in ("and", "but") and at + 1 < end:
            return self._begins_anew(at + 1, end)
        if self._trails(at):
            return True
        if sign == "while":
            return True
        cue = self._reading.cue_at[at] if at < end else None
        if cue is not None and cue.form is Form.PARTICIPLE:
            return True
        number = self._mention_at.get(at)
        return number is not None and self._standings[number].subject_of >= 0

    def _trails(self, at: int) -> bool:
        """Whether a participle's phrase begins here: "..., prompted by the vote"."""
        if self._reading.sign(at).endswith("ly"):
            at += 1
        return self._reading.sign(at).endswith("ed") and self._reading.sign(at + 1) in _STOPS

    def _begins_anew(self, at: int, end: int) -> bool:
        """Whether what follows ", and" is the reporter's next clause."""
        signs, cues = self._reading.signs, self._reading.cue_at
        verb = at
        while verb + 1 < end and self._skips(signs[verb]):
            verb += 1
        if cues[verb] is not None:
            return True
        if signs[at] in _GOES_ON:
            return False
        next_comma = next((place for place in range(at, end) if signs[place] in (",", ";")), end)
        return next_comma - at > _LONGEST_ITEM

    def _closing(
        self, place: int, first: int, after: int, cue: Cue, subject: int
    ) -> Reported | None:
        """Read the clause before "..., Weiss said" or "..., said Weiss"."""
        start, end = self._around(place)
        signs = self._reading.signs
        if first - 1 <= start or signs[first - 1] != ",":
            return None
        standing = self._standings[subject]
        if standing.path == 2 and signs[first - 1] == ",":
            return None  # "Weiss, the spokesman, said": the comma belongs to the apposition
        if cue.frame is Frame.TELL:
            after = self._past_addressee(after, end)
        rest = signs[after:end]
        if rest and rest[0] not in (",", *_ENDS, *_ASIDES, "("):
            return None
        if QUOTE in signs[start:first] and signs[first - 2] == QUOTE:
            return None
        begin = self._own_clause(start, first - 1)
        if first - 1 - begin < 3 or not self._has_verb(begin, first - 1):
            return None
        stop = next(
            (at for at in range(begin + 3, first - 1) if signs[at] == "," and self._trails(at + 1)),
            first - 1,
        )
        confidence = 0.6 * (0.6 + 0.4 * cue.strength)
        return self._reported(
            begin, stop, place, cue.span, subject, confidence, "the clause before its cue"
        )

    def _own_clause(self, start: int, end: int) -> int:
        """Skip what leads a sentence in: "But", "However,", "Meanwhile,"."""
        signs = self._reading.signs
        begin = start
        while begin < end and signs[begin] in (
            "but",
            "and",
            "yet",
            "however",
            "still",
            "meanwhile",
        ):
            begin += 1
            if self._reading.sign(begin) == ",":
                begin += 1
        return begin

    def _according(self, place: int, cue: Cue) -> Reported | None:
        """Read "According to Weiss, ..." and "..., according to Weiss"."""
        start, end = self._around(place)
        signs = self._reading.signs
        tokens = self._reading.segments.tokens
        after = place
        while after < end and tokens[self._reading.token_at[after]].end <= cue.span.end:
            after += 1
        number = self._named_at(after)
        begin = self._own_clause(start, place)
        leads = begin == place or signs[place - 1] in (",", "and", "but", "that")
        comma = self._comma_after(after, end) if leads else None
        source_end = self._standings[number].after if number is not None else None
        if comma is not None and comma + 3 < end and (place - begin < 3):
            source = self._span(after, source_end or comma)
            stop = self._clause_end(comma + 1, end)
            return self._found(comma + 1, stop, place, cue.span, source, number, 0.62)
        if place - begin < 3:
            return None
        stop = place - 1 if signs[place - 1] == "," else place
        if source_end is None:
            source_end = next(
                (at for at in range(after, end) if signs[at] in (",", ";", *_ENDS)), end
            )
        if source_end <= after:
            return None
        return self._found(begin, stop, place, cue.span, self._span(after, source_end), number, 0.6)

    def _named_at(self, place: int) -> int | None:
        """Return the mention at `place` unless it is cut short: "the official (vote tally)"."""
        number = self._mention_at.get(place)
        if number is None or self._reading.mentions[number].kind is not MentionKind.NOMINAL:
            return number
        following = self._reading.sign(self._standings[number].after)
        return None if following[:1].isalpha() and following not in _LINKS else number

    def _found(
        self,
        begin: int,
        stop: int,
        place: int,
        cue_span: Span,
        source: Span,
        number: int | None,
        confidence: float,
    ) -> Reported | None:
        content = self._span(begin, stop)
        if stop - begin < _FEWEST_SIGNS or not len(content):
            return None
        mention = number if number is not None else -1
        rule = "“according to” names the source"
        return Reported((content,), cue_span, place, source, mention, confidence, rule)

    def _comma_after(self, at: int, end: int) -> int | None:
        """Return the comma that closes the source after "according to"."""
        number = self._named_at(at)
        at = self._standings[number].after if number is not None else at
        for ahead in range(at, min(end, at + _LONGEST_LEAD)):
            if self._reading.signs[ahead] == ",":
                return ahead
        return None

    def _made_clear(self, place: int) -> Reported | None:
        signs = self._reading.signs
        for phrase in _CLEAR:
            after = place + len(phrase)
            if tuple(signs[place:after]) != phrase:
                continue
            before = place - 1
            while before >= 0 and self._skips(signs[before]):
                before -= 1
            number = self._mention_before.get(before + 1)
            if number is None:
                return None
            span = self._span(place, after)
            return self._opening(place, after, span, None, number)
        return None

    def _reported(
        self,
        begin: int,
        stop: int,
        place: int,
        cue_span: Span,
        subject: int,
        confidence: float,
        rule: str,
    ) -> Reported | None:
        content = self._span(begin, stop)
        if stop - begin < _FEWEST_SIGNS or not len(content):
            return None
        mention = self._reading.mentions[subject]
        if mention.kind is MentionKind.PRONOUN and mention.span.of(self._text) in ("it", "It"):
            confidence *= 0.7
        return Reported(
            (content,), cue_span, place, mention.span, subject, round(confidence, 3), rule
        )

    @property
    def _text(self) -> str:
        return self._reading.segments.text

    def _span(self, begin: int, stop: int) -> Span:
        """Return the span of the signs from `begin` to `stop`, without closing punctuation."""
        reading, tokens = self._reading, self._reading.segments.tokens
        while stop > begin and reading.signs[stop - 1] in (",", ".", ";", ":", "-", "–", "—"):
            stop -= 1
        if stop <= begin:
            return Span(0, 0)
        last = stop - 1
        quote = reading.quote_at[last]
        end = reading.passages[quote].span.end if quote >= 0 else tokens[reading.token_at[last]].end
        return Span(tokens[reading.token_at[begin]].start, end)
