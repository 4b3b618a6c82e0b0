"""The type checker `ty`, where the project's environment or the `PATH` has it, asked for the classes of objects."""
