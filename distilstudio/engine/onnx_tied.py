"""One matrix where a model that guesses words has one: it reads a word piece by a row of it, and answers by all of them.

The exporter writes such a matrix twice, the second time turned on its side, which makes the file nearly twice the student's size. Here it is
turned by the graph instead, which onnxruntime does once, when it loads the file. Must not know: runs, tasks, how a file is verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

_EIGHT_BITS = "_quantized"
"""What the quantiser puts behind the name of a matrix; `_scale` behind that of its scales."""


@dataclass(frozen=True)
class Tied:
    """Names of the two copies: `rows`, from which word pieces are read, and `columns`, with which they are answered."""

    rows: str
    columns: str


def tied_in(path: Path) -> Tied | None:
    """The matrix that a float32 file holds twice, upright and on its side; None where it holds none twice."""
    graph = onnx.load(path).graph
    held = {one.name: one for one in graph.initializer if len(one.dims) == 2}
    read = [held[node.input[0]] for node in graph.node if node.op_type == "Gather" and node.input[0] in held]
    answered = [held[node.input[1]] for node in graph.node if node.op_type == "MatMul" and node.input[1] in held]
    for rows in read:
        for columns in answered:
            alike = list(rows.dims) == list(columns.dims)[::-1]
            if alike and np.array_equal(numpy_helper.to_array(rows), numpy_helper.to_array(columns).T):
                return Tied(rows.name, columns.name)
    return None


def write_once(path: Path, tied: Tied) -> None:
    """Leave one of the two copies in a file, of float32 or of int8."""
    model = onnx.load(path)
    graph = model.graph
    if any(one.name == tied.columns for one in graph.initializer):
        _drop(graph, tied.columns)
        graph.node.insert(0, helper.make_node("Transpose", [tied.rows], [tied.columns], perm=[1, 0]))
    else:
        _write_int8_once(graph, tied)
    onnx.save(model, path)


def _write_int8_once(graph: GraphProto, tied: Tied) -> None:
    """Of the two, the one for answers stays, turned upright: it has a scale for each word piece, the other one for all of them."""
    read, answered, scales = tied.rows + _EIGHT_BITS, tied.columns + _EIGHT_BITS, tied.columns + "_scale"
    upright = np.ascontiguousarray(numpy_helper.to_array(_drop(graph, answered)).T)
    _drop(graph, read)
    graph.initializer.append(numpy_helper.from_array(upright, read))
    gather = next(node for node in graph.node if node.op_type == "Gather" and node.input[0] == read)
    place, told = next((at, node) for at, node in enumerate(graph.node) if gather.output[0] in node.input)
    graph.node.remove(told)
    graph.initializer.append(numpy_helper.from_array(np.array([-1]), f"{read}_axis"))
    for number, node in enumerate(_read_by_scale(gather, scales, f"{read}_axis", told.output[0])):
        graph.node.insert(place + number, node)
    graph.node.insert(0, helper.make_node("Transpose", [read], [answered], perm=[1, 0]))


def _read_by_scale(gather: NodeProto, scales: str, axis: str, output: str) -> Iterator[NodeProto]:
    """The rows that were gathered as numbers: each times the scale of its word piece."""
    rows, ids = gather.output[0], gather.input[1]
    yield helper.make_node("Cast", [rows], [f"{rows}_cast"], to=TensorProto.FLOAT)
    yield helper.make_node("Gather", [scales, ids], [f"{rows}_scale"])
    yield helper.make_node("Unsqueeze", [f"{rows}_scale", axis], [f"{rows}_scale_column"])
    yield helper.make_node("Mul", [f"{rows}_cast", f"{rows}_scale_column"], [output])


def _drop(graph: GraphProto, name: str) -> TensorProto:
    found: TensorProto = next(one for one in graph.initializer if one.name == name)
    graph.initializer.remove(found)
    return found
