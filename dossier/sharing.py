"""Quotations handed from one catalogue to another, in the JSON that an export writes.

Beside the contents stand the documents that they come from: each with its text, what was found in
it, what people decided and, in Base64, the bytes of its original and of its pictures. So the other
catalogue keeps the same files under the same SHA-256, and an export from there is equal to the one
it was brought by. Without an original, its text is kept as a text file in its place, and that is
said.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db import Catalogue
from db.rows import (
    UNCHANGED,
    ArticleRow,
    Correction,
    DocumentRow,
    PhotoRow,
    PictureRow,
    QuotationDetail,
    QuotationFilter,
    QuotationId,
    QuotationRow,
    Status,
    Verdict,
)
from dossier.contents import Contents
from dossier.errors import DossierError
from dossier.exports.interchange import FORMAT, as_json, read_json
from dossier.exports.typed import plain, typed
from extraction.findings import (
    Addressee,
    Article,
    Attribution,
    Document,
    EmbeddedCredit,
    Entity,
    EntityKind,
    Evidence,
    Field,
    Findings,
    PassedOver,
    PhotoCredit,
    Picture,
    Role,
    SaidOn,
    Span,
    Statement,
)

if TYPE_CHECKING:
    from dossier.render import Progress

_KEY = "documents"
_HEAD = 400
"""Characters of a file in which its format is named."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What people decided about the quotation at a place."""

    place: Span
    status: Status
    decided_by: str | None
    decided_at: datetime | None
    found_speaker: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """A picture of a document, by the place of its printed credit.

    `preview` is a small JPEG, `original` the file that lay beside the document, which `sha256`
    names: both in Base64, empty where there is none.
    """

    credit: Span
    caption: Span | None
    address: str
    stated_credit: str | None
    embedded: EmbeddedCredit | None
    preview: str
    sha256: str | None
    original: str


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """A document on its way: its reading, what was found, what was decided, its original's bytes.

    `original` is Base64, empty where the bytes were not to be had.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    encoding: str | None
    language: str | None
    pages: tuple[int, ...]
    headline: str | None
    byline: str | None
    outlet: str | None
    address: str | None
    statements: tuple[Statement, ...]
    articles: tuple[Article, ...]
    attributions: tuple[Attribution, ...]
    credits: tuple[PhotoCredit, ...]
    decisions: tuple[Decision, ...]
    original: str
    pictures: tuple[SharedPicture, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in. `notes` are sentences about what could be done only in part."""

    documents: int
    quotations: int
    photos: int
    decisions: int
    notes: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.documents or self.decisions)


def as_shared_json(contents: Contents, catalogue: Catalogue, progress: Progress) -> str:
    """Write contents as JSON with all that another catalogue needs to take them in."""
    written = json.loads(as_json(contents))
    written[_KEY] = [plain(shared) for shared in _shared(contents, catalogue, progress)]
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def is_shared(path: Path) -> bool:
    """Whether a file is an export that `bring` can take in."""
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return f'"format": "{FORMAT}"' in file.read(_HEAD)
    except OSError:
        return False


def bring(catalogue: Catalogue, path: Path) -> Brought:
    """Take the quotations of an export into a catalogue, with what people decided about them.

    A document that is there already keeps what it has; of the decisions it takes those about
    quotations that nobody judged there. Raises `DossierError` when the file is no such export.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise DossierError(f"Cannot read “{path.name}”: {error.strerror}.") from error
    read_json(text)  # the sentences about foreign and later files are its own
    try:
        documents = [typed(SharedDocument, given) for given in json.loads(text).get(_KEY, ())]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DossierError(f"Cannot read “{path.name}”: {error} does not fit.") from error
    if not documents:
        raise DossierError(
            f"Cannot take in “{path.name}”: it holds the dossier alone, not its documents. "
            "Export it again with On Record."
        )
    here = {row.sha256: row for row in catalogue.documents()}
    parts = [_bring_one(catalogue, document, here) for document in documents]
    return Brought(
        documents=sum(part.documents for part in parts),
        quotations=sum(part.quotations for part in parts),
        photos=sum(part.photos for part in parts),
        decisions=sum(part.decisions for part in parts),
        notes=tuple(note for part in parts for note in part.notes),
    )


# Out of a catalogue


def _shared(
    contents: Contents, catalogue: Catalogue, progress: Progress
) -> Iterator[SharedDocument]:
    wanted: dict[str, set[Span]] = {source.document_sha256: set() for source in contents.sources}
    for chapter in contents.chapters:
        for entry in chapter.quotations:
            wanted[contents.sources[entry.source].document_sha256].add(entry.place)
    shown = {
        (contents.sources[photo.source].document_sha256, photo.credit_line, photo.caption)
        for photo in contents.photos
    }
    photos: dict[str, list[PhotoRow]] = {}
    for photo in catalogue.photos():
        if (photo.document_sha256, photo.credit_line, photo.caption) in shown:
            photos.setdefault(photo.document_sha256, []).append(photo)
    rows = [row for row in catalogue.documents() if row.sha256 in wanted]
    for done, row in enumerate(rows):
        progress(done, len(rows))
        yield _document(catalogue, row, wanted[row.sha256], photos.get(row.sha256, []))


def _document(
    catalogue: Catalogue, row: DocumentRow, places: set[Span], photos: Sequence[PhotoRow]
) -> SharedDocument:
    quotations = catalogue.quotations(catalogue.quotation_ids(QuotationFilter(document=row.id)))
    ids = dict.fromkeys((*(q.article_id for q in quotations), *(p.article_id for p in photos)))
    articles = sorted((catalogue.article(id_) for id_ in ids), key=lambda article: article.span)
    details = [
        detail
        for article in articles
        for detail in catalogue.article_quotations(article.id)
        if Span(detail.row.start, detail.row.end) in places
    ]
    first = articles[0] if articles else None
    pictures = catalogue.pictures(photos)
    return SharedDocument(
        name=row.name,
        sha256=row.sha256,
        media_type=row.media_type,
        text=catalogue.document_text(row.id),
        encoding=row.encoding,
        language=row.language,
        pages=row.pages,
        headline=first.headline if first else None,
        byline=first.byline if first else None,
        outlet=row.outlet,
        address=row.address,
        statements=row.statements,
        articles=tuple(_article(article) for article in articles),
        attributions=tuple(_attribution(detail) for detail in details),
        credits=tuple(_credit(photo) for photo in photos),
        decisions=tuple(_decision(detail) for detail in details),
        original=_in_base64(catalogue.original(row.id)),
        pictures=tuple(
            _picture(catalogue, photo, pictures[photo.id])
            for photo in photos
            if photo.id in pictures
        ),
        passed_over=tuple(
            PassedOver(passed.span, passed.reason, passed.confidence) for passed in row.passed_over
        ),
    )


def _in_base64(file: Path) -> str:
    try:
        return base64.b64encode(file.read_bytes()).decode("ascii")
    except OSError:
        return ""


def _picture(catalogue: Catalogue, photo: PhotoRow, picture: PictureRow) -> SharedPicture:
    file = catalogue.picture_original(picture)
    return SharedPicture(
        credit=Span(photo.start, photo.end),
        caption=photo.caption_span,
        address=picture.address,
        stated_credit=picture.stated_credit,
        embedded=picture.embedded,
        preview=base64.b64encode(picture.preview or b"").decode("ascii"),
        sha256=picture.sha256,
        original=_in_base64(file) if file else "",
    )


def _article(row: ArticleRow) -> Article:
    return Article(row.span, row.headline_span, row.byline, row.published_on)


def _attribution(detail: QuotationDetail) -> Attribution:
    row = detail.row
    # What a person set has no words in the text: its place is the empty one before the quotation.
    nowhere = Span(row.start, row.start)
    role = Role(row.role, detail.source_span or nowhere) if row.role else None
    speaker = Entity(row.speaker, row.speaker_kind or EntityKind.PERSON) if row.speaker else None
    return Attribution(
        content=detail.content,
        kind=row.kind,
        cue=detail.cue_span,
        source=detail.source_span,
        speaker=replace(speaker, roles=(role,)) if speaker and role else speaker,
        role=role,
        told_to=Addressee(row.told_to, detail.told_to_span or nowhere) if row.told_to else None,
        said_on=SaidOn(detail.said_on_span or nowhere, row.said_on) if row.said_on else None,
        confidence=row.confidence,
        evidence=tuple(
            Evidence(Field(line.field), line.rule, tuple(span for span, _ in line.words))
            for line in detail.evidence
        ),
    )


def _credit(row: PhotoRow) -> PhotoCredit:
    return PhotoCredit(
        line=Span(row.start, row.end),
        agency=row.agency,
        creator=row.creator,
        distributor=row.distributor,
        flags=row.flags,
        licence=row.licence,
        caption=row.caption_span,
        confidence=row.confidence,
    )


def _decision(detail: QuotationDetail) -> Decision:
    row = detail.row
    return Decision(
        place=Span(row.start, row.end),
        status=row.status,
        decided_by=detail.verdict_by,
        decided_at=detail.verdict_at,
        found_speaker=detail.found_speaker,
        tags=row.tags,
    )


# Into a catalogue


def _bring_one(
    catalogue: Catalogue, shared: SharedDocument, here: dict[str, DocumentRow]
) -> Brought:
    if shared.sha256 in here:
        return _decide(catalogue, shared, here[shared.sha256], is_new=False)
    data, notes = _bytes_of(shared)
    sha256 = hashlib.sha256(data).hexdigest()
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        original = Path(folder) / "original"
        original.write_bytes(data)
        pictures = tuple(_pictures(shared, Path(folder)))
        document = replace(_reading(replace(shared, sha256=sha256), notes), pictures=pictures)
        changes = catalogue.add(document, _findings(shared), original=original)
    if changes.already is not None:
        row = catalogue.document(changes.already)
        return _decide(catalogue, shared, row, is_new=False)
    row = catalogue.document(next(iter(changes.documents)))
    decided = _decide(catalogue, shared, row, is_new=True)
    return replace(
        decided,
        documents=1,
        quotations=len(changes.quotations),
        photos=len(changes.photos),
        notes=(*notes, *decided.notes),
    )


def _bytes_of(shared: SharedDocument) -> tuple[bytes, tuple[str, ...]]:
    """Return the original's bytes, or its text's where they are not there or not the right ones."""
    data = _from_base64(shared.original)
    if hashlib.sha256(data).hexdigest() == shared.sha256:
        return data, ()
    note = (
        f"The original of “{shared.name}” is not in the file. Its text is kept in its place; "
        f"the original's SHA-256 is {shared.sha256}."
    )
    return shared.text.encode("utf-8", "replace"), (note,)


def _reading(shared: SharedDocument, notes: tuple[str, ...]) -> Document:
    return Document(
        name=shared.name,
        text=shared.text,
        sha256=shared.sha256,
        media_type="text/plain" if notes else shared.media_type,
        encoding=shared.encoding,
        language=shared.language,
        outlet=shared.outlet,
        address=shared.address,
        byline=shared.byline,
        headline=shared.headline,
        pages=shared.pages,
        warnings=notes,
        statements=shared.statements,
    )


def _pictures(shared: SharedDocument, folder: Path) -> Iterator[Picture]:
    """Yield the pictures with their files in `folder`, where their bytes are those they name."""
    for number, picture in enumerate(shared.pictures):
        data = _from_base64(picture.original)
        file = folder / f"picture-{number}"
        has_file = picture.sha256 == hashlib.sha256(data).hexdigest()
        if has_file:
            file.write_bytes(data)
        yield Picture(
            address=picture.address,
            caption=picture.caption,
            credit=picture.credit,
            stated_credit=picture.stated_credit,
            embedded=picture.embedded,
            preview=_from_base64(picture.preview) or None,
            file=file if has_file else None,
            sha256=picture.sha256 if has_file else None,
        )


def _from_base64(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except binascii.Error:
        return b""


def _findings(shared: SharedDocument) -> Findings:
    speakers = dict.fromkeys(one.speaker for one in shared.attributions if one.speaker)
    return Findings(
        language=shared.language or "",
        articles=shared.articles,
        entities=tuple(speakers),
        attributions=shared.attributions,
        passed_over=shared.passed_over,
        credits=shared.credits,
    )


def _decide(
    catalogue: Catalogue, shared: SharedDocument, row: DocumentRow, *, is_new: bool
) -> Brought:
    """Take over verdicts and tags, each quotation known by its place."""
    which = QuotationFilter(document=row.id, statuses=frozenset(Status))
    known = {
        Span(quotation.start, quotation.end): quotation
        for quotation in catalogue.quotations(catalogue.quotation_ids(which))
    }
    said = {Span(one.start, one.end): one for one in shared.attributions}
    verdicts: list[Verdict] = []
    tags: dict[str, list[QuotationId]] = {}
    unknown = 0
    for decision in shared.decisions:
        quotation = known.get(decision.place)
        if quotation is None:
            unknown += 1
            continue
        for tag in decision.tags:
            tags.setdefault(tag, []).append(quotation.id)
        if quotation.status is not Status.UNREVIEWED or decision.status is Status.UNREVIEWED:
            continue
        if decision.status is Status.CORRECTED and not is_new:
            catalogue.correct([quotation.id], _correction(said.get(decision.place), quotation))
        verdicts.append(
            Verdict(
                quotation.id,
                decision.status,
                decision.decided_by or "someone",
                decision.decided_at or datetime.now(UTC),
                decision.found_speaker,
            )
        )
    if verdicts:
        catalogue.take_over(verdicts)
    for tag, ids in tags.items():
        catalogue.tag(ids, tag)
    note = (
        f"“{shared.name}” is in the catalogue already, without {unknown} of these quotations; "
        "they were left out."
    )
    return Brought(0, 0, 0, len(verdicts) + len(tags), (note,) if unknown else ())


def _correction(said: Attribution | None, row: QuotationRow) -> Correction:
    """Return what makes a quotation say what the other catalogue's people said of it."""
    if said is None:
        return Correction()
    speaker = said.speaker.name if said.speaker else None
    told_to = said.told_to.name if said.told_to else None
    said_on = said.said_on.on if said.said_on else None
    return Correction(
        speaker=UNCHANGED if speaker == row.speaker else speaker,
        told_to=UNCHANGED if told_to == row.told_to else told_to,
        said_on=UNCHANGED if said_on == row.said_on else said_on,
        kind=UNCHANGED if said.kind is row.kind else said.kind,
    )
