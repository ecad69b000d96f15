"""The buyer's desk: what waits for the buyer, how findings go, and acts on many of them at once."""
