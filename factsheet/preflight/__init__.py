"""Check finished PDFs before they are published: numbered checks, each of which yields what breaks its rule."""
