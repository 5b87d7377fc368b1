"""Starts the command line; the window when there are no words."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program and end with its exit code."""
    from evidence_desk.bootstrap import run_command_line

    sys.exit(run_command_line())


if __name__ == "__main__":
    main()
