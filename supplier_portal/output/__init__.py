"""What leaves the portal as a picture, a sheet or a PDF; each module loads its library only when it is imported."""
