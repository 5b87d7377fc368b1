"""Reads of a matter: lists, rows, matrix cells, proof state, stage boards."""
