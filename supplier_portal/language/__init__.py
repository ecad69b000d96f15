"""Codes and errors into words of the reader's language: for pages, PDFs, sheets and the command line alike."""
