"""One short function for each thing a user can do in the window."""
