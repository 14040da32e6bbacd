"""A page as the lines a reader sees: paragraphs, headings, captions, credits, in reading order.

The walk is iterative and looks at every node once. A credit inside a caption becomes a line of its
own, because that is how `extraction.credits` reads it: "© Agency / Photographer".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from extraction.readers.page.enclosed import is_taken_out

# Elements that begin and end a line.
_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav "
    "ol option p pre section summary table tbody td tfoot th thead title tr ul"
)
_BLOCK = frozenset(_BLOCK_TAGS.split())
_UNSEEN_TAGS = (
    "applet audio canvas head iframe map math noframes noscript object script select style svg "
    "template textarea video"
)
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_CHROME = frozenset(("nav", "footer", "form", "button", "dialog"))
_LARGEST_CHROME = 3000
"""Characters. Some sites put the whole page into a form, or its article into class "social"."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CHROME_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog")
)
_CHROME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|related|recommended|recirc|promo"
    r"|newsletter|subscribe|social|share|sharing|sidebar|comments?|cookie|gdpr|advert|advertisement"
    r"|sponsored|trending|most-read|most-popular|outbrain|taboola|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION_NAMES = re.compile(r"caption(?!s?-?(?:off|btn|button|toggle))", re.IGNORECASE)
_CREDIT_NAMES = re.compile(
    r"credit|copyright|photographer|(?:image|img|photo|picture|media)[_-]*(?:source|by|author)"
    r"|attribution",
    re.IGNORECASE,
)
_PICTURE_CREDIT_NAMES = re.compile(
    r"(?:image|img|photo|picture|pic|media|caption|figure|thumb)[a-z]*[\s_-]*"
    r"(?:credit|copyright|source|attribution)|credit[_-]*(?:line|text)|creditline",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SOFT_HYPHEN = "\u00ad"


class Look(Enum):
    """What a line of a page is, by the elements it stands in."""

    TEXT = "text"
    HEADING = "heading"
    CAPTION = "caption"
    CREDIT = "credit"
    CHROME = "chrome"
    """Navigation, forms, footers, what stands around every page of the site."""


@dataclass(slots=True)
class Block:
    """One line of a page.

    `links` is the share, in [0, 1], of its characters that are links. `level` is 1 to 6 for a
    heading, else 0. `figure` numbers the figure it belongs to, from 1; 0 is none. `story` is the
    innermost `article` element around it.
    """

    text: str
    look: Look
    links: float
    level: int
    figure: int
    story: etree._Element | None


@dataclass(slots=True)
class Image:
    """A picture that the page shows: where it lies, and the number of its figure (0 is none)."""

    address: str
    alternative: str
    figure: int
    before: int
    """How many blocks come before it."""


@dataclass(slots=True)
class Rendering:
    """What a page shows: its lines and its pictures, in reading order."""

    blocks: list[Block]
    images: list[Image]


@dataclass(slots=True)
class _Around:
    """What the elements around the place that is being looked at say of it."""

    look: Look = Look.TEXT
    link: bool = False
    level: int = 0
    figure: int = 0
    story: etree._Element | None = None
    verbatim: bool = False


def render(root: etree._Element) -> Rendering:
    """Render the tree of a page."""
    return _Renderer().run(root)


class _Renderer:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.images: list[Image] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._figures = 0

    def run(self, root: etree._Element) -> Rendering:
        around = [_Around()]
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                tag = element.tag
                if tag in _UNSEEN or element.get("hidden") is not None:
                    walk.skip_subtree()
                    around.append(around[-1])
                    continue
                inside = self._enter(element, around[-1])
                if tag in _BLOCK or inside.look is not around[-1].look:
                    self._flush(around[-1])
                around.append(inside)
                if tag == "br":
                    self._break(inside)
                elif tag == "img":
                    self._picture(element, inside)
                elif element.text:
                    self._write(element.text, inside)
                continue
            if event == "end":
                inside = around.pop()
                if element.tag in _BLOCK or inside.look is not around[-1].look:
                    self._flush(inside)
            if element.tail and element is not root:
                self._write(element.tail, around[-1])
        self._flush(around[-1])
        return Rendering(self.blocks, self.images)

    def _enter(self, element: etree._Element, outside: _Around) -> _Around:
        tag = element.tag
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
        plain = len(names) == 2
        if plain and tag not in _MEANING and element.get("role") is None:
            return outside
        figure = outside.figure
        if tag == "figure" and not figure:
            self._figures += 1
            figure = self._figures
        story = element if tag == "article" else outside.story
        look = outside.look
        level = outside.level
        if look is not Look.CHROME:
            if (
                tag in _CHROME
                or element.get("role") in _CHROME_ROLES
                or (not figure and tag not in _WHOLE_PAGE and _CHROME_NAMES.search(names))
            ) and _is_small(element):
                look = Look.CHROME
            elif tag in _HEADINGS and look is Look.TEXT:
                look, level = Look.HEADING, int(tag[1])
            elif look is not Look.CREDIT and (
                _PICTURE_CREDIT_NAMES.search(names)
                or ((figure or look is Look.CAPTION) and _CREDIT_NAMES.search(names))
            ):
                look = Look.CREDIT
            elif look is Look.TEXT and (
                tag in ("figcaption", "figure")
                or (tag not in _WHOLE_PAGE and _CAPTION_NAMES.search(names))
            ):
                look = Look.CAPTION
        return _Around(
            look,
            outside.link or tag == "a",
            level,
            figure,
            story,
            outside.verbatim or tag == "pre",
        )

    def _write(self, text: str, around: _Around) -> None:
        text = text.replace(_SOFT_HYPHEN, "")
        if not around.verbatim:
            text = _SPACE.sub(" ", text)
        self._pieces.append(text)
        if around.link:
            self._linked += len(text)

    def _break(self, around: _Around) -> None:
        if around.verbatim:
            self._pieces.append("\n")
        else:
            self._flush(around)

    def _flush(self, around: _Around) -> None:
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        linked, self._linked = self._linked, 0
        lines = text.split("\n") if around.verbatim else (_SPACE.sub(" ", text),)
        for line in lines:
            line = line.rstrip() if around.verbatim else line.strip(" ")
            if line and not line.isspace():
                self.blocks.append(
                    Block(
                        line,
                        around.look,
                        min(1.0, linked / len(text)),
                        around.level,
                        around.figure,
                        around.story,
                    )
                )

    def _picture(self, element: etree._Element, around: _Around) -> None:
        address = element.get("src") or element.get("data-src") or ""
        is_address = is_taken_out(address) or not address.startswith("data:")
        if address and is_address and around.look is not Look.CHROME:
            self.images.append(
                Image(address, element.get("alt") or "", around.figure, len(self.blocks))
            )


_WHOLE_PAGE = frozenset(("html", "body", "main", "article"))
_MEANING = _CHROME | _HEADINGS | frozenset(("figure", "figcaption", "a", "article", "pre"))


def _is_small(element: etree._Element) -> bool:
    """Whether it holds too little to be the story; looks at no more than it must to know."""
    room = _LARGEST_CHROME
    for text in element.itertext():
        room -= len(text)
        if room < 0:
            return False
    return True


def lines_of(blocks: Sequence[Block]) -> str:
    """Return the text of some blocks, a line each."""
    return "\n".join(block.text for block in blocks)
