"""The names of the places in a dossier that links lead to. Numbers count from 1, as printed."""

from __future__ import annotations


def chapter_anchor(index: int) -> str:
    """Return the name of the place where the chapter with this index begins."""
    return f"chapter-{index + 1}"


def quotation_anchor(number: int) -> str:
    """Return the name of the place of quotation `number`, counting from 1 through the dossier."""
    return f"quotation-{number}"


def evidence_anchor(number: int) -> str:
    """Return the name of the place where the evidence for quotation `number` stands."""
    return f"evidence-{number}"


def source_anchor(source: int) -> str:
    """Return the name of the entry under Sources; `source` counts from 0."""
    return f"source-{source + 1}"


def photo_anchor(index: int) -> str:
    """Return the name of the place of the credit of the photograph with this index."""
    return f"photo-{index + 1}"


def page_anchor(label: str) -> str:
    """Return the name of the place at the head of the page with this printed number."""
    return f"page-{label}"
