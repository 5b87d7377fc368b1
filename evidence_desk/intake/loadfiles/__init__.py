"""Productions with load files: Concordance DAT, Opticon OPT and LFP, read, mapped, checked and written."""
