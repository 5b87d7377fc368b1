"""Starts the command line; the window when there are no words."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Run the program and end with its exit code."""
    multiprocessing.freeze_support()  # in a frozen program the worker processes start here too
    try:
        from evidence_desk.bootstrap import run_command_line

        sys.exit(run_command_line())
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl+C while the program was still starting


if __name__ == "__main__":
    main()
