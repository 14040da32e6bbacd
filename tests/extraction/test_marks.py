"""Marks paired into passages."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.marks import find_marked, outermost
from extraction.segments import segment


def passages(text: str) -> list[str]:
    return [marked.content.of(text) for marked in outermost(find_marked(segment(text)))]


@pytest.mark.parametrize(
    "text",
    [
        '"The quay is safe," she said.',
        "“The quay is safe,” she said.",
        "„The quay is safe,“ sagte sie.",
        "«The quay is safe,» a-t-elle dit.",
        "»The quay is safe,« sagte sie.",
        "‘The quay is safe,’ she said.",
        "'The quay is safe,' she said.",
        "‚The quay is safe,‘ sagte sie.",
        "‹The quay is safe,› a-t-elle dit.",
        "``The quay is safe,'' she said.",
        "「The quay is safe,」 she said.",
        "『The quay is safe,』 she said.",
        "”The quay is safe,” sade hon.",
        "“The quay is safe,’’ she said.",
        "“The quay is safe,'' she said.",
    ],
)
def test_every_kind_of_mark_holds_a_passage(text: str) -> None:
    assert passages(text) == ["The quay is safe,"]


def test_marks_inside_marks_are_one_passage() -> None:
    text = "“He told me ‘the pumps “always” fail’ and left,” said Mara Lind."

    assert passages(text) == ["He told me ‘the pumps “always” fail’ and left,"]


def test_two_single_marks_for_a_double_one_end_what_stands_around_single_ones() -> None:
    text = "“He said: ‘The pumps fail’ again,’’ she told us. “Nobody came.”"

    assert passages(text) == ["He said: ‘The pumps fail’ again,", "Nobody came."]


def test_two_single_marks_do_not_lose_the_words_in_single_marks() -> None:
    assert passages("‘He said: ‘The pumps fail.’’ Nobody answered.") == ["The pumps fail."]


def test_apostrophes_open_and_close_nothing() -> None:
    text = "The workers' hall wasn't Lind's, 'twas the dockers' own in the '80s, they're told."

    assert passages(text) == []


def test_a_single_mark_may_follow_a_plural() -> None:
    assert passages("He called it 'the dockers' share' of the harbour.") == ["the dockers' share"]


def test_a_long_quotation_opens_anew_at_every_paragraph() -> None:
    text = "“We built it.\n\n“We will mend it,” said Lind.\n\nNobody else spoke."

    marked = outermost(find_marked(segment(text)))

    assert [m.content.of(text) for m in marked] == ["We built it.", "We will mend it,"]
    assert [m.reopens for m in marked] == [False, True]


def test_a_forgotten_mark_swallows_no_later_paragraph() -> None:
    text = '"The crane is old, said Lind.\n\nNo one denied it.\n\n"It is new," said Mora.'

    assert passages(text) == ["The crane is old, said Lind.", "It is new,"]


def test_inches_are_no_quotation() -> None:
    assert passages('The plank is 12" wide and 3" thick.') == []


HOSTILE = st.text(alphabet="\"“”„‘’'«»`ab .,\n", max_size=300)


@given(HOSTILE)
def test_passages_lie_in_the_text_and_the_outer_ones_never_cross(text: str) -> None:
    marked = outermost(find_marked(segment(text)))

    for passage in marked:
        assert 0 <= passage.span.start <= passage.content.start < passage.content.end
        assert passage.content.end <= passage.span.end <= len(text)
    for left, right in itertools.pairwise(marked):
        assert left.span.end <= right.span.start


@pytest.mark.parametrize("unit", ["“", '"a ', "'a ", "“‘", "a' ", '"a\n', "«»", "''"])
def test_hostile_marks_come_to_an_end(unit: str) -> None:
    # Linear, this takes a moment; quadratic, it would take minutes.
    segments = segment(unit * 30_000)

    assert all(passage.depth < 4 for passage in find_marked(segments))


def test_a_passage_may_end_in_the_mark_that_opened_it() -> None:
    text = "Mora called it “a bad joke“ in the hall. “No,“ he said. “Never.”"

    assert passages(text) == ["a bad joke", "No,", "Never."]


def test_who_signs_a_box_inside_the_marks_is_no_part_of_it() -> None:
    text = '"I fear that the piles will break before May.\nMara Lind, Harbour Institute of Tarn."\n'

    assert passages(text) == ["I fear that the piles will break before May."]


def test_a_second_paragraph_in_the_same_marks_is_no_signature() -> None:
    text = "“The piles are old.\nNobody has looked at them since the flood of that year.”\n"

    assert passages(text) == [
        "The piles are old.\nNobody has looked at them since the flood of that year."
    ]
