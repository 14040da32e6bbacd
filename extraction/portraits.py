"""What each mention outside quotation marks is like, whatever quotation it may speak.

What it is (a name, a pronoun, a person), how it stands to the cues around it, which signs are next
to it, how often the text speaks of whom it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct

from extraction.appositions import Appositions
from extraction.coreference import Clusters, given_names
from extraction.cues import Cue, Form
from extraction.findings import EntityKind
from extraction.lexicons import words
from extraction.mentions import MentionKind
from extraction.reading import QUOTE, Reading
from extraction.standing import Standings

_PREPOSITIONS = words("words", "prepositions")
_DEMONSTRATIVES = frozenset(("this", "that", "these", "those", "it"))
_WRITINGS = words("people", "heads_text")
_PLAIN_CUES = frozenset(("say", "tell", "add", "write"))
_LONGEST_HEADLINE = 160
_ENDS = (".", "!", "?", '"', "”", "»", ":", ",", ";", "…")
DASHES = frozenset(("-", "–", "—", "―"))

FEATURES = (
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
    "states_any",
    "apposed",
)
_ROW = Struct(f"={len(FEATURES)}f")


class Portraits(dict[int, bytes]):
    """`FEATURES` of the mentions outside marks as 32-bit floats, by the numbers of the mentions.

    Each is drawn when it is first asked for: most mentions stand near no quotation. `stating` tells
    how sure it is that a mention states anything.
    """

    def __init__(
        self,
        reading: Reading,
        standings: Standings,
        clusters: Clusters,
        stating: Mapping[int, float],
        appositions: Appositions,
    ) -> None:
        self._reading = reading
        self._standings = standings
        self._clusters = clusters
        self._stating = stating
        self._appositions = appositions
        self._named = max(1, sum(1 for cluster in clusters.of_mention if cluster >= 0))
        self._headlines: dict[int, bool] = {}

    def __missing__(self, number: int) -> bytes:
        portrait = self[number] = _ROW.pack(*self._drawn(number))
        return portrait

    def _drawn(self, number: int) -> tuple[float, ...]:
        reading, standing = self._reading, self._standings[number]
        mention, cluster = reading.mentions[number], self._clusters.of_mention[number]
        kind, entity = mention.kind, mention.entity_kind
        place, after = standing.first, standing.after
        own, ahead, behind = reading.signs[place], reading.sign(place - 1), reading.sign(after)
        pronoun = own if kind is MentionKind.PRONOUN else ""
        head = mention.head.of(reading.segments.text)
        same = self._clusters.clusters[cluster].mentions if cluster >= 0 else []
        paragraph = reading.paragraph_at[place]
        subject_strength, subject_plain, subject_participle = self._of_cue(standing.subject_of)
        follows_strength, follows_plain, _ = self._of_cue(standing.follows)
        return (
            subject_strength,
            subject_plain,
            standing.path,
            subject_participle,
            follows_strength,
            follows_plain,
            standing.follows_gap,
            standing.according,
            standing.addressed,
            standing.preposition,
            standing.opens_clause,
            standing.inside_phrase,
            mention.possessive,
            standing.transcript,
            kind is MentionKind.NAME,
            kind is MentionKind.PRONOUN,
            kind is MentionKind.NOMINAL,
            pronoun != "" and mention.gender != "",
            pronoun in ("i", "we"),
            pronoun == "they",
            pronoun == "it",
            pronoun == "who",
            entity is EntityKind.PERSON,
            entity is EntityKind.ORGANIZATION,
            entity is EntityKind.PLACE,
            entity is EntityKind.GROUP,
            kind is MentionKind.NOMINAL and head.lower() in _WRITINGS,
            mention.last - mention.first,
            mention.head.start > mention.span.start,
            len(head) > 3 and head.isupper(),
            len(same),
            len(same) / self._named,
            bool(same) and same[0] == number,
            reading.sentence_first[place] == place,
            place == 0 or reading.paragraph_at[place - 1] != paragraph,
            behind == QUOTE,
            behind == ",",
            behind[:1].isalpha() and behind not in _PREPOSITIONS,
            standing.reports,
            ahead == "by",
            self._is_headline(paragraph),
            behind == ":",
            head.split(" ", 1)[0].lower() in given_names(),
            own in _DEMONSTRATIVES,
            ahead in DASHES,
            behind == "" or reading.paragraph_at[after] != reading.paragraph_at[after - 1],
            self._stating.get(number, 0.0),
            self._appositions.named(number) >= 0,
        )

    def _of_cue(self, place: int) -> tuple[float, bool, bool]:
        cue: Cue | None = self._reading.cue_at[place] if place >= 0 else None
        if cue is None:
            return 0.0, False, False
        return cue.strength, cue.lemma in _PLAIN_CUES, cue.form is Form.PARTICIPLE

    def _is_headline(self, number: int) -> bool:
        known = self._headlines.get(number)
        if known is None:
            segments = self._reading.segments
            span = segments.paragraphs[number]
            known = len(span) < _LONGEST_HEADLINE and not span.of(segments.text).endswith(_ENDS)
            self._headlines[number] = known
        return known
