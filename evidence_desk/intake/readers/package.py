"""Opens the parts of Office Open XML packages (ECMA-376 part 2) within limits; follows nothing out of them."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.support.errors import UserError

_LARGEST_PART = 100 << 20  # bytes of XML; its tree takes about ten times as much
_MARKUP = (".xml", ".rels", ".vml", ".bin")
_BAD_ZIP = (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error)


@dataclass(slots=True)
class Package:
    """An open package.

    Attributes:
        archive: the ZIP file.
        damaged: the parts that could not be read.
    """

    archive: zipfile.ZipFile
    damaged: list[str] = field(default_factory=list)

    def part(self, name: str) -> Any | None:
        """Return the root element of an XML part; None if it is missing or damaged beyond reading.

        Raises UserError ``too_large_unpacked``.
        """
        from lxml import etree

        try:
            with self.archive.open(name) as file:
                data = file.read(_LARGEST_PART + 1)
        except KeyError:
            return None
        except _BAD_ZIP:
            self.damaged.append(name)
            return None
        if len(data) > _LARGEST_PART:
            raise UserError("too_large_unpacked", f"{name} in the document would unpack to more than 100 MiB")
        try:
            return _parsed(data, is_mended=False)
        except (etree.LxmlError, ValueError):
            self.damaged.append(name)
        try:
            return _parsed(data, is_mended=True)
        except (etree.LxmlError, ValueError):
            return None

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """Return (id, kind, part) of what a part refers to inside the package; kind as in ``footnotes``."""
        folder, base = posixpath.split(name)
        root = self.part(f"{folder}/_rels/{base}.rels".lstrip("/"))
        found = []
        for entry in root.iterchildren("{*}Relationship") if root is not None else ():
            if entry.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target") or "")).lstrip("/")
            found.append((entry.get("Id") or "", (entry.get("Type") or "").rpartition("/")[2], target))
        return found

    def main_part(self, usual: str) -> str:
        """Return the part that holds the document itself, ``usual`` if the package does not say."""
        return next((part for _, kind, part in self.related("") if kind == "officeDocument"), usual)

    def read_properties(self, result: ReadResult) -> None:
        """Take title, creator and dates from the core properties (ECMA-376 part 2, clause 11)."""
        root = self.part("docProps/core.xml")
        if root is None:
            return
        found = {
            local(child): " ".join((child.text or "").split())[:1000] for child in root.iterchildren("*")
        }
        result.title = found.get("title") or None
        result.people = [found["creator"]] if found.get("creator") else []
        for name, source in (("created", "document_created"), ("modified", "document_modified")):
            if found.get(name):
                result.dates.append((source, found[name]))
        for name, fact in (
            ("lastModifiedBy", "changed_by"),
            ("subject", "subject"),
            ("keywords", "keywords"),
        ):
            if found.get(name):
                result.facts[fact] = found[name]


def _parsed(data: bytes, *, is_mended: bool) -> Any | None:
    """Parse without entities and network; a mended tree holds what stood before the damage."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=is_mended
    )
    return etree.fromstring(data, parser)


def local(element: Any) -> str:
    """Return the name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its local name: strict and transitional documents differ in namespaces."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def is_on(element: Any) -> bool:
    """Tell whether a property that is an element, such as ``w:vanish``, is set (ECMA-376, 17.17.4)."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def check_unpacked(path: Path, limits: Limits) -> None:
    """Raise UserError ``too_large_unpacked`` or ``damaged`` before a packed document is opened.

    Only markup counts, since pictures and films inside are not unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [entry for entry in archive.infolist() if entry.filename.lower().endswith(_MARKUP)]
    except _BAD_ZIP as error:
        raise UserError("damaged", f"the document cannot be unpacked: {error}") from error
    size = sum(entry.file_size for entry in parts)
    if size > limits.unpacked:
        raise UserError("too_large_unpacked", f"the document would unpack to {size:,} bytes")


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Package]:
    """Open a package; raises UserError ``damaged`` or ``too_large_unpacked``."""
    check_unpacked(path, limits)
    try:
        archive = zipfile.ZipFile(path)
    except _BAD_ZIP as error:
        raise UserError("damaged", f"the document cannot be unpacked: {error}") from error
    with archive:
        yield Package(archive)


def note_damage(package: Package, result: ReadResult) -> None:
    """Warn of the parts that could not be read."""
    if package.damaged:
        result.warn("damaged", f"parts of the document cannot be read: {', '.join(package.damaged[:5])}")
