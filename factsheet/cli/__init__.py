"""Read the command line and run one command."""
