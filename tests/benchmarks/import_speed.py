"""How fast a folder of small articles becomes a catalogue that can be searched, and at what cost.

    python tests/benchmarks/import_speed.py [COUNT]

COUNT articles (10,000) of 150 to 250 words with two or three quotations are written to a temporary
folder, imported by the command line as a user would, and indexed. Told are articles a second of the
clock, milliseconds of the processor an article, the largest memory of all its processes together,
and whether every article is found by a word of its own. Beside it, in the same run: the same texts
into a bare SQLite table with full-text search, which knows no speaker and keeps no original.
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))

from db import Catalogue  # noqa: E402 - after the path of the checkout
from search import SearchService  # noqa: E402

LEAST_A_SECOND = 100
MOST_MEMORY = 500

_LOOK = 0.5
"""Seconds between two looks at memory, each of which costs the import milliseconds."""

_FIRST = "Ana Boris Clara Dmitri Elena Farid Greta Hugo Ines Jonas Katya Luis Mara Nils Olga Petra"
_LAST = "Lind Okafor Weiss Nowak Tanaka Brandt Moreau Silva Haddad Kovac Jensen Petrov Quist Rossi"
_OFFICES = ("Harbour Minister", "Mayor", "Professor", "Police chief", "Union leader", "Bishop")
_PLACES = ("Bremen", "Split", "Aarhus", "Vigo", "Tartu", "Ghent", "Izmir", "Cork", "Bergen", "Lviv")
_THINGS = ("ferry", "bridge", "school", "budget", "strike", "market", "dam", "tram", "clinic")
_SPOKEN = (
    "we counted the {thing} money twice and found nothing missing",
    "nobody in {place} will pay for a {thing} that does not work",
    "the {thing} opens in spring, whatever the council decides",
    "I have never seen so many people wait for a {thing}",
    "we are not going to close the {thing} because of one letter",
    "the people of {place} deserve a better {thing} than this one",
)
_TOLD = (
    "The decision on the {thing} had been put off three times since the autumn.",
    "About {n} residents of {place} came to the hall, where the windows had been left open.",
    "The figures for the {thing} were published in the yearly report and run to {n} pages.",
    "Traffic near the station in {place} was light, and shops stayed open until the evening.",
    "Work on the {thing} is expected to cost {n} thousand and to last for two summers.",
    "The committee meets again next month, when the plans for {place} are to be shown.",
    "An older {thing} had stood on the same ground until a storm took its roof away.",
)


def article(number: int) -> str:
    """Return an article; the same for the same number. Its reference word occurs in no other."""
    chance = random.Random(number)
    place, thing = chance.choice(_PLACES), chance.choice(_THINGS)

    def filled(form: str) -> str:
        return form.format(thing=thing, place=place, n=chance.randrange(20, 900))

    def sentence() -> str:
        return filled(chance.choice(_TOLD))

    paragraphs = [f"{place} argues about its {thing}, case {word_of(number)}"]
    for count in range(chance.randint(2, 3)):
        name = f"{chance.choice(_FIRST.split())} {chance.choice(_LAST.split())}"
        said = filled(chance.choice(_SPOKEN))
        words = said[0].upper() + said[1:]
        if count == 0:
            words += f", and {word_of(number)} is the name of our case"
        who = f"{chance.choice(_OFFICES)} {name}"
        paragraphs.append(" ".join(sentence() for _ in range(chance.randint(2, 3))))
        paragraphs.append(
            f"“{words},” {who} said on Monday. {sentence()}"
            if chance.random() < 0.6
            else f"{who} told reporters: “{words}.” {sentence()}"
        )
    while sum(len(paragraph.split()) for paragraph in paragraphs) < 150:
        paragraphs.append(f"{sentence()} {sentence()}")
    return "\n\n".join(paragraphs) + "\n"


def word_of(number: int) -> str:
    """Return a word that stands for a number and looks like a name."""
    letters = ""
    for _ in range(4):
        number, digit = divmod(number, 16)
        letters += "bdfgklmnprstvwxz"[digit] + "aeiou"[(digit + number) % 5]
    return letters.capitalize()


def main(count: int) -> int:
    """Print the figures; 0 when everything was found at the promised speed."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        pages = scratch / "pages"
        pages.mkdir()
        for number in range(count):
            (pages / f"{number:06}.txt").write_text(article(number), encoding="utf-8")
        os.environ["ONRECORD_HOME"] = str(scratch / "home")
        folder = scratch / "Speed.onrecord"
        Catalogue.create(folder).close()
        with Memory() as memory:
            begun = time.monotonic()
            own, spent = import_apart(folder, pages)
            clock = time.monotonic() - begun
            begun, before = time.monotonic(), time.process_time()
            with Catalogue.open(folder) as catalogue, SearchService(catalogue) as service:
                service.sync()
                index_clock, index = time.monotonic() - begun, time.process_time() - before
                missed = [n for n in range(count) if not service.search(word_of(n)).ids]
                documents = catalogue.counts().documents
            largest = max(
                memory.importing, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            )
        together = clock + index_clock
        print(f"{count} articles, {os.cpu_count()} processors")
        print(f"imported and indexed  {count / together:.1f} a second of the clock")
        print(f"of the clock          {clock:.1f} s to import, {index_clock:.1f} s to index")
        print(f"processor, import     {spent / count * 1e3:.2f} ms an article")
        print(f"of it, the catalogue  {own / count * 1e3:.2f} ms an article")
        print(f"processor, index      {index / count * 1e3:.2f} ms an article")
        print(f"memory                {largest} MiB at most in all processes together")
        print(f"kept and found        {documents} documents, {count - len(missed)} found")
        print(
            f"plain SQLite table    {plain_table(scratch, pages) / count * 1e3:.2f} ms an article"
        )
        is_fast = count / together >= LEAST_A_SECOND
        return 0 if is_fast and documents == count and not missed and largest < MOST_MEMORY else 1


def import_apart(folder: Path, pages: Path) -> tuple[float, float]:
    """Import as the command line does; return processor seconds: its main process's, and of all."""
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORT, str(folder), str(pages)],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    )
    own, others = map(float, ran.stderr.split()[-2:])
    return own, own + others


_IMPORT = """
import os, sys, time
from pathlib import Path
from onrecord.__main__ import main
code = main(["import", *sys.argv[1:], "--json"])
print(time.process_time(), file=sys.stderr)
# Workers are children of the server that forked them: what they spent is told with its own.
ticks = 0
for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
    fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
    ticks += sum(map(int, fields[11:15]))
print(ticks / os.sysconf("SC_CLK_TCK"), file=sys.stderr)
sys.exit(code)
"""


def plain_table(scratch: Path, pages: Path) -> float:
    """Return the processor seconds of the same texts into one table with full-text search."""
    begun = time.process_time()
    table = sqlite3.connect(scratch / "plain.sqlite", isolation_level=None)
    table.execute("PRAGMA journal_mode = WAL")
    table.execute("CREATE VIRTUAL TABLE article USING fts5(name, text)")
    paths = sorted(pages.iterdir())
    for first in range(0, len(paths), 100):
        table.execute("BEGIN")
        rows = ((path.name, path.read_text("utf-8")) for path in paths[first : first + 100])
        table.executemany("INSERT INTO article VALUES (?, ?)", rows)
        table.execute("COMMIT")
    table.close()
    return time.process_time() - begun


class Memory:
    """Watches what all child processes hold together, in MiB, each page shared by some once."""

    def __init__(self) -> None:
        self.importing = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look)

    def __enter__(self) -> Memory:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            self.importing = max(self.importing, sum(map(_proportional, _below(os.getpid()))) >> 10)


def _below(parent: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that they have."""
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            started = [int(child) for child in path.read_text("ascii").split()]
        except OSError:
            continue
        for child in started:
            yield child
            yield from _below(child)


def _proportional(process: int) -> int:
    """Return the KiB that a process holds, its share of pages that several hold (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
