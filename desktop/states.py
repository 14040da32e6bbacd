"""Which commands can be used now, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass

from db.rows import Status
from desktop.browse.sections import Place
from desktop.translation import tr


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the commands depend on."""

    has_catalogue: bool
    read_only: str | None
    place: Place
    chosen: int
    status: Status | None
    has_speaker: bool
    lists_quotations: bool
    has_person: bool
    query: str
    undo: str | None
    redo: str | None
    has_report: bool


def reasons(now: Situation) -> dict[str, str | None]:
    """Return for each command that is not always there None, or the reason against it."""
    closed = None if now.has_catalogue else tr("open a catalogue first")
    locked = closed or (
        tr("the catalogue is open for reading only") if now.read_only is not None else None
    )
    unchosen = None if now.chosen else tr("choose a quote first")
    changing = locked or unchosen
    in_collection = None if now.place is Place.COLLECTION else tr("go to a collection first")
    in_dossier = None if now.place is Place.DOSSIER else tr("go to a dossier first")
    on_person = None if now.has_person else tr("choose somebody under People first")
    one = now.chosen == 1
    confirmed = one and now.status is Status.CONFIRMED
    unreviewed = one and now.status is Status.UNREVIEWED
    rejected = one and now.status is Status.REJECTED
    importing = tr("the catalogue is open for reading only") if now.read_only else None
    sections = {f"go_{number}": closed for number in range(1, 7)}
    return sections | {
        "import_files": importing,
        "import_folder": importing,
        "paste": importing,
        "close": closed,
        "undo": locked or (None if now.undo else tr("nothing has been changed yet")),
        "redo": locked or (None if now.redo else tr("nothing has been undone")),
        "find": closed,
        "find_everywhere": closed,
        "narrow": closed or (None if now.lists_quotations else tr("go to a list of quotes first")),
        "like_this": closed or (None if now.chosen == 1 else tr("choose one quote first")),
        "save_search": locked or (None if now.query else tr("search for something first")),
        "delete_search": locked
        or (None if now.place is Place.SAVED_SEARCH else tr("go to a saved search first")),
        "next_pane": closed,
        "import_report": None if now.has_report else tr("nothing was imported in this session"),
        "new_collection": locked,
        "rename_collection": locked or in_collection,
        "delete_collection": locked or in_collection,
        "rename_person": locked or on_person,
        "merge_person": locked or on_person,
        "check": closed,
        "confirm": changing or (tr("it is confirmed already") if confirmed else None),
        "reject": changing or (tr("it is rejected already") if rejected else None),
        "reopen": changing or (tr("it is to be reviewed already") if unreviewed else None),
        "edit": changing,
        "copy": closed or unchosen,
        "collect": changing,
        "uncollect": changing or in_collection,
        "show_speaker": closed
        or unchosen
        or (None if now.has_speaker else tr("nobody is named as its speaker")),
        "next": closed or (None if now.lists_quotations else tr("go to a list of quotes first")),
        "previous": closed
        or (None if now.lists_quotations else tr("go to a list of quotes first")),
        "export": closed,
        "preview": closed,
        "verify": closed,
        "compose": closed or in_dossier,
        "new_dossier": locked,
        "add_to_dossier": changing,
        "remove_from_dossier": changing or in_dossier,
    }
