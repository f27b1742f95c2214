"""From a person's file to rows: readers (one per format), guesses, health, splits. Must not know models, tokenizers, runs.

The doors: `inspection.inspect_data` (what the data page shows), `loading.load` (what a run trains on), `reading.read` (a file as a table).
"""
