"""How well quotations were found: the scores of found quotations against annotated ones.

Both come as records {"id", "text", "quotes": [{"start", "end", "spans"?, "type"?, "speaker"?}],
"ignore"?}; offsets are half-open code points of the text, which only the annotated record needs. A
speaker is None or {"start"?, "end"?, "text", "name", "kind"?, "name_from"?, "aliases"?}.

Two quotations match when enough of their characters are shared, marks, white space and punctuation
at the edges left out; each matches one at most, the best pairs first. A matched speaker is right
when the names agree. *End to end* counts what matches with the right speaker, over all that was
annotated and all that was found: the one figure that says what a reader gets.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extraction.lexicons import words

Record = Mapping[str, Any]  # a JSON object of the form above
Spans = Sequence[Sequence[int]]

_EDGE = frozenset(" \t\r\n\u00a0\"'`“”‘’„‚«»‹›「」『』.,;:!?…-–—()[]")
_SAME = 0.999999
_POSSESSIVE = re.compile(r"[’']s\b")
_NO_NAME = re.compile(r"[^\w\s-]")
_TITLES = words("people", "unscored")


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were right of those found and of those annotated."""

    right: int
    found: int
    annotated: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Shares:
    """Of `count` matched quotations, the shares whose speaker is right.

    `exact` asks for the same name, `relaxed` for the same last name or one name within the other,
    `mention` that the words that stand for the speaker are the annotated ones.
    """

    count: int
    exact: float
    relaxed: float
    mention: float


@dataclass(frozen=True)
class Scores:
    """The scores of one evaluation. `kinds` parts the speakers by how the text names them.

    A kind with a question mark is one whose annotation leaves open who is meant; there only the
    mention is judged. `recall_of_types` gives annotated and found quotations of each type.
    """

    documents: int
    missing: int
    span_exact: Rate
    span: Rate
    speaker: Shares
    end_to_end: Rate
    end_to_end_exact: Rate
    kinds: Mapping[str, Shares]
    recall_of_types: Mapping[str, Rate]


def score(
    annotated: Iterable[Record],
    found: Iterable[Record],
    *,
    least_overlap: float = 0.8,
    types: Collection[str] = (),
) -> Scores:
    """Score the found quotations of each record against the annotated ones with the same id.

    `least_overlap` is the share of characters, common ones over all, from which two match. With
    `types` only annotated quotations of these types count, and findings that lie in others or are
    called another type are left out rather than wrong.
    """
    by_id = {str(record["id"]): record for record in found}
    tally = _Tally()
    for record in annotated:
        answer = by_id.get(str(record["id"]))
        tally.documents += 1
        tally.missing += answer is None
        quotes = answer.get("quotes", ()) if answer is not None else ()
        _Text(record, quotes, least_overlap, frozenset(types)).add_to(tally)
    return tally.scores()


@dataclass
class _Verdict:
    """Which of the three ways of comparing two speakers holds."""

    exact: bool
    relaxed: bool
    mention: bool


@dataclass
class _Tally:
    documents: int = 0
    missing: int = 0
    annotated: int = 0
    found: int = 0
    same_span: int = 0
    exact: int = 0
    verdicts: dict[str, list[_Verdict]] = field(default_factory=lambda: defaultdict(list))
    of_type: Counter[str] = field(default_factory=Counter)
    hit_of_type: Counter[str] = field(default_factory=Counter)

    def scores(self) -> Scores:
        every = [verdict for verdicts in self.verdicts.values() for verdict in verdicts]
        right = sum(verdict.relaxed for verdict in every)
        return Scores(
            self.documents,
            self.missing,
            Rate(self.same_span, self.found, self.annotated),
            Rate(len(every), self.found, self.annotated),
            _shares(every),
            Rate(right, self.found, self.annotated),
            Rate(self.exact, self.found, self.annotated),
            {kind: _shares(verdicts) for kind, verdicts in sorted(self.verdicts.items())},
            {
                kind: Rate(self.hit_of_type[kind], 0, count)
                for kind, count in sorted(self.of_type.items())
            },
        )


def _shares(verdicts: Sequence[_Verdict]) -> Shares:
    count = max(1, len(verdicts))
    return Shares(
        len(verdicts),
        sum(verdict.exact for verdict in verdicts) / count,
        sum(verdict.relaxed for verdict in verdicts) / count,
        sum(verdict.mention for verdict in verdicts) / count,
    )


class _Text:
    """The annotated and found quotations of one text."""

    def __init__(
        self,
        record: Record,
        found: Sequence[Record],
        least_overlap: float,
        types: frozenset[str],
    ) -> None:
        self._text: str = record["text"]
        self._annotated: Sequence[Record] = record["quotes"]
        self._found = found
        self._types = types
        self._ignored = {
            at for start, end in record.get("ignore") or () for at in range(start, end)
        }
        self._wanted = [_characters(self._text, _spans(quote)) for quote in self._annotated]
        self._given = [_characters(self._text, _spans(quote)) for quote in found]
        self._pairs = _matched(self._wanted, self._given, least_overlap)

    def add_to(self, tally: _Tally) -> None:
        counts = [bool(wanted) and self._counts(n) for n, wanted in enumerate(self._wanted)]
        left_out = self._left_out(counts)
        pairs = [
            (wanted, given, overlap)
            for wanted, given, overlap in self._pairs
            if counts[wanted] and given not in left_out
        ]
        tally.annotated += sum(counts)
        tally.found += len(self._given) - len(left_out)
        for wanted, given, overlap in pairs:
            speaker = self._annotated[wanted].get("speaker")
            verdict = _compared(speaker, self._found[given].get("speaker"))
            tally.verdicts[_kind(speaker)].append(verdict)
            if overlap >= _SAME:
                tally.same_span += 1
                tally.exact += verdict.exact
        hit = {wanted for wanted, _, _ in pairs}
        for number, counted in enumerate(counts):
            if counted:
                name = _type(self._annotated[number])
                tally.of_type[name] += 1
                tally.hit_of_type[name] += number in hit

    def _counts(self, number: int) -> bool:
        return not self._types or _type(self._annotated[number]) in self._types

    def _left_out(self, counts: Sequence[bool]) -> set[int]:
        """Return the findings that are neither right nor wrong."""
        left_out = {given for wanted, given, _ in self._pairs if not counts[wanted]}
        for number, given in enumerate(self._given):
            if not given or 2 * len(given & self._ignored) > len(given):
                left_out.add(number)
        if not self._types:
            return left_out
        kept = {given for wanted, given, _ in self._pairs if counts[wanted]}
        for number, given in enumerate(self._given):
            if number in kept or number in left_out:
                continue
            other = self._found[number].get("type")
            if (other and other not in self._types) or any(
                2 * len(given & wanted) > len(given)
                for wanted, counted in zip(self._wanted, counts, strict=True)
                if not counted
            ):
                left_out.add(number)
        return left_out


def _type(quote: Record) -> str:
    return str(quote.get("type", "direct"))


def _spans(quote: Record) -> Spans:
    spans: Spans = quote.get("spans") or [[quote["start"], quote["end"]]]
    return spans


def _characters(text: str, spans: Spans) -> set[int]:
    """Return the offsets that count of some spans: white space and edges left out."""
    offsets: set[int] = set()
    for low, high in spans:
        start, end = max(0, low), min(len(text), high)
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        offsets.update(at for at in range(start, end) if not text[at].isspace())
    return offsets


def _matched(
    wanted: Sequence[set[int]], given: Sequence[set[int]], least: float
) -> list[tuple[int, int, float]]:
    """Pair annotated and found quotations one to one, those that share most first."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, offsets in enumerate(given):
        for offset in offsets:
            holders[offset].append(number)
    possible: list[tuple[float, int, int]] = []
    for number, offsets in enumerate(wanted):
        shared = Counter(other for offset in offsets for other in holders.get(offset, ()))
        for other, count in shared.items():
            overlap = count / (len(offsets) + len(given[other]) - count)
            if overlap >= least:
                possible.append((-overlap, number, other))
    pairs: list[tuple[int, int, float]] = []
    taken: set[int] = set()
    answered: set[int] = set()
    for overlap, number, other in sorted(possible):
        if number not in taken and other not in answered:
            taken.add(number)
            answered.add(other)
            pairs.append((number, other, -overlap))
    return pairs


def _kind(speaker: Record | None) -> str:
    if speaker is None:
        return "none"
    open_ = speaker.get("name_from") == "unresolved"
    return (speaker.get("kind") or "name") + ("?" if open_ else "")


def _compared(wanted: Record | None, given: Record | None) -> _Verdict:
    if wanted is None or given is None:
        same = wanted is given
        return _Verdict(same, same, same)
    placed = wanted.get("start") is not None and given.get("start") is not None
    overlaps = placed and wanted["start"] < given["end"] and given["start"] < wanted["end"]
    if wanted.get("name_from") == "unresolved":
        # Nobody wrote down who is meant, so the words alone can be compared.
        said = given.get("text") or given.get("name")
        same = overlaps if placed else _words(said) == _words(wanted.get("text"))
        return _Verdict(same, same, same)
    name = _name(given.get("name") or given.get("text"))
    names = [_name(known) for known in _known_names(wanted)]
    exact = bool(name) and name in names
    relaxed = exact or (bool(name) and any(_alike(name, known) for known in names if known))
    same_words = bool(given.get("text") and wanted.get("text")) and _words(given["text"]) == _words(
        wanted["text"]
    )
    return _Verdict(exact, relaxed, overlaps or same_words)


def _alike(name: Sequence[str], known: Sequence[str]) -> bool:
    one, other = set(name), set(known)
    return name[-1] == known[-1] or one <= other or other <= one


def _known_names(speaker: Record) -> list[str]:
    """Return every name that is right; echoing "he" does not resolve it."""
    fields = ("name",) if speaker.get("kind") == "pronoun" else ("name", "text")
    names = [speaker[name] for name in fields if speaker.get(name)]
    return [*names, *(speaker.get("aliases") or ())]


def _words(name: str | None) -> tuple[str, ...]:
    """Return the words of a name in lower case, without possessives and punctuation."""
    bare = _POSSESSIVE.sub("", name or "").lower()
    return tuple(_NO_NAME.sub(" ", bare).split())


def _name(name: str | None) -> tuple[str, ...]:
    """Return the words of a name without titles, unless it has no others."""
    said = _words(name)
    return tuple(word for word in said if word not in _TITLES) or said
