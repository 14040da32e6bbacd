"""When two names are one person.

Within a document extraction has decided. Across documents a record is met again by its name or
another full form of it, letter case and accents aside. A lone surname meets only a record of just
that name, or one to which a person gave it as a form of the name ("Johnson" in another paper may be
another Johnson). The described ("a spokesman", "protesters") are never met again: two papers'
spokesmen are two people.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from db.models import Alias, Group, Organization, Party, Person, Place, Unnamed
from db.names import fold, is_lone
from db.queries import chunks
from db.rows import PersonId
from extraction.findings import Entity, EntityKind

_RECORDS: Final[dict[EntityKind, type[Party]]] = {
    EntityKind.PERSON: Person,
    EntityKind.ORGANIZATION: Organization,
    EntityKind.PLACE: Place,
    EntityKind.GROUP: Group,
    EntityKind.UNNAMED: Unnamed,
}
_DESCRIBED: Final = frozenset({EntityKind.GROUP, EntityKind.UNNAMED})


class Directory:
    """The records that the entities of one document mean, looked up all at once."""

    def __init__(self, session: Session, entities: Iterable[Entity]) -> None:
        self._session = session
        self._chosen: dict[Entity, Party] = {}
        self._by_name: dict[tuple[EntityKind, str], Party] = {}
        names = sorted({fold(name) for entity in entities for name in _full_forms(entity)})
        for chunk in chunks(names):
            self._look_up(chunk)

    def _look_up(self, folded: list[str]) -> None:
        whole = selectinload(Party.aliases)
        # The oldest record of a name is met, and a record's own name goes before a form of it.
        for party in self._session.scalars(
            select(Party).where(Party.folded.in_(folded)).order_by(Party.id).options(whole)
        ):
            self._by_name.setdefault((party.kind, party.folded), party)
        for alias, by_hand, party in self._session.execute(
            select(Alias.folded, Alias.by_hand, Party)
            .join(Party, Party.id == Alias.party_id)
            .where(Alias.folded.in_(folded))
            .order_by(Party.id)
            .options(whole)
        ):
            if by_hand or not is_lone(alias):
                self._by_name.setdefault((party.kind, alias), party)

    def party(self, entity: Entity) -> Party:
        """Return the record that `entity` means; it is made where none does."""
        if entity not in self._chosen:
            party = self._met_before(entity) or self._made(entity)
            _add_aliases(party, (entity.name, *entity.aliases))
            self._chosen[entity] = party
        return self._chosen[entity]

    def _met_before(self, entity: Entity) -> Party | None:
        if entity.kind in _DESCRIBED:
            return None
        keys = ((entity.kind, fold(name)) for name in _full_forms(entity))
        return next((self._by_name[key] for key in keys if key in self._by_name), None)

    def _made(self, entity: Entity) -> Party:
        party = _RECORDS[entity.kind](name=entity.name, folded=fold(entity.name), aliases=[])
        self._session.add(party)
        # The same document may name it again, in a photo credit.
        for name in _full_forms(entity):
            self._by_name.setdefault((entity.kind, fold(name)), party)
        return party


def _full_forms(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *(alias for alias in entity.aliases if not is_lone(alias)))


def _add_aliases(party: Party, names: Iterable[str]) -> None:
    taken = {party.folded, *(alias.folded for alias in party.aliases)}
    for name in names:
        if (folded := fold(name)) not in taken:
            taken.add(folded)
            party.aliases.append(Alias(name=name, folded=folded))


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
