"""How a dossier says things: ranges of pages, quotation marks by language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dossier.layout import bidi

_MARKS = {
    "en": "“”",
    "de": "„“",
    "fr": "«»",
    "ru": "«»",
    "uk": "«»",
    "be": "«»",
    "el": "«»",
    "it": "«»",
    "es": "«»",
    "pt": "“”",
    "pl": "„”",
    "cs": "„“",
    "sv": "””",
    "fi": "””",
    "ar": "”“",
    "fa": "«»",
    "he": "””",
}
"""Opening and closing mark, after CLDR's `delimiters`."""


def named(name: str, otherwise: str) -> str:
    """Return `name`, or `otherwise` if there is nothing to see of it."""
    return (
        name if any(letter.isprintable() and not letter.isspace() for letter in name) else otherwise
    )


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def collapsed(pages: Iterable[int]) -> list[tuple[int, int]]:
    """Return runs of consecutive pages as their first and last."""
    runs: list[tuple[int, int]] = []
    for page in sorted(set(pages)):
        if runs and runs[-1][1] == page - 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return runs


def roman(number: int) -> str:
    """Write a page number of the front matter.

    >>> roman(4), roman(9)
    ('iv', 'ix')
    """
    written = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        written += letters * (number // value)
        number %= value
    return written


def quotation_marks(text: str, language: str) -> tuple[str, str]:
    """Return the opening and closing mark for `text` in a dossier of `language`.

    Arabic and Hebrew keep their own marks in any dossier.
    """
    if bidi.runs_right_to_left(text):
        language = "he" if any("\u0590" <= letter <= "\u05ff" for letter in text) else "ar"
    marks = _MARKS.get(language.partition("-")[0].lower(), _MARKS["en"])
    return marks[0], marks[1]


def in_eights(digest: str) -> str:
    """Write a whole hash so that a line may end in it.

    >>> in_eights("9f3c71aa0be4ffff")
    '9f3c71aa 0be4ffff'
    """
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


def grouped(digest: str, *, groups: int = 3) -> str:
    """Write the beginning of a hash in fours, as people compare it.

    >>> grouped("9f3c71aa0be4ffff")
    '9f3c 71aa 0be4'
    """
    return " ".join(digest[place : place + 4] for place in range(0, 4 * groups, 4)).strip()
