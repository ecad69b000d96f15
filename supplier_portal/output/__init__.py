"""What leaves the portal as a picture, a sheet or a PDF. Nothing here loads WeasyPrint, pandas or XlsxWriter by itself."""
