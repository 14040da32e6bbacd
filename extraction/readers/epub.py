"""EPUB books: the chapters of the spine, in reading order. W3C EPUB 3.3; EPUB 2 is read alike."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from extraction.errors import UnreadableDocument
from extraction.findings import Document, Picture, Statement, StatementField
from extraction.pictures import embedded_credit
from extraction.readers.characters import cleared
from extraction.readers.dates import date_in
from extraction.readers.flow import Flow
from extraction.readers.html import decode_page
from extraction.readers.original import MEBIBYTE, Original
from extraction.readers.package import Package, parse_xml
from extraction.readers.page import markup
from extraction.readers.page.blocks import Look, render

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OCF = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XENC = "{http://www.w3.org/2001/04/xmlenc#}"
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_MOST_CHAPTERS = 2_000
_LARGEST_BOOK = 48 * MEBIBYTE
_LARGEST_PICTURE = 16 * MEBIBYTE
_MOST_PICTURES = 200
_ALL_PICTURES = 128 * MEBIBYTE


def read_epub(original: Original) -> Document:
    """Read a book; raises `UnreadableDocument` when it is protected, damaged or without words."""
    package = Package(original)
    book = _Book(package)
    flow = Flow()
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
        _chapter(package.read(chapter), flow)
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
        pictures=_pictures(package, book.pictures),
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
        self.pictures = [
            path for path, media_type, _ in items.values() if media_type.startswith("image/")
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


def _chapter(data: bytes, flow: Flow) -> None:
    decoded = decode_page(data)
    if decoded is None:
        return
    text = cleared(decoded.text.replace("\f", "\n"))[0]
    if markup.is_too_large(text):
        for line in markup.stripped(text).split("\n"):
            flow.add(line)
        return
    root = markup.parse(text)
    if root is None:
        return
    for block in render(root).blocks:
        flow.add(block.text, heading=block.look is Look.HEADING)


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


def _pictures(package: Package, paths: list[str]) -> tuple[Picture, ...]:
    found: list[Picture] = []
    room = _ALL_PICTURES
    for path in paths[:_MOST_PICTURES]:
        if path in package and package.size(path) <= min(room, _LARGEST_PICTURE):
            room -= package.size(path)
            embedded = embedded_credit(package.read(path, largest=_LARGEST_PICTURE))
            if embedded:
                found.append(Picture(path, embedded=embedded))
    return tuple(found)
