"""Shared by all tests: the window's tests run off screen, and are skipped with a reason where Qt cannot load."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

try:
    import PySide6.QtWidgets  # noqa: F401
except ImportError as error:
    if os.environ.get("CI"):
        raise
    _qt_problem = f"Qt cannot be loaded: {error}. `evidence-desk doctor` says what to install."
    pytest_plugins = []
else:
    _qt_problem = ""
    pytest_plugins = ["pytestqt.plugin"]

collect_ignore = ["gui/conftest.py"] if _qt_problem else []


def pytest_ignore_collect(collection_path: object) -> bool | None:
    """Leave the modules of tests/gui alone, which import Qt, where it cannot be loaded."""
    if _qt_problem and "/tests/gui" in str(collection_path).replace("\\", "/"):
        return True
    return None


def pytest_report_header() -> str:
    """Say in the report why the window was not tested."""
    return f"window: skipped. {_qt_problem}" if _qt_problem else "window: tested off screen"


@pytest.fixture(scope="session", autouse=True)
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test read or change the settings of whoever runs them."""
    folder = str(tmp_path_factory.mktemp("user"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield
