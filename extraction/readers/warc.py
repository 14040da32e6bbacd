"""Web archives (WARC 1.0 and 1.1, ISO 28500): the pages among their records, compressed or not.

Records are read one after the other from the stream; what a record unpacks to is bounded, and so is
the whole. Pictures are looked at for the credits they carry and joined to the pages that show them.
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import brotli

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.readers.bundle import bundle
from extraction.readers.html import decode_page
from extraction.readers.original import MEBIBYTE, Original
from extraction.readers.page.document import Source, document_of
from extraction.readers.page.enclosed import Pictures, by_name

_LARGEST_RECORD = 32 * MEBIBYTE
_LARGEST_ARCHIVE = 256 * MEBIBYTE
_ALL_PICTURES = 128 * MEBIBYTE
_MOST_PAGES = 50
_MOST_HEADER_LINES = 200
_LONGEST_LINE = 16 * 1024
_LEAST_WORDS = 60
"""Words that a page holds which is no frame of another: advertisements are pages too."""

_PAGE_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class _Response:
    """What a server answered, its transfer and content encodings undone."""

    address: str
    media_type: str
    charset: str | None
    body: bytes


def read_warc(original: Original) -> Document:
    """Read the pages of an archive; several become the stories of one document.

    Raises `UnreadableDocument` when it is damaged from the start or holds no page.
    """
    pages: dict[str, _Response] = {}
    pictures: dict[str, bytes] = {}
    room = _ALL_PICTURES
    warnings: list[str] = []
    for response in _responses(original, warnings):
        if response.media_type in _PAGE_TYPES:
            if len(pages) == _MOST_PAGES and response.address not in pages:
                warnings.append(f"Only the first {_MOST_PAGES} pages of the archive were read.")
                break
            pages.setdefault(response.address, response)
        elif response.media_type.startswith("image/") and len(response.body) <= room:
            room -= len(response.body)
            pictures[response.address] = response.body
    documents = list(_documents(original, pages, by_name(pictures)))
    if not documents:
        raise UnreadableDocument(
            original.name,
            "it holds no web page with words",
            "Archive the page again, waiting until its text is there.",
        )
    whole = [document for document in documents if _is_page(document)]
    return bundle(
        original, whole or documents[:1], "application/warc", tuple(dict.fromkeys(warnings))
    )


def _is_page(document: Document) -> bool:
    return document.text.count(" ") + document.text.count("\n") >= _LEAST_WORDS


def _documents(
    original: Original, pages: Mapping[str, _Response], pictures: Pictures
) -> Iterator[Document]:
    for page in pages.values():
        decoded = decode_page(page.body, declared=page.charset)
        if decoded is None:
            continue
        source = Source(
            original,
            decoded.text,
            "text/html",
            decoded.encoding,
            decoded.warnings,
            location=page.address,
            pictures=pictures,
        )
        try:
            document = document_of(source)
        except UnreadableDocument:
            continue  # A frame without words; the archive is refused when no page has any.
        yield dataclasses.replace(document, name=page.address or original.name)


def _responses(original: Original, warnings: list[str]) -> Iterator[_Response]:
    stream: io.BufferedIOBase = io.BytesIO(original.data)
    if original.data.startswith(b"\x1f\x8b"):
        stream = gzip.GzipFile(fileobj=stream)
    room = _LARGEST_ARCHIVE
    begun = False
    while True:
        try:
            headers = _headers(stream)
            if headers is None:
                return
            length = _length(headers)
            if length > room:
                warnings.append(
                    f"Only the first {_LARGEST_ARCHIVE // MEBIBYTE} MiB of the archive were read."
                )
                return
            block = _block(stream, length)
        except (ValueError, EOFError, OSError, zlib.error) as error:
            if not begun:
                raise UnreadableDocument(
                    original.name,
                    "its first record is damaged",
                    "Archive or download it again and import that.",
                ) from error
            warnings.append("The archive is damaged or cut short; what comes before was read.")
            return
        begun = True
        room -= length
        if block is not None and (response := _response(headers, block)):
            yield response


def _length(headers: Mapping[str, str]) -> int:
    length = int(headers.get("content-length", ""))
    if length < 0:
        raise ValueError(length)
    return length


def _headers(stream: io.BufferedIOBase) -> dict[str, str] | None:
    """Read the head of the next record; None at the end of the archive."""
    line = stream.readline(_LONGEST_LINE)
    while line in (b"\r\n", b"\n"):
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise ValueError(line)
    return _fields(stream)


def _fields(stream: io.BufferedIOBase) -> dict[str, str]:
    fields: dict[str, str] = {}
    for _ in range(_MOST_HEADER_LINES):
        line = stream.readline(_LONGEST_LINE)
        if line in (b"\r\n", b"\n", b""):
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _block(stream: io.BufferedIOBase, length: int) -> bytes | None:
    """Read a record's block; None, with the block skipped, when it is too large for a page."""
    if length <= _LARGEST_RECORD:
        block = stream.read(length)
        if len(block) < length:
            raise EOFError
        return block
    while length:
        skipped = len(stream.read(min(length, MEBIBYTE)))
        if not skipped:
            raise EOFError
        length -= skipped
    return None


def _response(headers: Mapping[str, str], block: bytes) -> _Response | None:
    kind = headers.get("warc-type", "").lower()
    address = headers.get("warc-target-uri", "").strip("<>")
    if kind == "resource":
        media_type, charset = _media_type(headers.get("content-type", ""))
        return _Response(address, media_type, charset, block)
    if kind != "response" or not block.startswith(b"HTTP/"):
        return None
    stream = io.BytesIO(block)
    status = stream.readline(_LONGEST_LINE).split(b" ", 2)
    http = _fields(stream)
    if len(status) < 2 or status[1] != b"200":
        return None
    media_type, charset = _media_type(http.get("content-type", ""))
    if media_type not in _PAGE_TYPES and not media_type.startswith("image/"):
        return None
    body = stream.read()
    if "chunked" in http.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for encoding in reversed(http.get("content-encoding", "").lower().split(",")):
        body = _decompressed(body, encoding.strip())
    return _Response(address, media_type, charset, body)


def _media_type(content_type: str) -> tuple[str, str | None]:
    media_type, _, parameters = content_type.partition(";")
    _, _, charset = parameters.partition("charset=")
    return media_type.strip().lower(), charset.split(";")[0].strip(" \"'") or None


def _unchunked(body: bytes) -> bytes:
    """Undo chunked transfer (RFC 9112, 7.1); archives often hold bodies that are undone already."""
    pieces: list[bytes] = []
    at = 0
    while (end := body.find(b"\r\n", at, at + 100)) >= 0:
        try:
            size = int(body[at:end].split(b";")[0].strip(), 16)
        except ValueError:
            return b"".join(pieces) or body
        if size <= 0:
            break
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(pieces) or body


def _decompressed(body: bytes, encoding: str) -> bytes:
    """Undo a content encoding, up to the largest record; a body that is undone already stays."""
    try:
        if encoding in ("gzip", "x-gzip"):
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, _LARGEST_RECORD)
        if encoding == "deflate":
            return zlib.decompressobj().decompress(body, _LARGEST_RECORD)
        if encoding == "br":
            return bytes(brotli.Decompressor().process(body, output_buffer_limit=_LARGEST_RECORD))
    except (zlib.error, brotli.error):
        return body
    return body
