"""How fast a dossier is made, beside ReportLab's own platypus with the same contents, in one run.

    python tests/benchmarks/dossier.py [QUOTATIONS ...]

Each contender runs alone in a process of its own, in turn and three times; the best of each counts
(CPU seconds, imports left out), so a busy machine slows both alike. Both print cover, list of
contents with page numbers, chapters, sources, evidence and an index of names; platypus has no notes
at the foot of the page, no kerning, no font fallback and no right-to-left text.
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
from xml.sax.saxutils import escape

_ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 3
_PEOPLE_PER_THOUSAND = 40


def main(sizes: list[int]) -> None:
    """Print a table of every contender at every size, and the ratios."""
    print(f"{'quotations':>10}  {'contender':<10} {'CPU s':>7} {'pages':>6} {'MiB':>5} {'KiB':>7}")
    for size in sizes:
        best: dict[str, dict[str, float]] = {}
        for _ in range(_ROUNDS):
            for name in _CONTENDERS:
                result = _run(name, size)
                if name not in best or result["cpu"] < best[name]["cpu"]:
                    best[name] = result
        for name, result in best.items():
            print(
                f"{size:>10,}  {name:<10} {result['cpu']:>7.2f} {result['pages']:>6.0f} "
                f"{result['memory']:>5.0f} {result['file']:>7.0f}"
            )
        ratio = best["platypus"]["cpu"] / best["dossier"]["cpu"]
        print(f"{size:>10,}  platypus takes {ratio:.1f} times as long")


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
        data = path.read_bytes()
    pages = data.count(b"/Type /Page") - data.count(b"/Type /Pages") - data.count(b"/PageLabel")
    print(json.dumps({"cpu": cpu, "pages": pages, "memory": memory, "file": len(data) / 1024}))


def _dossier() -> Callable[[int, Path], None]:
    from dossier.render import render
    from tests.dossier import making

    contents = {}

    def make(size: int, path: Path) -> None:
        render(contents[size], path)

    for size in {int(sys.argv[-1])}:
        contents[size] = making.many(size, max(_PEOPLE_PER_THOUSAND * size // 1000, 1))
    return make


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
    from tests.dossier import making

    for typeface in (Typeface.SERIF, Typeface.SERIF_ITALIC, Typeface.SERIF_SEMIBOLD, Typeface.SANS):
        pdfmetrics.registerFont(TTFont(typeface.name, resources.FONTS / typeface.value))
    size = int(sys.argv[-1])
    contents = making.many(size, max(_PEOPLE_PER_THOUSAND * size // 1000, 1))
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


_CONTENDERS = {"dossier": _dossier, "platypus": _platypus}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1000])
