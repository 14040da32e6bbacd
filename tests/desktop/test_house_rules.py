"""What holds for every control and every command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTextEdit,
    QWidget,
)

from desktop.actions import plain_text
from desktop.browse.sections import Place
from desktop.main_window import MainWindow
from desktop.states import Situation, reasons
from desktop.theme import DARK, LIGHT, Tokens
from desktop.translation import counted, number

CONTROLS = (
    QPushButton,
    QLineEdit,
    QComboBox,
    QDateEdit,
    QAbstractItemView,
    QProgressBar,
    QTextEdit,
)


def test_every_control_has_an_accessible_name(
    window: MainWindow, make_catalogue: Callable[..., Path], settle: Callable[[], None]
) -> None:
    window.open_catalogue(make_catalogue())
    settle()

    nameless = [
        f"{type(control).__name__} {control.objectName()}"
        for control in window.findChildren(QWidget)
        if isinstance(control, CONTROLS)
        and not control.accessibleName()
        and not control.objectName().startswith("qt_")
        and control.isVisibleTo(window)
    ]

    assert nameless == []


def test_every_command_has_a_key_of_its_own(window: MainWindow) -> None:
    keys = Counter(
        key.toString() for _, action in window.actions_by_name for key in action.shortcuts()
    )

    assert [
        command.name for command, action in window.actions_by_name if not action.shortcuts()
    ] == []
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_command_that_is_off_says_why(window: MainWindow) -> None:
    off = [(c, a) for c, a in window.actions_by_name if not a.isEnabled()]

    assert {command.name for command, _ in off} >= {"confirm", "undo", "export", "find"}
    for _, action in off:
        assert action.toolTip().startswith(f"{plain_text(action.text())}: ")


def test_a_read_only_catalogue_allows_looking_and_printing_but_no_change() -> None:
    now = Situation(
        has_catalogue=True,
        read_only="the folder cannot be written to",
        place=Place.ALL,
        chosen=1,
        status=None,
        has_speaker=True,
        lists_quotations=True,
        has_person=False,
        query="harbour",
        undo="Confirm 1 quotation",
        redo=None,
        has_report=False,
    )

    against = reasons(now)

    for name in (
        "confirm",
        "edit",
        "undo",
        "import_files",
        "paste",
        "add_to_dossier",
        "save_search",
    ):
        assert "reading only" in (against[name] or "")
    assert all(against[name] is None for name in ("copy", "find", "export", "next", "check"))


def test_no_label_reads_its_text_as_markup(
    window: MainWindow, make_catalogue: Callable[..., Path], settle: Callable[[], None]
) -> None:
    window.open_catalogue(make_catalogue())
    settle()

    formats = {label.textFormat() for label in window.findChildren(QLabel)}

    assert formats == {Qt.TextFormat.PlainText}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(tokens: Tokens) -> None:
    for ground in (tokens.paper, tokens.side, tokens.panel):
        for text in (tokens.ink, tokens.mute, tokens.accent, tokens.ok):
            assert contrast(text, ground) >= 4.5
    for ground in (tokens.hit, tokens.selection, tokens.faint):
        assert contrast(tokens.ink, ground) >= 7
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, section 1.4.3."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_one_is_counted_as_one() -> None:
    assert counted(1, "{n} quote", "{n} quotes") == "1 quote"
    assert counted(12408, "{n} quote", "{n} quotes") == "12,408 quotes"
    assert number(0) == "0"
