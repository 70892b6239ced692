"""Join facts and copy of a sheet to one frozen value, and know how far each translation is."""
