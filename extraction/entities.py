"""Everyone a document mentions by name or lets speak, each once, with all mentions."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from extraction.coreference import Clusters, given_names
from extraction.findings import Entity, EntityKind, Role, Span
from extraction.lexicons import words as words_of
from extraction.mentions import Mention
from extraction.roles import HeldRole

Key = tuple[str, int | str]

_PLACE = attrgetter("start", "end")
_ANY_TITLE = words_of("roles", "modifiers")


class EntityBook:
    """Collects who is spoken of; `finish` turns each into one frozen `Entity`."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        clusters: Clusters,
        roles: Sequence[HeldRole] = (),
    ) -> None:
        self._text = text
        self._mentions = mentions
        self._clusters = clusters
        self._pronouns: dict[int, list[Span]] = {}
        self._phrases: dict[str, tuple[str, EntityKind, list[Span]]] = {}
        self._speaking: set[int] = set()
        self._roles: dict[int, list[Role]] = {}
        self._holders: dict[str, list[tuple[int, int]]] = {}
        for held in roles:
            cluster = clusters.of_mention[held.mention]
            self._roles.setdefault(cluster, []).append(held.role)
            self._holders.setdefault(held.role.title.casefold(), []).append(
                (held.role.span.start, cluster)
            )

    def name(self, cluster: int) -> Key:
        """Note that a named entity speaks."""
        self._speaking.add(cluster)
        return ("name", cluster)

    def meant_by(self, pronoun: Span, cluster: int) -> Key:
        """Note that a pronoun means a named entity, and that it speaks."""
        self._pronouns.setdefault(cluster, []).append(pronoun)
        return self.name(cluster)

    def described(self, mention: Mention) -> Key:
        """Return who is meant by a description: "a spokesman for the ministry".

        A description that repeats the title of somebody named before means that person.
        """
        holder = self._holder(mention)
        return ("name", holder) if holder is not None else ("phrase", self._folded(mention.span))

    def phrase(self, span: Span, kind: EntityKind = EntityKind.UNNAMED) -> Key:
        """Note that whoever these words describe speaks."""
        words = " ".join(span.of(self._text).split())
        folded = self._folded(span)
        self._phrases.setdefault(folded, (words, kind, []))[2].append(span)
        return ("phrase", folded)

    def _folded(self, span: Span) -> str:
        return " ".join(span.of(self._text).split()).casefold()

    def _holder(self, mention: Mention) -> int | None:
        """Return who "the Belarusian president" is: the last one that was called so before.

        A bare "the president" may be anybody's: two words are asked for, of which one may be an
        adjective that any title can bear ("the embattled president").
        """
        article, *said = mention.span.of(self._text).casefold().split()
        if article not in ("the", "der", "die") or len(said) < 2:
            return None
        title = " ".join(said[1:] if said[0] in _ANY_TITLE else said)
        before = [c for start, c in self._holders.get(title, ()) if start < mention.span.start]
        return before[-1] if before else None

    def finish(self) -> dict[Key, Entity]:
        """Return the entities by key: all that speak, and the people named in full."""
        entities: dict[Key, Entity] = {}
        for number, cluster in enumerate(self._clusters.clusters):
            if number not in self._speaking and not self._is_surely_person(number):
                continue
            spans = [self._mentions[m].span for m in cluster.mentions]
            spans = sorted({*spans, *self._pronouns.get(number, ())}, key=_PLACE)
            aliases = tuple(form for form in sorted(cluster.forms) if form != cluster.name)
            entities[("name", number)] = Entity(
                cluster.name, cluster.kind, aliases, tuple(spans), self._first_roles(number)
            )
        for folded, (words, kind, spans) in self._phrases.items():
            entities[("phrase", folded)] = Entity(words, kind, (), tuple(sorted(set(spans))))
        return entities

    def role_at(self, key: Key, offset: int) -> Role | None:
        """Return what a named entity is called at `offset` or last before it."""
        held = self._roles.get(key[1], ()) if isinstance(key[1], int) else ()
        before = [role for role in held if role.span.start <= offset]
        return before[-1] if before else None

    def _first_roles(self, number: int) -> tuple[Role, ...]:
        """Return each title of an entity once, where the text first gives it."""
        first: dict[str, Role] = {}
        for role in self._roles.get(number, ()):
            first.setdefault(role.title.casefold(), role)
        return tuple(first.values())

    def _is_surely_person(self, number: int) -> bool:
        cluster = self._clusters.clusters[number]
        if cluster.kind is not EntityKind.PERSON:
            return False
        first, *rest = cluster.name.split()
        return bool(rest) and (
            first.lower() in given_names()
            or any(self._mentions[m].title is not None for m in cluster.mentions)
        )
