"""Carbon data: the public list of science-based targets, CDP scores, data quality."""
