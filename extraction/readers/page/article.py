"""Which lines of a page are the article: two unlike extractors vote, quotation marks decide.

readability-lxml scores the elements that hold prose; resiliparse goes by tags and class names. They
fail on different pages: the first loses live blogs and pages of many small posts, the second takes
teasers in. Neither's text is used, only its choice of lines, so that captions, credits and the
reading order are the page's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import normalize

from lxml import etree
from readability.readability import Document as Readability
from readability.readability import Unparseable
from resiliparse.extract.html2text import extract_plain_text

from extraction.readers.page.blocks import Block, Look

_READABLE_TAGS = 20_000
"""readability-lxml takes 10 CPU s for 100,000 elements: larger pages are left to the other."""

_SURE = 25
"""Letters from which a line is found in an extractor's text on its own; shorter ones also occur by
chance, and must stand there next to their neighbour."""

_STORY_WORDS = 60
"""Words of prose that make an `article` element a story rather than a teaser."""

_PICTURES_BEFORE = 12
_PICTURES_AFTER = 3
_HEADLINE_BEFORE = 40
"""Lines by which captions and the headline may stand outside the body of the article."""

_MARKED = re.compile(r"[“\"«„](?=[^\s])([^“”\"«»„]{8,3000})[”\"»“]")
_LEAST_WORDS = 4
_WORD = re.compile(r"[^\W_]+")


def choose(markup: str, blocks: Sequence[Block]) -> list[bool]:
    """Say for each line of the page whether it belongs to the article."""
    letters = [_letters(block.text) for block in blocks]
    by_tags = _found(letters, _resiliparse(markup))
    by_prose = _found(letters, _readability(markup))
    kept = by_prose if _suffices(blocks, by_prose, by_tags) else by_tags
    kept = [
        chosen or in_story for chosen, in_story in zip(kept, _in_stories(blocks, kept), strict=True)
    ]
    return _completed(blocks, kept, by_tags)


def marked_passages(line: str) -> list[str]:
    """Return the passages of four words or more that stand in double or angle marks in a line."""
    return [
        passage
        for passage in _MARKED.findall(line)
        if sum(1 for _ in _WORD.finditer(passage)) >= _LEAST_WORDS
    ]


def story_starts(blocks: Sequence[Block], kept: Sequence[bool]) -> list[int]:
    """Return the first line of each story where the page holds several, else nothing."""
    stories = _stories(blocks)
    first: dict[etree._Element, int] = {}
    for place, (block, chosen) in enumerate(zip(blocks, kept, strict=True)):
        if chosen and block.story is not None and block.story in stories:
            first.setdefault(block.story, place)
    return list(first.values()) if len(first) > 1 else []


def _suffices(blocks: Sequence[Block], choice: Sequence[bool], other: Sequence[bool]) -> bool:
    """Whether a choice keeps most of what the other keeps: of the prose, of the marked passages.

    An extractor that loses the story loses quotations and prose together; one that lets comments
    and teasers in gains a few marked passages and hardly any prose.
    """
    ours = theirs = our_prose = their_prose = 0
    for block, chosen, chosen_too in zip(blocks, choice, other, strict=True):
        if not chosen and not chosen_too:
            continue
        marked, prose = len(marked_passages(block.text)), _prose(block)
        ours += chosen * marked
        our_prose += chosen * prose
        theirs += chosen_too * marked
        their_prose += chosen_too * prose
    needed = 0.5 if 2 * ours >= theirs else 0.8
    return our_prose >= needed * their_prose


def _completed(blocks: Sequence[Block], kept: Sequence[bool], also: Sequence[bool]) -> list[bool]:
    """Add what belongs to the kept lines: gaps that the other fills, captions, the headline."""
    chosen = [place for place, keep in enumerate(kept) if keep]
    if not chosen:
        return list(kept)
    first, last = chosen[0], chosen[-1]
    complete = list(kept)
    for place in range(max(0, first - _PICTURES_BEFORE), min(len(blocks), last + _PICTURES_AFTER)):
        if blocks[place].look in (Look.CAPTION, Look.CREDIT) or (
            first < place < last and also[place] and blocks[place].look is Look.TEXT
        ):
            complete[place] = True
    for place in range(max(0, first - _HEADLINE_BEFORE), first):
        if blocks[place].level == 1:
            complete[place] = True
    return complete


def _in_stories(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Mark the lines of all stories of a page of which one was chosen."""
    stories = _stories(blocks)
    chosen = {block.story for block, keep in zip(blocks, kept, strict=True) if keep}
    if not chosen & stories:
        return [False] * len(blocks)
    return [
        block.story in stories and block.look is not Look.CHROME and block.links < 0.5
        for block in blocks
    ]


def _stories(blocks: Sequence[Block]) -> set[etree._Element]:
    """`article` elements side by side, each with a heading and with prose enough for no teaser."""
    words: dict[etree._Element, int] = {}
    headed: set[etree._Element] = set()
    for block in blocks:
        if block.story is not None and block.look is not Look.CHROME:
            words[block.story] = words.get(block.story, 0) + _prose(block)
            if block.look is Look.HEADING:
                headed.add(block.story)
    stories = [story for story in headed if words[story] >= _STORY_WORDS]
    beside = Counter(story.getparent() for story in stories)
    return {story for story in stories if beside[story.getparent()] > 1}


def _prose(block: Block) -> int:
    """How many words of running text a line holds; labels and lists of links hold none."""
    if block.look is not Look.TEXT or block.links > 0.4 or len(block.text) < 60:
        return 0
    return block.text.count(" ") + 1


def _found(letters: Sequence[str], extracted: str) -> list[bool]:
    """Which of the lines occur in what an extractor returned, both given as bare letters."""
    filled = [place for place, line in enumerate(letters) if line]
    found = [False] * len(letters)
    for nth, place in enumerate(filled):
        line = letters[place]
        if len(line) >= _SURE:
            found[place] = line in extracted
            continue
        before = letters[filled[nth - 1]][-_SURE:] if nth else ""
        after = letters[filled[nth + 1]][:_SURE] if nth + 1 < len(filled) else ""
        found[place] = any(
            len(pair) >= _SURE and pair in extracted for pair in (before + line, line + after)
        )
    return found


def _resiliparse(markup: str) -> str:
    return _letters(extract_plain_text(markup, main_content=True))


def _readability(markup: str) -> str:
    if markup.count("<") > _READABLE_TAGS:
        return ""
    try:
        summary = Readability(markup).summary(html_partial=True)
        tree = etree.fromstring(summary, etree.HTMLParser())
    except (Unparseable, etree.LxmlError):
        return ""
    return "" if tree is None else _letters("".join(tree.itertext()))


def _letters(text: str) -> str:
    """Return the letters and digits alone: extractors differ in spaces, marks and entities."""
    return "".join(_WORD.findall(normalize("NFKC", text))).casefold()
