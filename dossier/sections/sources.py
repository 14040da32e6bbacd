"""The sources: every article cited, numbered as in the notes, with where to find it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dossier import wording
from dossier.contents import Contents
from dossier.layout.pages import Row, stacked
from dossier.layout.structure import Role
from dossier.layout.text import Piece, Type
from dossier.sections.anchors import page_anchor, source_anchor
from dossier.sections.notes import citation
from dossier.sections.typesetting import Typesetter, beside
from dossier.styles import Look


def source_rows(
    setter: Typesetter, contents: Contents, cited_on: Mapping[int, Sequence[int]]
) -> Iterator[list[Row]]:
    """Yield the rows of each source. `cited_on` gives the pages whose notes name it."""
    look = setter.look
    for index, source in enumerate(contents.sources):
        element = setter.element(Role.PARAGRAPH, language=source.language)
        pieces = citation(
            source, contents.citations, setter.language, look.entry_strong, look.entry
        )
        rows = stacked(
            setter.lines(pieces, look.entry_shape, source.language),
            x=look.inset, space=look.gap(9.0), keep_with_next=True, keep_together=True,
            element=element, continued=True,
        )  # fmt: skip
        rows[0] = numbered(setter, rows[0]._replace(anchor=source_anchor(index)), index + 1)
        if source.address:
            rows += stacked(
                setter.lines((address_piece(look, source.address),), look.entry_small_shape),
                x=look.inset, keep_with_next=True, keep_together=True, element=element,
                continued=True,
            )  # fmt: skip
        pieces = [Piece(source.document_name, look.entry_muted)]
        if pages := cited_on.get(index):
            pieces.append(Piece(" · cited on ", look.entry_muted))
            pieces += page_links(pages, look.entry_link, look.entry_muted)
        rows += stacked(
            setter.lines(pieces, look.entry_small_shape),
            x=look.inset, keep_with_next=True, keep_together=True, element=element,
            continued=True,
        )  # fmt: skip
        digest = f"SHA-256 {wording.in_eights(source.document_sha256)}"
        rows += stacked(
            setter.text(digest, look.entry_muted, look.entry_small_shape),
            x=look.inset, keep_together=True, element=element,
        )  # fmt: skip
        yield rows


def numbered(setter: Typesetter, row: Row, number: int, *, link: str | None = None) -> Row:
    """Return an entry's first row with its number in the margin, flush with the text."""
    look = setter.look
    piece = Piece(f"{number}", look.entry_number, link=link)
    line = setter.lines((piece,), look.margin_shape)[0]
    return beside(
        row, line, look.inset - look.small(12.0) - line.width, baseline=row.lines[0].baseline
    )


def page_links(pages: Sequence[int], number: Type, between: Type) -> list[Piece]:
    """Return page numbers with neighbours collapsed, each range linked to its first page."""
    pieces: list[Piece] = []
    for first, last in wording.collapsed(pages):
        if pieces:
            pieces.append(Piece(", ", between))
        shown = str(first) if first == last else f"{first}–{last}"
        pieces.append(Piece(shown, number, link=f"#{page_anchor(str(first))}"))
    return pieces


def address_piece(look: Look, address: str) -> Piece:
    """Return an address as text; only one of the web becomes a link."""
    address = address.strip()
    is_web = address.lower().startswith(("http://", "https://"))
    return Piece(
        address,
        look.entry_link if is_web else look.entry_muted,
        link=address if is_web else None,
    )
