"""What crosses the wall between the window and the engine. Imports the standard library and msgspec, nothing else."""
