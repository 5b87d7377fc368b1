"""Qt models over id lists and bounded pages of rows."""
