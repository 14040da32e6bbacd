"""The language of a text, told by its commonest words.

Only languages whose cues the lexicon holds are told apart; a text in another is handled as English,
which leaves its marks and names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extraction.segments import Token

_COMMON = {
    "en": "the of and to in that is was for it with as he on by at from his but said",
    "de": "der die das und den von zu mit sich auf ist im dem nicht ein eine als auch es wurde",
    "fr": "le la les de des et en du un une que est dans pour qui sur par au il plus",
    "es": "el la los las de que y en un una del se por con para su al es más no",
    "ru": "и в не на что с он как по это из его за от но для к о а у",
}
_LANGUAGES_OF = {
    word: [tag for tag, words in _COMMON.items() if word in words.split()]
    for words in _COMMON.values()
    for word in words.split()
}
_ENOUGH_TOKENS = 800


def language_of(tokens: Iterable[Token]) -> str:
    """Return the BCP 47 tag of the language most common words belong to, "en" when none do."""
    counts: Counter[str] = Counter()
    for number, token in enumerate(tokens):
        counts.update(_LANGUAGES_OF.get(token.lower, ()))
        if number == _ENOUGH_TOKENS:
            break
    return max(_COMMON, key=lambda tag: counts[tag])
