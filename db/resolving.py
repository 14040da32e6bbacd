"""When two names are one person.

Within a document extraction has decided. Across documents a record is met again by its name or
another full form of it, letter case and accents aside. A lone surname meets only a record of just
that name, or one to which a person gave it as a form of the name ("Johnson" in another paper may be
another Johnson). The described ("a spokesman", "protesters") are never met again: two papers'
spokesmen are two people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from db.models import Alias, Party
from db.names import fold, is_lone
from db.queries import chunks
from db.rows import PersonId
from db.writing import Rows
from extraction.findings import Entity, EntityKind

_DESCRIBED: Final = frozenset({EntityKind.GROUP, EntityKind.UNNAMED})

_ByName = dict[tuple[EntityKind, str], tuple[bool, int]]


@dataclass(slots=True)
class _Met:
    """A record and the folded forms of its name that it has by now."""

    id: PersonId
    kind: EntityKind
    forms: set[str]


class Directory:
    """The records that the entities of several documents mean, looked up all at once.

    The documents are gone through one after the other, each begun with `begin`: what one brings,
    the next meets, as if they were added one by one.
    """

    def __init__(self, connection: Connection, rows: Rows, entities: Iterable[Entity]) -> None:
        self._rows = rows
        self._records: dict[int, _Met] = {}
        # The oldest record of a name is met, and a record's own name goes before a form of it:
        # the least of (whether it is a form only, the record's id).
        self._by_name: _ByName = {}
        self._chosen: dict[Entity, PersonId] = {}
        names = sorted({fold(name) for entity in entities for name in _full_forms(entity)})
        for chunk in chunks(names):
            self._look_up(connection, chunk)

    def _look_up(self, connection: Connection, folded: list[str]) -> None:
        named: list[tuple[int, EntityKind, str, bool]] = [
            (id_, kind, name, False)
            for id_, kind, name in connection.execute(
                select(Party.id, Party.kind, Party.folded).where(Party.folded.in_(folded))
            )
        ]
        named += (
            (id_, kind, alias, True)
            for id_, kind, alias, by_hand in connection.execute(
                select(Party.id, Party.kind, Alias.folded, Alias.by_hand)
                .join(Party, Party.id == Alias.party_id)
                .where(Alias.folded.in_(folded))
            )
            if by_hand or not is_lone(alias)
        )
        for id_, kind, name, is_form in named:
            self._records.setdefault(id_, _Met(PersonId(id_), kind, set()))
            self._offer(kind, name, id_, is_form=is_form)
        for chunk in chunks(sorted({id_ for id_, *_ in named})):
            for id_, name in connection.execute(
                select(Party.id, Party.folded).where(Party.id.in_(chunk))
            ):
                self._records[id_].forms.add(name)
            for id_, alias in connection.execute(
                select(Alias.party_id, Alias.folded).where(Alias.party_id.in_(chunk))
            ):
                self._records[id_].forms.add(alias)

    def begin(self) -> None:
        """Go on to the next document, whose described people are others than the last one's."""
        self._chosen.clear()

    def party(self, entity: Entity) -> PersonId:
        """Return the record that `entity` means; it is made where none does."""
        if entity not in self._chosen:
            record = self._met_before(entity) or self._made(entity)
            self._add_forms(record, (entity.name, *entity.aliases))
            self._chosen[entity] = record.id
        return self._chosen[entity]

    def _met_before(self, entity: Entity) -> _Met | None:
        if entity.kind in _DESCRIBED:
            return None
        keys = ((entity.kind, fold(name)) for name in _full_forms(entity))
        place = next((self._by_name[key] for key in keys if key in self._by_name), None)
        return None if place is None else self._records[place[1]]

    def _made(self, entity: Entity) -> _Met:
        folded = fold(entity.name)
        id_ = PersonId(self._rows.add(Party, kind=entity.kind, name=entity.name, folded=folded))
        self._records[id_] = record = _Met(id_, entity.kind, {folded})
        self._offer(entity.kind, folded, id_, is_form=False)
        return record

    def _add_forms(self, record: _Met, names: Iterable[str]) -> None:
        for name in names:
            if (folded := fold(name)) not in record.forms:
                record.forms.add(folded)
                self._rows.add(Alias, party_id=record.id, name=name, folded=folded, by_hand=False)
                if not is_lone(name):
                    self._offer(record.kind, folded, record.id, is_form=True)

    def _offer(self, kind: EntityKind, folded: str, id_: int, *, is_form: bool) -> None:
        place = (is_form, id_)
        self._by_name[kind, folded] = min(place, self._by_name.get((kind, folded), place))


def _full_forms(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *(alias for alias in entity.aliases if not is_lone(alias)))


def find_party(connection: Connection, name: str, kind: EntityKind) -> PersonId | None:
    """Return the record that a name means which a person typed."""
    return connection.scalar(
        select(Party.id)
        .where(
            Party.kind == kind,
            or_(
                Party.folded == fold(name),
                Party.id.in_(select(Alias.party_id).where(_counts_as_name(name))),
            ),
        )
        .order_by(Party.folded != fold(name), Party.id)
        .limit(1)
    )


def _counts_as_name(name: str) -> ColumnElement[bool]:
    same = Alias.folded == fold(name)
    return and_(same, Alias.by_hand) if is_lone(name) else same
