"""The command line's commands, one module per family, each over a Studio."""
