"""What counts as a word, and when two words are the same.

Index, query, scan and highlights all part texts here, so they cannot disagree. Case, accents and
ligatures do not count; an apostrophe or hyphen parts words ("Minsk's" is "minsk", "s"); each
Chinese, Japanese or Korean character is a word of its own, since no spaces part them, and several
without a space between them are a phrase: they find exactly the texts in which they stand so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from string import punctuation

from whoosh.lang import stemmer_for_language

# Vowel signs and accents belong to the letter before them; `\w` leaves them out.
_MARKS = "".join(
    char for char in map(chr, range(0x300, 0x3100)) if unicodedata.category(char)[0] == "M"
)
_UNSPACED = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # kana, ideographs
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"  # hangul, more ideographs
)
_WORD = re.compile(f"[{_UNSPACED}][{_MARKS}]*|(?:(?![{_UNSPACED}])[^\\W_][{_MARKS}]*)+")
_PLAIN = re.compile(r"[a-z0-9]+")

# Letters that Unicode does not take apart, though readers who lack the key type them so.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# Accents of Latin, Greek, Cyrillic, points of Hebrew and Arabic. Vowel signs of Indic scripts are
# marks too, and stay: without them words would change. So do the marks of й, ў and ї, which are
# letters of their own; nobody types и for й, and Russian endings are told by it.
_ACCENTS = re.compile(
    "(?<![иу])\u0306|(?<!і)\u0308|[\u0300-\u0305\u0307\u0309-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4"
    "\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and its half-open range of code points in the text it stands in."""

    text: str
    start: int
    end: int
    written: str
    """As it stands there, its accents composed (NFC)."""


def words(text: str) -> Iterator[Word]:
    """Part `text` into its words, in order.

    >>> [word.text for word in words("Gómez’s Übergröße")]
    ['gomez', 's', 'ubergrosse']
    """
    for match in _WORD.finditer(text):
        found = match.group()
        yield Word(fold(found), match.start(), match.end(), unicodedata.normalize("NFC", found))


def words_of_chunk(chunk: str) -> tuple[str, ...]:
    """Return the words, as they are compared, of what stands between two spaces."""
    if chunk.isascii():
        bare = chunk.strip(punctuation)
        if bare.isalnum():  # one plain word, as nearly always
            return (bare.lower(),)
    return tuple(fold(word) for word in _WORD.findall(chunk))


class _Chunks(dict[str, tuple[str, ...]]):
    """What stands between two spaces, and the words in it: the same chunks come again and again."""

    _KEPT = 500_000

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = words_of_chunk(chunk)
        if len(self) < self._KEPT:
            self[chunk] = found
        return found


_chunks = _Chunks()


def folded_words(text: str) -> list[str]:
    """Return the words of `text` as they are compared, without their places.

    No word has a space in it, so each distinct chunk is taken apart only once: thirty times as fast
    as `words`.
    """
    return list(chain.from_iterable(map(_chunks.__getitem__, text.split())))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` without case, accents and ligatures."""
    folded = word.casefold()
    if _PLAIN.fullmatch(folded):
        return folded
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


STEMMED = frozenset(
    {"da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv"}
)
"""Languages in whose forms words are found. Whoosh's stemmers of Arabic and Turkish change the
beginning of a word, by which an index looks it up."""

ENGLISH: tuple[str, ...] = ("en",)


def stemmed_languages(languages: Iterable[str]) -> tuple[str, ...]:
    """Return those of some languages (BCP 47 tags) that have a stemmer; English if none has.

    >>> stemmed_languages({"de-AT", "en", "zh"})
    ('de', 'en')
    """
    names = {language.split("-")[0].lower() for language in languages}
    names = {"no" if name in {"nb", "nn"} else name for name in names}
    return tuple(sorted(names & STEMMED)) or ENGLISH


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "en") -> str:
    """Return what the forms of a word share (Snowball): "leave", "leaves", "leaving".

    A word in another script than the language's is its own stem.
    """
    if (language == "ru") != ("\u0400" <= word[:1] <= "\u04ff"):
        return word
    stemmed: str = _stemmer(language)(word)
    return stemmed


@lru_cache(maxsize=len(STEMMED))
def _stemmer(language: str) -> Callable[[str], str]:
    stemmer: Callable[[str], str] = stemmer_for_language(language)
    return stemmer
