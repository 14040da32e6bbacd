"""Which marked passages are quotations: not every pair of marks holds somebody's words.

Marks also stand around titles of works, nicknames and words the reporter keeps at a distance (scare
quotes). Nothing is dropped in silence: what is passed over carries its reason and a confidence.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extraction.backing import Backing, Backings
from extraction.cues import Form, Frame
from extraction.findings import Kind, Omission, Span
from extraction.lexicons import phrases, words
from extraction.reading import Reading
from extraction.segments import Token
from extraction.transcripts import COLON

_BREAKS = words("words", "breaks")
_DETERMINERS = words("words", "determiners")
_LONGEST_SCARE = 25
_FAR_BEFORE = 20
_VERBS = words("words", "verbs")
_POSSESSIVES = frozenset(("his", "her", "their", "its", "our", "my", "your"))
_NEVER_NAME = words("words", "never_name")
_TITLE_JOINTS = words("words", "title_joints")
_WITHIN_TITLES = _TITLE_JOINTS | words("words", "within_titles")
_WORKS = words("words", "works")
_PROGRAMMES = words("words", "programmes")
_PRESENTED = words("words", "presented")
_BEARERS = words("words", "bearers")
_CALLED = words("words", "called")
_PREPOSITIONS = words("words", "prepositions")
_NEW_CLAUSE = words("words", "new_clause")
_FIRST_PERSON = words("words", "first_person")
_PERSONS = words("words", "persons")
_OUTLETS = phrases("names", "agencies")
_THINGS = _WORKS | words("words", "bear_words")
_ENDS_SAYING = frozenset(".,!?…—–-;")


class Quotation(NamedTuple):
    """A passage with what speaks for and against its being somebody's words.

    `chance` is how likely it is a quotation; `omission` is what it is otherwise. `cue_before` and
    `cue_after` are the places of the nearest cues of its sentence, -1 for none. What annotated news
    hold too little of to learn from is left to the rules: their chance is an upper bound where it
    is `doubted` (single marks, words used as an adjective), a lower one where it is `trusted`
    (whole sentences that stand by themselves).
    """

    passage: int
    place: int
    span: Span
    content: Span
    kind: Kind
    chance: float
    omission: Omission
    cue_before: int
    cue_after: int
    is_single: bool
    doubted: bool
    trusted: bool
    features: array[float]


FEATURES = (
    "words",
    "characters",
    "ends_sentence",
    "ends_comma",
    "capital",
    "title_case",
    "comma_before",
    "colon_before",
    "cue_just_before",
    "cue_just_after",
    "cue_before_gap",
    "cue_after_gap",
    "cue_before_strength",
    "cue_after_strength",
    "determiner_before",
    "adjective_before",
    "noun_after",
    "lower_after",
    "called_before",
    "work_before",
    "preposition_before",
    "that_before",
    "starts_paragraph",
    "ends_paragraph",
    "alone",
    "quotes_in_paragraph",
    "quotes_in_sentence",
    "single",
    "unclosed",
    "reopens",
    "first_person",
    "name_before",
    "sentence_start",
    "function_words",
    "earlier_in_document",
    "headline",
    "punctuation_share",
    "has_verb",
    "small",
    "digits",
    "cue_in_sentence",
    "words_before",
    "words_of_last",
    "words_of_next",
    "of_before",
    "article_before",
    "possessive_before",
    "as_before",
    "on_before",
    "noun_before",
    "stop_outside",
    "passages",
    "stated",
    "stated_alone",
    "stated_by",
    "outlet_before",
    "thing_after",
    "share_ended",
    "share_marked",
    "share_capitals",
    "share_numbers",
    "share_persons",
)


_IN_ORDER = itemgetter(*FEATURES)


def features_of(quotations: Sequence[Quotation]) -> npt.NDArray[np.float32]:
    """Return a row of `FEATURES` for each quotation."""
    held = b"".join(quotation.features for quotation in quotations)
    return np.frombuffer(held, dtype=np.float32).reshape(len(quotations), len(FEATURES))


_HEADLINE = FEATURES.index("headline")
_EDGES = " .,;:!?…"
_DOUBLED = re.compile("''")
_MOST_HEADLINES = 40
_REPEATS = 0.1
_STRONG = 0.9
_FAR_CUE = 12
_CAPITALS, _NUMBERS = FEATURES.index("share_capitals"), FEATURES.index("share_numbers")
_MOST_CAPITALS = 1 / 8
_MOST_NUMBERS = 1 / 250
_LONGEST_TITLE = 8
_NEAR_TITLE = 4
_SELDOM = 0.2


def tells_a_story(found: Sequence[Quotation]) -> bool:
    """Whether quotations stand in a story rather than in news: few names, hardly a number."""
    style = found[0].features
    return style[_CAPITALS] < _MOST_CAPITALS and style[_NUMBERS] < _MOST_NUMBERS


def find_quotations(reading: Reading, backings: Backings) -> tuple[Quotation, ...]:
    """Judge every passage of the reading, in order."""
    in_paragraph: dict[int, int] = {}
    in_sentence: dict[int, int] = {}
    for place in reading.place_of_quote:
        paragraph, sentence = reading.paragraph_at[place], reading.sentence_at[place]
        in_paragraph[paragraph] = in_paragraph.get(paragraph, 0) + 1
        in_sentence[sentence] = in_sentence.get(sentence, 0) + 1
    seen: dict[str, int] = {}
    writes_single = _writes_single(reading)
    style = _style_of(reading)
    found = [
        _judged(
            reading,
            number,
            style,
            backings.surest(reading.place_of_quote[number]),
            in_paragraph,
            in_sentence,
            seen,
            writes_single=writes_single,
        )
        for number in range(len(reading.place_of_quote))
    ]
    return tuple(_without_repeats(reading, _outermost(reading, found)))


def _outermost(reading: Reading, found: Sequence[Quotation]) -> list[Quotation]:
    """Doubt single marks inside ''...'': they stand in a quotation that is not taken as one."""
    text = reading.segments.text
    doubled = [match.start() for match in _DOUBLED.finditer(text)]
    kept: list[Quotation] = []
    for quotation in found:
        start = quotation.span.start
        paragraph = reading.segments.paragraphs[reading.paragraph_at[quotation.place]].start
        opened = bisect_left(doubled, start) - bisect_left(doubled, paragraph)
        inside = reading.passages[quotation.passage].is_single and opened % 2 == 1
        kept.append(quotation._replace(chance=_REPEATS, doubted=True) if inside else quotation)
    return kept


def _without_repeats(reading: Reading, found: Sequence[Quotation]) -> Iterator[Quotation]:
    """Pass over words that a headline puts in single marks and the story quotes again.

    A headline that says itself who said them ("Lind says quay 'will close'") keeps what it takes
    out of a longer quotation.
    """
    text = reading.segments.text
    story = [q.content.of(text).strip(_EDGES).casefold() for q in found if not q.is_single]
    searches = 0
    for quotation in found:
        if not quotation.is_single or not quotation.features[_HEADLINE]:
            yield quotation
            continue
        # A page has few headlines; a hostile one must not have the story searched for each mark.
        searches += 1
        cue = reading.cue_at[quotation.cue_before] if quotation.cue_before >= 0 else None
        says = cue is not None and cue.strength >= _STRONG
        words = quotation.content.of(text).strip(_EDGES).casefold()
        repeats = words in story if says else words and any(words in told for told in story)
        if searches <= _MOST_HEADLINES and repeats:
            quotation = quotation._replace(chance=_REPEATS, omission=Omission.HEADLINE)
        yield quotation


@dataclass(frozen=True, slots=True)
class _Style:
    """What tells a story from news: in a novel marks hold whole sayings, elsewhere parts of them.

    `ended` is the share of the passages that end in punctuation, `marked` the share of the text
    that stands in marks; of all words, `capitals` are written with one, `numbers` are numbers and
    `persons` are "he", "her", "I", "you".
    """

    ended: float
    marked: float
    capitals: float
    numbers: float
    persons: float


def _style_of(reading: Reading) -> _Style:
    text, passages = reading.segments.text, reading.passages
    ended = sum(text[p.content.end - 1] in _ENDS_SAYING for p in passages)
    marked = sum(len(p.content) for p in passages)
    lowers = reading.segments.lowers
    count = max(1, len(lowers))
    return _Style(
        ended / max(1, len(passages)),
        marked / max(1, len(text)),
        len(reading.segments.capitals) / count,
        sum(map(str.isdigit, map(itemgetter(0), lowers))) / count,
        sum(map(_PERSONS.__contains__, lowers)) / count,
    )


def _bare(sign: str) -> str:
    return sign[:-2] if sign.endswith(("'s", "’s")) else sign


def _writes_single(reading: Reading) -> bool:
    """Whether the text puts speech in single marks, as British books and papers do."""
    balance = 0
    for marked in reading.passages:
        if marked.content.end - marked.content.start > _LONGEST_SCARE:
            balance += 1 if marked.is_single else -1
    return balance > 0


def nearest_cue_before(reading: Reading, place: int) -> int:
    """Return the place of the nearest cue before a quotation that can report it, else -1.

    Looks through the sentence; a quotation that opens its sentence looks into the one before when
    that ends in a colon or comma.
    """
    sentence = reading.sentence_at[place]
    at = place - 1
    if at >= 0 and reading.sentence_at[at] != sentence:
        if reading.signs[at] not in (":", ","):
            return -1
        sentence = reading.sentence_at[at]
    best = -1
    while at >= 0 and reading.sentence_at[at] == sentence and place - at < 40:
        cue = reading.cue_at[at]
        if cue is not None:
            if cue.strength >= 0.5:
                return at
            best = at if best < 0 else best
        at -= 1
    return best


def nearest_cue_after(reading: Reading, place: int) -> int:
    """Return the place of the first cue after a quotation in its sentence, else -1.

    Another quotation ends the search: the cue beyond it is its own.
    """
    signs = reading.signs
    at = place + 1
    if at >= len(signs):
        return -1
    sentence = reading.sentence_at[at]
    if reading.paragraph_at[at] != reading.paragraph_at[place]:
        return -1
    if sentence != reading.sentence_at[place] and _starts_anew(reading, at):
        return -1
    while at < len(signs) and reading.sentence_at[at] == sentence and at - place < 25:
        if reading.quote_at[at] >= 0 or signs[at] in _NEW_CLAUSE:
            return -1
        if reading.cue_at[at] is not None:
            return at
        at += 1
    return -1


def _starts_anew(reading: Reading, at: int) -> bool:
    """Whether the sentence at `at` stands apart from the quotation before it."""
    quote = reading.quote_at[at - 1]
    if quote < 0:
        return True
    content = reading.passages[quote].content.of(reading.segments.text)
    return content[-1:] in ".!?…"


def _judged(
    reading: Reading,
    number: int,
    style: _Style,
    backing: Backing,
    in_paragraph: dict[int, int],
    in_sentence: dict[int, int],
    seen: dict[str, int],
    *,
    writes_single: bool,
) -> Quotation:
    text = reading.segments.text
    marked = reading.passages[number]
    place = reading.place_of_quote[number]
    content = marked.content.of(text)
    tokens = reading.segments.tokens_in(marked.content)
    inner = [token for token in tokens if token.is_word]
    before, after = reading.sign(place - 1), reading.sign(place + 1)
    same_before = reading.same_sentence(place, place - 1)
    same_after = (
        place + 1 < len(reading.signs)
        and reading.paragraph_at[place + 1] == reading.paragraph_at[place]
    )
    before = before if same_before or before in (":", ",") else ""
    after = after if same_after else ""
    cue_before = nearest_cue_before(reading, place)
    cue_after = nearest_cue_after(reading, place)
    before_cue = reading.cue_at[cue_before] if cue_before >= 0 else None
    after_cue = reading.cue_at[cue_after] if cue_after >= 0 else None
    paragraph = reading.segments.paragraphs[reading.paragraph_at[place]]
    starts_paragraph = marked.span.start <= paragraph.start
    ends_paragraph = marked.span.end >= paragraph.end
    next_token = _token(reading, place + 1) if after else None
    folded = content.strip(" .,;:!?").lower()
    earlier = seen.get(folded, 0)
    seen[folded] = earlier + 1
    lowers = [token.lower for token in inner]
    big = [t for t in inner if t.lower not in _TITLE_JOINTS]
    near_before = reading.signs[max(0, place - 3) : place]
    # Adjectives are parted by commas too: a second, "free and fair" ballot.
    led = place - 2 if before == "," else place - 1
    values: dict[str, float] = {
        "words": len(inner),
        "characters": len(content),
        "ends_sentence": content[-1:] in (".", "!", "?", "…"),
        "ends_comma": content[-1:] == ",",
        "capital": content[:1].isupper(),
        "title_case": bool(big) and all(t.text[0].isupper() for t in big),
        "comma_before": before == ",",
        "colon_before": before == ":",
        "cue_just_before": same_before and cue_before == place - 1,
        "cue_just_after": cue_after == place + 1,
        "cue_before_gap": place - cue_before if cue_before >= 0 else 50,
        "cue_after_gap": cue_after - place if cue_after >= 0 else 50,
        "cue_before_strength": before_cue.strength if before_cue else 0.0,
        "cue_after_strength": after_cue.strength if after_cue else 0.0,
        "determiner_before": before in _DETERMINERS or before.endswith(("'s", "’s")),
        "adjective_before": reading.sign(led)[:1].isalpha()
        and reading.sign(led) not in _BREAKS
        and reading.sign(led - 1) in _DETERMINERS,
        "noun_after": bool(next_token) and _is_plain_word(after) and cue_after != place + 1,
        "lower_after": bool(after)
        and after[:1].isalpha()
        and bool(next_token)
        and not next_token.is_capitalised
        if next_token
        else False,
        "called_before": not _CALLED.isdisjoint(near_before),
        "work_before": not _WORKS.isdisjoint(near_before),
        "preposition_before": before in _PREPOSITIONS,
        "that_before": before in ("that", "dass", "que"),
        "starts_paragraph": starts_paragraph,
        "ends_paragraph": ends_paragraph,
        "alone": starts_paragraph and ends_paragraph,
        "quotes_in_paragraph": in_paragraph[reading.paragraph_at[place]],
        "quotes_in_sentence": in_sentence[reading.sentence_at[place]],
        "single": marked.is_single and not writes_single,
        "unclosed": not marked.closed,
        "reopens": marked.reopens,
        "first_person": not _FIRST_PERSON.isdisjoint(lowers),
        "name_before": _name_before(reading, place),
        "sentence_start": not same_before,
        "function_words": sum(map(_NEVER_NAME.__contains__, lowers)) / max(1, len(inner)),
        "earlier_in_document": earlier,
        "headline": _is_headline(reading, place),
        "has_verb": not _VERBS.isdisjoint(lowers[1:]),
        "small": content.islower(),
        "digits": content[:1].isdigit(),
        "cue_in_sentence": cue_before >= 0 or cue_after >= 0,
        "words_before": _words_before(reading, place),
        "words_of_last": _length_of(reading, number - 1),
        "words_of_next": _length_of(reading, number + 1),
        "of_before": before in ("of", "about"),
        "article_before": before in ("a", "an", "the"),
        "possessive_before": before.endswith(("'s", "’s")) or before in _POSSESSIVES,
        "as_before": before in ("as", "a", "is", "was", "being"),
        "on_before": before in ("on", "in", "at", "to", "from"),
        "noun_before": _is_plain_word(before) and cue_before != place - 1,
        "stop_outside": after in (".", ",", ";"),
        "passages": min(60, len(reading.passages)),
        "stated": backing.confidence,
        "stated_alone": backing.alone,
        "stated_by": backing.source >= 0,
        "outlet_before": _bare(before) in _OUTLETS,
        "thing_after": not _THINGS.isdisjoint(reading.signs[place + 1 : place + 3]),
        "share_ended": style.ended,
        "share_marked": style.marked,
        "share_capitals": style.capitals,
        "share_numbers": style.numbers,
        "share_persons": style.persons,
        "punctuation_share": _punctuation_share(content),
    }
    titled = _names_a_work(reading, place, inner, values)
    omission = Omission.TITLE if titled else _omission(values, inner_count=len(inner))
    kind = _kind(values, after)
    return Quotation(
        number,
        place,
        marked.span,
        # The comma of “unacceptable,” belongs to the reporter's sentence.
        _without_comma(text, marked.content) if kind is Kind.MIXED else marked.content,
        kind,
        min(_chance(values), _SELDOM) if titled else _chance(values),
        omission,
        cue_before,
        cue_after,
        bool(values["single"]),
        bool(values["single"])
        or values["words"] == 0
        or _is_adjective(values)
        or titled
        or (before in _WORKS and values["title_case"] > 0),
        _is_whole(values) or marked.opener == COLON,
        array("f", _IN_ORDER(values)),
    )


def _punctuation_share(content: str) -> float:
    """Return which part of the characters is neither letter nor white space."""
    usual = sum(map(str.isalpha, content)) + sum(map(str.isspace, content))
    return 1 - usual / len(content)


def _without_comma(text: str, content: Span) -> Span:
    end = content.end - 1
    return Span(content.start, end) if end > content.start and text[end] in ",;" else content


def _token(reading: Reading, place: int) -> Token:
    return reading.segments.tokens[reading.token_at[place]]


def _is_plain_word(sign: str) -> bool:
    return sign[:1].isalpha() and sign not in _BREAKS and sign not in _NEVER_NAME


def _words_before(reading: Reading, place: int) -> int:
    """Return how many signs of the sentence stand before the quotation, twenty at most."""
    return min(_FAR_BEFORE, place - reading.sentence_first[place])


def _length_of(reading: Reading, number: int) -> int:
    """Return how many characters the passage with this number holds, 0 for none."""
    if not 0 <= number < len(reading.passages):
        return 0
    return min(300, len(reading.passages[number].content))


def _name_before(reading: Reading, place: int) -> bool:
    if place == 0 or not reading.same_sentence(place, place - 1) or place + 1 >= len(reading.signs):
        return False
    before, after = _token(reading, place - 1), _token(reading, place + 1)
    return (
        before.is_capitalised
        and after.is_capitalised
        and before.lower not in _NEVER_NAME
        and reading.quote_at[place + 1] < 0
        and reading.same_sentence(place, place + 1)
    )


def _is_headline(reading: Reading, place: int) -> bool:
    span = reading.segments.paragraphs[reading.paragraph_at[place]]
    last = reading.segments.text[span.end - 1]
    return len(span) < 160 and last not in '.!?,;:…"”»“'


def _kind(values: dict[str, float], after: str) -> Kind:
    """Direct when a whole sentence or clause stands in the marks, mixed when words of one do."""
    whole = values["capital"] or values["starts_paragraph"] or values["reopens"]
    ended = values["ends_sentence"] or values["ends_comma"] or after in (",", "")
    opened = (
        values["sentence_start"]
        or values["comma_before"]
        or values["colon_before"]
        or values["cue_just_before"]
    )
    if values["words"] <= 1 and not (values["sentence_start"] and ended):
        return Kind.MIXED
    if whole and (ended or opened):
        return Kind.DIRECT
    if opened and ended and not values["that_before"] and values["words"] >= 4:
        return Kind.DIRECT
    return Kind.MIXED


def _chance(values: dict[str, float]) -> float:
    score = 0.6
    score += 0.25 * min(values["words"], 12)
    score += 1.5 * values["ends_comma"] + 1.0 * values["ends_sentence"]
    score += 0.5 * values["capital"] - 1.2 * (values["title_case"] and values["words"] <= 8)
    score += 1.5 * values["comma_before"] + 1.5 * values["colon_before"]
    score += 1.5 * values["cue_just_before"] + 1.5 * values["cue_just_after"]
    score += 1.3 * values["cue_before_strength"] * (values["cue_before_gap"] < 12)
    score += 1.2 * values["cue_after_strength"] * (values["cue_after_gap"] < 6)
    score -= 2.6 * (values["attributive"] if "attributive" in values else _attributive(values))
    score -= 1.2 * values["called_before"] + 2.5 * values["work_before"]
    score -= 0.9 * (values["words"] <= 3 and not values["cue_before_strength"])
    score -= 3.0 * values["name_before"] * (values["words"] <= 3)
    # Where double marks hold the speech, single ones do so in headlines only.
    score -= (1.5 if values["headline"] else 5.0) * values["single"]
    score += 0.8 * values["that_before"] + 0.8 * values["first_person"]
    score -= 4.0 * (values["words"] == 0)
    return 1 / (1 + exp(-score))


def _attributive(values: dict[str, float]) -> float:
    """Words used like an adjective: the "regime change" plot, a "free and fair" election."""
    short = values["words"] <= 4 and not values["ends_comma"] and not values["ends_sentence"]
    led = values["determiner_before"] or values["adjective_before"]
    return float(bool(short and led and values["noun_after"]))


def _is_adjective(values: dict[str, float]) -> bool:
    """Whether small words are used like an adjective, led by no strong cue near them."""
    gap = values["cue_before_gap"]
    led = gap < 3 or (gap < _FAR_CUE and values["cue_before_strength"] >= _STRONG)
    return bool(_attributive(values) and values["small"] and values["words"] >= 2 and not led)


def _names_a_work(
    reading: Reading, place: int, inner: Sequence[Token], values: dict[str, float]
) -> bool:
    """Whether the words are the name of a broadcast, a work or what is printed on a thing.

    On NBC's "Today", in the film "The Long Quay", the "Long Quay" star. Headlines write all words
    with capitals; words that a cue, a comma or a colon leads to are said, whatever their capitals.
    """
    if not 0 < len(inner) <= _LONGEST_TITLE or values["headline"] or not _is_titled(inner):
        return False
    if reading.sign(place + 1) in _BEARERS:
        return True
    if values["colon_before"] or values["cue_just_before"] or values["cue_just_after"]:
        return False
    near = reading.signs[max(reading.sentence_first[place], place - _NEAR_TITLE) : place]
    if len(inner) > 1 and not _PRESENTED.isdisjoint(near):
        return True
    if not near or values["comma_before"]:
        return False
    whose = near[-1].endswith(("'s", "’s")) and _token(reading, place - 1).is_capitalised
    return whose or not _PROGRAMMES.isdisjoint(token.lower for token in inner)


def _is_titled(inner: Sequence[Token]) -> bool:
    big = [token for token in inner if token.lower not in _WITHIN_TITLES]
    return bool(big) and all(token.is_capitalised for token in big)


def _is_whole(values: dict[str, float]) -> bool:
    opened = values["sentence_start"] or values["colon_before"]
    return bool(values["words"] and (values["alone"] or (opened and values["ends_sentence"])))


def _omission(values: dict[str, float], *, inner_count: int) -> Omission:
    if inner_count == 0:
        return Omission.NAVIGATION
    if values["name_before"] and values["words"] <= 3:
        return Omission.NICKNAME
    if values["title_case"] and (values["words"] > 1 or values["work_before"]):
        return Omission.TITLE
    if values["words"] > 8:
        return Omission.UNATTRIBUTED
    return Omission.SCARE_QUOTE


def reports(reading: Reading, place: int) -> bool:
    """Whether the cue at `place` can report words at all (a participle of a quote frame cannot)."""
    cue = reading.cue_at[place]
    return cue is not None and not (cue.form is Form.PARTICIPLE and cue.frame is Frame.QUOTE)
