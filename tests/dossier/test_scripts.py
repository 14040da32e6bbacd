"""The scripts of the world: the same letters in the same order as Qt draws them, none missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QTextLayout, QTextOption

import resources
from dossier.composition import Book
from dossier.fonts import Typeface
from dossier.layout import bidi
from dossier.layout.hyphenation import Hyphenator
from dossier.layout.lines import LineBreaker
from dossier.layout.shaping import Shaper, _shaped
from dossier.layout.text import Measure, Piece, Type
from tests.dossier import making
from tests.dossier.reading import pages, plain, printed, structure, text_of

_WIDE = Measure(1e6, 12.0, turning=True)
_LATIN = [face for face in Typeface if face.name.startswith(("SERIF", "SANS"))]
_ARABIC = [
    making.ARABIC,
    "مُحَمَّد",
    "لا إلى الآن",
    "السلام عليكم ورحمة الله وبركاته",
]
_HEBREW = [making.HEBREW, "שָׁלוֹם", "בְּרֵאשִׁית"]
_MIXED = [
    "قال في عام 2027 إن Reuters سألت",
    "המחיר הוא 14 או Nova כך",
    "We call it ميناء here",
]


@pytest.mark.parametrize(
    ("text", "typeface"),
    [(text, Typeface.ARABIC) for text in _ARABIC] + [(text, Typeface.HEBREW) for text in _HEBREW],
)
def test_arabic_and_hebrew_have_the_glyphs_and_places_that_qt_gives_them(
    qapp: QGuiApplication, text: str, typeface: Typeface
) -> None:
    # Each word by itself: between words Qt takes another font's space than we do.
    for word in text.split():
        ours = sorted(_glyphs(word, typeface))

        theirs = sorted(_qt_glyphs(word, typeface))

        assert [glyph for glyph, _, _ in ours] == [glyph for glyph, _, _ in theirs]
        left = min(x for _, x, _ in ours) - min(x for _, x, _ in theirs)
        for (_, x, y), (_, qt_x, qt_y) in zip(ours, theirs, strict=True):
            assert x - left == pytest.approx(qt_x, abs=2.0)
            assert y == pytest.approx(qt_y, abs=2.0)


@pytest.mark.parametrize("text", [*_ARABIC, *_HEBREW, *_MIXED])
def test_words_stand_in_the_order_in_which_qt_puts_them(qapp: QGuiApplication, text: str) -> None:
    shaper = Shaper()
    breaker = LineBreaker(shaper, Hyphenator("en"))

    (line,) = breaker.lines((Piece(text, _type(Typeface.SERIF)),), _WIDE)

    # A word's glyphs stand from left to right whichever way it runs: here its letters are enough.
    wanted = [sorted(word) for word in _qt_order(text)]
    assert [sorted(word) for word in text_of(line, shaper).split()] == wanted


@pytest.mark.parametrize(
    ("text", "from_right"),
    [
        (f"Reuters: {making.HEBREW}", True),
        (f"{making.ARABIC} Reuters", True),
        ("ميناء is what we call it", False),
        ("א b", True),
        ("a ב", False),
        ("14 %", False),
    ],
)
def test_most_letters_say_where_a_paragraph_begins(text: str, from_right: bool) -> None:
    assert bidi.runs_right_to_left(text) is from_right


@pytest.mark.parametrize("typeface", _LATIN)
def test_kerning_by_pairs_is_what_harfbuzz_does_with_the_word(typeface: Typeface) -> None:
    documents = Path(resources.__file__).parents[1] / "seeds" / "documents"
    words = {word for path in documents.glob("*.txt") for word in path.read_text("utf-8").split()}
    words |= {"AVATAR", "Té.", "Ŵy", "LʼŽ", "«Τί»", "Ґ’я", "9f3c71", "10.11.–12."}

    shaper = Shaper()

    for word in sorted(words):
        made = shaper.word(word, typeface)
        if made.plain is not None:
            buffer = _shaped(word, typeface)
            assert made.width == sum(place.position[2] for place in buffer.glyph_positions)
            glyphs = [info.codepoint for info in buffer.glyph_infos]
            assert [glyph for glyph, _, _ in _drawn(f"({made.plain})", shaper, typeface)] == glyphs


def test_a_day_behind_an_arabic_headline_stays_behind_it() -> None:
    shaper = Shaper()
    breaker = LineBreaker(shaper, Hyphenator("en"))
    kind = _type(Typeface.SANS)
    pieces = (Piece("Post, ", kind), Piece(f"“{making.ARABIC}”", kind), Piece(", 10 May", kind))

    (line,) = breaker.lines(pieces, Measure(1e6, 12.0))

    text = text_of(line, shaper)
    assert text.startswith("Post, “")
    assert text.endswith("”, 10 May")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("قال الوزير Nova", "30”Nova"), ("לא נעזוב Nova", "30”Nova"), ("It is called ميناء", "”30")],
    ids=["Arabic", "Hebrew", "Latin"],
)
def test_the_closing_mark_and_its_note_stand_where_the_quotation_ends(
    text: str, shown: str
) -> None:
    shaper = Shaper()
    breaker = LineBreaker(shaper, Hyphenator("en"))
    kind = _type(Typeface.SERIF)
    pieces = (Piece(text, kind), Piece("”", kind, attached=True), Piece("30", kind, attached=True))

    (line,) = breaker.lines(pieces, _WIDE)

    drawn = text_of(line, shaper)
    assert drawn.startswith(shown) if shown.startswith("30") else drawn.endswith(shown)


@pytest.mark.parametrize("words", ["wir zahlen 3,5 % mehr", "بلغت 3,5 % اليوم"])
@pytest.mark.parametrize("width", range(34, 120, 7))
def test_no_line_begins_with_a_per_cent_sign(words: str, width: int) -> None:
    shaper = Shaper()
    breaker = LineBreaker(shaper, Hyphenator("en"))
    measure = Measure(float(width), 12.0, turning=True)

    lines = breaker.lines((Piece(words, _type(Typeface.SERIF)),), measure)

    (shown,) = [text for line in lines if "%" in (text := text_of(line, shaper))]
    assert "3,5" in shown


def test_a_thousand_quotations_in_six_scripts_have_every_letter(tmp_path: Path) -> None:
    contents = making.in_all_scripts(1000)

    read = printed(contents, tmp_path)

    assert "Shown as code points" not in "".join(page.text for page in read)
    with pikepdf.Pdf.open(tmp_path / "dossier.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
    book = Book(contents, lambda: None)
    assert sum(1 for _ in book.leaves()) == len(pages(tmp_path / "dossier.pdf"))
    assert not book.shaper.missing


def test_the_structure_tree_has_every_script_in_the_order_of_reading(tmp_path: Path) -> None:
    contents = making.in_all_scripts(60)
    printed(contents, tmp_path)

    quoted = [
        element for element in structure(tmp_path / "dossier.pdf") if element.role == "BlockQuote"
    ]

    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    assert len(quoted) == len(entries)
    for element, entry in zip(quoted, entries, strict=True):
        assert plain(entry.text) in plain(element.actual or element.text)
        assert element.language == ("" if entry.language == "en" else entry.language)


def _type(typeface: Typeface) -> Type:
    return Type(typeface, 10.0, "000000")


def _glyphs(word: str, typeface: Typeface) -> Iterator[tuple[int, float, float]]:
    """Yield the glyphs of a word in our PDF with their places, in thousandths of an em."""
    shaper = Shaper()
    (run,) = shaper.word(word, typeface, right_to_left=True).runs
    yield from _drawn(run.array, shaper, typeface)


def _drawn(array: str, shaper: Shaper, typeface: Typeface) -> Iterator[tuple[int, float, float]]:
    used, pen = shaper.used[typeface], 0.0
    for shown in pikepdf.Object.parse(f"[{array}]".encode("latin-1")).as_list():
        if not isinstance(shown, pikepdf.String):
            pen -= float(shown)
            continue
        drawn = bytes(shown)
        for number in (int.from_bytes(drawn[at : at + 2]) for at in range(0, len(drawn), 2)):
            composite = used.composites.get(number)
            parts = composite.parts if composite else ((number, 0, 0),)
            yield from ((glyph, pen + x, float(y)) for glyph, x, y in parts)
            pen += used.advance(number)


def _qt_font(typeface: Typeface) -> QFont:
    number = QFontDatabase.addApplicationFont(str(resources.FONTS / typeface.value))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPixelSize(1000)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _laid_out(text: str, font: QFont) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine().setLineWidth(1e6)
    layout.endLayout()
    return layout


def _qt_glyphs(word: str, typeface: Typeface) -> list[tuple[int, float, float]]:
    layout = _laid_out(word, _qt_font(typeface))
    found = []
    for run in layout.glyphRuns():
        places = zip(run.glyphIndexes(), run.positions(), strict=True)
        found += [(glyph, place.x(), place.y()) for glyph, place in places]
    baseline = layout.lineAt(0).ascent()
    return [(glyph, x, baseline - y) for glyph, x, y in found]


def _qt_order(text: str) -> list[str]:
    layout = _laid_out(text, _qt_font(Typeface.ARABIC))
    line = layout.lineAt(0)

    def left(match: re.Match[str]) -> float:
        ends = (line.cursorToX(match.start()), line.cursorToX(match.end()))
        return min(x[0] if isinstance(x, tuple) else x for x in ends)

    words = sorted(re.finditer(r"\S+", text), key=left)
    return [word.group() for word in words]
