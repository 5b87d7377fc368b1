"""The actions that work everywhere in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from evidence_desk.gui.actions import exporting, importing, matters
from evidence_desk.gui.actions.reading_pictures import read_all_pictures
from evidence_desk.gui.actions.stopping import ask_to_stop
from evidence_desk.gui.actions.verifying import verify
from evidence_desk.gui.dialogs.keys_help import KeysDialog
from evidence_desk.gui.dialogs.palette import CommandPalette, Entry, Take, fitting
from evidence_desk.gui.dialogs.settings import SettingsDialog
from evidence_desk.gui.search.terms_dialog import TermsDialog
from evidence_desk.gui.texts import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from evidence_desk.gui.window import MainWindow

_COPY_ACTIONS = {
    "take_offline": "take_offline",
    "bring_back": "choose_back",
    "open_copy": "choose_copy",
    "copies": "show_given",
    "conflicts": "show_conflicts",
    "whats_new": "show_news",
}


def add_global_actions(window: MainWindow) -> None:
    """Make the actions, and the menus and buttons that offer them."""
    ui, toast = window.ui, window.toast
    palette = CommandPalette(ui, window)
    handlers: dict[str, Callable[[], object]] = {
        "new_matter": lambda: matters.new_matter(ui, window),
        "open_matter": lambda: matters.open_matter(ui, window),
        "sample": lambda: matters.open_sample(ui),
        "edit_matter": lambda: matters.edit_matter(ui, window),
        "close_matter": window.unfinished.close_matter,
        "import_files": lambda: importing.import_files(window),
        "import_folder": lambda: importing.import_folder(window),
        "import_load_file": lambda: importing.import_load_file(window),
        "imports": lambda: importing.show_imports(window),
        "near_duplicates": lambda: importing.show_near(window),
        "ocr_all": lambda: read_all_pictures(ui, toast),
        "export_last": lambda: exporting.export_last(ui, window, toast),
        "verify": lambda: verify(ui, window, toast, window.status),
        "undo": ui.bridge.undo,
        "redo": ui.bridge.redo,
        "palette": lambda: palette.ask(partial(_find, window), partial(_find_later, window)),
        "find": lambda: _find_in_matter(window),
        "terms": lambda: show_terms(window),
        "back": lambda: _travel(window, "back"),
        "forward": lambda: _travel(window, "forward"),
        "keys": lambda: show_keys(window),
        "settings": lambda: show_settings(window),
        "stop": lambda: ask_to_stop(window),
        "toggle_inspector": lambda: _toggle_inspector(window),
        "theme_system": lambda: window.choose_theme("system"),
        "theme_light": lambda: window.choose_theme("light"),
        "theme_dark": lambda: window.choose_theme("dark"),
        "language": lambda: window.language_chosen.emit(_other_language(ui.t.language)),
        "quit": window.close,
    }
    for paper in exporting.PAPERS:
        handlers[exporting.action_of(paper)] = partial(exporting.ask_export, ui, window, toast, paper)
    for view in ("review", "claims", "matrix", "stages", "parties"):
        handlers[f"view_{view}"] = partial(window.show_view, view)
    window.registry.add_all("global", window, handlers | _copy_handlers(window))
    window.bar.set_up(window.registry, window.main_menu())
    window.start.set_up(handlers["new_matter"], handlers["open_matter"], handlers["sample"])


def _copy_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what has to do with copies; the window has that only once its views are loaded."""

    def _act(name: str) -> None:
        getattr(window.copies.actions, name)()

    return {action: partial(_act, name) for action, name in _COPY_ACTIONS.items()}


def show_keys(window: MainWindow) -> KeysDialog:
    """Show the keys of the view that shows and those that work everywhere."""
    t, registry = window.ui.t, window.registry
    groups = [(t("keys.everywhere"), registry.of("global"))]
    if window.workspace is not None and window.ui.bridge.session is not None:
        name = window.workspace.current.name
        groups.insert(0, (t(f"view.{name}"), registry.of(name)))
    dialog = KeysDialog(window.ui, window, groups)
    dialog.show()
    return dialog


def show_settings(window: MainWindow) -> SettingsDialog:
    """Show what can be set; theme and language change at once."""
    dialog = SettingsDialog(window.ui, window)

    def take(name: str) -> None:
        value = window.ui.settings.preferences[name]
        if name == "theme":
            window.ui.theme.apply(value)
        elif name == "language":
            window.language_chosen.emit(value)

    dialog.was_set.connect(take)
    dialog.show()
    return dialog


def show_terms(window: MainWindow) -> TermsDialog | None:
    """Show the dialog that counts the hits of a list of terms."""
    if window.ui.bridge.session is None:
        return None
    dialog = TermsDialog(window.ui, window)
    dialog.query_wanted.connect(window.search_box.set_query)
    dialog.show()
    return dialog


def _find_in_matter(window: MainWindow) -> None:
    window.bar.search.setFocus()
    window.bar.search.selectAll()


def _find(window: MainWindow, words: str) -> Sequence[Entry]:
    registry, workspace = window.registry, window.workspace
    places = ["global"]
    is_open = window.ui.bridge.session is not None and workspace is not None
    if workspace is not None and is_open:
        places.insert(0, workspace.current.name)
    window.name_undo()
    # What undo and redo would do is shown; they are found by their own names alone.
    t = window.ui.t
    own: dict[QAction, tuple[str, ...]] = {
        registry.find("global", name): (t(f"action.{name}"),) for name in ("undo", "redo")
    }
    # It says the language it turns to; it is also found by what it sets, before orders and columns called so.
    own[registry.find("global", "language")] = (t("field.language"), t("action.language"))
    entries = [
        Entry(action.text(), registry.keys_of(action), action.trigger, own.get(action, ()))
        for action in registry.of(*places)
    ]
    return fitting(entries, words)


def _find_later(window: MainWindow, words: str, take: Take) -> None:
    if window.workspace is None:
        take(())
    else:
        window.workspace.search_later(words, take)


def _travel(window: MainWindow, way: str) -> None:
    if window.workspace is not None and window.ui.bridge.session is not None:
        {"back": window.workspace.back, "forward": window.workspace.forward}[way]()


def _toggle_inspector(window: MainWindow) -> None:
    if window.workspace is not None:
        window.workspace.current.toggle_inspector()


def _other_language(language: str) -> str:
    return next(each for each in LANGUAGES if each != language)
