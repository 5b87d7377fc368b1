"""The window of offline copies: take one, open one, bring one back, decide conflicts, see what is new."""
