"""A trained network in, one ONNX file of int8 weights out; the layers multiply in int8, the heads in float."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from parsers.reading.windows import FIRST_SLOT, KINDS, SLOTS
from parsers.training.network import HEADS, LAYERS, POINTER, POSITIONS, WIDTH, Network

OPSET = 20
Floats = NDArray[np.float32]


@dataclass(slots=True)
class Graph:
    """An ONNX graph while it is written: each call adds a node or a weight and returns its name."""

    quantized: bool = True
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """One node with one output."""
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, values: NDArray[np.generic]) -> str:
        """A weight as it is."""
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def shape(self, *sizes: int) -> str:
        """Sizes for a reshape; 0 keeps a size, -1 is what is left."""
        return self.constant(np.array(sizes, dtype=np.int64))

    def matrix(self, values: Floats) -> str:
        """A weight (in, out) as int8 with one scale a column."""
        if not self.quantized:
            return self.constant(values)
        small, scale = quantize(values, axis=0)
        # Not DequantizeLinear: onnxruntime keeps those, but works out plain arithmetic on constants at load.
        return self.node("Mul", self.node("Cast", self.constant(small), to=TensorProto.FLOAT), self.constant(scale))

    def linear(self, inputs: str, weight: Floats, bias: Floats) -> str:
        """inputs @ weight + bias; `weight` as torch keeps it (out, in)."""
        return self.node("Add", self.node("MatMul", inputs, self.matrix(weight.T)), self.constant(bias))

    def fast_linear(self, inputs: str, weight: Floats, bias: Floats) -> str:
        """The same multiplied in whole numbers, twice as fast: inputs as 8 bits too, with one scale for all of them."""
        if not self.quantized:
            return self.linear(inputs, weight, bias)
        small, scale = quantize_for_products(weight.T)
        name = f"quantized_{len(self.nodes)}"
        parts = [f"{name}_{part}" for part in ("values", "scale", "zero")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [inputs], parts, name=name))
        product = self.node("MatMulInteger", parts[0], self.constant(small), parts[2])
        scales = self.node("Mul", parts[1], self.constant(scale))
        wide = self.node("Mul", self.node("Cast", product, to=TensorProto.FLOAT), scales)
        return self.node("Add", wide, self.constant(bias))


def quantize(values: Floats, *, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Symmetric int8: the largest value along `axis` becomes 127."""
    scale = np.abs(values).max(axis=axis).astype(np.float32) / 127.0
    scale[scale == 0] = 1.0
    wide = np.round(values / np.expand_dims(scale, axis))
    return np.clip(wide, -127, 127).astype(np.int8), scale


def quantize_for_products(values: Floats) -> tuple[NDArray[np.int8], Floats]:
    """The same along axis 0, with no two neighbours beyond 128 together.

    Without VNNI, processors add up two products with 8-bit inputs in 16 bits: more than that would overflow there, and
    verdicts would depend on the machine."""
    pairs = np.abs(values).reshape(-1, 2, values.shape[1]).sum(axis=1).max(axis=0)
    scale = (pairs / 127.0).astype(np.float32)  # 128 less what rounding adds
    scale[scale == 0] = 1.0
    return np.clip(np.round(values / scale), -127, 127).astype(np.int8), scale


def write_onnx(network: Network, path: Path, *, quantized: bool = True) -> None:
    """The network as one file; inputs ids and mask (batch, length) and slots (n, 2)."""
    weights = {name: value.detach().numpy().astype(np.float32) for name, value in network.state_dict().items()}
    graph = Graph(quantized=quantized)
    hidden = _embed(graph, weights)
    closed = graph.node(
        "Mul",
        graph.node("Sub", graph.constant(np.ones(1, dtype=np.float32)), "mask"),
        graph.constant(np.full(1, -1e4, dtype=np.float32)),
    )
    bias = graph.node("Unsqueeze", closed, graph.shape(1, 2))
    for index in range(LAYERS):
        own = {n.split(".", 2)[2]: w for n, w in weights.items() if n.startswith(f"layers.{index}.")}
        hidden = _layer(graph, hidden, bias, own)
    outputs = _heads(graph, hidden, closed, weights)
    for name, inner in outputs.items():
        graph.nodes.append(helper.make_node("Identity", [inner], [name]))
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"]),
        helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["batch", "length"]),
        helper.make_tensor_value_info("slots", TensorProto.INT64, ["places", 2]),
    ]
    results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["places", None]) for name in outputs]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "judge", inputs, results, graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=10,
        producer_name="frontwire",
    )
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _embed(graph: Graph, weights: dict[str, Floats]) -> str:
    table = weights["words.weight"].copy()
    table[FIRST_SLOT : FIRST_SLOT + SLOTS * KINDS] = weights["slots.weight"]
    length = graph.node("Slice", graph.node("Shape", "ids"), graph.shape(1), graph.shape(2))
    positions = graph.node(
        "Slice", graph.constant(weights["positions.weight"][:POSITIONS]), graph.shape(0), length, graph.shape(0)
    )
    if graph.quantized:  # only the rows that are read are widened
        small, scale = quantize(table, axis=1)
        rows = graph.node("Cast", graph.node("Gather", graph.constant(small), "ids"), to=TensorProto.FLOAT)
        scales = graph.node("Gather", graph.constant(scale[:, None]), "ids")
        words = graph.node("Mul", rows, scales)
    else:
        words = graph.node("Gather", graph.constant(table), "ids")
    return _norm(graph, graph.node("Add", words, positions), weights, "norm")


def _norm(graph: Graph, hidden: str, weights: dict[str, Floats], name: str) -> str:
    scale, bias = graph.constant(weights[f"{name}.weight"]), graph.constant(weights[f"{name}.bias"])
    return graph.node("LayerNormalization", hidden, scale, bias, axis=-1, epsilon=1e-12)


def _layer(graph: Graph, hidden: str, bias: str, weights: dict[str, Floats]) -> str:
    size = WIDTH // HEADS
    weight, offset = weights["attend.weight"].copy(), weights["attend.bias"].copy()
    weight[:WIDTH] /= size**0.5  # the query carries the scale of the attention
    offset[:WIDTH] /= size**0.5
    parts = graph.node("Reshape", graph.fast_linear(hidden, weight, offset), graph.shape(0, 0, 3, HEADS, size))
    three = [graph.node("Gather", parts, graph.constant(np.array(i, dtype=np.int64)), axis=2) for i in range(3)]
    query = graph.node("Transpose", three[0], perm=[0, 2, 1, 3])
    key = graph.node("Transpose", three[1], perm=[0, 2, 3, 1])
    value = graph.node("Transpose", three[2], perm=[0, 2, 1, 3])
    scores = graph.node("Softmax", graph.node("Add", graph.node("MatMul", query, key), bias), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", scores, value), perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", mixed, graph.shape(0, 0, WIDTH))
    mixed = graph.fast_linear(mixed, weights["mix.weight"], weights["mix.bias"])
    hidden = _norm(graph, graph.node("Add", hidden, mixed), weights, "mix_norm")
    inner = graph.node("Gelu", graph.fast_linear(hidden, weights["widen.weight"], weights["widen.bias"]))
    inner = graph.fast_linear(inner, weights["narrow.weight"], weights["narrow.bias"])
    return _norm(graph, graph.node("Add", hidden, inner), weights, "norm")


def _heads(graph: Graph, hidden: str, closed: str, weights: dict[str, Floats]) -> dict[str, str]:
    chosen = graph.node("GatherND", hidden, "slots")
    found: dict[str, str] = {}
    for name in ("label", "method", "assertion"):
        inner = graph.node("Gelu", graph.linear(chosen, weights[f"{name}.0.weight"], weights[f"{name}.0.bias"]))
        found[name] = graph.linear(inner, weights[f"{name}.3.weight"], weights[f"{name}.3.bias"])
    rows = graph.node("Gather", "slots", graph.constant(np.array(0, dtype=np.int64)), axis=1)
    for index, name in enumerate(("start", "stop")):
        part = slice(index * POINTER, (index + 1) * POINTER)
        weight, bias = weights["ask.weight"][part] / POINTER**0.5, weights["ask.bias"][part] / POINTER**0.5
        asked = graph.node("Unsqueeze", graph.linear(chosen, weight, bias), graph.shape(2))
        keys = graph.linear(hidden, weights["answer.weight"][part], weights["answer.bias"][part])
        scores = graph.node("MatMul", graph.node("Gather", keys, rows), asked)
        scores = graph.node("Squeeze", scores, graph.shape(2))
        found[name] = graph.node("Add", scores, graph.node("Gather", closed, rows))
    return found


def write_tokenizer(base: Path, path: Path) -> None:
    """The base model's tokenizer without what cuts, fills and frames: windows do that."""
    tokenizer = json.loads(base.read_text(encoding="utf-8"))
    tokenizer.update(truncation=None, padding=None, post_processor=None)
    path.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
