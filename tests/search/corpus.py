"""A small world to search in, and a thousand questions about it: the same ones each time.

Words follow Zipf's law, as they do in newspapers; the questions go round every construct of the
query language, each time with other words.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from db.rows import Status
from extraction.findings import Kind
from search.records import Part, Record, Sort

_SYLLABLES = ("ha", "re", "mo", "li", "ta", "né", "su", "kor", "ven", "ding", "ü", "s")
_CHANCE = random.Random(20261123)
COMMON = ("the", "of", "and", "was", "not")
WORDS = (
    *COMMON,
    *("leave", "leaves", "leaving", "harbour", "harbours", "permit", "permits", "permitted"),
    *("Gómez", "gomez", "Über", "uber", "мой", "港", "口", "港口"),
    *dict.fromkeys(
        "".join(_CHANCE.choices(_SYLLABLES, k=_CHANCE.randint(1, 3))) for _ in range(160)
    ),
)
NAMES = ("Mara Lindqvist", "Ana Lind", "Tomás Gómez", "Petra Nowak", "Jörg Weiß", "The Council")
OUTLETS = ("Harbour Post", "The Courier", "Northern Wire", "RT")
AGENCIES = ("Northern Wire", "Sputnik", "Belga")
TAGS = ("budget", "harbour inquiry", "Über")
TODAY = date(2024, 5, 15)


def _text(chance: random.Random, length: int) -> str:
    return " ".join(
        WORDS[min(int(chance.paretovariate(0.5)) - 1, len(WORDS) - 1)] for _ in range(length)
    )


def _day(chance: random.Random) -> date | None:
    if chance.random() < 0.2:
        return None
    return date(2019, 1, 1) + timedelta(chance.randrange(2000))


def records(count: int, *, seed: int = 1) -> list[Record]:
    """Make so many records: for four quotations a photograph and an article that holds them."""
    chance = random.Random(seed)
    found: list[Record] = []
    for number in range(1, count + 1):
        article = number // 6 + 1
        published = _day(random.Random(article))
        headline = (_text(random.Random(-article), 4),)
        outlet = (OUTLETS[article % len(OUTLETS)],) if article % 5 else ()
        shared = {Part.OUTLET: outlet, Part.HEADLINE: headline}
        if number % 6 == 4:
            agency = chance.choice(AGENCIES)
            texts = {Part.CAPTION: (_text(chance, 8),), Part.CREDIT: (f"© {agency}", agency)}
            found.append(Record(Sort.PHOTO, number, article, texts | shared, published, published))
        elif number % 6 == 5:
            texts = {Part.BODY: (_text(chance, 60),), Part.HEADLINE: headline}
            found.append(Record(Sort.ARTICLE, article, article, texts, published, published))
        else:
            speaker = chance.randrange(len(NAMES) + 1)
            texts = {
                Part.SAID: (_text(chance, chance.randint(2, 30)),),
                Part.NAME: (NAMES[speaker - 1],) if speaker else (),
                Part.ROLE: (_text(chance, 2),) if chance.random() < 0.3 else (),
                Part.TOLD: (chance.choice(OUTLETS),) if chance.random() < 0.3 else (),
                Part.TAG: tuple(chance.sample(TAGS, chance.choice((0, 0, 1, 2)))),
            }
            found.append(
                Record(
                    Sort.QUOTATION,
                    number,
                    article,
                    texts | shared,
                    _day(chance) or published,
                    published,
                    chance.choice(tuple(Kind)),
                    chance.choice(tuple(Status)),
                    speaker,
                )
            )
    return found


Filling = Callable[[random.Random], str]


def word(chance: random.Random) -> str:
    return WORDS[min(int(chance.paretovariate(0.4)) - 1, len(WORDS) - 1)]


def _begun(chance: random.Random) -> str:
    return word(chance)[: chance.randint(1, 3)]


def _misspelt(chance: random.Random) -> str:
    letters = list(chance.choice([one for one in WORDS if len(one) > 3 and one.isascii()]))
    at = chance.randrange(len(letters) - 1)
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def _date(chance: random.Random) -> str:
    day = date(2019, 1, 1) + timedelta(chance.randrange(2000))
    return day.isoformat()[: chance.choice((4, 7, 10))]


CONSTRUCTS: tuple[Filling, ...] = (
    # words, and how they are put together
    lambda c: f"{word(c)} ",
    lambda c: word(c),
    lambda c: _begun(c),
    lambda c: f"{word(c)} {word(c)} ",
    lambda c: f"{word(c)} {_begun(c)}",
    lambda c: f"{word(c)} AND {word(c)} ",
    lambda c: f"{word(c)} OR {word(c)} ",
    lambda c: f"{c.choice(COMMON)} OR {word(c)} OR {word(c)} ",
    lambda c: f"{word(c)} NOT {word(c)} ",
    lambda c: f"{word(c)} -{word(c)} ",
    lambda c: f"NOT {word(c)} ",
    lambda c: f"({word(c)} OR {word(c)}) {word(c)} ",
    lambda c: f"({word(c)} {word(c)}) OR ({word(c)} NOT {word(c)}) ",
    lambda c: f"NOT ({word(c)} OR NOT {word(c)}) ",
    lambda c: f"={word(c)} ",
    # phrases and patterns
    lambda c: f'"{c.choice(COMMON)} {c.choice(COMMON)}"',
    lambda c: f'"{word(c)} {word(c)}"',
    lambda c: f'"{c.choice(COMMON)} {_begun(c)}',
    lambda c: f'"{c.choice(COMMON)} {word(c)} {c.choice(COMMON)}"~{c.randint(1, 6)}',
    lambda c: f'="{c.choice(COMMON)} {word(c)}"',
    lambda c: f"{_begun(c)}* ",
    lambda c: "* ",
    lambda c: f"{word(c)[0]}?{word(c)[-1]} ",
    lambda c: f"{word(c)[0]}*{word(c)[-1]} ",
    lambda c: f"{_misspelt(c)}~1 ",
    lambda c: f"{_misspelt(c)}~2 ",
    # fields
    lambda c: f'who:"{c.choice(NAMES)}" ',
    lambda c: f"who:{c.choice(NAMES).split()[-1]} {word(c)} ",
    lambda c: f"who:({word(c)} OR {c.choice(NAMES).split()[-1]}) ",
    lambda c: f"told:{c.choice(OUTLETS).split()[-1]} ",
    lambda c: f"said:{word(c)} ",
    lambda c: f'said:"{c.choice(COMMON)} {word(c)}" ',
    lambda c: f'in:"{c.choice(OUTLETS)}" {word(c)} ',
    lambda c: f"headline:{word(c)} {word(c)} ",
    lambda c: f"text:{word(c)} ",
    lambda c: f"text:{word(c)} NOT {word(c)} ",
    lambda c: f"credit:{c.choice(AGENCIES).split()[-1]} ",
    lambda c: f"caption:{word(c)} {word(c)} ",
    lambda c: f"photo:{word(c)} ",
    lambda c: f"NOT photo:{word(c)} ",
    lambda c: f'tag:"{c.choice(TAGS)}" {word(c)} ',
    lambda c: f"kind:{c.choice(tuple(Kind))} {word(c)} ",
    lambda c: f"kind:{c.choice(tuple(Kind))} OR status:{c.choice(tuple(Status))} ",
    lambda c: f"status:{c.choice(tuple(Status))} {word(c)} ",
    # days
    lambda c: f"when:{_date(c)} ",
    lambda c: f"{word(c)} when:{_date(c)} ",
    lambda c: f"when:[{c.randint(2018, 2020)} TO {c.randint(2020, 2024)}] {word(c)} ",
    lambda c: f"when:{c.randint(2018, 2020)}..{_date(c)} ",
    lambda c: f"published:{_date(c)} ",
    lambda c: f"said-after:{_date(c)} {word(c)} ",
    lambda c: f"said-before:{_date(c)} NOT {word(c)} ",
    lambda c: f'{word(c)} when:"last year" ',
    # all of it at once
    lambda c: (
        f'(who:{c.choice(NAMES).split()[-1]} OR "{c.choice(COMMON)} {word(c)}"~3) '
        f"NOT (photo:{word(c)} OR kind:mixed) said-after:{_date(c)} {_begun(c)}*"
    ),
)
"""One question of each kind, its words by chance."""


def questions(count: int = 1000) -> list[str]:
    """Return so many different questions, always the same ones, of all constructs alike."""
    chance = random.Random(1872)
    asked: dict[str, None] = {}
    place = 0
    while len(asked) < count:
        asked[CONSTRUCTS[place % len(CONSTRUCTS)](chance)] = None
        place += 1
    return list(asked)
