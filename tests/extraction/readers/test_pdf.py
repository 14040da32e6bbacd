"""What a PDF becomes: text in reading order, its pages, and a true reason when there is none."""

from __future__ import annotations

import io
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers import read
from extraction.readers.layout.columns import Line
from extraction.readers.layout.paragraphs import text_of

HOME = Path(__file__).resolve().parents[3]
FONT = HOME / "resources" / "fonts" / "source-serif-4" / "SourceSerif4_400Regular.ttf"
ODD_PDFS = HOME.parent / "shared" / "corpora" / "odd_pdfs"

VOCABULARY = (
    "harbour master announced yesterday international responsibility documentation ships gates "
    "close before winter negotiations representatives the of and a in to was it for with"
)
WORDS = VOCABULARY.split()


def sentence(seed: int, length: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length)).capitalize() + "."


STORY = [
    f"{sentence(n, 12)} “Quotation {n} {sentence(n + 100, 25 + n % 40)[:-1].lower()},” she said. "
    f"{sentence(n + 200, 5 + n % 20)}"
    for n in range(36)
]


def printed(path: Path, *, columns: int, indented: bool, justified: bool, hyphens: bool) -> Path:
    """Print the story as papers do, with running heads and feet that change from page to page."""
    pdfmetrics.registerFont(TTFont("Serif", FONT))

    def running(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Serif", 8)
        head = "The Sound — Saturday" if template.page % 2 else "A weekly of the quay"
        canvas.drawString(60, 810, head)
        canvas.drawCentredString(300, 30, f"Page {template.page} of 9")

    width, height = A4
    gap, margin = 24, 60
    column = (width - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + n * (column + gap), 60, column, height - 130, 0, 0, 0, 0)
        for n in range(columns)
    ]
    template = BaseDocTemplate(str(path), pagesize=A4)
    template.addPageTemplates([PageTemplate(frames=frames, onPage=running)])
    style = ParagraphStyle(
        "body",
        fontName="Serif",
        fontSize=10,
        leading=12.5,
        alignment=4 if justified else 0,
        firstLineIndent=12 if indented else 0,
        spaceAfter=0 if indented else 7,
        hyphenationLang="en_GB" if hyphens else None,
    )
    template.build([Paragraph(text, style) for text in STORY])
    return path


@pytest.mark.parametrize("hyphens", [False, True])
@pytest.mark.parametrize("justified", [False, True])
@pytest.mark.parametrize("indented", [False, True])
@pytest.mark.parametrize("columns", [1, 2])
def test_columns_hyphens_running_heads_and_page_breaks_are_undone(
    tmp_path: Path, *, columns: int, indented: bool, justified: bool, hyphens: bool
) -> None:
    path = printed(
        tmp_path / "paper.pdf",
        columns=columns,
        indented=indented,
        justified=justified,
        hyphens=hyphens,
    )

    document = read(path)

    lines = document.text.rstrip("\n").split("\n")
    assert " ".join(lines) == " ".join(STORY)
    assert [len(re.findall("“[^”]+”", line)) for line in STORY] == [1] * len(STORY)
    assert sum(len(re.findall("“[^”]+” she said", line)) for line in lines) == len(STORY)
    assert abs(len(lines) - len(STORY)) <= 2  # A full stop that ends a column may end anything.
    assert len(document.pages) > 3


def test_each_page_begins_where_its_first_words_stand(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    canvas = Canvas(str(path))
    for number in range(1, 4):
        canvas.drawString(72, 700, f"Words {number} of this page, which ends with no full stop.")
        canvas.showPage()
    canvas.save()

    document = read(path)

    assert [document.text[at:][:7] for at in document.pages] == ["Words 1", "Words 2", "Words 3"]


def test_a_quotation_goes_on_over_the_page_and_keeps_its_page(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, '"The gates will be shut as long as there is ice. That was true.')
    canvas.showPage()
    canvas.drawString(72, 700, 'And it will be true tomorrow," she said.')
    canvas.showPage()
    canvas.save()

    document = read(path)

    assert 'was true. And it will be true tomorrow," she said.' in document.text
    assert document.text[document.pages[1] :].startswith("And it will")


def test_a_headline_over_two_columns_is_read_before_both(tmp_path: Path) -> None:
    path = tmp_path / "headline.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(60, 760, "A headline that runs right over both of the columns")
    canvas.setFont("Helvetica", 10)
    for row in range(30):  # row by row, as some programs draw a page
        canvas.drawString(60, 720 - 12 * row, f"left {row} and words that fill the first column up")
        canvas.drawString(310, 720 - 12 * row, f"right {row} and words that fill the other column")
    canvas.save()

    text = read(path).text

    assert text.index("headline") < text.index("left 0") < text.index("left 29")
    assert text.index("left 29") < text.index("right 0") < text.index("right 29")


def line(text: str, at: int) -> Line:
    return Line(text, 0, -12 * at - 10, 200, -12 * at, 20, 0)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("the nego-", "tiations went on", "the negotiations went on"),
        ("a well-", "known man, well-known indeed", "a well-known man, well-known indeed"),
        ("the Austro-", "Hungarian fleet", "the Austro-Hungarian fleet"),
        ("from 1914-", "1918 it was shut", "from 1914-1918 it was shut"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_where_the_word_is_one(
    first: str, second: str, whole: str
) -> None:
    assert text_of([[line(first, 0), line(second, 1)]])[0] == whole


def blank(draw: Callable[[Canvas], None] | None = None, **options: object) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, **options)
    if draw:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (4, 4), "white")), 0, 0, 500, 700)


def protected() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(
        io.BytesIO(blank(lambda canvas: canvas.drawString(72, 700, "secret")))
    ) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(user="key", owner="key"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (protected(), "protected by a password"),
        (blank(), "hold no text"),
        (blank(scan), "pictures, a scan"),
        (b"%PDF-1.7\n" + b"\xff" * 300, "damaged or cut short"),
        (blank()[:200], "damaged or cut short"),
    ],
    ids=["protected", "empty", "scanned", "broken", "cut"],
)
def test_a_pdf_without_text_is_refused_with_the_true_reason(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)

    with pytest.raises(UnreadableDocument, match=reason):
        read(path)


@pytest.mark.skipif(not ODD_PDFS.is_dir(), reason="the corpus of odd PDFs is not here")
def test_every_odd_pdf_is_read_or_refused_and_none_is_slow() -> None:
    slowest = 0.0
    outcomes: list[Document | UnreadableDocument] = []

    for path in sorted(ODD_PDFS.glob("*.pdf")):
        begun = time.process_time()
        outcomes.append(read_or_refusal(path))
        slowest = max(slowest, time.process_time() - begun)

    assert len(outcomes) == 128
    assert slowest < 10
    for outcome in outcomes:
        if isinstance(outcome, Document):
            assert outcome.text.strip()
            assert list(outcome.pages) == sorted(outcome.pages)


def read_or_refusal(path: Path) -> Document | UnreadableDocument:
    try:
        return read(path)
    except UnreadableDocument as error:
        return error
