"""What is wrong with a production, for people: findings in groups of a kind, each under a heading in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evidence_desk.intake.loadfiles.model import Finding

HEADINGS = {
    "absolute_path": "Absolute paths, found in the set by their end",
    "ambiguous_date": "Dates that may be read in two ways",
    "attachment_count": "Attachments that are not as many as declared",
    "duplicate_identifier": "Numbers that stand on two lines",
    "duplicate_page": "Page numbers that stand on two lines",
    "escapes_the_set": "Paths that lead out of the set's folder",
    "family_loop": "Documents attached to themselves",
    "ignored_lines": "Kinds of lines that are not read",
    "image_missing": "Images that are not in the set",
    "images_without_document": "Images that no row of the load file claims",
    "impossible_date": "Dates that do not exist",
    "md5_mismatch": "MD5 hashes that are not the file's",
    "no_document_break": "First pages without a document break",
    "no_file": "Documents without any file",
    "no_header": "No header row",
    "no_identifier": "Rows without a number",
    "not_a_page": "Lines that are no page",
    "not_an_image": "Page images that are no images",
    "number_gap": "Gaps in the numbers",
    "number_held": "Numbers that the matter holds already, not imported again",
    "number_of_other": "Numbers that the matter holds already, imported as further items",
    "number_overlap": "Numbers that overlap",
    "odd_path": "Paths that cannot be one",
    "odd_range": "Ranges that are no range of numbers",
    "odd_size": "Sizes that are no number",
    "original_missing": "Originals that are not in the set",
    "outside_family": "Documents outside the family they name",
    "page_count_mismatch": "Pages that are not as many as declared",
    "parent_missing": "Parents that are not in the load file",
    "sha1_mismatch": "SHA-1 hashes that are not the file's",
    "sha256_mismatch": "SHA-256 hashes that are not the file's",
    "size_mismatch": "Sizes that are not the file's",
    "text_missing": "Texts that are not in the set",
    "text_pages": "Texts with other pages than the images",
    "unclosed_quote": "Quotes that are never closed",
    "undecodable": "Characters that cannot be decoded",
    "unmapped": "No column that names the documents",
    "unreadable": "Files that cannot be read",
    "unreadable_date": "Dates that cannot be read",
    "unreferenced": "Files that no line names",
    "wrong_columns": "Lines with the wrong number of columns",
}


def finding_lines(findings: Sequence[Finding], most: int | None = None) -> Iterator[str]:
    """Yield findings in groups, each under its heading and how many there are; of each group at most so many."""
    groups = defaultdict[str, list[Finding]](list)
    for one in findings:
        groups[one.code].append(one)
    for code, group in groups.items():
        yield f"{HEADINGS.get(code, code)}: {len(group):,}"
        for one in group[:most]:
            yield f"  {f'{one.source}:{one.line} ' if one.line else ''}{one.message}"
        if most is not None and len(group) > most:
            yield f"  … and {len(group) - most:,} more; --dry-run and --json say all"
