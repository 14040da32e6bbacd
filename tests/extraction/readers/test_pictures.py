"""What a picture's file says of who made it, measured on ExifTool's own reading."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from extraction.findings import CreditField, EmbeddedCredit, EmbeddedField, Metadata, StatementField
from extraction.pictures import embedded_credit
from extraction.readers import read

IMAGES = Path(__file__).resolve().parents[3].parent / "shared" / "corpora" / "exiftool_images"
ORACLE = IMAGES / "oracle.exiftool-12.57.json"

ORACLE_NAMES = {
    CreditField.CREATOR: ("By-line", "Creator", "Artist"),
    CreditField.CREDIT_LINE: ("Credit",),
    CreditField.COPYRIGHT_NOTICE: ("CopyrightNotice", "Rights", "Copyright"),
    CreditField.CAPTION: ("Caption-Abstract", "Description", "ImageDescription"),
}
ORACLE_BLOCKS = ("IPTC", "IPTC2", "XMP-dc", "XMP-photoshop", "IFD0")
# Their properties credit an author of words: the readers of documents take them.
DOCUMENTS = ("OOXML.docx", "OpenDoc.ods")


def oracle() -> list[Mapping[str, object]]:
    if not ORACLE.is_file():
        return []
    entries: list[Mapping[str, object]] = json.loads(ORACLE.read_text("utf-8"))
    return [
        entry for entry in entries if not str(entry["SourceFile"]).endswith((".json", *DOCUMENTS))
    ]


def said_by_oracle(entry: Mapping[str, object], field: CreditField) -> list[tuple[str, ...]]:
    said = []
    for key, value in entry.items():
        block, _, name = key.partition(":")
        if block in ORACLE_BLOCKS and name in ORACLE_NAMES[field]:
            said.append(
                tuple(str(v).strip() for v in (value if isinstance(value, list) else [value]))
            )
    return said


def names(values: tuple[str, ...]) -> tuple[str, ...]:
    """Several creators in one EXIF string are several creators."""
    return tuple(name.strip() for value in values for name in value.split(";"))


@pytest.mark.skipif(not ORACLE.is_file(), reason="the corpus of pictures is not here")
@pytest.mark.parametrize("entry", oracle(), ids=lambda entry: str(entry["SourceFile"]))
def test_every_credit_is_the_oracles_or_a_noted_conflict(entry: Mapping[str, object]) -> None:
    embedded = embedded_credit((IMAGES / str(entry["SourceFile"])).read_bytes())

    for field in ORACLE_NAMES:
        wanted = [names(values) for values in said_by_oracle(entry, field)]
        shown = names(embedded.values(field)) if embedded else ()
        others = (
            [names(e.values) for e in embedded.conflicts if e.field is field] if embedded else []
        )
        assert bool(shown) == bool(wanted)
        assert not wanted or shown in wanted
        assert all(values in (shown, *others) for values in wanted)


@pytest.mark.skipif(not ORACLE.is_file(), reason="the corpus of pictures is not here")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_noted_about_a_document_is_the_oracles(name: str) -> None:
    entries = json.loads(ORACLE.read_text("utf-8"))
    (entry,) = (entry for entry in entries if entry["SourceFile"].endswith(name))

    said = {(s.field, s.value) for s in read(IMAGES / name).statements}

    assert (StatementField.BYLINE, entry["XMP-dc:Creator"]) in said
    assert (StatementField.HEADLINE, entry["XMP-dc:Title"]) in said
    assert (StatementField.DESCRIPTION, entry["XMP-dc:Description"]) in said


@pytest.mark.skipif(not ORACLE.is_file(), reason="the corpus of pictures is not here")
def test_the_order_of_the_metadata_working_group_holds() -> None:
    embedded = embedded_credit((IMAGES / "MWG.jpg").read_bytes())

    assert embedded
    assert embedded.values(CreditField.CREATOR) == (
        "RIGHT1of2-EXIF-Creator",
        "RIGHT2of2-EXIF-Creator",
    )
    assert embedded.values(CreditField.COPYRIGHT_NOTICE) == ("RIGHT-XMP-Copyright",)
    assert embedded.values(CreditField.CAPTION) == ("RIGHT-EXIF-Description",)
    conflicts = [e for e in embedded.conflicts if e.field is not CreditField.CREATED_ON]
    assert len(conflicts) == 5
    assert all("WRONG" in value for entry in conflicts for value in entry.values)


def dataset(number: int, value: bytes) -> bytes:
    return bytes((0x1C, 2, number)) + len(value).to_bytes(2, "big") + value


def photoshop(number: int, block: bytes) -> bytes:
    padding = b"\0" * (len(block) % 2)
    head = b"8BIM" + number.to_bytes(2, "big") + b"\0\0" + len(block).to_bytes(4, "big")
    return head + block + padding


def jpeg(*segments: bytes, exif: Image.Exif | None = None) -> bytes:
    """A real JPEG, with application segments of our own after its first one."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", **({"exif": exif} if exif else {}))
    data = file.getvalue()
    added = b"".join(b"\xff\xed" + (len(s) + 2).to_bytes(2, "big") + s for s in segments)
    return data[:2] + added + data[2:]


def iim(*datasets: bytes, digest: bytes | None = None) -> bytes:
    resources = photoshop(1028, b"".join(datasets))
    if digest is not None:
        resources += photoshop(1061, digest)
    return b"Photoshop 3.0\0" + resources


def xmp(credit: str) -> bytes:
    return (
        "http://ns.adobe.com/xap/1.0/\0"
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<rdf:Description xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' "
        f"photoshop:Credit='{credit}'/></rdf:RDF></x:xmpmeta>"
    ).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_iim_without_a_character_set_is_not_lost(encoding: str) -> None:
    embedded = embedded_credit(jpeg(iim(dataset(80, "Åsa Öberg".encode(encoding)))))

    assert embedded
    assert embedded.values(CreditField.CREATOR) == ("Åsa Öberg",)


@pytest.mark.parametrize(
    ("digest", "shown"), [(None, "Of XMP"), (b"\1" * 16, "Of IIM"), (b"\0" * 16, "Of XMP")]
)
def test_iim_that_was_changed_since_its_digest_was_taken_comes_first(
    digest: bytes | None, shown: str
) -> None:
    embedded = embedded_credit(jpeg(iim(dataset(110, b"Of IIM"), digest=digest), xmp("Of XMP")))

    assert embedded
    assert embedded.values(CreditField.CREDIT_LINE) == (shown,)
    assert len(embedded.conflicts) == 1


def test_a_name_that_iim_cut_short_is_no_conflict() -> None:
    whole = "Agence de presse de la mer du Nord et du Sund"

    embedded = embedded_credit(jpeg(iim(dataset(110, whole[:32].encode())), xmp(whole)))

    assert embedded == EmbeddedCredit(
        (EmbeddedField(CreditField.CREDIT_LINE, (whole,), Metadata.XMP),)
    )


def test_what_cameras_write_into_every_picture_is_no_caption() -> None:
    exif = Image.Exif()
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA"
    exif[0x013B] = "Ada Holm; Per Lund"

    embedded = embedded_credit(jpeg(exif=exif))

    assert embedded
    assert embedded.values(CreditField.CAPTION) == ()
    assert embedded.values(CreditField.CREATOR) == ("Ada Holm", "Per Lund")


def test_a_picture_becomes_its_caption_and_a_credit_line(tmp_path: Path) -> None:
    path = tmp_path / "quay.jpg"
    path.write_bytes(
        jpeg(iim(dataset(80, b"Ada Holm"), dataset(110, b"Sund Press"), dataset(120, b"The quay.")))
    )

    document = read(path)

    assert document.text == "The quay.\nPhoto: Ada Holm/Sund Press\n"
    (picture,) = document.pictures
    assert picture.caption
    assert picture.caption.of(document.text) == "The quay."
    assert picture.credit
    assert picture.credit.of(document.text) == "Photo: Ada Holm/Sund Press"


def test_a_picture_that_says_nothing_says_so(tmp_path: Path) -> None:
    path = tmp_path / "quay.jpg"
    path.write_bytes(jpeg())

    document = read(path)

    assert document.text == "quay.jpg\n"
    assert "says nothing of who made it" in document.warnings[0]


def test_compressed_text_in_a_png_is_bounded() -> None:
    packet = zlib.compress(b" " * 200_000_000)
    text = b"XML:com.adobe.xmp\0\1\0\0\0" + packet
    chunk = (
        len(text).to_bytes(4, "big")
        + b"iTXt"
        + text
        + zlib.crc32(b"iTXt" + text).to_bytes(4, "big")
    )

    assert embedded_credit(b"\x89PNG\r\n\x1a\n" + chunk) is None


def test_entities_in_xmp_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    packet = (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x:xmpmeta xmlns:x="adobe:ns:meta/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:RDF><rdf:Description '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><photoshop:Credit>&l11;'
        "</photoshop:Credit></rdf:Description></rdf:RDF></x:xmpmeta>"
    )

    embedded = embedded_credit(jpeg(b"http://ns.adobe.com/xap/1.0/\0" + packet.encode()))

    assert embedded is None or len(str(embedded)) < 1000


CONTAINERS = [
    b"\xff\xd8\xff\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\1\0\0WEBP",
    b"II*\0",
    b"MM\0*",
    b"8BPS\0\1",
    b"\0\0\0\x0cjP  \r\n\x87\n",
    b"%!PS-Adobe\n%BeginPhotoshop: 9\n% 38",
]


@given(start=st.sampled_from(CONTAINERS), rest=st.binary(max_size=400))
def test_no_bytes_break_it(start: bytes, rest: bytes) -> None:
    embedded_credit(start + rest)


@given(
    cut=st.integers(0, 2000),
    flips=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8),
)
def test_no_damage_breaks_it(cut: int, flips: list[tuple[int, int]]) -> None:
    data = bytearray(jpeg(iim(dataset(80, b"Ada Holm"), dataset(120, b"The quay.")), xmp("Sund")))
    for at, value in flips:
        data[at % len(data)] = value

    embedded_credit(bytes(data[: max(cut, 2)]))
