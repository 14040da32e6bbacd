"""From bytes to characters: which encoding, and how sure that is.

What the file proves comes first (a byte order mark, valid UTF-8, the pattern of UTF-16), then what
its bytes make likely. Every guess is told in a sentence; mojibake that the file already holds is
told too, and left alone: repairing it may destroy words that only look broken.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from charset_normalizer import from_bytes

SAMPLE = 64 * 1024
"""Bytes that a guess looks at; what charset-normalizer needs grows with each byte it is given."""

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Letters and signs of the languages that Windows-1252 was made for. Text of Central Europe, read as
# Windows-1252, shows others at once: Polish becomes "³" and "¿", Czech "š" and "ž".
_WESTERN = frozenset(
    (
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ"
        "\u00a0¡¿«»‹›„“”‘’‚–—…•€£§©®°·´ªº½²™"
    ).encode("cp1252")
)
_ASCII = bytes(range(128))

# Encodings that one language made for itself: read in the right one, much of what is not ASCII are
# the letters which that language uses most. charset-normalizer takes KOI8-R and the Japanese ones
# for others when the text is short.
_RUSSIAN = frozenset("оеаинтсрвл")
_HIRAGANA = frozenset(map(chr, range(0x3041, 0x3097)))
_LANGUAGES = (
    ("windows-1251", _RUSSIAN, 0.4),
    ("koi8-r", _RUSSIAN, 0.4),
    ("cp866", _RUSSIAN, 0.4),
    ("shift-jis", _HIRAGANA, 0.2),
    ("euc-jp", _HIRAGANA, 0.2),
)
_ASCII_LETTERS = re.compile(rb"[A-Za-z]")
_NOT_HIGH_LETTERS = bytes(range(0xC0))

_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\v\f\r\x1a\x1b")

# UTF-8 that was read as Windows-1252 and saved again: "â€œ" was a quotation mark, "Ã©" an "é".
_MOJIBAKE = re.compile("â€[œ\u009d™˜“”\u0153]|Ã[©¨¼¤¶Ÿ±³¡­ª«§]|Â[«»\u00a0]|Ð[°-¿]Ð")

_MOJIBAKE_WARNING = (
    "The file holds broken characters such as “â€œ” or “Ã©”: it was saved in the wrong encoding "
    "before it came here. They were left as they are."
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, the encoding's name and what the user should know about both."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded | None:
    """Decode the bytes of a text file; None when they are no text in any encoding known here.

    `declared` is the encoding that the file itself names (a meta element, a mail header). It counts
    for more than a guess and for less than proof: pages in UTF-8 that call themselves Latin-1 are
    common, and read as what they say they would be mojibake.
    """
    decoded = _marked(data) or _utf16(data)
    if decoded is None and not _is_binary(data):
        decoded = _utf8(data) or _declared(data, declared) or _western(data) or _other(data)
    if decoded is None or not _MOJIBAKE.search(decoded.text):
        return decoded
    return Decoded(decoded.text, decoded.encoding, (*decoded.warnings, _MOJIBAKE_WARNING))


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding)
    return None


def _tolerant(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if damaged and _is_strict(data, encoding):
        damaged = 0  # The file itself holds U+FFFD: somebody else lost these.
    if not damaged:
        return Decoded(text, encoding)
    places = "one place" if damaged == 1 else f"{damaged} places"
    return Decoded(
        text,
        encoding,
        (f"The file is damaged in {places}; what could not be read is shown as “\ufffd”.",),
    )


def _is_strict(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        decoded = _tolerant(data, "utf-8")
    # A few bad bytes among many good sequences are damage; the other way round it is not UTF-8.
    unread = decoded.text.count("\ufffd")
    beyond_ascii = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    return decoded if beyond_ascii - unread > 4 * unread else None


def _utf16(data: bytes) -> Decoded | None:
    """Recognise UTF-16 without a mark: one byte of each pair hardly varies, spaces are there."""
    sample = data[: min(SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 4 or 0 not in sample:
        return None
    for encoding, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        usual = sum(count for _, count in Counter(high).most_common(3))
        spaces = high.count(0)
        if (
            usual > 0.9 * len(high)
            and spaces > 0.05 * len(high)
            and low.count(0) <= 0.01 * len(low)
        ):
            return _tolerant(data, encoding)
    return None


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if not declared:
        return None
    try:
        encoding = codecs.lookup(declared.strip()).name
        # As browsers do (WHATWG Encoding, 4.2): who writes Latin-1 means Windows-1252.
        encoding = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(encoding, encoding)
        decoded = _tolerant(data, encoding)
    except (LookupError, ValueError, TypeError):
        return None  # unknown, or a codec that is not one of characters, such as "rot13"
    unread = decoded.text.count("\ufffd")
    beyond_ascii = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    if encoding in ("utf-8", "utf-16", "utf-32") or 4 * unread > beyond_ascii:
        return None  # tried already, or plainly not what it says
    return decoded


def _western(data: bytes) -> Decoded | None:
    return _guessed(data, "windows-1252") if _looks_western(data) else None


def _other(data: bytes) -> Decoded | None:
    first = len(data) - len(data.lstrip(_ASCII))
    begin = data.rfind(b"\n", max(0, first - SAMPLE), first) + 1
    sample = data[begin : begin + SAMPLE]
    if len(sample) == SAMPLE and b"\n" in sample:
        sample = sample[: sample.rfind(b"\n")]  # A multi-byte character must not be cut.
    for codec, letters, share in _LANGUAGES:
        beyond_ascii = [char for char in sample.decode(codec, "replace") if char > "\x7f"]
        if sum(char in letters for char in beyond_ascii) > share * len(beyond_ascii):
            return _guessed(data, codec)
    guess = from_bytes(sample).best()
    return _guessed(data, guess.encoding.replace("_", "-")) if guess else None


def _is_binary(data: bytes) -> bool:
    """Whether these are no characters at all: text holds hardly any control bytes."""
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > 1 + 0.002 * len(sample)


def _looks_western(data: bytes) -> bool:
    high = data.translate(None, _ASCII)
    if not set(high) <= _WESTERN:
        return False
    accented = len(data.translate(None, _NOT_HIGH_LETTERS))
    plain = sum(1 for _ in _ASCII_LETTERS.finditer(data[:SAMPLE]))
    # Cyrillic in an eight-bit encoding is nearly all high bytes; French has at most one in ten.
    return accented * min(len(data), SAMPLE) <= 0.35 * plain * len(data)


def _guessed(data: bytes, encoding: str) -> Decoded:
    warning = (
        f"The file does not say how its characters are encoded; they were read as {encoding}. "
        "If letters with accents look wrong, save the file as UTF-8 and import it again."
    )
    return Decoded(data.decode(encoding, "replace"), encoding, (warning,))
