"""Code that gives other results from run to run."""
