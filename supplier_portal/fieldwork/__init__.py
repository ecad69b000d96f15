"""Changes from the audit page, each with the client's own UUID: taken once, answered the same again."""
