"""Which quotations a command is about: what its options ask for, and that in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import click

from db import Catalogue
from db.rows import DossierItem, Heading, QuotationFilter, Remark
from dossier.choices import Item
from dossier.errors import DossierError
from search.analysis import words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of a command ask for; None where nothing is asked."""

    query: str | None = None
    person: str | None = None
    tag: str | None = None
    collection: str | None = None
    dossier: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The quotations meant, in order, with what a dossier's maker put between them.

    `words` says what was chosen, `title` fits a cover.
    """

    items: Sequence[Item]
    words: str
    title: str


def select(catalogue: Catalogue, asked: Asked) -> Selection:
    """Return what is asked for: a search's finds best first, a dossier in its own order.

    Raises click.BadParameter for a name that means nothing or several things, and DossierError when
    there is no such quotation.
    """
    within, parts = QuotationFilter(), []
    held: Sequence[DossierItem] | None = None
    title = asked.person
    if asked.person is not None:
        within = by_person(catalogue, asked.person)
        parts.append(
            f"quotations by {catalogue.person(within.speaker).name}" if within.speaker else ""
        )
    if asked.tag is not None:
        names = catalogue.tags()
        tag = _one(asked.tag, [(name, name) for name in names], "--tag", "tag")
        within = replace(within, tag=tag)
        parts.append(f"tag: {tag}")
        title = title or tag
    if asked.collection is not None:
        rows = [(row.name, row) for row in catalogue.collections()]
        collection = _one(asked.collection, rows, "--collection", "collection")
        within = replace(within, collection=collection.id)
        parts.append(f"collection: {collection.name}")
        title = title or collection.name
    if asked.dossier is not None:
        dossiers = [(row.title, row) for row in catalogue.dossiers()]
        dossier = _one(asked.dossier, dossiers, "--dossier", "dossier")
        within = replace(within, dossier=dossier.id)
        held = dossier.items
        parts.append(f"chosen by hand: {dossier.title}")
        title = title or dossier.title
    if asked.query is not None:
        ids = found(catalogue, asked.query, within)
        parts.append(f"search: {asked.query}")
    else:
        ids = catalogue.quotation_ids(within)
    items: Sequence[Item] = ids
    if held is not None:
        chosen = set(ids)
        items = [item for item in held if isinstance(item, Heading | Remark) or item in chosen]
    if not ids:
        raise DossierError(
            "There is no quotation to print with this selection. No file was written."
        )
    return Selection(items, "; ".join(parts) or "all quotations", title or catalogue.name)


def found(catalogue: Catalogue, query: str, within: QuotationFilter | None = None) -> Sequence[int]:
    """Return the ids of the quotations that `query` finds, best first."""
    from search import SearchService  # only now: it brings the whole index with it

    with SearchService(catalogue) as service:
        service.sync()
        answer = service.search(query, within=within)
    if answer.note:
        click.echo(answer.note, err=True)
    return answer.ids


def by_person(catalogue: Catalogue, person: str) -> QuotationFilter:
    """Return which quotations are by the one whom a name, or the beginning of one, means."""
    exactly = catalogue.find_person(person)
    meant = [exactly] if exactly else [row for row in catalogue.people() if named(person, row.name)]
    if not meant:
        raise click.BadParameter(
            f"nobody of the name “{person}” speaks in this catalogue. "
            f"See onrecord list people {catalogue.name}.",
            param_hint="--person",
        )
    if len(meant) > 1:
        names = " or ".join(row.name for row in meant[:5])
        raise click.BadParameter(
            f"“{person}” may be {names}. Write the whole name.", param_hint="--person"
        )
    return QuotationFilter(speaker=meant[0].id)


def named(query: str | None, *names: str) -> bool:
    """Whether every word of `query` begins a word of the names; accents and case do not count."""
    wanted = [word.text for word in words(query or "")]
    present = [word.text for name in names for word in words(name)]
    return all(any(have.startswith(want) for have in present) for want in wanted)


def _one(name: str, rows: Iterable[tuple[str, T]], option: str, what: str) -> T:
    """Return the row that a name means; letter case aside."""
    rows = list(rows)
    for known, row in rows:
        if known.casefold() == name.casefold():
            return row
    there = ", ".join(f"“{known}”" for known, _ in rows[:8])
    hint = f"There is {there}." if there else "There is none."
    raise click.BadParameter(f"there is no {what} “{name}”. {hint}", param_hint=option)
