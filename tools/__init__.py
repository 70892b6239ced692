"""What is run by hand, now and then, to make files the project keeps."""
