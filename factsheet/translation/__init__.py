"""Exchange words with translators and reviewers, and keep records of what they did."""
