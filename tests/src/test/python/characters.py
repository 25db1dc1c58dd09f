"""A character language model in PyTorch, to try `rondo import` and `rondo export` with. Run by hand:

    characters.py train TEXT WEIGHTS VOCABULARY    trains one and saves it
    characters.py score TEXT WEIGHTS VOCABULARY    says how well saved weights predict a text, as `rondo score` does
"""

import json
import math
import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file
from torch import nn


class Model(nn.Module):
    def __init__(self, symbols, size, hidden, layers):
        super().__init__()
        self.embedding = nn.Embedding(symbols, size)
        self.cells = nn.LSTM(size, hidden, num_layers=layers)
        self.classify = nn.Linear(hidden, symbols)

    def forward(self, x):
        return self.classify(self.cells(self.embedding(x))[0])


def loss(model, x):
    """Mean over all characters but the first, in nats."""
    return nn.functional.cross_entropy(model(x[:-1]).flatten(0, 1), x[1:].flatten())


def train(text, weights, vocabulary):
    torch.manual_seed(1)
    characters = sorted(set(text))
    pathlib.Path(vocabulary).write_text(json.dumps(characters))
    x = torch.tensor([characters.index(c) for c in text])
    model = Model(len(characters), 16, 48, 2)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(150):
        at = torch.randint(0, len(x) - 51, (16,))
        adam.zero_grad()
        loss(model, torch.stack([x[a:a + 51] for a in at], dim=1)).backward()
        adam.step()
    save_file(model.state_dict(), weights)


def score(text, weights, vocabulary):
    state = load_file(weights)
    characters = json.loads(pathlib.Path(vocabulary).read_text())
    symbols, size = state["embedding.weight"].shape
    layers = sum(name.startswith("cells.weight_ih_l") for name in state)
    model = Model(symbols, size, state["cells.weight_hh_l0"].shape[1], layers)
    print(model.load_state_dict(state))
    with torch.no_grad():
        nats = loss(model, torch.tensor([characters.index(c) for c in text])[:, None]).item()
    print(f"{nats / math.log(2):.6f} bits ({nats:.6f} nats) per character over {len(text) - 1:,} characters")


if __name__ == "__main__":
    mode, file, *rest = sys.argv[1:]
    {"train": train, "score": score}[mode](pathlib.Path(file).read_text(), *rest)
