"""Paints a page and tells where its characters are, for the viewer; runs in a worker process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evidence_desk.intake.layout import page_layout
from evidence_desk.intake.model import Limits, PageGeometry, PageText, RenderedPage
from evidence_desk.intake.pixels import MOST_PIXELS, NO_ROOM, PixelRoom
from evidence_desk.intake.readers.registry import is_drawn, read_file
from evidence_desk.support.errors import UserError


def render_page(
    path: str,
    media_type: str,
    page: int,
    *,
    scale: float = 1.0,
    rotation: int = 0,
    limits: Limits | None = None,
    room: PixelRoom = NO_ROOM,
) -> RenderedPage | None:
    """Paint page ``page`` (1-based) with ``scale`` pixels a point, turned upright and then by ``rotation``.

    ``limits`` brings the passwords of a locked document, ``room`` the memory for the pixels.

    Returns None for text kinds, which the viewer paints from `PageGeometry.lines`, and for pages that only
    their text could be read of. Raises UserError: ``no_such_page``, ``page_too_large`` beyond 100 million
    pixels, and what the readers raise.
    """
    if not is_drawn(media_type):
        return None
    if media_type == "application/pdf":
        passwords = limits.passwords if limits else ()
        return _render_pdf(Path(path), page, passwords, scale=scale, rotation=rotation, room=room)
    return _render_image(Path(path), page, scale=scale, rotation=rotation, room=room)


def page_geometry(path: str, media_type: str, page: int, limits: Limits | None = None) -> PageGeometry:
    """Return the size of page ``page`` (1-based), its text, and the box of every character.

    For text kinds, whose page text is already known, `layout.page_layout` gives the same without the file.
    Raises UserError ``no_such_page`` and what the readers raise.
    """
    if media_type == "application/pdf":
        return _pdf_geometry(Path(path), page, limits or Limits())
    pages = read_file(path, media_type, limits).pages
    if not 1 <= page <= len(pages):
        raise _no_such_page(page)
    found = pages[page - 1]
    return _bare(found) if is_drawn(media_type) else page_layout(found.text, media_type, page)


def _bare(page: PageText) -> PageGeometry:
    """Return the geometry of a page whose text has no known place."""
    return PageGeometry(page.width_pt, page.height_pt, page.rotation, page.text, [])


def _no_such_page(page: int) -> UserError:
    return UserError("no_such_page", f"the document has no page {page}")


def check_size(width: float, height: float) -> None:
    """Refuse to paint more pixels than a worker process may hold; raises UserError ``page_too_large``."""
    if width * height > MOST_PIXELS:
        raise UserError("page_too_large", "the page is too large to be shown at this size", "Zoom out.")


def _pdf_geometry(path: Path, page: int, limits: Limits) -> PageGeometry:
    import pypdfium2

    from evidence_desk.intake.readers import pdf

    with pdf.opened(path, limits.passwords) as opened:
        password = opened.password if opened else None
        if opened is not None:
            if not 1 <= page <= len(opened.document):
                raise _no_such_page(page)
            try:
                with pdf.page_of(opened.document, page) as pdf_page:
                    return pdf.geometry(pdf_page)
            except pypdfium2.PdfiumError:
                pass  # pypdf may still know its text
    found = next((entry for _, entry in pdf.pypdf_texts(path, [page], limits, password)), None)
    if found is None:
        raise UserError("page_unreadable", f"page {page} is damaged")
    return _bare(found)


def _render_pdf(
    path: Path, page: int, passwords: tuple[str, ...], *, scale: float, rotation: int, room: PixelRoom
) -> RenderedPage | None:
    import pypdfium2

    from evidence_desk.intake.readers import pdf

    with pdf.opened(path, passwords) as opened:
        if opened is None:
            return None
        if not 1 <= page <= len(opened.document):
            raise _no_such_page(page)
        try:
            opened.document.init_forms()  # what was filled into a form is drawn only then
            with pdf.page_of(opened.document, page) as pdf_page:
                return _paint(pdf_page, scale=scale, rotation=rotation, room=room)
        except pypdfium2.PdfiumError:
            return None


def _paint(pdf_page: Any, *, scale: float, rotation: int, room: PixelRoom) -> RenderedPage:
    import pypdfium2.raw as pdfium

    width, height = pdf_page.get_size()
    check_size(width * scale, height * scale)
    bitmap = pdf_page.render(scale=scale, rotation=rotation % 360, force_bitmap_format=pdfium.FPDFBitmap_BGRA)
    try:
        return room.keep(bitmap.width, bitmap.height, bitmap.stride, bitmap.buffer)
    finally:
        bitmap.close()


def _render_image(path: Path, page: int, *, scale: float, rotation: int, room: PixelRoom) -> RenderedPage:
    from PIL import Image, ImageOps

    from evidence_desk.intake.readers import image as pictures

    with pictures.as_far_as_it_goes(), pictures.opened(path, Limits(), page - 1) as image:
        width, height = pictures.size_in_points(image)
        check_size(width * scale, height * scale)
        target = (max(1, round(width * scale)), max(1, round(height * scale)))
        if image.format == "JPEG":
            image.draft(None, target if max(target) > 256 else (256, 256))
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
            upright = upright.point(lambda value: value / 256).convert("L")
        small = _on_paper(upright).resize(target, Image.Resampling.BILINEAR, reducing_gap=2.0)
        turned = small.rotate(-rotation, expand=True) if rotation % 360 else small
        turned = turned.convert("RGBA")
        pixels = turned.tobytes("raw", "BGRA")
        return room.keep(turned.width, turned.height, 4 * turned.width, pixels)


def _on_paper(image: Any) -> Any:
    """Return a picture with white where it is transparent; most are not, which is known without looking."""
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("L" if image.mode in ("1", "L") else "RGB")
    painted = Image.new("RGBA", image.size, "white")
    painted.alpha_composite(image.convert("RGBA"))
    return painted
