"""What a person is called beside their name: "Prime Minister Roman Golovchenko".

Before a name stand its titles, back to the word that can no longer belong to them ("with leading
opposition candidate Svetlana Tikhanovskaya"); behind it, between commas, an apposition ("Mara
Lindqvist, the harbour master,"). A role says what a document calls somebody in this place, so the
words are kept as printed, without their article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.cues import cue_verbs
from extraction.findings import EntityKind, Role, Span
from extraction.lexicons import phrases, words
from extraction.mentions import Mention, MentionKind
from extraction.segments import Segments, Token

_HEADS = words("people", "titles") | words("people", "heads_one") | words("roles", "heads")
_COURTESY = words("people", "courtesy_f") | words("people", "courtesy_m") | words("roles", "plain")
_MODIFIERS = words("roles", "modifiers")
_DETERMINERS = words("words", "determiners")
_STOPS = (
    words("words", "breaks")
    | words("words", "prepositions")
    | words("words", "auxiliaries")
    | words("words", "determiners")
    | words("roles", "verbs")
)
_DEMONYMS = phrases("names", "demonyms")
_LINKS = frozenset(("of", "for"))
_LONGEST = 8
_LONGEST_APPOSITION = 12
_CLOSERS = frozenset((",", ".", ";", "—", "–", "(", ")", "!", "?"))


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role and the number of the mention that it is said of."""

    mention: int
    role: Role


def find_roles(segments: Segments, mentions: Sequence[Mention]) -> tuple[HeldRole, ...]:
    """Return the roles that stand beside the names of people, in reading order."""
    found: list[HeldRole] = []
    for number, mention in enumerate(mentions):
        if mention.kind is not MentionKind.NAME or mention.entity_kind is not EntityKind.PERSON:
            continue
        for span in (_before(segments, mention), _behind(segments, mention)):
            if span is not None:
                title = " ".join(span.of(segments.text).split())
                found.append(HeldRole(number, Role(title, span)))
    return tuple(sorted(found, key=lambda held: held.role.span))


def _before(segments: Segments, mention: Mention) -> Span | None:
    """Return the title before the name."""
    tokens = segments.tokens
    name = segments.token_at(mention.head.start) if mention.title else mention.first
    if not name or not (tokens[name - 1].lower in _HEADS or tokens[name - 1].is_capitalised):
        return None  # as most names: no title ends so
    lowest = max(0, name - _LONGEST, segments.token_at(_sentence_start(segments, mention)))
    first = name
    has_head = False
    while first > lowest:
        token = tokens[first - 1]
        if token.lower in _HEADS:
            has_head = True
        elif token.lower in _LINKS and not has_head and first < name:
            # "Secretary of State": the link needs its head further left.
            if first - 2 < lowest or tokens[first - 2].lower not in _HEADS:
                break
        elif not _is_office(tokens, first, lowest) and not (
            has_head and _belongs(tokens, first - 1)
        ):
            break
        first -= 1
    while first < name and tokens[first].lower in (_LINKS | _DETERMINERS):
        first += 1
    if not has_head or first == name:
        return None
    said = [token.lower for token in tokens[first:name]]
    if all(word in _COURTESY or word == "." for word in said):
        return None
    return Span(tokens[first].start, tokens[name - 1].end)


def _sentence_start(segments: Segments, mention: Mention) -> int:
    return segments.sentences[segments.sentence_at(mention.head.start)].start


def _is_office(tokens: Sequence[Token], first: int, lowest: int) -> bool:
    """Whether the word before `first` ends a title by a link: "State" in "Secretary of State"."""
    return (
        first - 3 >= lowest
        and tokens[first - 1].is_capitalised
        and tokens[first - 2].lower in _LINKS
        and tokens[first - 3].lower in _HEADS
    )


def _belongs(tokens: Sequence[Token], number: int) -> bool:
    """Whether a word can stand inside a title before a name."""
    token = tokens[number]
    if not token.is_word:
        # The full stop of "Gov." is a token of its own.
        return token.text == "-" or (token.text == "." and tokens[number - 1].lower + "." in _HEADS)
    if token.lower in _MODIFIERS or token.lower in _DEMONYMS or token.text.isupper():
        return True
    if not token.is_capitalised and tokens[number + 1].is_capitalised:
        return False  # "will force President Lukashenko"
    if token.lower in _STOPS or token.lower in cue_verbs() or token.text.endswith(("'s", "’s")):
        return False
    return token.is_capitalised or not token.lower.endswith(("ed", "ing", "ly"))


def _behind(segments: Segments, mention: Mention) -> Span | None:
    """Return the apposition behind the name, without its article."""
    tokens = segments.tokens
    at = mention.last
    if at >= len(tokens) or tokens[at].text != ",":
        return None
    first = at + 1
    if first < len(tokens) and tokens[first].lower in ("the", "a", "an", "der", "die", "das"):
        first += 1
    head = -1
    last = first
    while last < len(tokens) and last - first < _LONGEST_APPOSITION:
        token = tokens[last]
        if token.text in _CLOSERS or token.lower in ("who", "which", "and"):
            break
        if token.lower in cue_verbs() and token.lower not in _HEADS:
            return None
        if head < 0:
            if token.lower in _HEADS:
                head = last
            elif token.lower in _STOPS or token.text.endswith(("'s", "’s")):
                return None
        elif token.lower in _HEADS and head == last - 1:
            head = last
        elif head == last - 1 and token.lower not in _APPOSED_LINKS:
            return None
        last += 1
    if (
        head < 0
        or tokens[last - 1].lower in _COURTESY
        or tokens[last - 1].end - tokens[first].start > 120
    ):
        return None
    if last < len(tokens) and tokens[last].text not in _CLOSERS and tokens[last].lower != "who":
        return None
    return Span(tokens[first].start, tokens[last - 1].end)


_APPOSED_LINKS = frozenset(("of", "for", "at", "with", "in", "from", "to", "on"))
