"""The kinds of library that can be read: how each begins, and what its entries are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.bundle import bundle
from extraction.readers.encoding import decode
from extraction.readers.libraries.highlights import records_of_hypothesis, records_of_readwise
from extraction.readers.libraries.record import Record, document_of
from extraction.readers.libraries.zotero import records_of_json, records_of_rdf
from extraction.readers.original import Original
from extraction.readers.package import display_name

_EXPORT_AGAIN = "Export the library again and import that file."


@dataclass(frozen=True, slots=True)
class Library:
    """A program's export; `head` matches its first characters, `suffix` ends its entries' files."""

    name: str
    head: str
    media_type: str
    suffix: str
    records: Callable[[Original], Iterator[Record]]

    def read(self, original: Original) -> Document:
        """Read a library as one document, in which each entry is a story."""
        documents = []
        for part in self.parts(original):
            record = next(self.records(part))
            documents.append(document_of(record, part, self.media_type))
        return bundle(original, documents, self.media_type)

    def parts(self, original: Original) -> list[Original]:
        """Return each entry as a file of its own, in the form in which the library is written.

        Entries without a title and without words say nothing and are left out; a library that has
        no other raises `UnreadableDocument`.
        """
        parts = [
            Original(
                f"{display_name(record.title)[:80]}{self.suffix}",
                record.source,
                hashlib.sha256(record.source).hexdigest(),
            )
            for record in self.records(original)
            if record.title or record.passages
        ]
        if not parts:
            raise UnreadableDocument(original.name, "it holds no entry with words", _EXPORT_AGAIN)
        return parts


def _json(records: Callable[[object], Iterator[Record]]) -> Callable[[Original], Iterator[Record]]:
    def read(original: Original) -> Iterator[Record]:
        try:
            return records(json.loads(original.data))
        except (ValueError, RecursionError) as error:
            raise UnreadableDocument(
                original.name, "it is cut short or is not valid JSON", _EXPORT_AGAIN
            ) from error

    return read


def _rdf(original: Original) -> Iterator[Record]:
    return records_of_rdf(original.data, original.name)


def _csv(original: Original) -> Iterator[Record]:
    decoded = decode(original.data)
    if decoded is None:
        raise UnreadableDocument(original.name, "it holds binary data, not text", _EXPORT_AGAIN)
    return records_of_readwise(decoded.text)


# The types of entry that CSL 1.0.2 and Zotero know and that name a text; enough to tell a library
# from any other list of JSON objects.
_TYPE = (
    r'"(?:type|itemType)"\s*:\s*"(?:article|bill|blogPost|book|broadcast|chapter|document|'
    r"email|encyclopediaArticle|entry|hearing|interview|journalArticle|legislation|magazineArticle|"
    r"manuscript|newspaperArticle|pamphlet|paper|personal_communication|podcast|post|preprint|"
    r"presentation|radioBroadcast|report|review|song|speech|statute|thesis|tvBroadcast|webpage)"
)

LIBRARIES: tuple[Library, ...] = (
    Library(
        "a Zotero library (JSON)",
        rf'\[\s*\{{(?=[^\0]*{_TYPE})|\{{\s*"config"(?=[^\0]*"(?:translatorID|citationKey|items)")'
        rf'|\{{\s*"items"\s*:\s*\[\s*\{{(?=[^\0]*{_TYPE})',
        "application/vnd.citationstyles.csl+json",
        ".json",
        _json(records_of_json),
    ),
    Library(
        "a Zotero library (RDF)",
        r"(?:<\?xml[^>]{0,200}>\s*)?<rdf:RDF(?=[^>]{0,2000}zotero\.org/namespaces/export)",
        "application/rdf+xml",
        ".rdf",
        _rdf,
    ),
    Library(
        "notes from Hypothes.is (JSON)",
        r'\{(?=\s*"(?:export_date|export_userid|client_version|annotations|total|rows)")'
        r'(?=[^\0]*"(?:annotations|rows)"\s*:\s*\[)(?=[^\0]*"(?:selector|uri)")',
        "application/json",
        ".json",
        _json(records_of_hypothesis),
    ),
    Library(
        "highlights from Readwise (CSV)",
        r'"?Highlight"?,"?Book Title"?,"?Book Author"?',
        "text/csv",
        ".csv",
        _csv,
    ),
)
