"""Scripts that try to break a run for minutes on end; apart from the tests, and started by hand."""
