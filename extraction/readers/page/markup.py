"""From the characters of a page to a tree, or to bare text where a tree would cost too much.

libxml2 answers 256 nested elements with an empty tree and no error, and a million elements with a
gigabyte of memory. Both are seen before parsing, by counting tags, and such a page is stripped of
its tags instead: its words are kept, what is article and what is navigation is no longer known.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

MOST_TAGS = 250_000
"""Tags in one page; the 181 pages of the development corpus hold 8,000 at most."""

MOST_TAGS_AT_ALL = 2_000_000
"""Tags that can be stripped in half of the time that reading one file may take."""

LONGEST = 6_000_000
"""Characters in one page, embedded files not counted: ten novels. readability-lxml takes more than
10 CPU s for a paragraph of 50 MB."""

DEEPEST = 200
"""Elements inside each other; libxml2 gives up at 256."""

# What is written inside these is no text of the page.
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|svg|head)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub"
    r"|sup|time|u|var|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_TAGS = re.compile(r"(?: ?</?[a-zA-Z!?][^<>]*>)+ ?")
_DATA_ADDRESS = re.compile(r"data:[a-z0-9.+/-]{1,80};base64,[A-Za-z0-9+/=%]{200,}")

# Elements without content, and those whose end tag writers may leave out: they do not nest.
_FLAT_TAGS = (
    "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td "
    "th thead tbody tfoot colgroup html head body"
)
_FLAT = frozenset(_FLAT_TAGS.split())
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def is_too_large(markup: str) -> bool:
    """Whether a tree of this page would be too deep or too large; one pass, no recursion."""
    if len(markup) > LONGEST:
        return True
    if markup.count("<") <= DEEPEST:
        return False
    tags = depth = 0
    for tag in _TAG.finditer(_UNSEEN.sub(" ", markup)):
        tags += 1
        if tag[2].lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST or tags > MOST_TAGS:
            return True
    return False


def is_absurd(markup: str) -> bool:
    """Whether even its bare text would cost too much to get at."""
    return markup.count("<") > MOST_TAGS_AT_ALL


def parse(markup: str) -> etree._Element | None:
    """Return the root of the page's tree; None when the markup holds no element at all.

    To be called only for what is not `is_too_large`. No entity is expanded from outside, nothing is
    fetched.
    """
    # lxml refuses a string that declares an encoding; the characters are decoded already.
    markup = _XML_DECLARATION.sub("", markup, count=1)
    # Lone surrogates cannot be encoded, NUL ends a string in libxml2.
    data = markup.replace("\0", " ").encode("utf-8", "replace")
    # huge_tree allows text nodes above 10 MB; the number and depth of nodes is bounded above.
    parser = etree.HTMLParser(huge_tree=True, no_network=True, recover=True, encoding="utf-8")
    try:
        return etree.fromstring(data, parser)
    except etree.ParserError:
        return None


def stripped(markup: str) -> str:
    """Return the words of a page without a tree: tags become ends of lines, entities characters."""
    text = " ".join(_UNSEEN.sub(" ", markup).split())
    text = _TAGS.sub("\n", _INLINE_TAG.sub("", text))
    return unescape(text).strip() if "&" in text else text.strip()


def without_embedded_files(markup: str) -> str:
    """Return the markup without the pictures and fonts that a browser saved inside of it."""
    return _DATA_ADDRESS.sub("data:,", markup) if "base64," in markup else markup
