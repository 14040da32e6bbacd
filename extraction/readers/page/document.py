"""From the markup of a page to a `Document`: what every reader of web pages ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from extraction.errors import UnreadableDocument
from extraction.findings import (
    Document,
    LeftOut,
    Omission,
    Span,
    StatementField,
)
from extraction.readers.characters import cleared
from extraction.readers.original import Original
from extraction.readers.page import article, markup
from extraction.readers.page.blocks import Block, Look, Rendering, render
from extraction.readers.page.enclosed import (
    Pictures,
    any_of,
    no_pictures,
    picture_name,
    taken_out,
)
from extraction.readers.page.figures import pictures_of
from extraction.readers.page.statements import PageStatements, json_ld, statements_of

_MOST_PICTURES = 500

_TOO_LARGE = (
    "The page is so long, or built of so many or so deeply nested elements, that its article could "
    "not be told from its navigation: all of its text was taken."
)
_NO_ARTICLE = "No article could be told from the rest of the page: all of its text was taken."


@dataclass(frozen=True, slots=True)
class Source:
    """The markup of a page and how it came here.

    `location` is the address that an archive fetched it from; `pictures` gives those that came with
    it.
    """

    original: Original
    markup: str
    media_type: str
    encoding: str | None
    warnings: tuple[str, ...] = ()
    location: str | None = None
    pictures: Pictures = no_pictures


def document_of(source: Source) -> Document:
    """Read a page; raises `UnreadableDocument` when it shows no words."""
    shorter, inside = taken_out(source.markup)
    source = replace(source, pictures=any_of((inside, source.pictures)))
    text, _ = cleared(markup.without_embedded_files(shorter).replace("\f", "\n"))
    if markup.is_absurd(text):
        raise UnreadableDocument(
            source.original.name,
            f"the page is built of more than {markup.MOST_TAGS_AT_ALL:,} elements",
            "Open it in a browser, copy its text into a text file and import that.",
        )
    if markup.is_too_large(text):
        return _of_bare_text(source, markup.stripped(text))
    root = markup.parse(text)
    if root is None:
        raise _wordless(source.original.name)
    page = render(root)
    if not page.blocks:
        raise _wordless(source.original.name)
    warnings = source.warnings
    kept = article.choose(text, page.blocks)
    if not any(kept):
        kept = [True] * len(page.blocks)
        warnings = (*warnings, _NO_ARTICLE)
    return _assemble(source, root, page, kept, warnings)


def _assemble(
    source: Source,
    root: etree._Element,
    page: Rendering,
    kept: Sequence[bool],
    warnings: tuple[str, ...],
) -> Document:
    text, spans = _laid_out(page.blocks, kept)
    stated = statements_of(root, location=source.location)
    return Document(
        name=source.original.name,
        text=text,
        sha256=source.original.sha256,
        media_type=source.media_type,
        encoding=source.encoding,
        language=stated.best(StatementField.LANGUAGE),
        published_on=stated.published_on,
        outlet=stated.best(StatementField.OUTLET),
        address=stated.best(StatementField.ADDRESS),
        byline=stated.best(StatementField.BYLINE),
        headline=_headline(page.blocks, kept, stated),
        warnings=warnings,
        statements=stated.statements,
        stories=tuple(spans[at].start for at in article.story_starts(page.blocks, kept)),
        left_out=_left_out(page.blocks, kept, text),
        pictures=pictures_of(page, spans, source.pictures, _stated_credits(root)),
    )


def _laid_out(blocks: Sequence[Block], kept: Sequence[bool]) -> tuple[str, dict[int, Span]]:
    """Lay out the kept lines as text, a heading parted by an empty one, and the span of each."""
    pieces: list[str] = []
    spans: dict[int, Span] = {}
    length = 0
    for place, (block, keep) in enumerate(zip(blocks, kept, strict=True)):
        if not keep:
            continue
        gap = "\n" if spans else ""
        if spans and block.look is Look.HEADING:
            gap = "\n\n"
        pieces.append(gap + block.text)
        start = length + len(gap)
        length = start + len(block.text)
        spans[place] = Span(start, length)
    return "".join(pieces) + "\n", spans


def _headline(blocks: Sequence[Block], kept: Sequence[bool], stated: PageStatements) -> str | None:
    """Return the headline as the article prints it, else as the page states it."""
    printed = (
        block.text
        for block, keep in zip(blocks, kept, strict=True)
        if keep and block.level == 1 and block.look is Look.HEADING
    )
    return next(printed, None) or stated.best(StatementField.HEADLINE)


def _left_out(blocks: Sequence[Block], kept: Sequence[bool], text: str) -> tuple[LeftOut, ...]:
    # Words that the text holds without marks are not accounted for by it.
    marked = "\n".join(
        words
        for block, keep in zip(blocks, kept, strict=True)
        if keep
        for words in article.marked_passages(block.text)
    )
    found: dict[LeftOut, None] = {}
    for block, keep in zip(blocks, kept, strict=True):
        if keep:
            continue
        for words in article.marked_passages(block.text):
            if words not in marked:
                reason = Omission.HEADLINE if words in text else _reason(block)
                found[LeftOut(words, reason)] = None
    return tuple(found)


def _reason(block: Block) -> Omission:
    if block.look is Look.CHROME or block.links > 0.5:
        return Omission.NAVIGATION
    return Omission.HEADLINE if block.look is Look.HEADING else Omission.OUTSIDE


def _stated_credits(root: etree._Element) -> dict[str, str]:
    """Credits of pictures that JSON-LD states, by the pictures' names."""
    found: dict[str, str] = {}
    for item in json_ld(root):
        images = item.get("image")
        for image in images if isinstance(images, list) else [images]:
            if not isinstance(image, dict):
                continue
            address = image.get("contentUrl") or image.get("url")
            credit = image.get("creditText") or image.get("copyrightNotice")
            if isinstance(address, str) and isinstance(credit, str) and credit.strip():
                found.setdefault(picture_name(address), " ".join(credit.split()))
    return found


def _of_bare_text(source: Source, text: str) -> Document:
    if not text.strip():
        raise _wordless(source.original.name)
    return Document(
        name=source.original.name,
        text=text + "\n",
        sha256=source.original.sha256,
        media_type=source.media_type,
        encoding=source.encoding,
        address=source.location,
        warnings=(*source.warnings, _TOO_LARGE),
    )


def _wordless(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        name,
        "the page shows no words; they may be loaded only while a browser shows it",
        "Open it in a browser, wait until the text is there, save it again and import that.",
    )
