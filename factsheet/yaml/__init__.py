"""Read YAML with the place of every string, check it against models, and edit it without losing a comment."""
