"""Turn drawn pages into the files of each intent."""
