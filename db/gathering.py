"""What people gather: collections, saved searches, dossiers under way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, select

from db.errors import UnusableName
from db.history import Edit
from db.models import (
    Collection,
    CollectionEntry,
    Dossier,
    DossierEntry,
    DossierWords,
    Quotation,
    SavedSearch,
    Tag,
)
from db.names import fold
from db.queries import chunks
from db.rows import (
    CollectionId,
    CollectionRow,
    DossierId,
    DossierItem,
    DossierRow,
    Heading,
    Remark,
    SavedSearchId,
    SavedSearchRow,
    Status,
)
from extraction.wording import counted

_NO_COLLECTION = "This collection is no longer in the catalogue."
_NO_DOSSIER = "This dossier is no longer in the catalogue."


def collections(connection: Connection) -> tuple[CollectionRow, ...]:
    """Return the collections by name; rejected quotations are not counted."""
    shown = and_(Quotation.id == CollectionEntry.quotation_id, Quotation.status != Status.REJECTED)
    return tuple(
        CollectionRow(CollectionId(id_), name, number)
        for id_, name, number in connection.execute(
            select(Collection.id, Collection.name, func.count(Quotation.id))
            .outerjoin(CollectionEntry, CollectionEntry.collection_id == Collection.id)
            .outerjoin(Quotation, shown)
            .group_by(Collection.id, Collection.name, Collection.folded)
            .order_by(Collection.folded)
        )
    )


def saved_searches(connection: Connection) -> tuple[SavedSearchRow, ...]:
    return tuple(
        SavedSearchRow(SavedSearchId(id_), name, query)
        for id_, name, query in connection.execute(
            select(SavedSearch.id, SavedSearch.name, SavedSearch.query).order_by(SavedSearch.folded)
        )
    )


def dossiers(connection: Connection) -> tuple[DossierRow, ...]:
    """Return the dossiers as they were begun, each with what it holds in its own order."""
    held: dict[int, list[tuple[int, DossierItem]]] = defaultdict(list)
    entry, words = DossierEntry, DossierWords
    for dossier, position, quotation in connection.execute(
        select(entry.dossier_id, entry.position, entry.quotation_id)
    ):
        held[dossier].append((position, quotation))
    for dossier, position, heading, text in connection.execute(
        select(words.dossier_id, words.position, words.heading, words.text)
    ):
        item = Remark(text) if heading is None else Heading(heading, text)
        held[dossier].append((position, item))
    return tuple(
        DossierRow(
            DossierId(id_), title, tuple(item for _, item in sorted(held[id_], key=_position))
        )
        for id_, title in connection.execute(select(Dossier.id, Dossier.title).order_by(Dossier.id))
    )


def _position(placed: tuple[int, DossierItem]) -> int:
    return placed[0]


def tags(connection: Connection) -> tuple[str, ...]:
    return tuple(connection.scalars(select(Tag.name).order_by(Tag.folded)))


# Changes


def create_collection(edit: Edit, name: str) -> str:
    name = _free_name(edit, name)
    edit.insert(Collection, name=name, folded=fold(name))
    return f"Make the collection “{name}”"


def rename_collection(edit: Edit, id_: int, name: str) -> str:
    old = edit.one(Collection, id_, _NO_COLLECTION)
    name = _free_name(edit, name, but=id_)
    edit.update(Collection, Collection.id == id_, name=name, folded=fold(name))
    return f"Rename the collection “{old.name}” to “{name}”"


def _free_name(edit: Edit, name: str, *, but: int = 0) -> str:
    name = " ".join(name.split())
    if not name:
        raise UnusableName("A collection needs a name. Type one.")
    if edit.all(Collection, (Collection.folded == fold(name)) & (Collection.id != but)):
        raise UnusableName(f"There is a collection “{name}” already. Choose another name.")
    return name


def delete_collection(edit: Edit, id_: int) -> str:
    """Remove a collection; its quotations stay in the catalogue."""
    old = edit.one(Collection, id_, _NO_COLLECTION)
    edit.delete(CollectionEntry, CollectionEntry.collection_id == id_)
    edit.delete(Collection, Collection.id == id_)
    return f"Delete the collection “{old.name}”"


def collect(edit: Edit, id_: int, ids: Several[int]) -> str:
    collection = edit.one(Collection, id_, _NO_COLLECTION)
    added = 0
    for chunk in chunks(ids):
        has = select(CollectionEntry.quotation_id).where(CollectionEntry.collection_id == id_)
        new = edit.all(Quotation, Quotation.id.in_(chunk) & Quotation.id.not_in(has))
        edit.insert_all(
            CollectionEntry, [{"collection_id": id_, "quotation_id": row.id} for row in new]
        )
        added += len(new)
    return f"Add {counted(added, 'quotation')} to “{collection.name}”"


def uncollect(edit: Edit, id_: int, ids: Several[int]) -> str:
    collection = edit.one(Collection, id_, _NO_COLLECTION)
    for chunk in chunks(ids):
        edit.delete(
            CollectionEntry,
            (CollectionEntry.collection_id == id_) & CollectionEntry.quotation_id.in_(chunk),
        )
    return f"Take {counted(len(edit.images), 'quotation')} out of “{collection.name}”"


def save_search(edit: Edit, name: str, query: str) -> str:
    """Keep a query under a name; a search of that name is given the new query."""
    name = " ".join(name.split())
    if not name:
        raise UnusableName("A saved search needs a name. Type one.")
    if edit.all(SavedSearch, SavedSearch.folded == fold(name)):
        edit.update(SavedSearch, SavedSearch.folded == fold(name), name=name, query=query)
    else:
        edit.insert(SavedSearch, name=name, folded=fold(name), query=query)
    return f"Save the search “{name}”"


def delete_search(edit: Edit, id_: int) -> str:
    old = edit.one(SavedSearch, id_, "This search is no longer in the catalogue.")
    edit.delete(SavedSearch, SavedSearch.id == id_)
    return f"Delete the search “{old.name}”"


def create_dossier(edit: Edit, title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise UnusableName("A dossier needs a title. Type one.")
    edit.insert(Dossier, title=title)
    return f"Begin the dossier “{title}”"


def add_to_dossier(edit: Edit, id_: int, ids: Sequence[int]) -> str:
    """Put quotations at a dossier's end, in the order given; those in it keep their place."""
    dossier = edit.one(Dossier, id_, _NO_DOSSIER)
    entries = edit.all(DossierEntry, DossierEntry.dossier_id == id_)
    words = edit.all(DossierWords, DossierWords.dossier_id == id_)
    has = {entry.quotation_id for entry in entries}
    there = {
        row.id for chunk in chunks(ids) for row in edit.all(Quotation, Quotation.id.in_(chunk))
    }
    end = max((row.position for row in (*entries, *words)), default=-1) + 1
    new = [quotation for quotation in dict.fromkeys(ids) if quotation in there - has]
    edit.insert_all(
        DossierEntry,
        [
            {"dossier_id": id_, "quotation_id": quotation, "position": position}
            for position, quotation in enumerate(new, end)
        ],
    )
    return f"Add {counted(len(new), 'quotation')} to the dossier “{dossier.title}”"


def remove_from_dossier(edit: Edit, id_: int, ids: Several[int]) -> str:
    dossier = edit.one(Dossier, id_, _NO_DOSSIER)
    for chunk in chunks(ids):
        edit.delete(
            DossierEntry, (DossierEntry.dossier_id == id_) & DossierEntry.quotation_id.in_(chunk)
        )
    number = counted(len(edit.images), "quotation")
    return f"Take {number} out of the dossier “{dossier.title}”"


def arrange_dossier(edit: Edit, id_: int, items: Sequence[DossierItem]) -> str:
    """Make `items` all that a dossier holds, in this order; what they leave out goes.

    A quotation counts where it stands first; one that is not in the catalogue is left out.
    """
    dossier = edit.one(Dossier, id_, _NO_DOSSIER)
    held = edit.all(DossierEntry, DossierEntry.dossier_id == id_)
    positions = {
        item: position
        for position, item in reversed(list(enumerate(items)))
        if not isinstance(item, Heading | Remark)
    }
    gone = [entry.quotation_id for entry in held if entry.quotation_id not in positions]
    for chunk in chunks(gone):
        edit.delete(
            DossierEntry, (DossierEntry.dossier_id == id_) & DossierEntry.quotation_id.in_(chunk)
        )
    for entry in held:
        if positions.get(entry.quotation_id, entry.position) != entry.position:
            edit.update(
                DossierEntry,
                (DossierEntry.dossier_id == id_)
                & (DossierEntry.quotation_id == entry.quotation_id),
                position=positions[entry.quotation_id],
            )
    new = set(positions) - {entry.quotation_id for entry in held}
    there = [
        row.id
        for chunk in chunks(sorted(new))
        for row in edit.all(Quotation, Quotation.id.in_(chunk))
    ]
    edit.insert_all(
        DossierEntry,
        [
            {"dossier_id": id_, "quotation_id": quotation, "position": positions[quotation]}
            for quotation in there
        ],
    )
    _write_words(edit, id_, items)
    return f"Arrange the dossier “{dossier.title}”"


def _write_words(edit: Edit, id_: int, items: Sequence[DossierItem]) -> None:
    """Write headings and remarks anew where they differ from what stands."""
    before = edit.all(DossierWords, DossierWords.dossier_id == id_)
    wanted = [
        (
            (position, item.title, item.subtitle)
            if isinstance(item, Heading)
            else (position, None, item.text)
        )
        for position, item in enumerate(items)
        if isinstance(item, Heading | Remark)
    ]
    if wanted == sorted((row.position, row.heading, row.text) for row in before):
        return
    edit.delete(DossierWords, DossierWords.dossier_id == id_)
    edit.insert_all(
        DossierWords,
        [
            {"dossier_id": id_, "position": position, "heading": heading, "text": text}
            for position, heading, text in wanted
        ],
    )
