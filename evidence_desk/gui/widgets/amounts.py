"""Amounts of money as text."""

from __future__ import annotations

_SIGNS = {"CNY": "¥", "USD": "$", "GBP": "£", "EUR": "€"}


def amount_text(amount: str, currency: str) -> str:
    """Return an amount with its sign and thousands apart, e.g. ``¥100,000,000``; empty for no amount."""
    if not amount:
        return ""
    whole, _, cents = amount.partition(".")
    number = f"{int(whole):,}" if whole.isdigit() else whole
    text = f"{number}.{cents}" if cents else number
    sign = _SIGNS.get(currency)
    return f"{sign}{text}" if sign else f"{text} {currency}".strip()
