"""The colours of the window: light, dark, or as the system wishes.

Colours are tokens; the palette and the stylesheet are built from them, and whatever paints by
itself (the cards) asks the theme at the moment of painting.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop import fonts
from desktop.stylesheet import stylesheet


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours, as #RRGGBB."""

    paper: str
    side: str
    panel: str
    ink: str
    mute: str
    rule: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    hover: str
    side_hover: str
    hit: str
    faint: str
    """Behind the other quotations of an article."""
    ok: str
    dark: bool


LIGHT = Tokens(
    paper="#FBF9F4",
    side="#F3EFE6",
    panel="#FFFFFF",
    ink="#1C1B19",
    mute="#6E6A62",
    rule="#E4DED2",
    accent="#8A2B1E",
    accent_hover="#742317",
    on_accent="#FFFFFF",
    selection="#F4E4DC",
    hover="#F6F2E9",
    side_hover="#EBE6DA",
    hit="#FCEBB6",
    faint="#F6F1E4",
    ok="#2F6B4F",
    dark=False,
)
DARK = Tokens(
    paper="#191816",
    side="#141311",
    panel="#1F1E1B",
    ink="#EFEBE2",
    mute="#A09A8E",
    rule="#33312C",
    accent="#E88A6E",
    accent_hover="#F09C82",
    on_accent="#191816",
    selection="#3A2A24",
    hover="#211F1C",
    side_hover="#1F1D1A",
    hit="#5B4A1C",
    faint="#2B2921",
    ok="#7FC29B",
    dark=True,
)


class Appearance(StrEnum):
    """What the user chose under View."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Dresses the application and tells painters when to forget what they cached."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.appearance = Appearance.SYSTEM
        self.tokens = LIGHT
        app.setStyle("Fusion")
        app.setFont(fonts.ui())
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._dress()

    def wear(self, appearance: Appearance) -> None:
        """Change to an appearance at once."""
        self.appearance = appearance
        scheme = {
            Appearance.SYSTEM: Qt.ColorScheme.Unknown,
            Appearance.LIGHT: Qt.ColorScheme.Light,
            Appearance.DARK: Qt.ColorScheme.Dark,
        }[appearance]
        # The title bar, which the system draws, follows this hint.
        self._app.styleHints().setColorScheme(scheme)
        self._follow()

    def colour(self, token: str) -> QColor:
        """Return the present colour of a token by its name."""
        return QColor(getattr(self.tokens, token))

    def _follow(self) -> None:
        wanted = DARK if self._wants_dark() else LIGHT
        if wanted is not self.tokens:
            self.tokens = wanted
            self._dress()

    def _wants_dark(self) -> bool:
        if self.appearance is Appearance.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.appearance is Appearance.DARK

    def _dress(self) -> None:
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens))
        self.changed.emit()


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget one of the stylesheet's tones ("mute", "accent", "ok"), or "" for none."""
    if widget.property("tone") == tone:
        return
    widget.setProperty("tone", tone)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, tokens.paper),
        (role.WindowText, tokens.ink),
        (role.Base, tokens.panel),
        (role.AlternateBase, tokens.paper),
        (role.Text, tokens.ink),
        (role.Button, tokens.panel),
        (role.ButtonText, tokens.ink),
        (role.BrightText, tokens.accent),
        (role.ToolTipBase, tokens.panel),
        (role.ToolTipText, tokens.ink),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.PlaceholderText, tokens.mute),
        (role.Link, tokens.accent),
        (role.Mid, tokens.rule),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.mute))
    return palette
