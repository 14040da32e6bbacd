"""How many quotations of saved pages survive the import, beside three extractors alone.

    python tests/benchmarks/import.py [FOLDER]

FOLDER holds `ground-truth.json` (the text of each article by its id) and `html/ID.html.gz`. A
quotation is a passage of four words or more in double or angle marks; it is *kept* when it stands
in the extracted text, *spurious* when the article's gold text does not hold it, both after folding
case and punctuation. Passages are looked for in each paragraph, and also across the whole text,
where one unpaired mark turns the passages after it inside out.

Last, the account: of the passages in marks anywhere on the raw pages, as many as the import's
account names, and the others.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PAGES = HOME.parent / "shared" / "corpora" / "article_pages"

sys.path.insert(0, str(HOME))

import trafilatura  # noqa: E402 - after the path of the checkout
from readability.readability import Document as Readability  # noqa: E402
from resiliparse.extract.html2text import extract_plain_text  # noqa: E402
from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: E402

from extraction import extract  # noqa: E402
from extraction.accounting import account, is_passage  # noqa: E402
from extraction.findings import Document  # noqa: E402
from extraction.readers import read  # noqa: E402

_MARKED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
_LEAST_WORDS = 4


def folded(text: str) -> str:
    """Case, punctuation and white space made alike."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def quotations(stretches: Iterable[str]) -> list[str]:
    """The folded passages in marks that hold four words or more."""
    found = (folded(m[1]) for stretch in stretches for m in _MARKED.finditer(stretch))
    return [passage for passage in found if passage.count(" ") >= _LEAST_WORDS - 1]


@dataclass
class Score:
    """Counts over all pages."""

    gold: int = 0
    kept: int = 0
    taken: int = 0
    spurious: int = 0
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, gold: str, text: str, part: Callable[[str], Iterable[str]]) -> None:
        wanted, found = quotations(part(gold)), quotations(part(text))
        in_text, in_gold = f" {folded(text)} ", f" {folded(gold)} "
        missing = [passage for passage in wanted if f" {passage} " not in in_text]
        self.gold += len(wanted)
        self.kept += len(wanted) - len(missing)
        self.taken += len(found)
        self.spurious += sum(f" {passage} " not in in_gold for passage in found)
        self.lost += missing

    def line(self, name: str) -> str:
        return (
            f"{name:24} kept {self.kept:4} of {self.gold} ({self.kept / self.gold:.4f})  "
            f"spurious {self.spurious:3} of {self.taken} ({self.spurious / self.taken:.2%})  "
            f"{self.seconds:6.1f} CPU s"
        )


def by_trafilatura(page: bytes) -> str:
    return trafilatura.extract(as_text(page), fast=True, include_comments=False) or ""


def by_readability(page: bytes) -> str:
    summary = Readability(as_text(page)).summary(html_partial=True)
    return extract_plain_text(summary, main_content=False)


def by_resiliparse(page: bytes) -> str:
    return extract_plain_text(as_text(page), main_content=True)


def as_text(page: bytes) -> str:
    return bytes_to_str(page, detect_encoding(page))


def by_on_record(page: bytes) -> Document:
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        file.write(page)
        file.flush()
        return read(Path(file.name))


def unaccounted(page: bytes, document: Document) -> tuple[int, list[str]]:
    """Count the marked passages of a raw page, and list those of which no four words are told."""
    told = account(document, extract(document))
    words = [*(span.of(document.text) for span in told.taken), *(o.words for o in told.omitted)]
    runs = {run for passage in words for run in runs_of(passage)}
    lines = extract_plain_text(as_text(page), main_content=False, alt_texts=False).splitlines()
    raw = [m[1] for line in lines for m in _MARKED.finditer(line) if is_passage(m[1])]
    return len(raw), [passage for passage in raw if not runs_of(passage) & runs]


def runs_of(passage: str) -> set[str]:
    """All runs of four folded words."""
    words = folded(passage).split()
    return {" ".join(words[at : at + _LEAST_WORDS]) for at in range(len(words) - _LEAST_WORDS + 1)}


def main(folder: Path) -> int:
    """Print the table; 0 when the promise of the import is kept."""
    logging.disable(logging.CRITICAL)
    gold = {
        name: entry["articleBody"]
        for name, entry in json.loads((folder / "ground-truth.json").read_text("utf-8")).items()
    }
    pages = {
        name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in gold
    }
    ours: dict[str, Document] = {}

    def on_record(name: str, page: bytes) -> str:
        ours[name] = by_on_record(page)
        return ours[name].text

    extractors: dict[str, Callable[[str, bytes], str]] = {
        "trafilatura": lambda _, page: by_trafilatura(page),
        "readability-lxml": lambda _, page: by_readability(page),
        "resiliparse": lambda _, page: by_resiliparse(page),
        "On Record": on_record,
    }
    final: dict[str, Score] = {}
    rows: list[tuple[str, Score, Score]] = []
    for extractor, text_of in extractors.items():
        paragraphs, whole = Score(), Score()
        begun = time.process_time()
        texts = {name: text_of(name, page) for name, page in pages.items()}
        paragraphs.seconds = whole.seconds = time.process_time() - begun
        for name, text in texts.items():
            paragraphs.add(gold[name], text, str.splitlines)
            whole.add(gold[name], text, lambda stretch: [stretch])
        rows.append((extractor, paragraphs, whole))
        final[extractor] = paragraphs
    for title, nth in (("paragraph by paragraph", 1), ("across the whole text", 2)):
        print(f"{len(gold)} pages, {title}")
        for row in rows:
            print("  " + row[nth].line(row[0]))
    promised = final["On Record"]
    left_out = [left for document in ours.values() for left in document.left_out]
    reasons = {left.reason for left in left_out}
    print(f"{len(left_out)} marked passages of the pages are outside the articles:")
    for reason in sorted(reasons):
        print(f"  {sum(left.reason is reason for left in left_out):4} {reason}")
    for passage in promised.lost:
        print(f"  lost: {passage[:100]}")
    accounts = [unaccounted(page, ours[name]) for name, page in pages.items()]
    missing = [passage for _, unknown in accounts for passage in unknown]
    raw = sum(count for count, _ in accounts)
    print(f"{raw - len(missing)} of {raw} marked passages of the raw pages are accounted for")
    for passage in missing:
        print(f"  not told of: {passage[:100]}")
    is_kept = promised.kept >= 0.99 * promised.gold
    return 0 if is_kept and promised.spurious <= 0.015 * promised.taken else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
