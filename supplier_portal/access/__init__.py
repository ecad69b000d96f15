"""Who may do what: the actor, the one permissions table, and how far a permission reaches."""
