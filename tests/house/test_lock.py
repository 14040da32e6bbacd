"""What gets installed is what was locked: every library by version and hash, from any index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)", re.MULTILINE)
LOCKS = ("onrecord", "test", "workshop")


def lock(name: str) -> str:
    return (HOME / "requirements" / f"{name}.lock").read_text("utf-8")


def project_name(requirement: str) -> str:
    """The normalised name (PEP 503) that a requirement asks for."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match.group()).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_line_names_an_index(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock(name).strip())

    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in lock(name)
    assert "--index" not in lock(name)


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    shipped = {project_name(line) for line in project["project"]["dependencies"]}
    for_tests = {project_name(line) for line in project["dependency-groups"]["dev"]}
    for_makers = {project_name(line) for line in project["dependency-groups"]["workshop"]}

    assert shipped <= {pin for pin, _ in PIN.findall(lock("onrecord"))}
    assert shipped | for_tests <= {pin for pin, _ in PIN.findall(lock("test"))}
    assert shipped | for_tests | for_makers <= {pin for pin, _ in PIN.findall(lock("workshop"))}


def test_the_tests_run_on_what_ships() -> None:
    assert set(PIN.findall(lock("onrecord"))) <= set(PIN.findall(lock("test")))
