"""Contents as Markdown, for editors and notebooks; whatever stands in a text stays text."""

from __future__ import annotations

import re

from dossier import wording
from dossier.attribution import attribution_facts, spoken
from dossier.citations import cite
from dossier.contents import Contents, Interlude, PhotoEntry, QuotationEntry, SourceEntry
from extraction.wording import long_day

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~^$&:=@\"'])")
_NEEDS_CARE = re.compile(r"[\\`*_\[\]<>|~^$&]|^(\d+[.)]|[-+#=>:]|\s)|https?:|www\.|@")


def as_markdown(contents: Contents) -> str:
    """Write a dossier in CommonMark with the footnotes that most editors know."""
    parts = [f"# {escaped(wording.named(contents.title, 'Untitled'))}"]
    if contents.subtitle:
        parts.append(f"*{escaped(contents.subtitle)}*")
    facts = [contents.author, long_day(contents.compiled_on), contents.selection]
    parts.append("  \n".join(escaped(fact) for fact in facts if fact))
    for chapter in contents.chapters:
        parts.append(f"## {escaped(wording.named(chapter.title, 'Unnamed'))}")
        if chapter.subtitle:
            parts.append(f"*{escaped(chapter.subtitle)}*")
        parts += [
            escaped(part.text) if isinstance(part, Interlude) else _quotation(part, contents)
            for part in chapter.flow()
        ]
    if contents.photos:
        parts.append("## Photo credits")
        parts += [_photo(photo) for photo in contents.photos]
    if contents.sources:
        parts.append("## Sources")
        parts += [
            f"[^{number}]: {_cited(source, contents)}"
            f" {escaped(source.document_name)}, SHA-256 `{_code(source.document_sha256)}`."
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
    opening, words, closing = spoken(entry, contents.language)
    text = escaped(words)
    said = f"*{text}*" if text and not opening else f"{opening}{text}{closing}"
    facts = attribution_facts(entry, contents.sources[entry.source])
    return f"> {said}{note}\n>\n> — {' · '.join(escaped(fact) for fact in facts)}"


def _photo(photo: PhotoEntry) -> str:
    caption = f" {escaped(photo.caption)}" if photo.caption else ""
    return f"- {escaped(photo.credit_line)}[^{photo.source + 1}]{caption}"


def _cited(source: SourceEntry, contents: Contents) -> str:
    """Return a source's citation with its italics, its address as a link where it can be one."""
    written = ""
    for stretch in cite(source, contents.citations):
        before, address, after = stretch.text.partition(_linkable(source.address) or "\0")
        words = _part(before) + (f"<{address}>" if address else "") + _part(after)
        written += f"*{words}*" if stretch.italic and words else words
    return written


def _part(text: str) -> str:
    """Return a part of a line escaped, with the blanks at its edges."""
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return (" " if lead else "") + escaped(text) + (" " if trail and text.strip() else "")


def _linkable(address: str | None) -> str | None:
    address = (address or "").strip()
    return address if re.fullmatch(r"https?://[^\s<>\\]+", address) else None


def _code(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text)
