"""Declarations: a supplier says what its own company's data should be, and a planner takes it over or declines."""
