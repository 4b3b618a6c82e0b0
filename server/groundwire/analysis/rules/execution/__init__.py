"""Evidence of execution: what a test run that was recorded did not run."""
