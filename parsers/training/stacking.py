"""Examples of several lengths in, tensors of one size out."""

from collections.abc import Sequence

import torch
from torch import Tensor

from parsers.training.data import Example


def stack(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Examples -> ids and mask (batch, length), slots (n, 2) as batch and position."""
    longest = max(len(e.window.ids) for e in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask = torch.zeros(len(examples), longest)
    for row, example in enumerate(examples):
        ids[row, : len(example.window.ids)] = torch.tensor(example.window.ids)
        mask[row, : len(example.window.ids)] = 1.0
    slots = [(row, position) for row, e in enumerate(examples) for position, _, _ in e.window.slots]
    return ids, mask, torch.tensor(slots)
