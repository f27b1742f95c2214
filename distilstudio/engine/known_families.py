"""Which model families can be cut, and where each keeps its layers: names alone. Must not know: models, torch, which takes seconds to load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """Path of the layer list below the base model, and the config's own name for the number of layers.

    not_in_first: weights that every layer has but the first.
    attention: the modules of a layer that give queries, keys and values; one module: all three, one after the other.
    places: further ones that give as many columns, of positions. after_attention: the module that brings the heads' columns together.
    neurons_in, neurons_out: into and out of the feed-forward part; gated: the first gives each neuron and then each neuron's gate.
    neurons_key: the config's own name for the number of neurons. same_heads: what the heads know of distances is shared by all layers.
    norms: of a layer as the original Transformer has it, with nothing besides, the norms behind attention and behind the feed-forward part.
    drops: of such a layer, what drops shares of attention, what drops of the results of attention and of the feed-forward part; "": nothing.
    """

    layers: str
    depth_key: str = "num_hidden_layers"
    not_in_first: tuple[str, ...] = ()
    attention: tuple[str, ...] = ("attention.self.query", "attention.self.key", "attention.self.value")
    places: tuple[str, ...] = ()
    after_attention: str = "attention.output.dense"
    neurons_in: str = "intermediate.dense"
    neurons_out: str = "output.dense"
    gated: bool = False
    neurons_key: str = "intermediate_size"
    same_heads: bool = False
    norms: tuple[str, str] | None = None
    drops: tuple[str, str, str] = ("attention.self.dropout", "attention.output.dropout", "output.dropout")


_LIKE_BERT = Family("encoder.layer", norms=("attention.output.LayerNorm", "output.LayerNorm"))


FAMILIES: dict[str, Family] = {
    "bert": _LIKE_BERT,
    "roberta": _LIKE_BERT,
    "xlm-roberta": _LIKE_BERT,
    "camembert": _LIKE_BERT,
    "electra": _LIKE_BERT,
    "mpnet": Family(
        "encoder.layer",
        attention=("attention.attn.q", "attention.attn.k", "attention.attn.v"),
        after_attention="attention.attn.o",
        same_heads=True,
    ),
    "deberta-v2": Family(
        "encoder.layer",
        attention=("attention.self.query_proj", "attention.self.key_proj", "attention.self.value_proj"),
        places=("attention.self.pos_key_proj", "attention.self.pos_query_proj"),
    ),
    "modernbert": Family(
        "layers",
        not_in_first=("attn_norm.weight",),  # the embeddings end with that norm
        attention=("attn.Wqkv",),
        after_attention="attn.Wo",
        neurons_in="mlp.Wi",
        neurons_out="mlp.Wo",
        gated=True,
    ),
    "distilbert": Family(
        "transformer.layer",
        depth_key="n_layers",
        attention=("attention.q_lin", "attention.k_lin", "attention.v_lin"),
        after_attention="attention.out_lin",
        neurons_in="ffn.lin1",
        neurons_out="ffn.lin2",
        neurons_key="hidden_dim",
        norms=("sa_layer_norm", "output_layer_norm"),
        drops=("attention.dropout", "", "ffn.dropout"),
    ),
}
"""By the config's model_type."""
