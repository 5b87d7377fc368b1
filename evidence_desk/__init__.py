"""Evidence Desk: what each piece of evidence proves, for which claim, at which court stage."""

__version__ = "0.1.0"
