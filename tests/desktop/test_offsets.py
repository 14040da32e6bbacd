"""Qt counts UTF-16 units; the words that are marked must be the words that were meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.reader.offsets import Utf16Offsets, showable
from extraction.findings import Span

WORDS = st.text(alphabet=st.sampled_from("ab é漢😀🇧🇾𝔘\n\r\u2028\u2029\ufdd0\x00\t"), max_size=60)


@st.composite
def text_and_span(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(WORDS | st.text(max_size=60))
    start = draw(st.integers(0, len(text)))
    return text, Span(start, draw(st.integers(start, len(text))))


@given(text_and_span())
def test_a_span_selects_its_own_words_in_a_document_of_qt(case: tuple[str, Span]) -> None:
    text, span = case
    shown = showable(text)
    document = QTextDocument()
    cursor = QTextCursor(document)
    cursor.insertText(shown)

    start, length = Utf16Offsets(shown).units(span)
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)

    # Qt keeps line breaks as U+2029, and gives no-break spaces back as they are.
    assert cursor.selectedText() == span.of(shown).replace("\n", "\u2029")


@given(st.text(alphabet=st.characters(codec=None, categories=None)))
def test_showing_changes_no_offset(text: str) -> None:
    assert len(showable(text)) == len(text)
