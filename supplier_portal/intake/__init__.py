"""One way in for everything that comes by file: read, mapped, previewed, confirmed, written, undone."""
