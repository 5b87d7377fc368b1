"""Files made on the spot for the intake tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

MakePdf = Callable[..., Path]


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Return a maker of PDFs: one content stream a page, with the font F1 and the given page entries."""

    def make(
        *contents: bytes, name: str = "made.pdf", title: str = "", labels: bool = False, **page: object
    ) -> Path:
        document = pikepdf.new()
        cmap = (
            b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
            b"2 beginbfchar <7E> <D83DDE00> <5E> <54084F5C> endbfchar endcmap"
        )
        font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                ToUnicode=document.make_stream(cmap),
            )
        )
        for content in contents:
            added = document.add_blank_page(page_size=(300, 400))
            added.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            added.Contents = document.make_stream(content)
            for key, value in page.items():
                added[f"/{key}"] = value
        if title:
            document.docinfo["/Title"] = title
            document.docinfo["/Author"] = "Ann Author"
            document.docinfo["/CreationDate"] = "D:20180821101112+08'00'"
        if labels:
            document.Root.PageLabels = pikepdf.Dictionary(
                Nums=[
                    0,
                    pikepdf.Dictionary(S=pikepdf.Name.r),
                    1,
                    pikepdf.Dictionary(S=pikepdf.Name.D, P="A-"),
                ]
            )
        output = io.BytesIO()
        document.save(output)
        path = tmp_path / name
        path.write_bytes(output.getvalue())
        return path

    return make
