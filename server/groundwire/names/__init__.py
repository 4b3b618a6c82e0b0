"""The names process: which class an object is of, by jedi, in a process of its own that runs nothing it reads."""
