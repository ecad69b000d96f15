"""Public holidays by calendar and year, and the shutdowns suppliers declare: days on which clocks stand still."""
