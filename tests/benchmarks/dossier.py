"""How fast a dossier is made, beside three ways of making the same one, in one run.

    python tests/benchmarks/dossier.py [QUOTATIONS ...]

Each contender runs alone in a process of its own, in turn and three times; the best of each counts
(CPU seconds of all threads, imports left out), so a busy machine slows all alike. All print a
cover, a list of contents with page numbers, chapters, sources with links, evidence and an index of
names in the same faces and sizes. Typst and WeasyPrint also set notes at the foot of the page;
platypus cannot, and has no kerning. None but ours tells under a source where it is cited, draws
charts, tags links, attaches data. Writing the text in each one's own language counts, as gathering
rows does for ours. Above 2,000 quotations only the quickest peer is asked: the others take minutes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from dossier.contents import Contents

_ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 3
_PEOPLE_PER_THOUSAND = 40
_ALL_UP_TO = 2000
_QUICKEST = ["dossier", "typst"]


def main(sizes: list[int]) -> None:
    """Print a table of every contender at every size, and the ratios."""
    print(f"{'quotations':>10}  {'contender':<10} {'CPU s':>7} {'pages':>6} {'MiB':>5} {'KiB':>7}")
    for size in sizes:
        best: dict[str, dict[str, float]] = {}
        asked = list(_CONTENDERS) if size <= _ALL_UP_TO else _QUICKEST
        for _ in range(_ROUNDS if size <= _ALL_UP_TO else 1):
            for name in asked:
                result = _run(name, size)
                if name not in best or result["cpu"] < best[name]["cpu"]:
                    best[name] = result
        for name, result in best.items():
            print(
                f"{size:>10,}  {name:<10} {result['cpu']:>7.2f} {result['pages']:>6.0f} "
                f"{result['memory']:>5.0f} {result['file']:>7.0f}"
            )
        for name in asked[1:]:
            ratio = best[name]["cpu"] / best["dossier"]["cpu"]
            print(f"{size:>10,}  {name} takes {ratio:.1f} times as long")


def _run(name: str, size: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", name, str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _one(name: str, size: int) -> None:
    """Make one dossier and print what it took as JSON."""
    sys.path.insert(0, str(_ROOT))
    make = _CONTENDERS[name]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dossier.pdf"
        before = time.process_time()
        make(size, path)
        cpu = time.process_time() - before
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size_of_file = path.stat().st_size / 1024
        pages = _pages(path)
    print(json.dumps({"cpu": cpu, "pages": pages, "memory": memory, "file": size_of_file}))


def _pages(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def _contents() -> Contents:
    from tests.dossier import making

    size = int(sys.argv[-1])
    return making.many(size, max(_PEOPLE_PER_THOUSAND * size // 1000, 1))


def _dossier() -> Callable[[int, Path], None]:
    from dossier.render import render

    contents = _contents()
    return lambda _, path: render(contents, path)


def _platypus() -> Callable[[int, Path], None]:
    """The usual way: paragraphs of platypus, multiBuild for contents and index."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import (
        BaseDocTemplate,
        Flowable,
        Frame,
        PageBreak,
        PageTemplate,
        Paragraph,
    )
    from reportlab.platypus.tableofcontents import SimpleIndex, TableOfContents

    import resources
    from dossier.fonts import Typeface
    from extraction.findings import Kind

    for typeface in (Typeface.SERIF, Typeface.SERIF_ITALIC, Typeface.SERIF_SEMIBOLD, Typeface.SANS):
        pdfmetrics.registerFont(TTFont(typeface.name, resources.FONTS / typeface.value))
    contents = _contents()
    quotation = ParagraphStyle("q", fontName="SERIF", fontSize=11.6, leading=16.8, spaceBefore=17)
    reported = ParagraphStyle("r", parent=quotation, fontName="SERIF_ITALIC")
    small = ParagraphStyle("s", fontName="SANS", fontSize=8, leading=11.8, spaceAfter=2)
    heading = ParagraphStyle("h", fontName="SERIF_SEMIBOLD", fontSize=24, leading=29)
    proof = ParagraphStyle("p", fontName="SERIF", fontSize=9.2, leading=12.8)
    for style in (quotation, reported, heading):
        style.keepWithNext = 1

    class Template(BaseDocTemplate):
        def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (platypus's name)
            title = getattr(flowable, "entered", None)
            if title is not None:
                self.canv.bookmarkPage(title)
                self.canv.addOutlineEntry(title, title)
                self.notify("TOCEntry", (0, escape(title), self.page, title))

    def head(title: str) -> Paragraph:
        paragraph = Paragraph(escape(title), heading)
        paragraph.entered = title
        return paragraph

    def number_page(canvas: object, document: BaseDocTemplate) -> None:
        canvas.setFont("SANS", 8)  # type: ignore[attr-defined]
        canvas.drawRightString(516, 42, str(document.page))  # type: ignore[attr-defined]

    def make(_: int, path: Path) -> None:
        index = SimpleIndex(dot=" . ", headers=False)
        index.setup(style=small)
        listed = TableOfContents()
        listed.levelStyles = [small]
        story = [Paragraph(escape(contents.title), heading), PageBreak(), listed, PageBreak()]
        number = 0
        proofs = []
        for chapter in contents.chapters:
            story += [PageBreak(), head(chapter.title), Paragraph(escape(chapter.subtitle), small)]
            for entry in chapter.quotations:
                number += 1
                note = f'<super><a href="#s{entry.source}">{entry.source + 1}</a></super>'
                text = escape(entry.text)
                if entry.kind is Kind.INDIRECT:
                    story.append(Paragraph(f"{text}{note}", reported))
                else:
                    story.append(Paragraph(f"“{text}”{note}", quotation))
                source = contents.sources[entry.source]
                attribution = f"{entry.speaker} · {entry.cue} · {entry.said_on} · {source.outlet}"
                item = escape(chapter.index_as.replace(",", ",,"))
                story.append(Paragraph(f'{escape(attribution)}<index item="{item}"/>', small))
                place = f"{source.document_name}, {entry.place.start} to {entry.place.end}"
                proofs += [
                    Paragraph(f"{number} {escape(place)} · {source.document_sha256[:14]}", small),
                    Paragraph(escape(entry.context), proof),
                    Paragraph(f"Why {escape(entry.speaker or '')}: {entry.found_because}", small),
                ]
        story += [PageBreak(), head("Sources")]
        for key, source in enumerate(contents.sources):
            cited = f"{key + 1} {source.outlet}, “{source.headline}”, {source.published_on}."
            link = f'<a name="s{key}"/><a href="{source.address}">{source.address}</a>'
            story.append(Paragraph(f"{escape(cited)} {link}", small))
        story += [
            PageBreak(),
            head("Evidence"),
            *proofs,
            PageBreak(),
            head("Index of names"),
            index,
        ]
        template = Template(
            str(path), pagesize=A4, invariant=1, pageCompression=1, initialFontName="SANS"
        )
        frame = Frame(45 * mm, 30 * mm, 388, 660, 0, 0, 0, 0)
        template.addPageTemplates([PageTemplate("page", [frame], onPage=number_page)])
        template.multiBuild(story, canvasmaker=index.getCanvasMaker())

    return make


_TYPST = """
#set document(title: "On the record")
#set page("a4", margin: (left: 128pt, right: 79pt, top: 98pt, bottom: 84pt), numbering: "1")
#set text(font: "Source Serif 4", size: 11.6pt, lang: "en")
#set par(leading: 0.62em)
#set footnote.entry(separator: line(length: 52pt, stroke: 0.5pt))
#show footnote.entry: set text(font: "Inter", size: 7.2pt)
#show heading: set text(size: 24pt, weight: 600)
#let small(body) = text(font: "Inter", size: 8pt, body)
#let said(index, note, body, whose) = [
  #metadata(index) <name>
  #block(breakable: false, above: 17pt, [#body#footnote(note)\\ #small(whose)])
]
#let proof(place, body, why) = block(above: 11pt)[
  #small(place)\\ #text(size: 9.2pt, body)\\ #small(why)
]
"""


def _typst() -> Callable[[int, Path], None]:
    import typst

    import resources
    from extraction.findings import Kind

    contents = _contents()

    def string(words: str | None) -> str:
        return json.dumps(words or "", ensure_ascii=False)

    def make(_: int, path: Path) -> None:
        parts = [_TYPST, f"= #{string(contents.title)}\n#pagebreak()\n#outline()\n"]
        proofs = []
        number = 0
        for chapter in contents.chapters:
            parts.append(f"#pagebreak()\n= #{string(chapter.title)}\n#{string(chapter.subtitle)}\n")
            for entry in chapter.quotations:
                number += 1
                source = contents.sources[entry.source]
                note = f"{source.outlet}, “{source.headline}”, {source.published_on}."
                body = f"#{string(f'“{entry.text}”')}"
                if entry.kind is Kind.INDIRECT:
                    body = f"#emph({string(entry.text)})"
                whose = f"{entry.speaker} · {entry.cue} · {entry.said_on} · {source.outlet}"
                name = string(chapter.index_as)
                parts.append(f"#said({name}, {string(note)}, [{body}], {string(whose)})\n")
                place = f"{number} {source.document_name}, {entry.place.start} to {entry.place.end}"
                place += f" · {source.document_sha256[:14]}"
                why = f"Why {entry.speaker}: {entry.found_because}"
                proofs.append(f"#proof({string(place)}, {string(entry.context)}, {string(why)})\n")
        parts.append("#pagebreak()\n= Sources\n")
        for key, source in enumerate(contents.sources):
            cited = f"{key + 1} {source.outlet}, “{source.headline}”, {source.published_on}. "
            parts.append(f"#block(small[#{string(cited)}#link({string(source.address)})])\n")
        parts += ["#pagebreak()\n= Evidence\n", *proofs, "#pagebreak()\n= Index of names\n"]
        parts.append(
            "#context { let on = (:)\n for m in query(<name>) {"
            " on.insert(m.value, on.at(m.value, default: ()) + (m.location().page(),)) }\n"
            " for name in on.keys().sorted() ["
            ' #small[#name, #on.at(name).dedup().map(str).join(", ")]\\ ] }\n'
        )
        made = typst.compile("".join(parts).encode(), font_paths=[str(resources.FONTS)])
        path.write_bytes(made)

    return make


_CSS = """
@page { size: A4; margin: 98pt 79pt 84pt 128pt; @bottom-right { content: counter(page) }
  @footnote { border-top: 0.5pt solid; } }
body { font: 11.6pt/16.8pt "Source Serif 4" }
h1 { font-size: 24pt; break-before: page }
q, i { display: block; margin-top: 17pt; break-after: avoid; quotes: "“" "”" }
.s { font: 8pt/11.8pt "Inter"; margin: 0; display: block }
.n { float: footnote; font: 7.2pt/10.2pt "Inter" }
.p { font-size: 9.2pt; line-height: 12.8pt; margin: 0 }
.toc a::after { content: leader(".") target-counter(attr(href), page) }
.x a::after { content: target-counter(attr(href), page) " " }
"""


def _weasyprint() -> Callable[[int, Path], None]:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    import resources
    from dossier.fonts import Typeface
    from extraction.findings import Kind

    contents = _contents()
    faces = (
        (Typeface.SERIF, "Source Serif 4", "normal", 400),
        (Typeface.SERIF_ITALIC, "Source Serif 4", "italic", 400),
        (Typeface.SERIF_SEMIBOLD, "Source Serif 4", "normal", 600),
        (Typeface.SANS, "Inter", "normal", 400),
    )
    rules = "".join(
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight};'
        f' src: url("{(resources.FONTS / face.value).as_uri()}") }}'
        for face, family, style, weight in faces
    )

    def make(_: int, path: Path) -> None:
        toc, body, proofs = [], [], []
        index: dict[str, list[int]] = {}
        number = 0
        for place, chapter in enumerate(contents.chapters):
            title = escape(chapter.title)
            toc.append(f'<a class="s" href="#c{place}">{title}</a>')
            body.append(f'<h1 id="c{place}">{title}</h1><p>{escape(chapter.subtitle)}</p>')
            for entry in chapter.quotations:
                number += 1
                index.setdefault(chapter.index_as, []).append(number)
                source = contents.sources[entry.source]
                cited = f"{source.outlet}, “{source.headline}”, {source.published_on}."
                kind = "i" if entry.kind is Kind.INDIRECT else "q"
                whose = f"{entry.speaker} · {entry.cue} · {entry.said_on} · {source.outlet}"
                body.append(
                    f'<{kind} id="q{number}">{escape(entry.text)}'
                    f'<span class="n">{escape(cited)}</span></{kind}>'
                    f'<p class="s">{escape(whose)}</p>'
                )
                where = f"{number} {source.document_name}, {entry.place.start} to {entry.place.end}"
                proofs.append(
                    f'<p class="s">{escape(where)} · {source.document_sha256[:14]}</p>'
                    f'<p class="p">{escape(entry.context)}</p>'
                    f'<p class="s">Why {escape(entry.speaker or "")}: {entry.found_because}</p>'
                )
        sources = [
            f'<p class="s">{key + 1} {escape(f"{one.outlet}, “{one.headline}”")}, '
            f'{one.published_on}. <a href="{one.address}">{one.address}</a></p>'
            for key, one in enumerate(contents.sources)
        ]
        names = [
            f'<p class="s x">{escape(name)} '
            + "".join(f'<a href="#q{one}"></a>' for one in numbers)
            + "</p>"
            for name, numbers in sorted(index.items())
        ]
        text = (
            f'<html lang="en"><h1>{escape(contents.title)}</h1><h1>Contents</h1>'
            f'<div class="toc">{"".join(toc)}</div>{"".join(body)}'
            f"<h1>Sources</h1>{''.join(sources)}<h1>Evidence</h1>{''.join(proofs)}"
            f"<h1>Index of names</h1>{''.join(names)}"
        )
        configuration = FontConfiguration()
        style = CSS(string=rules + _CSS, font_config=configuration)
        HTML(string=text).write_pdf(path, stylesheets=[style], font_config=configuration)

    return make


_CONTENDERS = {
    "dossier": _dossier,
    "typst": _typst,
    "platypus": _platypus,
    "weasyprint": _weasyprint,
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1000])
