"""The live preview: a saved file comes in, and the pages it changes go out to a browser on the same computer."""
