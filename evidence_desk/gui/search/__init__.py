"""Search in the window: the box, chips, results, hits on pages, saved searches, term reports, suggestions."""
