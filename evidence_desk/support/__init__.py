"""Small services every room may use: errors, logs, clock, ids, resources, settings."""
