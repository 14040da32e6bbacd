"""A query in plain words, as it was read: the line under the search box."""

from __future__ import annotations

from datetime import date

from extraction.wording import long_day
from search.patterns import Written
from search.query import EVERYTHING, AllOf, AnyOf, Choice, Days, Field, Node, Without, Words
from search.results import Scope

_FIELDS = {
    Field.WHO: "by {}",
    Field.TOLD: "said to {}",
    Field.SAID: "with {} in what was said",
    Field.IN: "printed in {}",
    Field.HEADLINE: "under a headline with {}",
    Field.TEXT: "in an article with {}",
    Field.CAPTION: "beside a photograph with {} in its caption",
    Field.CREDIT: "beside a photograph credited to {}",
    Field.PHOTO: "beside a photograph with {} in its caption or credit",
    Field.TAG: "tagged {}",
}


def explain(node: Node, scope: Scope) -> str:
    """Say what a query finds, in one line without a full stop."""
    if node == EVERYTHING:
        return "All quotations"
    return f"Quotations {_clause(node, scope)}"


def _clause(node: Node, scope: Scope, *, inside: bool = False) -> str:
    match node:
        case AllOf(()):
            return "of any kind"
        case AllOf(parts) | AnyOf(parts):
            link = " and " if isinstance(node, AllOf) else " or "
            joined = link.join(_clause(part, scope, inside=True) for part in parts)
            return f"({joined})" if inside else joined
        case Without(Words(field=None) as part):
            return f"without {_words(part, scope).removeprefix('with ')}"
        case Without(Choice(values=values)):
            return f"that are not {_listed(values)}"
        case Without(part):
            return f"not {_clause(part, scope, inside=True)}"
        case Words():
            return _words(node, scope)
        case Days(field, first, last):
            verb = "published" if field is Field.PUBLISHED else "said"
            return f"{verb} {_period(first, last)}"
        case Choice(values=values):
            return f"that are {_listed(values)}"


def _listed(values: frozenset[str]) -> str:
    return " or ".join(sorted(values))


def _words(node: Words, scope: Scope) -> str:
    if node.is_written:
        shown = (
            f"exactly “{' '.join(one.text for one in node.patterns if isinstance(one, Written))}”"
        )
    elif len(node.patterns) == 1:
        shown = node.patterns[0].shown
    elif node.slop == 1:
        shown = f"“{' '.join(pattern.shown.strip('“”') for pattern in node.patterns)}”"
    else:
        shown = ", then ".join(pattern.shown for pattern in node.patterns)
        shown += f" (each within {node.slop} words)"
    if node.field is not None:
        return _FIELDS[node.field].format(shown)
    if scope is Scope.EVERYTHING:
        return f"with {shown} in them or in their article"
    return f"with {shown}"


def _period(first: date | None, last: date | None) -> str:
    if first is None:
        return "on any day" if last is None else f"until {long_day(last)}"
    if last is None:
        return f"from {long_day(first)}"
    if first == last:
        return f"on {long_day(first)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"in {first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    return f"from {long_day(first)} to {long_day(last)}"
