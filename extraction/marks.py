"""Quotation marks paired into marked passages, in one pass over the text.

Writers nest marks, reopen them at every paragraph of a long quotation, forget to close them, and
use the same sign for an apostrophe. The pairing is an automaton with a short stack: each mark is
looked at once, so hostile input stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.findings import Span
from extraction.segments import Segments

_MARKS = re.compile(
    "``|''|’’|[\"“”„‟″«»‹›‘’‚‛'`「」『』]|&(?:[lr]d?quo|quot|#822[01]);|â€(?:œ|\x9d|\ufffd|(?=[\\s,.;]))"
)

# Which signs close a passage, by the sign that opened it. German closes „ with “, Swedish opens and
# closes with ”, and typists close “ with a straight mark.
_CLOSERS: dict[str, frozenset[str]] = {
    '"': frozenset(('"', "”", "″", "''")),
    "″": frozenset('"″'),
    "“": frozenset(("”", '"', "’’", "''")),
    "”": frozenset("”"),
    "„": frozenset('“”"'),
    "‟": frozenset("”"),
    "«": frozenset("»"),
    "»": frozenset("«"),
    "‹": frozenset("›"),
    "›": frozenset("‹"),
    "``": frozenset(("''", '"')),
    "「": frozenset("」"),
    "『": frozenset("』"),
    "‘": frozenset("’'"),
    "‛": frozenset("’"),
    "‚": frozenset("‘’"),
    "'": frozenset("'’"),
    "`": frozenset("'"),
    # As broken pages print them: entities encoded twice, and UTF-8 read as Windows-1252.
    "&quot;": frozenset(("&quot;",)),
    "&ldquo;": frozenset(("&rdquo;",)),
    "&lsquo;": frozenset(("&rsquo;",)),
    "&#8220;": frozenset(("&#8221;",)),
    "â€œ": frozenset(("â€\x9d", "â€\ufffd", "â€")),
}
_SINGLE = frozenset(("‘", "‛", "‚", "'", "`", "‹", "›", "&lsquo;"))
_SIGNATURE = re.compile(r"(?:[^\W\d_a-z][\w.'’-]+\s){1,4}?[^\W\d_a-z][\w'’-]+(?:,\s[^.!?]+)?\.?\Z")
_LONGEST_SIGNATURE = 120
_BEHIND_MARKS = frozenset(("", *",.;:!?)]—–"))
_ENDS_WORDS = frozenset(",.!?…")
_APOSTROPHES = frozenset("'’")
_TWO_TYPED = "’’"
"""Typed for ” by some; elsewhere one ends the words in ‘ and the other those around them."""
_OPENS_ONLY = frozenset(
    ("“", "„", "‟", "``", "「", "『", "‘", "‚", "‛", "&ldquo;", "&#8220;", "â€œ")
)
_CLOSES_ONLY = (
    frozenset(("」", "』", "''", "’’", "’", "&rdquo;", "&rsquo;", "&#8221;")) | _CLOSERS["â€œ"]
)
_DEEPEST = 4
# A quotation left open at the end of a paragraph may close in a later one; further away than this
# it is a forgotten mark.
_FARTHEST_CLOSE = 4000
_FARTHEST_MARK = 40
# Words that begin with an apostrophe, and decades: no quotation opens there.
_ELISIONS = re.compile(
    r"(?:tis|twas|em|til|till|cause|bout|round|n|s|d|m|ll|re|ve|\d\ds?)\b", re.IGNORECASE
)


class Marked(NamedTuple):
    """A passage in quotation marks.

    `span` holds the marks, `content` does not. `depth` is 0 for a passage in no other. `closed` is
    False when no mark ends it: then it runs to the end of its paragraph. `reopens` says that it
    continues the passage before, which its paragraph opened anew.
    """

    span: Span
    content: Span
    depth: int
    opener: str
    closed: bool
    reopens: bool

    @property
    def is_single(self) -> bool:
        """Whether single marks stand around it: ‘ ’, ' ' or ‹ ›."""
        return self.opener in _SINGLE


@dataclass(slots=True)
class _Open:
    at: int
    sign: str
    depth: int
    reopens: bool
    # A mark that may be the closing one or a plural's apostrophe: "the workers' rights".
    maybe_closed_at: int | None = None


def find_marked(segments: Segments) -> tuple[Marked, ...]:
    """Return the marked passages of the text, nested ones too, by where they begin."""
    pairing = _Pairing(segments)
    pairing.run()
    pairing.found.sort(key=lambda marked: (marked.span.start, -marked.span.end))
    return tuple(pairing.found)


class _Pairing:
    def __init__(self, segments: Segments) -> None:
        self._text = segments.text
        self._paragraphs = segments.paragraphs
        self._marks = [(m.start(), m.group()) for m in _MARKS.finditer(segments.text)]
        self._stack: list[_Open] = []
        self._spaced = _has_spaced_punctuation(segments.text)
        self.found: list[Marked] = []

    def run(self) -> None:
        paragraph = -1
        for number, (at, sign) in enumerate(self._marks):
            while (
                paragraph + 1 < len(self._paragraphs)
                and self._paragraphs[paragraph + 1].start <= at
            ):
                if paragraph >= 0:
                    self._end_paragraph(paragraph, number)
                paragraph += 1
            self._step(at, sign, self._paragraphs[paragraph].start)
        if paragraph >= 0:
            self._end_paragraph(paragraph, len(self._marks))
        self._give_up(self._paragraphs[paragraph].end if paragraph >= 0 else 0)

    def _step(self, at: int, sign: str, paragraph: int) -> None:
        if sign == _TWO_TYPED and not (self._stack and sign in _CLOSERS[self._stack[-1].sign]):
            self._step(at, sign[0], paragraph)
            self._step(at + 1, sign[1], paragraph)
            return
        if self._closes(at, sign, paragraph) or self._is_closed_amiss(at, sign):
            return
        if self._may_open(at, sign, paragraph):
            self._open(at, sign, paragraph)
        elif sign == "”" and self._is_left_over(at, paragraph):
            opened = _Open(paragraph, "", 0, reopens=False)
            self._record(opened, at, at + len(sign), closed=True)

    def _is_closed_amiss(self, at: int, sign: str) -> bool:
        """Close a passage that ends in the mark that opened it: “a bad joke“ in a speech."""
        text, after = self._text, self._text[at + 1 : at + 2]
        if not (sign == "“" and self._stack and self._stack[-1].sign == sign):
            return False
        if text[at - 1].isspace() or not (after in _BEHIND_MARKS or after.isspace()):
            return False
        self._record(self._stack.pop(), at, at + 1, closed=True)
        return True

    def _is_left_over(self, at: int, paragraph: int) -> bool:
        """Whether a mark ends words that the paragraph begins with: the first mark was lost."""
        return (
            not self._stack
            and (not self.found or self.found[-1].span.end <= paragraph)
            and at - paragraph <= _FARTHEST_CLOSE
            and self._text[at - 1 : at] in _ENDS_WORDS
        )

    def _closes(self, at: int, sign: str, paragraph: int) -> bool:
        """Close the innermost passage that `sign` can end; say whether the mark is used up."""
        after = at + len(sign)
        for level in range(len(self._stack) - 1, -1, -1):
            opened = self._stack[level]
            if sign not in _CLOSERS[opened.sign]:
                continue
            if at == opened.at + len(opened.sign) and sign != opened.sign:
                return False
            if opened.sign in _SINGLE and sign in _APOSTROPHES:
                return self._closes_single(level, at)
            if sign == opened.sign and self._must_open(at, sign):
                return False
            self._pop_to(level)
            self._close(self._stack.pop(), at, after, paragraph)
            return True
        return False

    def _close(self, opened: _Open, at: int, after: int, paragraph: int) -> None:
        """End a passage at its closing mark, or before the signature that the mark stands behind.

        Boxes on news pages put who spoke on a line of its own inside the marks.
        """
        signed = (
            opened.at < paragraph
            and not self._spaced
            and at - paragraph < _LONGEST_SIGNATURE
            and _SIGNATURE.match(self._text, paragraph, at) is not None
        )
        end = self._end_before(paragraph) if signed else at
        if signed and self._text[end - 1] in _ENDS_WORDS:
            self._record(opened, end, end, closed=True)
        else:
            self._record(opened, at, after, closed=True)

    def _closes_single(self, level: int, at: int) -> bool:
        text = self._text
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if after.isalnum():
            return not before.isspace()
        if before.isspace() and not (
            (self._spaced or self._text[at] == "’") and (after.isspace() or not after)
        ):
            return False
        opened = self._stack[level]
        if before in ("s", "S") and after.isspace():
            opened.maybe_closed_at = opened.maybe_closed_at or at
            return True
        self._pop_to(level)
        self._record(self._stack.pop(), at, at + 1, closed=True)
        return True

    def _must_open(self, at: int, sign: str) -> bool:
        """Whether a sign that opens and closes alike can only open here: ` "word`."""
        before = self._text[at - 1 : at]
        after = self._text[at + len(sign) : at + len(sign) + 1]
        return (before.isspace() or before in "([—–" or not before) and after.isalnum()

    def _may_open(self, at: int, sign: str, paragraph: int) -> bool:
        text = self._text
        before = text[at - 1 : at] if at > paragraph else ""
        after = text[at + len(sign) : at + len(sign) + 1]
        if sign in _OPENS_ONLY:
            return sign != "‘" or not before.isalnum()
        if sign in _CLOSES_ONLY:
            return False
        if sign in ("'", "`"):
            alone = (not before or before.isspace()) and after.isspace()
            return (self._spaced and alone) or (
                (not before or before.isspace() or before in '(["“—–-„«')
                and (after.isalnum() or after in '“"…')
                and not _ELISIONS.match(text, at + 1)
            )
        if sign == "”":
            return bool(after) and not after.isspace() and (not before or before.isspace())
        if sign in "»«›‹":
            return True
        if before == "=" or sign == "″" or (before.isdigit() and not after.isalnum()):
            return False
        return not before or not after.isspace() or before.isspace()

    def _open(self, at: int, sign: str, paragraph: int) -> None:
        reopens = False
        same = next((o for o in reversed(self._stack) if o.sign == sign), None)
        if same is not None and same is not self._stack[-1] and same.at >= paragraph:
            same = None  # “ inside ‘ inside “ is a quotation in a quotation in a quotation.
        if same is not None:
            if at == paragraph and same.at < paragraph:
                self._give_up(self._end_before(at))
                reopens = True
            elif sign in _SINGLE:
                self._pop_to(self._stack.index(same))
                self._drop(self._stack.pop())
            else:
                # The mark before was never closed; where it ends can only be guessed.
                self._give_up(self._end_before(at))
        elif at == paragraph and self._stack and self._stack[0].at < paragraph:
            self._give_up(self._end_before(at))
            reopens = True
        if len(self._stack) < _DEEPEST:
            self._stack.append(_Open(at, sign, len(self._stack), reopens))

    def _end_before(self, at: int) -> int:
        end = at
        while end > 0 and self._text[end - 1].isspace():
            end -= 1
        return end

    def _pop_to(self, level: int) -> None:
        while len(self._stack) > level + 1:
            self._drop(self._stack.pop())

    def _drop(self, opened: _Open) -> None:
        """End a passage whose outer one ended: single marks only count when they may close."""
        if opened.maybe_closed_at is not None:
            self._record(opened, opened.maybe_closed_at, opened.maybe_closed_at + 1, closed=True)

    def _give_up(self, end: int) -> None:
        """End all that is open: nothing will close it."""
        while self._stack:
            opened = self._stack.pop()
            if opened.sign in _SINGLE or self._stack:
                self._drop(opened)
            elif end - opened.at > len(opened.sign) + 1:
                self._record(opened, end, end, closed=False)

    def _record(self, opened: _Open, inner_end: int, end: int, *, closed: bool) -> None:
        start = opened.at + len(opened.sign)
        content = _trimmed(self._text, start, inner_end)
        if content is not None:
            self.found.append(
                Marked(
                    Span(opened.at, end), content, opened.depth, opened.sign, closed, opened.reopens
                )
            )

    def _end_paragraph(self, paragraph: int, following: int) -> None:
        """Decide what becomes of passages still open where a paragraph ends."""
        while self._stack and self._stack[-1].sign in _SINGLE:
            if len(self._stack) == 1 and self._closes_later(self._stack[0], following):
                return
            self._drop(self._stack.pop())
        if not self._stack:
            return
        if not self._reopens(paragraph + 1, following) and not self._closes_later(
            self._stack[0], following
        ):
            self._give_up(self._paragraphs[paragraph].end)

    def _reopens(self, paragraph: int, following: int) -> bool:
        """Whether the next mark opens the next paragraph, as in a long quotation."""
        return (
            paragraph < len(self._paragraphs)
            and following < len(self._marks)
            and self._marks[following] == (self._paragraphs[paragraph].start, self._stack[0].sign)
        )

    def _closes_later(self, opened: _Open, following: int) -> bool:
        """Whether one of the next marks closes `opened` before another of its kind opens."""
        if opened.sign in ("'", "`") and not self._spaced:
            return False
        for at, sign in self._marks[following : following + _FARTHEST_MARK]:
            if at - opened.at > _FARTHEST_CLOSE:
                return False
            if sign == opened.sign and self._must_open(at, sign):
                return False
            if sign in _CLOSERS[opened.sign]:
                if sign not in _APOSTROPHES:
                    return True
                if not self._text[at + 1 : at + 2].isalnum():
                    return self._text[at - 1 : at] not in ("s", "S")
            elif sign == opened.sign:
                return False
        return False


def _has_spaced_punctuation(text: str) -> bool:
    """Whether punctuation stands apart from the words, as corpora and some typists write it."""
    beginning = text[:20_000]
    return beginning.count(" ,") > beginning.count(",") / 2 > 2


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None


def outermost(passages: Sequence[Marked]) -> tuple[Marked, ...]:
    """Return the passages that lie in no other."""
    return tuple(marked for marked in passages if marked.depth == 0)
