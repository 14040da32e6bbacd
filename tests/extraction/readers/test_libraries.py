"""Libraries of other programs come in entry by entry, each with what the program knew of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import UnreadableDocument, extract, read
from extraction.findings import Document, StatementField
from extraction.readers import open_part, parts_of, read_original

CSL = [
    {
        "id": "lindqvist2021",
        "type": "article-newspaper",
        "title": "Harbour stays closed",
        "container-title": "The Tidewater Post",
        "author": [{"family": "Okafor", "given": "Ruth"}, {"literal": "Harbour desk"}],
        "issued": {"date-parts": [["2021", 3, 4]]},
        "URL": "https://tidewater.example/harbour",
        "abstract": "“The cranes will not move this week,” said Ada Lindqvist, the harbour master.",
    },
    {"id": "bare", "type": "webpage", "title": "A page without words"},
]

BETTER_BIBTEX = {
    "config": {"id": "x"},
    "items": [
        {
            "itemType": "newspaperArticle",
            "title": "Ferry strike ends",
            "publicationTitle": "Coast Daily",
            "creators": [{"creatorType": "author", "firstName": "Ivo", "lastName": "Brandt"}],
            "date": "2019-11-30",
            "url": "https://coast.example/ferry",
            "notes": ["<p>Call him back.</p>", {"note": "<p>Second note</p>"}],
            "attachments": [
                {
                    "annotations": [
                        {
                            "annotationText": "“We sail at noon,” Mara Holm said.",
                            "annotationComment": "key",
                        }
                    ]
                }
            ],
        },
        {"itemType": "attachment", "title": "Snapshot"},
    ],
}

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
 <bib:Article rdf:about="https://coast.example/fog">
  <z:itemType>newspaperArticle</z:itemType>
  <dcterms:isPartOf>
   <bib:Newspaper><dc:title>Coast Daily</dc:title></bib:Newspaper>
  </dcterms:isPartOf>
  <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Brandt</foaf:surname>
   <foaf:givenName>Ivo</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
  <dc:title>Fog over the sound</dc:title>
  <dcterms:abstract>Nobody was hurt.</dcterms:abstract>
  <dc:date>2018-02-01</dc:date>
  <dc:identifier><dcterms:URI><rdf:value>https://coast.example/fog</rdf:value></dcterms:URI></dc:identifier>
  <dcterms:isReferencedBy rdf:resource="#item_2"/>
 </bib:Article>
 <bib:Memo rdf:about="#item_2">
  <rdf:value>&lt;p&gt;“I saw nothing,” said Piet Aal.&lt;/p&gt;</rdf:value>
 </bib:Memo>
 <z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType></z:Attachment>
</rdf:RDF>
"""

HYPOTHESIS = {
    "export_date": "2024-05-06T10:00:00Z",
    "annotations": [
        {
            "uri": "https://coast.example/ferry",
            "document": {"title": ["Ferry strike ends"]},
            "text": "my own remark",
            "target": [
                {
                    "selector": [
                        {"type": "TextPositionSelector", "start": 90, "end": 120},
                        {"type": "TextQuoteSelector", "exact": "Later words of the page."},
                    ]
                }
            ],
        },
        {
            "uri": "https://coast.example/ferry",
            "document": {"title": ["Ferry strike ends"]},
            "text": "",
            "target": [
                {
                    "selector": [
                        {"type": "TextPositionSelector", "start": 3, "end": 40},
                        {
                            "type": "TextQuoteSelector",
                            "exact": "“We sail at noon,” Mara Holm said.",
                        },
                    ]
                }
            ],
        },
        {"uri": "https://tidewater.example/", "text": "whole page", "target": [{}]},
    ],
}

READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location\r\n"
    '"“We sail at noon,” Mara Holm said.",Ferry strike ends,Ivo Brandt,,check,,,,1\r\n'
    '"Two lines\nof one highlight",Ferry strike ends,Ivo Brandt,,,,,,2\r\n'
    "Another book,Tides,R. Okafor,,,,,,7\r\n"
)


def written(folder: Path, name: str, content: str | object) -> Path:
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def unpacked(path: Path) -> list[Document]:
    return [read_original(open_part(path, part.key)) for part in parts_of(path)]


def test_each_entry_of_a_csl_library_is_a_document_with_outlet_byline_date_and_address(
    tmp_path: Path,
) -> None:
    harbour, bare = unpacked(written(tmp_path, "library.json", CSL))
    assert harbour.headline == "Harbour stays closed"
    assert harbour.outlet == "The Tidewater Post"
    assert harbour.byline == "Ruth Okafor, Harbour desk"
    assert harbour.published_on == date(2021, 3, 4)
    assert harbour.address == "https://tidewater.example/harbour"
    assert ("CSL container-title", StatementField.OUTLET) in {
        (said.where, said.field) for said in harbour.statements
    }
    (quotation,) = extract(harbour).attributions
    assert quotation.speaker
    assert quotation.speaker.name == "Ada Lindqvist"
    assert bare.text == "A page without words\n"


def test_a_better_bibtex_library_brings_highlights_and_notes(tmp_path: Path) -> None:
    document = read(written(tmp_path, "zotero.json", BETTER_BIBTEX))
    assert document.outlet == "Coast Daily"
    assert document.byline == "Ivo Brandt"
    assert document.text == (
        "Ferry strike ends\n\n“We sail at noon,” Mara Holm said.\n\nkey\n\n"
        "Call him back.\n\nSecond note\n"
    )


def test_zotero_rdf_brings_the_entry_and_the_notes_that_refer_to_it(tmp_path: Path) -> None:
    document = read(written(tmp_path, "zotero.rdf", RDF))
    assert (document.outlet, document.byline) == ("Coast Daily", "Ivo Brandt")
    assert document.published_on == date(2018, 2, 1)
    assert document.address == "https://coast.example/fog"
    assert document.text == (
        "Fog over the sound\n\nNobody was hurt.\n\n“I saw nothing,” said Piet Aal.\n"
    )


def test_annotations_are_gathered_by_page_in_the_order_of_the_page(tmp_path: Path) -> None:
    ferry, tidewater = unpacked(written(tmp_path, "notes.json", HYPOTHESIS))
    assert ferry.address == "https://coast.example/ferry"
    assert ferry.text == (
        "Ferry strike ends\n\n“We sail at noon,” Mara Holm said.\n\n"
        "Later words of the page.\n\nmy own remark\n"
    )
    assert tidewater.text == "whole page\n"


def test_readwise_highlights_are_gathered_by_book(tmp_path: Path) -> None:
    ferry, tides = unpacked(written(tmp_path, "readwise.csv", READWISE))
    assert ferry.byline == "Ivo Brandt"
    assert ferry.text.splitlines()[:5] == [
        "Ferry strike ends",
        "",
        "“We sail at noon,” Mara Holm said.",
        "",
        "check",
    ]
    assert (tides.headline, tides.byline) == ("Tides", "R. Okafor")


def test_a_library_read_whole_keeps_every_entry_as_a_story(tmp_path: Path) -> None:
    document = read(written(tmp_path, "library.json", CSL))
    assert len(document.stories) == 2
    assert "A page without words" in document.text


@pytest.mark.parametrize("name", ["library.json", "zotero.json", "notes.json"])
def test_a_library_that_is_cut_short_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    whole = {"library.json": CSL, "zotero.json": BETTER_BIBTEX, "notes.json": HYPOTHESIS}[name]
    path = written(tmp_path, name, json.dumps(whole)[:-20])
    with pytest.raises(UnreadableDocument, match="cut short or is not valid JSON"):
        read(path)


def test_json_that_is_no_library_is_read_as_the_text_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "settings.json", {"colour": "“We sail at noon,” Mara Holm said."})
    assert read(path).media_type == "text/plain"


words = st.text(st.sampled_from("aé <b>&;\x00\f\r\n\ud800“”1-"), max_size=12)
anything = st.recursive(
    st.none() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["title", "author", "issued", "abstract", "note", "URL", "language", "creators", "notes"]
FIELDS += ["attachments", "uri", "document", "target", "text", "itemType", "container-title"]


@given(entries=st.lists(st.dictionaries(st.sampled_from(FIELDS), anything, max_size=6), max_size=3))
def test_whatever_stands_in_the_fields_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, entries: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("libraries")
    csl = [{"type": "book", **entry} for entry in entries] or [{"type": "book"}]
    notes = {"annotations": [{"uri": "https://a.example/", **entry} for entry in entries]}
    for content in (csl, {"config": {}, "items": csl}, notes):
        try:
            document = read(written(folder, "library.json", content))
        except UnreadableDocument:
            continue
        document.text.encode()
        assert document.text.strip()


@given(rows=st.lists(st.tuples(words, words), max_size=4))
def test_any_table_of_highlights_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    table = io.StringIO()
    csv.writer(table).writerows(
        [("Highlight", "Book Title", "Book Author"), *((*row, "x") for row in rows)]
    )
    path = tmp_path_factory.mktemp("libraries") / "readwise.csv"
    path.write_bytes(table.getvalue().encode("utf-8", "replace"))
    try:
        document = read(path)
    except UnreadableDocument:
        return
    assert document.text.strip()
