"""Photo credits run together with captions, as news sites paste them.

"© Sputnik / Viktor TolochkoBelarusian President ..." holds an agency, a photographer and a caption
with nothing between the last two. A credit is looked for where pages put one: as a line or at the
beginning of one, in brackets, behind a "©", and after the last sentence of a caption. Running prose
that merely names an agency ("the latest Reuters/Ipsos poll") is none. How a credit itself is built
is the business of `credit_line`.
"""

from __future__ import annotations

import re

from extraction.credit_line import LONGEST, CreditLine, Opening, is_prose, read_credit_line
from extraction.findings import PhotoCredit, Span
from extraction.lexicons import phrases

_LONGEST_CAPTION = 600
_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）\n]{2,160})[)\]）]")
_SIGN = re.compile(r"(?<![ÃÂ\u0302\u0303])©(?!\s?©)")  # "Ã©" is a broken "é", its tilde often apart
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)]?\s{0,2}")
_CAPTION_ALONE = re.compile(
    "(?:" + "|".join(map(re.escape, sorted(phrases("credits", "captions")))) + r")\s?[,:：]\s{0,2}",
    re.IGNORECASE,
)


def find_credits(text: str, span: Span) -> tuple[PhotoCredit, ...]:
    """Return the photo credits printed inside `span`, in reading order.

    `line` is the credit without the brackets around it and without its closing full stop. A caption
    is given where it stands in the same line as its credit. A picture with a caption that says
    nothing of its origin ("Image caption, ...") is returned with the flag "no-credit".
    """
    found: list[PhotoCredit] = []
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        line = _trimmed(text, start, end)
        if len(line):
            found.extend(_in_line(text, line))
        start = end + 1
    return tuple(found)


def _in_line(text: str, line: Span) -> list[PhotoCredit]:
    opening = _caption_alone(text, line) or _opening(text, line)
    if opening is not None:
        return [opening]
    inside = _in_brackets(text, line) or _behind_signs(text, line)
    if inside:
        return inside
    trailing = _trailing(text, line)
    return [trailing] if trailing is not None else []


def _caption_alone(text: str, line: Span) -> PhotoCredit | None:
    words = _CAPTION_ALONE.match(text, line.start, line.end)
    if words is None or words.end() == line.end:
        return None
    return PhotoCredit(
        line=Span(words.start(), words.end()),
        agency=None,
        creator=None,
        distributor=None,
        flags=("no-credit",),
        licence=None,
        caption=Span(words.end(), line.end),
        confidence=0.9,
    )


def _opening(text: str, line: Span) -> PhotoCredit | None:
    """Read a line that is a credit or begins with one."""
    bracket = _BRACKETED.match(text, line.start, line.end)
    if bracket is not None:
        credit = _whole(text, Span(*bracket.span(1)))
        return _finding(text, credit, Span(bracket.end(), line.end)) if credit else None
    if is_prose(text, line.start, line.end):
        return None
    credit = read_credit_line(text, line.start, line.end)
    if credit is None or not _ends_well(text, credit, line.end):
        return None
    return _finding(text, credit, Span(credit.end, line.end))


def _in_brackets(text: str, line: Span) -> list[PhotoCredit]:
    found: list[PhotoCredit] = []
    start = line.start
    for bracket in _BRACKETED.finditer(text, line.start, line.end):
        credit = _whole(text, Span(*bracket.span(1)))
        if credit is not None:
            found.append(_finding(text, credit, Span(start, bracket.start())))
            start = bracket.end()
    return found


def _behind_signs(text: str, line: Span) -> list[PhotoCredit]:
    found: list[PhotoCredit] = []
    if text.find("©", line.start, line.end) < 0:
        return found
    start = line.start
    for sign in _SIGN.finditer(text, line.start + 1, line.end):
        credit = read_credit_line(text, sign.start(), line.end)
        if credit is None or sign.start() < start:
            continue
        if credit.glued or _reaches(text, credit, line.end):
            caption = Span(credit.end, line.end) if credit.glued else Span(start, sign.start())
            found.append(_finding(text, credit, caption))
            start = credit.end
    return found


def _trailing(text: str, line: Span) -> PhotoCredit | None:
    """Read a credit that follows the last sentence of its caption."""
    for stop in _SENTENCE_END.finditer(text, max(line.start, line.end - LONGEST), line.end):
        if stop.end() == line.end or is_prose(text, stop.end(), line.end):
            continue
        credit = read_credit_line(text, stop.end(), line.end)
        if credit is not None and credit.is_sure and _reaches(text, credit, line.end):
            return _finding(text, credit, Span(line.start, stop.end()))
    return None


def _whole(text: str, span: Span) -> CreditLine | None:
    """Read all of a stretch as one credit, as between brackets."""
    span = _trimmed(text, span.start, span.end)
    if not len(span) or is_prose(text, span.start, span.end):
        return None
    credit = read_credit_line(text, span.start, span.end)
    if credit is None or not credit.is_sure or not _reaches(text, credit, span.end):
        return None
    return credit


def _reaches(text: str, credit: CreditLine, end: int) -> bool:
    return end - credit.end < 8 and not text[credit.end : end].strip(" .\t")


def _ends_well(text: str, credit: CreditLine, end: int) -> bool:
    """Whether a line that begins with this reading is a credit and not a sentence."""
    if not credit.is_sure:
        return False
    if credit.glued or _reaches(text, credit, end):
        return True
    if credit.lead is None or credit.lead.opening not in (Opening.SIGN, Opening.COLON, Opening.BY):
        return False
    rest = text[credit.end : credit.end + 4]
    if rest.startswith((". ", "。", " – ", " — ")):
        return True
    # Only a space before the caption: believed behind "©", where no sentence can stand.
    return credit.lead.opening is Opening.SIGN and rest[:1] == " " and rest[1:2].isupper()


def _finding(text: str, credit: CreditLine, caption: Span) -> PhotoCredit:
    follows = credit.end <= caption.start
    caption = _trimmed(text, caption.start, caption.end, also=".。–—-|)]" if follows else "")
    return PhotoCredit(
        line=Span(credit.start, credit.end),
        agency=credit.agency,
        creator=credit.creator,
        distributor=credit.distributor,
        flags=credit.flags,
        licence=credit.licence,
        caption=caption if 1 < len(caption) <= _LONGEST_CAPTION else None,
        confidence=_confidence(text, credit, caption),
    )


def _confidence(text: str, credit: CreditLine, caption: Span) -> float:
    if credit.uncertain or text[credit.end : caption.start] == " ":
        return 0.4  # Nothing but a space parts the last name from the caption.
    if credit.lead is not None:
        return 0.95 if credit.agency or credit.licence else 0.85
    return 0.9 if len(credit.parts) > 1 else 0.75


def _trimmed(text: str, start: int, end: int, *, also: str = "") -> Span:
    """Cut white space off both ends, and from the beginning the characters in `also` too."""
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
