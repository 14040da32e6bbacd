"""The one stylesheet, built from the colour tokens. Fonts are set in code, by `fonts`."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from resources import ICONS

if TYPE_CHECKING:
    from desktop.theme import Tokens

_SHEET = Template("""
QMainWindow, QDialog { background: $paper; }
QToolTip { background: $panel; color: $ink; border: 1px solid $rule; padding: 5px 8px; }

QLabel { background: transparent; color: $ink; }
QLabel[tone="mute"], QTextEdit[tone="mute"] { color: $mute; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="ok"] { color: $ok; }

QMenuBar { background: $paper; color: $ink; padding: 2px 12px; border: none; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $selection; color: $ink; }
QMenu { background: $panel; color: $ink; border: 1px solid $rule; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 26px; border-radius: 5px; }
QMenu::item:selected { background: $selection; color: $ink; }
QMenu::item:disabled { color: $mute; background: transparent; }
QMenu::separator { height: 1px; background: $rule; margin: 5px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }

QStatusBar { background: $side; color: $mute; border-top: 1px solid $rule; }
QStatusBar::item { border: none; }

QSplitter::handle { background: $rule; }

#side { background: $side; }
#list { background: $paper; }
#reading, #reading QScrollArea, #readingBody { background: $panel; border: none; }
#listHead { background: $paper; border-bottom: 1px solid $rule; }
#page { background: $paper; }

QTextEdit { background: transparent; border: none; color: $ink;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { background: $panel; border: 1px solid $rule; border-radius: 7px; color: $ink;
  padding: 4px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit:focus { border: 1px solid $accent; }
#dossierItems { background: $panel; border: 1px solid $rule; border-radius: 8px; }
#pages { background: $side; border: none; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }

QAbstractItemView { outline: none; border: none; background: $paper; color: $ink;
  selection-background-color: $selection; selection-color: $ink; }
#sections { background: $side; }
QAbstractItemView#completions { background: $panel; border: 1px solid $rule; padding: 4px;
  selection-background-color: $selection; selection-color: $ink; }

#suggestions { background: $panel; border: 1px solid $rule; border-radius: 8px; padding: 4px; }

QLineEdit, QDateEdit, QComboBox { background: $panel; color: $ink; border: 1px solid $rule;
  border-radius: 7px; padding: 5px 10px; min-height: 20px;
  selection-background-color: $accent; selection-color: $on_accent; }
QComboBox, QDateEdit { padding: 5px 12px; }
QLineEdit:focus, QDateEdit:focus, QComboBox:focus { border: 1px solid $accent; }
QLineEdit:disabled, QDateEdit:disabled, QComboBox:disabled { color: $mute; background: $paper; }
QLineEdit#searchBox { border-radius: 8px; padding: 0 6px; min-height: 34px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 26px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($chevron); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $rule; padding: 4px;
  selection-background-color: $selection; selection-color: $ink; }

QPushButton { background: transparent; color: $ink; border: 1px solid $rule; border-radius: 7px;
  padding: 0 13px; min-height: 30px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $mute; border-color: $rule; background: transparent; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; padding: 0 12px; min-height: 28px; }
QPushButton[role="primary"]:disabled { background: $rule; border-color: $rule; color: $mute; }
QPushButton[role="quiet"] { border: 1px solid transparent; padding: 0 8px; min-height: 22px;
  color: $mute; border-radius: 6px; }
QPushButton[role="quiet"]:hover { color: $ink; background: $hover; }
QPushButton[role="quiet"]:focus { border: 1px solid $accent; }
#iconOnly { padding: 0; }
QPushButton[role="status"] { border: 1px solid transparent; padding: 0 6px; min-height: 18px;
  color: $mute; border-radius: 4px; }
QPushButton[role="status"]:hover { color: $ink; background: $side_hover; }
QPushButton[role="status"]:focus { border: 1px solid $accent; }
QPushButton[role="chip"] { border: 1px solid $rule; border-radius: 12px; padding: 0 9px;
  min-height: 22px; max-height: 22px; }
QPushButton[role="chip"]:checked { background: $selection; border-color: $selection; }
QPushButton[role="chip"]:hover { border-color: $mute; }
QPushButton[role="chip"]:focus { border-color: $accent; }
QPushButton::menu-indicator { image: none; width: 0; }

QCheckBox, QRadioButton { color: $ink; spacing: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }

QProgressBar { background: $rule; border: none; border-radius: 2px; min-height: 4px;
  max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $rule; min-height: 36px; border-radius: 4px;
  margin: 2px 2px 2px 2px; }
QScrollBar::handle:vertical:hover { background: $mute; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $rule; min-width: 36px; border-radius: 4px;
  margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

#banner { background: $selection; border-bottom: 1px solid $rule; }
#panelBox { background: $panel; border: 1px solid $rule; border-radius: 8px; }
#dropArea { background: $panel; border: 1px dashed $mute; border-radius: 8px; }
#dropArea[over="true"] { border: 2px dashed $accent; background: $selection; }
#placeholder { background: $paper; border: 1px solid $rule; border-radius: 6px; }
#rule { background: $rule; max-height: 1px; min-height: 1px; border: none; }
""")


def stylesheet(tokens: Tokens) -> str:
    """Fill the sheet with one set of colours."""
    colours = {name: getattr(tokens, name) for name in tokens.__slots__ if name != "dark"}
    return _SHEET.substitute(colours, chevron=(ICONS / "chevron-neutral.svg").as_posix())
