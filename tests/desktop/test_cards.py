"""What a card shows of a quotation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from db.rows import ArticleId, DocumentId, QuotationId, QuotationRow, Status
from desktop.app import application
from desktop.browse.card import CardFaces, excerpt, lay_out
from desktop.browse.model import Card
from desktop.reader.wording import attribution_tail, citation, marked, spoken
from extraction.findings import EntityKind, Kind, Span


def make_row(**fields: object) -> QuotationRow:
    usual: dict[str, object] = {
        "id": QuotationId(1),
        "text": "We only closed the gates,",
        "kind": Kind.DIRECT,
        "status": Status.UNREVIEWED,
        "confidence": 0.97,
        "speaker_id": None,
        "speaker": "Mara Lindqvist",
        "speaker_kind": EntityKind.PERSON,
        "mention": "Lindqvist",
        "role": "harbour master",
        "cue": "told",
        "told_to": "reporters",
        "said_on": date(2024, 2, 28),
        "published_on": date(2024, 2, 29),
        "outlet": "Harbour Post",
        "headline": "Gates stay shut",
        "document_id": DocumentId(1),
        "document_name": "gates.txt",
        "document_sha256": "0" * 64,
        "article_id": ArticleId(1),
        "start": 10,
        "end": 34,
    }
    return QuotationRow(**{**usual, **fields})  # type: ignore[arg-type]


@given(
    st.text(alphabet="ab😀\n “”", max_size=700),
    st.lists(st.tuples(st.integers(0, 700), st.integers(1, 30)), max_size=4),
    st.sampled_from(list(Kind)),
)
def test_hits_of_an_excerpt_are_the_words_that_were_hit(
    text: str, places: list[tuple[int, int]], kind: Kind
) -> None:
    row = make_row(text=text, kind=kind)
    hits = tuple(
        Span(start, min(start + size, len(text)))
        for start, size in sorted(places)
        if start < len(text)
    )

    shown, marks = excerpt(Card(row, hits))

    meant = [hit.of(text).replace("\n", " ") for hit in hits]
    for mark in marks:
        assert any(mark.of(shown) in words for words in meant)


def test_a_late_hit_moves_the_excerpt_to_its_place() -> None:
    text = "word " * 100 + "harbour and more words"
    start = text.index("harbour")

    shown, (mark,) = excerpt(Card(make_row(text=text), (Span(start, start + 7),)))

    assert mark.of(shown) == "harbour"
    assert shown.startswith("“… ")
    assert mark.start < 60


def test_an_excerpt_begins_with_the_sentence_that_was_hit() -> None:
    text = "We said so. " * 20 + "Nobody asked about the harbour then. And so on."
    start = text.index("harbour")

    shown, _ = excerpt(Card(make_row(text=text), (Span(start, start + 7),)))

    assert shown == "“… Nobody asked about the harbour then. And so on.”"


@pytest.mark.parametrize("width", [120, 300, 480])
def test_a_card_has_two_lines_however_long_the_words_are(qapp: QApplication, width: int) -> None:
    application()
    card = Card(make_row(text="Ask the harbour 😀. " * 60, speaker="A name that is very long " * 8))

    laid_out = lay_out(card, width=width, hit=QColor("yellow"), faces=CardFaces(), with_day=True)

    assert laid_out.quote.lineCount() == 2
    assert laid_out.quote.text().endswith("…”")
    assert laid_out.name_width + laid_out.status_width < width


def test_reported_speech_never_stands_in_marks() -> None:
    row = make_row(kind=Kind.INDIRECT, text="the gates would be closed")

    for words in (marked(row.text, row.kind), citation(row), spoken(row)):
        assert "“the gates" not in words


def test_a_citation_says_who_to_whom_when_and_where() -> None:
    assert citation(make_row()) == (
        "“We only closed the gates”\n"
        "Mara Lindqvist, harbour master, told reporters on 28 February 2024. "
        "“Gates stay shut”, Harbour Post, 29 February 2024."
    )


@pytest.mark.parametrize(
    ("cue", "told_to", "words"),
    [
        ("said", None, " said"),
        ("told", "Reuters", " told Reuters"),
        ("urged", "the crowd", " urged the crowd"),
        ("said", "Reuters", " said to Reuters"),
        ("according to", None, ""),
        (None, "Reuters", " to Reuters"),
    ],
)
def test_the_verb_takes_its_hearer_as_english_does(
    cue: str | None, told_to: str | None, words: str
) -> None:
    row = make_row(cue=cue, told_to=told_to, role=None, said_on=None)

    assert attribution_tail(row) == words
