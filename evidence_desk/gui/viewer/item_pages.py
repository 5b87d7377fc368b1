"""The pages of an item, one after the other, whichever of its files they are in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from evidence_desk.queries.rows import FileRow


@dataclass(frozen=True, slots=True)
class ItemPages:
    """Places among the pages of files, from 0; a file whose pages are not known counts as one.

    Attributes:
        files: the files of the item, in their order.
    """

    files: tuple[FileRow, ...] = ()
    _ends: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        ends = accumulate(max(1, file.pages) for file in self.files)
        object.__setattr__(self, "_ends", tuple(ends))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def at(self, place: int) -> tuple[FileRow, int]:
        """Return the file and the page of it (from 1) at a place."""
        number = bisect_right(self._ends, place)
        return self.files[number], place - self._begin(number) + 1

    def place_of(self, file: FileRow, page: int) -> int:
        """Return the place of a page (from 1) of one of the files."""
        return self._begin(self.files.index(file)) + page - 1

    @property
    def is_one_document(self) -> bool:
        """Whether the files are pictures of the pages of one document, as in productions and scans."""
        return len(self.files) > 1 and all(file.media_type.startswith("image/") for file in self.files)

    @property
    def is_page_by_page(self) -> bool:
        """Whether each file is the picture of one page of a document."""
        return self.is_one_document and len(self) == len(self.files)

    def _begin(self, number: int) -> int:
        return self._ends[number - 1] if number else 0
