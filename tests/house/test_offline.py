"""Offline is a promise: no line of the product imports what could open a connection."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
ROOMS = ("onrecord", "desktop", "db", "search", "extraction", "dossier", "resources", "seeds")
SOURCES = sorted(path for room in ROOMS for path in (HOME / room).rglob("*.py"))

# What import-linter cannot see: modules inside packages whose other parts are welcome.
NETWORK = (
    "urllib.request",
    "urllib.robotparser",
    "http.client",
    "http.server",
    "multiprocessing.connection.Client",
    "multiprocessing.connection.Listener",
    "multiprocessing.managers",
    "logging.handlers",
    "wsgiref",
    "webbrowser",
    "PySide6.QtNetwork",
    "PySide6.QtNetworkAuth",
    "PySide6.QtWebSockets",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
)


def imported_names(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that a module imports, `from package import module` included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_network(name: str) -> bool:
    return any(name == banned or name.startswith(banned + ".") for banned in NETWORK)


def test_the_check_would_notice() -> None:
    tree = ast.parse(
        "from PySide6 import QtNetwork\nimport urllib.request as r\nimport urllib.parse"
    )

    assert [name for name in imported_names(tree) if is_network(name)] == [
        "PySide6.QtNetwork",
        "urllib.request",
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOME)))
def test_no_module_imports_the_network(path: Path) -> None:
    names = imported_names(ast.parse(path.read_text("utf-8")))

    assert [name for name in names if is_network(name)] == []
