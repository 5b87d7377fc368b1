"""Has LibreOffice turn an old office file into one that can be read; only where the settings name the program.

The program runs with a profile made for this one conversion: no macros, no links followed, no proxy, nothing
of the user's own settings; on POSIX systems its memory is limited as well as its time. It is ended with all it
started when its time is over, or when the process that waits for it is gone.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import docx, pptx
from evidence_desk.intake.readers.registry import CONVERTER
from evidence_desk.support.errors import UserError

_APPLICATION = re.compile(rb"<Application>([^<]{1,100})</Application>")
_MOST_PROPERTIES = 1 << 16
_LARGEST = 256 << 20  # bytes of what a conversion may write
_MEMORY = 2 << 30  # bytes of address space of each process of the program
# The shell limits the program and ends its whole group once its own input closes, which is when the worker process
# ends, however that comes about. Systems that cannot limit the address space go on without.
_KEEPER = """
ulimit -S -v {kibibytes} 2>/dev/null
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{{ read -r _ <&3; kill -KILL 0; }} &
wait $program
"""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}</oor:items>
"""
_ITEM = """<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">
<value>{value}</value></prop></item>
"""
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
)


def read(path: Path, limits: Limits, extension: str) -> ReadResult:
    """Read a file by way of a converted copy; ``extension`` is ``docx`` or ``pptx``.

    Raises UserError ``conversion_failed``.
    """
    with tempfile.TemporaryDirectory(prefix="convert-") as folder:
        made = converted(path, extension, Path(folder), limits)
        result = docx.read(made, limits) if extension == "docx" else pptx.read(made, limits)
        result.tools[CONVERTER] = _program(made) or Path(limits.convert_with).name
    result.warn("converted", f"the text was read from a copy that was converted to {extension.upper()}")
    return result


def _program(made: Path) -> str:
    """Return name and version of the program that wrote a converted file, as it says in it (ECMA-376, 22.2)."""
    try:
        with zipfile.ZipFile(made) as package, package.open("docProps/app.xml") as file:
            found = _APPLICATION.search(file.read(_MOST_PROPERTIES))
    except (zipfile.BadZipFile, KeyError, OSError):
        return ""
    return found[1].decode("utf-8", "replace").partition("$")[0] if found else ""


def converted(path: Path, extension: str, folder: Path, limits: Limits) -> Path:
    """Convert a file into a folder of its own and return the new file.

    Raises UserError ``conversion_failed`` when the program is not there, takes too long or writes nothing.
    """
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(path=where, name=name, value=value) for where, name, value in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), "utf-8")
    output = folder / "out"
    command = [
        limits.convert_with,
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        "--convert-to",
        extension,
        "--outdir",
        str(output),
        str(path.resolve()),
    ]
    _run(command, folder, limits.convert_seconds)
    made = next(iter(sorted(output.glob(f"*.{extension}"))), None)
    if made is None:
        raise UserError("conversion_failed", "the file could not be converted", "Convert it by hand.")
    if made.stat().st_size > _LARGEST:
        raise UserError("conversion_failed", "the converted file is too large to be read")
    return made


def _run(command: list[str], folder: Path, seconds: float) -> None:
    keeper = ["/bin/sh", "-c", _KEEPER.format(kibibytes=_MEMORY >> 10), "sh"]
    is_posix = sys.platform != "win32"
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    if not is_posix:
        environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603  the program is the one the settings name
            [*keeper, *command] if is_posix else command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=is_posix,
        )
    except OSError as error:
        raise UserError("conversion_failed", f"the converter cannot be started: {error}") from error
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UserError("conversion_failed", f"the conversion took more than {seconds:g} seconds") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: the launcher leaves the office itself in its group."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
