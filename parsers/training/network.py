"""Token ids in, label, method, assertion and actor of each slot out: a small BERT with four heads, in plain torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from parsers.reading.judge import ASSERTIONS, LABELS, METHODS
from parsers.reading.windows import FIRST_SLOT, KINDS, SLOTS

WIDTH, LAYERS, HEADS, INNER, POSITIONS, POINTER = 384, 6, 12, 1536, 256, 128
DROPOUT, STOCK = 0.1, 1 << 21
# What the slots start as, a kind each.
ORIGINS = (("city", "town", "village"), ("country", "nation"), ("capital", "city", "government"))


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits, one line a slot."""

    label: Tensor
    method: Tensor
    assertion: Tensor
    start: Tensor
    stop: Tensor


class Drop(nn.Module):
    """Dropout from a stock of chances: drawing them afresh would take a tenth of the training time."""

    def __init__(self) -> None:
        super().__init__()
        self._stock = torch.empty(0)

    def forward(self, hidden: Tensor) -> Tensor:
        if not self.training:
            return hidden
        if len(self._stock) < 2 * hidden.numel():
            kept = torch.rand(max(STOCK, 2 * hidden.numel())) >= DROPOUT
            self._stock = kept.to(hidden.dtype) / (1.0 - DROPOUT)
        start = int(torch.randint(len(self._stock) - hidden.numel(), (1,)))
        return hidden * self._stock[start : start + hidden.numel()].view_as(hidden)


class Layer(nn.Module):
    """One transformer block, normalised after each sum as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.attend = nn.Linear(WIDTH, 3 * WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.mix_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop()

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = hidden.shape
        parts = self.attend(hidden).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        # No dropout here: it would double the time of this step on a CPU.
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        hidden = self.mix_norm(hidden + self.drop(self.mix(mixed)))
        inner = self.narrow(functional.gelu(self.widen(hidden)))
        summed: Tensor = self.norm(hidden + self.drop(inner))
        return summed


def _head(classes: int, inner: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(WIDTH, inner), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(inner, classes))


class Network(nn.Module):
    """The judge as it is trained; `export.py` writes the same arithmetic as ONNX."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.slots = nn.Embedding(SLOTS * KINDS, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.label = _head(len(LABELS), WIDTH)
        self.method = _head(len(METHODS), WIDTH // 2)
        self.assertion = _head(len(ASSERTIONS), WIDTH // 2)
        self.ask = nn.Linear(WIDTH, 2 * POINTER)
        self.answer = nn.Linear(WIDTH, 2 * POINTER)

    def forward(self, ids: Tensor, mask: Tensor, slots: Tensor) -> Reading:
        """ids and mask (batch, length), slots (n, 2) as batch and position -> logits of the n slots."""
        own = (ids >= FIRST_SLOT) & (ids < FIRST_SLOT + SLOTS * KINDS)
        slot = self.slots((ids - FIRST_SLOT).clamp(0, SLOTS * KINDS - 1))
        words = torch.where(own.unsqueeze(-1), slot, self.words(ids))
        hidden = self.drop(self.norm(words + self.positions.weight[: ids.shape[1]]))
        closed = (1.0 - mask.to(hidden.dtype)) * -1e4
        bias = closed[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, bias)
        chosen = hidden[slots[:, 0], slots[:, 1]]
        asked = self.ask(chosen).view(-1, 2, 1, POINTER)
        keys = self.answer(hidden).view(*ids.shape, 2, POINTER).transpose(1, 2)[slots[:, 0]]
        scores = (asked * keys).sum(-1) / POINTER**0.5 + closed[slots[:, 0]].unsqueeze(1)
        return Reading(self.label(chosen), self.method(chosen), self.assertion(chosen), scores[:, 0], scores[:, 1])


def build_network(base: Path, vocabulary: Sequence[str]) -> Network:
    """The base model's folder -> a network that starts from its weights."""
    network = Network(len(vocabulary))
    _load_base(network, load_file(base / "model.safetensors"))
    known = {word: i for i, word in enumerate(vocabulary)}
    with torch.no_grad():
        for kind, words in enumerate(ORIGINS):
            mean = network.words.weight[[known[w] for w in words]].mean(0)
            rows = slice(kind * SLOTS, (kind + 1) * SLOTS)
            network.slots.weight[rows] = mean + torch.randn(SLOTS, WIDTH) * mean.std() * 0.3
    for part in (network.words, network.positions, network.norm):
        part.requires_grad_(False)
    return network


def _load_base(network: Network, base: dict[str, Tensor]) -> None:
    found: dict[str, Tensor] = {
        "words.weight": base["embeddings.word_embeddings.weight"],
        "positions.weight": base["embeddings.position_embeddings.weight"][:POSITIONS]
        + base["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
    }
    for i in range(LAYERS):
        old, new = f"encoder.layer.{i}.", f"layers.{i}."
        for part in ("weight", "bias"):
            three = [base[f"{old}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            found[f"{new}attend.{part}"] = torch.cat(three)
            for ours, theirs in (
                ("mix", "attention.output.dense"),
                ("mix_norm", "attention.output.LayerNorm"),
                ("widen", "intermediate.dense"),
                ("narrow", "output.dense"),
                ("norm", "output.LayerNorm"),
            ):
                found[f"{new}{ours}.{part}"] = base[f"{old}{theirs}.{part}"]
    missing = network.load_state_dict(found, strict=False)
    if missing.unexpected_keys:
        raise ValueError(f"not a MiniLM of 6 layers: {missing.unexpected_keys[:3]}")
