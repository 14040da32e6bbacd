"""The command line: everything the window does with a catalogue, and `extract` without one.

Exit codes: 0 done, 1 something was set aside or does not hold, 2 it could not be done (one sentence
on standard error says why), 128 + n when signal n stopped it. What heavy work needs is imported
inside the commands, so that `--help` and a wrong argument answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from onrecord import __version__
from onrecord.__main__ import SUFFIX

if TYPE_CHECKING:
    from db import Catalogue
    from onrecord.listing import Form, Record

PATH = click.Path(path_type=Path)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; errors a user can act on become one sentence."""
    for stream in (sys.stdout, sys.stderr):
        _never_refuse(stream)
    try:
        code = commands.main(args=list(arguments), prog_name="onrecord", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        return _complain(error.format_message())
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has gone (`| head`); click turns the same into SystemExit. What is
        # still buffered must not be tried again when the interpreter leaves.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (KeyboardInterrupt, click.Abort):
        return 130
    except OSError as error:
        # A full disk, a folder that was taken away: the world failed, not the program.
        named = f" “{error.filename}”" if error.filename else ""
        return _complain(f"The system refuses{named}: {(error.strerror or str(error)).lower()}.")
    except Exception as error:
        from extraction import OnRecordError  # only now: it brings the whole room with it

        if not isinstance(error, OnRecordError):
            raise
        return _complain(str(error))
    return code if isinstance(code, int) else 0


class _Commands(click.Group):
    """The commands; a first word that is none of them may have been meant as a catalogue."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(
                f"“{args[0]}” is neither a command nor a catalogue. "
                "See onrecord --help for the commands; onrecord new makes a catalogue."
            ) from error


@click.group(
    cls=_Commands,
    epilog="Without a command, onrecord [CATALOGUE] opens the window.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="On Record", message="%(prog)s %(version)s")
def commands() -> None:
    """Catalogue quotations and their sources, offline."""


@commands.command()
@click.argument("catalogue", type=PATH)
def new(catalogue: Path) -> None:
    """Make an empty catalogue.

    It is the folder CATALOGUE; .onrecord is added to its name if missing.
    """
    from db import Catalogue

    folder = catalogue if catalogue.suffix == SUFFIX else Path(f"{catalogue}{SUFFIX}")
    with Catalogue.create(folder) as made:
        click.echo(f"Made the catalogue {made.folder}")


@commands.command("import")
@click.argument("catalogue", type=PATH)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option(
    "--published",
    metavar="DATE",
    help="The day the documents were published, for those that do not say it: 2020-08-16.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def import_(
    catalogue: Path, paths: tuple[Path, ...], published: str | None, *, as_json: bool
) -> int:
    """Bring files and folders into a catalogue, and what export wrote as .json from another one.

    Prints a line for each file once it is safely in. Ends with 1 when a file was set aside, with 2
    when all were. Ctrl+C stops after the file in hand; what was imported stays.
    """
    from onrecord.files import files_in, is_worth_workers

    published_on = None if published is None else _day(published)
    files = files_in(paths)
    if is_worth_workers(files):
        from onrecord.workers import call_up

        call_up()  # first of all: what they load takes longer than what follows here

    from onrecord.importing import import_pieces
    from onrecord.pieces import Piece, pieces_of
    from onrecord.reporting import JsonReports, PlainReports
    from onrecord.stopping import stop_when_asked
    from onrecord.taking import import_exports, parted

    reports = JsonReports() if as_json else PlainReports()
    exports, files = parted(files)
    with _open(catalogue) as opened, stop_when_asked() as stop:
        pieces = pieces_of(files, stopped=stop)
        total = len(exports) + len(pieces)
        reports.start([*(Piece(path, path.name) for path in exports), *pieces])
        for report in import_exports(opened, exports, total, stopped=stop):
            reports.file(report)
        for report in import_pieces(opened, pieces, published_on, stopped=stop):
            reports.file(replace(report, done=len(exports) + report.done, total=total))
        reports.end(stopped=stop())
    return stop.exit_code or reports.exit_code


@commands.group("list")
def list_() -> None:
    """Print what a catalogue holds."""


def _list_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command what all lists take."""
    for decorate in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line."),
        click.option("--limit", type=click.IntRange(min=0), help="Print at most so many."),
        click.option("--query", metavar="Q", help="Print only what this search finds."),
        click.argument("catalogue", type=PATH),
    ):
        function = decorate(function)
    return function


@list_.command("quotations")
@_list_options
def list_quotations(
    catalogue: Path, query: str | None, limit: int | None, *, as_json: bool
) -> None:
    """Print the quotations: in reading order, or as found, best first."""
    from onrecord.details import details_of
    from onrecord.listing import QUOTATIONS
    from onrecord.selecting import found

    with _open(catalogue) as opened:
        ids = found(opened, query) if query is not None else opened.quotation_ids(limit=limit)
        _print(details_of(opened, ids[:limit]), QUOTATIONS, as_json=as_json)


@list_.command("people")
@_list_options
def list_people(catalogue: Path, query: str | None, limit: int | None, *, as_json: bool) -> None:
    """Print who speaks; Q is looked for in their names, other names and roles."""
    from onrecord.listing import PEOPLE
    from onrecord.selecting import named

    with _open(catalogue) as opened:
        people = [
            person
            for person in opened.people()
            if named(query, person.name, *person.aliases, *(role.title for role in person.roles))
        ]
        _print(people[:limit], PEOPLE, as_json=as_json)


@list_.command("outlets")
@_list_options
def list_outlets(catalogue: Path, query: str | None, limit: int | None, *, as_json: bool) -> None:
    """Print papers, agencies and sites; Q is looked for in their names."""
    from onrecord.listing import OUTLETS
    from onrecord.selecting import named

    with _open(catalogue) as opened:
        outlets = [outlet for outlet in opened.outlets() if named(query, outlet.name)]
        _print(outlets[:limit], OUTLETS, as_json=as_json)


@list_.command("photos")
@_list_options
def list_photos(catalogue: Path, query: str | None, limit: int | None, *, as_json: bool) -> None:
    """Print the photo credits."""
    from onrecord.listing import PHOTOS

    with _open(catalogue) as opened:
        if query is None:
            photos = opened.photos()
        else:
            from search import SearchService

            with SearchService(opened) as service:
                service.sync()
                photos = opened.photos(ids=service.photos(query))
        _print(photos[:limit], PHOTOS, as_json=as_json)


@list_.command("facets")
@_list_options
def list_facets(catalogue: Path, query: str | None, limit: int | None, *, as_json: bool) -> None:
    """Print who speaks, where, when and how, and how often: of all, or of what Q finds.

    --limit counts for each of speaker, outlet, year, kind, status and tag.
    """
    from onrecord.listing import FACETS
    from search import SearchService

    with _open(catalogue) as opened, SearchService(opened) as service:
        service.sync()
        facets = service.facets(
            service.search(query or "").ids, count=10 if limit is None else limit
        )
        _print(facets.items(), FACETS, as_json=as_json)


@list_.command("documents")
@_list_options
def list_documents(catalogue: Path, query: str | None, limit: int | None, *, as_json: bool) -> None:
    """Print the saved files and what they are like; Q is looked for in name, outlet, address."""
    from onrecord.selecting import named
    from onrecord.versions import DOCUMENTS, Listed

    with _open(catalogue) as opened:
        rows = [
            row
            for row in opened.documents()
            if named(query, row.name, row.outlet or "", row.address or "")
        ]
        listed = (Listed(row, opened.likeness(row.id)) for row in rows[:limit])
        _print(listed, DOCUMENTS, as_json=as_json)


@commands.command()
@click.argument("catalogue", type=PATH)
@click.argument("document")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def versions(catalogue: Path, document: str, *, as_json: bool) -> None:
    """Print what changed between the saved versions of a page.

    DOCUMENT is the name of a saved file, or its number in `onrecord list documents`. Quotations
    that stayed, changed, came and went are told from each version to the next.
    """
    from onrecord.versions import STEPS, document_meant, steps

    with _open(catalogue) as opened:
        meant = document_meant(opened, document)
        changes = list(steps(opened, meant))
        if not changes and not as_json:
            click.echo(f"“{meant.name}” was saved once; there is no other version of its page.")
        _print(changes, STEPS, as_json=as_json)


def _contents_options(function: Callable[..., int]) -> Callable[..., int]:
    """Give a command what says which quotations are meant, and how they are put together."""
    for decorate in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line."),
        click.option("--citations", metavar="STYLE", help="house, apa, mla, chicago-notes, …"),
        click.option("--page-size", metavar="PAPER", help="a4 or letter, for a PDF."),
        click.option("--style", metavar="STYLE", help="classic, compact, large-print, for a PDF."),
        click.option("--composition", metavar="BY", help="by-person, by-topic, by-time, …"),
        click.option("--author", metavar="NAME", default="", help="Who made it."),
        click.option("--title", metavar="T", help="The title on the cover."),
        click.option("--dossier", metavar="TITLE", help="Only what this dossier holds, in order."),
        click.option("--collection", metavar="NAME", help="Only what this collection holds."),
        click.option("--tag", metavar="NAME", help="Only what bears this tag."),
        click.option("--person", metavar="NAME", help="Only what this person said."),
        click.option("--query", metavar="Q", help="Only what this search finds."),
    ):
        function = decorate(function)
    return function


@commands.command()
@click.argument("catalogue", type=PATH)
@click.argument("out", metavar="OUT.pdf", type=PATH)
@_contents_options
def dossier(catalogue: Path, out: Path, **options: Any) -> int:
    """Write quotations of a catalogue as a PDF.

    It has a chapter for each person, the sources, the photo credits and the evidence. Without an
    option it holds all quotations but rejected ones. Ctrl+C stops it; then no file is written.
    """
    return _export(catalogue, out, "pdf", options)


@commands.command()
@click.argument("catalogue", type=PATH)
@click.option("-o", "--output", "out", metavar="FILE", type=PATH, required=True, help="The file.")
@click.option("--format", "form", metavar="F", help="Its form, where the ending does not say it.")
@_contents_options
def export(catalogue: Path, out: Path, form: str | None, **options: Any) -> int:
    """Write quotations of a catalogue in a form for other programs.

    The ending of FILE says which: .pdf, .docx, .xlsx, .csv, .md, .json (which import reads back),
    .jsonld, .csl.json, .bib, .ris, .txt (citations). Ctrl+C stops it; then no file is written.
    """
    return _export(catalogue, out, form, options)


def _export(
    catalogue: Path,
    out: Path,
    form: str | None,
    options: dict[str, Any],  # Any: what click makes of each option
) -> int:
    from dossier.choices import CitationStyle, Composition, PageSize, Style
    from dossier.errors import Cancelled
    from dossier.exporting import Format, export, format_of
    from dossier.selection import contents_of
    from extraction.wording import counted
    from onrecord.progress import telling
    from onrecord.selecting import Asked, select
    from onrecord.stopping import stop_when_asked

    if form is None:
        wanted = format_of(out)
    elif not (named := [one for one in Format if one.word == form.lower()]):
        words = ", ".join(one.word for one in Format)
        raise click.BadParameter(f"“{form}” is none. Choose {words}.", param_hint="--format")
    else:
        wanted = named[0]
    names = ("query", "person", "tag", "collection", "dossier")
    asked = Asked(**{name: options[name] for name in names})
    usual = Composition.BY_HAND if asked.dossier else Composition.BY_PERSON
    composition = _chosen("--composition", options["composition"], usual)
    style = _chosen("--style", options["style"], Style.CLASSIC)
    page_size = _chosen("--page-size", options["page_size"], PageSize.A4)
    citations = _chosen("--citations", options["citations"], CitationStyle.HOUSE)
    with _open(catalogue) as opened, stop_when_asked() as stop:
        chosen = select(opened, asked)
        contents = contents_of(
            opened,
            chosen.items,
            title=options["title"] or chosen.title,
            author=options["author"],
            selection=chosen.words,
            compiled_on=date.today(),
            composition=composition,
            style=style,
            page_size=page_size,
            citations=citations,
        )
        try:
            tell = telling(f"Writing {out.name}", as_json=options["as_json"])
            export(contents, out, wanted, catalogue=opened, progress=tell, cancelled=stop)
        except Cancelled as cancelled:
            click.echo(cancelled, err=True)
            return stop.exit_code
    quotations = sum(len(chapter.quotations) for chapter in contents.chapters)
    photos = len(contents.photos)
    if options["as_json"]:
        about = {"format": wanted.word, "quotations": quotations, "photos": photos}
        _print_json({"event": "end", "file": str(out), **about})
    else:
        click.echo(f"Wrote {out} with {counted(quotations, 'quotation')}")
    return 0


Choice = TypeVar("Choice", bound=StrEnum)


def _chosen(option: str, word: str | None, otherwise: Choice) -> Choice:
    """Return the value that a word of the command line stands for: "large-print"."""
    values = {value.value.lower().replace(" ", "-"): value for value in type(otherwise)}
    if word is not None and word.lower() not in values:
        known = ", ".join(values)
        raise click.BadParameter(f"“{word}” is none. Choose {known}.", param_hint=option)
    return otherwise if word is None else values[word.lower()]


@commands.command()
@click.argument("dossier", metavar="DOSSIER.pdf", type=PATH)
@click.option("--catalogue", type=PATH, required=True, help="The catalogue it was made from.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def verify(dossier: Path, catalogue: Path, *, as_json: bool) -> int:
    """Check whether a dossier still stands.

    Its pages against the data it carries, each quotation and photo credit against the catalogue and
    the originals: it stands, changed, moved, or is lost. Ends with 1 unless everything stands.
    """
    from dossier.errors import Cancelled
    from dossier.verification import verify
    from onrecord.progress import telling
    from onrecord.stopping import stop_when_asked
    from onrecord.verifying import lines, records

    with _open(catalogue) as opened, stop_when_asked() as stop:
        try:
            tell = telling(f"Checking {dossier.name}", as_json=as_json)
            found = verify(dossier, opened, progress=tell, cancelled=stop)
        except Cancelled:
            return stop.exit_code
    if as_json:
        for record in records(found):
            _print_json(record)
    else:
        for line in lines(found):
            click.echo(line)
    return 0 if found.stands else 1


@commands.command()
@click.argument("source", metavar="IN", type=PATH)
@click.argument("out", metavar="OUT.jsonl", type=PATH)
@click.option(
    "--whole",
    is_flag=True,
    help="Write statements whole, with the reporter's words around the marks, not each stretch.",
)
def extract(source: Path, out: Path, *, whole: bool) -> int:
    """Find quotations in texts, without a catalogue.

    OUT.jsonl gets a line of JSON for each text, with its quotations and photo credits, and appears
    when all is done. IN is a file, a folder, or a .jsonl with an object a line: "id", "text" and,
    if known, "lang" and "published". Ends with 1 when a file was set aside.
    """
    from onrecord.extracting import Stopped, extract_to
    from onrecord.stopping import stop_when_asked

    with stop_when_asked() as stop:
        try:
            outcome = extract_to(source, out, whole=whole, stopped=stop)
        except Stopped as stopped:
            click.echo(stopped, err=True)
            return stop.exit_code
    for reason in outcome.set_aside:
        click.echo(reason, err=True)
    return outcome.exit_code


@commands.command()
@click.argument("annotated", metavar="GOLD.jsonl", type=PATH)
@click.argument("found", metavar="[FOUND.jsonl]", type=PATH, required=False)
@click.option(
    "--types", metavar="T,T", default="", help="Score these types: direct,mixed,indirect."
)
@click.option(
    "--overlap",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.8,
    show_default=True,
    help="Share of common characters from which two quotations match.",
)
@click.option(
    "--whole", is_flag=True, help="Without FOUND.jsonl: find whole statements, as extract --whole."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(
    annotated: Path, found: Path | None, types: str, overlap: float, *, whole: bool, as_json: bool
) -> int:
    """Score found quotations against annotated ones.

    Both files hold an object a line: "id", "text" (GOLD.jsonl) and "quotes", each with "start",
    "end" and, if known, "spans", "type" and "speaker" ({"start", "end", "text", "name"}). Without
    FOUND.jsonl the texts are extracted now.
    """
    from extraction.evaluate import score
    from extraction.wording import counted
    from onrecord.evaluating import as_record, extracted, records_in, table
    from onrecord.listing import json_line

    gold = records_in(annotated, with_text=True)
    given = records_in(found, with_text=False) if found else extracted(gold, whole=whole)
    wanted = {name.strip() for name in types.split(",")} - {""}
    scores = score(gold, given, least_overlap=overlap, types=wanted)
    if as_json:
        click.echo(json_line(as_record(scores), sys.stdout.encoding))
        return 0
    click.echo(counted(scores.documents, "document") + "\n\n" + table(scores))
    if scores.missing:
        click.echo(f"\nNothing was found or given for {scores.missing} of them.")
    return 0


@commands.command()
@click.argument("catalogue", type=PATH)
def check(catalogue: Path) -> int:
    """Check that a catalogue holds together.

    Its database, every original against its hash, every quotation against its place. Ends with 1
    when something does not hold.
    """
    from extraction.wording import counted

    with _open(catalogue) as opened:
        report = opened.check()
    for problem in report.problems:
        click.echo(problem)
    looked_at = (
        f"{counted(report.documents, 'document')}, {counted(report.quotations, 'quotation')}"
    )
    if report.problems:
        click.echo(f"{counted(len(report.problems), 'problem')} in {looked_at}.")
        return 1
    click.echo(f"Everything holds: {looked_at}.")
    return 0


def _open(path: Path) -> Catalogue:
    """Open the catalogue that `path` names, with or without its suffix."""
    from db import Catalogue

    suffixed = Path(f"{path}{SUFFIX}")
    return Catalogue.open(suffixed if suffixed.exists() and not path.exists() else path)


def _print(rows: Iterable[Any], form: Form, *, as_json: bool) -> None:
    for place, row in enumerate(rows):
        if as_json:
            _print_json(form.record(row))
        else:
            click.echo(("\n" if place else "") + form.lines(row))


def _print_json(record: Record) -> None:
    from onrecord.listing import json_line

    click.echo(json_line(record, sys.stdout.encoding or "utf-8"))


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise click.BadParameter(
            f"“{given}” is no date. Write it as 2020-08-16.", param_hint="--published"
        ) from error


def _complain(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 2


def _never_refuse(stream: TextIO) -> None:
    """Let a stream print a replacement for what its encoding cannot hold, rather than raise."""
    reconfigure = getattr(stream, "reconfigure", None)  # missing where a test stands in for it
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
