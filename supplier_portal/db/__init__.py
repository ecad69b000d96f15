"""The database: base, own types, engine, guards, and the one place that commits. Knows no Flask."""
