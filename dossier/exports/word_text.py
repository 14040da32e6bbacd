"""Paragraphs and runs of a Word document, made as XML at once.

python-docx looks every style up in the whole sheet for every paragraph: a thousand quotations take
it 24 s. Text from outside is held as text: XML 1.0 has no control characters, so Unicode's pictures
of them (␀ ␁ ␛) stand in their place, and a reader sees which one it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml.etree import SubElement, _Element

from dossier.citations import Citation, Stretch
from dossier.layout import bidi

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_QUOTED_FROM_RIGHT = re.compile(rf"([{bidi.STRONG}]\W?[”’»\"'])")
_BLANKS = re.compile(r"[ \t\r\n]+")

# Resolved once: every paragraph needs them.
_BIDI, _ITALIC, _PROPERTIES, _RTL, _RUN = (qn(f"w:{n}") for n in ("bidi", "i", "rPr", "rtl", "r"))
_SHAPE, _SPACE, _STYLE, _TAB, _TEXT = (
    qn(n) for n in ("w:pPr", "xml:space", "w:pStyle", "w:tab", "w:t")
)
_VALUE = qn("w:val")


def one_line(text: str) -> str:
    r"""Return `text` on one line, with pictures for what XML cannot hold.

    >>> one_line("red\x1b[31m\n alert")
    'red␛[31m alert'
    """
    return held(text).strip(" ")


def held(text: str) -> str:
    """Return `text` as a run can hold it."""
    return _UNHOLDABLE.sub(_picture, _BLANKS.sub(" ", text))


def paragraph(style: str, words: str | Citation) -> _Element:
    """Make a paragraph in the style with this id; one that begins from right to left is set so."""
    made: _Element = OxmlElement("w:p")
    shape = SubElement(made, _SHAPE)
    SubElement(shape, _STYLE).set(_VALUE, style)
    stretches = (Stretch(one_line(words)),) if isinstance(words, str) else words
    if bidi.runs_right_to_left("".join(stretch.text for stretch in stretches)):
        SubElement(shape, _BIDI)
    add_words(made, stretches)
    return made


def add_words(paragraph: _Element, stretches: Iterable[Stretch]) -> None:
    """Add a run for each stretch of words.

    In a paragraph from the left a mark of direction stands behind an Arabic or Hebrew title: Word
    would take what follows, a comma and a day, for a part of it.
    """
    shape = paragraph.find(_SHAPE)
    from_left = shape is None or shape.find(_BIDI) is None
    for stretch in stretches:
        run = SubElement(paragraph, _RUN)
        from_right = not from_left and bidi.runs_right_to_left(stretch.text)
        if stretch.italic or from_right:
            properties = SubElement(run, _PROPERTIES)
            if stretch.italic:
                SubElement(properties, _ITALIC)
            if from_right:
                SubElement(properties, _RTL)
        words = held(stretch.text)
        if from_left and bidi.is_mixed(words):
            words = _QUOTED_FROM_RIGHT.sub("\\1\u200e", words)
        add_text(run, words)


def add_text(run: _Element, words: str) -> None:
    text = SubElement(run, _TEXT)
    text.set(_SPACE, "preserve")
    text.text = words


def add_tab(paragraph: _Element) -> None:
    SubElement(SubElement(paragraph, _RUN), _TAB)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
