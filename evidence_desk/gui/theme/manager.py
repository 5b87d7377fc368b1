"""Applies a theme to the program and hands out colours, fonts and icons."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

from evidence_desk.gui.theme.tokens import Tokens, load_tokens, style_sheet
from evidence_desk.support.resources import resource

SCHEMES = ("system", "light", "dark")

# Families a bare Linux desktop falls back to; a preferred family is taken instead when one is installed.
_FALLBACKS = frozenset({"DejaVu Sans", "Sans Serif", "Sans", "Bitstream Vera Sans", ""})


class Theme(QObject):
    """The theme in use.

    Attributes:
        tokens: values of the theme in use.

    Signals:
        changed: another theme was applied; painted widgets need to repaint.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        """Apply a theme to ``app``; ``choice`` is one of SCHEMES."""
        super().__init__(app)
        self._app = app
        self._icons: dict[tuple[str, str], QIcon] = {}
        self.choice = choice
        self.tokens: Tokens = load_tokens("light")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.apply(choice)

    def apply(self, choice: str) -> None:
        """Choose "system", "light" or "dark" and restyle the program."""
        self.choice = choice
        self.tokens = load_tokens(self._scheme())
        self._icons.clear()
        self._app.setPalette(self._palette())
        self._app.setFont(self.font())
        self._app.setStyleSheet(self._styled())
        self._refresh_icons()
        self.changed.emit()

    def color(self, name: str, *, alpha: int = 255) -> QColor:
        """Return a token's colour, with ``alpha`` 0 (clear) to 255 (opaque)."""
        color = QColor(self.tokens[name])
        color.setAlpha(alpha)
        return color

    def font(self, size: str = "size", *, bold: bool = False, family: str = "") -> QFont:
        """Return a font by the name of its size token; ``family`` may be "serif" or "mono"."""
        font = QFont()
        font.setFamilies([*self.tokens.families[family], *self._families] if family else self._families)
        font.setPixelSize(self.tokens.sizes[size])
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def icon(self, name: str, role: str = "text_secondary") -> QIcon:
        """Return an outline icon in the colour of token ``role``."""
        key = (name, role)
        if key not in self._icons:
            self._icons[key] = self._render(name, self.tokens[role])
        return self._icons[key]

    def set_icon(self, button: QAbstractButton, name: str, role: str = "text_secondary") -> None:
        """Give a button an icon that follows the theme."""
        button.setProperty("themed_icon", f"{name}/{role}")
        button.setIcon(self.icon(name, role))

    @cached_property
    def _families(self) -> list[str]:
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        cjk = self.tokens.families["cjk"]
        if system not in _FALLBACKS:
            return [system, *cjk]
        # Qt passes over families that are not installed; asking which ones are takes 5 ms.
        return [*self.tokens.families["preferred"], *([system] if system else []), *cjk]

    def _scheme(self) -> str:
        if self.choice != "system":
            return self.choice
        is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if is_dark else "light"

    def _on_system_changed(self) -> None:
        if self.choice == "system" and self._scheme() != self.tokens.scheme:
            self.apply("system")

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "surface",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "band",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.PlaceholderText: "text_muted",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.Highlight: "accent_soft",
            QPalette.ColorRole.HighlightedText: "text",
            QPalette.ColorRole.ToolTipBase: "bar",
            QPalette.ColorRole.ToolTipText: "bar_text",
            QPalette.ColorRole.Link: "accent_text",
            QPalette.ColorRole.Accent: "accent",
        }
        for role, token in roles.items():
            palette.setColor(role, self.color(token))
        disabled = QPalette.ColorGroup.Disabled
        palette.setColor(disabled, QPalette.ColorRole.Text, self.color("text_muted"))
        palette.setColor(disabled, QPalette.ColorRole.ButtonText, self.color("text_muted"))
        return palette

    def _refresh_icons(self) -> None:
        for widget in self._app.allWidgets():
            themed = widget.property("themed_icon")
            if themed and isinstance(widget, QAbstractButton):
                name, role = str(themed).split("/")
                widget.setIcon(self.icon(name, role))

    def _render(self, name: str, color: str) -> QIcon:
        icon = QIcon()
        for size in (16, 32, 48):
            icon.addPixmap(self._pixmap(name, color, size))
        return icon

    def _pixmap(self, name: str, color: str, size: int) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
        painter.end()
        return pixmap

    def _styled(self) -> str:
        drawn = {"chevron": ("chevron-down", "text_muted"), "check": ("check", "on_accent")}
        return style_sheet(
            self.tokens,
            {name: self._icon_file(icon, self.tokens[role]) for name, (icon, role) in drawn.items()},
        )

    def _icon_file(self, name: str, color: str) -> str:
        """Keep a recoloured icon as a picture, since style sheets only take files."""
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
        path = Path(place) / f"{name}-{color.removeprefix('#')}.png"
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError:
                return ""  # no cache folder: combo boxes go without their arrow, and boxes without their tick
            self._pixmap(name, color, 24).save(str(path))
        return path.as_posix()
