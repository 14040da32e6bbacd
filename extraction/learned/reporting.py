"""Reported speech by learned choices: which words are a cue, who speaks, what is reported.

Six questions are put in turn. Each word that could be a cue is asked whether it is one. For each
cue a mention of its sentence is chosen as the source; then the words that are reported, behind the
cue ("Weiss said the quay was safe") and before it ("The quay was safe, Weiss said"), each by one of
their borders and then the other. What the rules found is among the things that are seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    options_between,
)
from extraction.learned.places import EDGE, Column, Places
from resources import MODELS

Relations = dict[str, npt.NDArray[np.uint32]]


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
PATTERNS: Mapping[Question, Patterns] = {
    Question.CUE: Patterns("""
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
"""),
    Question.SOURCE: Patterns("""
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
"""),
    Question.OPENS_BEHIND: Patterns(_BORDER),
    Question.ENDS_BEHIND: Patterns(_BORDER + _OTHER_BORDER),
    Question.ENDS_BEFORE: Patterns(_BORDER),
    Question.OPENS_BEFORE: Patterns(_BORDER + _OTHER_BORDER),
}

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
        sure: Chances = 1.0 / (1.0 + np.exp(-(evidence @ self.weights + self.bias)))
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
    return [replace(claim, confidence=chance) for claim, chance in zip(found, sure, strict=True)]


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
    count = len(candidates)
    chances = choosers[Question.CUE].choose(asked.buckets, asked.owners, count).options
    taken = chances >= _LEAST_CUE
    cues = asked.values[taken]
    if not len(cues):
        return [], np.zeros((0, _KINDS_OF_EVIDENCE))
    reader = _Reader(places, choosers, cues)
    source, of_source = reader.first(Question.SOURCE, ask_sources(places, cues))
    opens, of_opens = reader.first(Question.OPENS_BEHIND, ask_openings(places, cues, source))
    ends, of_ends = reader.second(Question.ENDS_BEHIND, source, opens)
    stops, of_stops = reader.first(Question.ENDS_BEFORE, ask_ends(places, cues, source))
    starts, of_starts = reader.second(Question.OPENS_BEFORE, source, stops)
    behind, before = ends >= 0, starts >= 0
    evidence = np.array(
        [
            _log_odds(chances[taken]),
            _log_odds(of_source),
            _log_odds(of_opens * of_ends),
            _log_odds(of_stops * of_starts),
            behind,
            before,
            source >= 0,
            places.table[Column.STRENGTH, cues + EDGE] > 0,
            places.ruled[0, cues] >= 0,
        ]
    ).T
    whole = np.flatnonzero(behind | before)
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
    sure = np.clip(chances, 0.001, 0.999)
    odds: Chances = np.log(sure / (1 - sure))
    return odds


class _Reader:
    """Puts the questions about some cues to their choosers."""

    def __init__(self, places: Places, choosers: Mapping[Question, Chooser], cues: Indices) -> None:
        self._places = places
        self._choosers = choosers
        self._cues = cues

    def first(self, question: Question, options: Options) -> tuple[Indices, Chances]:
        """Return what is chosen for each cue, -1 for nothing, and its chance."""
        return self._chosen(question, options, len(self._cues))

    def second(
        self, question: Question, source: Indices, other: Indices
    ) -> tuple[Indices, Chances]:
        """Choose the second border of words whose `other` border is known, where it is."""
        known = np.flatnonzero(other >= 0)
        chosen, chance = np.full(len(self._cues), -1, dtype=np.intp), np.ones(len(self._cues))
        if len(known):
            options = ask_second(
                question, self._places, self._cues[known], source[known], other[known]
            )
            chosen[known], chance[known] = self._chosen(question, options, len(known))
        return chosen, chance

    def _chosen(self, question: Question, options: Options, count: int) -> tuple[Indices, Chances]:
        choice = self._choosers[question].choose(options.buckets, options.owners, count)
        values = np.full(count, -1, dtype=np.intp)
        has = choice.best >= 0
        values[has] = options.values[choice.best[has]]
        return values, choice.chance


def ask_cues(places: Places, at: Indices) -> Options:
    """Ask of each word at some places whether it is a cue."""
    start, end = places.sentence_start[at], places.sentence_end[at]
    subject = places.subject[at]
    last_word = np.append(places.after - 1, -EDGE)  # -1 asks the last entry: beyond the text
    relations: Relations = {
        "rule": _class(np.where(places.ruled[0, at] < 0, 0, 1 + (places.ruled[0, at] > at))),
        "that_near": places.between(at, np.minimum(at + 6, end), thats=1)["thats"],
        "verbs_near": places.between(at, np.minimum(at + 12, end), verbs=2)["verbs"],
        "cues_around": places.between(start, end, cues=3)["cues"],
        **_named("{}_before", places.between(start, at, quotes=2, cues=2)),
        **_named("{}_behind", places.between(at, end, quotes=2, thats=1)),
        "subject_head": places.table[Column.STEM, last_word[subject] + EDGE],
    }
    buckets = _buckets(Question.CUE, places, at, at, at, at, relations)
    return Options(np.arange(len(at)), at, buckets)


def ask_sources(places: Places, cues: Indices) -> Options:
    """Ask which mention of its sentence speaks at each cue."""
    low = np.maximum(places.sentence_start[cues], cues - _FARTHEST_SOURCE)
    high = np.minimum(places.sentence_end[cues], cues + _FARTHEST_SOURCE)
    owners, numbers = options_between(
        np.searchsorted(places.first, low), np.searchsorted(places.first, high)
    )
    holds_cue = (places.first[numbers] <= cues[owners]) & (cues[owners] < places.after[numbers])
    owners, numbers = owners[~holds_cue], numbers[~holds_cue]
    at, first, after = cues[owners], places.first[numbers], places.after[numbers]
    ahead = first < at
    from_, to = np.where(ahead, after, at + 1), np.where(ahead, at, first)
    from_ = np.minimum(from_, to)
    seen = places.seen_of_mentions
    before = np.where(numbers > 0, places.first[numbers - 1], -1)
    relations: Relations = {
        "distance": _distance(np.where(ahead, after - at - 1, first - at)),
        "side": _class(ahead),
        **places.between(
            from_, to, commas=3, quotes=2, cues=2, mentions=4, verbs=2, thats=1, opens=4
        ),
        "kind": seen.kind[numbers],
        "plural": seen.plural[numbers],
        "entity": seen.entity[numbers],
        "standing": seen.standing[numbers],
        "head": places.table[Column.WORD, after - 1 + EDGE],
        "length": _class(np.minimum(after - first, 6)),
        "subject_of": _beside(seen.subject_of[numbers], at, seen.path[numbers]),
        "follows": _beside(seen.follows[numbers], at, seen.gap[numbers]),
        "adjacent": _class(places.subject[at] == numbers),
        "rule": _class(np.where(places.ruled[0, at] < 0, 0, 1 + (places.ruled[2, at] == numbers))),
        "leads": _class(before < places.sentence_start[at]),
        "from_start": _class(np.minimum(first - places.sentence_start[at], 3)),
    }
    buckets = _buckets(Question.SOURCE, places, first, at, after, first, relations)
    return Options(owners, numbers, buckets)


def ask_openings(places: Places, cues: Indices, source: Indices) -> Options:
    """Ask where the reported words behind each cue begin."""
    high = np.minimum(places.sentence_end[cues], cues + 1 + _FARTHEST_OPENING)
    owners, at = _off_points(places, *options_between(cues + 1, high), 0)
    relations = _border(places, cues, owners, at, source, rule=0)
    buckets = _buckets(Question.OPENS_BEHIND, places, at, cues[owners], at, at, relations)
    return Options(owners, at, buckets)


def ask_ends(places: Places, cues: Indices, source: Indices) -> Options:
    """Ask where the reported words before each cue end: at the place behind the last of them."""
    low = np.maximum(places.sentence_start[cues] + 1, cues - _FARTHEST_END)
    owners, at = _off_points(places, *options_between(low, cues + 1), -1)
    relations = _border(places, cues, owners, at, source, rule=1)
    buckets = _buckets(Question.ENDS_BEFORE, places, at, cues[owners], at, at, relations)
    return Options(owners, at, buckets)


def ask_second(
    question: Question, places: Places, cues: Indices, source: Indices, other: Indices
) -> Options:
    """Ask for the border of reported words whose `other` border is known."""
    ends = question is Question.ENDS_BEHIND
    if ends:
        high = np.minimum(places.sentence_end[cues], other + _LONGEST) + 1
        owners, at = _off_points(places, *options_between(other + 1, high), -1)
    else:
        low = np.maximum(places.sentence_start[cues], other - _LONGEST)
        owners, at = _off_points(places, *options_between(low, other), 0)
    about, known = cues[owners], other[owners]
    low, high = np.minimum(known, at), np.maximum(known, at)
    relations = _border(places, cues, owners, at, source, rule=int(ends))
    relations |= {
        "length": _distance(at - known),
        **_named("inner_{}", places.between(low, high, commas=3, verbs=3, cues=2)),
        "other_distance": _distance(known - about),
    }
    buckets = _buckets(question, places, at, about, at, known, relations)
    return Options(owners, at, buckets)


def _off_points(
    places: Places, owners: Indices, at: Indices, offset: int
) -> tuple[Indices, Indices]:
    """Leave out the options whose first or last sign would be punctuation."""
    kept = places.table[Column.POINT, at + offset + EDGE] == 0
    return owners[kept], at[kept]


def _border(
    places: Places, asked: Indices, owners: Indices, at: Indices, source: Indices, *, rule: int
) -> Relations:
    """Return what ties a border to its cue and source; `rule` is the row of the rules' border."""
    cues = asked[owners]
    low, high = np.minimum(cues, at), np.maximum(cues + 1, at)
    start, end = places.sentence_start[cues], places.sentence_end[cues]
    within = np.minimum(at, end)
    # Without a source the places below are not looked at; 0 is a place like any other.
    first, after = np.append(places.first, 0)[source], np.append(places.after, 0)[source]
    ruled = places.ruled[rule, cues]
    return {
        "distance": _distance(at - cues),
        **places.between(low, high, commas=4, quotes=4, cues=4, thats=4, verbs=4, mentions=4),
        **_named("{}_left", places.between(within, end, commas=3, verbs=2, quotes=2)),
        **_named("{}_before", places.between(start, within, commas=3)),
        "from_start": _class(np.minimum(at - start, 4)),
        "from_end": _class(np.minimum(end - at, 4)),
        "source": _source_beside(asked, source, first, after)[owners],
        "beside_source": _beside_source(at, (source >= 0)[owners], first[owners], after[owners]),
        "rule": _class(np.where(ruled < 0, 0, 1 + (ruled == at))),
    }


def _source_beside(
    cues: Indices, source: Indices, first: Indices, after: Indices
) -> npt.NDArray[np.uint32]:
    """Return where the source stands to its cue: 0 nowhere, 1 to 3 before it, 4 and 5 behind."""
    far = np.where(after >= cues - 3, 2, 3)
    before = np.where(after == cues, 1, far)
    behind = np.where(first == cues + 1, 4, 5)
    return _class(np.where(source < 0, 0, np.where(after <= cues, before, behind)))


def _beside_source(
    at: Indices, named: npt.NDArray[np.bool_], first: Indices, after: Indices
) -> npt.NDArray[np.uint32]:
    """Return where a border stands to the source: 4 before, 5 behind, 6 within, else at an end."""
    where = _class(np.where(at < first, 4, np.where(at > after, 5, 6)))
    where[at == first - 1] = 3
    where[at == after] = 2
    where[at == first] = 1
    where[~named] = 0
    return where


def _named(pattern: str, relations: Relations) -> Relations:
    return {pattern.format(name): values for name, values in relations.items()}


def _class(values: npt.NDArray[np.generic]) -> npt.NDArray[np.uint32]:
    return values.astype(np.uint32)


def _distance(places: Indices) -> npt.NDArray[np.uint32]:
    """Fold signed distances into few classes."""
    near = np.minimum(np.maximum(places, -_FARTHEST_BUCKET), _FARTHEST_BUCKET)
    folded: npt.NDArray[np.uint32] = _FOLDED[near + _FARTHEST_BUCKET]
    return folded


def _beside(tied: Indices, cues: Indices, how: Indices) -> npt.NDArray[np.uint32]:
    """Return how a mention is tied to the cue: 0 to none, 7 to another, else 1 + `how`."""
    return _class(np.where(tied < 0, 0, np.where(tied == cues, 1 + how, 7)))


def _buckets(
    question: Question,
    places: Places,
    at: Indices,
    cues: Indices,
    behind: Indices,
    other: Indices,
    relations: Relations,
) -> Buckets:
    """Describe options: by the words at them, at their cue, behind them and at the other border."""
    patterns, layout = PATTERNS[question], _LAYOUTS[question]
    atoms: Atoms = np.empty((len(patterns.atoms), len(at)), dtype=np.uint32)
    for anchor, where in (("", at), ("cue", cues), ("behind", behind), ("other", other)):
        held = layout.anchored.get(anchor)
        if held is not None:
            atoms[held.rows] = places.at(held.columns, held.offsets, where)
    for name, row in layout.related.items():
        atoms[row] = relations[name]
    return patterns.buckets(atoms)


@dataclass(frozen=True)
class _Anchored:
    """The atoms that say what stands so far from one anchor."""

    rows: Indices
    columns: Indices
    offsets: Indices


@dataclass(frozen=True)
class _Layout:
    """Where the values of a question's atoms come from."""

    anchored: dict[str, _Anchored]
    related: dict[str, int]


def _layout(patterns: Patterns) -> _Layout:
    columns = {column.name.lower(): column for column in Column}
    anchored: dict[str, list[tuple[int, int, int]]] = {}
    related: dict[str, int] = {}
    for row, atom in enumerate(patterns.atoms):
        written = _ANCHORED.fullmatch(atom)
        if written is None or written[2] not in columns:
            related[atom] = row
        else:
            held = anchored.setdefault(written[1] or "", [])
            held.append((row, columns[written[2]], int(written[3] or 0)))
    return _Layout({who: _Anchored(*np.array(held).T) for who, held in anchored.items()}, related)


_LAYOUTS = {question: _layout(patterns) for question, patterns in PATTERNS.items()}
