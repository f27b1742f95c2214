"""The commands' own modules, behind `distilstudio.cli`. May know the engine and the protocol; must not know the window or the worker."""

COMMANDS = ("distil", "resume", "exam", "try", "export", "proof", "doctor")
