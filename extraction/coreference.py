"""Who is meant: names of one person gathered, and pronouns given to them.

Names gather over the whole document: "Lukashenko" is the Alexander Lukashenko named elsewhere.
Pronouns look back inside their own article only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from extraction.findings import EntityKind
from extraction.known import Known
from extraction.lexicons import words
from extraction.mentions import Mention, MentionKind
from extraction.segments import Segments

_LONGEST_ACRONYM = 4
_SUFFIXES = words("people", "suffixes")


@cache
def given_names() -> dict[str, str]:
    """Return the gender of those who bear a given name: "f", "m", or "x" for both."""
    return {name: group for group in "xmf" for name in words("given_names", group)}


@dataclass(slots=True)
class Cluster:
    """The mentions of one entity. `name` is its fullest form, `gender` "f", "m" or "" (unknown).

    `reasons` says of the forms of the name that only the catalogue could place why they mean it.
    """

    name: str
    kind: EntityKind
    gender: str = ""
    mentions: list[int] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Clusters:
    """The entities that names stand for; `of_mention` holds a cluster's number, -1 for no name."""

    clusters: tuple[Cluster, ...]
    of_mention: tuple[int, ...]


def cluster_names(segments: Segments, mentions: Sequence[Mention], known: Known) -> Clusters:
    """Gather the names of the document.

    A bare surname belongs to the person whose full name the document gives; of two with the same
    surname, to the one that its courtesy title fits, else to the one named last before it.
    """
    gathering = _Gathering(known)
    short_forms: list[tuple[int, Mention, str]] = []
    for number, mention in enumerate(mentions):
        if mention.kind is MentionKind.NAME:
            name = mention.head.of(segments.text)
            if len(_parts(name)) > 1:
                gathering.add_full(number, mention, name)
            else:
                short_forms.append((number, mention, name))
    for number, mention, name in short_forms:
        gathering.add_short(number, mention, name)
    return gathering.finish(len(mentions))


@lru_cache(maxsize=10_000)
def _parts(name: str) -> tuple[str, ...]:
    """Return the words of a name without its suffixes; the same names come again and again."""
    parts = name.replace(".", " ").split()
    while len(parts) > 1 and parts[-1].lower().strip(",") in _SUFFIXES:
        parts.pop()
    return tuple(parts)


class _Gathering:
    def __init__(self, known: Known) -> None:
        self._known = known
        self._clusters: list[Cluster] = []
        self._by_name: dict[str, int] = {}
        self._by_last: defaultdict[str, list[int]] = defaultdict(list)
        self._by_first: defaultdict[str, list[int]] = defaultdict(list)
        self.cluster_of: dict[int, int] = {}

    def add_full(self, number: int, mention: Mention, name: str) -> None:
        parts = _parts(name)
        folded = " ".join(parts).casefold()
        found = self._by_name.get(folded)
        if found is None and mention.entity_kind is EntityKind.PERSON:
            found = self._same_person(parts)
        if found is None:
            found = self._new(name, mention)
            self._by_last[parts[-1].casefold()].append(found)
            self._by_first[parts[0].casefold()].append(found)
        self._by_name.setdefault(folded, found)
        self._join(found, number, mention, name)

    def _same_person(self, parts: Sequence[str]) -> int | None:
        """Find the person whose name differs by a middle name or an initial only."""
        for candidate in self._by_last[parts[-1].casefold()]:
            other = _parts(self._clusters[candidate].name)
            if self._clusters[candidate].kind is not EntityKind.PERSON or len(other) < 2:
                continue
            first, second = parts[0].casefold(), other[0].casefold()
            if first == second or (1 in (len(first), len(second)) and first[0] == second[0]):
                if len(parts) > len(other) and len(parts) <= 4:
                    self._clusters[candidate].name = " ".join(parts)
                return candidate
        return None

    def add_short(self, number: int, mention: Mention, name: str) -> None:
        folded = name.casefold()
        found = self._by_name.get(folded)
        if mention.entity_kind is EntityKind.PERSON:
            options = self._by_last.get(folded) or self._by_first.get(folded)
            chosen = self._choose(options or (), number, mention)
            found = chosen if chosen is not None else found
        if found is None:
            found = self._new(name, mention)
            self._by_name[folded] = found
        self._join(found, number, mention, name)

    def _choose(self, options: Sequence[int], number: int, mention: Mention) -> int | None:
        people = [n for n in options if self._clusters[n].kind is EntityKind.PERSON]
        if mention.gender:
            fitting = [n for n in people if self._clusters[n].gender in ("", mention.gender)]
            people = fitting or people
        if len(people) < 2:
            return people[0] if people else None
        counts = {n: len(self._clusters[n].mentions) for n in people}
        most = max(counts.values())
        if sum(counts.values()) - most <= most / 3:
            return max(people, key=lambda n: counts[n])
        return max(people, key=lambda n: (self._named_before(n, number), counts[n]))

    def _named_before(self, cluster: int, number: int) -> int:
        """Return the last mention of the cluster before mention `number`, -1 for none."""
        mentions = self._clusters[cluster].mentions
        return mentions[at - 1] if (at := bisect_left(mentions, number)) else -1

    def _new(self, name: str, mention: Mention) -> int:
        """Begin a cluster, unless the catalogue says that the name is another's other form."""
        known = self._known.name(name)
        if known is None:
            gender = mention.gender or _gender_of(name, mention.entity_kind)
            self._clusters.append(Cluster(name, mention.entity_kind, gender))
            return len(self._clusters) - 1
        full = known.preferred
        found = self._by_name.setdefault(full.casefold(), len(self._clusters))
        if found == len(self._clusters):
            gender = mention.gender or known.gender or _gender_of(full, mention.entity_kind)
            self._clusters.append(Cluster(full, mention.entity_kind, gender))
        if full.casefold() != name.casefold():
            self._clusters[found].reasons[name] = known.reason
        return found

    def _join(self, cluster: int, number: int, mention: Mention, name: str) -> None:
        self._clusters[cluster].mentions.append(number)
        self._clusters[cluster].forms[name] += 1
        if mention.gender and not self._clusters[cluster].gender:
            self._clusters[cluster].gender = mention.gender
        self.cluster_of[number] = cluster

    def finish(self, count: int) -> Clusters:
        for cluster in self._clusters:
            cluster.mentions.sort()
            if cluster.kind is EntityKind.PERSON and len(cluster.name) > _LONGEST_ACRONYM:
                # Transcripts and headlines shout: "MARA LINDQVIST: ...".
                cluster.name = cluster.name.title() if cluster.name.isupper() else cluster.name
        return Clusters(
            tuple(self._clusters), tuple(self.cluster_of.get(n, -1) for n in range(count))
        )


def _gender_of(name: str, kind: EntityKind) -> str:
    if kind is not EntityKind.PERSON:
        return ""
    first, *rest = _parts(name)
    known = given_names().get(first.lower(), "")
    if rest and len(first) == 1:
        known = given_names().get(rest[0].lower(), "") if len(rest) > 1 else ""
    return known if rest and known in ("f", "m") else ""
