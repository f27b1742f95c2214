"""One module per file format, each turning a file into a ReadTable. Must not know what the columns mean."""
