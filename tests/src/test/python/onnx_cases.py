"""Writes the ONNX models of ImportedModelTest, with inputs and what ONNX Runtime computes for them.

Usage: python onnx_cases.py FOLDER

Needs torch, onnx, onnxscript, onnxruntime, numpy and safetensors. Models of PyTorch are exported
by both of its exporters. Operators that these do not write are put into graphs by hand.
"""

import os
import sys
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from torch import nn

warnings.filterwarnings("ignore")
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
torch.manual_seed(1)
random = np.random.default_rng(2)


def keep(name, model, feeds):
    """A model, the inputs and ONNX Runtime's results, without what says nothing of numbers."""
    for node in model.graph.node:
        node.ClearField("doc_string")
        node.ClearField("metadata_props")
    model.ClearField("metadata_props")
    del model.graph.value_info[:]
    path = os.path.join(folder, name)
    onnx.save(model, path + ".onnx")
    session = onnxruntime.InferenceSession(path + ".onnx")
    results = session.run(None, feeds)
    save_file({k: np.ascontiguousarray(v) for k, v in feeds.items()}, path + ".in.safetensors")
    named = zip([o.name for o in session.get_outputs()], results)
    save_file({k: np.ascontiguousarray(v) for k, v in named}, path + ".out.safetensors")
    print(name, sorted({n.op_type for n in model.graph.node}))


class Tagger(nn.Module):
    """A class for each symbol, or for the last one."""

    def __init__(self, kind, layers, both, last):
        super().__init__()
        self.last = last
        self.embedding = nn.Embedding(11, 4)
        self.cells = getattr(nn, kind)(
            4, 5, layers, batch_first=True, bidirectional=both, dropout=0.1 if layers > 1 else 0)
        self.classify = nn.Linear(10 if both else 5, 3)

    def forward(self, symbols):
        outputs, _ = self.cells(self.embedding(symbols))
        if self.last:
            outputs = torch.relu(outputs[:, -1])
        return torch.log_softmax(self.classify(outputs), -1)


class Regression(nn.Module):
    """Normalized numbers, a recurrent network with states, and means over time."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(3)
        self.cells = nn.LSTM(3, 5, 2)
        self.mix = nn.Sequential(nn.Linear(5, 4), nn.GELU(), nn.Dropout(0.5), nn.Linear(4, 2))

    def forward(self, x, h, c):
        y, (h, c) = self.cells(self.norm(x), (h, c))
        return self.mix(torch.cat([y.mean(0), y.amax(0)], 0)), h, c


class Attentive(nn.Module):
    """Attention over the outputs of a recurrent network."""

    def __init__(self):
        super().__init__()
        self.cells = nn.GRU(3, 4, batch_first=True)
        self.query = nn.Linear(4, 4)

    def forward(self, x):
        y, _ = self.cells(x)
        scores = self.query(y) @ y.transpose(1, 2) / 2.0
        return torch.softmax(scores, -1) @ y


def exported(name, module, inputs, axes):
    """By the older exporter, and by the newer one."""
    module.eval()
    names = list(inputs)
    values = tuple(torch.from_numpy(v) for v in inputs.values())
    larger = {k: other(k, v, axes) for k, v in inputs.items()}
    path = os.path.join(folder, "exported.onnx")
    torch.onnx.export(module, values, path, dynamo=False, input_names=names, dynamic_axes=axes)
    keep(name + "-older", onnx.load(path), larger)
    shapes = tuple(
        {i: torch.export.Dim.DYNAMIC for i in axes.get(k, {})} for k in names)
    torch.onnx.export(module, values, path, dynamo=True, input_names=names,
                      dynamic_shapes=shapes, external_data=False, verbose=False)
    keep(name + "-newer", onnx.load(path), larger)
    os.remove(path)


def other(name, value, axes):
    """Numbers of another batch and length than those that were exported with."""
    shape = [n + 2 if i in axes.get(name, {}) else n for i, n in enumerate(value.shape)]
    if value.dtype == np.int64:
        return random.integers(0, 11, shape)
    return random.standard_normal(shape).astype(np.float32)


def floats(*shape):
    return random.standard_normal(shape).astype(np.float32)


def by_hand(name, nodes, inputs, outputs, weights, feeds, opset=17):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info(n, t, s) for n, t, s in inputs],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs],
        [numpy_helper.from_array(v, n) for n, v in weights.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = 8
    keep(name, model, feeds)


def recurrent(name, operator, gates, directions, peepholes=False, **attributes):
    """An operator with lengths and states."""
    states = 2 if operator == "LSTM" else 1
    weights = {
        "W": floats(directions, gates * 4, 3) / 2,
        "R": floats(directions, gates * 4, 4) / 2,
        "B": floats(directions, 2 * gates * 4) / 2,
    }
    feeds = {"x": floats(6, 3, 3), "lengths": np.array([6, 2, 4], np.int32)}
    feeds["h_0"] = floats(directions, 3, 4)
    if states == 2:
        feeds["c_0"] = floats(directions, 3, 4)
    reads = ["x", "W", "R", "B", "lengths", "h_0"] + (["c_0"] if states == 2 else [])
    if peepholes:
        weights["P"] = floats(directions, 12) / 2
        reads.append("P")
    gives = ["y", "h_n"] + (["c_n"] if states == 2 else [])
    inputs = [("x", TensorProto.FLOAT, ["T", "B", 3]), ("lengths", TensorProto.INT32, ["B"])]
    inputs += [(n, TensorProto.FLOAT, [directions, "B", 4]) for n in ["h_0", "c_0"][:states]]
    node = helper.make_node(operator, reads, gives, name, hidden_size=4, **attributes)
    by_hand(name, [node], inputs, gives, weights, feeds)


BATCH_TIME = {"symbols": {0: "batch", 1: "time"}}
for kind, layers, both, last in [("LSTM", 1, False, True), ("GRU", 2, True, False),
                                 ("RNN", 1, True, False), ("LSTM", 2, True, True)]:
    name = f"tagger-{kind.lower()}-{layers}" + ("-both" if both else "")
    if kind != "RNN":
        exported(name, Tagger(kind, layers, both, last),
                 {"symbols": random.integers(0, 11, (3, 5))}, BATCH_TIME)
    else:
        # the newer exporter unrolls nn.RNN, so its time is fixed
        exported(name, Tagger(kind, layers, both, last),
                 {"symbols": random.integers(0, 11, (3, 5))}, {"symbols": {0: "batch"}})
exported("regression", Regression(), {"x": floats(5, 3, 3), "h": floats(2, 3, 5),
                                      "c": floats(2, 3, 5)},
         {"x": {1: "batch"}, "h": {1: "batch"}, "c": {1: "batch"}})
exported("attentive", Attentive(), {"x": floats(3, 5, 3)}, {"x": {0: "batch", 1: "time"}})

recurrent("lstm-peepholes", "LSTM", 4, 2, peepholes=True, direction="bidirectional")
recurrent("lstm-coupled", "LSTM", 4, 1, direction="reverse", input_forget=1)
recurrent("lstm-activations", "LSTM", 4, 1, activations=["HardSigmoid", "Softsign", "Elu"],
          activation_alpha=[0.3, 0.8], activation_beta=[0.4])
recurrent("gru-before", "GRU", 3, 2, direction="bidirectional")
recurrent("gru-after", "GRU", 3, 1, direction="reverse", linear_before_reset=1)
recurrent("rnn-activations", "RNN", 1, 2, direction="bidirectional",
          activations=["Relu", "LeakyRelu"], activation_alpha=[0.2])

# functions of elements, one after the other
chain = ["Abs", "Neg", "Exp", "Sqrt", "Log", "Sin", "Cos", "Erf", "Softplus", "Reciprocal",
         "HardSigmoid", "Selu", "Elu", "LeakyRelu", "Softsign", "Sigmoid", "Tanh", "Celu",
         "ThresholdedRelu", "HardSwish", "Mish"]
nodes = [helper.make_node(f, ["x"], [f]) for f in chain if f not in ("Sqrt", "Log")]
nodes += [helper.make_node("Sqrt", ["Exp"], ["Sqrt"]), helper.make_node("Log", ["Exp"], ["Log"]),
          helper.make_node("Sign", ["x"], ["Sign"]),
          helper.make_node("Clip", ["x", "low", "high"], ["Clip"]),
          helper.make_node("Pow", ["x", "three"], ["Pow"]),
          helper.make_node("PRelu", ["x", "slope"], ["PRelu"]),
          helper.make_node("Max", ["x", "slope", "low"], ["Max"]),
          helper.make_node("Min", ["x", "slope"], ["Min"]),
          helper.make_node("Sum", ["x", "x", "x"], ["Sum"]),
          helper.make_node("Greater", ["x", "low"], ["greater"]),
          helper.make_node("Less", ["x", "high"], ["less"]),
          helper.make_node("GreaterOrEqual", ["x", "x"], ["same"]),
          helper.make_node("LessOrEqual", ["x", "low"], ["lower"]),
          helper.make_node("And", ["greater", "less"], ["inside"]),
          helper.make_node("Not", ["inside"], ["outside"]),
          helper.make_node("Or", ["outside", "lower"], ["either"]),
          helper.make_node("Equal", ["either", "same"], ["equal"]),
          helper.make_node("Where", ["equal", "x", "slope"], ["Where"]),
          helper.make_node("Cast", ["inside"], ["Cast"], to=1),
          helper.make_node("Div", ["x", "slope"], ["Div"]),
          helper.make_node("Sub", ["x", "slope"], ["Sub"]),
          helper.make_node("Identity", ["x"], ["Identity"]),
          helper.make_node("Dropout", ["x"], ["Dropout"])]
elements = chain + ["Sign", "Clip", "Pow", "PRelu", "Max", "Min", "Sum", "Where", "Cast", "Div",
                    "Sub", "Identity", "Dropout"]
by_hand("elements", nodes, [("x", TensorProto.FLOAT, ["B", 4])], elements,
        {"low": np.array(-0.5, np.float32), "high": np.array(0.7, np.float32),
         "three": np.array(3, np.float32), "slope": np.array([0.1, 0.2, 0.3, 0.4], np.float32)},
        {"x": floats(3, 4)}, opset=18)


def whole(*values):
    return np.array(values, np.int64)


# forms
nodes = [helper.make_node("Split", ["x", "parts"], ["a", "b"], axis=2),
         helper.make_node("Pad", ["a", "pads"], ["Pad"]),
         helper.make_node("Tile", ["b", "repeats"], ["Tile"]),
         helper.make_node("Slice", ["x", "from", "to", "axes", "steps"], ["Slice"]),
         helper.make_node("Gather", ["x", "picked"], ["Gather"], axis=1),
         helper.make_node("Flatten", ["x"], ["Flatten"], axis=2),
         helper.make_node("Unsqueeze", ["x", "ends"], ["wide"]),
         helper.make_node("Squeeze", ["wide", "ends"], ["Squeeze"]),
         helper.make_node("Transpose", ["x"], ["Transpose"]),
         helper.make_node("Shape", ["x"], ["shape"]),
         helper.make_node("ConstantOfShape", ["shape"], ["zeros"]),
         helper.make_node("Expand", ["row", "shape"], ["rows"]),
         helper.make_node("Add", ["zeros", "rows"], ["Expand"]),
         helper.make_node("Size", ["x"], ["size"]),
         helper.make_node("Range", ["zero", "size", "one"], ["count"]),
         helper.make_node("Reshape", ["count", "shape"], ["counted"]),
         helper.make_node("Cast", ["counted"], ["Range"], to=1),
         helper.make_node("CumSum", ["x", "one"], ["CumSum"], reverse=1),
         helper.make_node("ArgMax", ["x"], ["best"], axis=1),
         helper.make_node("Cast", ["best"], ["ArgMax"], to=1),
         helper.make_node("Einsum", ["x", "x"], ["Einsum"], equation="bij,bkj->bik"),
         helper.make_node("MatMul", ["x", "vector"], ["MatMul"])]
for reduction in ["ReduceMean", "ReduceMax", "ReduceMin", "ReduceSumSquare", "ReduceL2"]:
    nodes.append(helper.make_node(reduction, ["x"], [reduction], axes=[1], keepdims=0))
nodes.append(helper.make_node("ReduceSum", ["x", "ends"], ["ReduceSum"], keepdims=1))
forms = ["Pad", "Tile", "Slice", "Gather", "Flatten", "Squeeze", "Transpose", "Expand", "Range",
         "CumSum", "ArgMax", "Einsum", "MatMul", "ReduceMean", "ReduceMax", "ReduceMin",
         "ReduceSumSquare", "ReduceL2", "ReduceSum"]
by_hand("forms", nodes, [("x", TensorProto.FLOAT, ["B", "T", 5])], forms,
        {"parts": whole(2, 3), "pads": whole(0, 1, 0, 1, 0, 2), "repeats": whole(1, 2, 1),
         "from": whole(-1, 1), "to": whole(-1000, 2 ** 62), "axes": whole(1, 2),
         "steps": whole(-2, 2), "picked": np.array([[0, -1], [2, 1]]), "ends": whole(0, -1),
         "row": floats(5), "zero": np.array(0), "one": np.array(1), "vector": floats(5)},
        {"x": floats(2, 4, 5)})

# versions before 13 have attributes where newer ones have operands
nodes = [helper.make_node("Squeeze", ["x"], ["flat"], axes=[0]),
         helper.make_node("Unsqueeze", ["flat"], ["high"], axes=[0, 3]),
         helper.make_node("Softmax", ["high"], ["Softmax"], axis=1),
         helper.make_node("ReduceSum", ["high"], ["ReduceSum"], axes=[-1]),
         helper.make_node("Split", ["flat"], ["a", "b"], axis=0, split=[1, 3]),
         helper.make_node("Gemm", ["b", "w", "c"], ["Gemm"], transB=1, alpha=0.5, beta=2.0)]
by_hand("older-operators", nodes, [("x", TensorProto.FLOAT, [1, 4, 3])],
        ["Softmax", "ReduceSum", "a", "Gemm"], {"w": floats(2, 3), "c": floats(2)},
        {"x": floats(1, 4, 3)}, opset=11)
