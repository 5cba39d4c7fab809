"""The encoder and its heads: MiniLM-L6 (Wang et al. 2020), a BERT of six layers, read from its published weights.

One reading of a document answers for all heads at once: for every sentence, for every token, and for every span that
the rules propose.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from generator.extract.encoder.heads import SENTENCE_HEADS, SPAN_HEADS, TOKEN_HEADS
from generator.extract.encoder.passes import LONGEST, TYPES

WIDTH, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY = 384, 6, 12, 1536, 30522
_SPAN_WIDTH = 128
_DROPOUT = 0.1


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019): self-attention and a feed-forward part, each normalised after."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        heads = self.qkv(x).view(batch, length, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=mask)
        x = self.norm(x + self.drop(self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    """Reads passes; see `forward`."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.types = nn.Embedding(TYPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(_DROPOUT)
        self.sentence_head = nn.Linear(2 * WIDTH, sum(SENTENCE_HEADS.values()))
        self.token_head = nn.Linear(WIDTH, sum(TOKEN_HEADS.values()))
        self.span_in = nn.Linear(5 * WIDTH, _SPAN_WIDTH)
        self.span_out = nn.Linear(_SPAN_WIDTH, sum(SPAN_HEADS.values()))
        self.words.weight.requires_grad = self.places.weight.requires_grad = False

    @classmethod
    def pretrained(cls, folder: Path) -> Network:
        """With the published weights of the encoder (``model.safetensors`` in `folder`) and new heads."""
        network = cls()
        weights = _safetensors(folder / "model.safetensors")
        state = network.state_dict()
        state["words.weight"] = weights["embeddings.word_embeddings.weight"]
        state["places.weight"] = weights["embeddings.position_embeddings.weight"]
        state["types.weight"] = weights["embeddings.token_type_embeddings.weight"][:1].expand(TYPES, -1).clone()
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
            for k in range(LAYERS):
                old = f"encoder.layer.{k}."
                qkv = [weights[f"{old}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                state[f"layers.{k}.qkv.{part}"] = torch.cat(qkv)
                for new, name in (
                    ("out", "attention.output.dense"),
                    ("norm", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    state[f"layers.{k}.{new}.{part}"] = weights[f"{old}{name}.{part}"]
        network.load_state_dict(state)
        return network

    def encode(self, ids: Tensor, types: Tensor, lengths: Tensor | None = None) -> Tensor:
        """``[batch, n]`` pieces and token types → ``[batch, n, 384]``; `lengths` where passes of a batch are padded."""
        n = ids.shape[1]
        x = self.words(ids) + self.places(torch.arange(n, device=ids.device))[None] + self.types(types)
        x = self.drop(self.norm(x))
        mask = None if lengths is None else (torch.arange(n)[None] < lengths[:, None])[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def sentence_logits(self, x: Tensor, sentences: Tensor) -> Tensor:
        """``[n, 384]`` and ``[m, 3]`` (marker, first, end) → ``[m, sentence outputs]``."""
        return self.sentence_head(self.drop(torch.cat([x[sentences[:, 0]], _means(x, sentences)], 1)))

    def token_logits(self, x: Tensor) -> Tensor:
        """``[n, 384]`` → ``[n, token outputs]``."""
        return self.token_head(self.drop(x))

    def span_logits(self, x: Tensor, spans: Tensor) -> Tensor:
        """``[n, 384]`` and ``[k, 3]`` (marker, first, end) → ``[k, span outputs]``."""
        ends = torch.clamp(spans[:, 2], max=x.shape[0] - 1)
        parts = [x[spans[:, 0]], x[spans[:, 1]], x[spans[:, 2] - 1], x[ends], _means(x, spans)]
        return self.span_out(functional.gelu(self.span_in(self.drop(torch.cat(parts, 1)))))

    def forward(self, ids: Tensor, types: Tensor, sentences: Tensor, spans: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One pass: ``[1, n]``, ``[1, n]``, ``[m, 3]``, ``[k, 3]`` → logits of sentences, of tokens and of spans."""
        x = self.encode(ids, types)[0]
        return self.sentence_logits(x, sentences), self.token_logits(x), self.span_logits(x, spans)


def _means(x: Tensor, ranges: Tensor) -> Tensor:
    """The mean of `x` over each half-open range (columns 1 and 2)."""
    sums = torch.cat([torch.zeros_like(x[:1]), torch.cumsum(x, 0)])
    return (sums[ranges[:, 2]] - sums[ranges[:, 1]]) / (ranges[:, 2] - ranges[:, 1])[:, None].to(x.dtype)


def _safetensors(path: Path) -> dict[str, Tensor]:
    """The float32 tensors of a safetensors file: a length, a JSON table, the numbers."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    table = json.loads(data[8 : 8 + size])
    return {
        name: torch.frombuffer(bytearray(data[8 + size + low : 8 + size + high]), dtype=torch.float32).reshape(
            entry["shape"]
        )
        for name, entry in table.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
        for low, high in [entry["data_offsets"]]
    }
