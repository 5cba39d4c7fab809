"""The fitted network as the file that ships: ONNX, weights stored in 8 bits, computed with in 32-bit floats.

Each row of a matrix keeps its own scale (its largest weight is 127). Arithmetic on 8-bit integers would differ between
processors; arithmetic on floats does only in the last digits, which no decision hangs on.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from generator.train.network import Network

OPSET = 17
_LEAST_STORED = 4096
"""Smaller tensors stay in 32 bits."""


def export(network: Network, path: Path) -> str:
    """Write `network` to `path`; returns the SHA-256 of the file."""
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        example = (
            torch.zeros((1, 9), dtype=torch.long),
            torch.zeros((1, 9), dtype=torch.long),
            torch.tensor([[1, 2, 5], [5, 6, 8]]),
            torch.tensor([[1, 2, 4], [5, 6, 8], [5, 6, 7]]),
        )
        torch.onnx.export(
            network,
            example,
            str(plain),
            input_names=["ids", "types", "sentences", "spans"],
            output_names=["sentence_logits", "token_logits", "span_logits"],
            dynamic_axes={
                "ids": {1: "n"}, "types": {1: "n"}, "sentences": {0: "m"}, "spans": {0: "k"},
                "token_logits": {0: "n"}, "sentence_logits": {0: "m"}, "span_logits": {0: "k"},
            },
            opset_version=OPSET,
            dynamo=False,
        )  # fmt: skip
        model = onnx.load(str(plain))
    _shrink(model.graph)
    model.producer_name = model.producer_version = ""
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _shrink(graph: onnx.GraphProto) -> None:
    """Put 8-bit weights with scales in place of the large tensors of `graph`."""
    nodes, kept = [], []
    gathered = {node.input[0]: node for node in graph.node if node.op_type == "Gather"}
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim != 2 or values.size < _LEAST_STORED or values.dtype != np.float32:
            kept.append(tensor)
            continue
        rows = tensor.name in gathered
        axis = 0 if rows else 1  # a matrix is multiplied from the left: an output is a column
        scale = np.abs(values).max(axis=1 - axis) / 127
        scale[scale == 0] = 1
        small = np.rint(values / (scale[:, None] if rows else scale[None, :])).astype(np.int8)
        name = tensor.name
        kept += [
            numpy_helper.from_array(small, f"{name}.q"),
            numpy_helper.from_array((scale[:, None] if rows else scale).astype(np.float32), f"{name}.scale"),
        ]
        if rows:
            node = gathered[name]
            place, out = node.input[1], node.output[0]
            nodes += [
                helper.make_node("Gather", [f"{name}.q", place], [f"{name}.rows"]),
                helper.make_node("Cast", [f"{name}.rows"], [f"{name}.float"], to=TensorProto.FLOAT),
                helper.make_node("Gather", [f"{name}.scale", place], [f"{name}.scales"]),
                helper.make_node("Mul", [f"{name}.float", f"{name}.scales"], [out]),
            ]
            graph.node.remove(node)
        else:
            nodes += [
                helper.make_node("Cast", [f"{name}.q"], [f"{name}.float"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [name]),
            ]
    old = list(graph.node)
    del graph.node[:]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    graph.node.extend(_ordered([*nodes, *old], {t.name for t in kept} | {i.name for i in graph.input}))


def _ordered(nodes: list[onnx.NodeProto], known: set[str]) -> list[onnx.NodeProto]:
    """`nodes` so that each stands after those it reads from."""
    done, waiting = [], nodes
    while waiting:
        ready = [n for n in waiting if all(not i or i in known for i in n.input)]
        if not ready:
            raise ValueError("the graph has a cycle")
        done += ready
        known |= {o for n in ready for o in n.output}
        waiting = [n for n in waiting if not any(n is r for r in ready)]
    return done
