"""Nothing in quotation marks is silently skipped."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extraction import Document, extract, read
from extraction.accounting import account, is_passage
from extraction.findings import Omission
from extraction.marks import find_marked, outermost
from extraction.segments import segment

PAGES = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "article_pages" / "html"

_MARKS = st.sampled_from(["“", "”", '"', "‘", "’", "«", "»", " ", "\n\n", ", ", ". ", "©"])
_WORDS = st.sampled_from(
    ["we will stay here", "Ana Lind", "said", "told Reuters", "the so-called", "a book called"]
)


def text_of(words: str) -> Document:
    return Document("page.txt", words, "0" * 64, "text/plain")


def unaccounted(document: Document) -> list[str]:
    """The marked passages of a text that its account does not hold."""
    findings = extract(document)
    told = account(document, findings)
    spans = [*told.taken, *(omitted.span for omitted in told.omitted if omitted.span)]
    # Where a picture's credit begins or ends, so does a paragraph: no passage goes on across it.
    cuts = [at for credit in findings.credits for at in (credit.line.start, credit.line.end)]
    return [
        marked.content.of(document.text)
        for marked in outermost(find_marked(segment(document.text, cuts)))
        if is_passage(marked.content.of(document.text))
        and not any(span.overlaps(marked.span) for span in spans)
    ]


@settings(deadline=None)
@given(st.lists(_MARKS | _WORDS, max_size=60).map("".join))
@example('a book calleda book called"Ana Lind“”©Ana Lind')
def test_every_marked_passage_of_a_text_is_taken_or_has_its_reason(words: str) -> None:
    assert unaccounted(text_of(words)) == []


def test_the_account_names_each_reason() -> None:
    told = account(
        document := text_of(
            "“We counted the ledgers twice,” Ana Lind said.\n\n"
            "Lind wrote the book “The Ledger of the Flood” long ago.\n"
        ),
        extract(document),
    )

    assert [span.of(document.text) for span in told.taken] == ["We counted the ledgers twice,"]
    assert [(o.words, o.reason) for o in told.omitted] == [
        ("The Ledger of the Flood", Omission.TITLE)
    ]
    assert told.passages == 2


@pytest.mark.skipif(not PAGES.is_dir(), reason="the corpus of saved pages is not here")
def test_every_quoted_passage_of_saved_pages_is_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    for packed in sorted(PAGES.glob("*.html.gz"))[::12]:
        path.write_bytes(gzip.decompress(packed.read_bytes()))
        document = read(path)

        assert unaccounted(document) == [], packed.name
        assert all(re.search(r"\w", left.words) for left in document.left_out)
