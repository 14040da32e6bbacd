"""Reported speech by learned choices: which words are a cue, who speaks, what is reported.

Six questions are put in turn. Each word that could be a cue is asked whether it is one. For each
cue a mention of its sentence is chosen as the source; then the words that are reported, behind the
cue ("Weiss said the quay was safe") and before it ("The quay was safe, Weiss said"), each by one of
their borders and then the other. What the rules found is among the things that are seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extraction.learned.choices import (
    Atoms,
    Buckets,
    Chances,
    Chooser,
    Indices,
    Patterns,
    choose,
    options_between,
)
from extraction.learned.places import EDGE, Column, Count, Looks, Places
from resources import MODELS

Truths = npt.NDArray[np.bool_]
Relations = dict[str, npt.NDArray[np.generic]]


class Question(StrEnum):
    """What is asked, in this order."""

    CUE = "cue"
    SOURCE = "source"
    OPENS_BEHIND = "opens behind"
    """Where the reported words behind the cue begin."""
    ENDS_BEHIND = "ends behind"
    ENDS_BEFORE = "ends before"
    """Where the reported words before the cue end."""
    OPENS_BEFORE = "opens before"


_BORDER = """
word-3, word-2, word-1, word, word+1, word+2, class-1, class, class+1, class-1 class, class class+1,
word-1 word, word word+1, stem-1, stem, stem-2 word-1, ending-1, ending, ending-1 ending,
mention-1 mention, mention mention+1, mention word-1, mention-1 word,
quoted-1 quoted quoted+1, shape-1 shape, shape shape+1, strength, strength+1 word,
subject, subject+1 word,
distance, distance cue.stem, distance commas, commas quotes, commas thats verbs, commas word-1,
commas word, commas commas_left, cues commas quotes,
from_start, from_end, from_start from_end, from_end word-1, from_start word,
commas_left verbs_left from_end, commas_before commas word-1, quotes_left quoted word-1,
cue.stem word-1, cue.stem word, cue.stem class, cue.stem mention, cue.stem commas,
cue.stem from_end, cue.ending word-1, cue.ending distance, cue.ending class, cue.ending word,
source, source beside_source, source distance, source word-1, source commas from_end,
source cue.stem, beside_source commas, beside_source word-1, beside_source cue.stem,
rule, rule cue.stem, rule distance,
cue.word+1 distance, cue.word+1 cue.word+2 distance, cue.class+1 distance, cue.mention+1 distance,
cue.subject distance, distance word, distance word-1, distance mention, distance class class-1,
thats word-1 distance, mentions distance, cue.strength word-1, cue.strength distance class
"""
_OTHER_BORDER = """
, length, length from_end, length word, length word-1,
inner_commas word-1, inner_commas word, inner_commas inner_verbs from_end, inner_verbs word,
inner_verbs inner_cues word, other.word word, other.word-1 word, other.word from_end,
other.word-1 from_end, other.class class, other.mention mention word, other.word length,
other.word-1 inner_commas, other_distance word, other_distance from_end,
inner_commas inner_verbs word-1 word, inner_verbs from_end length,
cue.stem inner_verbs from_end, cue.ending inner_verbs from_end word-1,
subject inner_commas, subject+1 inner_commas word-1, word mention+1 inner_commas,
other.word-1 word-1 mention inner_commas, inner_verbs class, inner_commas class class+1
"""
_PATTERNS = {
    Question.CUE: """
word, stem, ending, shape, rule, rule stem, strength,
word-3, word-2, word-1, word+1, word+2, word+3,
stem-4, stem-3, stem-2, stem-1, stem+1, stem+2, stem+3, stem+4,
class-2, class-1, class+1, class+2, class+3, mention-2, mention-1, mention, mention+1, mention+2,
word-1 word, word word+1, stem word+1, word-1 stem, stem class+1, stem class-1,
word-2 word-1, word+1 word+2, stem word+1 word+2, stem mention+1,
subject, object, subject object, stem subject, stem object, subject ending,
ending class+1, ending word+1, ending word-1, ending that_near, stem that_near, that_near,
thats_behind, quotes_before quotes_behind, stem quotes_before quotes_behind,
ending quotes_before quotes_behind subject, cues_around, cues_before stem, position,
position stem, verbs_near stem, verbs_near ending subject,
subject_head, subject_head stem, subject_head ending,
strength subject class+1, strength class-1 class+1, quoted-2 quoted-1 quoted+1 quoted+2,
class-1 ending class+1, class-2 class-1 ending, ending class+1 class+2,
strength+1, strength-1, strength+2, mention ending, shape-1 shape shape+1, stem shape,
word-1 ending word+1, mention-1 ending mention+1, rule subject that_near
""",
    Question.SOURCE: """
distance, distance kind, distance cue.stem, distance commas quotes, distance cue.ending,
side commas mentions, side mentions kind, side cues verbs, side opens, side verbs thats commas,
kind, kind plural, entity, head, head side, word, word head, length kind,
word-1, word-1 side, class-1 side kind, word-2 word-1, behind.word, behind.word side,
behind.word distance, behind.class behind.class+1 side, behind.word+1, behind.ending side,
behind.ending distance word-1, subject_of, subject_of cue.ending, subject_of cue.stem,
follows, follows cue.stem, follows commas, standing, standing side subject_of,
adjacent, adjacent cue.stem, adjacent kind, rule, rule adjacent, leads, leads side kind,
leads cue.stem side, from_start side, from_start side cue.ending, cue.stem side,
cue.stem side mentions, cue.ending side mentions, cue.word-1 side mentions,
cue.word+1 side mentions, cue.subject cue.object side mentions, cue.subject distance,
cue.object distance, cue.class-1 distance, cue.stem head, cue.stem word-1 side,
quotes side cue.ending cue.object, leads adjacent cue.subject thats, side commas thats leads,
side verbs kind, cue.stem kind side, side mentions word-1 kind, head adjacent, standing distance
""",
    Question.OPENS_BEHIND: _BORDER,
    Question.ENDS_BEHIND: _BORDER + _OTHER_BORDER,
    Question.ENDS_BEFORE: _BORDER,
    Question.OPENS_BEFORE: _BORDER + _OTHER_BORDER,
}

_BORDER_COUNTS = """
commas = 4 commas low high, quotes = 4 quotes low high, cues = 4 cues low high,
thats = 4 thats low high, verbs = 4 verbs low high, mentions = 4 mentions low high,
commas_left = 3 commas within end, verbs_left = 2 verbs within end,
quotes_left = 2 quotes within end, commas_before = 3 commas start within
"""
_OTHER_BORDER_COUNTS = """
, inner_commas = 3 commas first last, inner_verbs = 3 verbs first last,
inner_cues = 2 cues first last
"""
_COUNTS = {
    Question.CUE: """
that_near = 1 thats at near, verbs_near = 2 verbs at farther, cues_around = 3 cues start end,
quotes_before = 2 quotes start at, cues_before = 2 cues start at,
quotes_behind = 2 quotes at end, thats_behind = 1 thats at end
""",
    Question.SOURCE: """
commas = 3 commas low high, quotes = 2 quotes low high, cues = 2 cues low high,
mentions = 4 mentions low high, verbs = 2 verbs low high, thats = 1 thats low high,
opens = 4 opens low high
""",
    Question.OPENS_BEHIND: _BORDER_COUNTS,
    Question.ENDS_BEHIND: _BORDER_COUNTS + _OTHER_BORDER_COUNTS,
    Question.ENDS_BEFORE: _BORDER_COUNTS,
    Question.OPENS_BEFORE: _BORDER_COUNTS + _OTHER_BORDER_COUNTS,
}
"""What is counted between two places, and the number at which counting stops."""

_FARTHEST_SOURCE = 60
_FARTHEST_OPENING = 16
_FARTHEST_END = 25
"""Places before a cue in which the words before it may end: a source and its apposition between."""
_LONGEST = 90
_BLOCK = 4_000
"""Words that could be cues that are asked about at once: a novel's would fill the memory."""
_LEAST_CUE = 0.3
_KINDS_OF_EVIDENCE = 9
_FARTHEST_BUCKET = 18
_FOLDS = (0, 1, 2, 3, 4, 4, 5, 5, 5, 5, *[6] * 8)
_FOLDED = np.array(
    [8 + (*_FOLDS, 7)[abs(d)] for d in range(-_FARTHEST_BUCKET, 0)] + [*_FOLDS, 7],
    dtype=np.uint32,
)
_ANCHORED = re.compile(r"(?:(cue|behind|other)\.)?([a-z]+)([+-]\d+)?")


@dataclass(frozen=True)
class Judge:
    """How sure a claim is, by the chances of its parts: a logistic regression.

    The product of the chances would do, were the parts independent and their chances exact.
    """

    weights: Chances
    bias: float

    def confidence(self, evidence: Chances) -> Chances:
        """Return the chance that a claim is right, for each row of evidence."""
        # Not the product of matrices, whose last digits depend on the processor.
        sums = (evidence * self.weights).sum(axis=1) + self.bias
        sure: Chances = 1.0 / (1.0 + np.exp(-sums))
        return sure


@dataclass(frozen=True)
class Model:
    """What was learned: a chooser for each question and the judge of the outcome."""

    choosers: Mapping[Question, Chooser]
    judge: Judge

    def save(self, path: Path) -> None:
        """Write the arrays; the same model gives the same bytes."""
        np.savez_compressed(
            path,
            weights=np.array([self.choosers[q].weights for q in Question], dtype=np.float16),
            biases=np.array([self.choosers[q].bias for q in Question]),
            judge=np.append(self.judge.weights, self.judge.bias),
        )


def read_model(path: Path) -> Model:
    """Read a model that `Model.save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        weights, biases = stored["weights"].astype(np.float32), stored["biases"].tolist()
        choosers = {q: Chooser(weights[n], biases[n]) for n, q in enumerate(Question)}
        return Model(choosers, Judge(stored["judge"][:-1], float(stored["judge"][-1])))


class Shipped(Enum):
    """Stands for the model that ships."""

    MODEL = "reported.npz"


@dataclass(slots=True)
class _Shelf:
    chosen: Model | Shipped | None = Shipped.MODEL


_shelf = _Shelf()


@cache
def _shipped() -> Model | None:
    path = MODELS / Shipped.MODEL.value
    return read_model(path) if path.is_file() else None


def model_in_use() -> Model | None:
    """Return the model that ships, or the one chosen instead; None where there is none."""
    chosen = _shelf.chosen
    return _shipped() if chosen is Shipped.MODEL else chosen


def use_model(chosen: Model | Shipped | None) -> None:
    """Work with this model from now on; None means the rules alone. For training and measuring."""
    _shelf.chosen = chosen


Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """Reported words with their cue and source, all as places of the reading.

    `source` numbers a mention of the `Places`, -1 for nobody named. `before` and `behind` are the
    words on the two sides of the cue, from a place to before another; at least one is given.
    """

    cue: int
    source: int
    before: Extent | None
    behind: Extent | None
    confidence: float

    @property
    def extents(self) -> tuple[Extent, ...]:
        """The words in reading order."""
        return tuple(extent for extent in (self.before, self.behind) if extent is not None)


@dataclass(frozen=True)
class Options:
    """The options of one question about several cues, described.

    `owners` says to which cue an option belongs, `values` which place or mention it is.
    """

    owners: Indices
    values: Indices
    buckets: Buckets


def claims(places: Places, model: Model) -> list[Claim]:
    """Return what is reported in a text, in the order of the cues; claims may nest."""
    found, evidence = weigh(places, model.choosers)
    if not found:
        return []
    sure = model.judge.confidence(evidence).tolist()
    return [
        Claim(claim.cue, claim.source, claim.before, claim.behind, chance)
        for claim, chance in zip(found, sure, strict=True)
    ]


def weigh(places: Places, choosers: Mapping[Question, Chooser]) -> tuple[list[Claim], Chances]:
    """Return the claims of a text, not yet judged, and a row of evidence for each."""
    found: list[Claim] = []
    evidence = [np.zeros((0, _KINDS_OF_EVIDENCE))]
    for start in range(0, len(places.candidates), _BLOCK):
        some, rows = _weigh(places, choosers, places.candidates[start : start + _BLOCK])
        found.extend(some)
        evidence.append(rows)
    return found, np.concatenate(evidence)


def _weigh(
    places: Places, choosers: Mapping[Question, Chooser], candidates: Indices
) -> tuple[list[Claim], Chances]:
    asked = ask_cues(places, candidates)
    chances = 1.0 / (1.0 + np.exp(-choosers[Question.CUE].scores(asked.buckets)))
    taken = chances >= _LEAST_CUE
    cues = asked.values[taken]
    if not len(cues):
        return [], np.zeros((0, _KINDS_OF_EVIDENCE))
    reader = _Reader(places, choosers, cues)
    source, of_source = reader.sources()
    (opens, stops), (of_opens, of_stops) = reader.nearer(source)
    (ends, starts), (of_ends, of_starts) = reader.farther(source, opens, stops)
    behind, before = ends >= 0, starts >= 0
    evidence = np.array(
        [
            *_log_odds(
                np.array([chances[taken], of_source, of_opens * of_ends, of_stops * of_starts])
            ),
            behind,
            before,
            source >= 0,
            places.table[Column.STRENGTH, cues + EDGE] > 0,
            places.ruled[0, cues] >= 0,
        ]
    ).T
    whole = (behind | before).nonzero()[0]
    found = [
        Claim(
            int(cues[n]),
            int(source[n]),
            (int(starts[n]), int(stops[n])) if before[n] else None,
            (int(opens[n]), int(ends[n])) if behind[n] else None,
            0.0,
        )
        for n in whole
    ]
    return found, evidence[whole]


def _log_odds(chances: Chances) -> Chances:
    sure = np.minimum(np.maximum(chances, 0.001), 0.999)
    odds: Chances = np.log(sure / (1 - sure))
    return odds


class _Reader:
    """Puts the questions about some cues to their choosers.

    What is reported behind a cue and what is before it are asked for together: first about all cues
    what is behind, then about all what is before.
    """

    def __init__(self, places: Places, choosers: Mapping[Question, Chooser], cues: Indices) -> None:
        self._places = places
        self._choosers = choosers
        self._cues = cues

    def sources(self) -> tuple[Indices, Chances]:
        """Return the mention that speaks at each cue, -1 for none, and its chance."""
        options = ask_sources(self._places, self._cues)
        scores = self._choosers[Question.SOURCE].scores(options.buckets)
        return _chosen(options, scores, len(self._cues))

    def nearer(self, source: Indices) -> tuple[Indices, Chances]:
        """Return where words begin behind each cue and where they end before it, -1 for nowhere."""
        count = len(self._cues)
        about = np.arange(2 * count) % count
        behind = np.arange(2 * count) < count
        options = ask_nearer(self._places, self._cues[about], source[about], behind)
        scores = self._scores(Question.OPENS_BEHIND, Question.ENDS_BEFORE, options, count)
        border, chance = _chosen(options, scores, 2 * count)
        return border.reshape(2, count), chance.reshape(2, count)

    def farther(self, source: Indices, opens: Indices, stops: Indices) -> tuple[Indices, Chances]:
        """Return where the words behind and before each cue have their other borders."""
        count = len(self._cues)
        other = np.concatenate((opens, stops))
        known = (other >= 0).nonzero()[0]
        border, chance = np.full(2 * count, -1, dtype=np.intp), np.ones(2 * count)
        if len(known):
            about, behind = known % count, known < count
            options = ask_farther(
                self._places, self._cues[about], source[about], behind, other[known]
            )
            parted = int(behind.sum())
            scores = self._scores(Question.ENDS_BEHIND, Question.OPENS_BEFORE, options, parted)
            border[known], chance[known] = _chosen(options, scores, len(known))
        return border.reshape(2, count), chance.reshape(2, count)

    def _scores(self, behind: Question, before: Question, options: Options, parted: int) -> Chances:
        """Score the options of the first `parted` cues as what is behind, the rest as before."""
        at = int(options.owners.searchsorted(parted))
        return np.concatenate(
            (
                self._choosers[behind].scores(options.buckets[:, :at]),
                self._choosers[before].scores(options.buckets[:, at:]),
            )
        )


def _chosen(options: Options, scores: Chances, count: int) -> tuple[Indices, Chances]:
    """Return what is chosen for each of `count` cues, -1 for nothing, and its chance."""
    choice = choose(scores, options.owners, count)
    if not len(options.values):
        return choice.best, choice.chance
    return np.where(choice.best < 0, -1, options.values[choice.best]), choice.chance


def ask_cues(places: Places, at: Indices) -> Options:
    """Ask of each word at some places whether it is a cue."""
    start, end = places.sentence_start[at], places.sentence_end[at]
    ruled = places.ruled[0, at]
    # Nobody's last word stands before the text.
    last_word = places.bounds[1, places.subject[at]] - 1 + EDGE
    where = {
        "at": at,
        "start": start,
        "end": end,
        "near": np.minimum(at + 6, end),
        "farther": np.minimum(at + 12, end),
    }
    relations: Relations = {
        "rule": np.where(ruled < 0, 0, 1 + (ruled > at)),
        "subject_head": places.table[Column.STEM].take(last_word),
    }
    return Options(np.arange(len(at)), at, _described(Question.CUE, places, where, relations))


def ask_sources(places: Places, cues: Indices) -> Options:
    """Ask which mention of its sentence speaks at each cue."""
    low = np.maximum(places.sentence_start[cues], cues - _FARTHEST_SOURCE)
    high = np.minimum(places.sentence_end[cues], cues + _FARTHEST_SOURCE)
    owners, numbers = options_between(
        places.first.searchsorted(low), places.first.searchsorted(high)
    )
    holds_cue = (places.first[numbers] <= cues[owners]) & (cues[owners] < places.after[numbers])
    owners, numbers = owners[~holds_cue], numbers[~holds_cue]
    cue, first, after = cues[owners], places.first[numbers], places.after[numbers]
    ahead = first < cue
    to = np.where(ahead, cue, first)
    start = places.sentence_start[cue]
    where = {
        "at": first,
        "cue": cue,
        "behind": after,
        "low": np.minimum(np.where(ahead, after, cue + 1), to),
        "high": to,
    }
    seen = places.seen_of_mentions
    relations: Relations = {
        "distance": _distance(np.where(ahead, after - cue - 1, first - cue)),
        "side": ahead,
        "kind": seen.kind[numbers],
        "plural": seen.plural[numbers],
        "entity": seen.entity[numbers],
        "standing": seen.standing[numbers],
        "head": places.table[Column.WORD].take(after - 1 + EDGE),
        "length": np.minimum(after - first, 6),
        "subject_of": _beside(seen.subject_of[numbers], cue, seen.path[numbers]),
        "follows": _beside(seen.follows[numbers], cue, seen.gap[numbers]),
        "adjacent": places.subject[cue] == numbers,
        "rule": np.where(places.ruled[0, cue] < 0, 0, 1 + (places.ruled[2, cue] == numbers)),
        "leads": np.where(numbers > 0, places.first[numbers - 1], -1) < start,
        "from_start": np.minimum(first - start, 3),
    }
    return Options(owners, numbers, _described(Question.SOURCE, places, where, relations))


def ask_nearer(places: Places, cues: Indices, source: Indices, behind: Truths) -> Options:
    """Ask for the border next to each cue of what is reported `behind` it, or before it.

    That is where the words behind it begin, and where those before it end: the place after them.
    """
    start, end = places.sentence_start[cues], places.sentence_end[cues]
    low = np.where(behind, cues + 1, np.maximum(start + 1, cues - _FARTHEST_END))
    high = np.where(behind, np.minimum(end, cues + 1 + _FARTHEST_OPENING), cues + 1)
    owners, at = _off_points(places, *options_between(low, high), behind)
    where, relations = _border(places, cues, owners, at, source, behind)
    return Options(owners, at, _described(Question.OPENS_BEHIND, places, where, relations))


def ask_farther(
    places: Places, cues: Indices, source: Indices, behind: Truths, other: Indices
) -> Options:
    """Ask for the border of reported words whose `other` border, next to the cue, is known."""
    start, end = places.sentence_start[cues], places.sentence_end[cues]
    low = np.where(behind, other + 1, np.maximum(start, other - _LONGEST))
    high = np.where(behind, np.minimum(end, other + _LONGEST) + 1, other)
    owners, at = _off_points(places, *options_between(low, high), ~behind)
    where, relations = _border(places, cues, owners, at, source, ~behind)
    known = other[owners]
    where |= {"other": known, "first": np.minimum(known, at), "last": np.maximum(known, at)}
    relations |= {
        "length": _distance(at - known),
        "other_distance": _distance(known - where["cue"]),
    }
    return Options(owners, at, _described(Question.ENDS_BEHIND, places, where, relations))


def _off_points(
    places: Places, owners: Indices, at: Indices, opens: Truths
) -> tuple[Indices, Indices]:
    """Leave out the options whose first or last sign would be punctuation."""
    sign = at - ~opens[owners]  # an opening border stands at its first sign
    kept = places.table[Column.POINT].take(sign + EDGE) == 0
    return owners[kept], at[kept]


def _border(
    places: Places, asked: Indices, owners: Indices, at: Indices, source: Indices, opens: Truths
) -> tuple[dict[str, Indices], Relations]:
    """Return what ties borders, which open or close words, to their cues and sources."""
    cues = asked[owners]
    start, end = places.sentence_start[cues], places.sentence_end[cues]
    where = {
        "at": at,
        "cue": cues,
        "low": np.minimum(cues, at),
        "high": np.maximum(cues + 1, at),
        "start": start,
        "within": np.minimum(at, end),
        "end": end,
    }
    # Without a source the places below are not looked at; 0 is a place like any other.
    first, after = places.bounds[:, source]
    ruled = places.ruled[np.where(opens, 0, 1), asked][owners]
    relations: Relations = {
        "distance": _distance(at - cues),
        "from_start": np.minimum(at - start, 4),
        "from_end": np.minimum(end - at, 4),
        "source": _source_beside(asked, source, first, after)[owners],
        "beside_source": _beside_source(at, (source >= 0)[owners], first[owners], after[owners]),
        "rule": np.where(ruled < 0, 0, 1 + (ruled == at)),
    }
    return where, relations


def _source_beside(cues: Indices, source: Indices, first: Indices, after: Indices) -> Indices:
    """Return where the source stands to its cue: 0 nowhere, 1 to 3 before it, 4 and 5 behind."""
    far = np.where(after >= cues - 3, 2, 3)
    before = np.where(after == cues, 1, far)
    behind = np.where(first == cues + 1, 4, 5)
    return np.where(source < 0, 0, np.where(after <= cues, before, behind))


def _beside_source(at: Indices, named: Truths, first: Indices, after: Indices) -> Indices:
    """Return where a border stands to the source: 4 before, 5 behind, 6 within, else at an end."""
    where = np.where(at < first, 4, np.where(at > after, 5, 6))
    where[at == first - 1] = 3
    where[at == after] = 2
    where[at == first] = 1
    where[~named] = 0
    return where


def _distance(places: Indices) -> npt.NDArray[np.uint32]:
    """Fold signed distances into few classes."""
    folded: npt.NDArray[np.uint32] = _FOLDED.take(places + _FARTHEST_BUCKET, mode="clip")
    return folded


def _beside(tied: Indices, cues: Indices, how: Indices) -> Indices:
    """Return how a mention is tied to the cue: 0 to none, 7 to another, else 1 + `how`."""
    return np.where(tied < 0, 0, np.where(tied == cues, 1 + how, 7))


def _described(
    question: Question, places: Places, where: Mapping[str, Indices], relations: Relations
) -> Buckets:
    """Describe options by what stands at and between some places, and by how they are related."""
    layout = _LAYOUTS[question]
    at = np.array([where[name] for name in layout.places])
    seen, counted = places.look(layout.looks, at)
    tied = len(seen) + len(counted)
    atoms: Atoms = np.empty((len(layout.patterns.atoms), at.shape[1]), dtype=np.uint32)
    atoms[: len(seen)] = seen
    atoms[len(seen) : tied] = counted
    for row, name in enumerate(layout.patterns.atoms[tied:], start=tied):
        atoms[row] = relations[name]
    return layout.patterns.buckets(atoms)


@dataclass(frozen=True)
class _Layout:
    """Where the values of a question's atoms come from: those seen, those counted, the others.

    `places` are the names of the places that they are told by.
    """

    patterns: Patterns
    places: tuple[str, ...]
    looks: Looks


def _layout(written: str, counts: str) -> _Layout:
    columns = {column.name.lower(): column for column in Column}
    number_of: dict[str, int] = {}

    def place(name: str) -> int:
        return number_of.setdefault(name, len(number_of))

    seen: dict[str, tuple[int, int, int]] = {}
    counted: dict[str, tuple[int, int, int, int]] = {}
    for entry in counts.split(","):
        atom, _, most, kind, low, high = entry.split()
        counted[atom] = int(most), Count[kind.upper()], place(low), place(high)
    patterns = Patterns(written)
    for atom in patterns.atoms:
        anchored = _ANCHORED.fullmatch(atom)
        if anchored is not None and anchored[2] in columns:
            anchor = place(anchored[1] or "at")
            seen[atom] = anchor, columns[anchored[2]], int(anchored[3] or 0)
    counted = {atom: row for atom, row in counted.items() if atom in patterns.atoms}
    others = [atom for atom in patterns.atoms if atom not in seen and atom not in counted]
    return _Layout(
        Patterns(written, (*seen, *counted, *others)),
        tuple(number_of),
        Looks.at(list(seen.values()), list(counted.values())),
    )


_LAYOUTS = {question: _layout(_PATTERNS[question], _COUNTS[question]) for question in Question}
