"""Lay out and draw pages. The only package that knows WeasyPrint, pydyf and Pango."""
