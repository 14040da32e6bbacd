"""Who is meant by an office: "the Belarusian president" is the one the text has called president.

Only an office that the text itself gave to one person, and to no other before this place, says who
is meant; every other description stays a description.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.coreference import Clusters
from extraction.findings import EntityKind, Span
from extraction.lexicons import phrases, words
from extraction.mentions import Mention, MentionKind
from extraction.roles import HeldRole

_HEADS_OF_STATE = words("people", "heads_of_state")
_CHANGES_OFFICE = words("people", "changes_office")
_DEMONYMS = phrases("names", "demonyms")
_LINK = frozenset(("of", "for"))


@dataclass(frozen=True, slots=True)
class _Office:
    cluster: int
    span: Span
    head: str
    others: frozenset[str]
    demonyms: frozenset[str]


class Offices:
    """The offices that a text gives to people, in reading order."""

    def __init__(self, text: str, clusters: Clusters, held: Sequence[HeldRole]) -> None:
        self._text = text
        self._offices = [
            _office(role.role.title, cluster, role.role.span)
            for role in held
            if (cluster := clusters.of_mention[role.mention]) >= 0
            and clusters.clusters[cluster].kind is EntityKind.PERSON
        ]

    def holder(self, mention: Mention) -> tuple[int, Span] | None:
        """Return the cluster that a phrase means and the words that gave it the office."""
        said = mention.span.of(self._text).split()
        if mention.kind is not MentionKind.NOMINAL or mention.plural or said[0].lower() != "the":
            return None
        wanted = _office(" ".join(said[1:]), -1, mention.span)
        before = [o for o in self._offices if o.span.end <= mention.span.start]
        fitting = [o for o in before if _fits(wanted, o, before)]
        holders = {office.cluster for office in fitting}
        return (fitting[-1].cluster, fitting[-1].span) if len(holders) == 1 else None


def _office(title: str, cluster: int, span: Span) -> _Office:
    said = title.lower().split()
    cut = next((n for n, word in enumerate(said) if word in _LINK and n), len(said))
    head = said[cut - 1] if said else ""
    rest = frozenset((*said[: cut - 1], *said[cut:])) - _LINK
    return _Office(cluster, span, head, rest - _DEMONYMS, rest & _DEMONYMS)


def _fits(wanted: _Office, held: _Office, offices: Sequence[_Office]) -> bool:
    """Whether a phrase can mean the holder of an office."""
    same_head = wanted.head == held.head or (
        wanted.head == "leader" and held.head in _HEADS_OF_STATE
    )
    if not same_head or not held.others <= wanted.others | {"prime"}:
        return False
    if (wanted.others - held.others) & _CHANGES_OFFICE or len(wanted.others - held.others) > 1:
        return False
    theirs = frozenset().union(*(o.demonyms for o in offices if o.cluster == held.cluster))
    return wanted.demonyms <= theirs
