"""Every command of the window, once. Menus, the palette, buttons and keys are views of these.

An action that cannot be used now says why in its tooltip; so do the buttons made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.translation import tr


class Menu(Enum):
    """The menus, in order."""

    FILE = "&File"
    EDIT = "&Edit"
    VIEW = "&View"
    CATALOGUE = "&Catalogue"
    QUOTE = "&Quote"
    DOSSIER = "&Dossier"
    HELP = "&Help"


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it stands in its menu; `&` marks the letter to press there.

    `keys` are its shortcuts, the first shown. Keys `here` work only where quotations are looked at
    (the list and the reading pane), so that typing a letter in a field stays typing.
    """

    name: str
    menu: Menu
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    here: bool = False
    checkable: bool = False
    ends_group: bool = False


def commands() -> tuple[Command, ...]:
    """List the commands in the order of the menus."""
    file, edit, view = Menu.FILE, Menu.EDIT, Menu.VIEW
    catalogue, quote, dossier, help_ = Menu.CATALOGUE, Menu.QUOTE, Menu.DOSSIER, Menu.HELP
    return (
        Command("new", file, tr("&New catalogue…"), ("Ctrl+N",)),
        Command("open", file, tr("&Open catalogue…"), ("Ctrl+O",)),
        Command("sample", file, tr("Open the &sample"), ("Ctrl+Alt+S",), ends_group=True),
        Command("import_files", file, tr("&Import files…"), ("Ctrl+I",)),
        Command("import_folder", file, tr("Import a &folder…"), ("Ctrl+Shift+I",)),
        Command(
            "paste",
            file,
            tr("&Paste text as a document"),
            ("Ctrl+V",),
            tr("Import the text on the clipboard as a document"),
            ends_group=True,
        ),
        Command("close", file, tr("&Close the catalogue"), ("Ctrl+W",)),
        Command("quit", file, tr("&Quit"), ("Ctrl+Q",)),
        Command("undo", edit, tr("&Undo"), ("Ctrl+Z",)),
        Command("redo", edit, tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), ends_group=True),
        Command("find", edit, tr("&Find"), ("Ctrl+F", "/"), tr("Search quotes and speakers")),
        Command(
            "find_everywhere",
            edit,
            tr("Find &everywhere"),
            ("Ctrl+Shift+F",),
            tr("Search articles, captions and credits too"),
        ),
        Command(
            "narrow",
            edit,
            tr("&Narrow the list…"),
            ("Ctrl+E",),
            tr("Narrow the list by speaker, outlet, year, kind, verdict or tag"),
        ),
        Command("save_search", edit, tr("&Save this search…"), ("Ctrl+S",)),
        Command("delete_search", edit, tr("&Delete this saved search"), ("Ctrl+Shift+S",)),
        Command(
            "commands",
            edit,
            tr("&Commands…"),
            ("Ctrl+K",),
            tr("Find any command by its name"),
        ),
        Command("go_1", view, tr("&All quotes"), ("Ctrl+1",)),
        Command("go_2", view, tr("To &review"), ("Ctrl+2",)),
        Command("go_3", view, tr("&People"), ("Ctrl+3",)),
        Command("go_4", view, tr("&Outlets"), ("Ctrl+4",)),
        Command("go_5", view, tr("Photo &credits"), ("Ctrl+5",)),
        Command("go_6", view, tr("&Timeline"), ("Ctrl+6",), ends_group=True),
        Command("next_pane", view, tr("&Next pane"), ("F6",)),
        Command("import_report", view, tr("&Import report"), ("Ctrl+Shift+R",), ends_group=True),
        Command("system", view, tr("Follow the &system"), ("Ctrl+Alt+0",), checkable=True),
        Command("light", view, tr("&Light"), ("Ctrl+Alt+1",), checkable=True),
        Command("dark", view, tr("&Dark"), ("Ctrl+Alt+2",), checkable=True),
        Command("new_collection", catalogue, tr("&New collection…"), ("Ctrl+Shift+N",)),
        Command("rename_collection", catalogue, tr("&Rename this collection…"), ("Ctrl+F2",)),
        Command(
            "delete_collection",
            catalogue,
            tr("&Delete this collection"),
            ("Ctrl+Shift+Backspace",),
            tr("The quotes in it stay in the catalogue"),
            ends_group=True,
        ),
        Command("rename_person", catalogue, tr("Rename this &person…"), ("F2",)),
        Command("merge_person", catalogue, tr("&Merge this person…"), ("Ctrl+M",), ends_group=True),
        Command(
            "check",
            catalogue,
            tr("&Check the catalogue"),
            ("F7",),
            tr("Compare every original and every quote with what was kept"),
        ),
        Command("confirm", quote, tr("&Confirm"), ("Return", "Enter"), here=True),
        Command("reject", quote, tr("&Reject"), ("X",), here=True),
        Command("reopen", quote, tr("Back to re&view"), ("U",), here=True),
        Command("edit", quote, tr("&Edit…"), ("E",), here=True, ends_group=True),
        Command("copy", quote, tr("Copy c&itation"), ("C",), here=True),
        Command("collect", quote, tr("Add to co&llection…"), ("L",), here=True),
        Command(
            "uncollect",
            quote,
            tr("Take o&ut of this collection"),
            ("Shift+L",),
            here=True,
            ends_group=True,
        ),
        Command(
            "like_this",
            quote,
            tr("&More like this"),
            ("M",),
            tr("List quotes that speak of the same"),
            here=True,
        ),
        Command("show_speaker", quote, tr("Show the &speaker"), ("S",), here=True),
        Command("next", quote, tr("&Next quote"), ("J",), here=True),
        Command("previous", quote, tr("&Previous quote"), ("K",), here=True),
        Command(
            "export",
            dossier,
            tr("&Export…"),
            ("Ctrl+P",),
            tr("Write quotes as PDF, Word, Excel and more"),
        ),
        Command("preview", dossier, tr("Print pre&view…"), ("Ctrl+Alt+P",)),
        Command(
            "verify",
            dossier,
            tr("&Check a dossier…"),
            ("Shift+F7",),
            tr("See whether each quote of a PDF still stands"),
            ends_group=True,
        ),
        Command(
            "compose",
            dossier,
            tr("&Compose this dossier…"),
            ("Ctrl+Alt+D",),
            tr("Arrange it, with headings and remarks, beside its pages"),
        ),
        Command("new_dossier", dossier, tr("&New dossier…"), ("Ctrl+Shift+P",)),
        Command("add_to_dossier", dossier, tr("&Add to dossier"), ("D",), here=True),
        Command(
            "remove_from_dossier",
            dossier,
            tr("&Take out of this dossier"),
            ("Shift+D",),
            here=True,
        ),
        Command("keys", help_, tr("&Keys"), ("F1",)),
        Command("about", help_, tr("&About On Record"), ("Shift+F1",)),
    )


class Actions(QObject):
    """The actions of a window by their names."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._commands: dict[str, Command] = {}
        for command in commands():
            action = QAction(command.text, window)
            action.setCheckable(command.checkable)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            if command.here:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            else:
                window.addAction(action)
            self._actions[command.name] = action
            self._commands[command.name] = command
            self.allow(command.name)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[tuple[Command, QAction]]:
        for name, command in self._commands.items():
            yield command, self._actions[name]

    def connect_to(self, name: str, slot: Callable[[], object]) -> None:
        """Let an action call something."""
        self._actions[name].triggered.connect(lambda _checked: slot())

    def let_live_in(self, *widgets: QWidget) -> None:
        """Make the keys that work `here` work in these widgets."""
        for name, command in self._commands.items():
            if command.here:
                for widget in widgets:
                    widget.addAction(self._actions[name])

    def allow(self, name: str, reason_against: str | None = None) -> None:
        """Switch an action on, or off with the reason that its tooltip then gives."""
        action, command = self._actions[name], self._commands[name]
        action.setEnabled(reason_against is None)
        plain = plain_text(action.text())
        about = command.tip or plain
        if reason_against is not None:
            action.setToolTip(f"{plain}: {reason_against}")
            return
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{about} ({keys})" if keys else about)


def plain_text(text: str) -> str:
    """Drop what only a menu needs: the mnemonic's mark and the dots."""
    return text.replace("&", "").removesuffix("…")
