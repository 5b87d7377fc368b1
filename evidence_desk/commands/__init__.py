"""The one way to change a matter: commands, their handlers, the runner, undo and redo."""
