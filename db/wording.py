"""Numbers with their nouns, for the labels of the Undo menu."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "quotation"), counted(2, "quotation")
    ('1 quotation', '2 quotations')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
