"""One reader a format; `registry.read_file` picks it by media type."""
