"""Who speaks a quotation: every mention near it is a candidate, features are weighed to a score.

The features describe where a candidate stands: as the subject of the cue that reports the
quotation, before or after it, in the same sentence or three paragraphs away, as the speaker of the
quotation before. The weights are set by hand here; learned ones see the same features.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.coreference import Clusters
from extraction.cues import Form, Frame
from extraction.findings import EntityKind, Span
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.quotes import FEATURES as _QUOTE_NAMES
from extraction.quotes import Quotation
from extraction.reading import QUOTE, Reading

_AUXILIARIES = frozenset(
    "has had have having was is are were be been being will would can could may might did does do "
    "also then later recently still just even now once again never always often already not "
    "previously repeatedly simply first further publicly himself herself themselves only soon "
    "today yesterday both all hat haben hatte habe ha había a avait".split()
)
_PREPOSITIONS = frozenset(
    "of for to with by in against from at on about than between like over after before into under "
    "toward towards during without behind near around including among".split()
)
_CLAUSE_OPENERS = frozenset(
    "and but as that when while because although though if after before then so since where which "
    "what however meanwhile".split()
)
_SENTENCE_MARKS = frozenset((".", "!", "?", ":", ";", "—", "–", QUOTE, ""))
_LONGEST_APPOSITION = 22


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mention stands among the signs, whatever the quotation.

    `subject_of` is the place of the cue whose subject it seems to be ("Smith, a farmer, said"),
    `follows` the place of a cue it follows ("said Smith"), each -1 for none. `path` tells how the
    cue was reached: 0 none, 1 next to it, 2 over an apposition, 3 by "who", 4 later in the clause.
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


def stand(reading: Reading, numbers: Sequence[int]) -> dict[int, Standing]:
    """Look at the mentions with these numbers."""
    covered = _covered(reading)
    return {number: _standing(reading, number, number in covered) for number in numbers}


def _covered(reading: Reading) -> set[int]:
    """The mentions that lie inside a longer one: "Trump" in "Trump's lawyer"."""
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
    cue = reading.cue_at[follows] if follows >= 0 else None
    before = reading.sign(first - 1) if reading.same_sentence(first, first - 1) else ""
    addressed = (
        cue is not None
        and cue.frame is Frame.TELL
        and gap == 0
        and reading.sign(follows - 1) not in (QUOTE, ",")
        and reading.same_sentence(follows, follows - 1)
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
        before in _SENTENCE_MARKS or before in _CLAUSE_OPENERS or before == ",",
        inside_phrase,
        reading.sign(after) == ":" and before == "",
    )


def _speech_before(reading: Reading, place: int) -> bool:
    return place >= 0 and reading.cue_at[place] is not None


def _subject_of(reading: Reading, first: int, after: int) -> tuple[int, int]:
    """Return the place of the cue that the words before `after` seem to be the subject of."""
    signs = reading.signs
    at, path = after, 1
    if reading.sign(at) in ("who", "which") and reading.same_sentence(first, at):
        at, path = at + 1, 3
    if reading.sign(at) in (",", "(", "—", "–"):
        closing = ")" if signs[at] == "(" else None
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
    at += 1
    while at < len(reading.signs) and at - start < _LONGEST_APPOSITION:
        sign = reading.signs[at]
        if not reading.same_sentence(start, at) or sign == QUOTE:
            return -1
        if sign == closing or (closing is None and sign in (",", "—", "–")):
            place = _verb_at(reading, at + 1, start)
            if place >= 0 or closing is not None:
                return at + 1
        at += 1
    return -1


def _verb_at(reading: Reading, at: int, first: int) -> int:
    """Return the place of the cue at `at` or behind the adverbs and auxiliaries there, else -1."""
    limit = at + 5
    while at < min(limit, len(reading.signs)) and reading.same_sentence(first, at):
        cue = reading.cue_at[at]
        if cue is not None and cue.frame is not Frame.ACCORDING:
            return at
        sign = reading.signs[at]
        if sign not in _AUXILIARIES and not sign.endswith("ly"):
            return -1
        at += 1
    return -1


def _follows(reading: Reading, first: int) -> tuple[int, int]:
    """Return the cue before the words at `first` and how many plain words stand between."""
    for gap in range(7):
        at = first - 1 - gap
        if at < 0 or not reading.same_sentence(at, first):
            return -1, 0
        if reading.cue_at[at] is not None:
            return at, gap
        sign = reading.signs[at]
        if not sign[:1].isalpha() or sign in _PREPOSITIONS or sign in _CLAUSE_OPENERS:
            return -1, 0
    return -1, 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention weighed as the speaker of one quotation."""

    mention: int
    features: tuple[float, ...]


FEATURES = (
    "before",
    "same_paragraph",
    "paragraphs_back",
    "paragraphs_on",
    "same_sentence",
    "sentences_between",
    "places_between",
    "quotes_between",
    "mentions_between",
    "subject_of_after",
    "subject_of_before",
    "follows_after",
    "follows_before",
    "follows_gap",
    "subject_strength",
    "subject_say",
    "subject_path",
    "subject_participle",
    "follows_strength",
    "follows_say",
    "according",
    "addressed",
    "preposition",
    "opens_clause",
    "inside_phrase",
    "possessive",
    "transcript",
    "name",
    "pronoun",
    "nominal",
    "he_she",
    "first_person",
    "they",
    "it",
    "who",
    "person",
    "organization",
    "place",
    "group",
    "full_name",
    "has_title",
    "entity_count",
    "entity_share",
    "previous_source",
    "previous_entity",
    "previous_same_paragraph",
    "previous_previous_entity",
    "nearest_subject",
    "clause_subject",
    "quote_has_cue_after",
    "quote_has_cue_before",
    "cue_after_strength",
    "cue_before_strength",
    "cue_after_gap",
    "cue_before_gap",
    "quote_words",
    "quote_ends_comma",
    "quote_ends_sentence",
    "quote_starts_paragraph",
    "quote_alone",
    "comma_or_colon_before",
    "quotes_in_paragraph",
    "reopens",
    "cue_in_paragraph",
    "adjacent",
    "spoken_about",
    "paragraph_first",
)


@dataclass(slots=True)
class Flow:
    """What came before a quotation: the sources and entities of the ones already given a speaker."""

    source: int = -1
    entity: int = -1
    earlier_entity: int = -1
    paragraph: int = -1
    place: int = -1


class Weighing:
    """The candidates of a reading's quotations and their features."""

    def __init__(self, reading: Reading, clusters: Clusters) -> None:
        self.reading = reading
        self.clusters = clusters
        self.outside = [n for n, outside in enumerate(reading.outside) if outside]
        self.standings = stand(reading, self.outside)
        self._firsts = [self.standings[n].first for n in self.outside]
        self._named = max(1, sum(1 for c in clusters.of_mention if c >= 0))
        self._paragraph_places: dict[int, int] = {}
        for place in range(len(reading.signs) - 1, -1, -1):
            self._paragraph_places[reading.paragraph_at[place]] = place
        self._cue_paragraphs = {
            reading.paragraph_at[place]
            for place, cue in enumerate(reading.cue_at)
            if cue is not None and cue.strength >= 0.7
        }

    def is_first_of_paragraph(self, place: int) -> bool:
        """Whether the sign at `place` opens its paragraph."""
        return self._paragraph_places.get(self.reading.paragraph_at[place], -1) == place

    def candidates(
        self, quotation: Quotation, flow: Flow, since: int, until: int
    ) -> list[Candidate]:
        """Return the mentions near the quotation, between the places `since` and `until`."""
        reading = self.reading
        paragraph = reading.paragraph_at[quotation.place]
        low = self._paragraph_places.get(max(0, paragraph - 3), 0)
        high = self._paragraph_places.get(paragraph + 2, len(reading.signs))
        low, high = max(low, since), min(high, until)
        numbers = self.outside[bisect_left(self._firsts, low) : bisect_left(self._firsts, high)]
        if flow.source >= 0 and self.standings[flow.source].first < low:
            numbers = [flow.source, *numbers]
        clause_subject, nearest_subject = self._subjects(quotation, numbers)
        return [
            Candidate(
                n, self._features(quotation, n, flow, clause_subject, nearest_subject, k, numbers)
            )
            for k, n in enumerate(numbers)
        ]

    def cue_for(self, quotation: Quotation, number: int) -> int:
        """Return the place of the cue by which a mention speaks the quotation, -1 for none."""
        standing = self.standings[number]
        own = [place for place in (standing.subject_of, standing.follows) if place >= 0]
        for place in (quotation.cue_after, quotation.cue_before):
            if place in own:
                return place
        reading = self.reading
        if standing.first < quotation.place and reading.same_sentence(
            standing.first, quotation.cue_before
        ):
            return quotation.cue_before
        paragraph = reading.paragraph_at[quotation.place]
        near = [p for p in own if abs(reading.paragraph_at[p] - paragraph) <= 1]
        if near:
            return near[0]
        return quotation.cue_after if quotation.cue_after >= 0 else quotation.cue_before

    def _subjects(self, quotation: Quotation, numbers: Sequence[int]) -> tuple[int, int]:
        """Return the subject of the clause that leads to the quotation, and the nearest one at all."""
        reading, place = self.reading, quotation.place
        target = quotation.cue_before if quotation.cue_before >= 0 else place
        clause, nearest = -1, -1
        for n in numbers:
            standing = self.standings[n]
            if standing.first >= place:
                break
            if standing.inside_phrase or standing.preposition or reading.mentions[n].possessive:
                continue
            if standing.opens_clause:
                nearest = n
                if standing.first < target and reading.same_sentence(standing.first, target):
                    clause = n
        return clause, nearest

    def _features(
        self,
        quotation: Quotation,
        number: int,
        flow: Flow,
        clause_subject: int,
        nearest_subject: int,
        rank: int,
        numbers: Sequence[int],
    ) -> tuple[float, ...]:
        reading = self.reading
        mention, s = reading.mentions[number], self.standings[number]
        q = quotation
        place = q.place
        before = s.first < place
        paragraph, own = reading.paragraph_at[place], reading.paragraph_at[s.first]
        sentence, own_sentence = reading.sentence_at[place], reading.sentence_at[s.first]
        left, right = (s.after, place) if before else (place + 1, s.first)
        subject = reading.cue_at[s.subject_of] if s.subject_of >= 0 else None
        follows = reading.cue_at[s.follows] if s.follows >= 0 else None
        after_cue = reading.cue_at[q.cue_after] if q.cue_after >= 0 else None
        before_cue = reading.cue_at[q.cue_before] if q.cue_before >= 0 else None
        cluster = self.clusters.of_mention[number]
        entity_count = len(self.clusters.clusters[cluster].mentions) if cluster >= 0 else 0
        lower = reading.signs[s.first] if mention.kind is MentionKind.PRONOUN else ""
        index = bisect_left(self._firsts, place)
        mine = bisect_left(self._firsts, s.first)
        f = dict(zip(_QUOTE_NAMES, q.features, strict=True))
        quote_number = q.passage
        at_quote = bisect_left(reading.place_of_quote, s.first)
        return (
            float(before),
            float(paragraph == own),
            float(max(0, paragraph - own)),
            float(max(0, own - paragraph)),
            float(sentence == own_sentence),
            float(abs(sentence - own_sentence)),
            float(min(200, right - left)),
            float(abs(quote_number - at_quote) - (0 if before else 1)),
            float(min(20, abs(index - mine))),
            float(s.subject_of >= 0 and s.subject_of == q.cue_after),
            float(s.subject_of >= 0 and s.subject_of == q.cue_before),
            float(s.follows >= 0 and s.follows == q.cue_after),
            float(s.follows >= 0 and s.follows == q.cue_before),
            float(s.follows_gap),
            subject.strength if subject else 0.0,
            float(subject is not None and subject.lemma in ("say", "tell", "add", "write")),
            float(s.path),
            float(subject is not None and subject.form is Form.PARTICIPLE),
            follows.strength if follows else 0.0,
            float(follows is not None and follows.lemma in ("say", "tell", "add", "write")),
            float(s.according),
            float(s.addressed),
            float(s.preposition),
            float(s.opens_clause),
            float(s.inside_phrase),
            float(mention.possessive),
            float(s.transcript),
            float(mention.kind is MentionKind.NAME),
            float(mention.kind is MentionKind.PRONOUN),
            float(mention.kind is MentionKind.NOMINAL),
            float(lower in ("he", "she")),
            float(lower in ("i", "we")),
            float(lower == "they"),
            float(lower == "it"),
            float(lower == "who"),
            float(mention.entity_kind is EntityKind.PERSON),
            float(mention.entity_kind is EntityKind.ORGANIZATION),
            float(mention.entity_kind is EntityKind.PLACE),
            float(mention.entity_kind is EntityKind.GROUP),
            float(mention.last - mention.first),
            float(mention.title is not None),
            float(entity_count),
            entity_count / self._named,
            float(number == flow.source),
            float(cluster >= 0 and cluster == flow.entity),
            float(flow.paragraph == paragraph),
            float(cluster >= 0 and cluster == flow.earlier_entity),
            float(number == nearest_subject),
            float(number == clause_subject),
            float(after_cue is not None),
            float(before_cue is not None),
            after_cue.strength if after_cue else 0.0,
            before_cue.strength if before_cue else 0.0,
            f["cue_after_gap"],
            f["cue_before_gap"],
            f["words"],
            f["ends_comma"],
            f["ends_sentence"],
            f["starts_paragraph"],
            f["alone"],
            float(f["comma_before"] or f["colon_before"]),
            f["quotes_in_paragraph"],
            f["reopens"],
            float(paragraph in self._cue_paragraphs),
            float(s.after == place or s.first == place + 1),
            float(self._spoken_about(q, mention)),
            float(self._paragraph_places.get(own, -1) == s.first),
        )

    def _spoken_about(self, quotation: Quotation, mention: Mention) -> bool:
        """Whether the quotation itself names the candidate: few speak of themselves by name."""
        text = self.reading.segments.text
        last = mention.head.of(text).rsplit(" ", 1)[-1]
        return mention.kind is MentionKind.NAME and last in quotation.content.of(text)


_INDEX = {name: number for number, name in enumerate(FEATURES)}


def score_by_rules(features: Sequence[float]) -> float:
    """Weigh one candidate by hand-set weights; the result orders the candidates of a quotation."""
    x = {name: features[number] for name, number in _INDEX.items()}
    attached_after = x["subject_of_after"] or x["follows_after"] * (x["follows_gap"] < 4)
    wants_after = x["quote_has_cue_after"] and (x["quote_ends_comma"] or x["cue_after_gap"] <= 6)
    wants_before = x["quote_has_cue_before"]
    score = 0.0
    if wants_after and attached_after:
        score += 6.0 * x["cue_after_strength"] + (1.0 if x["quote_ends_comma"] else 0.0)
    if wants_before:
        weight = 2.5 if wants_after and x["quote_ends_comma"] else 5.0
        if x["subject_of_before"]:
            score += weight * x["cue_before_strength"]
        elif x["follows_before"] and x["follows_gap"] < 4 and not x["addressed"]:
            score += 0.6 * weight * x["cue_before_strength"]
        elif x["clause_subject"]:
            score += 0.7 * weight * x["cue_before_strength"]
    score += 3.0 * x["according"] * x["same_sentence"]
    score += 2.5 * x["transcript"] * x["same_paragraph"]
    if not wants_after and not wants_before:
        score += 2.5 * x["previous_source"]
        score += 1.0 * x["previous_source"] * x["previous_same_paragraph"]
        score += 1.2 * x["subject_strength"] * x["before"] * (x["paragraphs_back"] <= 1)
        score += 1.0 * x["follows_strength"] * (x["follows_gap"] < 4) * x["before"]
        score += 0.8 * x["nearest_subject"]
    score += 0.4 * x["previous_entity"]
    score += 0.5 * x["opens_clause"] + 0.6 * x["same_sentence"] + 0.3 * x["before"]
    score -= 0.8 * x["paragraphs_back"] + 1.5 * x["paragraphs_on"]
    score -= 0.25 * min(x["sentences_between"], 6) + 0.01 * x["places_between"]
    score -= 2.5 * x["addressed"] + 1.2 * x["preposition"] + 1.0 * x["possessive"]
    score -= 1.5 * x["inside_phrase"] + 0.8 * x["spoken_about"]
    score -= 1.5 * x["it"] + 1.5 * x["first_person"] + 1.0 * (x["they"]) + 0.5 * x["who"]
    score -= 0.5 * x["nominal"] + 0.8 * x["place"] + 0.3 * x["organization"]
    score += 0.05 * min(x["entity_count"], 10)
    return score


def explain(reading: Reading, quotation: Quotation, candidate: Candidate, cue: Span | None) -> str:
    """Say in a clause for people why this candidate was chosen."""
    x = {name: candidate.features[number] for name, number in _INDEX.items()}
    verb = f" “{cue.of(reading.segments.text)}”" if cue is not None else ""
    if x["subject_of_after"] or x["subject_of_before"]:
        return f"the subject of the cue{verb}"
    if x["according"]:
        return f"named after the cue{verb}"
    if x["follows_after"] or x["follows_before"]:
        return f"named right after the cue{verb}"
    if x["previous_source"]:
        return "goes on speaking: no other speaker is named in between"
    if x["clause_subject"]:
        return f"the subject of the clause that leads to the cue{verb}"
    if x["transcript"]:
        return "the name before the colon"
    if x["nearest_subject"]:
        return "the nearest subject before the quotation"
    return "the most likely mention near the quotation"
