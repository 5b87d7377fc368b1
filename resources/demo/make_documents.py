"""Make the sample matter: its documents, and the command file that binds them together.

Run it from a checkout with the development extra installed:

    python resources/demo/make_documents.py [--out DIR]

It writes ``documents/*`` and ``commands.json`` (filled in from ``matter.json``) below DIR, which is this
folder unless told otherwise. Running it twice gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # so that it runs as a script from anywhere, and from a test
    sys.path.insert(0, str(HERE))

from maker import agreement, binder, papers, press, screens, sheets, texts  # noqa: E402
from maker.pdf import register_fonts  # noqa: E402

WRITERS: dict[str, Callable[[Path], None]] = {
    "services-agreement.pdf": agreement.write_agreement,
    "announcement-2019-01-05.html": texts.write_announcement,
    "aladdin-ranking.pdf": press.write_ranking,
    "interview-report.pdf": press.write_interview,
    "invoices.xlsx": sheets.write_invoices,
    "interface-change-log.txt": texts.write_log,
    "user-complaints.eml": texts.write_complaints_mail,
    "notice-thread.eml": texts.write_notice_mail,
    "traffic.xlsx": sheets.write_traffic,
    "fee-report.html": texts.write_fee_report,
    "repost-2019-01-06.pdf": press.write_repost,
    "shenzhen-filing-memo.pdf": papers.write_shenzhen_memo,
    "beijing-acceptance-note.pdf": papers.write_beijing_note,
    "complaint-draft.pdf": papers.write_complaint,
    "counsel-note.txt": texts.write_counsel_note,
}
SCREENS: dict[str, Callable[[Path], screens.Regions]] = {
    "her-face-main-screen.png": lambda path: screens.write_main_screen(path, screens.HER_FACE),
    "crazy-face-main-screen.png": lambda path: screens.write_main_screen(path, screens.CRAZY_FACE),
    "operation-flow.png": screens.write_flow,
}


def make(out: Path) -> None:
    """Write every document and the command file below ``out``.

    Raises:
        binder.TemplateError: the template names a document, a region or a quote that is not there.
    """
    documents = out / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    register_fonts()
    for name, write in WRITERS.items():
        write(documents / name)
    regions = {name: draw(documents / name) for name, draw in SCREENS.items()}
    filled = binder.fill((HERE / "matter.json").read_text(encoding="utf-8"), documents, regions)
    (out / "commands.json").write_text(filled, encoding="utf-8", newline="\n")


def main() -> None:
    """Read the one option and make the sample."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=HERE, help="where to write (default: beside this script)")
    make(parser.parse_args().out)


if __name__ == "__main__":
    main()
