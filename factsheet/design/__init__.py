"""Find layouts, locales, fonts and colours, and combine them with sheets to editions."""
