"""Where outlet, byline, headline, date and address come from, as the file states them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from desktop import fonts
from desktop.translation import tr
from desktop.widgets.prose import Prose, Run
from extraction.findings import Statement, StatementField

_MOST_OTHERS = 3


def statement_lines(statements: Sequence[Statement]) -> list[QWidget]:
    """Return a line for each thing stated: the value relied on, where it stands, and others."""
    names = {
        StatementField.OUTLET: tr("Outlet"),
        StatementField.BYLINE: tr("Byline"),
        StatementField.HEADLINE: tr("Headline"),
        StatementField.PUBLISHED_ON: tr("Published"),
        StatementField.CREATED_ON: tr("Written"),
        StatementField.ADDRESS: tr("Address"),
        StatementField.LANGUAGE: tr("Language"),
        StatementField.DESCRIPTION: tr("Description"),
    }
    lines: list[QWidget] = []
    for field, name in names.items():
        said = [statement for statement in statements if statement.field is field]
        if said:
            line = Prose(fonts.ui(fonts.Size.META), name=tr("What the file states of itself"))
            line.say(Run(name + "  ", QFont.Weight.DemiBold), Run(stated(said)))
            lines.append(line)
    return lines


def stated(said: Sequence[Statement]) -> str:
    """Tell the first value with where it stands, and the others that differ from it."""
    first = said[0]
    others = {s.value: s.where for s in reversed(said) if s.value != first.value}
    told = tr("{value} ({where})", value=first.value, where=first.where)
    for value, where in _last(others.items(), _MOST_OTHERS):
        told += tr("; elsewhere {value} ({where})", value=value, where=where)
    return told


def _last(items: Iterable[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    return list(items)[::-1][:count]
