"""Who speaks a quotation: every mention near it is a candidate, features are weighed to a score.

The features describe where a candidate stands: as the subject of the cue that reports the
quotation, before or after it, in the same sentence or three paragraphs away, as the speaker of the
quotation before. The weights are set by hand here; learned ones see the same features.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from extraction.coreference import Clusters, given_names
from extraction.cues import PHRASE_ENDS, Form, Frame
from extraction.findings import EntityKind, Span
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.quotes import FEATURES as _QUOTATION_FEATURES
from extraction.quotes import Quotation
from extraction.reading import QUOTE, Reading

_AUXILIARIES = words("words", "auxiliaries")
_PREPOSITIONS = words("words", "prepositions")
_CLAUSE_OPENERS = words("words", "clause_openers")
_SENTENCE_MARKS = frozenset((".", "!", "?", ":", ";", "—", "–", QUOTE, ""))
_LONGEST_APPOSITION = 22
_LONGEST_OBJECT = 12
# Endless paragraphs must not make every mention a candidate of every quotation.
_MOST_BEFORE, _MOST_AFTER = 30, 10
_NO_RANK, _NO_GAP = 12, 60
_LONGEST_HEADLINE = 160
_ENDS = (".", "!", "?", '"', "”", "»", ":", ",", ";", "…")
_DASHES = frozenset(("-", "–", "—", "―"))
_DEMONSTRATIVES = frozenset(("this", "that", "these", "those", "it"))
_WRITINGS = words("people", "heads_text")
_PLAIN_CUES = frozenset(("say", "tell", "add", "write"))


class Standing(NamedTuple):
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
    quotes_another: bool = False
    """Whether it passes on another's words: the Gazette in "the Gazette quoted Lind as saying"."""


def reports(standing: Standing) -> bool:
    """Whether a mention seems to be the subject of a cue, before it or right behind it."""
    behind = standing.follows >= 0 and standing.follows_gap <= 1 and not standing.addressed
    return standing.subject_of >= 0 or behind


def stand(reading: Reading, numbers: Sequence[int]) -> dict[int, Standing]:
    """Look at the mentions with these numbers; each is looked at once in a reading."""
    known = _standings.get(reading)
    if known is None:
        covered = _covered(reading)
        every = range(len(reading.mentions))
        known = {number: _standing(reading, number, number in covered) for number in every}
        _standings[reading] = known
    return {number: known[number] for number in numbers}


_standings: WeakKeyDictionary[Reading, dict[int, Standing]] = WeakKeyDictionary()


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
        _quotes_another(reading, after),
    )


def _is_foreign_pronoun(mention: Mention, sign: str) -> bool:
    """Whether a pronoun is none of English, where it seldom follows its verb: "sagte er"."""
    return (
        bool(mention.gender) and mention.kind is MentionKind.PRONOUN and sign not in ("he", "she")
    )


def _quotes_another(reading: Reading, after: int) -> bool:
    at = after
    while reading.sign(at) in _AUXILIARIES and at < after + 3:
        at += 1
    cue = reading.cue_at[at] if at < len(reading.signs) else None
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
        if cue is not None:
            return at if cue.frame in (Frame.SAY, Frame.TELL) else -1
        sign = reading.signs[at]
        following = reading.cue_at[at + 1] if at + 1 < len(reading.signs) else None
        if sign == "as" and following is not None and following.form is Form.PARTICIPLE:
            return at + 1  # "quoted Smith as saying"
        if sign not in _AUXILIARIES and not sign.endswith("ly"):
            return -1
        at += 1
    return -1


def _follows(reading: Reading, first: int) -> tuple[int, int]:
    """Return the cue before the words at `first` and how many plain words stand between."""
    sentence = reading.sentence_at[first]
    for gap in range(7):
        at = first - 1 - gap
        if at < 0 or reading.sentence_at[at] != sentence:
            return -1, 0
        cue = reading.cue_at[at]
        if cue is not None:
            # "adding Belarus would cope": a participle's subject stands before it, never after.
            return (-1, 0) if cue.form is Form.PARTICIPLE else (at, gap)
        sign = reading.signs[at]
        phrase = _phrase_ending_at(reading, at) if sign in PHRASE_ENDS else -1
        if phrase >= 0:
            return phrase, gap
        if not sign[:1].isalpha() or sign in _PREPOSITIONS or sign in _CLAUSE_OPENERS:
            return -1, 0
    return -1, 0


def _phrase_ending_at(reading: Reading, at: int) -> int:
    """Return the place where the phrase begins that ends at `at` ("according to"), else -1."""
    for start in range(at - 1, max(-1, at - 4), -1):
        cue = reading.cue_at[start]
        if cue is not None:
            return start if cue.span.end == reading.words_at(at).end else -1
    return -1


@dataclass(slots=True)
class Flow:
    """What came before a quotation: source and entities of those already given a speaker.

    `spoken` counts how often each entity has spoken in the article, in all `turns` of it; it is
    one dictionary for the whole article and grows.
    """

    source: int = -1
    entity: int = -1
    earlier_entity: int = -1
    paragraph: int = -1
    place: int = -1
    turns: int = 0
    spoken: dict[int, int] = field(default_factory=dict)


Matrix = npt.NDArray[np.float32]

_OF_THE_PAIR = (
    "before",
    "same_paragraph",
    "paragraphs_back",
    "paragraphs_on",
    "same_sentence",
    "sentences_between",
    "places_between",
    "quotes_between",
    "subject_of_after",
    "subject_of_before",
    "follows_after",
    "follows_before",
    "previous_source",
    "previous_entity",
    "previous_previous_entity",
    "previous_same_paragraph",
    "paragraphs_since_previous",
    "nearest_subject",
    "clause_subject",
    "adjacent",
    "spoken_about",
    "same_sentence_as_cue_after",
    "same_sentence_as_cue_before",
    "reporter_rank",
    "since_previous",
    "times_spoken",
    "share_spoken",
    "own_cue_gap",
    "own_cue_quotes_between",
    "own_cue_nearer_another",
    "previous_same_sentence",
    "number_in_paragraph",
    "next_quote_gap",
    "mentions_between",
)
_OF_THE_MENTION = (
    "subject_strength",
    "subject_plain",
    "subject_path",
    "subject_participle",
    "follows_strength",
    "follows_plain",
    "follows_gap",
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
    "writing",
    "length",
    "has_title",
    "capitals",
    "entity_count",
    "entity_share",
    "entity_first",
    "opens_sentence",
    "opens_paragraph",
    "quote_follows",
    "comma_follows",
    "verb_follows",
    "reports",
    "by_before",
    "in_headline",
    "colon_follows",
    "known_given_name",
    "demonstrative",
    "dash_before",
    "ends_paragraph",
)
_OF_THE_QUOTATION = (*(f"quotation_{name}" for name in _QUOTATION_FEATURES), "cue_in_paragraph")
FEATURES = (*_OF_THE_PAIR, *_OF_THE_MENTION, *_OF_THE_QUOTATION)
_PAIR_END = len(_OF_THE_PAIR)
_MENTION_END = _PAIR_END + len(_OF_THE_MENTION)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The mentions that may speak one quotation; the rows of `features` belong to them in order."""

    mentions: tuple[int, ...]
    features: Matrix


class Weighing:
    """The candidates of a reading's quotations and their features."""

    def __init__(self, reading: Reading, clusters: Clusters) -> None:
        self.reading = reading
        self.clusters = clusters
        self.outside = [n for n, outside in enumerate(reading.outside) if outside]
        self.standings = stand(reading, self.outside)
        self._firsts = [self.standings[n].first for n in self.outside]
        self._index = {n: index for index, n in enumerate(self.outside)}
        self._named = max(1, sum(1 for c in clusters.of_mention if c >= 0))
        self._paragraph_places: dict[int, int] = {}
        for place in range(len(reading.signs) - 1, -1, -1):
            self._paragraph_places[reading.paragraph_at[place]] = place
        self._cue_paragraphs = {
            reading.paragraph_at[place]
            for place, cue in enumerate(reading.cue_at)
            if cue is not None and cue.strength >= 0.7
        }
        self._reporters = [self.standings[n].first for n in self.outside if self._reports(n)]
        self._alone: dict[int, Matrix] = {}

    def mention_at(self, place: int) -> int:
        """Return the number of the first mention that begins at `place`, -1 for none."""
        index = bisect_left(self._firsts, place)
        begins = index < len(self._firsts) and self._firsts[index] == place
        return self.outside[index] if begins else -1

    def _reports(self, number: int) -> bool:
        return reports(self.standings[number])

    def first_of_paragraph(self, place: int) -> int:
        """Return the place that opens the paragraph of `place`."""
        return self._paragraph_places[self.reading.paragraph_at[place]]

    def is_first_of_paragraph(self, place: int) -> bool:
        """Whether the sign at `place` opens its paragraph."""
        return self.first_of_paragraph(place) == place

    def candidates(
        self, quotation: Quotation, flow: Flow, since: int, until: int
    ) -> Candidates | None:
        """Return the mentions near the quotation, between the places `since` and `until`."""
        reading = self.reading
        paragraph = reading.paragraph_at[quotation.place]
        low = max(self._paragraph_places.get(max(0, paragraph - 3), 0), since)
        high = min(self._paragraph_places.get(paragraph + 2, len(reading.signs)), until)
        middle = bisect_left(self._firsts, quotation.place)
        first = max(bisect_left(self._firsts, low), middle - _MOST_BEFORE)
        last = min(bisect_left(self._firsts, high), middle + _MOST_AFTER)
        numbers = self.outside[first:last]
        numbers = [n for n in numbers if not self.standings[n].quotes_another] or numbers
        if flow.source >= 0 and (not numbers or flow.source < numbers[0]):
            numbers = [flow.source, *numbers]
        if not numbers:
            return None
        clause_subject, nearest_subject = self._subjects(quotation, numbers)
        pairs = [
            (
                *self._pair(quotation, n, flow, clause_subject, nearest_subject),
                abs(middle - self._index[n]) - (0 if self._index[n] < middle else -1),
            )
            for n in numbers
        ]
        matrix = np.empty((len(numbers), len(FEATURES)), dtype=np.float32)
        matrix[:, :_PAIR_END] = pairs
        matrix[:, _PAIR_END:_MENTION_END] = [self._of_mention(n) for n in numbers]
        matrix[:, _MENTION_END:-1] = quotation.features
        matrix[:, -1] = paragraph in self._cue_paragraphs
        return Candidates(tuple(numbers), matrix)

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
        """Return the subject of the clause that leads to the quotation, and the nearest at all."""
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

    def _pair(
        self,
        quotation: Quotation,
        number: int,
        flow: Flow,
        clause_subject: int,
        nearest_subject: int,
    ) -> tuple[float, ...]:
        reading = self.reading
        s = self.standings[number]
        place, after, before_cue = quotation.place, quotation.cue_after, quotation.cue_before
        before = s.first < place
        paragraph, own = reading.paragraph_at[place], reading.paragraph_at[s.first]
        sentence, own_sentence = reading.sentence_at[place], reading.sentence_at[s.first]
        cluster = self.clusters.of_mention[number]
        quotes_before = bisect_left(reading.place_of_quote, s.first)
        quotes = reading.place_of_quote
        passage = quotation.passage
        own_cue = self._own_cue(s, place)
        rank = bisect_left(self._reporters, place) - bisect_left(self._reporters, s.first)
        spoken = flow.spoken.get(cluster, 0) if cluster >= 0 else 0
        return (
            before,
            paragraph == own,
            max(0, paragraph - own),
            max(0, own - paragraph),
            sentence == own_sentence,
            min(30, abs(sentence - own_sentence)),
            min(200, place - s.after if before else s.first - place - 1),
            min(20, abs(quotation.passage - quotes_before) - (0 if before else 1)),
            s.subject_of >= 0 and s.subject_of == after,
            s.subject_of >= 0 and s.subject_of == before_cue,
            s.follows >= 0 and s.follows == after,
            s.follows >= 0 and s.follows == before_cue,
            number == flow.source,
            cluster >= 0 and cluster == flow.entity,
            cluster >= 0 and cluster == flow.earlier_entity,
            flow.paragraph == paragraph,
            min(20, paragraph - flow.paragraph) if flow.paragraph >= 0 else 50,
            number == nearest_subject,
            number == clause_subject,
            s.after == place or s.first == place + 1,
            self._spoken_about(quotation, number),
            after >= 0 and reading.sentence_at[after] == own_sentence,
            before_cue >= 0 and reading.sentence_at[before_cue] == own_sentence,
            min(_NO_RANK, rank) if self._reports(number) and before else _NO_RANK,
            s.first > flow.place,
            min(6, spoken),
            spoken / max(1, flow.turns),
            min(_NO_GAP, abs(own_cue - place)) if own_cue >= 0 else _NO_GAP,
            min(6, abs(passage - bisect_left(quotes, own_cue)) - (own_cue > place))
            if own_cue >= 0
            else 6,
            own_cue >= 0 and self._nearest_quote(own_cue) != passage,
            passage > 0 and reading.sentence_at[quotes[passage - 1]] == sentence,
            min(6, passage - bisect_left(quotes, self.first_of_paragraph(place))),
            min(40, quotes[passage + 1] - place) if passage + 1 < len(quotes) else 40,
        )

    def _own_cue(self, standing: Standing, place: int) -> int:
        """Return the cue that a mention reports by, the nearer to `place` of two, -1 for none."""
        own = [at for at in (standing.subject_of, standing.follows) if at >= 0]
        return min(own, key=lambda at: abs(at - place), default=-1)

    def _nearest_quote(self, place: int) -> int:
        """Return the number of the passage that stands nearest to a word."""
        quotes = self.reading.place_of_quote
        after = bisect_left(quotes, place)
        if after == len(quotes):
            return after - 1
        if after and place - quotes[after - 1] <= quotes[after] - place:
            return after - 1
        return after

    def _of_mention(self, number: int) -> Matrix:
        if number not in self._alone:
            self._alone[number] = np.array(self._look_at(number), dtype=np.float32)
        return self._alone[number]

    def _look_at(self, number: int) -> tuple[float, ...]:
        reading = self.reading
        mention, s = reading.mentions[number], self.standings[number]
        subject = reading.cue_at[s.subject_of] if s.subject_of >= 0 else None
        follows = reading.cue_at[s.follows] if s.follows >= 0 else None
        cluster = self.clusters.of_mention[number]
        mentions = self.clusters.clusters[cluster].mentions if cluster >= 0 else []
        lower = reading.signs[s.first] if mention.kind is MentionKind.PRONOUN else ""
        following = reading.sign(s.after)
        head = mention.head.of(reading.segments.text)
        return (
            subject.strength if subject else 0.0,
            subject is not None and subject.lemma in _PLAIN_CUES,
            s.path,
            subject is not None and subject.form is Form.PARTICIPLE,
            follows.strength if follows else 0.0,
            follows is not None and follows.lemma in _PLAIN_CUES,
            s.follows_gap,
            s.according,
            s.addressed,
            s.preposition,
            s.opens_clause,
            s.inside_phrase,
            mention.possessive,
            s.transcript,
            mention.kind is MentionKind.NAME,
            mention.kind is MentionKind.PRONOUN,
            mention.kind is MentionKind.NOMINAL,
            bool(lower and mention.gender),
            lower in ("i", "we"),
            lower == "they",
            lower == "it",
            lower == "who",
            mention.entity_kind is EntityKind.PERSON,
            mention.entity_kind is EntityKind.ORGANIZATION,
            mention.entity_kind is EntityKind.PLACE,
            mention.entity_kind is EntityKind.GROUP,
            mention.kind is MentionKind.NOMINAL and head.lower() in _WRITINGS,
            mention.last - mention.first,
            mention.title is not None,
            len(head) > 3 and head.isupper(),
            len(mentions),
            len(mentions) / self._named,
            bool(mentions) and mentions[0] == number,
            s.first == 0 or not reading.same_sentence(s.first, s.first - 1),
            self.is_first_of_paragraph(s.first),
            following == QUOTE,
            following == ",",
            following[:1].isalpha() and following not in _PREPOSITIONS,
            reports(s),
            reading.sign(s.first - 1) == "by",
            self._is_headline(s.first),
            following == ":",
            head.split(" ", 1)[0].lower() in given_names(),
            reading.signs[s.first] in _DEMONSTRATIVES,
            reading.sign(s.first - 1) in _DASHES,
            s.after >= len(reading.signs) or self.is_first_of_paragraph(s.after),
        )

    def _is_headline(self, place: int) -> bool:
        paragraph = self.reading.segments.paragraphs[self.reading.paragraph_at[place]]
        return len(paragraph) < _LONGEST_HEADLINE and not paragraph.of(
            self.reading.segments.text
        ).endswith(_ENDS)

    def _spoken_about(self, quotation: Quotation, number: int) -> bool:
        """Whether the quotation itself names the candidate: few speak of themselves by name."""
        mention = self.reading.mentions[number]
        if mention.kind is not MentionKind.NAME:
            return False
        text = self.reading.segments.text
        return mention.head.of(text).rsplit(" ", 1)[-1] in quotation.content.of(text)


_COLUMN = {name: number for number, name in enumerate(FEATURES)}


def score_by_rules(features: Matrix) -> npt.NDArray[np.float32]:
    """Weigh the candidates of one quotation by hand-set weights; the scores order them."""
    x = {name: features[:, number] for name, number in _COLUMN.items()}
    comma = x["quotation_ends_comma"]
    after_strength = x["quotation_cue_after_strength"]
    before_strength = x["quotation_cue_before_strength"]
    close = x["follows_gap"] < 4
    wants_after = (after_strength > 0) & ((comma > 0) | (x["quotation_cue_after_gap"] <= 6))
    wants_before = before_strength > 0
    floating = ~wants_after & ~wants_before
    score = np.zeros(len(features), dtype=np.float32)
    attached = (x["subject_of_after"] > 0) | ((x["follows_after"] > 0) & close)
    score += (wants_after & attached) * (6.0 * after_strength + comma)
    weight = np.where(wants_after & (comma > 0), 2.5, 5.0) * before_strength
    subject = x["subject_of_before"] > 0
    follower = ~subject & (x["follows_before"] > 0) & close & (x["addressed"] == 0)
    clause = ~subject & ~follower & (x["clause_subject"] > 0)
    score += wants_before * weight * (subject + 0.6 * follower + 0.7 * clause)
    score += 3.0 * x["according"] * x["same_sentence"]
    score += 2.5 * x["transcript"] * x["same_paragraph"]
    score += floating * (
        2.5 * x["previous_source"]
        + x["previous_source"] * x["previous_same_paragraph"]
        + 1.2 * x["subject_strength"] * x["before"] * (x["paragraphs_back"] <= 1)
        + x["follows_strength"] * close * x["before"]
        + 0.8 * x["nearest_subject"]
    )
    score += 0.4 * x["previous_entity"] + 0.5 * x["opens_clause"]
    score += 0.6 * x["same_sentence"] + 0.3 * x["before"]
    score -= 0.8 * x["paragraphs_back"] + 1.5 * x["paragraphs_on"]
    score -= 0.25 * np.minimum(x["sentences_between"], 6) + 0.01 * x["places_between"]
    score -= 2.5 * x["addressed"] + 1.2 * x["preposition"] + x["possessive"]
    score -= 1.5 * x["inside_phrase"] + 0.8 * x["spoken_about"]
    score -= 1.5 * x["it"] + 1.5 * x["first_person"] + x["they"] + 0.5 * x["who"]
    score -= 0.5 * x["nominal"] + 0.8 * x["place"] + 0.3 * x["organization"]
    score += 0.05 * np.minimum(x["entity_count"], 10)
    return score


def explain(text: str, features: npt.NDArray[np.float32], cue: Span | None) -> str:
    """Say in a clause for people why the candidate with these features was chosen."""

    def is_so(name: str) -> bool:
        return bool(features[_COLUMN[name]])

    verb = f" “{cue.of(text)}”" if cue is not None else ""
    if is_so("subject_of_after") or is_so("subject_of_before"):
        return f"the subject of the cue{verb}"
    if is_so("according"):
        return f"named after the cue{verb}"
    if is_so("follows_after") or is_so("follows_before"):
        return f"named right after the cue{verb}"
    if is_so("previous_source"):
        return "goes on speaking: no other speaker is named in between"
    if is_so("clause_subject"):
        return f"the subject of the clause that leads to the cue{verb}"
    if is_so("transcript"):
        return "the name before the colon"
    if is_so("nearest_subject"):
        return "the nearest subject before the quotation"
    return "the most likely mention near the quotation"
