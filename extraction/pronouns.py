"""Who is meant by "he": the people named before a pronoun in its article, weighed.

The features say how long ago a person was named, as what (a subject, an object), how often,
whether the gender fits, and whether that person spoke last. The weights here are set by hand;
learned ones see the same features.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from struct import Struct

import numpy as np
import numpy.typing as npt

from extraction.coreference import given_names
from extraction.findings import EntityKind
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.reading import QUOTE
from extraction.speakers import Flow, Matrix, Weighing

FEATURES = (
    "paragraphs_back",
    "sentences_back",
    "places_back",
    "rank",
    "same_gender",
    "unknown_gender",
    "opens_clause",
    "subject_of_cue",
    "preposition",
    "possessive",
    "inside_phrase",
    "inside_quotation",
    "mentions",
    "mentions_near",
    "share",
    "previous_entity",
    "earlier_entity",
    "full_name",
    "has_title",
    "spoken_about",
    "previous_same_paragraph",
    "first_of_paragraph",
    "sentence_opener",
    "people_between",
    "pronoun_opens_sentence",
    "pronoun_first_in_paragraph",
    "only_fitting",
    "antecedent_subject_same_paragraph",
    "single_name",
    "times_spoken",
    "share_spoken",
    "last_subject",
    "last_subject_of_sentence",
    "sentences_since_subject",
    "same_sentence",
    "cue_before_pronoun",
    "reports",
    "last_reporter",
    "sentences_since_report",
    "leaning",
    "given_name",
    "share_reporting",
    "share_in_places",
    "share_outside",
    "share_possessive",
    "called_same",
    "called_other",
    "named_since_previous",
    "subject_since_previous",
    "paragraphs_since_previous",
    "quote_opens_paragraph",
    "quoted_same_gender",
    "first_mention",
    "title_case_words",
    "comma_follows",
    "pronoun_is_she",
    "fitting_count",
    "subjects_between",
)
_ROW = Struct(f"={len(FEATURES)}f")
_PLACE_SIGNS = frozenset(("in", "at", "near", "from", "across", "outside", "around"))
_LEANING = {"f": 1.0, "m": -1.0}
_OTHER = {"f": "m", "m": "f"}
_OF_GENDER = {"f": frozenset(("she", "her", "hers")), "m": frozenset(("he", "him", "his"))}
_RATHER_F, _RATHER_M = words("given_names", "rather_f"), words("given_names", "rather_m")
_FARTHEST = 8
_MOST_MENTIONS = 150


@dataclass(frozen=True, slots=True)
class Options:
    """The people a pronoun may mean: the last mention of each before it; rows are theirs."""

    clusters: tuple[int, ...]
    mentions: tuple[int, ...]
    features: Matrix


@dataclass(slots=True)
class _Around:
    """What surrounds one pronoun: the people near it, and who was a subject how long ago."""

    pronoun: Mention
    place: int
    first_in_sentence: bool
    first_in_paragraph: bool
    follows_cue: bool
    near: dict[int, int]
    flow: Flow
    fitting: dict[int, int]
    quoted: str
    subjects: list[int]
    since_subject: dict[int, int]
    reporters: list[int]
    since_report: dict[int, int]
    quote_opens_paragraph: bool
    quoted_same_gender: bool


@dataclass(slots=True)
class _Facts:
    """What the whole text tells of one person, whatever the pronoun.

    `leaning` is how much likelier a woman (1) than a man (-1) bears the given name. `names` counts
    the words of the name, of which `last_name` is the last.
    """

    gender: str
    mentions: int
    first: int
    names: int
    last_name: str
    leaning: float
    given_name: bool
    share_reporting: float
    share_in_places: float
    share_outside: float
    share_possessive: float


@dataclass(slots=True)
class _Named:
    """What is seen of one mention of a person, whatever the pronoun."""

    at: int
    paragraph: int
    sentence: int
    outside: bool
    opens: bool
    is_subject: bool
    preposition: bool
    possessive: bool
    inside_phrase: bool
    in_full: bool
    has_title: bool
    first_of_paragraph: bool
    first_of_sentence: bool
    reports: bool
    comma_follows: bool


class Antecedents:
    """The people that pronouns of one reading may mean."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self._reading = weighing.reading
        self._clusters = weighing.clusters
        self._people: list[int] = [
            number
            for number, cluster in enumerate(weighing.clusters.of_mention)
            if cluster >= 0 and self._is_person(cluster)
        ]
        self._places = [self._reading.place_of(self._reading.mentions[n]) for n in self._people]
        self._facts: dict[int, _Facts] = {}
        self._named: dict[int, _Named] = {}
        self._called: dict[tuple[int, str], int] = {}

    def settle(self, pronoun: int, cluster: int) -> None:
        """Remember whom a pronoun was found to mean: the next one of the other gender is another's.

        Only what came before is remembered, so that the order of the quotations decides alone.
        """
        gender = self._reading.mentions[pronoun].gender
        if gender:
            self._called[cluster, gender] = self._called.get((cluster, gender), 0) + 1

    def _facts_of(self, cluster: int) -> _Facts:
        known = self._facts.get(cluster)
        if known is None:
            known = self._facts[cluster] = self._gather(cluster)
        return known

    def _gather(self, cluster: int) -> _Facts:
        reading, standings = self._reading, self._weighing.standings
        entity = self._clusters.clusters[cluster]
        numbers = entity.mentions[:_MOST_MENTIONS]
        outside = [n for n in numbers if n in standings]
        reporting = sum(standings[n].reports for n in outside)
        in_places = sum(reading.sign(standings[n].first - 1) in _PLACE_SIGNS for n in outside)
        possessive = sum(reading.mentions[n].possessive for n in numbers)
        count, seen = max(1, len(outside)), max(1, len(numbers))
        first = entity.name.split(" ", 1)[0].lower()
        return _Facts(
            entity.gender,
            len(entity.mentions),
            entity.mentions[0],
            entity.name.count(" ") + 1,
            entity.name.rsplit(" ", 1)[-1],
            _LEANING.get(entity.gender) or _leaning_of(first),
            first in given_names(),
            reporting / count,
            in_places / count,
            len(outside) / seen,
            possessive / seen,
        )

    def _named_by(self, number: int) -> _Named:
        known = self._named.get(number)
        if known is None:
            known = self._named[number] = self._look_at(number)
        return known

    def _look_at(self, number: int) -> _Named:
        reading, standing = self._reading, self._weighing.standings.get(number)
        mention = reading.mentions[number]
        at = reading.place_of(mention)
        return _Named(
            at,
            reading.paragraph_at[at],
            reading.sentence_at[at],
            standing is not None,
            standing is not None and standing.opens_clause,
            standing is not None and standing.subject_of >= 0,
            standing is not None and standing.preposition,
            mention.possessive,
            standing is not None and standing.inside_phrase,
            mention.last - mention.first > 1,
            mention.title is not None,
            self._weighing.is_first_of_paragraph(at),
            at == reading.sentence_first[at],
            standing is not None and standing.reports,
            standing is not None and reading.sign(standing.after) == ",",
        )

    def _is_person(self, cluster: int) -> bool:
        return self._clusters.clusters[cluster].kind is EntityKind.PERSON

    def of(self, pronoun: int, flow: Flow, since: int, quoted: str) -> Options | None:
        """Return the people that mention number `pronoun` may mean, named after place `since`.

        `quoted` is the quotation whose speaker is sought: people do not name themselves in it.
        """
        reading, standings = self._reading, self._weighing.standings
        of_mention = self._clusters.of_mention
        mention = reading.mentions[pronoun]
        place = reading.place_of(mention)
        high = bisect_left(self._places, place)
        sentence, paragraph = reading.sentence_at[place], reading.paragraph_at[place]
        last: dict[int, int] = {}
        near: dict[int, int] = {}
        subjects: list[int] = []
        since_subject: dict[int, int] = {}
        reporters: list[int] = []
        since_report: dict[int, int] = {}
        for index in range(high - 1, max(-1, high - _MOST_MENTIONS), -1):
            at = self._places[index]
            back = paragraph - reading.paragraph_at[at]
            if at < since or back > _FARTHEST or len(last) > 12:
                break
            number = self._people[index]
            cluster = of_mention[number]
            standing = standings.get(number)
            if standing is not None:
                sentences = min(30, sentence - reading.sentence_at[at])
                if standing.opens_clause and not standing.inside_phrase:
                    subjects.append(cluster)
                    since_subject.setdefault(cluster, sentences)
                if standing.reports:
                    reporters.append(cluster)
                    since_report.setdefault(cluster, sentences)
            near[cluster] = near.get(cluster, 0) + 1
            known = last.get(cluster)
            if known is None or (not reading.outside[known] and reading.outside[number]):
                last[cluster] = number
        if flow.entity >= 0 and flow.entity not in last and self._is_person(flow.entity):
            mentions = self._clusters.clusters[flow.entity].mentions
            index = bisect_left(mentions, pronoun)
            if index:
                last[flow.entity] = mentions[index - 1]
        gender = mention.gender
        fitting = {
            c: n
            for c, n in last.items()
            if not gender or self._clusters.clusters[c].gender in ("", gender)
        }
        if not fitting:
            return None
        subjects = [cluster for cluster in subjects if cluster in fitting]
        reporters = [cluster for cluster in reporters if cluster in fitting]
        own = self._weighing.standings.get(pronoun)
        around = _Around(
            mention,
            place,
            place == reading.sentence_first[place],
            self._weighing.is_first_of_paragraph(place),
            own is not None and own.follows >= 0,
            near,
            flow,
            fitting,
            quoted,
            subjects,
            since_subject,
            reporters,
            since_report,
            reading.sign(self._weighing.first_of_paragraph(place)) == QUOTE,
            not _OF_GENDER.get(gender, frozenset()).isdisjoint(quoted.lower().split()),
        )
        rows = [
            _ROW.pack(*self._features(around, cluster, number, rank))
            for rank, (cluster, number) in enumerate(fitting.items())
        ]
        matrix = np.frombuffer(b"".join(rows), np.float32).reshape(len(rows), len(FEATURES))
        return Options(tuple(fitting), tuple(fitting.values()), matrix)

    def _features(self, around: _Around, cluster: int, number: int, rank: int) -> tuple[float, ...]:
        place, flow, fitting = around.place, around.flow, around.fitting
        subjects, gender = around.subjects, around.pronoun.gender
        named, facts = self._named_by(number), self._facts_of(cluster)
        paragraph = self._reading.paragraph_at[place]
        since = self._reading.sentence_at[place] - named.sentence
        spoken = flow.spoken.get(cluster, 0)
        return (
            paragraph - named.paragraph,
            min(40, since),
            min(400, place - named.at),
            rank,
            gender != "" and facts.gender == gender,
            not facts.gender,
            named.opens,
            named.is_subject,
            named.preposition,
            named.possessive,
            named.inside_phrase,
            not named.outside,
            facts.mentions,
            around.near.get(cluster, 0),
            facts.mentions / max(1, len(self._people)),
            cluster == flow.entity,
            cluster == flow.earlier_entity,
            named.in_full,
            named.has_title,
            facts.last_name in around.quoted,
            flow.paragraph == paragraph,
            named.first_of_paragraph,
            named.first_of_sentence,
            rank,
            around.first_in_sentence,
            around.first_in_paragraph,
            len(fitting) == 1,
            named.opens and named.paragraph == paragraph,
            facts.names == 1,
            min(6, spoken),
            spoken / max(1, flow.turns),
            subjects[:1] == [cluster],
            cluster in subjects[:2],
            around.since_subject.get(cluster, 30),
            since == 0,
            around.follows_cue,
            named.reports,
            around.reporters[:1] == [cluster],
            around.since_report.get(cluster, 30),
            facts.leaning * _LEANING.get(gender, 0.0),
            facts.given_name,
            facts.share_reporting,
            facts.share_in_places,
            facts.share_outside,
            facts.share_possessive,
            min(6, self._called.get((cluster, gender), 0)),
            min(6, self._called.get((cluster, _OTHER.get(gender, "")), 0)),
            named.outside and named.at > flow.place,
            named.opens and named.at > flow.place,
            min(12, paragraph - flow.paragraph) if flow.paragraph >= 0 else 15,
            around.quote_opens_paragraph,
            around.quoted_same_gender,
            facts.first == number,
            facts.names,
            named.comma_follows,
            gender == "f",
            len(fitting),
            subjects.index(cluster) if cluster in subjects else 15,
        )


def _leaning_of(given_name: str) -> float:
    known = _LEANING.get(given_names().get(given_name, ""), 0.0)
    if known:
        return 0.9 * known
    return 0.5 * ((given_name in _RATHER_F) - (given_name in _RATHER_M))


def score_by_rules(features: Matrix) -> npt.NDArray[np.float32]:
    """Weigh the people one pronoun may mean by hand-set weights."""
    x = {name: features[:, number] for number, name in enumerate(FEATURES)}
    score: npt.NDArray[np.float32] = 1.0 / (1.0 + x["paragraphs_back"]) + 0.4 * x["same_gender"]
    score += 0.7 * x["opens_clause"] + 0.3 * x["subject_of_cue"]
    score -= 0.5 * x["preposition"] + 0.4 * x["possessive"] + 0.3 * x["inside_phrase"]
    score -= 0.5 * x["inside_quotation"] + 0.4 * x["spoken_about"]
    score += 0.6 * x["previous_entity"] + 0.4 * x["previous_entity"] * x["previous_same_paragraph"]
    score += 0.05 * np.minimum(10.0, x["mentions_near"]) + 0.4 * x["sentence_opener"]
    score -= 0.08 * x["sentences_back"] + 0.002 * x["places_back"]
    score -= 0.8 * x["single_name"] * (x["mentions"] < 2)
    return score


def is_resolvable(mention: Mention, sign: str) -> bool:
    """Whether a pronoun stands for one person that the text may name."""
    return mention.kind is MentionKind.PRONOUN and (mention.gender != "" or sign == "who")
