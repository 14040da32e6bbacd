"""Measures the search engine beside stock Whoosh, SQLite FTS5 and tantivy, in one process.

    python tests/benchmarks/search.py 100000
    python tests/benchmarks/search.py 1000000 --engines ours,fts5,tantivy
    python tests/benchmarks/search.py 1000000 --engines ours,whoosh --rounds 1 --build 60 --check

All engines index the same made-up quotations (Zipfian words and names, deterministic) with case and
accents folded, and answer the same queries in turn: the 20 best hits, ids only. Times are CPU
milliseconds of this process, so other programs on the machine matter little. Engines that are not
installed are left out; one that takes longer than half a minute for a class of queries is asked no
more of it, and one that takes ten minutes to build (`--build`) is left out. Both are told. With
`--check` the thousand queries of `same_answers.py` are asked of Whoosh and of our engine first.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from whoosh import fields, query
from whoosh.columns import NumericColumn
from whoosh.filedb.filestore import FileStorage

from search.build.builder import SegmentBuilder
from search.build.growing import Growing
from search.codec.store import Store
from search.evaluate.evaluation import Evaluation
from search.evaluate.nodes import Marked, Node
from search.evaluate.rules import Evaluable
from search.evaluate.segments import SegmentView
from search.schema import FoldingTokenizer
from tests.benchmarks.made_up import Corpus, Quotation, first
from tests.benchmarks.same_answers import answers
from tests.search.evaluate.test_same_as_whoosh import mend

TOP = 20
PATIENCE = 30.0
"""CPU seconds."""


@dataclass(frozen=True)
class Question:
    """A query in the form that each engine translates for itself."""

    kind: str
    words: tuple[str, ...]
    speaker: str = ""
    since: date = date.min
    until: date = date.max


def questions(corpus: Corpus) -> dict[str, list[Question]]:
    chance = random.Random(5)
    words = [str(word) for word in corpus.words]
    common = chance.sample(words[30:300], 12)
    very = words[:8]
    rare = chance.sample(words[3000:20000], 10)
    spoken = [quotation.text.rstrip(".").lower().split() for quotation in first(corpus, 400)]
    phrases = []
    for said in chance.sample(spoken, 8):
        place = chance.randrange(len(said) - 2)
        phrases.append(tuple(said[place : place + chance.choice((2, 2, 3))]))
    typos = [word[:2] + chance.choice("aeo") + word[3:] for word in common + rare if len(word) > 5]
    speakers = corpus.names[:8]
    day = date.fromordinal
    since = date(2005, 1, 1).toordinal()
    return {
        "rare word": [Question("word", (word,)) for word in rare],
        "common word": [Question("word", (word,)) for word in common],
        "very common word": [Question("word", (word,)) for word in very],
        "two words (AND)": [Question("all", pair) for pair in zip(common, very * 2, strict=False)],
        "OR of three": [
            Question("any", (rare[place], common[place], very[place])) for place in range(8)
        ],
        "OR of common words": [
            Question("any", tuple(very[:3])),
            Question("any", tuple(common[:3])),
        ],
        "phrase": [Question("phrase", phrase) for phrase in [*phrases, ("of", "the")]],
        "prefix": [Question("prefix", (word[:size],)) for word in common[:8] for size in (2, 3)],
        "as you type": [
            Question("typed", (one, other[:3]))
            for one, other in zip(common[:6], common[6:], strict=True)
        ],
        "fuzzy, one edit": [Question("fuzzy", (word,)) for word in typos[:8]],
        "word + speaker + dates": [
            Question("filter", (word,), speaker, day(since), day(since + 5000))
            for word, speaker in zip(very, speakers, strict=True)
        ],
        "sort by date": [Question("newest", (word,)) for word in common[:6]],
        "facet by speaker": [Question("facet", (word,)) for word in common[:6] + very[:2]],
    }


class Engine(ABC):
    name: str

    def __init__(self, folder: Path, corpus: Corpus, patience: float) -> None:
        """`patience` in CPU seconds: building may take as long."""
        self.folder = folder / self.name
        self.folder.mkdir()
        self.corpus = corpus
        self.patience = patience

    @abstractmethod
    def build(self) -> None: ...

    @abstractmethod
    def open(self) -> None: ...

    @abstractmethod
    def answer(self, question: Question) -> Sequence[Any] | None:
        """Return ids, or counts for a facet; None for what the engine cannot do."""

    @abstractmethod
    def add(self, quotation: Quotation) -> None:
        """Make one more quotation findable."""

    @abstractmethod
    def delete(self, number: int) -> None:
        """Let a quotation not be found any more."""

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def _schema(number: fields.FieldType, day: fields.FieldType) -> fields.Schema:
    return fields.Schema(
        number=number,
        text=fields.TEXT(analyzer=FoldingTokenizer(), phrase=True),
        speaker=fields.ID(sortable=True),
        outlet=fields.ID(sortable=True),
        day=day,
    )


def _our_schema() -> fields.Schema:
    """Numbers as columns, as the product keeps them."""
    return _schema(*(fields.COLUMN(NumericColumn("I")) for _ in range(2)))


def _whoosh_schema() -> fields.Schema:
    return _schema(fields.STORED(), fields.NUMERIC(signed=False, sortable=True))


def _document(quotation: Quotation) -> dict[str, Any]:
    return {
        "number": quotation.number,
        "text": quotation.text,
        "speaker": quotation.speaker,
        "outlet": quotation.outlet,
        "day": quotation.day.toordinal(),
    }


def _whoosh_query(question: Question) -> query.Query:
    words = [FoldingTokenizer()(word) for word in question.words]
    terms = [query.Term("text", token.text) for found in words for token in found]
    match question.kind:
        case "all":
            return query.And(terms)
        case "any":
            return query.Or(terms)
        case "phrase":
            return query.Phrase("text", [term.text for term in terms])
        case "prefix":
            return query.Prefix("text", terms[0].text)
        case "typed":
            return query.And([terms[0], query.Prefix("text", terms[1].text)])
        case "fuzzy":
            return query.FuzzyTerm("text", terms[0].text)
    return terms[0]


def _whoosh_filter(question: Question) -> query.Query:
    return query.And(
        [
            query.Term("speaker", question.speaker),
            query.NumericRange("day", question.since.toordinal(), question.until.toordinal()),
        ]
    )


class Days(Evaluable):
    """Quotations of a period, by their column, as `search.compiling.Within` finds them."""

    def __init__(self, since: date, until: date) -> None:
        self.bounds = since.toordinal(), until.toordinal()

    def __hash__(self) -> int:
        return hash(self.bounds)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Days) and self.bounds == other.bounds

    def node(self, _: Evaluation, segment: SegmentView) -> Node:
        days = segment.numbers("day")
        return Marked((days >= self.bounds[0]) & (days <= self.bounds[1]), 1.0)


class Ours(Engine):
    name = "ours"

    def build(self) -> None:
        builder = SegmentBuilder(_our_schema())
        for quotation in self.corpus:
            builder.add(_document(quotation))
        store = Store.create(self.folder, _our_schema(), {})
        store.commit({}, builder.image())

    def open(self) -> None:
        self.store = Store(self.folder, _our_schema())
        self.growing = Growing(self.store, _our_schema())
        self.evaluation = Evaluation(self.store.searcher)

    def answer(self, question: Question) -> Sequence[Any] | None:
        wanted = _whoosh_query(question)
        if question.kind == "newest":
            hits = self.evaluation.sorted(wanted, "day", TOP, descending=True)
        elif question.kind == "facet":
            return [number for _, number in self.evaluation.groups(wanted, "speaker", TOP)]
        elif question.kind == "filter":
            speaker = query.Term("speaker", question.speaker)
            within = query.And([speaker, Days(question.since, question.until)])
            hits = self.evaluation.top(wanted, TOP, within=within)
        else:
            hits = self.evaluation.top(wanted, TOP)
        return [int(number) for number in self.evaluation.column("number", hits.documents)]

    def add(self, quotation: Quotation) -> None:
        self.growing.commit({}, [_document(quotation)], np.empty(0, dtype=np.int64))
        self.evaluation = Evaluation(self.store.searcher)

    def delete(self, number: int) -> None:
        gone = [
            segment.first + place
            for segment in self.evaluation.segments
            for place in np.flatnonzero(segment.numbers("number") == number).tolist()
        ]
        self.growing.commit({}, (), np.array(gone, dtype=np.int64))
        self.evaluation = Evaluation(self.store.searcher)


class StockWhoosh(Engine):
    name = "whoosh"

    def build(self) -> None:
        index = FileStorage(str(self.folder)).create_index(_whoosh_schema())
        writer = index.writer(limitmb=256)
        deadline = time.process_time() + self.patience
        for quotation in self.corpus:
            if time.process_time() > deadline:
                writer.cancel()
                raise TimeoutError(f"built {quotation.number:,} in {self.patience:g} CPU s")
            writer.add_document(**_document(quotation))
        writer.commit()

    def open(self) -> None:
        self.index = FileStorage(str(self.folder)).open_index()
        self.searcher = self.index.searcher()

    def answer(self, question: Question) -> Sequence[Any] | None:
        from whoosh.sorting import Count, FieldFacet

        wanted = _whoosh_query(question)
        if question.kind == "facet":
            found = self.searcher.search(
                wanted, limit=TOP, groupedby=FieldFacet("speaker", maptype=Count)
            )
            return sorted(found.groups("speaker").values(), reverse=True)[:TOP]
        if question.kind == "newest":
            found = self.searcher.search(wanted, limit=TOP, sortedby="day", reverse=True)
        elif question.kind == "filter":
            found = self.searcher.search(wanted, limit=TOP, filter=_whoosh_filter(question))
        else:
            found = self.searcher.search(wanted, limit=TOP)
        return [hit["number"] for hit in found]

    def add(self, quotation: Quotation) -> None:
        writer = self.index.writer()
        writer.add_document(**_document(quotation))
        writer.commit(merge=False)
        self.searcher = self.index.searcher()

    def delete(self, number: int) -> None:
        writer = self.index.writer()
        writer.delete_document(number)  # documents are numbered as they were added
        writer.commit(merge=False)
        self.searcher = self.index.searcher()


class Fts5(Engine):
    name = "fts5"

    def build(self) -> None:
        self.base = sqlite3.connect(self.folder / "fts.db")
        self.base.executescript(
            """pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=-200000;
            create table q(id integer primary key, text, speaker, outlet, day integer);
            create index q_speaker on q(speaker); create index q_day on q(day);
            create virtual table f using fts5(text, content='q', content_rowid='id',
                tokenize="unicode61 remove_diacritics 2", prefix='2 3');"""
        )
        with self.base:
            self.base.executemany("insert into q values(?,?,?,?,?)", map(self._row, self.corpus))
            self.base.execute("insert into f(f) values('rebuild')")
        with self.base:
            self.base.execute("insert into f(f) values('optimize')")
        self.base.execute("pragma wal_checkpoint(truncate)")
        self.base.execute("analyze")

    @staticmethod
    def _row(quotation: Quotation) -> tuple[Any, ...]:
        day = quotation.day.toordinal()
        return quotation.number, quotation.text, quotation.speaker, quotation.outlet, day

    def open(self) -> None:
        self.base = sqlite3.connect(self.folder / "fts.db")
        self.base.execute("pragma mmap_size=2000000000")
        self.base.execute("pragma cache_size=-200000")

    def answer(self, question: Question) -> Sequence[Any] | None:
        words = [f'"{word}"' for word in question.words]
        match question.kind:
            case "fuzzy":
                return None
            case "any":
                match_ = " OR ".join(words)
            case "phrase":
                match_ = '"' + " ".join(question.words) + '"'
            case "prefix":
                match_ = f"{words[0]} *"
            case "typed":
                match_ = f"{words[0]} AND {words[1]} *"
            case _:
                match_ = " AND ".join(words)
        head = "select f.rowid from f join q on q.id = f.rowid where f match ? "
        match question.kind:
            case "filter":
                sql = head + "and speaker = ? and day between ? and ? order by rank limit 20"
                days = (question.since.toordinal(), question.until.toordinal())
                rows = self.base.execute(sql, (match_, question.speaker, *days))
            case "newest":
                rows = self.base.execute(head + "order by day desc, q.id limit 20", (match_,))
            case "facet":
                rows = self.base.execute(
                    "select count(*) n from f join q on q.id = f.rowid where f match ? "
                    "group by speaker order by n desc limit 20",
                    (match_,),
                )
            case _:
                rows = self.base.execute(
                    "select rowid from f where f match ? order by rank limit 20", (match_,)
                )
        return [row[0] for row in rows]

    def add(self, quotation: Quotation) -> None:
        with self.base:
            self.base.execute("insert into q values(?,?,?,?,?)", self._row(quotation))
            values = quotation.number, quotation.text
            self.base.execute("insert into f(rowid, text) values(?,?)", values)

    def delete(self, number: int) -> None:
        with self.base:
            (text,) = self.base.execute("select text from q where id = ?", (number,)).fetchone()
            self.base.execute("insert into f(f, rowid, text) values('delete',?,?)", (number, text))
            self.base.execute("delete from q where id = ?", (number,))


class Tantivy(Engine):
    name = "tantivy"

    def build(self) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=True, indexed=True, fast=True)
        schema.add_text_field("text", stored=False, tokenizer_name="folding")
        schema.add_text_field("speaker", stored=False, tokenizer_name="raw", fast=True)
        schema.add_text_field("outlet", stored=False, tokenizer_name="raw", fast=True)
        schema.add_integer_field("day", stored=False, indexed=True, fast=True)
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema, path=str(self.folder))
        self._register()
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for quotation in self.corpus:
            writer.add_document(self._document(quotation))
        writer.commit()
        writer.wait_merging_threads()

    def _register(self) -> None:
        import tantivy

        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        folding = analyzer.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
        self.index.register_tokenizer("folding", folding.build())

    @staticmethod
    def _document(quotation: Quotation) -> Any:
        import tantivy

        document = tantivy.Document()
        document.add_integer("number", quotation.number)
        document.add_text("text", quotation.text)
        document.add_text("speaker", quotation.speaker)
        document.add_text("outlet", quotation.outlet)
        document.add_integer("day", quotation.day.toordinal())
        return document

    def open(self) -> None:
        import tantivy

        self.index = tantivy.Index.open(str(self.folder))
        self._register()
        self.searcher = self.index.searcher()
        self.writer: Any = None

    def answer(self, question: Question) -> Sequence[Any] | None:
        from tantivy import FieldType, Occur, Query

        schema = self.index.schema
        words = [next(iter(FoldingTokenizer()(word))).text for word in question.words]
        terms = [Query.term_query(schema, "text", word) for word in words]
        match question.kind:
            case "all":
                wanted = Query.boolean_query([(Occur.Must, term) for term in terms])
            case "any":
                wanted = Query.boolean_query([(Occur.Should, term) for term in terms])
            case "phrase":
                wanted = Query.phrase_query(schema, "text", list(words))
            case "prefix":
                wanted = Query.regex_query(schema, "text", words[0] + ".*")
            case "typed":
                begun = Query.regex_query(schema, "text", words[1] + ".*")
                wanted = Query.boolean_query([(Occur.Must, terms[0]), (Occur.Must, begun)])
            case "fuzzy":
                wanted = Query.fuzzy_term_query(schema, "text", words[0], distance=1)
            case "filter":
                days = (question.since.toordinal(), question.until.toordinal())
                wanted = Query.boolean_query(
                    [
                        (Occur.Must, terms[0]),
                        *(
                            (Occur.Must, Query.const_score_query(one, 0.0))
                            for one in (
                                Query.term_query(schema, "speaker", question.speaker),
                                Query.range_query(schema, "day", FieldType.Integer, *days),
                            )
                        ),
                    ]
                )
            case _:
                wanted = terms[0]
        if question.kind == "facet":
            by = {"by": {"terms": {"field": "speaker", "size": TOP}}}
            return [
                one["doc_count"] for one in self.searcher.aggregate(wanted, by)["by"]["buckets"]
            ]
        if question.kind == "newest":
            found = self.searcher.search(wanted, TOP, order_by_field="day", count=False)
        else:
            found = self.searcher.search(wanted, TOP, count=False)
        return [self.searcher.doc(address)["number"][0] for _, address in found.hits]

    def add(self, quotation: Quotation) -> None:
        self.writer = self.writer or self.index.writer(heap_size=50_000_000, num_threads=1)
        self.writer.add_document(self._document(quotation))
        self._commit()

    def delete(self, number: int) -> None:
        self.writer.delete_documents_by_term("number", number)
        self._commit()

    def _commit(self) -> None:
        self.writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()


ENGINES: dict[str, type[Engine]] = {
    engine.name: engine for engine in (Ours, StockWhoosh, Fts5, Tantivy)
}


def cpu(action: Callable[[], Any]) -> float:
    begin = time.process_time()
    action()
    return (time.process_time() - begin) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int)
    options.add_argument("--engines", default=",".join(ENGINES))
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--build", type=float, default=10, help="CPU minutes to build at most")
    options.add_argument("--check", action="store_true")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    corpus = Corpus(given.count)
    folder = Path(tempfile.mkdtemp(prefix="search-benchmark-"))
    try:
        engines, facts = built(corpus, given.engines.split(","), given.build * 60, folder)
        if given.check:
            check(corpus, engines)
        report = measure(corpus, engines, facts, given.rounds)
    finally:
        shutil.rmtree(folder)
    show(report)
    if given.json:
        given.json.write_text(json.dumps(report, indent=1))


def built(
    corpus: Corpus, names: list[str], patience: float, folder: Path
) -> tuple[list[Engine], dict[str, Any]]:
    """Return the engines that could be built and opened, and what that took."""
    generated = cpu(lambda: sum(1 for _ in corpus))
    engines: list[Engine] = []
    facts: dict[str, Any] = {}
    for name in names:
        try:
            engine = ENGINES[name](folder, corpus, patience)
            taken = cpu(engine.build) - generated
        except ImportError:
            print(f"{name} is not installed here and is left out.", file=sys.stderr)
            continue
        except TimeoutError as told:
            print(f"{name} {told} and is left out.", file=sys.stderr)
            continue
        opened = cpu(engine.open)
        engines.append(engine)
        facts[name] = {
            "build, CPU s": taken / 1000,
            "size, MB": engine.size() / 1e6,
            "open, CPU ms": opened,
            "peak memory so far, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        print(f"{name} built in {taken / 1000:.1f} CPU s", file=sys.stderr)
    return engines, facts


def check(corpus: Corpus, engines: list[Engine]) -> None:
    """Hold our answers to the fixed queries against Whoosh's; tell every difference."""
    ours = next(engine for engine in engines if isinstance(engine, Ours))
    stock = next(engine for engine in engines if isinstance(engine, StockWhoosh))
    with pytest.MonkeyPatch.context() as patch:
        mend(patch)
        given = list(answers(corpus, ours.evaluation, stock.searcher))
    different = [answer for answer in given if answer.difference]
    for answer in different:
        print(f"{answer.wanted}: {answer.difference}")
    print(
        f"{len(given) - len(different):,} of {len(given):,} fixed queries answered as by Whoosh; "
        f"{sum(answer.found > 0 for answer in given):,} find something, "
        f"{sum(answer.found for answer in given):,} documents in all",
        flush=True,
    )


def measure(
    corpus: Corpus, engines: list[Engine], facts: dict[str, Any], rounds: int
) -> dict[str, Any]:
    report: dict[str, Any] = {
        "count": corpus.count,
        "facts": facts,
        "classes": {},
        "given up": {},
    }
    for title, asked in questions(corpus).items():
        times: dict[str, list[float]] = {engine.name: [] for engine in engines}
        for round_ in range(rounds + 1):
            for question in asked:
                for engine in engines:
                    spent = times[engine.name]
                    if sum(spent) > PATIENCE * 1000:
                        given_up = report["given up"].setdefault(title, {})
                        given_up.setdefault(engine.name, len(spent))
                        continue
                    answers: list[Any] = []
                    taken = cpu(lambda e=engine, q=question, a=answers: a.append(e.answer(q)))
                    if answers[0] is not None and (round_ or taken > 1000):
                        spent.append(taken)
        report["classes"][title] = {
            name: [float(np.percentile(spent, 50)), float(np.percentile(spent, 95))]
            for name, spent in times.items()
            if spent
        }
    for engine in engines:
        facts = report["facts"][engine.name]
        few = 5 if engine.name == "whoosh" else 40
        facts["add one, CPU ms"] = _median(_added(engine, corpus.count, few))
        facts["delete one, CPU ms"] = _median(
            [cpu(lambda e=engine, n=n: e.delete(n)) for n in range(few)]
        )
    if isinstance(engines[0], Ours):
        report["facts"]["ours"]["queries after 1,000 adds, x"] = _slowed_down(engines[0], corpus)
    return report


def _added(engine: Engine, begin: int, count: int) -> list[float]:
    """Add quotations one by one; return the time that each took."""
    return [
        cpu(lambda q=quotation, n=begin + place: engine.add(_renumbered(q, n)))
        for place, quotation in enumerate(first(engine.corpus, count))
    ]


def _slowed_down(engine: Engine, corpus: Corpus) -> float:
    """Return how much longer queries take after a thousand single additions."""
    asked = [
        question
        for title in ("common word", "very common word", "two words (AND)", "as you type")
        for question in questions(corpus)[title]
    ]

    def median() -> float:
        for question in asked:
            engine.answer(question)
        return _median(
            [cpu(lambda q=question: engine.answer(q)) for _ in range(5) for question in asked]
        )

    before = median()
    _added(engine, corpus.count + 1000, 1000)
    return median() / before


def _median(times: list[float]) -> float:
    return float(np.median(times))


def _renumbered(quotation: Quotation, number: int) -> Quotation:
    return Quotation(number, quotation.text, quotation.speaker, quotation.outlet, quotation.day)


def show(report: dict[str, Any]) -> None:
    names = list(report["facts"])
    print(f"\n{report['count']:,} quotations; CPU ms, p50 / p95; ratio is the engine's p50 to ours")
    for fact in report["facts"][names[0]]:
        line = (f"{report['facts'][name].get(fact, float('nan')):>12.2f}" for name in names)
        print(f"{fact:26}", *line, sep="  ")
    print(f"{'':26}", *(f"{name:>26}" for name in names))
    ratios: dict[str, list[float]] = {name: [] for name in names}
    for title, measured in report["classes"].items():
        cells = []
        for name in names:
            if name not in measured:
                cells.append(f"{'-':>26}")
                continue
            half, most = measured[name]
            ratio = half / measured["ours"][0] if "ours" in measured else float("nan")
            ratios[name].append(ratio)
            cells.append(f"{half:9.3f} /{most:9.3f} {ratio:5.1f}x")
        print(f"{title:26}", *cells)
    for title, engines in report["given up"].items():
        for name, answered in engines.items():
            print(
                f"{title}: {name} answered {answered} queries in {PATIENCE:g} CPU s, then no more"
            )
    means = (np.exp(np.mean(np.log(ratios[name]))) for name in names)
    print(f"{'geometric mean of ratios':26}", *(f"{mean:25.2f}x" for mean in means))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
