"""An import that was begun: what it was asked for, and how far it is, so that it can be continued."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What an import was asked for.

    Attributes:
        paths: the files and folders; of a production the folder of its set. Folders end with a separator.
        load_file: of a production its load file, ``images`` its list of pages.
        mapping: how the columns of the load file were mapped, as it is kept in a file; or None.
        tags: the tags, ``type`` the document type, for every new item.
        has_ocr: whether pictures were to be read, ``is_converting`` whether old formats were to be converted.
        has_passwords: whether passwords were given; they are kept nowhere.
        onto: the item whose files they were to join, if any.
    """

    paths: tuple[str, ...] = ()
    load_file: str = ""
    images: str = ""
    mapping: dict[str, Any] | None = None
    tags: tuple[str, ...] = ()
    type: str = ""
    has_ocr: bool = False
    is_converting: bool = False
    has_passwords: bool = False
    onto: str = ""

    def covers(self, other: Chosen) -> bool:
        """Tell whether this one brings in all that another would."""
        is_same = (self.load_file, self.images, self.onto) == (other.load_file, other.images, other.onto)
        return is_same and set(other.paths) <= set(self.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An import that was begun and did not come to its end.

    Attributes:
        id: of its run; ``at`` is when it began, ``actor`` by whom, ``source`` what was chosen in words.
        state: ``running`` until it is known how it ended; then ``stopped`` or ``broken_off``.
        found: how many files it found to take in, or documents of a production; what is in files is not counted.
        done: how many of them it dealt with.
        chosen: what it was asked for.
        has_come_in: whether some of it came in; where that is gone, it was taken back.
    """

    id: str
    at: str
    actor: str
    source: str
    state: str = "running"
    found: int = 0
    done: int = 0
    chosen: Chosen = field(default_factory=Chosen)
    has_come_in: bool = False
