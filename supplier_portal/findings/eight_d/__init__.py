"""Findings as 8D workbooks and PDFs, and workbooks that come back filled in."""
