"""Shows for a moment what just changed: bright at once, then fading; without movement where people asked for that."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication, QStyle

from evidence_desk.gui.settings import Settings

_FADE_MS = 900


def is_motion_reduced(settings: Settings) -> bool:
    """Return whether nothing shall move: the setting ``motion`` says "reduced", or the system has no animations."""
    if settings.preferences["motion"] == "reduced":
        return True
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


class Flash(QObject):
    """Knows how bright each changed thing still is. Its one clock stops by itself.

    Signals:
        changed: something is brighter or darker than it was.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._settings = settings
        self._keys: set[str] = set()
        self._is_still = False
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.setDuration(_FADE_MS)
        self._fade.setEasingCurve(QEasingCurve.Type.InQuad)
        self._fade.valueChanged.connect(self._on_step)
        self._fade.finished.connect(self.stop)

    def start(self, keys: Iterable[str]) -> None:
        """Show that things changed, by key."""
        self._keys |= set(keys)
        if self._keys:
            self._is_still = is_motion_reduced(self._settings)
            self._fade.stop()
            self._fade.start()
            self.changed.emit()

    def stop(self) -> None:
        """Show nothing any more."""
        self._fade.stop()
        if self._keys:
            self._keys.clear()
            self.changed.emit()

    def strength(self, key: str) -> float:
        """Return how bright a thing is, 0 to 1."""
        if key not in self._keys:
            return 0.0
        return 1.0 if self._is_still else float(self._fade.currentValue())

    @property
    def keys(self) -> frozenset[str]:
        """What is bright now."""
        return frozenset(self._keys)

    def _on_step(self, _value: object) -> None:
        if not self._is_still:  # what stands still is painted when it comes and when it goes
            self.changed.emit()
