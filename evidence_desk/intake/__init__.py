"""Reading files nobody trusts: recognise, hash, copy, text by page; knows no database."""
