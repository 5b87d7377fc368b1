"""Small reusable parts of the window."""
