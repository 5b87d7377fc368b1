"""Offline copies: take out, bring back, three-way merge."""
