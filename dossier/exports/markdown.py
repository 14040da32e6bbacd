"""Contents as Markdown, for editors and notebooks; whatever stands in a text stays text."""

from __future__ import annotations

import re

from dossier import wording
from dossier.attribution import attribution_facts, cited
from dossier.contents import Contents, PhotoEntry, QuotationEntry
from extraction.findings import Kind

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~^$&:=@\"'])")
_NEEDS_CARE = re.compile(r"[\\`*_\[\]<>|~^$&]|^(\d+[.)]|[-+#=>:]|\s)|https?:|www\.|@")


def as_markdown(contents: Contents) -> str:
    """Write a dossier in CommonMark with the footnotes that most editors know."""
    parts = [f"# {escaped(wording.named(contents.title, 'Untitled'))}"]
    if contents.subtitle:
        parts.append(f"*{escaped(contents.subtitle)}*")
    facts = [contents.author, wording.day(contents.compiled_on), contents.selection]
    parts.append("  \n".join(escaped(fact) for fact in facts if fact))
    for chapter in contents.chapters:
        parts.append(f"## {escaped(wording.named(chapter.title, 'Unnamed'))}")
        if chapter.subtitle:
            parts.append(f"*{escaped(chapter.subtitle)}*")
        parts += [_quotation(entry, contents) for entry in chapter.quotations]
    if contents.photos:
        parts.append("## Photo credits")
        parts += [_photo(photo) for photo in contents.photos]
    if contents.sources:
        parts.append("## Sources")
        parts += [
            f"[^{number}]: {escaped(cited(source, contents.language))}"
            + (f" {_address(source.address)}" if source.address else "")
            + f" {escaped(source.document_name)}, SHA-256 `{_code(source.document_sha256)}`."
            for number, source in enumerate(contents.sources, 1)
        ]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Return `text` on one line, so that Markdown shows it as it is.

    >>> escaped("1. *not* a list")
    '1\\\\. \\\\*not\\\\* a list'
    """
    text = " ".join(text.split())
    return _SPECIAL.sub(r"\\\1", text) if _NEEDS_CARE.search(text) else text


def _quotation(entry: QuotationEntry, contents: Contents) -> str:
    note = f"[^{entry.source + 1}]"
    text = escaped(entry.text)
    if entry.kind is Kind.INDIRECT:
        said = f"*{text}*" if text else ""
    else:
        opening, closing = wording.quotation_marks(entry.text, contents.language)
        said = f"{opening}{text}{closing}"
    facts = attribution_facts(entry, contents.sources[entry.source])
    return f"> {said}{note}\n>\n> — {' · '.join(escaped(fact) for fact in facts)}"


def _photo(photo: PhotoEntry) -> str:
    caption = f" {escaped(photo.caption)}" if photo.caption else ""
    return f"- {escaped(photo.credit_line)}[^{photo.source + 1}]{caption}"


def _address(address: str) -> str:
    """Return an address as a link where it can be one, else as text."""
    if re.fullmatch(r"https?://[^\s<>\\]+", address):
        return f"<{address}>"
    return escaped(address)


def _code(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text)
