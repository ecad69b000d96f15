"""`python -m supplier_portal` is the console script."""

from supplier_portal.cli import main

main()
