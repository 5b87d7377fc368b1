"""Files that hold files: what is in them is written aside, each member to be taken in by itself."""
