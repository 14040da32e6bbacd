"""Types queries key by key, as the search box does, and shows the first twenty rows each time.

    python tests/benchmarks/keystrokes.py 1000000

The index is built in one process with the product's own schema, the rows lie in an SQLite file
beside it; a process of its own then opens both and answers. A keystroke is: reading the query,
stems and all, finding the twenty best quotations, fetching their rows, marking the words in them,
and saying in words how the query was read. Memory is the resident set of that process; pages of the
mapped index count in it (RssFile) although the system takes them back when it needs them.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from extraction.findings import Kind
from search.build.builder import SegmentBuilder
from search.codec.store import Store
from search.compiling import compile_query
from search.evaluate.evaluation import Evaluation
from search.explaining import explain
from search.highlighting import highlights
from search.parsing import parse
from search.records import Part, Record, Sort
from search.results import Scope
from search.schema import ID_COLUMN, document, schema
from tests.benchmarks.made_up import Corpus, Quotation, first

ROWS = 20
QUERIES = 200


def record(quotation: Quotation) -> Record:
    return Record(
        Sort.QUOTATION,
        quotation.number,
        quotation.number // 10,
        {
            Part.SAID: (quotation.text,),
            Part.NAME: (quotation.speaker,),
            Part.OUTLET: (quotation.outlet,),
        },
        quotation.day,
        quotation.day,
        Kind.DIRECT,
        "unreviewed",
    )


def build(count: int, folder: Path) -> None:
    base = sqlite3.connect(folder / "rows.sqlite")
    base.execute("create table q(id integer primary key, text, speaker, outlet, day integer)")
    corpus = Corpus(count)
    spent = time.process_time()
    with base:
        base.executemany(
            "insert into q values(?,?,?,?,?)",
            ((q.number, q.text, q.speaker, q.outlet, q.day.toordinal()) for q in corpus),
        )
    generated = time.process_time() - spent
    (folder / "index").mkdir()
    store = Store.create(folder / "index", schema(), {})
    spent, waited = time.process_time(), time.perf_counter()
    builder = SegmentBuilder(schema())
    for id_, text, speaker, outlet, day in base.execute("select * from q order by id"):
        builder.add(document(record(Quotation(id_, text, speaker, outlet, _day(day)))))
    store.commit({}, builder.image())
    size = sum(path.stat().st_size for path in (folder / "index").iterdir()) / 1e6
    print(f"rows generated and written in {generated:.1f} CPU s")
    print(
        f"index built out of them in {time.process_time() - spent:.1f} CPU s, "
        f"{time.perf_counter() - waited:.1f} s on the clock; {size:.0f} MB"
    )


def _day(ordinal: int) -> date:
    return date.fromordinal(ordinal)


def queries(corpus: Corpus) -> list[str]:
    """What people type: words of what was said, names, parts of phrases, and both together."""
    chance = random.Random(7)
    typed = []
    for quotation in chance.sample(first(corpus, 2000), QUERIES):
        said = quotation.text.rstrip(".").split()
        place = chance.randrange(len(said) - 3)
        typed.append(
            chance.choice(
                [
                    " ".join(said[place : place + 2]),
                    " ".join(said[place : place + 3]),
                    quotation.speaker,
                    f"who:{quotation.speaker.split()[1]} {said[place]}",
                    '"' + " ".join(said[place : place + 2]) + '"',
                    f"{said[place]} OR {said[place + 1]}",
                ]
            )
        )
    return typed


class Box:
    """The search box of a window that has just been opened."""

    def __init__(self, folder: Path) -> None:
        self.base = sqlite3.connect(folder / "rows.sqlite")
        self.evaluation = Evaluation(Store(folder / "index", schema()).searcher)

    def answer(self, typed: str) -> list[tuple[object, ...]]:
        node = parse(typed)
        hits = self.evaluation.top(compile_query(node, Sort.QUOTATION, Scope.SAID), ROWS)
        rows = []
        for id_ in self.evaluation.column(ID_COLUMN, hits.documents).tolist():
            row = self.base.execute("select * from q where id = ?", (id_,)).fetchone()
            rows.append((*row, highlights(node, row[1])))
        return [(explain(node, Scope.SAID),), *rows]


def type_all(count: int, folder: Path) -> None:
    typed = queries(Corpus(count))
    began, spent = time.perf_counter(), time.process_time()
    box = Box(folder)
    opened, opened_cpu = time.perf_counter() - began, time.process_time() - spent
    began, spent = time.perf_counter(), time.process_time()
    box.answer(typed[0][:1])
    print(
        f"opened in {opened * 1000:.1f} ms ({opened_cpu * 1000:.1f} CPU ms), first keystroke "
        f"{(time.perf_counter() - began) * 1000:.1f} ms "
        f"({(time.process_time() - spent) * 1000:.1f} CPU ms)"
    )
    taken: list[tuple[float, str]] = []
    for query in typed:
        for end in range(1, len(query) + 1):
            spent = time.process_time()
            box.answer(query[:end])
            taken.append(((time.process_time() - spent) * 1000, query[:end]))
    times = [milliseconds for milliseconds, _ in taken]
    half, most, worst = np.percentile(times, (50, 95, 99))
    print(
        f"{len(times)} keystrokes of {len(typed)} queries, CPU ms: p50 {half:.2f}, p95 {most:.2f}, "
        f"p99 {worst:.2f}, longest {max(times):.1f}"
    )
    for milliseconds, query in sorted(taken, reverse=True)[:5]:
        print(f"    {milliseconds:6.1f}  {query}")
    status = Path("/proc/self/status").read_text()
    memory = [line for line in status.splitlines() if line.startswith(("VmHWM", "VmRSS", "Rss"))]
    print("; ".join(" ".join(line.split()) for line in memory))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int)
    options.add_argument("--folder", type=Path, help="one that was built before, or to keep")
    options.add_argument("--type", action="store_true", help="only type, in this process")
    given = options.parse_args()
    if given.type:
        type_all(given.count, given.folder)
        return
    folder = given.folder or Path(tempfile.mkdtemp(prefix="keystrokes-"))
    folder.mkdir(exist_ok=True)
    try:
        if not (folder / "index").exists():
            build(given.count, folder)
        command = [sys.executable, __file__, str(given.count), "--type", "--folder", str(folder)]
        subprocess.run(command, check=True)
    finally:
        if not given.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
