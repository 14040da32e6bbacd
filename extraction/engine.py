"""From a document to its findings: the order in which the finders work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.addressees import Addressees
from extraction.articles import first_headline, headlines_of_stories
from extraction.confidence import confidence_of
from extraction.coreference import cluster_names
from extraction.credits import find_credits
from extraction.cues import find_cues
from extraction.entities import EntityBook, Key
from extraction.findings import (
    Addressee,
    Article,
    Attribution,
    Document,
    Evidence,
    Field,
    Findings,
    Kind,
    PassedOver,
    PhotoCredit,
    Span,
)
from extraction.known import NOTHING_KNOWN, Known
from extraction.languages import language_of
from extraction.marks import find_marked, outermost
from extraction.mentions import Mention, MentionKind, find_mentions
from extraction.pronouns import Antecedents, is_resolvable
from extraction.pronouns import score_by_rules as score_antecedent
from extraction.quotes import Quotation, find_quotations
from extraction.reading import Reading
from extraction.segments import segment
from extraction.speakers import Flow, Weighing, explain
from extraction.speakers import score_by_rules as score_candidates

_LEAST_CHANCE = 0.5
_LEAST_SCORE = -2.5


def extract(document: Document, known: Known = NOTHING_KNOWN) -> Findings:
    """Find who said what and whose photographs stand in a document.

    A pure function: the same document and the same knowledge give the same findings. Takes time
    and memory linear in the length of the text.
    """
    return _Extraction(document, known).findings()


@dataclass(slots=True)
class _Spoken:
    """A quotation with its speaker, before the entities are finished."""

    quotation: Quotation
    content: tuple[Span, ...]
    cue: Span | None
    cue_place: int
    source: int
    key: Key | None
    told_to: Addressee | None
    confidence: float
    evidence: tuple[Evidence, ...]
    continues: bool


def _cuts(photo_credits: Sequence[PhotoCredit]) -> list[int]:
    """Return where a credit is parted from the text it may be glued to."""
    return [offset for credit in photo_credits for offset in (credit.line.start, credit.line.end)]


def _outside(
    photo_credits: Sequence[PhotoCredit], mentions: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Leave out those who are only named as a picture's author or agency."""
    lines = [credit.line for credit in photo_credits]
    kept: list[Mention] = []
    number = 0
    for mention in mentions:
        while number < len(lines) and lines[number].end <= mention.span.start:
            number += 1
        if number == len(lines) or not lines[number].overlaps(mention.span):
            kept.append(mention)
    return tuple(kept)


class _Extraction:
    def __init__(self, document: Document, known: Known) -> None:
        self._document = document
        self._text = document.text
        whole = Span(0, len(document.text))
        self._credits = find_credits(document.text, whole)
        segments = segment(document.text, _cuts(self._credits))
        self._segments = segments
        self._language = language_of(segments.tokens)
        mentions = _outside(self._credits, find_mentions(segments))
        passages = outermost(find_marked(segments))
        self._reading = Reading(segments, passages, find_cues(segments, self._language), mentions)
        self._clusters = cluster_names(segments, mentions, known)
        self._weighing = Weighing(self._reading, self._clusters)
        self._antecedents = Antecedents(self._weighing)
        self._addressees = Addressees(self._reading)
        self._book = EntityBook(document.text, mentions, self._clusters)
        self._articles = self._part()

    def findings(self) -> Findings:
        quotations = find_quotations(self._reading)
        spoken = self._attribute([q for q in quotations if q.chance >= _LEAST_CHANCE])
        spoken = self._joined(spoken)
        entities = self._book.finish()
        attributions = tuple(
            Attribution(
                s.content,
                s.quotation.kind,
                s.cue,
                self._reading.mentions[s.source].span if s.source >= 0 else None,
                entities[s.key] if s.key is not None else None,
                None,
                s.told_to,
                None,
                s.confidence,
                s.evidence,
            )
            for s in spoken
        )
        passed = tuple(
            PassedOver(q.span, q.omission, round(1 - q.chance, 3))
            for q in quotations
            if q.chance < _LEAST_CHANCE
        )
        return Findings(
            self._language,
            self._articles,
            tuple(entities.values()),
            attributions,
            passed,
            self._credits,
            self._document.outlet,
            self._document.address,
            self._document.published_on,
        )

    def _part(self) -> tuple[Article, ...]:
        first = first_headline(self._document, self._segments)
        starts = headlines_of_stories(self._segments, self._reading.mentions, first)
        ends = [start for start, _ in starts[1:]] + [len(self._text)]
        return tuple(
            Article(
                Span(start, end),
                headline,
                self._document.byline if number == 0 else None,
                self._document.published_on,
            )
            for number, ((start, headline), end) in enumerate(zip(starts, ends, strict=True))
        )

    def _attribute(self, quotations: list[Quotation]) -> list[_Spoken]:
        spoken: list[_Spoken] = []
        article, flow = -1, Flow()
        previous: _Spoken | None = None
        since, until = 0, 0
        for quotation in quotations:
            number = self._article_of(quotation.span.start)
            if number != article:
                article, flow, previous = number, Flow(), None
                since = self._place_at(self._articles[number].span.start)
                until = self._place_at(self._articles[number].span.end)
            found = self._spoken(quotation, flow, previous, since, until)
            spoken.append(found)
            entity = found.key[1] if found.key is not None and found.key[0] == "name" else -1
            flow = Flow(
                found.source,
                entity if isinstance(entity, int) else -1,
                flow.entity,
                self._reading.paragraph_at[quotation.place],
                quotation.place,
            )
            previous = found
        return spoken

    def _article_of(self, offset: int) -> int:
        number = 0
        while number + 1 < len(self._articles) and self._articles[number + 1].span.start <= offset:
            number += 1
        return number

    def _place_at(self, offset: int) -> int:
        token = self._segments.token_at(offset)
        places = self._reading.place_of_token
        return places[token] if token < len(places) else len(self._reading.signs)

    def _spoken(
        self,
        quotation: Quotation,
        flow: Flow,
        previous: _Spoken | None,
        since: int,
        until: int,
    ) -> _Spoken:
        candidates = self._weighing.candidates(quotation, flow, since, until)
        scores = score_candidates(candidates.features) if candidates is not None else None
        best = int(scores.argmax()) if scores is not None else -1
        if candidates is None or scores is None or scores[best] < _LEAST_SCORE:
            return _Spoken(
                quotation,
                (quotation.content,),
                None,
                -1,
                -1,
                None,
                None,
                confidence_of(quotation.chance, ()),
                (),
                continues=False,
            )
        number = candidates.mentions[best]
        mention = self._reading.mentions[number]
        continues = previous is not None and number == previous.source
        key, antecedent, sure = self._meant(number, mention, flow, quotation, previous, since)
        place = self._weighing.cue_for(quotation, number)
        if place < 0 and continues and previous is not None:
            place = previous.cue_place
        cue = self._reading.words_at(place) if place >= 0 else None
        if continues and previous is not None and place == previous.cue_place:
            told_to = previous.told_to
        else:
            told_to = self._addressees.of(place, mention) if place >= 0 else None
        words = [mention.span] + ([cue] if cue is not None else []) + antecedent
        evidence = [
            Evidence(
                Field.SPEAKER, explain(self._text, candidates.features[best], cue), tuple(words)
            )
        ]
        if told_to is not None:
            evidence.append(Evidence(Field.TOLD_TO, "the words the cue addresses", (told_to.span,)))
        return _Spoken(
            quotation,
            (quotation.content,),
            self._cue_span(place),
            place,
            number,
            key,
            told_to,
            confidence_of(
                quotation.chance, sorted(map(float, scores), reverse=True), resolved=sure
            ),
            tuple(evidence),
            continues,
        )

    def _cue_span(self, place: int) -> Span | None:
        cue = self._reading.cue_at[place] if place >= 0 else None
        return cue.span if cue is not None else None

    def _meant(
        self,
        number: int,
        mention: Mention,
        flow: Flow,
        quotation: Quotation,
        previous: _Spoken | None,
        since: int,
    ) -> tuple[Key | None, list[Span], float]:
        """Return who the mention means, the words that show it, and how sure that is."""
        if mention.kind is MentionKind.NAME:
            return self._book.name(self._clusters.of_mention[number]), [], 1.0
        if mention.kind is MentionKind.NOMINAL:
            return self._book.described(mention), [], 1.0
        if previous is not None and previous.source == number:
            return previous.key, [], 1.0
        if not is_resolvable(mention, mention.span.of(self._text).lower()):
            return None, [], 1.0
        quoted = quotation.content.of(self._text)
        options = self._antecedents.of(number, flow, since, quoted)
        if not options:
            return None, [], 1.0
        scored = sorted(
            ((score_antecedent(option.features), option) for option in options),
            key=lambda pair: (-pair[0], pair[1].mention),
        )
        best = scored[0][1]
        sure = confidence_of(1.0, [3 * score for score, _ in scored])
        words = [self._reading.mentions[best.mention].span]
        return self._book.meant_by(mention.span, best.cluster), words, sure

    def _joined(self, spoken: list[_Spoken]) -> list[_Spoken]:
        """Join the parts of a quotation that its own reporting clause interrupts."""
        joined: list[_Spoken] = []
        for item in spoken:
            if joined and self._goes_on(joined[-1], item):
                first = joined[-1]
                first.content = (*first.content, *item.content)
                first.quotation = replace(first.quotation, kind=Kind.DIRECT)
                first.confidence = min(first.confidence, item.confidence)
            else:
                joined.append(item)
        return joined

    def _goes_on(self, first: _Spoken, second: _Spoken) -> bool:
        """Whether only "she said" parts the two, and a comma shows that the first goes on."""
        reading = self._reading
        left = reading.place_of_quote[first.quotation.passage] if len(first.content) == 1 else -1
        right = second.quotation.place
        before = first.content[-1].of(self._text)
        return (
            left >= 0
            and first.quotation.kind is Kind.DIRECT
            and second.continues
            and first.source >= 0
            and before.endswith(",")
            and 3 <= right - left <= 7
            and left < first.cue_place < right
            and reading.paragraph_at[left] == reading.paragraph_at[right]
            and left < reading.place_of(reading.mentions[first.source]) < right
        )
