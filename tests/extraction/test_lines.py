"""The form in which findings leave the command line."""

from __future__ import annotations

import pytest

from extraction.lines import UnusableRecord, extract_records

TEXT = '"It will hold," Mara Lindqvist told Reuters. "It always has."'


def test_a_record_becomes_an_object_whose_offsets_count_in_its_text() -> None:
    (line,) = extract_records([{"id": "tarn", "text": TEXT, "published": "2024-02-28"}])

    assert line["id"] == "tarn"
    assert line["articles"] == [{"start": 0, "end": len(TEXT), "headline": None}]
    assert [TEXT[q["start"] : q["end"]] for q in line["quotes"]] == [
        "It will hold,",
        "It always has.",
    ]
    assert {q["speaker"]["name"] for q in line["quotes"]} == {"Mara Lindqvist"}
    assert {q["told_to"] for q in line["quotes"]} == {"Reuters"}


def test_turns_of_a_transcript_are_told_from_words_in_marks() -> None:
    turns = "MORA: Is it safe?\n\nLINDQVIST: It is not.\n\nMORA: “Not safe” is a strong word."

    (line,) = extract_records([{"id": "tarn", "text": f"{turns}\n\n{TEXT}"}])

    assert [quote["type"] for quote in line["quotes"]] == ["turn"] * 3 + ["direct"] * 2


def test_a_record_that_is_none_is_named_by_its_line() -> None:
    with pytest.raises(UnusableRecord, match="line 2: it has no “text”"):
        list(extract_records([{"id": "a", "text": TEXT}, {"id": "b"}]))
    with pytest.raises(UnusableRecord, match="“soon” is no date"):
        list(extract_records([{"id": "a", "text": TEXT, "published": "soon"}]))
