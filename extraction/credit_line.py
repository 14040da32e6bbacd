"""The grammar of a credit line: lead words, names, agencies, flags and a licence, in any order.

Nothing but a lexicon can tell the agency from the photographer: "Sputnik / Viktor Tolochko" names
the agency first, "FABRICE COFFRINI/AFP/Getty Images" last. What the lexicon does not know is a
person, unless a word of it says that it is a body ("Northern Wire", "Star Tribune").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import chain
from typing import TypeVar

from extraction.lexicons import phrases, rows, words

# Listed letter by letter: in the blocks beyond Latin-1 capitals and small letters alternate.
_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x530)) if letter.isupper())
_COPYRIGHT = re.compile(r"(?P<sign>©|\([cC]\))\s{0,2}")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_COLON = re.compile(r"\s{0,2}(?:[:：=|]|\.{2,3}|…|,(?=\s)|\s[-–—](?=\s))\s{0,3}")
_SEPARATOR = re.compile(
    r"\s{0,2}(?P<mark>[/|;,·•／、])\s{0,2}"
    r"|\s[-–—]\s"
    r"|\s{1,2}(?P<word>via|through|by|for|pour|für|para|par|von|and|und|et|y|и|&)\s{1,2}"
    r"|\s{0,2}(?P<bracket>\()"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’‑.-](?=[^\W\d_]))*")
_ABBREVIATED = re.compile(rf"(?:[{_UPPER}]|Jr|Sr|St)\.")
_MARKS = frozenset("\"'“”„«»‘’‹›")
_LICENCE = re.compile(
    r"CC(?:[ -](?:BY|SA|NC|ND|Zero)){1,4}(?:[ -]\d(?:\.\d)?)?(?: (?:DE|US|UK|AT|CH|FR|ES|IGO)\b)?"
    r"|CC-?0(?: 1\.0)?"
    r"|Creative Commons(?: Attribution)?(?:[ -](?:ShareAlike|NonCommercial|NoDerivs)){0,2}"
    r"(?: \d\.\d)?"
)
_FIRST_WORDS = re.compile(rf"(?:\S[^\s{_UPPER}]*\s){{1,8}}")
_XINHUA = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,8}?)记者\s?(?P<name>[\u4e00-\u9fff·]{2,6})\s?摄"
)
# Where a caption begins inside a word: "TolochkoBelarusian", "DOERepublican".
_LIFT = re.compile(rf"(?<=[^\W\d_{_UPPER}])(?=[{_UPPER}])")
_SHOUT = re.compile(rf"[{_UPPER}]{{2,}}(?=[{_UPPER}][^\W\d_{_UPPER}]{{2}})")
_INNER_CAPITAL = frozenset(["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "Del"])
_PARTICLES = words("words", "joins") | {"af", "av", "do", "bint", "abu"}
_NEVER_NAME = words("words", "never_name")
_LONGEST_PERSON = 4
LONGEST = 160
"""Characters of a line that are read as a credit at most, which keeps every search linear."""
_LONGEST_NAME = 9


class What(Enum):
    """What a part of a credit line is."""

    PICTURES = auto()
    """An agency or archive whose name alone is a credit."""
    WIRE = auto()
    OUTLET = auto()
    BODY = auto()
    PLATFORM = auto()
    ORGANIZATION = auto()
    """Known as a body by one of its words only."""
    PERSON = auto()
    FLAG = auto()
    LICENCE = auto()


BODIES = frozenset(
    (What.PICTURES, What.WIRE, What.OUTLET, What.BODY, What.PLATFORM, What.ORGANIZATION)
)


class Opening(Enum):
    """How a credit line announces itself."""

    SIGN = auto()
    """"©"."""
    LETTER = auto()
    """"(c)", which also numbers the items of lists."""
    COLON = auto()
    """"Photo:", "Foto:"."""
    BY = auto()
    """"Photograph by"."""
    BARE = auto()
    """"Foto" with nothing but an agency behind it."""
    PROVIDED = auto()
    """"Courtesy of": what follows is who gave the picture."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part at its place; `joined_by` is "/", "via", "by" ..., or "" for the first.

    `value` is what the part says: as printed, but of a flag its own word ("file": "Archivfoto").
    """

    what: What
    start: int
    end: int
    value: str
    joined_by: str = ""
    says_all: bool = False
    """Whether a line that is nothing but these words is a credit."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The words that announce a credit, and what they say themselves: "handout photo from"."""

    opening: Opening
    end: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A stretch read as a credit: where it ends, a caption glued to it left out.

    `glued` says that a caption follows without a space. `uncertain` says that the last name may run
    on: nothing but a space parts it from a capitalised word.
    """

    start: int
    end: int
    lead: Lead | None
    parts: tuple[Part, ...]
    glued: bool
    uncertain: bool

    @property
    def creator(self) -> str | None:
        """The photographers, as printed."""
        people = [part for part in self.parts if part.what is What.PERSON]
        together = [part.value for part in people[1:] if part.joined_by == "and"]
        return " and ".join([people[0].value, *together]) if people else None

    @property
    def agency(self) -> str | None:
        """The agency or provider that the picture comes from."""
        return next((part.value for part in self._bodies if part.joined_by != "via"), None)

    @property
    def distributor(self) -> str | None:
        """Who passed the picture on: after "via", or the last of two agencies."""
        via = [part.value for part in self._bodies if part.joined_by == "via"]
        others = [part.value for part in self._bodies if part.joined_by != "via"][1:]
        return "/".join(via or others) or None

    @property
    def flags(self) -> tuple[str, ...]:
        """What kind of picture it is, in the order of the line, without repetition."""
        said = [part.value for part in self.parts if part.what is What.FLAG]
        if self.distributor and self.agency and _is_official(self.agency):
            said.append("handout")
        return tuple(dict.fromkeys((*(self.lead.flags if self.lead else ()), *said)))

    @property
    def licence(self) -> str | None:
        """The licence as printed."""
        return next((part.value for part in self.parts if part.what is What.LICENCE), None)

    @property
    def _bodies(self) -> list[Part]:
        return [part for part in self.parts if part.what in BODIES]

    @property
    def is_sure(self) -> bool:
        """Whether the parts prove a credit, even where no word announces one."""
        whats = {part.what for part in self.parts}
        if self.lead is not None:
            needs_body = self.lead.opening in (Opening.LETTER, Opening.BARE)
            return not needs_body or not whats.isdisjoint(BODIES)
        people = [part.value for part in self.parts if part.what is What.PERSON]
        if len(self.parts) == 1:
            # "Getty." and "File photo" are lines of their own; a bare "Reuters" may open a report.
            return What.PICTURES in whats or self.parts[0].says_all
        joints = {part.joined_by for part in self.parts}
        if joints.isdisjoint(("/", "via", "by")) and What.PICTURES not in whats:
            return False
        # "Reuters/Ipsos" polls; photographers have two names.
        if any(name.isascii() and " " not in name for name in people):
            return False
        if What.PICTURES in whats:
            return True
        if What.WIRE in whats:
            return bool(people) or What.FLAG in whats or "via" in joints
        if What.FLAG in whats:
            return bool(people) or What.PLATFORM in whats
        return bool(people) and not whats.isdisjoint(BODIES)


def read_credit_line(text: str, start: int, end: int) -> CreditLine | None:
    """Read the credit that begins at `start`; None where none does.

    Nothing is said of what follows the credit up to `end`: whether the rest may be a caption, or
    shows that this was a sentence, is for the caller to judge.
    """
    if (xinhua := _XINHUA.match(text, start, end)) is not None:
        parts = (
            Part(What.WIRE, *xinhua.span("agency"), xinhua["agency"]),
            Part(What.PERSON, *xinhua.span("name"), xinhua["name"], "/"),
        )
        return CreditLine(start, xinhua.end(), None, parts, glued=False, uncertain=False)
    end = min(end, start + LONGEST)
    lead = _lead_at(text, start, end)
    position = lead.end if lead else start
    if position >= end or _claims_the_page(text, lead, end):
        return None
    if lead is not None and lead.opening is Opening.PROVIDED:
        return _provided(text, start, end, lead)
    return _parts(text, start, position, end, lead)


def is_prose(text: str, start: int, end: int) -> bool:
    """Whether the words at `start` show at once that no credit goes on to `end`.

    So they do in "The mayor told ...": no lead stands there, a small word soon comes that is in no
    credit, and no caption begins inside a word before it. Nor does a credit open with a mark.
    """
    first = text[start]
    if first in _MARKS:
        return True
    if first in "©(" or _beginning(_leads(), text[start : start + 3].casefold()):
        return False
    words = _FIRST_WORDS.match(text, start, end)
    if words is not None:
        known = _said_in_credits()
        for word in words[0].split():
            if word.islower() and word not in known and word.isalpha():
                return True
    return False


def _claims_the_page(text: str, lead: Lead | None, end: int) -> bool:
    """Whether a "©" protects the page ("© 2024 Harbour Post. All rights reserved")."""
    if lead is None or lead.opening not in (Opening.SIGN, Opening.LETTER):
        return False
    rest = text[lead.end : min(end, lead.end + 160)].lower()
    return _YEAR.match(rest) is not None or "rights reserved" in rest


def _parts(text: str, start: int, position: int, end: int, lead: Lead | None) -> CreditLine | None:
    parts: list[Part] = []
    glued = uncertain = False
    joined_by, last = "", position
    while position < end:
        found = _part_at(text, position, end, joined_by, known_only=joined_by == " ")
        if found is None:
            break
        part, glued, uncertain = found
        parts.append(part)
        position = last = part.end
        if glued or uncertain:
            break
        if joined_by == "(" and text[last : last + 1] == ")":
            position = last = last + 1
        separator = _SEPARATOR.match(text, position, end)
        if separator is not None:
            word = separator["word"] or ""
            joined_by = _JOINTS.get(word, word) or separator["mark"] or separator["bracket"] or "-"
            position = separator.end()
        elif text[position : position + 1].isspace():
            joined_by, position = " ", position + 1
        else:
            break
    if not parts:
        return None
    return CreditLine(start, last, lead, tuple(parts), glued, uncertain)


_JOINTS = {
    "through": "via",
    **dict.fromkeys(("pour", "für", "para"), "for"),
    **dict.fromkeys(("par", "von"), "by"),
    **dict.fromkeys(("und", "et", "y", "и", "&"), "and"),
}


def _part_at(
    text: str, start: int, end: int, joined_by: str, *, known_only: bool
) -> tuple[Part, bool, bool] | None:
    """Return the part at `start`, whether a caption is glued on, whether its end is uncertain."""
    licence = _LICENCE.match(text, start, end)
    if licence is not None:
        return Part(What.LICENCE, start, licence.end(), licence.group(), joined_by), False, False
    known = _known_at(text, start, end)
    if known is not None:
        what, stop, value = known
        says_all = text[start:stop].casefold() in _SAID_ALONE
        part = Part(what, start, stop, value, joined_by, says_all)
        return part, _is_glued(text, stop, end), False
    return None if known_only else _name_at(text, start, end, joined_by)


def _is_glued(text: str, stop: int, end: int) -> bool:
    return stop < end and text[stop].isupper() and " " in text[stop:end]


def _known_at(text: str, start: int, end: int) -> tuple[What, int, str] | None:
    """Find the longest entry of the lexicon at `start`: (what, end, value)."""
    if text[start : start + 9].lower() == "official ":
        start += 9
    for phrase, what, value in _beginning(_known(), text[start : start + 3].casefold()):
        stop = start + len(phrase)
        printed = text[start:stop]
        if stop > end or not _same(printed, phrase):
            continue
        following = text[stop : stop + 1]
        if following.isalnum() and stop < end and not _begins_caption(text, stop, end):
            continue
        if what is What.FLAG or what is What.LICENCE:
            return what, stop, value or printed
        stop_photo = _photo_noun(text, stop, end)
        if stop_photo is not None:
            return What.PICTURES, stop_photo, printed
        return what, stop, printed
    return None


def _begins_caption(text: str, stop: int, end: int) -> bool:
    return text[stop].isupper() and text[stop + 1 : stop + 2].islower() and " " in text[stop:end]


def _photo_noun(text: str, start: int, end: int) -> int | None:
    """Return the end of the noun in "AP Photo", None where none follows."""
    word = _WORD.match(text, start + 1, end) if text[start : start + 1] == " " else None
    if word is not None and word.group().lower() in _PHOTO_NOUNS:
        return word.end()
    return None


def _same(printed: str, phrase: str) -> bool:
    if len(phrase) <= 4 and phrase.upper() == phrase:
        return printed == phrase
    return printed.casefold() == phrase.casefold() and (
        printed[0].isupper() or not phrase[0].isupper()
    )


def _name_at(text: str, start: int, end: int, joined_by: str) -> tuple[Part, bool, bool] | None:
    """Read a name that the lexicon does not know."""
    position = first = _after_ranks(text, start, end)
    ends: list[int] = []
    glued = is_body = False
    while len(ends) < _LONGEST_NAME and (word := _WORD.match(text, position, end)) is not None:
        printed = word.group()
        if ends and _known_at(text, position, end) is not None:
            break
        if printed[0].islower() and not (ends and printed.lower() in _PARTICLES):
            break
        abbreviated = _ABBREVIATED.match(text, position, end)
        if not ends and abbreviated is None and printed.lower() in _NEVER_NAME:
            return None
        seam = _seam(printed)
        if seam is not None and " " in text[position + seam : end]:
            ends.append(position + seam)
            glued = True
            break
        is_body = is_body or printed.lower() in _ORG_WORDS
        position = max(word.end(), abbreviated.end() if abbreviated else 0)
        ends.append(position)
        if text[position : position + 1] not in (" ", "\u00a0"):
            break
        position += 1
    while ends and text[first : ends[-1]].rsplit(" ", 1)[-1].lower() in _PARTICLES:
        ends.pop()
    if not ends:
        return None
    uncertain = not is_body and not glued and len(ends) > _LONGEST_PERSON
    stop = ends[1] if uncertain else ends[-1]
    what = What.ORGANIZATION if is_body or joined_by == "for" else What.PERSON
    return Part(what, first, stop, text[first:stop], joined_by), glued, uncertain


def _seam(word: str) -> int | None:
    """Return where a caption begins inside a word, None where the word is one."""
    shout = _SHOUT.match(word)
    if shout is not None:
        return shout.end()
    for lift in _LIFT.finditer(word):
        before = word[: lift.start()]
        if before not in _INNER_CAPITAL and before[-1] not in "-'’.":
            return lift.start()
    return None


def _after_ranks(text: str, start: int, end: int) -> int:
    """Skip "Mass Communication Specialist 2nd Class " before a name."""
    ranks = _RANKS.match(text, start, end)
    return ranks.end() if ranks is not None else start


def _provided(text: str, start: int, end: int, lead: Lead) -> CreditLine | None:
    """Read who gave the picture: capitalised words, as long as they make no sentence."""
    position = lead.end
    last = position
    capitalised = False
    for _ in range(_LONGEST_NAME + 3):
        word = _WORD.match(text, position, end)
        if word is None:
            break
        printed = word.group()
        if printed[0].islower() and printed.lower() not in _LINKS:
            break
        if not printed[0].islower():
            capitalised, last = True, word.end()
            if printed.endswith(("'s", "’s")):
                return None  # "Courtesy of Dan's memoir, ...": a sentence
        position = word.end()
        while position < end and text[position] in " /&,-":
            position += 1
    if not capitalised:
        return None
    via = text.find(" via ", lead.end, last)
    stop = via if via >= 0 else last
    parts = [Part(What.ORGANIZATION, lead.end, stop, text[lead.end : stop])]
    if via >= 0:
        parts.append(Part(What.ORGANIZATION, via + 5, last, text[via + 5 : last], "via"))
    return CreditLine(start, last, lead, tuple(parts), glued=False, uncertain=False)


def _lead_at(text: str, start: int, end: int) -> Lead | None:
    lead: Lead | None = None
    position = start
    for _ in range(2):  # "Foto: © dpa", "Photo: courtesy of the museum"
        found = _one_lead_at(text, position, end, inside=lead is not None)
        if found is None:
            break
        flags = (*(lead.flags if lead else ()), *found.flags)
        lead = Lead(found.opening, found.end, flags)
        position = found.end
    return lead


def _one_lead_at(text: str, start: int, end: int, *, inside: bool) -> Lead | None:
    if start >= end:
        return None
    sign = _COPYRIGHT.match(text, start, end)
    if sign is not None:
        return Lead(Opening.SIGN if sign["sign"] == "©" else Opening.LETTER, sign.end())
    if not text[start].isalpha() or (text[start].islower() and not inside):
        return None  # "... a photo by the agency": lead words open a line with a capital
    window = text[start : min(end, start + 60)].casefold()
    for phrase, opening, flags in _beginning(_leads(), window[:3]):
        if not window.startswith(phrase):
            continue
        stop = start + len(phrase)
        if opening is Opening.COLON:
            colon = _COLON.match(text, stop, end)
            if colon is not None:
                return Lead(opening, colon.end(), flags)
        elif text[stop : stop + 1].isspace() or (opening is Opening.BY and phrase[-1] == "©"):
            skipped = _COLON.match(text, stop, end) if opening is Opening.PROVIDED else None
            begin = skipped.end() if skipped else stop + 1
            return Lead(opening, begin, flags)
    return None


@cache
def _leads() -> Mapping[str, tuple[tuple[str, Opening, tuple[str, ...]], ...]]:
    """Return the lead words by their first three letters, the longest first."""
    openings = (
        ("colon", Opening.COLON, ()),
        ("by", Opening.BY, ()),
        ("bare", Opening.BARE, ()),
        ("courtesy", Opening.PROVIDED, ("courtesy",)),
        ("handed", Opening.PROVIDED, ("handout",)),
    )
    return _by_first_letters(
        (phrase.casefold(), opening, given or _flags_of(phrase))
        for group, opening, given in openings
        for phrase in phrases("credits", group)
    )


def _flags_of(lead: str) -> tuple[str, ...]:
    said = lead.casefold()
    return tuple(flag for sign, flag in _LEAD_FLAGS.items() if sign in said)


_LEAD_FLAGS = {
    "staff": "staff",
    "file": "file",
    "archiv": "file",
    "архив": "file",
    "pool": "pool",
    "handout": "handout",
    "screenshot": "screenshot",
}


@cache
def _known() -> Mapping[str, tuple[tuple[str, What, str], ...]]:
    """Return what the lexicon knows by its first three letters, the longest first."""
    groups = (
        ("pictures", What.PICTURES),
        ("wires", What.WIRE),
        ("outlets", What.OUTLET),
        ("bodies", What.BODY),
        ("platforms", What.PLATFORM),
        ("licences", What.LICENCE),
    )
    known = [(phrase, what, "") for group, what in groups for phrase in phrases("credits", group)]
    for entry in phrases("credits", "flags"):
        phrase, flag = entry.split("=")
        known.append((phrase, What.FLAG, flag))
    return _by_first_letters(known)


_Sense = TypeVar("_Sense")
_Detail = TypeVar("_Detail")


def _by_first_letters(
    entries: Iterable[tuple[str, _Sense, _Detail]],
) -> dict[str, tuple[tuple[str, _Sense, _Detail], ...]]:
    index: dict[str, list[tuple[str, _Sense, _Detail]]] = {}
    for entry in sorted(entries, key=lambda entry: (-len(entry[0]), entry[0])):
        index.setdefault(entry[0][:3].casefold(), []).append(entry)
    return {letters: tuple(found) for letters, found in index.items()}


def _beginning(
    index: Mapping[str, tuple[tuple[str, _Sense, _Detail], ...]], letters: str
) -> tuple[tuple[str, _Sense, _Detail], ...]:
    """Return the entries that can begin with these three letters, the longest first."""
    longer, short = index.get(letters, ()), index.get(letters[:2], ())
    return (*longer, *short) if short else longer


@cache
def _said_in_credits() -> frozenset[str]:
    """Return the words of all phrases of which credits are made, and those that join them."""
    known = (_WORD.findall(entries.casefold()) for _, entries in rows("credits"))
    return frozenset(
        ("official", *chain.from_iterable(known), *_LINKS, *_JOINTS, *_JOINTS.values())
    )


def _is_official(name: str) -> bool:
    said = name.casefold()
    return any(word in said for word in _OFFICIAL)


_PHOTO_NOUNS = phrases("credits", "photo_nouns")
_ORG_WORDS = phrases("credits", "org_words")
_OFFICIAL = phrases("credits", "official_words")
_RANKS = re.compile(
    "(?:(?:"
    + "|".join(map(re.escape, sorted(phrases("credits", "ranks"), key=lambda r: (-len(r), r))))
    + ") ){1,4}",
    re.IGNORECASE,
)
_LINKS = _PARTICLES | {"the", "of", "for", "and", "via", "der", "die", "das"}
_SAID_ALONE = phrases("credits", "alone")
