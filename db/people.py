"""People and outlets: what lists show of them, and how two records become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, case, func, literal, or_, select, union_all

from db.errors import UnknownRecord, UnusableName
from db.history import Edit, now, whoever_is_here
from db.models import (
    Alias,
    Article,
    Document,
    Outlet,
    Party,
    Photo,
    Quotation,
    QuotationTag,
    Role,
    Tag,
)
from db.names import fold
from db.queries import chunks, is_listed_outlet, is_listed_party
from db.rows import NameOf, NameRow, OutletRow, PersonId, PersonRow, RoleRow, Status
from extraction.findings import EntityKind
from extraction.known import YOU, Known, KnownName, gender_told
from extraction.wording import counted

_STANDS = Quotation.status != Status.REJECTED
_LONGEST_PRONOUN = 5


class _Said(NamedTuple):
    """How much someone said, and from when to when."""

    number: int = 0
    first_on: date | None = None
    last_on: date | None = None


def people(connection: Connection, id_: int | None = None) -> tuple[PersonRow, ...]:
    """Return everyone to whom something belongs, by name; or the one with this id."""
    mine = None if id_ is None else Party.id == id_
    said = {
        speaker: _Said(number, first_on, last_on)
        for speaker, number, first_on, last_on in connection.execute(
            select(
                Quotation.speaker_id,
                func.count(),
                func.min(Quotation.shown_on),
                func.max(Quotation.shown_on),
            )
            .where(_STANDS, *([] if id_ is None else [Quotation.speaker_id == id_]))
            .group_by(Quotation.speaker_id)
        )
    }
    aliases = _aliases(connection, id_)
    roles = _roles(connection, id_)
    photos = _photos(connection, id_)
    return tuple(
        PersonRow(
            PersonId(party),
            name,
            kind,
            tuple(aliases[party]),
            tuple(roles[party]),
            quotations=said.get(party, _Said()).number,
            photos=photos[party],
            first_on=said.get(party, _Said()).first_on,
            last_on=said.get(party, _Said()).last_on,
        )
        for party, name, kind in connection.execute(
            select(Party.id, Party.name, Party.kind)
            .where(is_listed_party() if mine is None else mine)
            .order_by(Party.folded, Party.id)
        )
    )


def person(connection: Connection, id_: int) -> PersonRow:
    rows = people(connection, id_)
    if not rows:
        raise UnknownRecord("This person is no longer in the catalogue; perhaps they were merged.")
    return rows[0]


def names_of(connection: Connection, ids: Collection[int]) -> dict[PersonId, tuple[str, ...]]:
    """Return the name and the other names of some people."""
    found: dict[int, list[str]] = {}
    for chunk in chunks(ids):
        for party, name in connection.execute(
            select(Party.id, Party.name).where(Party.id.in_(chunk))
        ):
            found[party] = [name]
        for party, name in connection.execute(
            select(Alias.party_id, Alias.name).where(Alias.party_id.in_(chunk)).order_by(Alias.id)
        ):
            found[party].append(name)
    return {PersonId(party): tuple(named) for party, named in found.items()}


def names(connection: Connection) -> tuple[NameRow, ...]:
    """Return the names of all who speak, of all that print, and the tags in use."""
    speakers = (
        select(Party.id, Party.name, func.count(Quotation.id))
        .join(Quotation, Quotation.speaker_id == Party.id)
        .where(Quotation.status != Status.REJECTED)
        .group_by(Party.id)
    )
    outlets = (
        select(Outlet.id, Outlet.name, func.count(Article.id))
        .join(Article, Article.outlet_id == Outlet.id)
        .group_by(Outlet.id)
    )
    tags = (
        select(literal(0), Tag.name, func.count(QuotationTag.quotation_id))
        .join(QuotationTag, QuotationTag.tag_id == Tag.id)
        .group_by(Tag.id)
    )
    return tuple(
        NameRow(of, *row)
        for of, statement in (
            (NameOf.PERSON, speakers),
            (NameOf.OUTLET, outlets),
            (NameOf.TAG, tags),
        )
        for row in connection.execute(statement)
    )


def find_person(connection: Connection, name: str) -> PersonRow | None:
    """Return whom a name or alias means: an exact name first, else who is quoted most."""
    folded = fold(name)
    quoted = select(func.count()).where(Quotation.speaker_id == Party.id).scalar_subquery()
    id_ = connection.scalar(
        select(Party.id)
        .where(
            or_(
                Party.folded == folded,
                Party.id.in_(select(Alias.party_id).where(Alias.folded == folded)),
            )
        )
        .order_by(Party.folded != folded, quoted.desc(), Party.id)
        .limit(1)
    )
    return None if id_ is None else person(connection, id_)


def known(connection: Connection) -> Known:
    """Return the names that a person settled, for extraction; no form that means two people.

    What imports found is not among them: a page gives the same findings whatever was imported
    before it, so that an import broken off and begun again ends as if nothing had happened.
    """
    genders = _genders(connection)
    names: dict[str, KnownName] = {}
    unclear: set[str] = set()
    for party, alias, given_by, given_at, name in connection.execute(
        select(Alias.party_id, Alias.name, Alias.given_by, Alias.given_at, Party.name)
        .join(Party, Party.id == Alias.party_id)
        .where(Alias.by_hand, Party.kind.in_((EntityKind.PERSON, EntityKind.ORGANIZATION)))
        .order_by(Alias.id)
    ):
        if alias in names and names[alias].preferred != name:
            unclear.add(alias)
        names[alias] = KnownName(
            name,
            genders.get(party, ("", ""))[1],
            _giver(given_by),
            given_at.astimezone().date() if given_at else None,
        )
    for name, gender in genders.values():
        names.setdefault(name, KnownName(name, gender))
    return Known({alias: known for alias, known in names.items() if alias not in unclear})


def _giver(login: str | None) -> str:
    if login is None:
        return "hand"  # "corrected by hand": who it was, older programs did not note
    return YOU if login == whoever_is_here() else login


def _genders(connection: Connection) -> dict[int, tuple[str, str]]:
    """Return name and gender of the people whom a person confirmed to be "he" or "she"."""
    told: dict[int, tuple[str, set[str]]] = {}
    for party, name, mention in connection.execute(
        select(Party.id, Party.name, func.lower(Quotation.mention))
        .join(Party, Party.id == Quotation.speaker_id)
        .where(
            Party.kind == EntityKind.PERSON,
            Quotation.status.in_((Status.CONFIRMED, Status.CORRECTED)),
            func.length(Quotation.mention) <= _LONGEST_PRONOUN,
        )
        .distinct()
    ):
        if gender := gender_told(mention):
            told.setdefault(party, (name, set()))[1].add(gender)
    return {
        party: (name, genders.pop()) for party, (name, genders) in told.items() if len(genders) == 1
    }


def outlets(connection: Connection) -> tuple[OutletRow, ...]:
    """Return the outlets that published or were told something, by name."""
    documents = (
        select(func.count(Document.id)).where(Document.outlet_id == Outlet.id).scalar_subquery()
    )
    published = {
        outlet: _Said(number, first_on, last_on)
        for outlet, number, first_on, last_on in connection.execute(
            select(
                Article.outlet_id,
                func.count(),
                func.min(Article.published_on),
                func.max(Article.published_on),
            )
            .join(Quotation, Quotation.article_id == Article.id)
            .where(_STANDS, Article.outlet_id.is_not(None))
            .group_by(Article.outlet_id)
        )
    }
    told = dict(
        connection.execute(
            select(Quotation.told_to_id, func.count())
            .where(_STANDS, Quotation.told_to_id.is_not(None))
            .group_by(Quotation.told_to_id)
        ).all()
    )
    return tuple(
        OutletRow(
            id_,
            name,
            number,
            quotations=published.get(id_, _Said()).number,
            told=told.get(id_, 0),
            first_on=published.get(id_, _Said()).first_on,
            last_on=published.get(id_, _Said()).last_on,
        )
        for id_, name, number in connection.execute(
            select(Outlet.id, Outlet.name, documents)
            .where(is_listed_outlet())
            .order_by(Outlet.folded)
        )
    )


def _aliases(connection: Connection, id_: int | None) -> dict[int, list[str]]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for party, name in connection.execute(
        select(Alias.party_id, Alias.name)
        .where(*([] if id_ is None else [Alias.party_id == id_]))
        .order_by(Alias.id)
    ):
        aliases[party].append(name)
    return aliases


def _roles(connection: Connection, id_: int | None) -> dict[int, list[RoleRow]]:
    roles: dict[int, list[RoleRow]] = defaultdict(list)
    first = func.min(Role.given_on)
    for party, title, first_on, last_on, times in connection.execute(
        select(Role.party_id, Role.title, first, func.max(Role.given_on), func.count())
        .where(*([] if id_ is None else [Role.party_id == id_]))
        .group_by(Role.party_id, Role.title)
        .order_by(Role.party_id, case((first.is_(None), 1), else_=0), first, func.min(Role.id))
    ):
        roles[party].append(RoleRow(title, first_on, last_on, times))
    return roles


def _photos(connection: Connection, id_: int | None) -> dict[int, int]:
    """Count a picture once for each party that made or supplied it."""
    credited = union_all(
        *(
            select(Photo.id.label("photo"), column.label("party")).where(column.is_not(None))
            for column in (Photo.creator_id, Photo.agency_id, Photo.source_id)
        )
    ).subquery()
    return defaultdict(
        int,
        connection.execute(
            select(credited.c.party, func.count(func.distinct(credited.c.photo)))
            .where(*([] if id_ is None else [credited.c.party == id_]))
            .group_by(credited.c.party)
        ).all(),
    )


# Changes


def merge(edit: Edit, ids: Collection[int], into: int) -> str:
    """Make one record of several: all that the others had goes to `into`, their names too."""
    kept = edit.one(Party, into, "This person is no longer in the catalogue.")
    others = edit.all(Party, Party.id.in_(set(ids) - {into}))
    for other in others:
        _hand_over(edit, other.id, into)
        name_also(edit, into, other.name)
    edit.delete(Party, Party.id.in_([other.id for other in others]))
    return f"Merge {counted(len(others) + 1, 'person')} into {kept.name}".replace(
        "persons", "people"
    )


def _hand_over(edit: Edit, from_: int, to: int) -> None:
    edit.update(Quotation, Quotation.speaker_id == from_, speaker_id=to)
    edit.update(Role, Role.party_id == from_, party_id=to)
    edit.update(Photo, Photo.agency_id == from_, agency_id=to)
    edit.update(Photo, Photo.creator_id == from_, creator_id=to)
    edit.update(Photo, Photo.source_id == from_, source_id=to)
    taken = {alias.folded for alias in edit.all(Alias, Alias.party_id == to)}
    edit.delete(Alias, (Alias.party_id == from_) & Alias.folded.in_(taken))
    edit.update(Alias, Alias.party_id == from_, party_id=to)


def rename(edit: Edit, id_: int, name: str) -> str:
    """Give someone another name; the old one stays as an alias."""
    name = " ".join(name.split())
    if not name:
        raise UnusableName("A person needs a name. Type one, or leave the old one as it is.")
    old = edit.one(Party, id_, "This person is no longer in the catalogue.")
    edit.update(Party, Party.id == id_, name=name, folded=fold(name))
    edit.delete(Alias, (Alias.party_id == id_) & (Alias.folded == fold(name)))
    name_also(edit, id_, old.name)
    return f"Rename {old.name} to {name}"


def name_also(edit: Edit, party: int, name: str) -> None:
    """Keep a name as another form of the party's, given by hand."""
    folded = fold(name)
    if edit.all(Party, (Party.id == party) & (Party.folded == folded)):
        return
    given = {"by_hand": True, "given_by": whoever_is_here(), "given_at": now()}
    same: ColumnElement[bool] = (Alias.party_id == party) & (Alias.folded == folded)
    if edit.all(Alias, same):
        edit.update(Alias, same, **given)
    else:
        edit.insert(Alias, party_id=party, name=name, folded=folded, **given)
