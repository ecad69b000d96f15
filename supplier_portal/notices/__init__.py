"""What people are told: in the portal, by mail, by webhook; each written with the act it tells of."""
