"""What a user can do with copies: take one, open one, bring one back, see those given out, see what is new."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from evidence_desk.gui.actions.matters import SUFFIX as MATTER_SUFFIX
from evidence_desk.gui.actions.matters import open_path
from evidence_desk.gui.copies.given_dialog import GivenDialog
from evidence_desk.gui.copies.news_dialog import NewsDialog
from evidence_desk.gui.copies.open_sheet import OpenSheet
from evidence_desk.gui.copies.questions import CopyQuestion, PassphraseDialog
from evidence_desk.gui.copies.take_sheet import SUFFIX, TakeSheet
from evidence_desk.gui.copies.words import in_megabytes
from evidence_desk.queries.matter import counts
from evidence_desk.queries.replicas import matter_identity
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.gui.copies.bring_view import BringBackView
    from evidence_desk.gui.window import MainWindow
    from evidence_desk.replica.about import About
    from evidence_desk.replica.report import BringBackReport

_ASKS_AGAIN = ("passphrase_needed", "cannot_unseal")


class CopyActions:
    """The actions, for one window.

    Attributes:
        path: the copy that is being brought back, or None.
    """

    def __init__(self, window: MainWindow, view: BringBackView) -> None:
        """Work for a window and its view of copies that are brought back."""
        self._window, self._view, self._ui = window, view, window.ui
        self.path: Path | None = None
        self._passphrase: str | None = None
        self._asked: Path | None = None  # the copy whose answer is waited for
        view.merge_wanted.connect(self._merge)
        view.copy_wanted.connect(self.choose_back)

    def take_offline(self) -> TakeSheet | None:
        """Show the sheet that makes a copy."""
        if not self._can_change("take.no_matter"):
            return None
        assert self._window.workspace is not None
        query, review = self._window.bar.search.text().strip(), self._window.workspace.review
        found = len(review.list.model.ids) if query else 0
        total = self._ui.bridge.read(counts).evidence
        sheet = TakeSheet(self._ui, self._window, query=query, found=found, total=total)
        sheet.show()
        return sheet

    def show_given(self) -> GivenDialog | None:
        """Show the copies that were given out."""
        if self._ui.bridge.session is None:
            return None
        dialog = GivenDialog(self._ui, self._window, take=self.take_offline, bring=self.choose_back)
        dialog.show()
        return dialog

    def show_news(self) -> NewsDialog | None:
        """Show what others did since one last looked."""
        if self._ui.bridge.session is None:
            return None
        dialog = NewsDialog(self._ui, self._window, self._window.copies.read)
        dialog.thing_wanted.connect(self._window.copies.go_to)
        dialog.show()
        return dialog

    def show_conflicts(self) -> None:
        """Show the conflicts that are left."""
        if self._ui.bridge.session is not None:
            if self._view.report is None:
                self._view.show_left()
            self._window.show_view(self._view.name)

    def choose_copy(self) -> None:
        """Ask for the file of a copy and open it as a matter."""
        path = self._ask_file(self._ui.t("action.open_copy"))
        if path is not None:
            self.open_copy(path)

    def choose_back(self) -> None:
        """Ask for the file of a copy and bring it back."""
        path = self._ask_file(self._ui.t("action.bring_back"))
        if path is not None:
            self.bring_back(path)

    def take_drop(self, path: Path) -> bool:
        """Do with a dropped copy or matter what fits the open matter; return whether it is a copy at all."""
        is_copy, is_matter = (
            path.suffix == SUFFIX and path.is_file(),
            path.suffix == MATTER_SUFFIX and path.is_dir(),
        )
        session = self._ui.bridge.session
        if not is_copy and not is_matter:
            return False
        if session is None or (is_matter and path.resolve() == session.path.resolve()):
            self.open_copy(path) if is_copy else open_path(self._ui, path)
        else:
            self._look(path, partial(self._take_known, path))
        return True

    def open_copy(self, path: Path) -> None:
        """Show the sheet that opens the file of a copy as a matter of its own."""
        self._look(path, lambda about: self._show_open(path, about))

    def bring_back(self, path: Path, passphrase: str | None = None) -> None:
        """Compare a copy with the open matter and show what bringing it back would do."""
        if not self._can_change("bring.no_matter"):
            return
        self._asked, self._passphrase = path, passphrase
        self._start(path, self._on_previewed, is_preview=True)

    def _start(
        self, path: Path, then: Callable[[Path, Any], None], *, is_preview: bool, decisions: Any = None
    ) -> None:
        from evidence_desk.replica.merge import bring_back

        session, secret = self._ui.bridge.session, self._passphrase
        assert session is not None, "a copy is brought back to an open matter"

        def work(report: Any, token: Any) -> BringBackReport | UserError:
            try:
                return bring_back(
                    session,
                    path,
                    preview=is_preview,
                    decisions=decisions,
                    passphrase=secret,
                    on_progress=in_megabytes(report),
                    token=token,
                )
            except UserError as error:
                return error

        label = "job.comparing" if is_preview else "job.merging"
        self._ui.bridge.start_job(self._ui.t(label), work, partial(then, path))

    def _on_previewed(self, path: Path, found: BringBackReport | UserError) -> None:
        if path != self._asked:
            return  # another copy was dropped meanwhile
        if isinstance(found, UserError):
            self._refuse(path, found)
            return
        self.path = path
        self._view.show_preview(found, path)
        self._window.show_view(self._view.name)

    def _refuse(self, path: Path, error: UserError) -> None:
        t = self._ui.t
        if error.code in _ASKS_AGAIN:
            problem = "" if error.code == "passphrase_needed" else " ".join(self._ui.t.error(error))
            PassphraseDialog(
                self._ui, self._window, path.name, problem, lambda secret: self.bring_back(path, secret)
            ).show()
        elif error.code == "other_matter" and path.is_file():
            choices = ((t("question.open"), partial(self.open_copy, path)),)
            CopyQuestion(self._ui, self._window, t("question.other", name=path.name), choices).show()
        else:
            self._view.show_refusal(error, path.name)
            self._window.show_view(self._view.name)

    def _merge(self, decisions: dict[str, str]) -> None:
        if self.path is not None:
            self._start(self.path, self._on_merged, is_preview=False, decisions=decisions)

    def _on_merged(self, path: Path, found: BringBackReport | UserError) -> None:
        t, toast = self._ui.t, self._window.toast
        if isinstance(found, UserError):
            self._view.show_refusal(found, path.name)
            return
        self.path = None
        text = t("bring.brought", name=path.name, changes=t.count("bring.changes", found.changes))
        left = len(found.conflicts)
        if left:
            text += " · " + t.count("bring.left", left)
        toast.note(text, action=t("action.undo"), act=self._ui.bridge.undo)
        if left:
            self._view.show_left()
        else:
            self._view.leave()

    def _take_known(self, path: Path, about: About) -> None:
        """Bring back what belongs to the open matter, and ask about anything else."""
        t, session = self._ui.t, self._ui.bridge.session
        if session is None:
            self._show_open(path, about)
            return
        is_ours = about.is_sealed or about.matter == self._ui.bridge.read(matter_identity)
        if path.is_file() and is_ours:
            self.bring_back(path)
        elif path.is_file():
            choices = ((t("question.open"), partial(self._show_open, path, about)),)
            CopyQuestion(self._ui, self._window, t("question.other", name=path.name), choices).show()
        elif is_ours:
            asked = (
                (t("question.bring"), partial(self.bring_back, path)),
                (t("question.open"), partial(open_path, self._ui, path)),
            )
            CopyQuestion(self._ui, self._window, t("question.ours", name=path.name), asked).show()
        else:
            open_path(self._ui, path)

    def _look(self, path: Path, then: Callable[[About], None]) -> None:
        """Read what a copy says of itself."""
        from evidence_desk.replica.about import about

        self._ui.bridge.start_job(
            self._ui.t("job.looking"), lambda _report, _token: about(path), then, is_lasting=True
        )

    def _show_open(self, path: Path, about: About) -> None:
        sheet = OpenSheet(self._ui, self._window, path, about)
        sheet.opened.connect(lambda made: open_path(self._ui, made))
        sheet.show()

    def _ask_file(self, title: str) -> Path | None:
        t, settings = self._ui.t, self._ui.settings
        kinds = f"{t('copy.files')} (*{SUFFIX})"
        name, _filter = QFileDialog.getOpenFileName(
            self._window, title, settings.text("copies_folder"), kinds
        )
        if not name:
            return None
        settings.set_text("copies_folder", str(Path(name).parent))
        return Path(name)

    def _can_change(self, text: str) -> bool:
        session, t = self._ui.bridge.session, self._ui.t
        if session is not None and not session.is_read_only:
            return True
        said = text if session is None else "copy.read_only"
        self._ui.bridge.failed.emit(UserError("cannot_copy", t(said), t(f"{said}_remedy")))
        return False

    def forget(self) -> None:
        """Let go of a matter that closes."""
        self.path = self._asked = self._passphrase = None
