"""The two families of errors: what a user can mend (UserError), and bugs (everything else)."""

from __future__ import annotations

from typing import Any


class UserError(Exception):
    """Something a user can understand and mend.

    Attributes:
        code: stable machine name in snake_case, e.g. ``not_a_matter``.
        message: one line that names the thing.
        remedy: what to do next, or an empty string.
        details: parameters a script may want, JSON-able.
    """

    def __init__(self, code: str, message: str, remedy: str = "", **details: Any) -> None:
        """Keep the parts and make the one line that is shown."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.details = details

    def __str__(self) -> str:
        """Return the message and the remedy on one line."""
        text = f"{self.message.rstrip('.')}. {self.remedy}".strip() if self.remedy else self.message
        return " ".join(text.split())


class CommandError(UserError):
    """A command that cannot be carried out; names the field at fault.

    Attributes:
        field: the field of the command that is wrong, or an empty string for the whole command.
        index: the 1-based place of the command in its command file, once known.
        plain: the message without the names of command and field, for people who typed neither.
    """

    def __init__(self, code: str, message: str, remedy: str = "", *, field: str = "", **details: Any) -> None:
        """Keep the field beside the parts of a UserError."""
        super().__init__(code, message, remedy, **details)
        self.field = field
        self.index: int | None = None
        self.plain = message
