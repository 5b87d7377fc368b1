"""The command line: words to commands, queries, jobs and exports."""
