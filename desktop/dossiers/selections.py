"""What the window offers to make a dossier of, from where the user is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.rows import DossierId, QuotationFilter
from desktop.browse.listing import days_name, kinds_name
from desktop.browse.sections import Place
from desktop.dossiers.choosing import Selection
from desktop.translation import counted, tr
from dossier.choices import Item

if TYPE_CHECKING:
    from db import Catalogue
    from desktop.workspace import Workspace


def selections(workspace: Workspace, catalogue: str) -> list[Selection]:
    """List the selections, the likeliest first."""
    found = []
    chosen = workspace.chosen()
    if len(chosen) > 1:
        words = counted(len(chosen), "{n} quote chosen by hand", "{n} quotes chosen by hand")
        found.append(Selection(tr("The selected quotes"), words, catalogue, lambda _: chosen))
    person = workspace.person()
    if person is None and workspace.quotation is not None:
        row = workspace.quotation.detail.row
        speaker, name = row.speaker_id, row.speaker
    else:
        speaker, name = (person.id, person.name) if person else (None, None)
    if workspace.shows_quotations():
        found.append(_this_list(workspace, catalogue))
    if speaker is not None and name is not None:
        within = QuotationFilter(speaker=speaker)
        found.append(
            Selection(
                tr("Everything that {name} said", name=name),
                tr("Speaker: {name}", name=name),
                name,
                lambda asked: asked.quotation_ids(within),
            )
        )
    if person is not None:
        found.reverse()
    found.append(
        Selection(
            tr("The whole catalogue"),
            tr("The whole catalogue"),
            catalogue,
            lambda asked: asked.quotation_ids(),
        )
    )
    return found


def _this_list(workspace: Workspace, catalogue: str) -> Selection:
    listing, section = workspace.quotations.listing, workspace.section
    ids = tuple(workspace.quotations.ids)
    parts = []
    if listing.query:
        parts.append(tr("Search: {query}", query=listing.query))
    named = [name for name in (listing.speaker, listing.outlet, listing.about) if name]
    if named:
        parts += named
    elif section.place is Place.REVIEW:
        parts.append(section.name)
    if listing.within.kinds:
        parts.append(tr("Kinds: {kinds}", kinds=kinds_name(listing.within.kinds)))
    if listing.within.tag:
        parts.append(tr("tagged {tag}", tag=listing.within.tag))
    if listing.within.has_photo:
        parts.append(tr("with a photo credit in the article"))
    if listing.within.said_from or listing.within.said_until:
        parts.append(days_name(listing.within))
    words = "; ".join(parts) or tr("All quotes")
    if section.place is Place.DOSSIER:
        return dossier(DossierId(section.id or 0), section.name)
    if section.place is Place.COLLECTION:
        return Selection(tr("This collection"), words, section.name, lambda _: ids)
    name = tr("This search") if listing.query else tr("This list")
    title = ", ".join(named) or (f"{catalogue}: {listing.query}" if listing.query else catalogue)
    return Selection(name, words, title, lambda _: ids)


def dossier(id: DossierId, title: str) -> Selection:
    """Return a dossier of the catalogue, with its maker's headings and remarks."""

    def items(catalogue: Catalogue) -> Sequence[Item]:
        return next((row.items for row in catalogue.dossiers() if row.id == id), ())

    words = tr("Chosen by hand: {title}", title=title)
    return Selection(tr("This dossier"), words, title, items, by_hand=True)
