"""The Hugging Face Hub: search, download, cache, connection test. Must not know: tasks beyond their names, training, the window."""
