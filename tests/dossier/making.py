"""Contents made up for tests: small by default, any part of them as asked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from dossier.contents import Chapter, Contents, PhotoEntry, QuotationEntry, SourceEntry
from extraction.findings import Kind, Span

LATIN = "We counted the cranes twice, and nobody signed for the third."
CYRILLIC = "Мы не уйдём, пока каждый голос не будет посчитан."
GREEK = "Η θάλασσα δεν ξεχνά όσους την αγάπησαν."
ARABIC = "قال الوزير إن الميناء لن يغلق قبل الصيف وإن اللجنة ستجيب على كل الأسئلة"
HEBREW = "לא נעזוב את הנמל לפני הקיץ וגם הוועדה לא תעזוב"
EMOJI = "We did it 😀👍🏽 and the harbour 👩‍🚀 stays open 🇳🇴"
SCRIPTS = (LATIN, CYRILLIC, GREEK, ARABIC, HEBREW, EMOJI)

PAGE = """<html><body><article><h1>The quay at dawn</h1>
<p>The harbour master walked along the quay before anybody else was awake, and counted cranes.</p>
<figure><img src="Quay_files/quay.jpg"><figcaption>Ada Holm at the quay. Photo: Per Lund/Reuters
</figcaption></figure>
<p>“Eleven of them stand still,” Ada Holm said, and wrote the number down in her small book.</p>
</article></body></html>"""
"""A saved page with one picture, which lies beside it as `Quay_files/quay.jpg`."""

_TEXT = """harbour inquiry council minister bridge permit flood record village archive audit treaty
museum railway hospital fisheries committee evidence newspaper ledger district before after never
always because although however we they said will not close open until every report"""
_WORDS = tuple(_TEXT.split())


def quotation(text: str = LATIN, kind: Kind = Kind.DIRECT, **more: object) -> QuotationEntry:
    """Make a quotation; `more` replaces any other field."""
    fields: dict[str, object] = {
        "speaker": "Ada Berg",
        "role": None,
        "cue": "said",
        "told_to": None,
        "said_on": date(2020, 8, 9),
        "source": 0,
        "place": Span(120, 120 + len(text)),
        "page": None,
        "context": f"{text} That was all she said.",
        "confirmed": False,
        "found_because": "the subject of the cue “said”",
    }
    return QuotationEntry(text, kind, **{**fields, **more})  # type: ignore[arg-type]


def source(**more: object) -> SourceEntry:
    """Make a source; `more` replaces any field."""
    fields: dict[str, object] = {
        "outlet": "Harbour Post",
        "headline": "Cranes will not be sold",
        "byline": None,
        "published_on": date(2020, 8, 10),
        "address": "https://post.example/cranes",
        "document_name": "cranes.txt",
        "document_sha256": "9f3c71aa0be4" + "0" * 52,
    }
    return SourceEntry(**{**fields, **more})  # type: ignore[arg-type]


def photo(**more: object) -> PhotoEntry:
    """Make a photograph's credit; `more` replaces any field."""
    fields: dict[str, object] = {
        "credit_line": "© Northern Wire / Anna Weiss",
        "agency": "Northern Wire",
        "creator": "Anna Weiss",
        "distributor": None,
        "flags": (),
        "licence": None,
        "caption": "Cranes at the old harbour.",
        "source": 0,
    }
    return PhotoEntry(**{**fields, **more})  # type: ignore[arg-type]


def chapter(title: str = "Ada Berg", *quotations: QuotationEntry, index_as: str = "") -> Chapter:
    """Make a chapter, with one quotation unless some are given."""
    return Chapter(title, "minister of transport", quotations or (quotation(),), index_as)


def contents(*chapters: Chapter, **more: object) -> Contents:
    """Make contents, with one chapter unless some are given; `more` replaces any field."""
    fields: dict[str, object] = {
        "title": "On the record",
        "subtitle": "Harbour inquiry",
        "author": "The desk",
        "compiled_on": date(2026, 11, 22),
        "selection": "everything that was said about the cranes",
        "fingerprint": "3f9c71aa0be4" * 5,
        "chapters": chapters if chapters or "chapters" in more else (chapter(),),
        "photos": (),
        "sources": (source(),),
    }
    return Contents(**{**fields, **more})  # type: ignore[arg-type]


def many(quotations: int, people: int, *, words: tuple[int, int] = (6, 46)) -> Contents:
    """Make a dossier of so many quotations by so many people; the same numbers, the same text."""
    chance = random.Random(quotations)
    outlets = ("Harbour Post", "Northern Wire", "Agence Centrale", "The Evening Record")
    sources = tuple(
        source(
            outlet=chance.choice(outlets),
            headline=_sentence(chance, 7)[:-1],
            published_on=date(chance.randint(2012, 2021), chance.randint(1, 12), 9),
            address=f"https://post.example/{number}",
            document_name=f"{number:05}.txt",
            document_sha256=f"{chance.getrandbits(256):064x}",
        )
        for number in range(max(quotations // 3, 1))
    )
    names = [f"{_GIVEN[n % len(_GIVEN)]} {_family(n)}" for n in range(people)]
    chapters = tuple(
        chapter(
            name,
            *(_made_up(chance, name, len(sources), words) for _ in range(n, quotations, people)),
            index_as=", ".join(reversed(name.split())),
        )
        for n, name in enumerate(names)
    )
    return contents(*chapters, sources=sources, photos=(photo(), photo(creator="Jo Quist")))


def in_all_scripts(quotations: int) -> Contents:
    """Make a dossier in Latin, Cyrillic, Greek, Arabic, Hebrew and emoji, a sixth of each.

    Numbers, brackets and Latin names stand among right-to-left words, as they do in papers.
    """
    chance = random.Random(quotations)
    chapters = []
    for order, (script, (name, words)) in enumerate(_IN_SCRIPTS.items()):
        theirs = []
        for number in range(order, quotations, len(_IN_SCRIPTS)):
            chosen = chance.choices(words.split(), k=chance.randint(5, 40))
            for place in range(4, len(chosen), 9):
                chosen[place] = chance.choice(("2027", "(14)", "Reuters", "3,5 %", "“Nova”"))
            kind = chance.choices((Kind.DIRECT, Kind.MIXED, Kind.INDIRECT), (6, 1, 2))[0]
            text = " ".join(chosen)
            theirs.append(
                quotation(
                    text, kind, speaker=name, role=" ".join(chosen[:2]), source=number % 40,
                    context=f"{chosen[-1]} {text} {chosen[0]}.", language=script,
                    said_on=date(2015 + number % 7, 1 + number % 12, 3),
                )
            )  # fmt: skip
        chapters.append(Chapter(name, words.split()[0], tuple(theirs), name))
    texts = list(_IN_SCRIPTS.values())
    sources = tuple(
        source(
            headline=" ".join(texts[number % 6][1].split()[:7]), document_name=f"{number:02}.html",
            address=f"https://post.example/{number}",
        )
        for number in range(40)
    )  # fmt: skip
    title = " · ".join(name for name, _ in texts)
    return contents(*chapters, sources=sources, title=title, subtitle=texts[3][1][:60])


_IN_SCRIPTS = {
    "en": ("Ada Berg", " ".join(_WORDS)),
    "ru": (
        "Олег Журавлёв",
        (
            "порт закрыт не будет мы считали краны дважды подъезд объявление ещё щука и въезд "
            "комиссия ответит на каждый вопрос до лета после отчёта"
        ),
    ),
    "el": (
        "Ελένη Καραγιάννη",
        (
            "το λιμάνι δεν θα κλείσει πριν από το καλοκαίρι ούτε η επιτροπή θα φύγει χωρίς "
            "απάντηση μετρήσαμε τους γερανούς δύο φορές"
        ),
    ),
    "ar": (
        "ليلى منصور",
        (
            "قال الوزير إن الميناء لن يغلق قبل الصيف وإن اللجنة ستجيب على كل الأسئلة لأن السؤال "
            "مهم مُحَمَّد لا إلى الآن"
        ),
    ),
    "he": (
        "נועה לוי",
        "לא נעזוב את הנמל לפני הקיץ וגם הוועדה לא תעזוב כי השאלה חשובה שָׁלוֹם ספרנו את העגורנים",
    ),
    "en-x-emoji": (
        "Femi 😀",
        "we did it 😀 👍🏽 harbour 👩‍🚀 stays open 🇳🇴 again ❤️ never ✅ the 🏴‍☠️ crane 1️⃣",
    ),
}
"""By language: a speaker and words to make sentences of."""

_GIVEN = ("Ada", "Boris", "Chiara", "Dragan", "Elif", "Femi", "Greta", "Halina")


def _family(number: int) -> str:
    syllables = ("ber", "lin", "no", "vak", "sol", "kar", "men", "dou", "ra", "tes")
    return "".join(syllables[int(digit)] for digit in f"{number + 10}").capitalize()


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def _made_up(
    chance: random.Random, name: str, sources: int, words: Sequence[int]
) -> QuotationEntry:
    text = _sentence(chance, chance.randint(words[0], words[1]))
    start = chance.randint(0, 9000)
    return quotation(
        text,
        chance.choices((Kind.DIRECT, Kind.MIXED, Kind.INDIRECT), (6, 1, 2))[0],
        speaker=name,
        role=chance.choice((None, "then minister of transport")),
        cue=chance.choice(("said", "told", "wrote")),
        told_to=chance.choice((None, None, "Reuters", "the council")),
        said_on=chance.choice((None, date(2014, 3, 2))),
        source=chance.randrange(sources),
        place=Span(start, start + len(text)),
        context=f"{_sentence(chance, 5)[:-1]} {text}",
        confirmed=chance.random() < 0.5,
    )
