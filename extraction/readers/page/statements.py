"""What a page states of itself: headline, byline, outlet, date, address, language, and where.

JSON-LD comes before meta elements, these before what the page shows, the address last: editors fill
the first for search engines and correct it. All candidates are kept, so that a person can compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml import etree

from extraction.findings import Statement, StatementField
from extraction.readers.dates import date_in

_LARGEST_JSON = 2_000_000  # characters; Python's parser needs about ten times as many bytes
_MOST_ITEMS = 5_000
_LONGEST = 500

_STORY_TYPES = re.compile(
    r"Article$|^(?:BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|WebPage|ItemPage)$"
)
_WEAK_TYPES = frozenset(("WebPage", "ItemPage"))

# By trust, best first. Attribute, its value, what the element states.
_META: tuple[tuple[str, str, StatementField], ...] = (
    ("property", "article:published_time", StatementField.PUBLISHED_ON),
    ("itemprop", "datepublished", StatementField.PUBLISHED_ON),
    ("property", "og:article:published_time", StatementField.PUBLISHED_ON),
    ("name", "parsely-pub-date", StatementField.PUBLISHED_ON),
    ("name", "article.published", StatementField.PUBLISHED_ON),
    ("name", "sailthru.date", StatementField.PUBLISHED_ON),
    ("name", "citation_publication_date", StatementField.PUBLISHED_ON),
    ("name", "dc.date.issued", StatementField.PUBLISHED_ON),
    ("name", "dcterms.created", StatementField.PUBLISHED_ON),
    ("name", "dc.date", StatementField.PUBLISHED_ON),
    ("name", "pubdate", StatementField.PUBLISHED_ON),
    ("name", "publishdate", StatementField.PUBLISHED_ON),
    ("name", "publish-date", StatementField.PUBLISHED_ON),
    ("name", "date", StatementField.PUBLISHED_ON),
    ("property", "og:title", StatementField.HEADLINE),
    ("name", "parsely-title", StatementField.HEADLINE),
    ("name", "twitter:title", StatementField.HEADLINE),
    ("name", "dc.title", StatementField.HEADLINE),
    ("name", "parsely-author", StatementField.BYLINE),
    ("name", "byl", StatementField.BYLINE),
    ("name", "author", StatementField.BYLINE),
    ("property", "author", StatementField.BYLINE),
    ("name", "dc.creator", StatementField.BYLINE),
    ("name", "sailthru.author", StatementField.BYLINE),
    ("property", "article:author", StatementField.BYLINE),
    ("property", "og:site_name", StatementField.OUTLET),
    ("name", "application-name", StatementField.OUTLET),
    ("name", "citation_journal_title", StatementField.OUTLET),
    ("name", "dc.publisher", StatementField.OUTLET),
    ("property", "og:url", StatementField.ADDRESS),
    ("name", "parsely-link", StatementField.ADDRESS),
    ("property", "og:locale", StatementField.LANGUAGE),
    ("http-equiv", "content-language", StatementField.LANGUAGE),
)
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d?)[/-]?(\d\d?)(?=[/_.-]|\D|$)")
_SAVED_FROM = re.compile(r"(?:saved from url=\(\d+\)|Page saved with SingleFile\s*url:)\s*(\S+)")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|przez)\s+(?=\S)", re.IGNORECASE)
# "Jane Doe | November 18, 2019 12:01 PM", "Jane Doe Published 7:07 PM".
_AFTER_BYLINE = re.compile(
    r"\s*(?:[|•—]|\b(?:published|updated|posted|follow)\b).*"
    r"|[\s,-]*(?:\b[^\W\d_]{3,9}\.? \d{1,2}, \d{4}|\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}).*",
    re.IGNORECASE,
)
_BYLINE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:byline|author(?:-?name|s)?|article-author)(?:$|[\s_-])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PageStatements:
    """All that a page states; `best` answers with the value to use."""

    statements: tuple[Statement, ...]

    def best(self, field: StatementField) -> str | None:
        """Return the most trusted value of a field."""
        return next((said.value for said in self.statements if said.field is field), None)

    @property
    def published_on(self) -> date | None:
        """The day of publication, as the page's own time zone has it."""
        said = self.best(StatementField.PUBLISHED_ON)
        return date.fromisoformat(said) if said else None


def statements_of(root: etree._Element, *, location: str | None = None) -> PageStatements:
    """Read what the page states; `location` is where an archive says that it was fetched."""
    items = list(json_ld(root))
    metas = list(_metas(root))
    found: list[Statement] = []
    addresses = _addresses(root, items, metas, location)
    found += addresses
    for item in items:
        found += _of_item(item)
    for field, value, where in metas:
        found += _checked(field, value, where)
    found += _shown(root)
    if addresses:
        found += _of_address(addresses[0].value)
    return PageStatements(tuple(dict.fromkeys(found)))


def json_ld(root: etree._Element) -> Iterator[Mapping[str, object]]:
    """Yield the objects of the page's JSON-LD that describe a story, the strongest type first."""
    items: list[Mapping[str, object]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = "".join(script.itertext())
        if len(text) > _LARGEST_JSON:
            continue
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", text)
        try:
            items += _objects(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue  # Half of a page's scripts may be broken; what the page shows is still there.
    stories = [item for item in items if any(map(_STORY_TYPES.search, _types(item)))]
    stories.sort(key=lambda item: bool(_WEAK_TYPES.issuperset(_types(item))))
    yield from stories


def _objects(value: object) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    waiting = [value]
    while waiting and len(found) < _MOST_ITEMS:
        match waiting.pop(0):
            case list() as several:
                waiting[:0] = several[:_MOST_ITEMS]
            case dict() as item:
                found.append(item)
                waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]
    return found


def _types(item: Mapping[str, object]) -> list[str]:
    kind = item.get("@type")
    return [text for text in (kind if isinstance(kind, list) else [kind]) if isinstance(text, str)]


def _of_item(item: Mapping[str, object]) -> list[Statement]:
    weak = _WEAK_TYPES.issuperset(_types(item))
    fields: list[tuple[StatementField, str | None, str]] = [
        (StatementField.PUBLISHED_ON, _text(item.get("datePublished")), "datePublished"),
        (StatementField.BYLINE, _names(item.get("author") or item.get("creator")), "author"),
        (StatementField.OUTLET, _names(item.get("publisher")), "publisher"),
        (StatementField.LANGUAGE, _text(item.get("inLanguage")), "inLanguage"),
    ]
    if not weak:
        title = _text(item.get("headline")) or _text(item.get("name"))
        fields.append((StatementField.HEADLINE, title, "headline"))
    return [
        statement
        for field, value, key in fields
        for statement in _checked(field, value, f"JSON-LD {key}")
    ]


def _text(value: object) -> str | None:
    match value:
        case str():
            return value
        case [first, *_]:
            return _text(first)
        case {"@value": inner} | {"name": inner}:
            return _text(inner)
    return None


def _names(value: object) -> str | None:
    """Return the name of a person or organisation, or of several, as JSON-LD writes them."""
    several = value if isinstance(value, list) else [value]
    names = [name.strip() for name in map(_text, several[:20]) if name]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _metas(root: etree._Element) -> Iterator[tuple[StatementField, str, str]]:
    said: dict[tuple[str, str], str] = {}
    for meta in root.iter("meta"):
        value = meta.get("content") or meta.get("datetime")
        if not value:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if name := meta.get(attribute):
                said.setdefault((attribute, name.strip().lower()), value)
    for attribute, name, field in _META:
        # Sites write name= for property= and the other way round.
        value = said.get((attribute, name))
        if value is None and attribute in ("property", "name"):
            value = said.get(("name" if attribute == "property" else "property", name))
        if value is not None:
            yield field, value, f"meta {name}"


def _addresses(
    root: etree._Element,
    items: Iterable[Mapping[str, object]],
    metas: Iterable[tuple[StatementField, str, str]],
    location: str | None,
) -> list[Statement]:
    candidates = [
        (link.get("href") or "", "link canonical")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    candidates += [
        (value, where) for field, value, where in metas if field is StatementField.ADDRESS
    ]
    for item in items:
        page = item.get("mainEntityOfPage")
        named = page.get("@id") if isinstance(page, dict) else page
        candidates.append((_text(item.get("url")) or "", "JSON-LD url"))
        candidates.append((_text(named) or "", "JSON-LD mainEntityOfPage"))
    if location:
        candidates.append((location, "the archive's record"))
    if saved := _saved_from(root):
        candidates.append((saved, "the browser that saved it"))
    base = location or next(
        (address for address, _ in candidates if address.startswith(("http:", "https:"))), ""
    )
    found = [
        Statement(StatementField.ADDRESS, address, where)
        for raw, where in candidates
        if (address := _address(raw, base))
    ]
    # A canonical link to the front page is a fault of the site's templates.
    found.sort(key=lambda said: urlsplit(said.value).path.strip("/") == "")
    return found


def _address(raw: str, base: str) -> str | None:
    raw = raw.strip()
    if not raw or len(raw) > 2000 or any(char.isspace() for char in raw):
        return None
    try:
        whole = urljoin(base, raw)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.netloc else None


def _saved_from(root: etree._Element) -> str | None:
    """Find the address in the comment that browsers put before a page they save."""
    comments = [root.getprevious(), *root.xpath("comment()|head/comment()")[:20]]
    while comments[0] is not None and (before := comments[0].getprevious()) is not None:
        comments.insert(0, before)
    for comment in comments:
        if comment is not None and (found := _SAVED_FROM.search(comment.text or "")):
            return found[1]
    return None


def _shown(root: etree._Element) -> list[Statement]:
    found: list[Statement] = []
    for element in root.iter("time", "h1", "title", "a", "span", "p", "div", "address"):
        tag = element.tag
        if tag == "time":
            stamp = element.get("datetime") or _visible(element)
            strong = element.get("pubdate") is not None or "publish" in (
                f"{element.get('itemprop')} {element.get('class')}".lower()
            )
            found += _checked(
                StatementField.PUBLISHED_ON, stamp, "time element" + " published" * strong
            )
        elif tag == "h1":
            found += _checked(StatementField.HEADLINE, _visible(element), "h1")
        elif tag == "title":
            found += _checked(StatementField.HEADLINE, _visible(element), "title")
        elif _is_byline(element):
            found += _checked(StatementField.BYLINE, _visible(element), "byline on the page")
    if language := root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        found += _checked(StatementField.LANGUAGE, language, "html lang")
    order = ("time element published", "time element", "h1", "title")
    found.sort(key=lambda said: order.index(said.where) if said.where in order else len(order))
    return found


def _is_byline(element: etree._Element) -> bool:
    return (
        "author" in (element.get("rel") or "").split()
        or element.get("itemprop") == "author"
        or bool(_BYLINE_NAMES.search(element.get("class") or ""))
    )


def _visible(element: etree._Element) -> str | None:
    pieces: list[str] = []
    room = _LONGEST
    for piece in element.itertext():
        pieces.append(piece)
        room -= len(piece)
        if room < 0:
            return None
    return " ".join("".join(pieces).split()) or None


def _of_address(address: str) -> list[Statement]:
    found: list[Statement] = []
    parts = urlsplit(address)
    if stamp := _DATE_IN_ADDRESS.search(parts.path):
        found += _checked(
            StatementField.PUBLISHED_ON,
            "-".join(part.zfill(2) for part in stamp.groups()),
            "address",
        )
    host = (parts.hostname or "").removeprefix("www.")
    found += _checked(StatementField.OUTLET, host, "address")
    return found


def _checked(field: StatementField, value: str | None, where: str) -> list[Statement]:
    """Return the statement in its normal form; nothing when the field cannot have that value."""
    value = " ".join((value or "").split())
    match field:
        case StatementField.PUBLISHED_ON:
            day = date_in(value)
            value = day.isoformat() if day else ""
        case StatementField.LANGUAGE:
            language = _LANGUAGE.fullmatch(value)
            value = language[0].replace("_", "-") if language else ""
        case StatementField.BYLINE:
            value = _AFTER_BYLINE.sub("", _BY.sub("", value))
            if "://" in value or value.startswith("@") or value.endswith(("*", ")", ":")):
                value = ""  # an address, an account, the label of a form
        case StatementField.OUTLET if value.startswith(("http:", "https:", "@")):
            value = ""
    longest = 120 if field in (StatementField.BYLINE, StatementField.OUTLET) else _LONGEST
    if not value or len(value) > longest:
        return []
    return [Statement(field, value, where)]
