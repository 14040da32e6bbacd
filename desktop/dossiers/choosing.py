"""The choices for a dossier as fields: how it is put together, cited, set, and on what paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from desktop.settings import Settings
from desktop.translation import tr
from dossier.choices import CitationStyle, Composition, Item, PageSize, Style

if TYPE_CHECKING:
    from db import Catalogue
    from dossier.contents import Contents

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Selection:
    """Something that can be made a dossier of. `items` is asked on the reading lane."""

    name: str
    """What the list of choices calls it: "This search"."""
    words: str
    """What the cover says was chosen: "Search: harbour"."""
    title: str
    items: Callable[[Catalogue], Sequence[Item]]
    by_hand: bool = False
    """Whether its order, and the words between, are its maker's own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is asked for in a dossier."""

    selection: Selection
    title: str
    author: str
    composition: Composition
    style: Style
    page_size: PageSize
    citations: CitationStyle

    def contents(self, catalogue: Catalogue) -> Contents:
        """Gather the contents; on the reading lane."""
        from dossier.selection import contents_of

        return contents_of(
            catalogue,
            self.selection.items(catalogue),
            title=self.title,
            author=self.author,
            selection=self.selection.words,
            compiled_on=date.today(),
            composition=self.composition,
            style=self.style,
            page_size=self.page_size,
            citations=self.citations,
        )


def last_plan(selection: Selection, settings: Settings) -> Plan:
    """Return a plan for a selection with the choices that were made last."""

    def kept(key: str, usual: Choice) -> Choice:
        values = {value.value: value for value in type(usual)}
        return values.get(settings.choice(key), usual)

    composition = kept("composition", Composition.BY_PERSON)
    if selection.by_hand:
        composition = Composition.BY_HAND
    elif composition is Composition.BY_HAND:
        composition = Composition.BY_PERSON
    return Plan(
        selection=selection,
        title=selection.title,
        author=settings.author,
        composition=composition,
        style=kept("style", Style.CLASSIC),
        page_size=kept("paper", PageSize.A4),
        citations=kept("citations", CitationStyle.HOUSE),
    )


class ChoiceBox(QComboBox, Generic[Choice]):
    """Offers the values of an enum under their names, and remembers the last one chosen.

    Qt would hand a StrEnum back as plain text, so the values stay here.
    """

    chosen = Signal()

    def __init__(self, name: str, labels: dict[Choice, str], settings: Settings, key: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._settings = settings
        self._key = key
        self._values = tuple(labels)
        self.addItems(list(labels.values()))
        kept = settings.choice(key)
        if kept in self._values:
            self.setCurrentIndex(self._values.index(kept))
        self.activated.connect(self._keep)

    @property
    def value(self) -> Choice:
        """The value on show."""
        return self._values[self.currentIndex()]

    def show_value(self, value: Choice) -> None:
        """Show a value without remembering it."""
        self.setCurrentIndex(self._values.index(value))

    def _keep(self) -> None:
        self._settings.keep_choice(self._key, self.value.value)
        self.chosen.emit()


def compositions() -> dict[Composition, str]:
    """Name the compositions."""
    return {
        Composition.BY_PERSON: tr("A chapter a person"),
        Composition.BY_TOPIC: tr("A chapter a tag"),
        Composition.BY_COLLECTION: tr("A chapter a collection"),
        Composition.BY_TIME: tr("In the order of time"),
        Composition.BY_OUTLET: tr("A chapter an outlet"),
        Composition.BY_HAND: tr("In my own order"),
        Composition.SINGLE_SHEETS: tr("A page for each quote"),
        Composition.CONTACT_SHEET: tr("Photographs only"),
    }


def styles() -> dict[Style, str]:
    """Name the styles."""
    return {
        Style.CLASSIC: tr("Classic"),
        Style.COMPACT: tr("Compact"),
        Style.LARGE_PRINT: tr("Large print"),
    }


def papers() -> dict[PageSize, str]:
    """Name the papers."""
    return {PageSize.A4: tr("A4"), PageSize.LETTER: tr("Letter")}


def citation_styles() -> dict[CitationStyle, str]:
    """Name the citation styles."""
    return {
        CitationStyle.HOUSE: tr("On Record"),
        CitationStyle.APA: tr("APA, 7th edition"),
        CitationStyle.CHICAGO_NOTES: tr("Chicago, notes"),
        CitationStyle.CHICAGO_AUTHOR_DATE: tr("Chicago, author-date"),
        CitationStyle.MLA: tr("MLA, 9th edition"),
        CitationStyle.AP: tr("AP"),
    }
