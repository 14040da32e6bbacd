"""The sources: every article cited, numbered as in the notes, with where to find it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dossier import styles, wording
from dossier.contents import Contents, SourceEntry
from dossier.layout.pages import Row, stacked
from dossier.layout.structure import Element, Role
from dossier.layout.text import Piece, Type
from dossier.sections.chapters import source_anchor
from dossier.sections.typesetting import Typesetter, beside


def source_rows(
    setter: Typesetter, contents: Contents, cited_on: Mapping[int, Sequence[int]]
) -> Iterator[list[Row]]:
    """Yield the rows of each source. `cited_on` gives the pages whose notes name it."""
    for index, source in enumerate(contents.sources):
        element = Element(Role.PARAGRAPH)
        rows = stacked(
            setter.lines(_citation(source, setter.language), styles.ENTRY_SHAPE),
            x=styles.INSET, space=9.0, keep_with_next=True, keep_together=True, element=element,
        )  # fmt: skip
        rows[0] = numbered(setter, replace(rows[0], anchor=source_anchor(index)), index + 1)
        if source.address:
            rows += stacked(
                setter.lines((_address(source.address),), styles.ENTRY_SMALL_SHAPE),
                x=styles.INSET, keep_with_next=True, keep_together=True, element=element,
            )  # fmt: skip
        kept = f"{source.document_name} · SHA-256 {wording.grouped(source.document_sha256)}"
        pieces = [Piece(kept, styles.ENTRY_MUTED)]
        if pages := cited_on.get(index):
            pieces.append(Piece(" · cited on ", styles.ENTRY_MUTED))
            pieces += page_links(pages, styles.ENTRY_LINK, styles.ENTRY_MUTED)
        rows += stacked(
            setter.lines(pieces, styles.ENTRY_SMALL_SHAPE),
            x=styles.INSET, keep_together=True, element=element,
        )  # fmt: skip
        yield rows


def numbered(setter: Typesetter, row: Row, number: int, *, link: str | None = None) -> Row:
    """Return an entry's first row with its number in the margin, flush with the text."""
    piece = Piece(f"{number}", styles.ENTRY_NUMBER, link=link)
    (line,) = setter.lines((piece,), styles.MARGIN_SHAPE)
    return beside(row, line, styles.INSET - 12.0 - line.width, baseline=row.lines[0].baseline)


def page_anchor(page: int) -> str:
    """Return the name of the place where the page with this printed number begins."""
    return f"page-{page}"


def page_links(pages: Sequence[int], number: Type, between: Type) -> list[Piece]:
    """Return page numbers with neighbours collapsed, each range linked to its first page."""
    pieces: list[Piece] = []
    for first, last in wording.collapsed(pages):
        if pieces:
            pieces.append(Piece(", ", between))
        shown = str(first) if first == last else f"{first}–{last}"
        pieces.append(Piece(shown, number, link=f"#{page_anchor(first)}"))
    return pieces


def _citation(source: SourceEntry, language: str) -> list[Piece]:
    pieces = [Piece(source.outlet or source.document_name, styles.ENTRY_STRONG)]
    if source.headline:
        opening, closing = wording.quotation_marks(source.headline, language)
        pieces.append(Piece(f", {opening}{source.headline.strip()}{closing}", styles.ENTRY))
    if source.byline:
        pieces.append(Piece(f", {source.byline.strip()}", styles.ENTRY))
    if source.published_on:
        pieces.append(Piece(f", {wording.day(source.published_on)}", styles.ENTRY))
    return [*pieces, Piece(".", styles.ENTRY, attached=True)]


def _address(address: str) -> Piece:
    """Return an address as text; only one of the web becomes a link."""
    address = address.strip()
    is_web = address.lower().startswith(("http://", "https://"))
    return Piece(
        address,
        styles.ENTRY_LINK if is_web else styles.ENTRY_MUTED,
        link=address if is_web else None,
    )
