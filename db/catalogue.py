"""The catalogue: the only door to what is kept.

A catalogue is a folder `Name.onrecord/`:

    catalogue.sqlite   everything but the files themselves
    originals/         every imported file, unchanged, by its SHA-256
    index/             the search index: a cache, made by `search`
    backups/           checked copies of the database

Reads may come from any thread and see the last finished change. Changes wait for each other, in
this process and in others; each is one transaction that is on the disk when the call returns. What
a person changed can be undone, also after a restart.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import uuid
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, insert, select

from db import (
    checking,
    curation,
    gathering,
    history,
    importing,
    journal,
    likeness,
    people,
    pictures,
    queries,
)
from db.backup import back_up
from db.engine import (
    APPLICATION_ID,
    application_id,
    connect,
    connect_for_reading,
    in_words,
    mark_as_ours,
    schema_version,
    why_unwritable,
    writing,
)
from db.errors import (
    CannotUndo,
    DamagedCatalogue,
    NotACatalogue,
    ReadOnlyCatalogue,
    UnwritableCatalogue,
)
from db.history import Edit
from db.importing import Addition
from db.migrations import SCHEMA_VERSION, migrate
from db.models import Identity
from db.originals import Originals, sync_folder
from db.rows import (
    ALL,
    ArticleId,
    ArticleRow,
    Changes,
    CheckReport,
    CollectionId,
    CollectionRow,
    Comparison,
    Correction,
    Counts,
    DocumentId,
    DocumentRow,
    DossierId,
    DossierItem,
    DossierRow,
    JournalRow,
    LikeRow,
    NameRow,
    OutletRow,
    PersonId,
    PersonRow,
    PhotoId,
    PhotoRow,
    PictureRow,
    QuotationDetail,
    QuotationFilter,
    QuotationId,
    QuotationRow,
    SavedSearchId,
    SavedSearchRow,
    Sort,
    Status,
    Verdict,
)
from extraction.findings import Document, Findings
from extraction.known import Known

SUFFIX: Final = ".onrecord"
FILE: Final = "catalogue.sqlite"

P = ParamSpec("P")
T = TypeVar("T")


class Catalogue:
    """An open catalogue; close it, or use it in a `with` statement."""

    def __init__(
        self, folder: Path, engine: Engine, read_only: str | None, spare: Path | None
    ) -> None:
        self.folder = folder
        self.read_only = read_only
        """Why nothing can be changed, as a clause; None if it can."""
        self._engine = engine
        self._spare = spare
        self._originals = Originals(folder)
        self._one_writer = threading.Lock()
        with self._reading() as connection:
            self.id: str = connection.scalars(select(Identity.id)).one()

    # Opening and closing

    @classmethod
    def create(cls, folder: Path) -> Catalogue:
        """Make an empty catalogue and open it; NotACatalogue if something is in the way.

        It is built beside its place and moved there whole: there is no half-made catalogue.
        """
        folder = folder.absolute()
        _clear_the_way(folder)
        building = folder.with_name(f".{folder.name}-{uuid.uuid4().hex}")
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            building.mkdir()
        except OSError as error:
            raise UnwritableCatalogue(folder.name, _in_a_clause(error)) from error
        try:
            _build(building)
            building.rename(folder)
            sync_folder(folder.parent)
        except OSError as error:
            raise UnwritableCatalogue(folder.name, _in_a_clause(error)) from error
        finally:
            shutil.rmtree(building, ignore_errors=True)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Catalogue:
        """Open a catalogue, for reading only where it must be (`read_only` says why).

        Raises NotACatalogue or DamagedCatalogue. One from an older program is backed up and brought
        up to date first.
        """
        folder = folder.absolute()
        file = _find_database(folder)
        spare: Path | None = None
        with in_words(folder):
            read_only = why_unwritable(file)
            if read_only is None:
                engine = connect(file, mode="rw")
            else:
                spare = Path(tempfile.mkdtemp(prefix="onrecord-"))
                engine = connect_for_reading(file, spare)
            try:
                read_only = _examine(folder, engine, read_only) or read_only
                catalogue = cls(folder, engine, read_only, spare)
            except BaseException:
                engine.dispose()
                if spare:
                    shutil.rmtree(spare, ignore_errors=True)
                raise
        if read_only is None:
            catalogue._originals.clear_abandoned()
        return catalogue

    def close(self) -> None:
        """Close the files. Whatever was reported as done is on the disk already."""
        with self._one_writer:
            self._engine.dispose()
        if self._spare:
            shutil.rmtree(self._spare, ignore_errors=True)

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What its owner calls it: the folder's name."""
        return self.folder.name.removesuffix(SUFFIX)

    @property
    def revision(self) -> int:
        """The number of the last change: equal numbers mean equal quotations."""
        return self._read(journal.revision)

    # Importing

    def add(self, document: Document, findings: Findings, *, original: Path) -> Changes:
        """Add a document and what was found in it; `original` is the file it was read from.

        The file's bytes are kept first, so no record ever names an original that is not there. The
        same bytes again change nothing: `Changes.already` says where they are. Raises
        OriginalChanged if the file is not the one that was read.
        """
        with self._writing_lock():
            already = self._read(queries.document_with, document.sha256)
            if already is not None:
                return Changes(already=already)
            self._originals.keep(original, document.sha256)
            self._originals.keep_pictures(document)
        (changes,) = self.add_all([(document, findings)])
        return changes

    def add_all(self, found: Sequence[tuple[Document, Findings]]) -> tuple[Changes, ...]:
        """Add documents whose originals are kept already (`db.originals`), in one transaction.

        All of them are on the disk when the call returns; an error leaves none. The catalogue is
        afterwards what it would be had they been added one by one.
        """
        changes: list[Changes] = []
        with self._writing_lock(), in_words(self.folder), writing(self._engine) as connection:
            # Asked now that nobody else writes: another process may import as well.
            here = queries.documents_with(connection, [document.sha256 for document, _ in found])
            fresh: dict[str, Addition] = {}
            for document, findings in found:
                if document.sha256 not in here and document.sha256 not in fresh:
                    size = self._originals.size(document.sha256)
                    fresh[document.sha256] = Addition(document, findings, size)
            added = importing.insert_documents(
                connection, list(fresh.values()), imported_at=history.now()
            )
            new = dict(zip(fresh, added, strict=True))
            for document, _ in found:
                if document.sha256 in new:
                    changes.append(new.pop(document.sha256))
                    here[document.sha256] = next(iter(changes[-1].documents))
                else:
                    changes.append(Changes(already=here[document.sha256]))
        return tuple(changes)

    # What people decide

    def confirm(self, ids: Collection[QuotationId]) -> Changes:
        return self._change(curation.decide, ids, Status.CONFIRMED)

    def reject(self, ids: Collection[QuotationId]) -> Changes:
        """Take quotations out of every list that does not ask for rejected ones."""
        return self._change(curation.decide, ids, Status.REJECTED)

    def reopen(self, ids: Collection[QuotationId]) -> Changes:
        """Put quotations back to review; corrections made stay."""
        return self._change(curation.decide, ids, Status.UNREVIEWED)

    def correct(self, ids: Collection[QuotationId], correction: Correction) -> Changes:
        return self._change(curation.correct, ids, correction)

    def take_over(self, verdicts: Sequence[Verdict]) -> Changes:
        """Take over what people decided elsewhere; what was decided here stays."""
        return self._change(curation.take_over, verdicts)

    def merge_people(self, ids: Collection[PersonId], *, into: PersonId) -> Changes:
        """Make one record of several; the others' names become aliases of `into`."""
        return self._change(people.merge, ids, into)

    def rename_person(self, id: PersonId, name: str) -> Changes:
        return self._change(people.rename, id, name)

    def tag(self, ids: Collection[QuotationId], name: str) -> Changes:
        return self._change(curation.tag, ids, name)

    def untag(self, ids: Collection[QuotationId], name: str) -> Changes:
        return self._change(curation.untag, ids, name)

    def remove_documents(self, ids: Collection[DocumentId]) -> Changes:
        """Take documents out with their quotations; their originals stay, for Undo."""
        return self._change(curation.remove_documents, ids)

    # What people gather

    def create_collection(self, name: str) -> Changes:
        return self._change(gathering.create_collection, name)

    def rename_collection(self, id: CollectionId, name: str) -> Changes:
        return self._change(gathering.rename_collection, id, name)

    def delete_collection(self, id: CollectionId) -> Changes:
        return self._change(gathering.delete_collection, id)

    def collect(self, id: CollectionId, ids: Collection[QuotationId]) -> Changes:
        return self._change(gathering.collect, id, ids)

    def uncollect(self, id: CollectionId, ids: Collection[QuotationId]) -> Changes:
        return self._change(gathering.uncollect, id, ids)

    def save_search(self, name: str, query: str) -> Changes:
        return self._change(gathering.save_search, name, query)

    def delete_search(self, id: SavedSearchId) -> Changes:
        return self._change(gathering.delete_search, id)

    def create_dossier(self, title: str) -> Changes:
        return self._change(gathering.create_dossier, title)

    def add_to_dossier(self, id: DossierId, ids: Sequence[QuotationId]) -> Changes:
        return self._change(gathering.add_to_dossier, id, ids)

    def remove_from_dossier(self, id: DossierId, ids: Collection[QuotationId]) -> Changes:
        return self._change(gathering.remove_from_dossier, id, ids)

    def arrange_dossier(self, id: DossierId, items: Sequence[DossierItem]) -> Changes:
        """Make `items` all that a dossier holds, in this order."""
        return self._change(gathering.arrange_dossier, id, items)

    # Undo and redo

    def undo(self) -> Changes | None:
        """Take back the last change a person made; None if there is none. Raises CannotUndo."""
        return self._step(back=True)

    def redo(self) -> Changes | None:
        """Make the change again that was undone last; None if there is none. Raises CannotUndo."""
        return self._step(back=False)

    @property
    def undo_label(self) -> str | None:
        """What Undo would take back, in words."""
        return self._read(history.undo_label)

    @property
    def redo_label(self) -> str | None:
        return self._read(history.redo_label)

    # Quotations

    def counts(self, which: QuotationFilter = ALL) -> Counts:
        return self._read(queries.counts, which)

    def quotation_ids(
        self,
        which: QuotationFilter = ALL,
        sort: Sort = Sort.READING_ORDER,
        *,
        limit: int | None = None,
    ) -> array[int]:
        """Return a whole list as ids in its order (an `array("I")`), or its beginning."""
        return self._read(queries.quotation_ids, which, sort, limit)

    def quotations(self, ids: Sequence[int]) -> tuple[QuotationRow, ...]:
        """Return rows in the order asked for; ids that name nothing are left out."""
        return self._read(queries.quotations, ids)

    def quotation(self, id: QuotationId) -> QuotationDetail:
        return self._read(queries.quotation, id)

    def article(self, id: ArticleId) -> ArticleRow:
        return self._read(queries.article, id)

    def articles(self, ids: Sequence[int]) -> tuple[ArticleRow, ...]:
        """Return stories in the order asked for; ids that name nothing are left out."""
        return self._read(queries.articles, ids)

    def quotations_in(self, articles: Collection[int]) -> tuple[QuotationRow, ...]:
        """Return the quotations of some stories in reading order, rejected ones too."""
        return self._read(queries.quotations_in, articles)

    def photos_in(self, articles: Collection[int]) -> tuple[PhotoRow, ...]:
        """Return the photographs of some stories in reading order."""
        return tuple(self._read(queries.photos_in, articles))

    def article_quotations(self, id: ArticleId) -> tuple[QuotationDetail, ...]:
        """Return the quotations of a story in reading order, without rejected ones."""
        return self._read(queries.article_quotations, id)

    # People, outlets, photographs

    def people(self) -> tuple[PersonRow, ...]:
        """Return by name everyone to whom a quotation or a photograph belongs."""
        return self._read(people.people)

    def person(self, id: PersonId) -> PersonRow:
        return self._read(people.person, id)

    def names_of(self, ids: Collection[PersonId]) -> dict[PersonId, tuple[str, ...]]:
        """Return the name and the other names of some people."""
        return self._read(people.names_of, ids)

    def find_person(self, name: str) -> PersonRow | None:
        """Return whom a name or alias means, letter case and accents aside."""
        return self._read(people.find_person, name)

    def names(self) -> tuple[NameRow, ...]:
        """Return who and what quotations belong to, in no order."""
        return self._read(people.names)

    def outlets(self) -> tuple[OutletRow, ...]:
        return self._read(people.outlets)

    def photos(
        self, *, ids: Sequence[int] | None = None, agency: PersonId | None = None
    ) -> tuple[PhotoRow, ...]:
        """Return photographs: those asked for in their order, or all (of one agency)."""
        return self._read(queries.photos, ids, agency)

    def pictures(self, photos: Iterable[PhotoRow]) -> dict[PhotoId, PictureRow]:
        """Return the pictures that came with their pages, by their printed credits."""
        return self._read(pictures.pictures, photos)

    def known(self) -> Known:
        """Return what extraction may know of names: people's own decisions first of all."""
        return self._read(people.known)

    # Documents

    def documents(self) -> tuple[DocumentRow, ...]:
        return self._read(queries.documents)

    def document(self, id: DocumentId) -> DocumentRow:
        return self._read(queries.document, id)

    def languages(self) -> frozenset[str]:
        """Return the languages of all documents, as BCP 47 tags ("en", "de")."""
        return self._read(queries.languages)

    def document_text(self, id: DocumentId) -> str:
        """Return the text in which all the document's spans count."""
        return self._read(queries.document_text, id)

    def likeness(self, id: DocumentId) -> LikeRow | None:
        """Return the older document that this one is a version of or says the same as, if any."""
        return self._read(likeness.likeness, id)

    def likenesses(self, ids: Sequence[DocumentId]) -> dict[DocumentId, LikeRow]:
        """Return what those of several documents are like that are like an older one."""
        return self._read(likeness.likenesses, ids)

    def versions(self, id: DocumentId) -> tuple[DocumentRow, ...]:
        """Return the saved copies of a document's page, oldest first, itself among them."""
        return self._read(likeness.versions, id)

    def compare(self, before: DocumentId, after: DocumentId) -> Comparison:
        """Return what became of the quotations of one document in another version of it."""
        return self._read(likeness.comparison, before, after)

    def original(self, id: DocumentId) -> Path:
        """Return where the unchanged file lies. Never write to it: copy it."""
        return self._originals.path(self.document(id).sha256)

    def picture_original(self, picture: PictureRow) -> Path | None:
        """Return where a picture's unchanged file lies; None if it lay in its document's file."""
        return self._originals.path(picture.sha256) if picture.sha256 else None

    def documents_with(self, hashes: Collection[str]) -> dict[str, DocumentId]:
        """Return which of these SHA-256 hashes are those of documents, and of which."""
        return self._read(queries.documents_with, hashes)

    def hashes(self) -> frozenset[bytes]:
        """Return the SHA-256 of every document, as bytes."""
        return self._read(queries.hashes)

    # Lists that people made

    def collections(self) -> tuple[CollectionRow, ...]:
        return self._read(gathering.collections)

    def saved_searches(self) -> tuple[SavedSearchRow, ...]:
        return self._read(gathering.saved_searches)

    def dossiers(self) -> tuple[DossierRow, ...]:
        return self._read(gathering.dossiers)

    def tags(self) -> tuple[str, ...]:
        return self._read(gathering.tags)

    # The catalogue about itself

    def journal(self, after: int, *, limit: int = 1000) -> tuple[JournalRow, ...]:
        """Return what changed after this revision, oldest first; of each record the last change."""
        return self._read(journal.entries, after, limit)

    def check(self) -> CheckReport:
        """Verify the database, every original and every quotation's place; reads everything."""
        return self._read(checking.check, self._originals)

    # How all of the above reach the database

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Read the last finished state; the same one until the end of the block."""
        with in_words(self.folder), self._engine.connect() as connection:
            yield connection

    def _read(
        self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self._reading() as connection:
            return ask(connection, *args, **kwargs)

    @contextmanager
    def _writing_lock(self) -> Iterator[None]:
        if self.read_only is not None:
            raise ReadOnlyCatalogue(self.read_only)
        with self._one_writer:
            yield

    def _change(
        self, make: Callable[Concatenate[Edit, P], str], *args: P.args, **kwargs: P.kwargs
    ) -> Changes:
        """Let `make` change rows; its label and the rows' images go on the undo list."""
        with self._writing_lock(), in_words(self.folder), writing(self._engine) as connection:
            edit = Edit(connection)
            label = make(edit, *args, **kwargs)
            return history.keep(edit, label)

    def _step(self, *, back: bool) -> Changes | None:
        with self._writing_lock(), in_words(self.folder):
            try:
                with writing(self._engine) as connection:
                    return history.step(connection, back=back)
            except CannotUndo:
                with writing(self._engine) as connection:
                    history.forget(connection, back=back)
                raise


def _clear_the_way(folder: Path) -> None:
    """Take an empty folder out of the way; anything else there is not ours to touch."""
    remedy = "Choose another name."
    if folder.is_dir() and not folder.is_symlink():
        if (folder / FILE).exists():
            raise NotACatalogue(folder, "there is a catalogue of that name already", remedy)
        if any(folder.iterdir()):
            raise NotACatalogue(folder, "there is a folder with other contents", remedy)
        folder.rmdir()
    elif folder.exists() or folder.is_symlink():
        raise NotACatalogue(folder, "there is a file of that name", remedy)


def _build(folder: Path) -> None:
    for part in ("originals", "backups"):
        (folder / part).mkdir()
    with in_words(folder):
        engine = connect(folder / FILE, mode="rwc")
        try:
            mark_as_ours(engine)
            migrate(engine)
            with writing(engine) as connection:
                connection.execute(
                    insert(Identity).values(id=str(uuid.uuid4()), created_at=history.now())
                )
        finally:
            engine.dispose()
    sync_folder(folder)


def _find_database(folder: Path) -> Path:
    """Return the database of the catalogue in `folder`, or say what else is there."""
    remedy = f"Choose a folder whose name ends in “{SUFFIX}”."
    file = folder / FILE
    try:
        if file.is_file():
            return file
        if not folder.exists():
            raise NotACatalogue(folder, "there is nothing of that name", remedy)
        if not folder.is_dir():
            raise NotACatalogue(folder, "it is a file, not a folder", remedy)
        if (folder / "originals").is_dir():
            raise DamagedCatalogue(folder, f"its file “{FILE}” is missing")
    except PermissionError as error:
        reason = "its folder may not be looked into"
        raise NotACatalogue(folder, reason, "Ask its owner for permission.") from error
    raise NotACatalogue(folder, "it is a folder with other contents", remedy)


def _examine(folder: Path, engine: Engine, read_only: str | None) -> str | None:
    """Make sure that the database is ours and of today's schema; return why not to write to it."""
    with engine.connect() as connection:
        if application_id(connection) != APPLICATION_ID:
            raise DamagedCatalogue(folder, f"its file “{FILE}” is not one that On Record made")
        version = schema_version(connection)
    if version > SCHEMA_VERSION:
        return "it was made by a newer version of On Record"
    if version < SCHEMA_VERSION and read_only is None:
        if version:
            back_up(engine, folder, occasion=f"before schema {SCHEMA_VERSION}", now=history.now())
        migrate(engine)
    elif version < SCHEMA_VERSION:
        raise ReadOnlyCatalogue(f"{read_only}, and an older version of On Record made it")
    return None


def _in_a_clause(error: OSError) -> str:
    return f"the disk says “{error.strerror}”"
