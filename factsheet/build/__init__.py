"""Make editions in several processes, and write files, reports and the gallery."""
