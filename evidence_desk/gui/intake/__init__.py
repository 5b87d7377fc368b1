"""Intake in the window: what an import asks, how it goes, and where every file came from."""
