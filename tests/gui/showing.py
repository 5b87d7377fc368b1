"""Opens everything that floats over the window, one after the other: dialogs, sheets, cards, menus, messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from evidence_desk.gui.actions.importing import ask_import, import_load_file
from evidence_desk.gui.copies.questions import CopyQuestion, PassphraseDialog
from evidence_desk.gui.crash import CrashDialog
from evidence_desk.gui.dialogs.report import ReportDialog
from evidence_desk.gui.views.review import ReviewView
from evidence_desk.gui.window import MainWindow

Shown = Iterator[tuple[str, QWidget]]
Settle = Callable[[], None]
VIEWS = ("review", "claims", "matrix", "stages", "parties")
# The view each shows over, and the actions that open one.
_ACTIONS: dict[str, tuple[str, ...]] = {
    "review": (
        "add_evidence",
        "add_group",
        "edit_group",
        "edit_items",
        "batches",
    ),
    "list": ("split_review",),
    "search": ("save_search",),
    "claims": ("add_claim", "add_element", "add_fact"),
    "stages": ("add_proceeding", "add_event"),
    "parties": ("add_party",),
    "global": ("new_matter", "edit_matter", "imports", "near_duplicates", "terms", "keys", "settings"),
    "papers": ("export_matrix", "export_import_report", "take_offline", "copies", "whats_new"),
}
_PLACES = {"list": "review", "search": "review", "papers": "global"}


def everything(window: MainWindow, folder: Path, settle: Settle) -> Shown:
    """Yield the name of everything there is, and what shows it, on the sample matter.

    Args:
        window: with the sample matter open; as it was when all is through.
        folder: holds something that could be imported.
        settle: waits until all that was to be read is shown.
    """
    yield from _from_actions(window, settle)
    yield from _forms(window, settle)
    yield from _sheets(window, folder, settle)
    yield from _questions(window, settle)
    yield from _pickers(window, settle)
    yield from _menus(window, settle)
    yield from _in_review(window, settle)
    yield from _messages(window, settle)


def _review(window: MainWindow) -> ReviewView:
    assert window.workspace is not None
    return window.workspace.review


def _from_actions(window: MainWindow, settle: Settle) -> Shown:
    for place, names in _ACTIONS.items():
        window.show_view(place if place in VIEWS else "review")
        settle()
        if place == "review":
            _review(window).list.go_to(0)  # which has several pages
        elif place == "search":
            _review(window).ask("agreement")
        settle()
        for name in names:
            window.registry.find(_PLACES.get(place, place), name).trigger()
            yield from _opened(name, settle)
    _review(window).ask("")
    settle()


def _forms(window: MainWindow, settle: Settle) -> Shown:
    """Forms that no action of their own opens."""
    assert window.workspace is not None
    review, stages = _review(window), window.workspace.stages
    window.show_view("review")
    settle()
    review.list.go_to(1)
    settle()
    forms: dict[str, Callable[[], object]] = {
        "add_tag": review.coder.add_tag,
        "edit_tag": lambda: review.coder.edit_tag(review.coder.tags[0].id),
        "save_preset": review.coder.save_preset,
        "edit_preset": lambda: review.coder.edit_preset(review.coder.presets[0].id),
        "rename_search": lambda: _saved(review, "rename"),
        "key_of_search": lambda: _saved(review, "key"),
    }
    review.coder.toggle_tag(review.coder.tags[2].id)  # what a preset can be made of
    settle()
    for name, ask in forms.items():
        ask()
        yield from _opened(name, settle)
    window.ui.bridge.undo()
    window.show_view("stages")
    settle()
    stages.edit_proceeding(stages._proceedings[1])
    yield from _opened("edit_proceeding", settle)
    stages._tie(review.list.model.row(1))
    yield from _opened("tie_evidence", settle)


def _saved(review: ReviewView, what: str) -> None:
    review.facets.saved_edited.emit(review.facets._saved[0].id, what)


def _sheets(window: MainWindow, folder: Path, settle: Settle) -> Shown:
    window.show_view("review")
    ask_import(window, [folder])
    yield from _opened("import", settle)
    for load_file in sorted(folder.rglob("*.dat"))[:1]:
        import_load_file(window, load_file)
        yield from _opened("load_file", settle)
    lines = [
        (
            window.ui.t.word("verify_problem", "file_missing"),
            "scan.pdf",
            window.ui.t.warning("The file scan.pdf (09a1b837f228) is missing from files/"),
        )
    ]
    ReportDialog(window.ui, window, window.ui.t("verify.report"), lines).show()
    yield from _opened("report", settle)


def _questions(window: MainWindow, settle: Settle) -> Shown:
    ui = window.ui
    PassphraseDialog(ui, window, "train.edcopy", "", lambda _secret: None).show()
    yield from _opened("passphrase", settle)
    choices = ((ui.t("question.bring"), window.show), (ui.t("question.open"), window.show))
    CopyQuestion(ui, window, ui.t("question.ours", name="train.edcopy"), choices).show()
    yield from _opened("copy_question", settle)
    crash = CrashDialog(ui, Path.home() / "evidence-desk" / "reports" / "report-20190105.txt")
    crash.show()
    yield from _opened("crash", settle)


def _pickers(window: MainWindow, settle: Settle) -> Shown:
    """Lists one types into."""
    review = _review(window)
    window.show_view("review")
    window.registry.find("global", "palette").trigger()
    yield from _popped("palette", settle)
    window.registry.find("global", "palette").trigger()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup._field.setText("te")  # type: ignore[attr-defined]
    yield from _popped("palette_found", settle)
    review.take_focus()
    review.linker.ask("supports")
    yield from _popped("link", settle)
    review.linker.ask_stage()
    yield from _popped("stage", settle)
    review.files.attach_held()
    yield from _popped("which_file", settle)
    window.show_view("stages")
    settle()
    window.registry.find("stages", "tie_evidence").trigger()
    yield from _popped("which_item", settle)
    window.show_view("review")
    settle()


def _menus(window: MainWindow, settle: Settle) -> Shown:
    """Every menu with a button of its own, those of the list and of a saved search, and that of a chip."""
    review = _review(window)
    for place, menu in enumerate([window.main_menu(), *_own_menus(window)]):
        yield from _listed(f"menu-{place}", menu, settle)
    menu = review.list.layout_.menu()
    yield from _listed("menu-list", menu, settle)
    for action in menu.actions():
        part = action.menu()
        if isinstance(part, QMenu):
            yield from _listed(f"menu-list-{part.title()}", part, settle)
    review.list.go_to(1)
    settle()
    yield from _listed("menu-item", review.menu.menu(), settle)
    facets = review.facets
    facets._ask_menu(facets, facets._saved[0].id, QPoint(4, 4))
    yield from _popped("menu-search", settle)


def _own_menus(window: MainWindow) -> list[QMenu]:
    """Return the menus of buttons that show, each once."""
    found: dict[tuple[str, ...], QMenu] = {}
    for menu in window.findChildren(QMenu):
        words = tuple(action.text() for action in menu.actions())
        if words and "global.quit" not in {each.objectName() for each in menu.actions()}:
            found.setdefault(words, menu)
    return list(found.values())


def _in_review(window: MainWindow, settle: Settle) -> Shown:
    """What shows in Review only once it is asked for."""
    review = _review(window)
    window.show_view("review")
    window.activateWindow()  # else nothing is told that the keyboard goes elsewhere
    review.list.go_to(1)
    settle()
    for name in ("find_in_document", "thumbnails", "beside", "go_to_page", "rename"):
        window.registry.find("review", name).trigger()
        settle()
        yield name, window
        if name in ("go_to_page", "rename"):
            review.list.view.setFocus()
        elif name == "find_in_document":
            review.viewer.find_bar.shut()
        else:
            window.registry.find("review", name).trigger()
        settle()
    window.registry.find("review", "next_cite").trigger()
    settle()
    yield "cite_card", window
    review.viewer.cites.card.leave()
    review.viewer._problem.show_problem(review.list.model.row(1).files[0], "the reader crashed (signal 11)")
    settle()
    yield "problem_card", window
    review.viewer._problem.show_problem(None, "")
    window.search_box._edit.setFocus()
    window.search_box._edit.setText("type:contract OR (tag:")
    window.search_box._search()
    settle()
    yield "search_problem", window
    window.search_box.set_query("")
    review.list.view.selectAll()
    settle()
    yield "all_selected", window
    review.list.go_to(1)


def _messages(window: MainWindow, settle: Settle) -> Shown:
    t = window.ui.t
    window.toast.note(t.summary("Tag 1 item Damages"), action=t("action.undo"))
    yield "toast_note", window
    window.toast.error(t("review.no_stages"), t("review.no_stages_remedy"))
    yield "toast_error", window
    window.toast.hide()
    field = _review(window).inspector._form.edit("author")
    field.setText(f"{field.text()} …")  # type: ignore[union-attr]
    window.status.show_pace(87)
    window.status.show_job(t("job.verifying"))
    settle()
    yield "unsaved", window
    field.show_anew("")
    window.status.end_job()
    window.drop_hint.offer(t("drop.import"))
    settle()
    yield "drop_hint", window
    window.drop_hint.hide()


def _opened(name: str, settle: Settle) -> Shown:
    settle()
    found = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
    ]
    assert found, f"{name} opened nothing"
    for each in found:
        yield f"dialog-{name}", each
        each.reject()
    settle()


def _popped(name: str, settle: Settle) -> Shown:
    settle()
    popup = QApplication.activePopupWidget()
    assert popup is not None, name
    yield f"dialog-{name}", popup
    popup.close()
    settle()


def _listed(name: str, menu: QMenu, settle: Settle) -> Shown:
    menu.popup(QPoint(60, 60))
    settle()
    yield f"dialog-{name}", menu
    menu.close()
