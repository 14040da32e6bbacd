"""How far a piece of work is: a line that renews itself for people, JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from onrecord.listing import json_line

Progress = Callable[[int, int], None]


def telling(what: str, *, as_json: bool) -> Progress:
    """Return what shows progress in whole percents: on standard error where a person looks at it.

    As JSON it goes to standard output, an object a line: {"event": "progress", "done", "total"}.
    """
    shown = -1
    is_watched = sys.stderr.isatty()

    def tell(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent == shown:
            return
        shown = percent
        if as_json:
            record = {"event": "progress", "done": done, "total": total}
            click.echo(json_line(record, sys.stdout.encoding or "utf-8"))
            sys.stdout.flush()
        elif is_watched:
            click.echo(f"\r{what} {percent:3} %", err=True, nl=done >= total)

    return tell
