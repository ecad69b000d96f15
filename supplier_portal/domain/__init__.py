"""Pure rules: no framework, no database, no clock; what they need is an argument."""
