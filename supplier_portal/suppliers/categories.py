"""What suppliers supply. The word of a code is `supplier_category.<code>`."""

CATEGORIES = (
    "electronics",
    "circuit_boards",
    "batteries_power",
    "enclosures",
    "connectors",
    "optical",
    "thermal",
    "packaging",
    "logistics",
)
