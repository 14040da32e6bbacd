"""The menu bar: the actions, grouped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop.actions import Actions, Menu
from desktop.translation import tr


def fill(bar: QMenuBar, actions: Actions) -> dict[Menu, QMenu]:
    """Put every action into its menu and return the menus."""
    bar.setAccessibleName(tr("Menu"))
    menus = {menu: bar.addMenu(tr(menu.value)) for menu in Menu}
    for menu in menus.values():
        menu.setToolTipsVisible(True)
    appearance = QActionGroup(bar)
    for command, action in actions:
        menus[command.menu].addAction(action)
        if command.ends_group:
            menus[command.menu].addSeparator()
        if command.checkable:
            appearance.addAction(action)
    return menus


def add_recent(
    menu: QMenu, recent: Callable[[], tuple[Path, ...]], open_: Callable[[Path], None]
) -> None:
    """Add the menu of recent catalogues after Open; it is filled whenever it is about to show."""
    shelf = QMenu(tr("Open &recent"), menu)
    menu.insertMenu(menu.actions()[2], shelf)

    def fill_shelf() -> None:
        shelf.clear()
        for path in recent():
            name = path.name.removesuffix(".onrecord").replace("&", "&&")
            shelf.addAction(name, partial(open_, path)).setToolTip(str(path))
        if shelf.isEmpty():
            shelf.addAction(tr("None yet")).setEnabled(False)

    shelf.aboutToShow.connect(fill_shelf)
