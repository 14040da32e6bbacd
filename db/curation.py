"""What people decide about quotations: verdicts, corrections, tags; and which documents go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final  # Any: the columns that a correction sets are of several types

from sqlalchemy import select

from db import rows
from db.errors import UnusableName
from db.history import Edit, now, whoever_is_here
from db.models import (
    Article,
    CollectionEntry,
    Document,
    DossierEntry,
    Found,
    Outlet,
    Party,
    PassedOver,
    Photo,
    Picture,
    Quotation,
    QuotationTag,
    Role,
    Shingle,
    Tag,
    Verdict,
)
from db.names import fold, fold_outlet
from db.people import name_also
from db.queries import AnyRow, chunks
from db.resolving import find_party
from db.rows import UNCHANGED, Correction, Status
from extraction.findings import EntityKind
from extraction.names import name_parts
from extraction.wording import counted

_DECIDED: Final = {
    Status.CONFIRMED: "Confirm",
    Status.REJECTED: "Reject",
    Status.UNREVIEWED: "Reopen",
}


def decide(edit: Edit, ids: Collection[int], status: Status) -> str:
    """Give quotations a verdict; those that have it already are left alone."""
    changed = [
        row["id"]
        for chunk in chunks(ids)
        for row in edit.update(Quotation, Quotation.id.in_(chunk), status=status)
    ]
    _note_verdicts(edit, changed, status)
    return f"{_DECIDED[status]} {counted(len(changed), 'quotation')}"


def _note_verdicts(edit: Edit, ids: Sequence[int], status: Status) -> None:
    by, at = whoever_is_here(), now()
    verdict = {"status": status, "decided_by": by, "decided_at": at}
    edit.insert_all(Verdict, [verdict | {"quotation_id": id_} for id_ in ids])


def take_over(edit: Edit, verdicts: Sequence[rows.Verdict]) -> str:
    """Give quotations the verdicts of another catalogue; one that was judged here keeps its own.

    The values that a correction set are in place already; what was found is kept beside them.
    """
    taken = 0
    for verdict in verdicts:
        open_ = (Quotation.id == verdict.quotation) & (Quotation.status == Status.UNREVIEWED)
        quotations = edit.all(Quotation, open_)
        if not quotations or verdict.status is Status.UNREVIEWED:
            continue
        (quotation,) = quotations
        taken += 1
        edit.update(Quotation, Quotation.id == verdict.quotation, status=verdict.status)
        decided = {"decided_by": verdict.decided_by, "decided_at": verdict.decided_at}
        edit.insert(Verdict, quotation_id=verdict.quotation, status=verdict.status, **decided)
        if verdict.status is Status.CORRECTED:
            _keep_what_was_found(edit, quotation)
            edit.update(
                Found, Found.quotation_id == verdict.quotation, speaker=verdict.found_speaker
            )
    return f"Take over {counted(taken, 'decision')}"


def correct(edit: Edit, ids: Collection[int], correction: Correction) -> str:
    """Write what a person says over what the program found, which is kept beside it."""
    quotations = [q for chunk in chunks(ids) for q in edit.all(Quotation, Quotation.id.in_(chunk))]
    values = _values(edit, correction) if quotations else {}
    changed = sum(_correct_one(edit, quotation, dict(values)) for quotation in quotations)
    if values.get("speaker_id") is not None:
        _learn_names(edit, {q.speaker_id for q in quotations}, values["speaker_id"])
    if correction.speaker is UNCHANGED and isinstance(correction.speaker_kind, EntityKind):
        _correct_kind(edit, ids, correction.speaker_kind)
    what = [
        words
        for words, value in (
            ("speaker", correction.speaker),
            (
                "kind of speaker",
                correction.speaker_kind if "speaker_id" not in values else UNCHANGED,
            ),
            ("addressee", correction.told_to),
            ("date", correction.said_on),
            ("kind", correction.kind),
        )
        if value is not UNCHANGED
    ]
    return f"Correct the {' and '.join(what)} of {counted(changed or len(quotations), 'quotation')}"


def _values(edit: Edit, correction: Correction) -> dict[str, Any]:
    """Return the columns that the correction sets, its names resolved to records."""
    values: dict[str, Any] = {}
    if correction.speaker is not UNCHANGED:
        kind = correction.speaker_kind
        values["speaker_id"] = _speaker(
            edit, correction.speaker, kind if isinstance(kind, EntityKind) else None
        )
    if correction.told_to is not UNCHANGED:
        values["told_to_id"] = _outlet(edit, correction.told_to)
    if correction.said_on is not UNCHANGED:
        values["said_on"] = correction.said_on
    if correction.kind is not UNCHANGED:
        values["kind"] = correction.kind
    return values


def _correct_one(edit: Edit, quotation: AnyRow, values: dict[str, Any]) -> bool:
    if all(getattr(quotation, name) == value for name, value in values.items()):
        return False
    if values.get("speaker_id", quotation.speaker_id) != quotation.speaker_id:
        # The title was the other's.
        values["role_id"] = None
    if "said_on" in values:
        article = edit.one(Article, quotation.article_id, "")
        values["shown_on"] = values["said_on"] or article.published_on
    _keep_what_was_found(edit, quotation)
    edit.update(Quotation, Quotation.id == quotation.id, status=Status.CORRECTED, **values)
    _note_verdicts(edit, [quotation.id], Status.CORRECTED)
    return True


def _keep_what_was_found(edit: Edit, quotation: AnyRow) -> None:
    if edit.all(Found, Found.quotation_id == quotation.id):
        return
    connection = edit.connection
    edit.insert_all(
        Found,
        [
            {
                "quotation_id": quotation.id,
                "speaker": connection.scalar(
                    select(Party.name).where(Party.id == quotation.speaker_id)
                ),
                "told_to": connection.scalar(
                    select(Outlet.name).where(Outlet.id == quotation.told_to_id)
                ),
                "said_on": quotation.said_on,
                "kind": quotation.kind,
            }
        ],
    )


def _learn_names(edit: Edit, found: Collection[int | None], meant: int) -> None:
    """Keep the found speakers' names as forms of the right one's, where they are short forms of it.

    "Lee" corrected to Anna Lee says what the name means; Bo Lee corrected to her, that another
    spoke.
    """
    right = edit.one(Party, meant, "")
    for wrong in edit.all(Party, Party.id.in_([id_ for id_ in found if id_ is not None])):
        if wrong.id != meant and set(name_parts(wrong.name)) < set(name_parts(right.name)):
            name_also(edit, meant, wrong.name)


def _correct_kind(edit: Edit, ids: Collection[int], kind: EntityKind) -> None:
    for chunk in chunks(ids):
        speakers = select(Quotation.speaker_id).where(Quotation.id.in_(chunk))
        edit.update(Party, Party.id.in_(speakers), kind=kind)


def _speaker(edit: Edit, name: str | None, kind: EntityKind | None) -> int | None:
    name = " ".join(name.split()) if name else None
    if not name:
        return None
    for possible in (kind,) if kind else (EntityKind.PERSON, *EntityKind):
        if (party := find_party(edit.connection, name, possible)) is not None:
            return party
    return edit.insert(Party, kind=kind or EntityKind.PERSON, name=name, folded=fold(name))


def _outlet(edit: Edit, name: str | None) -> int | None:
    name = " ".join(name.split()) if name else None
    if not name:
        return None
    folded = fold_outlet(name)
    there = edit.all(Outlet, Outlet.folded == folded)
    return there[0].id if there else edit.insert(Outlet, name=name, folded=folded)


# Tags


def tag(edit: Edit, ids: Collection[int], name: str) -> str:
    """Put a tag on quotations; the tag is made when it is new."""
    name = " ".join(name.split())
    if not name:
        raise UnusableName("A tag needs a name. Type one.")
    bearing = (
        select(QuotationTag.quotation_id)
        .join(Tag, Tag.id == QuotationTag.tag_id)
        .where(Tag.folded == fold(name))
    )
    new = [
        row.id
        for chunk in chunks(ids)
        for row in edit.all(Quotation, Quotation.id.in_(chunk) & Quotation.id.not_in(bearing))
    ]
    if new:
        tag_id = _tag(edit, name)
        edit.insert_all(QuotationTag, [{"quotation_id": id_, "tag_id": tag_id} for id_ in new])
    return f"Tag {counted(len(new), 'quotation')} “{name}”"


def _tag(edit: Edit, name: str) -> int:
    there = edit.all(Tag, Tag.folded == fold(name))
    return there[0].id if there else edit.insert(Tag, name=name, folded=fold(name))


def untag(edit: Edit, ids: Collection[int], name: str) -> str:
    """Take a tag off quotations; a tag that nothing bears any more is gone."""
    removed = 0
    for found in edit.all(Tag, Tag.folded == fold(name)):
        for chunk in chunks(ids):
            before = len(edit.images)
            edit.delete(
                QuotationTag,
                (QuotationTag.tag_id == found.id) & QuotationTag.quotation_id.in_(chunk),
            )
            removed += len(edit.images) - before
        if removed and not edit.all(QuotationTag, QuotationTag.tag_id == found.id):
            edit.delete(Tag, Tag.id == found.id)
    return f"Take the tag “{name}” off {counted(removed, 'quotation')}"


# Documents


def remove_documents(edit: Edit, ids: Collection[int]) -> str:
    """Take documents out with all that was found in them.

    People, outlets and tags stay, and so do the originals: all of it comes back by Undo.
    """
    names: list[str] = []
    for chunk in chunks(ids):
        names += (row.name for row in edit.all(Document, Document.id.in_(chunk)))
        theirs = select(Quotation.id).where(Quotation.document_id.in_(chunk))
        for about in (QuotationTag, CollectionEntry, DossierEntry, Verdict, Found):
            edit.delete(about, about.quotation_id.in_(theirs))
        for part in (Quotation, Picture, Photo, PassedOver, Role, Shingle, Article):
            edit.delete(part, part.document_id.in_(chunk))
        edit.delete(Document, Document.id.in_(chunk))
    what = f"“{names[0]}”" if len(names) == 1 else counted(len(names), "document")
    return f"Remove {what}"
