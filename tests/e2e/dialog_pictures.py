"""Pictures of every form, dialog and list that floats over the window, asked for by its action."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from evidence_desk.gui.actions.importing import ask_import, import_load_file

if TYPE_CHECKING:
    from evidence_desk.gui.views.review import ReviewView
    from evidence_desk.gui.window import MainWindow

Take = Callable[[QWidget, str], None]
# The view each shows over, and the actions that open one.
_ACTIONS: dict[str, tuple[str, ...]] = {
    "review": (
        "add_evidence",
        "cite_stage",
        "edit_items",
        "batches",
        "split_review",
    ),
    "search": ("save_search",),
    "claims": ("add_claim", "add_element", "add_fact"),
    "stages": ("add_proceeding", "add_event"),
    "parties": ("add_party",),
    "global": (
        "new_matter",
        "edit_matter",
        "imports",
        "near_duplicates",
        "export_matrix",
        "take_offline",
        "copies",
        "whats_new",
        "terms",
        "keys",
        "settings",
    ),
}


def take_dialog_pictures(window: MainWindow, folder: Path, *, take: Take, settle: Callable[[], None]) -> None:
    """Open every dialog in turn, and take a picture of it; ``folder`` holds something that could be imported."""
    for place, names in _ACTIONS.items():
        window.show_view(place if place in ("claims", "stages", "parties") else "review")
        settle()
        if place == "review":
            _review(window).list.go_to(0)  # which has several pages
        elif place == "search":
            _review(window).ask("agreement")
        settle()
        for name in names:
            window.registry.find("review" if place == "search" else place, name).trigger()
            _take_open(name, take, settle)
    window.show_view("review")
    review = _review(window)
    review.coder.add_tag()
    _take_open("add_tag", take, settle)
    for preset in list(review.coder.presets)[:1]:
        review.coder.edit_preset(preset.id)
        _take_open("edit_preset", take, settle)
    ask_import(window, [folder])
    _take_open("import", take, settle)
    for load_file in sorted(folder.rglob("*.dat"))[:1]:
        import_load_file(window, load_file)
        _take_open("load_file", take, settle)
    window.registry.find("global", "palette").trigger()
    settle()
    _take_popup("palette", take)
    review.take_focus()
    review.linker.ask("supports")
    settle()
    _take_popup("link", take)
    review.ask("")
    review.take_focus()
    settle()


def _review(window: MainWindow) -> ReviewView:
    assert window.workspace is not None
    return window.workspace.review


def _take_popup(name: str, take: Take) -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None, name
    take(popup, f"dialog-{name}")
    popup.close()


def _dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def _take_open(name: str, take: Take, settle: Callable[[], None]) -> None:
    settle()
    found = _dialogs()
    assert found, f"{name} opened nothing"
    for each in found:
        take(each, f"dialog-{name}")
        each.reject()
    settle()
