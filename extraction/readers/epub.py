"""EPUB books: the chapters of the spine, in reading order. W3C EPUB 3.3; EPUB 2 is read alike."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from extraction.errors import UnreadableDocument
from extraction.findings import Document, Picture, Statement, StatementField
from extraction.readers.characters import cleared
from extraction.readers.dates import date_in
from extraction.readers.flow import Flow
from extraction.readers.html import decode_page
from extraction.readers.original import MEBIBYTE, Original
from extraction.readers.package import Package, parse_xml
from extraction.readers.page import markup
from extraction.readers.page.blocks import Look, render
from extraction.readers.page.enclosed import LARGEST, Pictures
from extraction.readers.page.figures import pictures_of

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OCF = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XENC = "{http://www.w3.org/2001/04/xmlenc#}"
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_MOST_CHAPTERS = 2_000
_LARGEST_BOOK = 48 * MEBIBYTE
_MOST_PICTURES = 200


def read_epub(original: Original) -> Document:
    """Read a book; raises `UnreadableDocument` when it is protected, damaged or without words."""
    package = Package(original)
    book = _Book(package)
    flow = Flow()
    pictures: list[Picture] = []
    encrypted = _encrypted(package)
    size = 0
    for chapter in book.chapters:
        if chapter in encrypted:
            raise UnreadableDocument(
                original.name,
                "it is protected against copying",
                "Get a copy without protection from its publisher.",
            )
        if chapter not in package:
            continue
        size += package.size(chapter)
        if size > _LARGEST_BOOK:
            raise UnreadableDocument(
                original.name,
                f"its chapters unpack to more than {_LARGEST_BOOK // MEBIBYTE} MiB",
                "Split the book and import its parts.",
            )
        pictures += _chapter(package.read(chapter), flow, _shelf(package, chapter))
    if not flow.text:
        raise UnreadableDocument(
            original.name,
            "it holds no words, perhaps only pictures",
            "Choose a book that holds text.",
        )
    statements = book.statements
    best = {said.field: said.value for said in reversed(statements)}
    return Document(
        name=original.name,
        text=flow.text,
        sha256=original.sha256,
        media_type="application/epub+zip",
        language=best.get(StatementField.LANGUAGE),
        published_on=date_in(best.get(StatementField.PUBLISHED_ON, "")),
        outlet=best.get(StatementField.OUTLET),
        byline=best.get(StatementField.BYLINE),
        headline=best.get(StatementField.HEADLINE),
        statements=statements,
        pictures=tuple(pictures[:_MOST_PICTURES]),
    )


class _Book:
    """What the package document says: chapters and pictures by their paths in the archive."""

    def __init__(self, package: Package) -> None:
        container = parse_xml(package.read(_CONTAINER), package.name)
        path = next((file.get("full-path") or "" for file in container.iter(_OCF + "rootfile")), "")
        root = parse_xml(package.read(path), package.name)
        folder = posixpath.dirname(path)
        items: Mapping[str, tuple[str, str, str]] = {
            item.get("id") or "": (
                _resolved(folder, item.get("href") or ""),
                item.get("media-type") or "",
                item.get("properties") or "",
            )
            for item in root.iter(_OPF + "item")
        }
        order = [reference.get("idref") or "" for reference in root.iter(_OPF + "itemref")]
        self.chapters = [
            items[reference][0]
            for reference in dict.fromkeys(order[:_MOST_CHAPTERS])
            if reference in items
            and items[reference][1] in _CHAPTERS
            and "nav" not in items[reference][2].split()
        ]
        self.statements = _statements(root)


def _resolved(folder: str, href: str) -> str:
    """Return the path of a member; one that leads out of the archive names nothing in it."""
    try:
        path = urlsplit(href).path
    except ValueError:
        return ""
    return posixpath.normpath(posixpath.join(folder, unquote(path)))


def _encrypted(package: Package) -> set[str]:
    """Members that need a key. Fonts are often obscured, which is no matter."""
    if _ENCRYPTION not in package:
        return set()
    root = parse_xml(package.read(_ENCRYPTION), package.name)
    return {
        unquote(reference.get("URI") or "") for reference in root.iter(_XENC + "CipherReference")
    }


def _chapter(data: bytes, flow: Flow, pictures: Pictures) -> tuple[Picture, ...]:
    """Add the lines of a chapter, and return its pictures with the lines printed with them."""
    decoded = decode_page(data)
    if decoded is None:
        return ()
    text = cleared(decoded.text.replace("\f", "\n"))[0]
    if markup.is_too_large(text):
        for line in markup.stripped(text).split("\n"):
            flow.add(line)
        return ()
    root = markup.parse(text)
    if root is None:
        return ()
    page = render(root)
    added = (flow.add(block.text, heading=block.look is Look.HEADING) for block in page.blocks)
    spans = {place: span for place, span in enumerate(added) if span}
    return pictures_of(page, spans, pictures, {})


def _statements(root: etree._Element) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for name, field in (
        ("title", StatementField.HEADLINE),
        ("creator", StatementField.BYLINE),
        ("publisher", StatementField.OUTLET),
        ("date", StatementField.PUBLISHED_ON),
        ("language", StatementField.LANGUAGE),
    ):
        for element in root.iter(_DC + name):
            value = " ".join("".join(element.itertext()).split())[:500]
            if field is StatementField.PUBLISHED_ON:
                day = date_in(value)
                value = day.isoformat() if day else ""
            if value:
                found.append(Statement(field, value, f"book metadata {name}"))
    return tuple(found)


def _shelf(package: Package, chapter: str) -> Pictures:
    """Give the pictures of a book by the addresses that one of its chapters uses."""
    folder = posixpath.dirname(chapter)

    def find(address: str) -> bytes | None:
        path = _resolved(folder, address)
        if path not in package or package.size(path) > LARGEST:
            return None
        try:
            return package.read(path, largest=LARGEST)
        except UnreadableDocument:
            return None

    return find
