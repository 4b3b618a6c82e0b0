"""Evidence in, verdict out: what a person reads first about a unit."""
