"""Jurisdictions and papers as data: load and check."""
