"""Appeals: a supplier says that a figure of its score is wrong, with evidence, and a reviewer decides."""
