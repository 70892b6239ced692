"""Show pages in a browser on the same computer, and show them anew whenever a file is saved."""
