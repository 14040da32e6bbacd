"""Zotero: CSL-JSON, Better BibTeX JSON, and its RDF.

CSL-JSON is what every citation program writes (citationstyles.org, schema 1.0.2). Better BibTeX
writes Zotero's own fields, with notes, and the highlights made in its PDF reader. The RDF is
Zotero's; of its vocabularies only the names below are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from extraction.findings import StatementField
from extraction.readers.libraries.record import Record, as_json, line, prose, statements
from extraction.readers.package import parse_xml

Item = Mapping[str, object]

_NO_ENTRY = frozenset({"attachment", "note", "annotation"})


def records_of_json(parsed: object) -> Iterator[Record]:
    """Yield the entries of a CSL-JSON list or of a Better BibTeX JSON export."""
    items = parsed.get("items") if isinstance(parsed, dict) else parsed
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        if "itemType" not in item:
            yield _of_csl(item)
        elif str(item["itemType"]) not in _NO_ENTRY:
            yield _of_zotero(item)


def _of_csl(item: Item) -> Record:
    return Record(
        title=line(item.get("title")),
        source=as_json([item]),
        passages=_words(item.get("abstract"), item.get("note"), item.get("annote")),
        statements=statements(
            (StatementField.HEADLINE, line(item.get("title")), "CSL title"),
            (StatementField.BYLINE, _csl_names(item.get("author")), "CSL author"),
            (StatementField.OUTLET, line(item.get("container-title")), "CSL container-title"),
            (StatementField.OUTLET, line(item.get("publisher")), "CSL publisher"),
            (StatementField.PUBLISHED_ON, _csl_date(item.get("issued")), "CSL issued"),
            (StatementField.ADDRESS, item.get("URL"), "CSL URL"),
            (StatementField.LANGUAGE, item.get("language"), "CSL language"),
        ),
    )


def _csl_names(value: object) -> str:
    names = value if isinstance(value, list) else []
    return _listed(
        line(name.get("literal"))
        or " ".join(filter(None, (line(name.get("given")), line(name.get("family")))))
        for name in names
        if isinstance(name, dict)
    )


def _csl_date(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and len(parts[0]) == 3:
        # CSL allows numbers and their digits.
        year, month, day = (str(part) for part in parts[0])
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    return str(value.get("raw") or value.get("literal") or "")


def _of_zotero(item: Item) -> Record:
    creators = item.get("creators")
    attachments = item.get("attachments")
    return Record(
        title=line(item.get("title")),
        source=as_json({"items": [item]}),
        passages=_words(
            item.get("abstractNote"),
            *(_highlights(attachments) if isinstance(attachments, list) else ()),
            *_notes(item.get("notes")),
        ),
        statements=statements(
            (StatementField.HEADLINE, line(item.get("title")), "Zotero title"),
            (
                StatementField.BYLINE,
                _listed(
                    line(who.get("name"))
                    or " ".join(
                        filter(None, (line(who.get("firstName")), line(who.get("lastName"))))
                    )
                    for who in (creators if isinstance(creators, list) else ())
                    if isinstance(who, dict) and who.get("creatorType", "author") == "author"
                ),
                "Zotero creators",
            ),
            *(
                (StatementField.OUTLET, line(item.get(field)), f"Zotero {field}")
                for field in ("publicationTitle", "websiteTitle", "blogTitle", "publisher")
            ),
            (StatementField.PUBLISHED_ON, item.get("date"), "Zotero date"),
            (StatementField.ADDRESS, item.get("url"), "Zotero url"),
            (StatementField.LANGUAGE, item.get("language"), "Zotero language"),
        ),
    )


def _highlights(attachments: Iterable[object]) -> Iterator[object]:
    for attachment in attachments:
        marks = attachment.get("annotations") if isinstance(attachment, dict) else None
        for mark in marks if isinstance(marks, list) else ():
            if isinstance(mark, dict):
                yield mark.get("annotationText")
                yield mark.get("annotationComment")


def _notes(value: object) -> Iterator[object]:
    for note in value if isinstance(value, list) else ():
        yield note.get("note") if isinstance(note, dict) else note


_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_BIB = "{http://purl.org/net/biblio#}"
_FOAF = "{http://xmlns.com/foaf/0.1/}"
_Z = "{http://www.zotero.org/namespaces/export#}"


def records_of_rdf(data: bytes, name: str) -> Iterator[Record]:
    """Yield the entries of Zotero's RDF; `name` is the file's, for errors."""
    root = parse_xml(data, name)
    about = {node.get(f"{_RDF}about"): node for node in root if node.get(f"{_RDF}about")}
    for node in root:
        kind = node.findtext(f"{_Z}itemType")
        if kind is not None and kind not in _NO_ENTRY:
            yield _of_rdf(root, node, about)


def _of_rdf(
    root: etree._Element, node: etree._Element, about: Mapping[str | None, etree._Element]
) -> Record:
    whole = node.find(f"{_TERMS}isPartOf")
    holder = None if whole is None else _meant(whole, about)
    notes = [_meant(link, about) for link in node.findall(f"{_TERMS}isReferencedBy")]
    alone = etree.Element(root.tag, nsmap=root.nsmap)
    for part in (
        node,
        holder if holder is not None and holder.getparent() is root else None,
        *notes,
    ):
        if part is not None:
            alone.append(etree.fromstring(etree.tostring(part, with_tail=False)))
    title = line(node.findtext(f"{_DC}title"))
    return Record(
        title=title,
        source=etree.tostring(alone, encoding="utf-8", xml_declaration=True),
        passages=_words(
            node.findtext(f"{_TERMS}abstract"),
            *(note.findtext(f"{_RDF}value") for note in notes if note is not None),
        ),
        statements=statements(
            (StatementField.HEADLINE, title, "Zotero RDF dc:title"),
            (
                StatementField.BYLINE,
                _listed(
                    " ".join(
                        filter(
                            None,
                            (
                                line(
                                    who.findtext(f"{_FOAF}givenName")
                                    or who.findtext(f"{_FOAF}givenname")
                                ),
                                line(who.findtext(f"{_FOAF}surname")),
                            ),
                        )
                    )
                    for who in node.iterfind(f"{_BIB}authors//{_FOAF}Person")
                ),
                "Zotero RDF bib:authors",
            ),
            (
                StatementField.OUTLET,
                None if holder is None else line(holder.findtext(f"{_DC}title")),
                "Zotero RDF dcterms:isPartOf",
            ),
            (StatementField.PUBLISHED_ON, node.findtext(f"{_DC}date"), "Zotero RDF dc:date"),
            (
                StatementField.ADDRESS,
                node.findtext(f"{_DC}identifier/{_TERMS}URI/{_RDF}value"),
                "Zotero RDF dc:identifier",
            ),
            (StatementField.LANGUAGE, node.findtext(f"{_Z}language"), "Zotero RDF z:language"),
        ),
    )


def _meant(
    link: etree._Element, about: Mapping[str | None, etree._Element]
) -> etree._Element | None:
    """Return what a property holds: the element inside it, or the one that it names."""
    return link[0] if len(link) else about.get(link.get(f"{_RDF}resource"))


def _words(*written: object) -> tuple[str, ...]:
    return tuple(filter(None, map(prose, written)))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(filter(None, names))
