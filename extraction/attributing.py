"""Quotations and reported speech given their speakers, in reading order.

Order matters: whoever spoke last is the likeliest to go on, and the likeliest "he". What was
decided for one quotation is therefore known to the next; nothing crosses the border of an article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extraction.addressees import Addressees
from extraction.bearings import Question
from extraction.dates import find_dates
from extraction.entities import EntityBook, Key
from extraction.findings import Addressee, Article, EntityKind, Evidence, Field, Kind, SaidOn, Span
from extraction.learned import scorers
from extraction.learned.scorers import Scores, confidence_of
from extraction.mentions import Mention, MentionKind
from extraction.offices import Offices
from extraction.pronouns import Antecedents, Options, is_resolvable
from extraction.quotes import Quotation
from extraction.reading import Reading
from extraction.reported import Reported
from extraction.speakers import Candidates, Flow, Weighing, explain
from extraction.transcripts import COLON

_LONGEST_INTERRUPTION = 7
_SURE_OF_OFFICE = 0.9
_SURE_OF_LABEL = 0.98
_SURE_OF_NOBODY = 0.97
"""From here on nobody is named: a name of little confidence helps more than none."""
_RARELY_NOBODY = 0.2
"""Most quotations have a speaker: of those left without, one in eight has none in truth."""
_LEAST_CHANCE = 0.02
"""Candidates less likely than this are not asked whom they mean."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom a mention means, how likely that is, and the words that show it.

    The key is None for words that stand for somebody whom the text does not name ("I", "they").
    """

    key: Key | None
    chance: float = 1.0
    words: tuple[Span, ...] = ()


@dataclass(slots=True)
class Spoken:
    """What will be an `Attribution` once the entities are finished.

    `source` is the number of the mention, -1 for none; `place` that of the quotation, -1 for
    reported speech; `continues` says that the speaker is the one of the quotation before.
    """

    content: tuple[Span, ...]
    kind: Kind
    cue: Span | None
    cue_place: int
    source: int
    source_span: Span | None
    key: Key | None
    told_to: Addressee | None
    said_on: SaidOn | None
    confidence: float
    evidence: tuple[Evidence, ...]
    place: int = -1
    continues: bool = False


class Attributor:
    """Gives the quotations and the reported speech of one text their speakers."""

    def __init__(
        self,
        weighing: Weighing,
        book: EntityBook,
        articles: Sequence[Article],
        offices: Offices,
    ) -> None:
        self._weighing = weighing
        self._reading: Reading = weighing.reading
        self._text = weighing.reading.segments.text
        self._antecedents = Antecedents(weighing)
        self._addressees = Addressees(weighing.reading)
        self._book = book
        self._offices = offices
        self._articles = articles
        self._starts = [article.span.start for article in articles]
        self._days: dict[tuple[int, int, date | None], list[SaidOn]] = {}

    def attribute(
        self, quotations: Iterable[Quotation], reported: Iterable[Reported]
    ) -> list[Spoken]:
        """Return both in reading order, the parts of interrupted quotations joined."""
        items: list[Quotation | Reported] = [*quotations, *reported]
        items.sort(key=_start)
        numbers = [bisect_right(self._starts, _start(item)) - 1 for item in items]
        places = [
            (self._place_at(article.span.start), self._place_at(article.span.end))
            for article in self._articles
        ]
        asked = self._weighing.candidates(list(self._questions(items, numbers, places)))
        spoken: list[Spoken] = []
        article, flow = -1, Flow()
        previous: Spoken | None = None
        for item, number in zip(items, numbers, strict=True):
            if number != article:
                article, flow, previous = number, Flow(), None
            since, _ = places[number]
            published = self._articles[number].published_on
            if isinstance(item, Reported):
                spoken.append(self._report(item, flow, previous, since, published))
                continue
            if self._is_turn(item):
                found = self._turn(item)
            else:
                candidates = next(asked)(flow)
                found = self._quote(item, candidates, flow, previous, since, published)
            flow = self._flow_after(flow, item, found)
            if previous is not None and self._goes_on(previous, found):
                previous.content = (*previous.content, *found.content)
                previous.confidence = min(previous.confidence, found.confidence)
            else:
                spoken.append(found)
                previous = found
        return spoken

    def _questions(
        self,
        items: Iterable[Quotation | Reported],
        numbers: Iterable[int],
        places: Sequence[tuple[int, int]],
    ) -> Iterator[Question]:
        """Yield the quotations whose speaker is to be chosen among candidates."""
        article, previous = -1, -1
        for item, number in zip(items, numbers, strict=True):
            if number != article:
                article, previous = number, -1
            if isinstance(item, Quotation):
                if not self._is_turn(item):
                    yield Question(item, *places[number], previous)
                previous = item.place

    def _is_turn(self, quotation: Quotation) -> bool:
        return self._reading.passages[quotation.passage].opener == COLON

    def speaker_chances(self, quotation: Quotation, candidates: Candidates) -> Scores:
        """Return how likely each candidate speaks the quotation."""
        del quotation
        return scorers.speaker_chances(candidates)

    def antecedent_chances(self, pronoun: Mention, options: Options) -> Scores:
        """Return how likely the pronoun means each of the people."""
        del pronoun
        return scorers.antecedent_chances(options.features)

    def _flow_after(self, flow: Flow, quotation: Quotation, found: Spoken) -> Flow:
        entity = found.key[1] if found.key is not None and found.key[0] == "name" else -1
        speaker = entity if isinstance(entity, int) else -1
        flow.spoken[speaker] = flow.spoken.get(speaker, 0) + 1
        return Flow(
            found.source,
            speaker,
            flow.entity,
            self._reading.paragraph_at[quotation.place],
            quotation.place,
            flow.turns + 1,
            flow.spoken,
        )

    def _place_at(self, offset: int) -> int:
        token = self._reading.segments.token_at(offset)
        places = self._reading.place_of_token
        return places[token] if token < len(places) else len(self._reading.signs)

    def _quote(
        self,
        quotation: Quotation,
        candidates: Candidates | None,
        flow: Flow,
        previous: Spoken | None,
        since: int,
        published: date | None,
    ) -> Spoken:
        if candidates is None:
            return _unattributed(quotation, 1.0)
        chances = self.speaker_chances(quotation, candidates)
        chosen = self._likeliest(quotation, candidates, chances, flow, previous, since)
        if chosen is None:
            return _unattributed(quotation, 1 - float(chances.sum()))
        best, meaning, certainty = chosen
        number = candidates.mentions[best]
        mention = self._reading.mentions[number]
        continues = previous is not None and number == previous.source
        key, antecedent = self._noted(number, meaning), meaning.words
        place = self._weighing.cue_for(quotation, number)
        if place < 0 and continues and previous is not None:
            place = previous.cue_place
        cue = self._cue_span(place)
        told_to: Addressee | None = None
        said_on: SaidOn | None = None
        if continues and previous is not None and place == previous.cue_place:
            told_to, said_on = previous.told_to, previous.said_on
        elif place >= 0:
            told_to = self._addressees.of(place, mention)
            said_on = self._said_on(place, published)
        words = [mention.span, *([cue] if cue is not None else []), *antecedent]
        rule = explain(self._text, candidates, best, cue)
        return Spoken(
            (quotation.content,),
            quotation.kind,
            cue,
            place,
            number,
            mention.span,
            key,
            told_to,
            said_on,
            confidence_of(quotation.chance, certainty),
            (*_evidence(rule, words, told_to, said_on), *self._settled(key, words)),
            quotation.place,
            continues,
        )

    def _turn(self, quotation: Quotation) -> Spoken:
        """Give a turn of a transcript to the name before its colon; "Q" and "A" name nobody."""
        reading, label = self._reading, quotation.place - 1
        while label > 0 and reading.paragraph_at[label - 1] == reading.paragraph_at[label]:
            label -= 1
        number = self._weighing.mention_at(label)
        mention = reading.mentions[number] if number >= 0 else None
        if mention is None or mention.kind is not MentionKind.NAME or len(mention.head) == 1:
            return _unattributed(quotation, _SURE_OF_LABEL)
        key = self._book.name(self._weighing.clusters.of_mention[number])
        words = [mention.span]
        evidence = _evidence("the name before the colon", words, None, None)
        return Spoken(
            (quotation.content,),
            quotation.kind,
            None,
            -1,
            number,
            mention.span,
            key,
            None,
            None,
            confidence_of(quotation.chance, _SURE_OF_LABEL),
            (*evidence, *self._settled(key, words)),
            quotation.place,
        )

    def _report(
        self,
        reported: Reported,
        flow: Flow,
        previous: Spoken | None,
        since: int,
        published: date | None,
    ) -> Spoken:
        number = reported.mention
        content = " ".join(span.of(self._text) for span in reported.content)
        key: Key | None = None
        antecedent: tuple[Span, ...] = ()
        sure = 1.0
        mention: Mention | None = None
        if number >= 0:
            mention = self._reading.mentions[number]
            meaning = max(
                self._meanings(number, flow, content, previous, since), key=lambda m: m.chance
            )
            key, antecedent, sure = self._noted(number, meaning), meaning.words, meaning.chance
        else:
            key = self._book.phrase(reported.source)
        told_to = self._addressees.of(reported.cue_place, mention)
        said_on = self._said_on(reported.cue_place, published)
        words = [reported.source, reported.cue, *antecedent]
        return Spoken(
            reported.content,
            Kind.INDIRECT,
            reported.cue,
            reported.cue_place,
            number,
            reported.source,
            key,
            told_to,
            said_on,
            round(reported.confidence * sure, 3),
            (*_evidence(reported.rule, words, told_to, said_on), *self._settled(key, words)),
        )

    def _settled(self, key: Key | None, words: Sequence[Span]) -> Iterator[Evidence]:
        """Say by which decision of the catalogue's users a printed name became the speaker's."""
        cluster = key[1] if key is not None else None
        if isinstance(cluster, int):
            entity = self._weighing.clusters.clusters[cluster]
            for form, reason in entity.reasons.items():
                printed = [span for span in words if span.of(self._text).endswith(form)]
                if printed or not entity.forms[entity.name]:
                    yield Evidence(Field.SPEAKER, reason, tuple(printed[:1]))

    def _cue_span(self, place: int) -> Span | None:
        cue = self._reading.cue_at[place] if place >= 0 else None
        return cue.span if cue is not None else None

    def _said_on(self, cue_place: int, published: date | None) -> SaidOn | None:
        """Return the day that the sentence of the cue names outside quotation marks."""
        reading = self._reading
        asked = (reading.sentence_first[cue_place], reading.sentence_after[cue_place], published)
        days = self._days.get(asked)
        if days is None:
            days = self._days[asked] = self._days_in(*asked)
        cue = reading.words_at(cue_place)
        return min(days, key=lambda day: abs(day.span.start - cue.start), default=None)

    def _days_in(self, first: int, after: int, published: date | None) -> list[SaidOn]:
        return [
            day
            for start, end in self._reading.stretches(first, after)
            for day in find_dates(self._text, Span(start, end), published)
            if not self._tells_which(day.span)
        ]

    def _tells_which(self, day: Span) -> bool:
        """Whether a day only tells which thing is meant: "the August 9 poll", "August 9's vote"."""
        before = self._text[max(0, day.start - 8) : day.start].split()
        led = bool(before) and self._text[day.start - 1] == " " and before[-1].lower() == "the"
        return led or self._text[day.end : day.end + 2] in ("'s", "’s")

    def _likeliest(
        self,
        quotation: Quotation,
        candidates: Candidates,
        chances: Scores,
        flow: Flow,
        previous: Spoken | None,
        since: int,
    ) -> tuple[int, Meaning, float] | None:
        """Return the row and the meaning that speak, and how likely, None where nobody does.

        Several mentions may mean one person ("Mora said ... he added"): their chances add up.
        """
        quoted = quotation.content.of(self._text)
        total: dict[Key, float] = {}
        best: dict[Key, tuple[float, int, Meaning]] = {}
        for row in (-chances).argsort(kind="stable").tolist():
            chance = float(chances[row])
            if chance < _LEAST_CHANCE and best:
                break
            number = candidates.mentions[row]
            for meaning in self._meanings(number, flow, quoted, previous, since):
                key = meaning.key or ("unknown", number)
                joint = chance * meaning.chance
                total[key] = total.get(key, 0.0) + joint
                if key not in best or joint > best[key][0]:
                    best[key] = (joint, row, meaning)
        key = max(total, key=lambda held: total[held])
        if 1 - float(chances.sum()) > _SURE_OF_NOBODY:
            return None
        _, row, meaning = best[key]
        return row, meaning, min(1.0, total[key])

    def _meanings(
        self, number: int, flow: Flow, quoted: str, previous: Spoken | None, since: int
    ) -> list[Meaning]:
        """Return whom the mention may mean; a pronoun may mean several."""
        mention = self._reading.mentions[number]
        clusters = self._weighing.clusters.of_mention
        if mention.kind is MentionKind.NAME:
            return [Meaning(("name", clusters[number]))]
        if mention.kind is MentionKind.NOMINAL:
            named = self._named_beside(mention)
            named = named if named >= 0 else self._weighing.appositions.named(number)
            if named >= 0:
                words = (self._reading.mentions[named].span,)
                return [Meaning(("name", clusters[named]), 1.0, words)]
            held = self._offices.holder(mention)
            if held is not None:
                return [Meaning(("name", held[0]), _SURE_OF_OFFICE, (held[1],))]
            return [Meaning(self._book.described(mention))]
        if previous is not None and previous.source == number:
            return [Meaning(previous.key)]
        if not is_resolvable(mention, mention.span.of(self._text).lower()):
            return [Meaning(None)]
        options = self._antecedents.of(number, flow, since, quoted)
        if options is None:
            return [Meaning(None)]
        chances = self.antecedent_chances(mention, options)
        likeliest = int(chances.argmax())
        return [
            Meaning(
                ("name", options.clusters[row]),
                float(chances[row]),
                (self._reading.mentions[options.mentions[row]].span,),
            )
            for row in range(len(chances))
            if row == likeliest or chances[row] >= _LEAST_CHANCE
        ]

    def _noted(self, number: int, meaning: Meaning) -> Key | None:
        """Note in the book who speaks by the mention, and return it."""
        mention, key = self._reading.mentions[number], meaning.key
        if key is None:
            return None
        cluster = key[1]
        if not isinstance(cluster, int):
            return self._book.phrase(mention.span, mention.entity_kind)
        if mention.kind is MentionKind.NAME:
            return self._book.name(cluster)
        if mention.kind is MentionKind.PRONOUN:
            self._antecedents.settle(number, cluster)
        return self._book.meant_by(mention.span, cluster)

    def _named_beside(self, mention: Mention) -> int:
        """Return the name in apposition: "the harbour engineer, Mara Lindqvist", -1 for none."""
        reading = self._reading
        after = reading.place_after(mention)
        if (
            mention.plural
            or reading.sign(after) != ","
            or not reading.same_sentence(after - 1, after + 1)
        ):
            return -1
        number = self._weighing.mention_at(after + 1)
        if number < 0:
            return -1
        beside = reading.mentions[number]
        is_person = beside.kind is MentionKind.NAME and beside.entity_kind is EntityKind.PERSON
        return number if is_person and not beside.possessive else -1

    def _goes_on(self, first: Spoken, second: Spoken) -> bool:
        """Whether only "she said" parts the two, and a comma shows that the first goes on."""
        reading = self._reading
        left, right = first.place, second.place
        return (
            len(first.content) == 1
            and first.kind is Kind.DIRECT
            and second.continues
            and first.content[-1].of(self._text).endswith(",")
            and 3 <= right - left <= _LONGEST_INTERRUPTION
            and left < first.cue_place < right
            and reading.paragraph_at[left] == reading.paragraph_at[right]
            and left < reading.place_of(reading.mentions[first.source]) < right
        )


def _start(item: Quotation | Reported) -> int:
    return item.content[0].start if isinstance(item, Reported) else item.content.start


def _unattributed(quotation: Quotation, nobody: float) -> Spoken:
    confidence = confidence_of(quotation.chance, _RARELY_NOBODY * nobody)
    content = (quotation.content,)
    return Spoken(
        content,
        quotation.kind,
        None,
        -1,
        -1,
        None,
        None,
        None,
        None,
        confidence,
        (),
        quotation.place,
    )


def _evidence(
    rule: str, words: Sequence[Span], told_to: Addressee | None, said_on: SaidOn | None
) -> tuple[Evidence, ...]:
    evidence = [Evidence(Field.SPEAKER, rule, tuple(words))]
    if told_to is not None:
        evidence.append(Evidence(Field.TOLD_TO, "the words the cue addresses", (told_to.span,)))
    if said_on is not None:
        evidence.append(
            Evidence(Field.SAID_ON, "the day named in the sentence of the cue", (said_on.span,))
        )
    return tuple(evidence)
