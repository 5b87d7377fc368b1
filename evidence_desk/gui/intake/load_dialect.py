"""How a load file is written: what was found, and what else it may be; every choice is tried out at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import label
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.intake.loadfiles.loading import LoadedSet
from evidence_desk.intake.loadfiles.mapping import Mapping as ColumnMapping
from evidence_desk.intake.loadfiles.model import Dialect

# Those that productions come in, by the names of codecs; the one that was found is always among them.
_ENCODINGS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251")
_SEPARATORS = ("\x14", "|", "\t", ";", ",")
_QUOTES = ("þ", '"', "^", "~")
_ORDERS = ("month_first", "day_first")
_FIELDS = ("encoding", "separator", "quote", "header", "date_order")


class LoadDialect(QWidget):
    """One choice for each thing a mapping says of a load file.

    Signals:
        changed: name of what somebody chose otherwise.
    """

    changed = Signal(str)

    def __init__(self, ui: Ui) -> None:
        """Offer nothing yet."""
        super().__init__()
        self._ui = ui
        self._choices: dict[str, Choice] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        for place, name in enumerate(_FIELDS):
            made = self._choices[name] = Choice(ui.t(f"load.{name}"))
            made.activated.connect(lambda _index, name=name: self.changed.emit(name))
            grid.addWidget(label(ui.t(f"load.{name}"), "small"), 0, place)
            grid.addWidget(made, 1, place)
            grid.setColumnStretch(place, 1)
        self.notice = label(role="small", wraps=True)
        self.notice.setProperty("badge", "gap")
        self.notice.hide()
        grid.addWidget(self.notice, 2, 0, 1, len(_FIELDS))
        self.setEnabled(False)

    def choice(self, name: str) -> Choice:
        """Return the choice of one thing, by its name in a mapping."""
        return self._choices[name]

    def values(self) -> dict[str, Any]:
        """Return what was chosen, by its names in a mapping; empty for what shall be found out."""
        found = {name: made.currentData() for name, made in self._choices.items()}
        return {**found, "header": {"yes": True, "no": False}.get(found["header"])}

    def show_found(self, loaded: LoadedSet, asked: ColumnMapping | None) -> None:
        """Offer what was found of a set first, then the others; ``asked`` is what was chosen before."""
        table = loaded.table
        self.setEnabled(table is not None)
        if table is None:
            return
        written, given = table.dialect, asked or ColumnMapping()
        header = "yes" if table.header is not None else "no"
        was_given = {None: "", True: "yes", False: "no"}[given.header]
        self._fill("encoding", written.encoding, given.encoding, self._encodings(written))
        self._fill("separator", written.separator, given.separator, self._signs(_SEPARATORS))
        self._fill("quote", written.quote, given.quote, self._signs(_QUOTES))
        self._fill("header", header, was_given, self._words("load.header", ("yes", "no")))
        self._fill("date_order", loaded.date_order, given.date_order, self._words("load.date_order", _ORDERS))
        self._choices["encoding"].setEnabled(not written.is_marked)
        self._tell(written)

    def _fill(self, name: str, found: str, given: str, offered: Mapping[str, str]) -> None:
        """Offer values by their words; the first leaves it to be found out, and says what was found."""
        t = self._ui.t
        words = {given: self._sign(given), found: self._sign(found), **offered}
        is_found = bool(found) and not given
        first = (
            t("load.as_found", what=words[found])
            if is_found
            else t("load.find_out" if given else "load.unknown")
        )
        others = ((value, word) for value, word in words.items() if value)
        self._choices[name].set_choices([("", first), *others])
        self._choices[name].setCurrentIndex(max(0, self._choices[name].findData(given)))

    def _encodings(self, written: Dialect) -> dict[str, str]:
        return {name: name for name in dict.fromkeys((written.encoding, *_ENCODINGS))}

    def _signs(self, signs: Iterable[str]) -> dict[str, str]:
        return {sign: self._sign(sign) for sign in signs}

    def _sign(self, sign: str) -> str:
        """Return a sign as it shows; one that has no shape by its name."""
        names = {
            "\x14": "load.sign_dc4",
            "\t": "load.sign_tab",
            ",": "load.sign_comma",
            ";": "load.sign_semicolon",
        }
        return self._ui.t(names[sign]) if sign in names else sign

    def _words(self, group: str, values: Iterable[str]) -> dict[str, str]:
        return {value: self._ui.t(f"{group}.{value}") for value in values}

    def _tell(self, written: Dialect) -> None:
        """Say in words that bytes do not fit, or why the encoding cannot be chosen."""
        t = self._ui.t
        misfits = t("load.misfits", n=f"{written.misfits:,}", encoding=written.encoding)
        self.notice.setText(misfits if written.misfits else "")
        self.notice.setVisible(bool(written.misfits))
        self._choices["encoding"].setToolTip(t("load.marked") if written.is_marked else "")
