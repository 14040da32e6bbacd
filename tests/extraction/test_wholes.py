"""Quotations of one statement share the whole of it."""

from __future__ import annotations

from extraction import Attribution, Document, extract


def found_in(text: str) -> tuple[Attribution, ...]:
    return extract(Document("page.txt", text, "0" * 64, "text/plain")).attributions


def test_marked_words_belong_to_the_clause_around_them() -> None:
    text = 'Mara Lindqvist said the closed quay was "not safe" for the ships.'

    (found,) = found_in(text)

    assert found.text_in(text) == "not safe"
    assert [span.of(text) for span in found.whole] == [
        'the closed quay was "not safe" for the ships'
    ]


def test_two_sentences_in_marks_with_one_speaker_are_one_statement() -> None:
    text = '"We will stay," Mara Lindqvist said. "We will not leave the harbour."'

    found = found_in(text)

    assert len({attribution.whole for attribution in found}) == 1
    assert [span.of(text).strip(",.") for span in found[0].whole] == [
        "We will stay",
        "We will not leave the harbour",
    ]


def test_what_two_people_say_is_two_statements() -> None:
    text = '"We will stay," Mara Lindqvist said. "We will not," Tomas Okafor said.'

    assert len({attribution.whole for attribution in found_in(text)}) == 2
