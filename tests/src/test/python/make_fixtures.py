"""Makes the golden fixtures of GoldenTest with PyTorch. Run by hand, from the root of the sources:

    python3 -m venv venv && venv/bin/pip install torch numpy safetensors
    venv/bin/python tests/src/test/python/make_fixtures.py cli/src/test/resources/torch
"""

import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

from torch_cases import arrays, multihead, recurrent, scored

CASES = {}
for cell in ("lstm", "gru", "rnn"):
    CASES[f"{cell}-plain"] = recurrent(1, cell, T=5, B=3, I=3, H=4, h_0=False, c_0=False)
    CASES[f"{cell}-one-step"] = recurrent(2, cell, T=1, B=1, I=2, H=3)
    CASES[f"{cell}-one-row"] = recurrent(3, cell, T=6, B=1, I=3, H=5)
    CASES[f"{cell}-deep"] = recurrent(4, cell, T=5, B=2, I=3, H=4, layers=3)
    CASES[f"{cell}-ragged"] = recurrent(5, cell, T=6, B=4, I=3, H=4, lengths=[3, 6, 1, 4], padding=7.5)
    CASES[f"{cell}-both-ways"] = recurrent(6, cell, T=5, B=3, I=4, H=3, layers=2, bidirectional=True)
    CASES[f"{cell}-both-ways-ragged"] = recurrent(
        7, cell, T=6, B=4, I=2, H=3, layers=2, bidirectional=True, lengths=[2, 5, 6, 1], batch_first=True)
    CASES[f"{cell}-saturated"] = recurrent(8, cell, T=7, B=3, I=4, H=5, scale=20)
    CASES[f"{cell}-no-bias"] = recurrent(9, cell, T=4, B=2, I=3, H=4, bias=False, prefix="encoder.rnn.")
    CASES[f"{cell}-long"] = recurrent(10, cell, T=1000, B=1, I=2, H=3)
CASES["rnn-relu"] = recurrent(11, "rnn", T=5, B=3, I=4, H=6, nonlinearity="relu", layers=2, bidirectional=True)
CASES["lstm-projected"] = recurrent(12, "lstm", T=5, B=3, I=4, H=5, proj=3)
CASES["lstm-projected-deep"] = recurrent(
    13, "lstm", T=6, B=3, I=3, H=5, proj=2, layers=2, bidirectional=True, lengths=[6, 2, 4])
CASES["multihead"] = multihead(21, Tq=4, Tk=5, B=3, E=8, heads=4)
CASES["multihead-ragged"] = multihead(22, Tq=3, Tk=6, B=4, E=6, heads=2, lengths=[6, 1, 3, 5], batch_first=True)
CASES["multihead-saturated"] = multihead(23, Tq=3, Tk=4, B=2, E=6, heads=3, scale=12)
CASES["multihead-no-bias"] = multihead(24, Tq=1, Tk=4, B=1, E=4, heads=1, bias=False)
CASES["multihead-widths"] = multihead(25, Tq=3, Tk=4, B=2, E=6, heads=2, kdim=5, vdim=3)
CASES["additive"] = scored(31, "additive-attention", "additive", Tq=4, Tk=5, B=3, Dq=4, Dk=3, lengths=[5, 2, 1])
CASES["additive-values"] = scored(32, "additive-attention", "additive", Tq=3, Tk=4, B=2, Dq=4, Dk=3, Dv=5, batch_first=True)
CASES["additive-saturated"] = scored(33, "additive-attention", "additive", Tq=3, Tk=4, B=2, Dq=4, Dk=3, scale=15)
CASES["luong-dot"] = scored(34, "luong-attention", "dot", Tq=4, Tk=5, B=3, Dq=4, Dk=4, lengths=[5, 2, 1])
CASES["luong-general"] = scored(35, "luong-attention", "general", Tq=4, Tk=5, B=2, Dq=3, Dk=5, Dv=2)
CASES["luong-concat"] = scored(36, "luong-attention", "concat", Tq=1, Tk=5, B=1, Dq=3, Dk=5)


def main(folder):
    lines = []
    for name, (args, weights, given, expected) in CASES.items():
        assert all(np.isfinite(a).all() for a in arrays(expected, np.float64).values()), name
        at = folder / name
        at.mkdir(parents=True, exist_ok=True)
        save_file(arrays(weights, np.float32), at / "weights.safetensors")
        save_file(arrays(given, np.float32), at / "input.safetensors")
        save_file(arrays(expected, np.float64), at / "expected.safetensors")
        lines.append(name + "\t" + " ".join(args) + "\n")
    (folder / "cases.tsv").write_text("".join(lines))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
