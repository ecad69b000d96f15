"""Long work: a job is a row written by the operation that wants it; the worker claims it, does it, and says so."""
