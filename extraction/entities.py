"""Everyone a document mentions by name or lets speak, each once, with all mentions."""

from __future__ import annotations

from extraction.coreference import Clusters, given_names
from extraction.findings import Entity, EntityKind, Span
from extraction.mentions import Mention

Key = tuple[str, int | str]


class EntityBook:
    """Collects who is spoken of; `finish` turns each into one frozen `Entity`."""

    def __init__(self, text: str, mentions: tuple[Mention, ...], clusters: Clusters) -> None:
        self._text = text
        self._mentions = mentions
        self._clusters = clusters
        self._pronouns: dict[int, list[Span]] = {}
        self._phrases: dict[str, tuple[str, EntityKind, list[Span]]] = {}
        self._speaking: set[int] = set()

    def name(self, cluster: int) -> Key:
        """Note that a named entity speaks."""
        self._speaking.add(cluster)
        return ("name", cluster)

    def meant_by(self, pronoun: Span, cluster: int) -> Key:
        """Note that a pronoun means a named entity, and that it speaks."""
        self._pronouns.setdefault(cluster, []).append(pronoun)
        return self.name(cluster)

    def described(self, mention: Mention) -> Key:
        """Note that someone who is only described speaks: "a spokesman for the ministry"."""
        words = mention.span.of(self._text)
        folded = " ".join(words.split()).casefold()
        if folded not in self._phrases:
            self._phrases[folded] = (" ".join(words.split()), mention.entity_kind, [])
        self._phrases[folded][2].append(mention.span)
        return ("phrase", folded)

    def finish(self) -> dict[Key, Entity]:
        """Return the entities by key: all that speak, and the people named in full."""
        entities: dict[Key, Entity] = {}
        for number, cluster in enumerate(self._clusters.clusters):
            if number not in self._speaking and not self._is_surely_person(number):
                continue
            spans = [self._mentions[m].span for m in cluster.mentions]
            spans = sorted({*spans, *self._pronouns.get(number, ())})
            aliases = tuple(form for form in sorted(cluster.forms) if form != cluster.name)
            entities[("name", number)] = Entity(cluster.name, cluster.kind, aliases, tuple(spans))
        for folded, (words, kind, spans) in self._phrases.items():
            entities[("phrase", folded)] = Entity(words, kind, (), tuple(sorted(set(spans))))
        return entities

    def _is_surely_person(self, number: int) -> bool:
        cluster = self._clusters.clusters[number]
        if cluster.kind is not EntityKind.PERSON:
            return False
        first, *rest = cluster.name.split()
        return bool(rest) and (
            first.lower() in given_names()
            or any(self._mentions[m].title is not None for m in cluster.mentions)
        )
