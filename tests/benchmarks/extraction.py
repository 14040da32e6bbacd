"""What finding quotations costs: articles, a novel, and texts made to hurt.

    python tests/benchmarks/extraction.py [--articles FILE.jsonl] [--novels FILE.jsonl.gz]
                                          [--only articles,novel,hostile,nested]

Every row is a process of its own: its CPU seconds without the start of the program, and the most
memory it held. Beside it, on the same texts, a plain baseline: every text in double marks, given to
the name or pronoun nearest to a verb of speech in its paragraph. Compare with that, not with the
seconds: they grow with what else the machine does.

Of hostile texts a row tells how much longer twice the text takes: about 2 when the work is linear.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[2]
CORPORA = HOME.parent / "shared" / "corpora"
sys.path.insert(0, str(HOME))

ARTICLES = 1_000
NOVEL = 900_000
NESTED = 5_000_000
HOSTILE = {
    "nested and closed": "“a ‘b “c” d’ e” ",
    "nested, never closed": "“‘",
    "straight, alternating": "\"'",
    "angles, alternating": "«»‹›",
    "a paragraph never closed": "“a\n\n",
    "closed, never opened": "a”\n",
    "apostrophes": "Lees' 'a' ",
    "entities": "&ldquo;a&quot; ",
    "turns": "LEE: a\n\nBO: b\n\n",
    "a name and no end": "Anna Lee, the ",
    "a thousand quotations": "“A,” said Lee. ",
}
HOSTILE_SIZE = 40_000

_VERBS = (
    "said|says|told|added|wrote|asked|replied|argued|explained|noted|stated|declared|announced"
    "|claimed|warned|according to"
)
_NAME = r"(?:[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]+){0,3}|[Hh]e|[Ss]he|[Tt]hey)"
_BESIDE = re.compile(rf"({_NAME})\s(?:{_VERBS})\b|\b(?:{_VERBS})\s({_NAME})")
_MARKED = re.compile(r"[“\"«][^“”\"«»]+[”\"»]")


def baseline(text: str) -> int:
    """Give every marked text to the nearest speaker; return how many there are."""
    found = 0
    for paragraph in text.splitlines():
        speakers = [match.span() for match in _BESIDE.finditer(paragraph)]
        for marked in _MARKED.finditer(paragraph):
            min(speakers, key=lambda span: abs(span[0] - marked.end()), default=None)
            found += 1
    return found


def ours() -> Callable[[str], int]:
    from extraction import Document, extract

    def run(text: str) -> int:
        return len(extract(Document("page.txt", text, "0" * 64, "text/plain")).attributions)

    run("“It is open,” Anna Lee said on Monday.")  # lexicons and models are read at first use
    return run


def texts_of(kind: str, articles: Path, novels: Path) -> Iterator[str]:
    """Yield the texts of a row."""
    if kind == "articles":
        lines = articles.read_text(encoding="utf-8").splitlines()
        records: Iterator[str] = islice(chain.from_iterable(repeat(lines)), ARTICLES)
        yield from (json.loads(line)["text"] for line in records)
    elif kind == "novel":
        with gzip.open(novels, "rt", encoding="utf-8") as file:
            books = sorted((json.loads(line)["text"] for line in file), key=len, reverse=True)
        yield "\n\n".join(books)[:NOVEL]
    elif kind == "nested":
        unit = HOSTILE["nested and closed"]
        yield unit * (NESTED // len(unit))
    else:
        name, size = kind.split("/")
        yield HOSTILE[name] * (int(size) // len(HOSTILE[name]))


def measured(kind: str, program: str, articles: Path, novels: Path) -> dict[str, Any]:
    """Run one program over one kind of text, here; seconds of CPU and mebibytes at most."""
    run = ours() if program == "ours" else baseline
    texts = list(texts_of(kind, articles, novels))
    start = time.process_time()
    found = sum(run(text) for text in texts)
    seconds = time.process_time() - start
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
    return {"seconds": seconds, "peak": peak, "found": found, "size": sum(map(len, texts))}


def apart(kind: str, program: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure in a process of its own, so that its memory is its own too."""
    command = [sys.executable, __file__, "--one", kind, program]
    command += ["--articles", str(options.articles), "--novels", str(options.novels)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, Any] = json.loads(answer.stdout)
    return row


def main() -> None:
    """Print a row for each kind of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--articles", type=Path, default=CORPORA / "polnear" / "polnear.attrib.dev.jsonl"
    )
    parser.add_argument(
        "--novels", type=Path, default=CORPORA / "pdnc" / "pdnc.direct.dev.jsonl.gz"
    )
    parser.add_argument("--only", default="articles,novel,hostile,nested")
    parser.add_argument("--one", nargs=2, metavar=("KIND", "PROGRAM"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        row = measured(*options.one, options.articles, options.novels)
        sys.stdout.write(json.dumps(row))
        return
    chosen = options.only.split(",")
    for kind in ("articles", "novel", "nested"):
        for program in ("ours", "baseline") if kind in chosen else ():
            row = apart(kind, program, options)
            print(
                f"{kind:10} {program:9} {row['size'] / 1e6:5.2f} M characters "
                f"{row['seconds']:7.2f} CPU s {row['peak']:5.0f} MiB {row['found']:7} found",
                flush=True,
            )
    for name in HOSTILE if "hostile" in chosen else ():
        once, twice = (
            apart(f"{name}/{size}", "ours", options) for size in (HOSTILE_SIZE, 2 * HOSTILE_SIZE)
        )
        ratio = twice["seconds"] / once["seconds"]
        per = twice["seconds"] / twice["size"] * 1e6
        print(f"{name:26} {per:6.1f} µs a character, twice the text: x {ratio:.2f}", flush=True)


if __name__ == "__main__":
    main()
