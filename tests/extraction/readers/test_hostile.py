"""Files made to break their readers: each is read or refused within what one file may cost."""

from __future__ import annotations

import json
import os
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.errors import UnreadableDocument
from extraction.findings import Document
from extraction.limits import MEMORY, ended_by_limit
from extraction.readers import original as originals
from extraction.readers import read

HOME = Path(__file__).resolve().parents[3]
NAUGHTY = HOME.parent / "shared" / "corpora" / "naughty_strings" / "blns.json"

READ_EACH = r"""
import json, re, resource, sys
from pathlib import Path
from extraction.errors import UnreadableDocument
from extraction.readers import read
from extraction.limits import limit_memory, limit_seconds
limit_memory()
for line in sys.stdin:
    limit_seconds()
    try:
        answer = {"length": len(read(Path(line.rstrip())).text)}
    except UnreadableDocument as error:
        answer = {"reason": error.reason}
    # What getrusage calls this process's peak may be that of the process which started it.
    status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else ""
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    used = int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer["memory"] = used * 1024
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Callable[[Path], dict[str, object]]]:
    """A process that reads one file after the other, under the limits that workers have."""
    process = subprocess.Popen(
        [sys.executable, "-c", READ_EACH],
        cwd=HOME,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout

    def read_apart(path: Path) -> dict[str, object]:
        process.stdin.write(f"{path}\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, f"the process that read it ended with {process.wait()}"
        answer: dict[str, object] = json.loads(line)
        return answer

    yield read_apart
    process.stdin.close()
    process.stdout.close()
    process.wait()


def zipped(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def nested(tag: bytes, depth: int) -> bytes:
    return b"<html><body>" + b"<%s>" % tag * depth + b"She said no." + b"</%s>" % tag * depth


def deep_divs(path: Path) -> None:
    path.write_bytes(nested(b"div", 100_000))


def deep_spans(path: Path) -> None:
    path.write_bytes(nested(b"b", 100_000))


def unclosed_tags(path: Path) -> None:
    path.write_bytes(b"<html><body>" + b"<div class=a" * 500_000)


def one_long_paragraph(path: Path) -> None:
    path.write_bytes(b"<html><body><p>" + b"She said it would close. " * 700_000)


def many_paragraphs(path: Path) -> None:
    path.write_bytes(b"<html><body>" + "<p>“We will stay,” she said.</p>".encode() * 400_000)


def many_links(path: Path) -> None:
    path.write_bytes(b"<html><body>" + b"<p><a href=x>She said it</a>, no. <b>Yes</b></p>" * 12_000)


def many_comments(path: Path) -> None:
    path.write_bytes(b"<html><body><p>She said no.</p>" + b"<!--" * 5_000_000)


def deep_json(path: Path) -> None:
    script = b'<script type="application/ld+json">' + b"[" * 900_000 + b"</script>"
    path.write_bytes(b"<html><head>" + script + b"</head><body><p>She said no.</p>")


def quotes_without_end(path: Path) -> None:
    path.write_bytes(b"<html><body><p>" + "“".encode() * 1_000_000)


def nuls(path: Path) -> None:
    path.write_bytes(b"<html><body><p>" + b"\0" * 10_000_000)


def endless_line(path: Path) -> None:
    path.write_bytes(b"a" * (20 * 1024 * 1024))


def laughs(body: str) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "haha">{entities}]>{body}'.encode()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def laughing_docx(path: Path) -> None:
    body = f'<w:document xmlns:w="{W}"><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:document>'
    zipped(path, {"word/document.xml": laughs(body)})


def bursting_docx(path: Path) -> None:
    zipped(path, {"word/document.xml": b"<w:p>" * 40_000_000})


def dense_docx(path: Path) -> None:
    zipped(path, {"word/document.xml": b"<w>" + b"<p/>" * 7_000_000 + b"</w>"})


def lying_docx(path: Path) -> None:
    """Say 1,000 bytes in the directory, and unpack to a hundred million."""
    body = b"<w:p/>" * 17_000_000
    zipped(path, {"word/document.xml": body})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", len(body)), struct.pack("<I", 1000)))


def deep_docx(path: Path) -> None:
    body = f'<w:document xmlns:w="{W}">' + "<w:p>" * 100_000 + "</w:p>" * 100_000 + "</w:document>"
    zipped(path, {"word/document.xml": body.encode()})


def large_docx(path: Path) -> None:
    paragraph = f"<w:p><w:r><w:t>{'She said no. ' * 4}</w:t></w:r></w:p>"
    body = f'<w:document xmlns:w="{W}"><w:body>{paragraph * 60_000}</w:body></w:document>'
    zipped(path, {"word/document.xml": body.encode()})


def zip_of_zeros(path: Path) -> None:
    zipped(path, {f"{n}.txt": b"\0" * 20_000_000 for n in range(5)})


def zip_of_many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(25_000):
            archive.writestr(f"{n}.txt", b"x")


def deep_mail(path: Path) -> None:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(5_000)
    )
    path.write_bytes(b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + parts + b"\r\nShe said no.")


def wide_mail(path: Path) -> None:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nShe said no.\r\n"
    head = b'From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    path.write_bytes(head + part * 15_000)


def huge_png(path: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 50_000_000)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels))


def false_iim(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff\xd9" + b"\x1c\x02\x00\x00" * 1_500_000)


def false_packets(path: Path) -> None:
    path.write_bytes(b"%!PS-Adobe\n" + b"<x:xmpmeta" * 3_000_000)


def bursting_warc(path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    packer = zlib.compressobj(9, wbits=31)
    body = b"".join(packer.compress(b"<p>" * 1_000_000) for _ in range(60)) + packer.flush()
    block = http + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(block)}\r\n\r\n".encode()
    path.write_bytes(head + block + b"\r\n\r\n")


def crowded_pdf(path: Path) -> None:
    """A page of a million letters, all at one place."""
    text = b"BT /F1 9 Tf 10 10 Td " + b"(She said no. ) Tj " * 20_000 + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (n, o) for n, o in enumerate(objects, start=1))
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>")


def circular_pdf(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>endobj\n"
        b"trailer<</Root 1 0 R>>"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such limits")
@pytest.mark.parametrize(
    "make",
    [
        deep_divs, deep_spans, unclosed_tags, one_long_paragraph, many_paragraphs, many_links,
        many_comments, deep_json, quotes_without_end, nuls, endless_line, laughing_docx,
        bursting_docx, dense_docx, lying_docx, deep_docx, large_docx, zip_of_zeros, zip_of_many,
        deep_mail, wide_mail, huge_png, false_iim, false_packets, bursting_warc, crowded_pdf,
        circular_pdf,
    ],
)  # fmt: skip
def test_no_file_costs_more_than_one_file_may(
    tmp_path: Path,
    worker: Callable[[Path], dict[str, object]],
    make: Callable[[Path], None],
) -> None:
    path = tmp_path / "hostile"
    make(path)

    answer = worker(path)  # would be ended by the system after ten seconds of the processor

    assert answer.get("length") or answer.get("reason")
    assert int(str(answer["memory"])) < MEMORY


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such limits")
def test_a_process_over_its_seconds_is_ended_and_known_by_how_it_ended() -> None:
    script = (
        "from extraction.limits import limit_seconds\n"
        "limit_seconds(1)\nlimit_seconds(1)\nsum(range(10**12))"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, check=False, timeout=120)

    assert ended_by_limit(done.returncode)
    assert not ended_by_limit(0)


def test_a_wrong_extension_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes("<html><body><p>“We stay,” she said.</p></body></html>".encode("utf-16-le"))

    document = read(path)

    assert document.media_type == "text/html"
    assert document.text == "“We stay,” she said.\n"


def test_a_text_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    with path.open("wb") as file:
        file.truncate(1024**3)

    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableDocument, match="the largest file"):
        read(path)

    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun) * 1024 < originals.LARGEST


def naughty_strings() -> list[str]:
    return json.loads(NAUGHTY.read_text("utf-8")) if NAUGHTY.is_file() else []


@pytest.mark.skipif(not NAUGHTY.is_file(), reason="the corpus of naughty strings is not here")
@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "<html><body><article><p>{}</p></article></body></html>",
        "From: {0}\nSubject: {0}\nMIME-Version: 1.0\n\n{0}",
        (
            '<html><head><meta property="og:title" content="{0}"><meta name="author" '
            'content="{0}"><meta name="date" content="{0}"><link rel=canonical href="{0}">'
            "<script type='application/ld+json'>{0}</script></head><body><p>She said no.</p>"
        ),
    ],
    ids=["text", "page", "mail", "statements"],
)
def test_naughty_strings_are_contents_like_others(tmp_path: Path, wrap: str) -> None:
    path = tmp_path / "naughty"

    for string in naughty_strings():
        path.write_bytes(wrap.replace("{0}", "{}").replace("{}", string).encode("utf-8", "replace"))
        outcome = read_or_refusal(path)
        if isinstance(outcome, Document):
            outcome.text.encode()
            json.dumps([outcome.headline, outcome.byline, outcome.address])

    assert len(naughty_strings()) == 515


@pytest.mark.skipif(not NAUGHTY.is_file(), reason="the corpus of naughty strings is not here")
def test_naughty_strings_are_names_like_others(tmp_path: Path) -> None:
    tried = 0
    for string in naughty_strings():
        name = os.fsencode(string).replace(b"/", b"_").replace(b"\0", b"_")[:200]
        if name in (b"", b".", b".."):
            continue
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.write_text("She said no.")
        document = read(path)
        document.name.encode()
        tried += 1

    assert tried > 500


def read_or_refusal(path: Path) -> Document | UnreadableDocument:
    try:
        return read(path)
    except UnreadableDocument as error:
        return error
