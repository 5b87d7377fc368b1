"""Long work with progress, stop and isolation; knows no Qt."""
