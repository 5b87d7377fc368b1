"""What is wrong with a query, in the language of the window."""

from __future__ import annotations

from evidence_desk.domain.search_language import quoted
from evidence_desk.domain.search_problems import QueryError
from evidence_desk.gui.texts import Texts
from evidence_desk.queries.unknown_values import QueryNotice
from evidence_desk.support.errors import UserError

Told = tuple[str, str]


def told(t: Texts, error: UserError) -> Told:
    """Return message and remedy of an error; in the language of the window where it is one of a query."""
    code = error.details.get("problem")
    if error.code != "bad_query" or code is None:
        return t.error(error)
    return _told(t, str(code), error.details["values"])


def told_of_query(t: Texts, error: QueryError) -> str:
    """Return what is wrong with a query that stands in a list, on one line."""
    message, remedy = _told(t, error.code, error.values)
    return f"{message} ({t('query.place', n=error.position + 1)}) · {remedy}"


def told_of_notice(t: Texts, notice: QueryNotice) -> Told:
    """Return what a query asks for that the matter does not have, and what may be meant."""
    field = t.word("query_field", notice.field)
    message = t("query.no_such_value", field=field, value=notice.value)
    meant = f"{notice.field}:{quoted(notice.meant)}"
    return message, t("query.no_such_value.remedy", meant=meant) if notice.meant else ""


def _told(t: Texts, code: str, values: dict[str, str | int]) -> Told:
    return t(f"query.{code}", **values), t(f"query.{code}.remedy", **values)
