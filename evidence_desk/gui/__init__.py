"""The window; the only room that imports PySide6.

PySide6 reads the source of every module that is imported after it. Those of the shell that need no Qt come first.
"""

import evidence_desk.gui.keymap
import evidence_desk.gui.mime
import evidence_desk.gui.texts
import evidence_desk.gui.theme.tokens
import evidence_desk.support.errors
import evidence_desk.support.logs  # noqa: F401
