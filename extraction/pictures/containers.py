"""Where files keep EXIF, IIM and XMP: JPEG, TIFF, PNG, WebP, Photoshop, JPEG 2000, PostScript.

Each container is walked by its lengths, never decoded. What lies where no container says so (an
XMP packet in a PDF, IIM after the end of a JPEG) is found by its look. Everything is bounded by the
size of the file, and compressed text by `_LARGEST`.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from extraction.pictures import tiff
from extraction.pictures.blocks import Blocks
from extraction.pictures.iim import streams_in

_LARGEST = 8 * 1024 * 1024
_MOST_PACKETS = 20

_EXIF_HEAD = b"Exif\0\0"
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP_HEAD = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP_HEAD = b"Photoshop 3.0\0"

_TIFF_XMP = 700
_TIFF_IIM = 33723
_TIFF_PHOTOSHOP = 34377
_PHOTOSHOP_IIM = 1028
_PHOTOSHOP_EXIF = 1058
_PHOTOSHOP_XMP = 1060
_PHOTOSHOP_DIGEST = 1061

_JP2_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_JP2_IIM = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_JP2_EXIF = b"JpgTiffExif->JP2"

_HEX_LINE = re.compile(rb"%BeginPhotoshop:[^\r\n]*[\r\n]+((?:%[ 0-9A-Fa-f]*[\r\n]+)+)")


def blocks_in(data: bytes) -> Blocks:
    """Find the blocks of a file of any kind; empty when there are none."""
    blocks = Blocks()
    if data.startswith(b"\xff\xd8"):
        _jpeg(data, blocks)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        _png(data, blocks)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        _webp(data, blocks)
    elif tiff.byte_order(data):
        _tiff(data, blocks)
    elif data.startswith(b"8BPS"):
        _photoshop_file(data, blocks)
    elif data[4:8] == b"jP  ":
        _jpeg2000(data, blocks)
    elif data.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6")):
        for lines in _HEX_LINE.finditer(data):
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", lines[1])
            _photoshop(bytes.fromhex(digits[: len(digits) // 2 * 2].decode()), blocks)
    if not blocks.xmp:
        blocks.xmp = packets_in(data)
    return blocks


def packets_in(data: bytes) -> list[bytes]:
    """Find XMP packets by their look, where no container says where they lie."""
    found: list[bytes] = []
    for opening, closing in (
        (b"<x:xmpmeta", b"</x:xmpmeta>"),
        (b"<rdf:RDF", b"</rdf:RDF>"),
    ):
        at = data.find(opening)
        while at >= 0 and len(found) < _MOST_PACKETS:
            end = data.find(closing, at, at + _LARGEST)
            if end < 0:
                break
            found.append(data[at : end + len(closing)])
            at = data.find(opening, end)
        if found:
            break
    return found


def _jpeg(data: bytes, blocks: Blocks) -> None:
    photoshop: list[bytes] = []
    more: dict[bytes, dict[int, bytes]] = {}
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1  # fill byte
            continue
        if marker in (0xD9, 0xDA):
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at + 4 : at + 2 + length]
        if segment.startswith(_EXIF_HEAD):
            blocks.exif.append(segment[len(_EXIF_HEAD) :])
        elif segment.startswith(_XMP_HEAD):
            blocks.xmp.append(segment[len(_XMP_HEAD) :])
        elif segment.startswith(_MORE_XMP_HEAD):
            rest = segment[len(_MORE_XMP_HEAD) :]
            more.setdefault(rest[:32], {})[int.from_bytes(rest[36:40], "big")] = rest[40:]
        elif segment.startswith(_PHOTOSHOP_HEAD):
            photoshop.append(segment[len(_PHOTOSHOP_HEAD) :])
        at += 2 + max(2, length)
    for parts in more.values():
        # XMP 3, 1.1.3.1: what does not fit into one segment goes on in others, by offset.
        blocks.xmp.append(b"".join(parts[offset] for offset in sorted(parts)))
    _photoshop(b"".join(photoshop), blocks)
    end = data.rfind(b"\xff\xd9")
    if not blocks.iim and end >= 0:
        blocks.iim = streams_in(data, end)


def _png(data: bytes, blocks: Blocks) -> None:
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"eXIf":
            blocks.exif.append(chunk.removeprefix(_EXIF_HEAD))
        elif kind == b"iTXt" and chunk.startswith(b"XML:com.adobe.xmp\0"):
            compressed, rest = chunk[18:19], chunk[20:]
            text = rest.split(b"\0", 2)[-1]
            blocks.xmp.append(_inflated(text) if compressed == b"\1" else text)
        elif kind in (b"zTXt", b"tEXt") and chunk.startswith(b"Raw profile type "):
            name, _, value = chunk[17:].partition(b"\0")
            _raw_profile(name, _inflated(value[1:]) if kind == b"zTXt" else value, blocks)


def _raw_profile(name: bytes, value: bytes, blocks: Blocks) -> None:
    """Read what ImageMagick writes: a name, a length, and the block in hexadecimal digits."""
    digits = re.sub(rb"\s", b"", value.lstrip(b"\n").split(b"\n", 2)[-1])
    try:
        block = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return
    if name in (b"exif", b"APP1") and not block.startswith(b"http"):
        blocks.exif.append(block.removeprefix(_EXIF_HEAD))
    elif name in (b"xmp", b"APP1"):
        blocks.xmp.append(block.removeprefix(_XMP_HEAD))
    elif name in (b"iptc", b"8bim"):
        _photoshop(block.removeprefix(_PHOTOSHOP_HEAD), blocks)


def _webp(data: bytes, blocks: Blocks) -> None:
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        chunk = data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
        if kind == b"EXIF":
            blocks.exif.append(chunk.removeprefix(_EXIF_HEAD))
        elif kind == b"XMP ":
            blocks.xmp.append(chunk)


def _tiff(data: bytes, blocks: Blocks) -> None:
    blocks.exif.append(data)
    values = tiff.first_directory(data)
    if packet := values.get(_TIFF_XMP):
        blocks.xmp.append(packet)
    if stream := values.get(_TIFF_IIM):
        blocks.iim.append(_in_order(stream))
    if resources := values.get(_TIFF_PHOTOSHOP):
        _photoshop(resources, blocks)


def _in_order(stream: bytes) -> bytes:
    """Turn IIM that was written as 32-bit numbers of the other byte order."""
    if stream[:1] == b"\x1c" or len(stream) < 4 or stream[3:4] != b"\x1c":
        return stream
    return b"".join(stream[at : at + 4][::-1] for at in range(0, len(stream), 4))


def _photoshop_file(data: bytes, blocks: Blocks) -> None:
    if len(data) < 34:
        return
    after_colours = 30 + struct.unpack_from(">I", data, 26)[0]
    if after_colours + 4 <= len(data):
        length = struct.unpack_from(">I", data, after_colours)[0]
        _photoshop(data[after_colours + 4 : after_colours + 4 + length], blocks)


def _photoshop(resources: bytes, blocks: Blocks) -> None:
    """Read Photoshop's image resources: "8BIM", a number, a name, a length, bytes."""
    at = 0
    while at + 12 <= len(resources) and resources[at : at + 4] in (b"8BIM", b"PHUT", b"AgHg"):
        number = int.from_bytes(resources[at + 4 : at + 6], "big")
        name = resources[at + 6] + 1
        at += 6 + name + name % 2
        length = int.from_bytes(resources[at : at + 4], "big")
        block = resources[at + 4 : at + 4 + length]
        at += 4 + length + length % 2
        if number == _PHOTOSHOP_IIM:
            blocks.iim.append(block)
        elif number == _PHOTOSHOP_EXIF:
            blocks.exif.append(block)
        elif number == _PHOTOSHOP_XMP:
            blocks.xmp.append(block)
        elif number == _PHOTOSHOP_DIGEST and len(block) == 16:
            blocks.digest = block


def _jpeg2000(data: bytes, blocks: Blocks) -> None:
    for kind, content in _boxes(data):
        if kind != b"uuid":
            continue
        if content.startswith(_JP2_XMP):
            blocks.xmp.append(content[16:])
        elif content.startswith(_JP2_IIM):
            blocks.iim.append(content[16:])
        elif content.startswith(_JP2_EXIF):
            blocks.exif.append(content[16:].removeprefix(_EXIF_HEAD))


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1 and at + 16 <= len(data):
            length, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif length == 0:
            length = len(data) - at
        if length < head:
            return
        yield kind, data[at + head : at + length]
        at += length


def _inflated(data: bytes) -> bytes:
    """Decompress up to `_LARGEST` bytes; a bomb ends as its beginning."""
    try:
        return zlib.decompressobj().decompress(data, _LARGEST)
    except zlib.error:
        return b""
