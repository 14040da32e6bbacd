"""Several documents in one file (an archive, a crawl) as one document of several stories."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from extraction.findings import Document, Picture, Span
from extraction.readers.original import Original


def bundle(
    original: Original, documents: Sequence[Document], media_type: str, warnings: Sequence[str] = ()
) -> Document:
    """Put documents one after the other; each begins a story, and keeps its own where it has some.

    A single document stays itself, under the name and hash of the file that holds it. What several
    state of themselves is kept in `statements` of none: one date cannot be that of all.
    """
    if len(documents) == 1:
        (only,) = documents
        return dataclasses.replace(
            only,
            name=original.name,
            sha256=original.sha256,
            media_type=media_type,
            warnings=(*warnings, *only.warnings),
        )
    pieces: list[str] = []
    stories: list[int] = []
    pictures: list[Picture] = []
    length = 0
    for document in documents:
        stories += sorted({length, *(length + start for start in document.stories)})
        pictures += [_moved(picture, length) for picture in document.pictures]
        piece = document.text.rstrip("\n") + "\n\n"
        pieces.append(piece)
        length += len(piece)
    languages = {document.language for document in documents}
    return Document(
        name=original.name,
        text="".join(pieces).rstrip("\n") + "\n",
        sha256=original.sha256,
        media_type=media_type,
        language=languages.pop() if len(languages) == 1 else None,
        warnings=(
            *warnings,
            *(
                f"{document.name}: {warning}"
                for document in documents
                for warning in document.warnings
            ),
        ),
        stories=tuple(stories),
        left_out=tuple(left for document in documents for left in document.left_out),
        pictures=tuple(pictures),
    )


def _moved(picture: Picture, by: int) -> Picture:
    return dataclasses.replace(
        picture,
        caption=_shifted(picture.caption, by),
        credit=_shifted(picture.credit, by),
    )


def _shifted(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None
