"""The public list of companies with science-based targets: what it says, and reading it from rows and from a file."""
