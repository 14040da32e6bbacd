"""The language of a text, told by its commonest words.

Only of some languages are the verbs of speech, the pronouns and the names of days known (`READ`). A
text in another gives its marks, its names and its credits, and a warning says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from operator import attrgetter

from extraction.segments import Token

READ = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "ru": "Russian"}
"""The languages whose verbs of speech are known, by their BCP 47 tags."""

UNDETERMINED = "und"

_COMMON = {
    "en": "the of and to in that is was for it with as he on by at from his but said",
    "de": "der die das und den von zu mit sich auf ist im dem nicht ein eine als auch es wurde",
    "fr": "le la les de des et en du un une que est dans pour qui sur par au il plus",
    "es": "el la los las de que y en un una del se por con para su al es más no",
    "ru": "и в не на что с он как по это из его за от но для к о а у",
    # Known to be told from those above.
    "nl": "de het een van en in is dat op te zijn met voor niet aan er die om ook heeft",
    "it": "il la di che e in un una per non sono con del della è si le dei alla ha",
    "pt": "o a de que e do da em um uma para com não os no na se por mais foi",
    "pl": "i w na z się nie do to że jest o jak za po od ale ma przez są był",
    "cs": "a se v na je že s z do to o i jako za pro by ale si po k",
    "sv": "och i att det som en på är av för med till den har de inte om ett var från",
}
_LANGUAGES_OF = {
    word: [tag for tag, words in _COMMON.items() if word in words.split()]
    for words in _COMMON.values()
    for word in words.split()
}
_ENOUGH_TOKENS = 801
_TELLING_WORDS = 40
"""Words from which on a text without common ones is in none of these languages."""
_LEAST_SHARE = 0.05
_LEAD = 3
"""Common words more that a language needs whose verbs of speech are not known."""


def language_of(tokens: Iterable[Token]) -> str:
    """Return the BCP 47 tag of the language most common words belong to.

    `UNDETERMINED` where too few of many words are common in any of them; "en" for short texts.
    """
    some = list(islice(tokens, _ENOUGH_TOKENS))
    words = sum(map(attrgetter("is_word"), some))
    counts = dict.fromkeys(_COMMON, 0)
    common = filter(_LANGUAGES_OF.__contains__, map(attrgetter("lower"), some))
    for word, times in Counter(common).items():
        for tag in _LANGUAGES_OF[word]:
            counts[tag] += times
    best = max(READ, key=counts.__getitem__)
    other = max(_COMMON, key=counts.__getitem__)
    if counts[other] >= counts[best] * 1.25 + _LEAD:
        best = other
    is_told = counts[best] >= _LEAST_SHARE * words or words < _TELLING_WORDS
    return best if is_told else UNDETERMINED


def warning_of(language: str) -> str | None:
    """Return what to tell the user of a text in this language, None where there is nothing."""
    if language in READ:
        return None
    *names, last = READ.values()
    return (
        "The text is in a language whose verbs of speech are not known (those of "
        f"{', '.join(names)} and {last} are): quotations were found by their marks alone and "
        "speakers by the names near them. Check them with care."
    )
