"""The page viewer: page images, selection, cites over the page."""
