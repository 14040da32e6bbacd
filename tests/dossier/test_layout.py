"""Lines and pages as pure data: nothing sticks out, nothing overlaps, nothing is torn."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier.choices import Composition, PageSize, Style
from dossier.composition import Book
from dossier.contents import Contents, Picture
from dossier.layout import bidi
from dossier.layout.breaking import Breakable, _evenly, line_ends
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.leaves import Leaf, Section
from dossier.layout.lines import LineBreaker
from dossier.layout.pages import Paginator, Row, Sheet
from dossier.layout.shaping import Shaper
from dossier.layout.text import Align, Breaking, Measure, Piece
from dossier.styles import look_of
from dossier.wording import collapsed
from tests.dossier import making
from tests.dossier.reading import plain, text_of

_LOOK = look_of(Style.CLASSIC, PageSize.A4)
_LETTERS = st.sampled_from(
    string.ascii_letters + "äöüßéñ.,;-“”— " + "Яжд" + "λογ" + "هنا" + "שלם" + "😀"
)
_TEXTS = st.text(_LETTERS, max_size=300)


@settings(deadline=None)
@example(text="לAשA", width=30.0, breaking=Breaking.GREEDY, align=Align.END, hyphenate=False)
@given(
    text=_TEXTS,
    width=st.floats(30, 400),
    breaking=st.sampled_from(Breaking),
    align=st.sampled_from(Align),
    hyphenate=st.booleans(),
)
def test_lines_hold_the_text_and_keep_to_the_measure(
    text: str, width: float, breaking: Breaking, align: Align, hyphenate: bool
) -> None:
    measure = Measure(width, 12.0, align, breaking, hyphenate=hyphenate, turning=True)
    shaper = Shaper()
    breaker = LineBreaker(shaper, Hyphenator("en"))

    lines = breaker.lines((Piece(text, _LOOK.quotation),), measure)

    assert sorted(plain("".join(text_of(line, shaper) for line in lines))) == sorted(plain(text))
    assert all(line.width <= width + 0.5 for line in lines)
    parts = [part for line in lines for part in line.parts]
    assert all(-0.5 <= part.left <= part.right for part in parts)
    # A line is drawn in one go: every part must begin where the one before it ends.
    neighbours = [pair for line in lines for pair in pairwise(line.parts)]
    assert all(one.right == pytest.approx(other.left, abs=0.01) for one, other in neighbours)


@given(
    widths=st.lists(st.floats(5.0, 60.0), min_size=2, max_size=60),
    width=st.floats(60.0, 260.0),
    hyphens=st.sets(st.integers(0, 59)),
)
def test_the_few_lines_looked_at_are_the_best_of_all(
    widths: list[float], width: float, hyphens: set[int]
) -> None:
    count = len(widths)
    row = Breakable(widths, [0.0, *[3.0] * (count - 1)], range(1, count))
    row.add_hyphens(dict.fromkeys(hyphens, 10.0))
    measure = Measure(width, 12.0, breaking=Breaking.EVEN)

    ends = line_ends(row, measure)

    every, cost = _evenly(row, measure, 0.5)
    assert not every or ends == every or cost == pytest.approx(_evenly(row, measure, 0.75)[1])


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=6), st.integers(1, 4))
def test_right_to_left_stretches_are_turned_as_a_whole(turned: list[bool], length: int) -> None:
    levels = [level for is_turned in turned for level in [int(is_turned)] * length]

    order = bidi.visual_order(levels)

    assert sorted(order) == list(range(len(levels)))
    assert [index for index in order if not levels[index]] == [
        index for index in range(len(levels)) if not levels[index]
    ]


def test_arabic_words_stand_from_right_to_left_and_numbers_from_left_to_right() -> None:
    shaper = Shaper()
    breaker = LineBreaker(shaper, Hyphenator("en"))
    measure = Measure(400.0, 12.0, turning=True)

    (line,) = breaker.lines((Piece("عام 2027 في", _LOOK.quotation),), measure)

    assert [sorted(word) for word in text_of(line, shaper).split()] == [
        sorted(word) for word in ("في", "2027", "عام")
    ]
    assert line.width == pytest.approx(400.0)


@settings(deadline=None)
@given(
    heights=st.lists(st.floats(4, 60), min_size=1, max_size=60),
    keeps=st.lists(st.booleans(), min_size=60, max_size=60),
    notes=st.lists(st.integers(0, 3), min_size=60, max_size=60),
)
def test_pages_are_never_overfull_and_keep_together_what_asks_for_it(
    heights: list[float], keeps: list[bool], notes: list[int]
) -> None:
    rows = [
        Row(height, keep=keep and number % 3 != 2, notes=(note,) if note else (), space=2.0,
            anchor=str(number))
        for number, (height, keep, note) in enumerate(zip(heights, keeps, notes, strict=False))
    ]  # fmt: skip
    paginator = Paginator(Sheet(300.0, note_gap=20.0, note_space=2.0), lambda _: [Row(10.0)])

    paginator.add(rows)

    pages = paginator.pages()
    shown = [row.anchor for page in pages for _, row in page.rows]
    assert shown == [row.anchor for row in rows]
    for page in pages:
        _, last = page.rows[-1]
        assert not last.keep or last.anchor == rows[-1].anchor
        foot = max(y + row.height for y, row in page.rows)
        assert {key for _, row in page.rows for key in row.notes} == set(page.note_keys)
        assert foot <= (page.notes[0][0] - 20.0 if page.notes else 300.0) + 0.1


@pytest.mark.parametrize("style", Style)
def test_a_quotation_stands_on_one_page_with_whose_it_is(style: Style) -> None:
    contents = replace(making.many(90, 5, words=(40, 80)), style=style)

    book = Book(contents, lambda: None)
    leaves = [leaf for leaf in book.leaves() if leaf.section is Section.BODY]

    quoting = [
        (leaf, row)
        for leaf in leaves
        for _, _, row in leaf.rows
        if row.anchor and row.anchor.startswith("quotation-")
    ]
    assert len(quoting) == 90
    assert all(_is_whole(leaf, row, book.shaper) for leaf, row in quoting)


@pytest.mark.parametrize("paper", PageSize)
@pytest.mark.parametrize("style", Style)
def test_lines_never_overlap_and_stay_within_the_margins(style: Style, paper: PageSize) -> None:
    texts = (*making.SCRIPTS, "中文没有空格", "ด" + "็" * 60)
    chapters = [making.chapter(text, making.quotation(text * 9)) for text in texts]
    long = "Donaudampfschifffahrtsgesellschaft" * 40
    chapters.append(making.chapter(long, making.quotation(long, speaker=long, role=long)))
    chapters += making.many(40, 2).chapters
    contents = making.contents(
        *chapters, title=long, subtitle=long, author=long, selection=long,
        sources=making.many(40, 2).sources, style=style, page_size=paper,
    )  # fmt: skip
    wide, tall = Picture("a" * 64, 640, 400), Picture("b" * 64, 300, 640)
    photos = (
        making.photo(picture=wide, caption=f"{chapters[-1].title} at the harbour."),
        making.photo(picture=tall, caption=f"{chapters[-2].title}, and {long}"),
        making.photo(picture=tall, credit_line=long),
        making.photo(),
    )
    contents = replace(contents, photos=photos)
    look = look_of(style, paper)
    sheets = replace(contents, composition=Composition.CONTACT_SHEET, photos=photos * 4)

    leaves = [*_leaves(contents), *_leaves(sheets)]

    assert sum(len(row.pictures) for leaf in leaves for _, _, row in leaf.rows) == 3 + 3 * 4
    for leaf in leaves:
        boxes = [box for box in _boxes(leaf) if box[2] - box[0] > 0.1]
        for left, top, right, bottom in boxes:
            assert left >= look.left - 0.7 * look.quotation.size
            assert right <= look.right + 0.7 * look.quotation.size
            assert top >= look.head - look.quotation.size
            assert bottom <= max(look.bottom, look.folio) + 0.5
        for number, box in enumerate(boxes):
            assert not [other for other in boxes[number + 1 :] if _overlap(box, other)]


def test_page_ranges_collapse_neighbours_only() -> None:
    assert collapsed([9, 3, 4, 5, 12, 13, 4]) == [(3, 5), (9, 9), (12, 13)]
    assert collapsed([]) == []


def _leaves(contents: Contents) -> list[Leaf]:
    return list(Book(contents, lambda: None).leaves())


def _is_whole(leaf: Leaf, first: Row, shaper: Shaper) -> bool:
    """Whether an attribution follows before the next quotation or the foot of the page."""
    rows = [row for _, _, row in leaf.rows]
    after = rows[rows.index(first) + 1 :]
    own = []
    for row in after:
        if row.anchor and row.anchor.startswith("quotation-"):
            break
        own.append(row)
    text = plain("".join(text_of(placed.line, shaper) for row in own for placed in row.lines))
    return any(f"·{cue}" in text for cue in ("said", "told", "wrote"))


def _boxes(leaf: Leaf) -> Iterator[tuple[float, float, float, float]]:
    """Yield where photographs and stretches of letters stand, in points.

    Letters reach from x-height to baseline.
    """
    for x, y, row in leaf.rows:
        for shown in row.pictures:
            left, top = x + shown.x, y + shown.y
            yield left, top, left + shown.width, top + shown.height
        for placed in row.lines:
            for part in placed.line.parts:
                left = x + placed.x + part.left
                foot = y + placed.baseline - part.type.rise
                yield left, foot - 0.5 * part.type.size, x + placed.x + part.right, foot


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    inside = 0.3
    return (
        one[0] + inside < other[2]
        and other[0] + inside < one[2]
        and one[1] + inside < other[3]
        and other[1] + inside < one[3]
    )
