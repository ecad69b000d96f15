"""Files by their content: the SHA-256 is the name and the receipt."""
