"""Words and sentences about suppliers and their sites."""

ERRORS = {
    "suppliers.number_taken": "Another supplier has this number.",
    "suppliers.lei_taken": "Another supplier has this LEI.",
    "suppliers.isin_taken": "Another supplier has this ISIN.",
    "suppliers.wrong_lei": "This is no LEI: its two check digits, the last ones, do not fit the 18 characters before.",
    "suppliers.wrong_isin": "This is no ISIN: its check digit, the last one, does not fit the 11 characters before.",
    "suppliers.country_unknown": "Choose a country of the list (ISO 3166).",
    "suppliers.time_zone_unknown": "There is no such time zone. Write for example Asia/Shanghai.",
    "suppliers.staff": "Write a whole number from 0 to {most}.",
    "suppliers.figure": "Write a number of 0 or more, at most {places} decimals.",
    "suppliers.changed_meanwhile": (
        "Someone else changed this supplier meanwhile. Nothing was saved; open it again in another window and compare."
    ),
    "suppliers.site_taken": "This supplier has a site of this name.",
    "suppliers.share": "Write a share above 0 and up to 1, at most {places} decimals.",
    "suppliers.shares_above_one": "The shares of all sites together would be above 1.",
}

WORDS = {
    "supplier_category.electronics": "Electronics",
    "supplier_category.circuit_boards": "Circuit boards",
    "supplier_category.batteries_power": "Batteries, power",
    "supplier_category.enclosures": "Enclosures",
    "supplier_category.connectors": "Connectors",
    "supplier_category.optical": "Optical",
    "supplier_category.thermal": "Thermal",
    "supplier_category.packaging": "Packaging",
    "supplier_category.logistics": "Logistics",
}
