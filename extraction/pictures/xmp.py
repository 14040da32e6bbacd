"""XMP: the RDF of a packet, as far as it names people, rights and words. ISO 16684-1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from extraction.findings import CreditField

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FIELDS = {
    _DC + "creator": CreditField.CREATOR,
    _PHOTOSHOP + "Credit": CreditField.CREDIT_LINE,
    _DC + "rights": CreditField.COPYRIGHT_NOTICE,
    _PHOTOSHOP + "Source": CreditField.SOURCE,
    _DC + "description": CreditField.CAPTION,
    _PHOTOSHOP + "Headline": CreditField.HEADLINE,
    _DC + "title": CreditField.TITLE,
    _PHOTOSHOP + "Instructions": CreditField.INSTRUCTIONS,
    _RIGHTS + "UsageTerms": CreditField.USAGE_TERMS,
    _PHOTOSHOP + "DateCreated": CreditField.CREATED_ON,
}
_LISTS = frozenset((CreditField.CREATOR,))
_LARGEST = 8 * 1024 * 1024
_MOST_CREATORS = 100


def read_xmp(packet: bytes) -> Mapping[CreditField, tuple[str, ...]]:
    """Read a packet in any encoding of Unicode; what its damage leaves is read all the same."""
    root = _parse(packet)
    if root is None:
        return {}
    found: dict[CreditField, tuple[str, ...]] = {}
    for description in root.iter(_RDF + "Description"):
        if _is_nested(description):
            continue
        for name, field in _FIELDS.items():
            if value := (description.get(name) or "").strip():
                found.setdefault(field, (value,))
        for element in description:
            if isinstance(element.tag, str) and (property_ := _FIELDS.get(element.tag)):
                values = _values(element)
                if values:
                    several = values[:_MOST_CREATORS] if property_ in _LISTS else values[:1]
                    found.setdefault(property_, several)
    return found


def _parse(packet: bytes) -> etree._Element | None:
    if len(packet) > _LARGEST:
        return None
    # No entity is expanded, no DTD loaded, nothing fetched; a packet is one small tree.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    packet = packet.strip(b"\0 \r\n\t") if packet[:2] not in (b"\0<", b"<\0") else packet
    if packet[:2] in (b"\0<", b"<\0"):
        # UTF-16 without a mark, which an XML parser may take for anything.
        encoding = "utf-16-be" if packet[:1] == b"\0" else "utf-16-le"
        packet = packet.decode(encoding, "replace").encode("utf-8", "replace")
    try:
        return etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _is_nested(description: etree._Element) -> bool:
    """Whether it describes a part of the picture's history or an ingredient, not the picture."""
    parent = description.getparent()
    return parent is not None and parent.tag != _RDF + "RDF"


def _values(element: etree._Element) -> tuple[str, ...]:
    items = [(item.get(_LANGUAGE) or "", text) for item, text in _items(element) if text]
    if not items:
        return ()
    # An alternative array: the default language is the first or says that it is.
    default = [text for language, text in items if language == "x-default"]
    return tuple(default or [text for _, text in items])


def _items(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    if not len(element):
        yield element, (element.text or "").strip()
    for item in element.iter(_RDF + "li"):
        yield item, "".join(item.itertext()).strip()
