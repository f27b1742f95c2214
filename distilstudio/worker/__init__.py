"""The background GPU worker thread and the engine processes that live in it. Knows the protocol and QtCore, nothing of widgets or models."""
