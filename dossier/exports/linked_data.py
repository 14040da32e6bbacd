"""Contents as linked data in schema.org's words: Quotation, Claim, NewsArticle, ImageObject.

Words in quotation marks are a `Quotation`; reported speech, which nobody may pass off as one, is a
`Claim`. Each says by `appearance` or `isPartOf` in which article it stands, and by W3C Web
Annotation's `TextPositionSelector` where.
"""

from __future__ import annotations

import json
from typing import Any

from dossier.contents import Chapter, Contents, PhotoEntry, QuotationEntry, SourceEntry
from dossier.names import authors_of
from extraction.findings import Kind

Node = dict[str, Any]  # Any: whatever JSON holds

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "TextPositionSelector": "oa:TextPositionSelector",
    "selector": "oa:hasSelector",
    "start": "oa:start",
    "end": "oa:end",
}


def as_json_ld(contents: Contents) -> str:
    """Write `contents` as one JSON-LD document."""
    return json.dumps(_dossier(contents), ensure_ascii=False, indent=1) + "\n"


def _dossier(contents: Contents) -> Node:
    parts: list[Node] = []
    number = 0
    for chapter in contents.chapters:
        for entry in chapter.quotations:
            number += 1
            parts.append(_utterance(entry, chapter, number))
    parts += [_photo(photo, number) for number, photo in enumerate(contents.photos, 1)]
    return _known(
        {
            "@context": _CONTEXT,
            "@type": "Collection",
            "@id": "#dossier",
            "name": contents.title,
            "alternativeHeadline": contents.subtitle,
            "author": {"@type": "Person", "name": contents.author} if contents.author else None,
            "dateCreated": contents.compiled_on.isoformat(),
            "description": contents.selection,
            "identifier": contents.fingerprint,
            "inLanguage": contents.language,
            "hasPart": parts,
            "citation": [
                _article(source, number) for number, source in enumerate(contents.sources, 1)
            ],
        }
    )


def _utterance(entry: QuotationEntry, chapter: Chapter, number: int) -> Node:
    speaker = _speaker(entry, chapter)
    article = {"@id": f"#source-{entry.source + 1}"}
    node: Node = {
        "@id": f"#quotation-{number}",
        "text": entry.text,
        "dateCreated": entry.said_on.isoformat() if entry.said_on else None,
        "selector": {
            "@type": "TextPositionSelector",
            "start": entry.place.start,
            "end": entry.place.end,
        },
        "pagination": None if entry.page is None else str(entry.page),
        "audience": {"@type": "Audience", "name": entry.told_to} if entry.told_to else None,
        "creativeWorkStatus": "checked" if entry.confirmed else "unchecked",
    }
    if entry.kind is Kind.INDIRECT:
        return _known({"@type": "Claim", **node, "author": speaker, "appearance": article})
    return _known({"@type": "Quotation", **node, "creator": speaker, "isPartOf": article})


def _speaker(entry: QuotationEntry, chapter: Chapter) -> Node | None:
    if entry.speaker is None:
        return None
    # Only people are listed under a surname.
    kind = "Person" if ", " in chapter.index_as else "Thing"
    role = {"jobTitle": entry.role} if kind == "Person" else {"description": entry.role}
    return _known({"@type": kind, "name": entry.speaker, **role})


def _article(source: SourceEntry, number: int) -> Node:
    return _known(
        {
            "@type": "NewsArticle",
            "@id": f"#source-{number}",
            "headline": source.headline,
            "author": [
                {"@type": "Person", "name": author.natural} for author in authors_of(source.byline)
            ],
            "publisher": {"@type": "Organization", "name": source.outlet}
            if source.outlet
            else None,
            "datePublished": source.published_on.isoformat() if source.published_on else None,
            "url": source.address,
            "associatedMedia": {
                "@type": "MediaObject",
                "name": source.document_name,
                "sha256": source.document_sha256,
            },
        }
    )


def _photo(photo: PhotoEntry, number: int) -> Node:
    return _known(
        {
            "@type": "ImageObject",
            "@id": f"#photo-{number}",
            "creditText": photo.credit_line,
            "creator": {"@type": "Person", "name": photo.creator} if photo.creator else None,
            "provider": {"@type": "Organization", "name": photo.agency} if photo.agency else None,
            "publisher": {"@type": "Organization", "name": photo.distributor}
            if photo.distributor
            else None,
            "license": photo.licence,
            "caption": photo.caption,
            "keywords": list(photo.flags),
            "isPartOf": {"@id": f"#source-{photo.source + 1}"},
        }
    )


def _known(node: Node) -> Node:
    """Leave out what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
