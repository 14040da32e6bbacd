"""From what a user typed to a `query` tree.

The language is Whoosh's own as far as users know it (words, "phrases", AND OR NOT, parentheses,
field:value, word*, wo?d, word~1, "a b"~5, =Word), read by a parser of our own: errors name their
place, and an end that is not finished yet (an open quotation mark or parenthesis, a trailing AND,
"who:") is read as far as it goes, because every keystroke is a query.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.rows import Status
from extraction.findings import Kind
from search.analysis import ENGLISH, words
from search.days import is_begun, read_period
from search.errors import QueryError
from search.patterns import Begins, Exactly, Forms, Pattern, Similar, Typed, Wildcard, Written
from search.query import (
    EVERYTHING,
    AllOf,
    AnyOf,
    Choice,
    Days,
    Field,
    Node,
    Without,
    Words,
)

_DEEPEST = 40
"""Parentheses and NOTs inside each other. Deeper ones are no question a person asks."""

_LONGEST = 200
"""Words and conditions in a query."""

# A colon behind any other word is a field's only if a value follows at once: not in "look: there".
_FIELD = re.compile(
    rf"({'|'.join(Field)}|[a-z]+(?:-[a-z]+)*(?=:[^\s/])):", re.ASCII | re.IGNORECASE
)
_CHUNK = re.compile(r"[^\s()\"“”„«»]+")
_VALUE = re.compile(r"[^\s()]+")
_RANGE = re.compile(r"\[([^\[\]]*?)(?:\s+TO\s+|\.\.)([^\[\]]*)\]")
_SLOP = re.compile(r"~(\d{0,3})")
_FUZZY = re.compile(r"(.*[^\W_])~(\d*)", re.DOTALL)
_GAPS = re.compile(r"[*?]")
_CLOSING = {'"': '"“”', "“": '”“"', "„": '“”"', "«": "»", "»": "«"}

_CHOICES: dict[Field, tuple[str, ...]] = {
    Field.KIND: tuple(Kind),
    Field.STATUS: tuple(Status),
}
_NAMES = frozenset({Field.WHO, Field.TOLD, Field.IN, Field.CREDIT, Field.TAG})
"""Fields that hold names, which have no other forms."""

_DAYS = frozenset({Field.WHEN, Field.PUBLISHED, Field.SAID_AFTER, Field.SAID_BEFORE})


def parse(text: str, *, today: date | None = None, languages: tuple[str, ...] = ENGLISH) -> Node:
    """Read a query; raises `QueryError`, whose position counts code points of `text`.

    The word at the very end of `text` is taken as typed so far: it also finds words that begin with
    it. `today` is the day from which "last week" counts, `languages` those in whose forms a word
    may stand (`search.analysis.stemmed_languages`).
    """
    return _Parser(text, today or date.today(), languages).parse()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the parser is inside the tree: the field that a group was opened with, and how deep."""

    field: Field | None = None
    depth: int = 0
    excluded: bool = False

    def deeper(
        self, position: int, *, field: Field | None = None, excluded: bool = False
    ) -> _Place:
        if self.depth == _DEEPEST:
            raise QueryError("This query is nested too deeply to be read; take it apart.", position)
        return _Place(field or self.field, self.depth + 1, excluded or self.excluded)


class _Parser:
    """Reads one query from left to right."""

    def __init__(self, text: str, today: date, languages: tuple[str, ...]) -> None:
        self._text = text
        self._today = today
        self._languages = languages
        self._at = 0
        self._leaves = 0

    def parse(self) -> Node:
        node = self._either(_Place())
        if not self._ended():
            raise QueryError("This parenthesis closes nothing.", self._at)
        return node or EVERYTHING

    # What follows returns None for "nothing was said": an unfinished end, or bare punctuation.

    def _either(self, place: _Place) -> Node | None:
        parts = [self._all(place)]
        while self._takes("OR"):
            parts.append(self._all(place))
        return _gather(AnyOf, parts)

    def _all(self, place: _Place) -> Node | None:
        parts: list[Node | None] = []
        while not self._ended() and self._text[self._at] != ")" and not self._sees("OR"):
            if not self._takes("AND"):
                parts.append(self._one(place))
        return _gather(AllOf, parts)

    def _one(self, place: _Place) -> Node | None:
        if self._takes("NOT") or self._takes_minus():
            if self._ended() or self._text[self._at] == ")":
                return None
            part = self._one(place.deeper(self._at, excluded=True))
            return None if part is None else Without(part)
        return self._primary(place)

    def _primary(self, place: _Place) -> Node | None:
        char = self._text[self._at]
        if char == "(":
            return self._group(place)
        if char in _CLOSING:
            return self._phrase(place)
        if char == "=":
            return self._as_written(place)
        match = _FIELD.match(self._text, self._at)
        if match:
            return self._fielded(match, place)
        return self._chunk(place)

    def _group(self, place: _Place) -> Node | None:
        opened = self._at
        self._at += 1
        node = self._either(place.deeper(opened))
        if not self._ended():
            self._at += 1
        return node

    def _fielded(self, match: re.Match[str], place: _Place) -> Node | None:
        begin = self._at
        try:
            field = Field(match[1].lower())
        except ValueError as error:
            known = ", ".join(f"{field}:" for field in Field)
            raise QueryError(
                f"There is no field “{match[1]}:”. The fields are {known}.", begin
            ) from error
        self._at = match.end()
        if self._ended() or self._text[self._at] == ")":
            return None
        if field in _CHOICES:
            return self._choice(field)
        if field in _DAYS:
            return self._days(field)
        inner = replace(place, field=field)
        if self._text[self._at] == "(":
            return self._group(inner)
        if self._text[self._at] in _CLOSING:
            return self._phrase(inner)
        if self._text[self._at] == "=":
            return self._as_written(inner)
        return self._chunk(inner)

    def _phrase(self, place: _Place) -> Node | None:
        begin = self._at
        said, closed = self._quoted()
        slop = 1
        match = _SLOP.match(self._text, self._at) if closed else None
        if match:
            self._at = match.end()
            slop = max(1, int(match[1] or 1))
        found: list[Pattern] = [Exactly(word.text) for word in words(said)]
        if not closed and found and not said[-1].isspace():
            found[-1] = self._unfinished(found[-1], place)
        return self._words(found, place, begin, slop)

    def _as_written(self, place: _Place) -> Node | None:
        """Read `=Word` or `="Some words"`: as they are written, letter case and accents too."""
        begin = self._at
        self._at += 1
        if self._text[self._at : self._at + 1] in _CLOSING and self._at < len(self._text):
            said, _ = self._quoted()
        else:
            match = _CHUNK.match(self._text, self._at)
            said = match[0] if match else ""
            self._at += len(said)
        return self._words([Written(word.written) for word in words(said)], place, begin)

    def _quoted(self) -> tuple[str, bool]:
        """Take a passage in quotation marks; return its words and whether the marks are closed."""
        closing = _CLOSING[self._text[self._at]]
        begin = self._at + 1
        end = next((at for at in range(begin, len(self._text)) if self._text[at] in closing), -1)
        if end < 0:
            self._at = len(self._text)
            return self._text[begin:], False
        self._at = end + 1
        return self._text[begin:end], True

    def _chunk(self, place: _Place) -> Node | None:
        """Read what stands between two spaces: mostly a word, with signs at its end or in it."""
        begin = self._at
        match = _CHUNK.match(self._text, begin)
        if match is None:  # a closing quotation mark that nothing opened
            self._at += 1
            return None
        self._at = match.end()
        chunk = match[0]
        fuzzy = _FUZZY.fullmatch(chunk)
        if fuzzy:
            return self._similar(fuzzy, place, begin)
        if _GAPS.search(chunk.rstrip("?")):
            return self._words(_wildcards(chunk), place, begin)
        texts = [word.text for word in words(chunk)]
        found: list[Pattern]
        if len(texts) == 1 and place.field not in _NAMES:
            found = [Forms(texts[0], self._languages)]
        else:
            found = [Exactly(text) for text in texts]
        if found and self._at == len(self._text) and chunk[-1].isalnum():
            found[-1] = self._unfinished(found[-1], place)
        return self._words(found, place, begin)

    def _similar(self, match: re.Match[str], place: _Place, begin: int) -> Node | None:
        edits = int(match[2] or 1)
        if edits not in (1, 2):
            raise QueryError(
                "A similar word may differ in 1 or 2 letters: word~1 or word~2.",
                begin + match.start(2),
            )
        found = [Similar(word.text, edits) for word in words(match[1])]
        return self._words(found, place, begin)

    def _unfinished(self, pattern: Pattern, place: _Place) -> Pattern:
        """Let the last word of the query be the beginning of a word, unless it is excluded."""
        if place.excluded:
            return pattern
        match pattern:
            case Forms(text, languages):
                return Typed(text, languages)
            case Exactly(text):
                return Begins(text)
        return pattern

    def _words(
        self, found: Sequence[Pattern], place: _Place, begin: int, slop: int = 1
    ) -> Node | None:
        if not found:
            return None
        self._count(begin, len(found))
        return Words(tuple(found), place.field, slop)

    def _choice(self, field: Field) -> Node | None:
        begin = self._at
        value = self._value().lower()
        if not value:
            return None
        chosen = frozenset(option for option in _CHOICES[field] if option.startswith(value))
        if field is Field.KIND and "reported".startswith(value):  # as the window calls it
            chosen |= {Kind.INDIRECT}
        if not chosen:
            options = ", ".join(_CHOICES[field])
            raise QueryError(f"“{value}” is no {field}. Write one of {options}.", begin)
        self._count(begin)
        return Choice(field, chosen)

    def _days(self, field: Field) -> Node | None:
        begin = self._at
        if self._text[self._at] == "[":
            match = _RANGE.match(self._text, self._at)
            if match is None:
                if "]" in self._text[self._at :]:
                    raise QueryError("Write a range as [2020-01 TO 2020-06].", begin)
                self._at = len(self._text)
                return None
            self._at = match.end()
            first, last = match[1].strip(), match[2].strip()
        else:
            value = self._value()
            if not value:
                return None
            if ".." not in value and self._ended_at_once() and not self._period(value):
                return self._begun_days(field, value, begin)
            first, _, last = value.partition("..") if ".." in value else (value, "", value)
            if ".." in value and self._ended_at_once() and not self._period(last):
                last = ""  # still being typed
        self._count(begin)
        return self._between(field, first, last, begin)

    def _begun_days(self, field: Field, value: str, begin: int) -> Node | None:
        """Read a day that is still being typed: "2020-0" is 2020 so far."""
        value = value.removesuffix(".")  # half of the two that make a range
        if self._period(value):
            return self._between(field, value, value, begin)
        if not is_begun(value):
            raise _no_day(value, begin)
        shorter = value.rpartition("-")[0]
        while shorter and not self._period(shorter):
            shorter = shorter.rpartition("-")[0]
        return self._between(field, shorter, shorter, begin) if shorter else None

    def _between(self, field: Field, first: str, last: str, begin: int) -> Node:
        since = self._known_period(first, begin)[0] if first else None
        until = self._known_period(last, begin)[1] if last else None
        if field is Field.SAID_AFTER:
            return Days(Field.WHEN, since, None)
        if field is Field.SAID_BEFORE:
            starts = self._known_period(last, begin)[0] if last else None
            return Days(Field.WHEN, None, starts and starts - timedelta(1))
        return Days(field, since, until)

    def _known_period(self, value: str, begin: int) -> tuple[date, date]:
        period = self._period(value)
        if period is None:
            raise _no_day(value, begin)
        return period

    def _period(self, value: str) -> tuple[date, date] | None:
        return read_period(value, self._today)

    def _value(self) -> str:
        """Take one value: what stands between quotation marks, or up to the next space."""
        if self._text[self._at] in _CLOSING:
            return self._quoted()[0].strip()
        match = _VALUE.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    def _count(self, position: int, leaves: int = 1) -> None:
        self._leaves += leaves
        if self._leaves > _LONGEST:
            raise QueryError(f"This query has more than {_LONGEST} words; shorten it.", position)

    def _ended(self) -> bool:
        """Skip white space, and say whether nothing is left."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at == len(self._text)

    def _ended_at_once(self) -> bool:
        return self._at == len(self._text)

    def _sees(self, keyword: str) -> bool:
        end = self._at + len(keyword)
        return (
            self._text.startswith(keyword, self._at)
            and not self._text[end : end + 1].isalnum()
            and self._text[end : end + 1] not in {":", "-", "'", "’", "*", "~"}
        )

    def _takes(self, keyword: str) -> bool:
        if self._ended() or not self._sees(keyword):
            return False
        self._at += len(keyword)
        return True

    def _takes_minus(self) -> bool:
        following = self._text[self._at + 1 : self._at + 2]
        if self._text[self._at] != "-" or not (following.isalnum() or following in _CLOSING):
            return False
        self._at += 1
        return True


def _gather(kind: type[AllOf] | type[AnyOf], parts: list[Node | None]) -> Node | None:
    said = tuple(part for part in parts if part is not None)
    if len(said) == 1:
        return said[0]
    return kind(said) if said else None


def _wildcards(chunk: str) -> list[Pattern]:
    """Part a chunk that holds wildcards into words, some of them with gaps."""
    # "?" behind a word is punctuation; private characters stand for the signs while words are cut.
    gapped = chunk.rstrip("?").replace("*", "\ue000").replace("?", "\ue001")
    found: list[Pattern] = []
    for piece in re.findall(r"(?:[^\W_]|[\ue000\ue001\u0300-\u036f])+", gapped):
        text = "".join(
            {"\ue000": "*", "\ue001": "?"}.get(part) or "".join(word.text for word in words(part))
            for part in re.split(r"([\ue000\ue001])", piece)
        )
        if "?" not in text and text.find("*") == len(text) - 1:
            found.append(Begins(text[:-1]))
        elif _GAPS.search(text):
            found.append(Wildcard(text))
        elif text:
            found.append(Exactly(text))
    return found


def _no_day(value: str, position: int) -> QueryError:
    return QueryError(
        f"“{value}” is no date. Write 2020, 2020-08, 2020-08-15, yesterday or “last week”.",
        position,
    )
