"""The matter on disk: tables, engines, history chain, blobs, lock and backups."""
