"""Office documents, books and mails: what their writers meant to be read, and no more."""

from __future__ import annotations

import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from extraction.errors import UnreadableDocument
from extraction.findings import StatementField
from extraction.readers import read
from extraction.readers.mail import unwrapped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Minutes</dc:title>'
    "<dc:creator>Ada Holm</dc:creator><dcterms:created>2024-02-12T10:00:00Z</dcterms:created>"
    "</cp:coreProperties>"
)
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def packed(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def docx(path: Path, body: str, **parts: str) -> Path:
    document = f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
    return packed(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": document,
            "docProps/core.xml": CORE,
            **{f"word/{name}.xml": content for name, content in parts.items()},
        },
    )


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_word_document_is_its_paragraphs_without_what_was_deleted(tmp_path: Path) -> None:
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run("Minutes")}</w:p>'
    body = (
        f"<w:p>{run('Preface.')}</w:p>{heading}"
        f"<w:p>{run('“We will ')}{run('not open,” she said.')}"
        f"<w:del>{'<w:r><w:delText>not for print</w:delText></w:r>'}</w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:tab/><w:t>one</w:t><w:br/>"
        "<w:t>two</w:t></w:r></w:p>"
        f"<mc:AlternateContent><mc:Choice><w:p>{run('A box.')}</w:p></mc:Choice>"
        f"<mc:Fallback><w:p>{run('A box.')}</w:p></mc:Fallback></mc:AlternateContent>"
    )
    notes = f"<w:footnotes {W}><w:footnote><w:p>{run('“A note.”')}</w:p></w:footnote></w:footnotes>"

    document = read(docx(tmp_path / "minutes.docx", body, footnotes=notes))

    assert document.text == (
        "Preface.\n\nMinutes\n“We will not open,” she said.\tone\ntwo\nA box.\n“A note.”\n"
    )
    assert document.headline == "Minutes"
    assert document.byline == "Ada Holm"
    assert document.published_on is None  # When it was written is not when it was published.
    assert [said.value for said in document.statements if said.where == "property created"] == [
        "2024-02-12"
    ]


def test_pages_of_a_word_document_begin_where_word_last_broke_them(tmp_path: Path) -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = f"<w:p>{run('First.')}</w:p><w:p>{turn}{run('Second.')}</w:p>"

    document = read(docx(tmp_path / "minutes.docx", body))

    assert [document.text[at:].split("\n")[0] for at in document.pages] == ["First.", "Second."]


def odt(path: Path, body: str) -> Path:
    content = f"<office:document-content {ODF}><office:body>{body}</office:body>"
    return packed(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<m/>",
            "content.xml": content + "</office:document-content>",
        },
    )


def test_an_opendocument_text_is_its_paragraphs_without_comments(tmp_path: Path) -> None:
    body = (
        "<text:h>Minutes</text:h><text:p>“We will\n   <text:span>not</text:span>"
        "<text:s text:c='2'/>open,”<office:annotation><text:p>for the editor</text:p>"
        "</office:annotation> she said.<text:tab/>one<text:line-break/>two</text:p>"
    )

    document = read(odt(tmp_path / "minutes.odt", body))

    assert document.text == "Minutes\n“We will not  open,” she said.\tone\ntwo\n"
    assert document.media_type == "application/vnd.oasis.opendocument.text"


def test_a_protected_opendocument_text_says_so(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "minutes.odt",
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x8f\x01",
            "META-INF/manifest.xml": "<m><encryption-data/></m>",
        },
    )

    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read(path)


def epub(path: Path, *, encrypted: str = "") -> Path:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>The Sound</dc:title><dc:creator>Ada Holm</dc:creator>"
        "<dc:language>en</dc:language><dc:date>2024-02-12</dc:date></metadata><manifest>"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="x" href="../../../etc/passwd" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="x"/>'
        '<itemref idref="b"/></spine></package>'
    )
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/book.opf": book,
        "OEBPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
        "OEBPS/text/two b.xhtml": "<html><h1>Two</h1><p>“It froze,” she said.</p></html>",
        "OEBPS/text/one.xhtml": "<html><body><h1>One</h1><p>It was cold.</p></body></html>",
    }
    if encrypted:
        members["META-INF/encryption.xml"] = (
            '<e xmlns:x="http://www.w3.org/2001/04/xmlenc#">'
            f'<x:CipherReference URI="{encrypted}"/></e>'
        )
    return packed(path, members)


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    document = read(epub(tmp_path / "sound.epub"))

    assert document.text == "One\nIt was cold.\n\nTwo\n“It froze,” she said.\n"
    assert (document.headline, document.byline) == ("The Sound", "Ada Holm")
    assert document.published_on == date(2024, 2, 12)


def test_a_book_protected_against_copying_is_refused(tmp_path: Path) -> None:
    assert read(epub(tmp_path / "fonts.epub", encrypted="OEBPS/fonts/serif.otf")).text

    with pytest.raises(UnreadableDocument, match="protected against copying"):
        read(epub(tmp_path / "locked.epub", encrypted="OEBPS/text/one.xhtml"))


def mail(path: Path, *, html: str | None = None, attachment: bytes | None = None) -> Path:
    message = EmailMessage()
    message["From"] = "Ada Holm <ada@sound.example>"
    message["Subject"] = "The gates – again"
    message["Date"] = "Mon, 12 Feb 2024 23:50:00 -0500"
    message["Message-ID"] = "<1@sound.example>"
    message.set_content(
        "“We will not open a single gate before the ice has left\nthe basin,” said Marta Lind "
        "on Monday to the few who came.\n\nYours\nAda\n"
    )
    if html is not None:
        message.add_alternative(html, subtype="html")
    if attachment is not None:
        message.add_attachment(
            attachment, maintype="application", subtype="pdf", filename="../../minutes.pdf"
        )
    path.write_bytes(message.as_bytes())
    return path


def test_a_mail_is_its_text_with_sender_subject_and_day(tmp_path: Path) -> None:
    document = read(mail(tmp_path / "gates.eml"))

    assert document.text == (
        "“We will not open a single gate before the ice has left the basin,” said Marta Lind on "
        "Monday to the few who came.\n\nYours\nAda\n"
    )
    assert document.headline == "The gates – again"
    assert document.byline == "Ada Holm"
    assert document.published_on == date(2024, 2, 12)
    assert {said.field for said in document.statements} == {
        StatementField.HEADLINE,
        StatementField.BYLINE,
        StatementField.PUBLISHED_ON,
    }


def test_formatted_text_comes_before_the_plain_one_and_attachments_are_named(
    tmp_path: Path,
) -> None:
    path = mail(tmp_path / "gates.eml", html="<p>“We <b>will</b> not.”</p>", attachment=b"%PDF-")

    document = read(path)

    assert document.text == "“We will not.”\n"
    assert "Attachments are not read with a message: minutes.pdf." in document.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "Short lines\nof a poem\n",
        "- an item of a list that is long enough to look like wrapped\n- b",
    ],
)
def test_lines_that_were_not_wrapped_stay_lines(text: str) -> None:
    assert unwrapped(text) == text.rstrip("\n")
