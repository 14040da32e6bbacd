"""The words of a text that can stand for a speaker: names, pronouns and noun phrases.

Found by capitals, word lists and the order of words; nothing here parses. A title before a name is
kept beside it, a phrase keeps what makes it a person of its own ("a spokesman for Lukashenko").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from extraction.cues import cue_verbs
from extraction.findings import EntityKind, Span
from extraction.lexicons import phrases, words
from extraction.segments import Segments, Token


class MentionKind(StrEnum):
    """How a mention names its speaker."""

    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


class Mention(NamedTuple):
    """Words that can stand for a speaker.

    `span` covers all of them ("Belarusian President Alexander Lukashenko", "a spokesman for the
    ministry"), `head` the name alone or the noun that says what it is. `first` and `last` are the
    numbers of its first token and of the token after its last. `gender` is "f", "m" or "" as far as
    the words themselves tell. `possessive` marks "Lukashenko's".
    """

    span: Span
    head: Span
    kind: MentionKind
    entity_kind: EntityKind
    first: int
    last: int
    gender: str = ""
    plural: bool = False
    possessive: bool = False

    @property
    def title(self) -> Span | None:
        """The words before the name: "Prime Minister"."""
        return Span(self.span.start, self.head.start) if self.head.start > self.span.start else None


_NEVER_NAME = words("words", "never_name")
_JOINS = words("words", "joins")
_BREAKS = words("words", "breaks")
_DETERMINERS = words("words", "determiners")
_TITLES = words("people", "titles")
_COURTESY = {
    **dict.fromkeys(words("people", "courtesy_f"), "f"),
    **dict.fromkeys(words("people", "courtesy_m"), "m"),
}
_SUFFIXES = words("people", "suffixes")
_HEADS_ONE = words("people", "heads_one")
_HEADS_MANY = words("people", "heads_many")
_HEADS_TEXT = words("people", "heads_text")
_HEADS = _HEADS_ONE | _HEADS_MANY | _HEADS_TEXT
_PLACES = phrases("names", "places")
_SEATS = phrases("names", "seats")
_ORGANIZATIONS = phrases("names", "organizations") | phrases("names", "agencies")
_ORG_WORDS = phrases("names", "org_words")
_THING_WORDS = phrases("names", "thing_words")
_DEMONYMS = phrases("names", "demonyms")
_GENDERED_HEADS = {
    **dict.fromkeys(words("people", "heads_f"), "f"),
    **dict.fromkeys(words("people", "heads_m"), "m"),
}
_PRONOUNS = {
    **dict.fromkeys(words("words", "pronouns_m"), ("m", False)),
    **dict.fromkeys(words("words", "pronouns_f"), ("f", False)),
    **dict.fromkeys(words("words", "pronouns_plural"), ("", True)),
    **dict.fromkeys(words("words", "pronouns_other"), ("", False)),
    "i": ("", False),
    "we": ("", True),
}
_GIVEN = words("given_names", "f") | words("given_names", "m") | words("given_names", "x")
_RARE_NAMES = words("people", "rare_names")
_CLOSING_MARKS = frozenset("\"”’»“'")
_SPARED = _GIVEN | _TITLES | _HEADS_ONE
_AFTER_ADVERB = frozenset((",", "the", "a", "this", "that"))
_AFTER_PARTICIPLE = frozenset(("by", "in", "for", "with", "at", "on", "if", "about", "whether"))
_LONGEST_OFFICE = 3
_LONGEST_NAME = 7
_LONGEST_PHRASE = 9
_LONGEST_BARE = 4
_LONGEST_UNKNOWN = 4
_ALONE = frozenset(("one", "another", "others", "many", "most", "some"))
_OPENINGS = _DETERMINERS | _HEADS_MANY | _ALONE
_EXTENDS = frozenset(("for", "of", "at", "with", "from", "in"))
_BELONGS = frozenset(("for", "of"))
_TITLE_JOINS = frozenset(("of", "for", "and", "&"))


def find_mentions(segments: Segments, language: str = "en") -> tuple[Mention, ...]:
    """Return the mentions of the text in reading order; they do not overlap but for titles' names.

    A name inside a longer noun phrase ("Trump's lawyer") is a mention of its own beside it.
    """
    found: list[Mention] = []
    names = _with_employers(segments, _names(segments, language))
    found.extend(names)
    found.extend(_pronouns(segments, language))
    found.extend(_nominals(segments, names))
    found.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    return tuple(found)


def _adjacent(text: str, left: Token, right: Token) -> bool:
    gap = right.start - left.end
    return (gap == 1 and text[left.end] not in "\n\r") or (gap == 0 and left.lower.endswith("."))


def _hyphenated(left: Token, right: Token) -> bool:
    return left.end == right.start and "-" in (left.text, right.text)


def _pronouns(segments: Segments, language: str) -> list[Mention]:
    found: list[Mention] = []
    pronouns = _pronouns_of(language)
    for number in [n for n, lower in enumerate(segments.lowers) if lower in pronouns]:
        gender, plural = pronouns[segments.lowers[number]]
        span = segments.tokens[number].span
        kind = EntityKind.GROUP if plural else EntityKind.PERSON
        found.append(
            Mention(span, span, MentionKind.PRONOUN, kind, number, number + 1, gender, plural)
        )
    return found


@cache
def _pronouns_of(language: str) -> Mapping[str, tuple[str, bool]]:
    """Return the pronouns of a language with their gender, and whether they mean several."""
    return {
        **_PRONOUNS,
        **dict.fromkeys(words("words", f"pronouns_m_{language}"), ("m", False)),
        **dict.fromkeys(words("words", f"pronouns_f_{language}"), ("f", False)),
    }


def _names(segments: Segments, language: str) -> list[Mention]:
    tokens, capitals = segments.tokens, segments.capitals
    found: list[Mention] = []
    openers = {span.start for span in segments.sentences}
    common = _common_words(segments, capitals)
    behind = 0
    small = words("words", f"never_name_{language}")
    for number in capitals:
        if number < behind or number in common or tokens[number].lower in small:
            continue
        if _bare(tokens[number]).lower() in _NEVER_NAME and not _speaks(segments, number, openers):
            continue
        behind = _name_end(segments.text, tokens, number)
        first = _given_name(tokens, number, behind) if language == "de" else number
        mention = _named(segments.text, tokens, first, behind)
        if mention is not None:
            found.append(mention)
    return found


def _with_employers(segments: Segments, names: Sequence[Mention]) -> list[Mention]:
    """Count in whom somebody works for: "Harbour Board spokeswoman Mara Lindqvist" is one mention.

    The name that stands in front stays a mention inside it.
    """
    joined: list[Mention] = []
    for mention in names:
        before = joined[-1] if joined else None
        if before is not None and _is_office_between(segments, before.last, mention.first):
            span = Span(before.span.start, mention.span.end)
            mention = mention._replace(span=span, first=before.first)
        joined.append(mention)
    return joined


def _is_office_between(segments: Segments, first: int, last: int) -> bool:
    """Whether the tokens between two names say what the second is for the first."""
    text, tokens = segments.text, segments.tokens
    return (
        0 < last - first <= _LONGEST_OFFICE
        and tokens[last - 1].lower in _HEADS_ONE
        and all(_adjacent(text, tokens[n - 1], tokens[n]) for n in range(first, last + 1))
        and all(t.text.islower() and t.lower not in _BREAKS for t in tokens[first:last])
    )


def _speaks(segments: Segments, number: int, openers: set[int]) -> bool:
    """Whether a word that is seldom a name is one here: “The plan is bold,” Will said."""
    tokens = segments.tokens
    token, before = tokens[number], tokens[number - 1]
    if number == 0 or number + 1 >= len(tokens) or token.start in openers or len(token.text) < 3:
        return False
    cue = cue_verbs().get(tokens[number + 1].lower)
    return (
        cue is not None
        and cue.strength >= 0.8
        and token.lower in _RARE_NAMES
        and (before.text in _CLOSING_MARKS or before.text == ",")
    )


def _common_words(segments: Segments, capitals: Sequence[int]) -> set[int]:
    """Return which of the capitalised tokens are so only because a sentence begins with them.

    A word the text also writes small, a cue, or a form in -ing names nobody, unless it is a given
    name or stands with its capital inside a sentence too.
    """
    tokens = segments.tokens
    printed = set(map(attrgetter("text"), tokens))
    cues = cue_verbs()
    openers: dict[int, str] = {}
    for number in segments.sentence_tokens:
        while number < len(tokens) and not tokens[number].is_word:
            number += 1
        if number < len(tokens) and tokens[number].is_capitalised:
            lower = tokens[number].lower
            if (
                lower in printed
                or lower in cues
                or lower.endswith("ing")
                or _is_adverb(tokens, number)
            ):
                openers[number] = lower
    inside = {tokens[number].lower for number in capitals if number not in openers}
    return {n for n, lower in openers.items() if lower not in inside and lower not in _SPARED}


def _is_adverb(tokens: Sequence[Token], number: int) -> bool:
    """Whether a word can only say how: "Ironically,", "Reached by phone" but not "Reilly said"."""
    following = tokens[number + 1].text if number + 1 < len(tokens) else ""
    lower = tokens[number].lower
    return (lower.endswith("ly") and following in _AFTER_ADVERB) or (
        lower.endswith("ed") and following in _AFTER_PARTICIPLE
    )


def _name_end(text: str, tokens: Sequence[Token], start: int) -> int:
    """Return the number of the token after the run of capitalised words that begins at `start`."""
    end = start + 1
    while end < len(tokens) and end - start < 2 * _LONGEST_NAME:
        left, right = tokens[end - 1], tokens[end]
        if right.text == "." and right.start == left.end and _is_abbreviation(left):
            end += 1
            continue
        if not _adjacent(text, left, right) or _is_possessive(left):
            break
        if right.is_capitalised and (right.lower not in _NEVER_NAME or right.lower in _JOINS):
            end += 1
            continue
        follows = tokens[end + 1] if end + 1 < len(tokens) else None
        if (
            follows is not None
            and follows.is_capitalised
            and follows.lower not in _NEVER_NAME
            and _adjacent(text, right, follows)
            and (right.lower in _JOINS or (right.lower in _TITLE_JOINS and _joins_office(left)))
        ):
            end += 2
            continue
        break
    return end


def _given_name(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where a name begins among the nouns of German: "Ingenieurin Mara Lindqvist"."""
    if tokens[first].lower in _TITLES:
        return first
    given = (n for n in range(first, last - 1) if tokens[n].lower in _GIVEN)
    return next(given, first)


def _is_abbreviation(token: Token) -> bool:
    return len(token.text) == 1 or token.lower + "." in _TITLES or token.lower in _SUFFIXES


def _joins_office(left: Token) -> bool:
    return left.lower in _TITLES or left.lower in _ORG_WORDS


def _is_possessive(token: Token) -> bool:
    return token.text.endswith(("'s", "’s", "s'", "s’"))


def _bare(token: Token) -> str:
    return token.text[:-2] if token.text.endswith(("'s", "’s")) else token.text


def _named(text: str, tokens: Sequence[Token], first: int, last: int) -> Mention | None:
    head, gender = _after_titles(tokens, first, last) if last - first > 1 else (first, "")
    if head >= last:
        return None
    final = tokens[last - 1]
    possessive = _is_possessive(final)
    end = final.start + len(_bare(final)) if possessive else final.end
    head_span = Span(tokens[head].start, end)
    words_ = head_span.of(text)
    kind = _kind_of_name(words_, tokens[head:last])
    if kind is None:
        return None
    span = head_span if head == first else Span(tokens[first].start, end)
    return Mention(
        span, head_span, MentionKind.NAME, kind, first, last, gender, possessive=possessive
    )


def _after_titles(tokens: Sequence[Token], first: int, last: int) -> tuple[int, str]:
    """Return where a name begins behind its titles, and the gender that they tell."""
    head = first
    gender = ""
    for number in range(first, last):
        lower = tokens[number].lower
        if number + 1 < last and (lower in _TITLES or (number == head and _is_office(lower))):
            head = number + 1
            gender = _COURTESY.get(lower, gender)
        elif lower == "." and head == number:
            head = number + 1
        elif lower in _TITLE_JOINS and head == number and number + 2 < last:
            head = number + 2
    return head, gender


def _is_office(word: str) -> bool:
    """Whether a capitalised word before a name says what somebody is: "Engineer Lindqvist"."""
    return word in _HEADS_ONE and word not in _GIVEN


def _kind_of_name(name: str, tokens: Sequence[Token]) -> EntityKind | None:
    lower = name.lower()
    if lower in _DEMONYMS:
        return EntityKind.GROUP if lower.endswith("s") and lower in _DEMONYMS else None
    if lower in _SEATS or lower in _PLACES:
        return EntityKind.PLACE
    last_word = tokens[-1].lower
    if not tokens[-1].is_word:
        last_word = next((t.lower for t in reversed(tokens) if t.is_word), lower)
    if lower in _ORGANIZATIONS or last_word in _ORG_WORDS or "university of" in lower:
        return EntityKind.ORGANIZATION
    if last_word in _THING_WORDS and len(tokens) > 1:
        return EntityKind.ORGANIZATION
    return EntityKind.PERSON


def _nominals(segments: Segments, names: Sequence[Mention]) -> list[Mention]:
    name_at = {mention.first: mention for mention in names}
    found: list[Mention] = []
    behind = 0
    owners = {mention.first for mention in names if mention.possessive}
    opening = [n for n, lower in enumerate(segments.lowers) if lower in _OPENINGS or n in owners]
    for number in opening:
        if number < behind:
            continue
        lower = segments.lowers[number]
        if lower in _ALONE and (alone := _alone(segments, number)) is not None:
            found.append(alone)
            behind = number + 1
            continue
        opens = lower in _DETERMINERS or number in owners
        if not opens and lower not in _HEADS_MANY:
            continue
        first = number if opens else _start_of_bare(segments, number)
        mention = _nominal_at(segments, name_at, first)
        if mention is not None:
            found.append(mention)
            behind = max(behind, segments.token_at(mention.head.end))
    return found


def _alone(segments: Segments, number: int) -> Mention | None:
    """Return a word that stands for somebody all by itself: "others said", “No,” said another."""
    tokens = segments.tokens
    following = cue_verbs().get(tokens[number + 1].lower) if number + 1 < len(tokens) else None
    if not _follows_marked_cue(tokens, number) and (following is None or following.strength < 0.8):
        return None
    token = tokens[number]
    plural = token.lower not in ("one", "another")
    kind = EntityKind.GROUP if plural else EntityKind.UNNAMED
    return Mention(
        token.span, token.span, MentionKind.NOMINAL, kind, number, number + 1, plural=plural
    )


def _follows_marked_cue(tokens: Sequence[Token], number: int) -> bool:
    """Whether “...,” said stands before: the subject of an inverted clause begins here."""
    if number < 2:
        return False
    cue = cue_verbs().get(tokens[number - 1].lower)
    return cue is not None and cue.strength >= 0.8 and tokens[number - 2].text in _CLOSING_MARKS


def _start_of_bare(segments: Segments, head: int) -> int:
    """Return where a phrase without an article begins: "nuclear proliferation experts"."""
    text, tokens = segments.text, segments.tokens
    first = head
    while first > 0 and head - first < _LONGEST_BARE:
        before = tokens[first - 1]
        if (
            not before.is_word
            or not _adjacent(text, before, tokens[first])
            or before.lower in _BREAKS
            or before.lower in _NEVER_NAME
            or before.lower in cue_verbs()
        ):
            break
        first -= 1
    return first


def _nominal_at(segments: Segments, name_at: dict[int, Mention], first: int) -> Mention | None:
    tokens = segments.tokens
    named = name_at.get(first)
    end = _phrase_end(segments, named.last if named is not None else first + 1, first)
    head = end - 1
    while head >= first and tokens[head].lower not in _HEADS:
        head -= 1
    if head < first:
        head = -1
    if head >= 0 and (named is None or head >= named.last):
        pass
    elif (
        named is None
        and 1 < end - first <= _LONGEST_UNKNOWN
        and end < len(tokens)
        and (tokens[end].lower in cue_verbs() or _follows_marked_cue(tokens, first))
    ):
        head = end - 1
    else:
        return None
    lower = tokens[head].lower
    beside = name_at.get(head + 1)
    if beside is not None and _adjacent(segments.text, tokens[head], tokens[head + 1]):
        return None  # "opposition leader Lind": the phrase is the name's title
    last = _extended(segments, name_at, head + 1)
    span = Span(tokens[first].start, tokens[last - 1].start + len(_bare(tokens[last - 1])))
    plural = lower in _HEADS_MANY
    kind = EntityKind.GROUP if plural else EntityKind.UNNAMED
    if lower in _SEATS:
        kind = EntityKind.PLACE
    return Mention(
        span,
        tokens[head].span,
        MentionKind.NOMINAL,
        kind,
        first,
        last,
        _GENDERED_HEADS.get(lower, ""),
        plural,
        _is_possessive(tokens[last - 1]),
    )


def _phrase_end(segments: Segments, end: int, first: int) -> int:
    """Return the token at which the noun phrase that began at `first` can go on no further."""
    text, tokens = segments.text, segments.tokens
    bounds = _bounds_of_phrases()
    limit = min(len(tokens), first + _LONGEST_PHRASE)
    while end < limit:
        token = tokens[end]
        lower = token.lower
        # "US" in "the influential US daily" is no pronoun.
        if lower in bounds or (lower in _BREAKS and not token.text[1:].isupper()):
            break
        if not (token.is_word or token.text.isdigit() or token.text == "-"):
            break
        before = tokens[end - 1]
        if not (_adjacent(text, before, token) or _hyphenated(before, token)):
            break
        end += 1
    return end


@cache
def _bounds_of_phrases() -> frozenset[str]:
    """The words that no noun phrase goes on with: articles and verbs that report."""
    return frozenset((*_DETERMINERS, *(cue_verbs().keys() - _HEADS)))


def _extended(segments: Segments, name_at: dict[int, Mention], end: int) -> int:
    """Return where a phrase ends, "for the ministry" or "of state" after it counted in."""
    text, tokens = segments.text, segments.tokens
    if (
        end + 1 >= len(tokens)
        or tokens[end].lower not in _EXTENDS
        or not _adjacent(text, tokens[end - 1], tokens[end])
        or not _adjacent(text, tokens[end], tokens[end + 1])
    ):
        return end
    start = end + 1
    name = name_at.get(start)
    if name is None and tokens[start].lower in _DETERMINERS:
        name = name_at.get(start + 1)
    if name is not None:
        return name.last
    if tokens[end].lower not in _BELONGS or tokens[end - 1].lower not in _HEADS_ONE:
        return end
    last = _phrase_end(segments, start + 1, end)
    opens_plainly = tokens[start].is_word and tokens[start].lower not in _BREAKS
    return last if opens_plainly and last - start <= _LONGEST_UNKNOWN else end
