"""The word import with a load file: the dry run, the mapping, and the import of a production."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass

from evidence_desk.cli.load_findings import finding_lines
from evidence_desk.cli.terminal import answer, say, say_table, stoppable
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.importing import ImportReport, LeftFile, TakenFile
from evidence_desk.commands.loadfile_import import DocumentCounts, LoadFileImport, check_production
from evidence_desk.commands.session import Session
from evidence_desk.intake.loadfiles.loading import SetRequest, is_page_list, sister
from evidence_desk.intake.loadfiles.mapping import mapping_of, read_mapping, write_mapping
from evidence_desk.intake.loadfiles.report import LoadFileReport, found_in, report_of
from evidence_desk.intake.model import Limits
from evidence_desk.jobs.progress import Cancelled
from evidence_desk.support.errors import UserError
from evidence_desk.support.wording import counted

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class LoadFileAnswer:
    """What ``import --load-file --json`` prints; a dry run takes in no files."""

    dry_run: bool
    load_file: LoadFileReport
    imported: int
    duplicates: int
    failed: list[LeftFile]
    skipped: list[LeftFile]
    files: list[TakenFile]
    duplicate_files: list[TakenFile]
    made: DocumentCounts


def is_production(words: Namespace) -> bool:
    """Say whether the words are about a load file.

    Raises:
        UserError: ``usage`` for words that go with a load file, without one, or for nothing to import.
    """
    if words.load_file or words.images:
        return True
    for name in ("dry_run", "mapping", "save_mapping"):
        if getattr(words, name):
            option = name.replace("_", "-")
            raise UserError("usage", f"--{option} goes with --load-file", "Name the load file.")
    if not words.paths:
        raise UserError("usage", "PATH must be given, or a --load-file", "Name a file or a folder.")
    return False


def request_of(words: Namespace) -> SetRequest:
    """Return which set to read; of a load file that is named alone, also what lies beside it.

    Raises:
        UserError: more than one folder is named, or the mapping cannot be read.
    """
    if len(words.paths) > 1:
        raise UserError("usage", "A load file has one folder", "Name the folder of the set only.")
    load_file, images = words.load_file, words.images
    if load_file is not None and images is None:
        is_list, beside = is_page_list(load_file), sister(load_file)
        load_file, images = (beside, load_file) if is_list else (load_file, beside)
    return SetRequest(
        load_file=load_file,
        images=images,
        folder=words.paths[0] if words.paths else None,
        mapping=read_mapping(words.mapping) if words.mapping else None,
    )


def dry_run(desk: Desk, words: Namespace) -> int:
    """Say what a set holds and what is wrong with it; nothing is changed. Exit 1 when something is."""
    request = request_of(words)
    with stoppable() as (token, bar):
        checked = check_production(request, desk.pool, on_progress=bar, token=token)
    report = report_of(request, checked)
    _save_mapping(words, request, report)
    return _tell(words, request, report, ImportReport(), DocumentCounts())


def import_production(desk: Desk, session: Session, words: Namespace, tags: list[str], limits: Limits) -> int:
    """Import a set; exit 1 when something in it is wrong."""
    request = request_of(words)
    run = LoadFileImport(session, desk.pool, request, tags=tags, type=words.type, limits=limits)
    try:
        with stoppable() as (token, bar):
            made = run.run(on_progress=bar, token=token)
    except Cancelled:
        if not words.json:
            say_counts(run.report)
        raise
    _save_mapping(words, request, made.load_file)
    return _tell(words, request, made.load_file, made.files, made.documents)


def say_counts(report: ImportReport) -> None:
    """Print how many files an import met, and what became of them."""
    counts = f"{len(report.files)} imported, {len(report.duplicates)} held already"
    lost = f"{len(report.failed)} failed, {len(report.skipped)} left out"
    anew = f"; {len(report.read_anew)} could not be read before and are read now" if report.read_anew else ""
    remarked = f"; {report.remarked} of the imported with remarks" if report.remarked else ""
    say(f"{counted(report.seen, 'file')}: {counts}, {lost}{remarked}{anew}")


def _save_mapping(words: Namespace, request: SetRequest, report: LoadFileReport) -> None:
    if words.save_mapping:
        mapping = mapping_of(report.columns, request.mapping, found=found_in(report))
        write_mapping(words.save_mapping, mapping)


def _tell(
    words: Namespace, request: SetRequest, report: LoadFileReport, files: ImportReport, made: DocumentCounts
) -> int:
    if words.json:
        answer(_answer(words, report, files, made))
    else:
        for found in (request.load_file, request.images):
            if found is not None and found not in (words.load_file, words.images):
                say(f"With {found.name}, which lies beside it")
        _say(words, report, files, made)
    return 1 if report.findings or files.has_problems else 0


def _answer(
    words: Namespace, report: LoadFileReport, files: ImportReport, made: DocumentCounts
) -> LoadFileAnswer:
    return LoadFileAnswer(
        dry_run=words.dry_run,
        load_file=report,
        imported=len(files.files),
        duplicates=len(files.duplicates),
        failed=files.failed,
        skipped=files.skipped,
        files=files.files,
        duplicate_files=files.duplicates,
        made=made,
    )


def _say(words: Namespace, report: LoadFileReport, files: ImportReport, made: DocumentCounts) -> None:
    if words.dry_run and report.columns:
        lines = [(one.number, one.name, one.field, " | ".join(one.samples)) for one in report.columns]
        say_table(["#", "Column", "Field", "Samples"], lines)
    named = (("original", report.natives), ("text", report.texts), ("image", report.images))
    there = ", ".join(f"{counted(one.named, name)} ({one.missing} missing)" for name, one in named)
    say(f"{counted(report.documents, 'document')}, {report.attached} attached to others: {there}")
    for run in report.ranges:
        say(f"  {run.begin} to {run.end}: {counted(run.documents, 'document')}")
    if not words.dry_run:
        say_counts(files)
        say(_documents_made(report, made))
    for line in finding_lines(report.findings, None if words.dry_run else _SHOWN):
        say(line)


def _documents_made(report: LoadFileReport, made: DocumentCounts) -> str:
    text_only = f" ({made.text_only} of text alone, the original is missing)" if made.text_only else ""
    without = report.documents - made.items - made.held
    none = f"; {counted(without, 'document')} without any file" if without else ""
    return (
        f"{counted(made.items, 'item')} made{text_only}; {counted(made.held, 'document')} held already{none}"
    )
