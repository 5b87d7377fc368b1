"""Amounts of money and of bytes as text."""

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


def size_text(count: int) -> str:
    """Return a number of bytes for people."""
    size = float(count)
    for unit in ("B", "KB", "MB"):
        if size < 1000:
            return f"{size:,.0f} {unit}" if unit == "B" else f"{size:,.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} GB"
