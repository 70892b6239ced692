"""Read and write files that anybody may have put there, whole or not at all, one command at a time."""
