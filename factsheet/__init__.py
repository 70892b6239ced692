"""Turn structured text into a family of print-ready handouts. docs/architecture.md draws the packages."""
