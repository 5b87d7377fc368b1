"""What the window and the command line can ask for beyond an open matter; bootstrap makes the real one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from evidence_desk.support.preferences import Preferences

if TYPE_CHECKING:  # the window has a desk before it has all of this
    from evidence_desk.commands.importing import ImportReport
    from evidence_desk.commands.reading_pictures import OcrReport
    from evidence_desk.commands.session import Session
    from evidence_desk.intake.model import Limits
    from evidence_desk.jobs.pool import WorkerPool
    from evidence_desk.jobs.progress import CancelToken, OnProgress
    from evidence_desk.store.text_index import IndexReport


class Desk(Protocol):
    """Opens, makes and fills matters; owns the worker processes.

    Attributes:
        actor: who makes the changes of the matters opened from now on.
        preferences: the settings of the user.
    """

    actor: str
    preferences: Preferences

    @property
    def pool(self) -> WorkerPool:
        """The worker processes that read and paint files; started when first used."""

    def limits(self, passwords: Sequence[str] = ()) -> Limits:
        """Return what one file may cost by the settings; ``passwords`` are tried on what is locked."""

    def open_matter(self, path: Path, *, read_only: bool = False) -> Session:
        """Open a matter; the caller closes it.

        Raises:
            UserError: not a matter, newer format, open elsewhere, not writable, damaged.
        """

    def new_matter(self, path: Path, *, profile: str, title: str) -> Session:
        """Make an empty matter and open it.

        Raises:
            UserError: something is there already, unknown profile, not writable, disk full.
        """

    def import_paths(
        self,
        session: Session,
        paths: Sequence[Path],
        *,
        tags: Sequence[str] = (),
        type: str = "",  # noqa: A002
        as_evidence: bool = True,
        onto: str = "",
        limits: Limits | None = None,
        ocr: bool | None = None,
        on_progress: OnProgress = ...,
        token: CancelToken | None = None,
    ) -> ImportReport:
        """Import files and folders into an open matter; see ``Import.run``.

        Limits that are not given are those of the settings. With ``ocr`` the pages without text of what was met
        are read by OCR afterwards; when it is None, as the settings say, where the extra is installed.

        Raises:
            UserError: ``ocr_missing`` when ``ocr`` is wanted and the extra is not installed; nothing is done.
        """

    def read_pictures(
        self,
        session: Session,
        *,
        again: bool = False,
        on_progress: OnProgress = ...,
        token: CancelToken | None = None,
    ) -> OcrReport:
        """Run OCR where `RequestOcr` asked for it and it did not run yet, e.g. after the cache was lost.

        Text that the cache lacks is read first. With ``again`` pages on which OCR failed are tried again.

        Raises:
            UserError: ``ocr_missing`` when there is something to read and the extra is not installed.
            Cancelled: the token asked to stop; what was read is kept.
        """

    def prepare_search(
        self, session: Session, *, on_progress: OnProgress = ..., token: CancelToken | None = None
    ) -> IndexReport:
        """Bring the text index up to date, and before that the page text where the cache lost it.

        Of a matter that is open for reading only, what was read is indexed; nothing is read anew. Cheap when
        nothing changed; may run on any thread.

        Raises:
            Cancelled: the token asked to stop; what was done is kept.
            UserError: the disk is full.
        """

    def sample_path(self, folder: Path) -> Path:
        """Return where in a folder the sample matter is made."""

    def make_sample(
        self, folder: Path, *, on_progress: OnProgress = ..., token: CancelToken | None = None
    ) -> Session:
        """Make the sample matter in a folder through ordinary import and commands, and open it.

        Raises:
            Cancelled: the token asked to stop; nothing is left of it.
            UserError: it is there already, not writable, disk full.
        """

    def close(self) -> None:
        """End the worker processes."""
