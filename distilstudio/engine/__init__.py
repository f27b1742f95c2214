"""What computes: torch, transformers, datasets, numpy and the protocol. Must not know Qt, nor who asks."""
