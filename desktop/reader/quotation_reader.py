"""The reading pane for a quotation: the words, who said them, why we think so, and the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QFont, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop import fonts
from desktop.photos.credit_view import CreditView
from desktop.reader.article_view import ArticleView, Mark, Marking, near
from desktop.reader.statements import statement_lines
from desktop.reader.versions import Version, version_line
from desktop.reader.wording import attribution_tail, marked, reported_line, speaker_of, status_of
from desktop.theme import Theme, set_tone
from desktop.translation import counted, tr
from desktop.widgets.button import action_button
from desktop.widgets.flow import FlowLayout
from desktop.widgets.label import Label, heading, rule
from desktop.widgets.prose import Prose, Run
from extraction.findings import Kind, Span, Statement

if TYPE_CHECKING:
    from db.rows import ArticleRow, EvidenceRow, PhotoId, PictureRow, QuotationDetail

_LONG = 180
"""Characters from which a quotation is set smaller."""
_VERY_LONG = 420
_HEAD_SHARE = 0.42
"""How much of the pane the words of a quotation may take before they scroll."""
_WIDEST = 780
_EDGE = 52


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pane shows, gathered off the GUI thread."""

    detail: QuotationDetail
    article: ArticleRow
    others: tuple[QuotationDetail, ...]
    versions: tuple[Version, ...] = ()
    pictures: Mapping[PhotoId, PictureRow] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    hits: tuple[Span, ...] = ()
    """Where words that were searched for stand; counts in the document as all spans do."""


def with_hits(reading: Reading, find: Callable[[str], Sequence[Span]]) -> Reading:
    """Return a reading with what `find` finds in the words that are shown of its article."""
    article, (first, *_) = reading.article, reading.detail.content
    text, origin = near(article.text, article.span, first.start)
    hits = (Span(origin + hit.start, origin + hit.end) for hit in find(text))
    return replace(reading, hits=tuple(hits))


class QuotationReader(QWidget):
    """Shows a `Reading`. The words stay in sight; the article scrolls to the marked place."""

    def __init__(self, theme: Theme, actions: Sequence[tuple[QAction, str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self.reading: Reading | None = None
        self._quote = Prose(fonts.serif(fonts.Size.QUOTE), name=tr("The quote"))
        self._attribution = Prose(fonts.ui(fonts.Size.LEAD), name=tr("Who said it"))
        self._reported = Label(font=fonts.ui(fonts.Size.META), tone="mute", wrap=True)
        self._verdict = Label(font=fonts.ui(fonts.Size.META, QFont.Weight.Medium), wrap=True)
        self._article = ArticleView(theme)
        self._headline = Prose(
            fonts.serif(fonts.Size.TITLE, QFont.Weight.DemiBold), name=tr("Headline")
        )
        self._photos = _Part(tr("Photo in this article"))
        self._evidence = _Part(tr("Why it says so"))
        self._versions = _Part(tr("Other versions of this page"))
        self._stated = _Part(tr("What the file states of itself"))
        self._quote_area = _scrolling(self._quote, tr("The quote"))
        self._quote_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._source_area = self._build_source()
        self._lay_out(actions)

    def show_reading(self, reading: Reading) -> None:
        """Show a quotation; the same one again keeps the article where it was scrolled to."""
        same = self.reading is not None and self.reading.detail.row.id == reading.detail.row.id
        unchanged_article = (
            same
            and self.reading is not None
            and self.reading.article == reading.article
            and self.reading.others == reading.others
            and self.reading.hits == reading.hits
        )
        self.reading = reading
        row = reading.detail.row
        self._quote.set_face(_quote_face(row.text, row.kind))
        self._quote.say(marked(row.text, row.kind))
        self._quote_area.verticalScrollBar().setValue(0)
        self._attribution.say(
            Run(speaker_of(row), QFont.Weight.DemiBold), Run(attribution_tail(row))
        )
        self._reported.setText(reported_line(reading.detail))
        self._show_verdict(reading.detail)
        if not unchanged_article:
            self._show_article(reading)
        self._photos.fill(
            counted(len(reading.detail.photos), "Photo in this article", "Photos in this article"),
            [
                CreditView(photo, self._theme, reading.pictures.get(photo.id))
                for photo in reading.detail.photos
            ],
        )
        self._evidence.fill(
            tr("Why it says so"), [_evidence_line(row) for row in reading.detail.evidence]
        )
        self._versions.fill(
            counted(len(reading.versions), "Another version", "Other versions of this page"),
            [version_line(version, row) for version in reading.versions],
        )
        self._stated.fill(
            tr("What the file states of itself"),
            statement_lines(reading.statements),
        )
        if not same:
            QTimer.singleShot(0, self, self._scroll_to_mark)

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        self._cap_quote()

    def _show_article(self, reading: Reading) -> None:
        article = reading.article
        loose = article.headline if article.headline and article.headline_span is None else ""
        self._headline.say(loose or "")
        self._headline.setVisible(bool(loose))
        self._article.show_article(article.text, article.span, _markings(reading))

    def _show_verdict(self, detail: QuotationDetail) -> None:
        word, tone = status_of(detail.row)
        parts = [word]
        if detail.verdict_by:
            parts.append(tr("by {person}", person=detail.verdict_by))
        if detail.found_speaker and detail.found_speaker != detail.row.speaker:
            parts.append(tr("the program had named {speaker}", speaker=detail.found_speaker))
        self._verdict.setText("•  " + ", ".join(parts))
        set_tone(self._verdict, tone)

    def _cap_quote(self) -> None:
        wanted = self._quote.height()
        self._quote_area.setFixedHeight(max(30, min(wanted, int(self.height() * _HEAD_SHARE))))

    def _scroll_to_mark(self) -> None:
        top = self._article.mark_top
        bar = self._source_area.verticalScrollBar()
        if top is None:
            bar.setValue(0)
            return
        wanted = int(self._article.y() + top)
        room = self._source_area.viewport().height()
        # Nothing moves while the words are in the upper part anyway.
        bar.setValue(0 if wanted < room * 0.6 else int(wanted - room * 0.3))

    def _build_source(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("readingBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(_EDGE, 4, _EDGE, 28)
        column.setSpacing(8)
        column.addWidget(self._headline)
        column.addWidget(self._article)
        column.addSpacing(14)
        column.addWidget(self._photos)
        column.addWidget(self._evidence)
        column.addWidget(self._versions)
        column.addWidget(self._stated)
        column.addStretch()
        body.setMaximumWidth(_WIDEST + 2 * _EDGE)
        return _scrolling(body, tr("In its source"))

    def _lay_out(self, actions: Sequence[tuple[QAction, str, str]]) -> None:
        head = QWidget()
        head.setMaximumWidth(_WIDEST + 2 * _EDGE)
        column = QVBoxLayout(head)
        column.setContentsMargins(_EDGE, 34, _EDGE, 6)
        column.setSpacing(0)
        column.addWidget(self._quote_area)
        column.addSpacing(14)
        column.addWidget(self._attribution)
        column.addSpacing(5)
        column.addWidget(self._reported)
        column.addSpacing(5)
        column.addWidget(self._verdict)
        column.addSpacing(16)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=8)
        for action, text, role in actions:
            row.addWidget(action_button(action, text, role=role))
        column.addWidget(buttons)
        column.addSpacing(22)
        column.addWidget(heading(tr("In its source")))
        edge = rule()
        keeps_room = edge.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        edge.setSizePolicy(keeps_room)
        edge.hide()
        self._source_area.verticalScrollBar().valueChanged.connect(
            lambda value: edge.setVisible(value > 0)
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(edge)
        outer.addWidget(self._source_area, 1)
        self._quote.document().documentLayout().documentSizeChanged.connect(
            lambda: QTimer.singleShot(0, self, self._cap_quote)
        )


class _Part(QWidget):
    """A heading with a few things under it; hidden while there are none."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = heading(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 14)
        self._column.setSpacing(10)
        self._column.addWidget(self._title)
        self.things: list[QWidget] = []

    def fill(self, title: str, things: Sequence[QWidget]) -> None:
        for thing in self.things:
            self._column.removeWidget(thing)
            thing.deleteLater()
        self.things = list(things)
        self._title.setText(title)
        for thing in things:
            self._column.addWidget(thing)
        self.setVisible(bool(things))


def _scrolling(content: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


def _quote_face(text: str, kind: Kind) -> QFont:
    size = fonts.Size.QUOTE
    if len(text) > _VERY_LONG:
        size = fonts.Size.READING
    elif len(text) > _LONG:
        size = fonts.Size.LONG_QUOTE
    return fonts.serif(size, italic=kind is Kind.INDIRECT)


def _markings(reading: Reading) -> list[Marking]:
    detail, article = reading.detail, reading.article
    markings = []
    if article.headline_span is not None:
        markings.append(Marking(article.headline_span, Mark.HEADLINE))
    for other in reading.others:
        if other.row.id != detail.row.id:
            markings += [Marking(span, Mark.OTHER) for span in other.content]
    markings += [Marking(span, Mark.QUOTED) for span in detail.content]
    markings += [Marking(span, Mark.ATTRIBUTED) for span in _attribution_spans(detail)]
    markings += [Marking(span, Mark.HIT) for span in reading.hits]
    return markings


def _attribution_spans(detail: QuotationDetail) -> list[Span]:
    spans = (detail.source_span, detail.cue_span, detail.told_to_span)
    return [span for span in spans if span is not None]


def _evidence_line(evidence: EvidenceRow) -> QWidget:
    names = {
        "content": tr("Words"),
        "kind": tr("Kind"),
        "speaker": tr("Speaker"),
        "told_to": tr("Told to"),
        "said_on": tr("Day"),
        "role": tr("Role"),
    }
    words = ", ".join(f"“{words}”" for _, words in evidence.words)
    line = Prose(fonts.ui(fonts.Size.META), name=tr("Evidence"))
    name = names.get(evidence.field, evidence.field)
    line.say(
        Run(name + "  ", QFont.Weight.DemiBold),
        Run(evidence.rule + (f": {words}" if words else "")),
    )
    return line
