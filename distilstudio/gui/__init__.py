"""The window: pages, widgets and their models. Never imports torch, transformers, datasets or the engine."""
