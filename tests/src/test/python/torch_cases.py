"""Cases for `rondo apply`, computed by PyTorch in float64 from weights and inputs that are exact in float32."""

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def f32(t):
    """Rounds to float32 and keeps it in float64."""
    return t.detach().to(torch.float32).to(torch.float64)


def random(generator, *shape):
    return f32(torch.randn(*shape, generator=generator, dtype=torch.float64))


def fill(module, generator, scale):
    """Draws the weights of a module, uniform like PyTorch's own, times a scale."""
    for p in module.parameters():
        fan = p.shape[-1]
        bound = scale / fan**0.5
        values = (torch.rand(p.shape, generator=generator, dtype=torch.float64) * 2 - 1) * bound
        p.data = f32(values)


def recurrent(seed, cell, T, B, I, H, layers=1, bidirectional=False, bias=True, proj=0, lengths=None, h_0=True, c_0=True,
              batch_first=False, nonlinearity="tanh", scale=1.0, padding=0.0, prefix=""):
    """nn.LSTM, nn.GRU or nn.RNN: options, weights, input, expected results."""
    g = torch.Generator().manual_seed(seed)
    kind = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[cell]
    kw = dict(num_layers=layers, bidirectional=bidirectional, bias=bias, batch_first=batch_first, dtype=torch.float64)
    if proj:
        kw["proj_size"] = proj
    if cell == "rnn":
        kw["nonlinearity"] = nonlinearity
    m = kind(I, H, **kw)
    fill(m, g, scale)
    D = 2 if bidirectional else 1
    out = proj or H
    x = random(g, T, B, I)
    given = {}
    if lengths is not None:
        given["lengths"] = torch.tensor(lengths, dtype=torch.int64)
        for b, n in enumerate(lengths):
            x[n:, b] = padding
    if batch_first:
        x = x.transpose(0, 1).contiguous()
    given["input"] = x
    if h_0:
        given["h_0"] = random(g, layers * D, B, out)
    if cell == "lstm" and c_0:
        given["c_0"] = random(g, layers * D, B, H)
    grad_output = random(g, T, B, D * out)
    given["grad_output"] = grad_output.transpose(0, 1).contiguous() if batch_first else grad_output

    wanted = [given[k] for k in ("input", "h_0", "c_0") if k in given]
    for t in wanted:
        t.requires_grad_(True)
    h0 = given.get("h_0", torch.zeros(layers * D, B, out, dtype=torch.float64))
    c0 = given.get("c_0", torch.zeros(layers * D, B, H, dtype=torch.float64))
    state = (h0, c0) if cell == "lstm" else h0
    if lengths is None:
        output, last = m(given["input"], state)
    else:
        packed = pack_padded_sequence(given["input"], given["lengths"], batch_first=batch_first, enforce_sorted=False)
        output, last = m(packed, state)
        output, _ = pad_packed_sequence(output, batch_first=batch_first, total_length=T)
    (output * given["grad_output"]).sum().backward()
    h_n, c_n = last if cell == "lstm" else (last, None)
    expected = {"output": output, "h_n": h_n}
    if c_n is not None:
        expected["c_n"] = c_n
    for k in ("input", "h_0", "c_0"):
        if k in given:
            expected["grad." + k] = given[k].grad
    weights = {}
    for name, p in m.named_parameters():
        weights[prefix + name] = p.data
        expected["grad." + prefix + name] = p.grad
    args = ["--cell", cell, "--layers", str(layers)]
    args += ["--bidirectional"] if bidirectional else []
    args += ["--batch-first"] if batch_first else []
    args += ["--nonlinearity", nonlinearity] if cell == "rnn" else []
    return args, weights, given, expected


def multihead(seed, Tq, Tk, B, E, heads, lengths=None, batch_first=False, bias=True, kdim=None, vdim=None, scale=1.0):
    g = torch.Generator().manual_seed(seed)
    m = nn.MultiheadAttention(E, heads, bias=bias, batch_first=batch_first, kdim=kdim, vdim=vdim, dtype=torch.float64)
    fill(m, g, scale)
    given = {
        "query": random(g, Tq, B, E),
        "key": random(g, Tk, B, kdim or E),
        "value": random(g, Tk, B, vdim or E),
        "grad_output": random(g, Tq, B, E),
    }
    if batch_first:
        given = {k: v.transpose(0, 1).contiguous() for k, v in given.items()}
    mask = None
    if lengths is not None:
        given["lengths"] = torch.tensor(lengths, dtype=torch.int64)
        mask = torch.arange(Tk)[None, :] >= given["lengths"][:, None]
    for k in ("query", "key", "value"):
        given[k].requires_grad_(True)
    output, attention = m(given["query"], given["key"], given["value"], key_padding_mask=mask)
    (output * given["grad_output"]).sum().backward()
    expected = {"output": output, "attention": attention}
    for k in ("query", "key", "value"):
        expected["grad." + k] = given[k].grad
    weights = {}
    for name, p in m.named_parameters():
        weights[name] = p.data
        expected["grad." + name] = p.grad
    args = ["--cell", "multihead-attention", "--heads", str(heads)] + (["--batch-first"] if batch_first else [])
    return args, weights, given, expected


def scored(seed, cell, score, Tq, Tk, B, Dq, Dk, A=4, Dv=None, lengths=None, batch_first=False, scale=1.0):
    """Additive attention and Luong's, written out."""
    g = torch.Generator().manual_seed(seed)
    weights = {}
    if score in ("additive", "concat"):
        weights = {"query.weight": random(g, A, Dq), "key.weight": random(g, A, Dk), "score.weight": random(g, 1, A)}
    elif score == "general":
        weights = {"score.weight": random(g, Dq, Dk)}
    weights = {k: f32(v * scale) for k, v in weights.items()}
    given = {"query": random(g, Tq, B, Dq), "key": random(g, Tk, B, Dk), "grad_output": random(g, Tq, B, Dv or Dk)}
    if Dv:
        given["value"] = random(g, Tk, B, Dv)
    if batch_first:
        given = {k: v.transpose(0, 1).contiguous() for k, v in given.items()}
    wanted = [k for k in ("query", "key", "value") if k in given]
    for k in wanted:
        given[k].requires_grad_(True)
    for w in weights.values():
        w.requires_grad_(True)
    turn = (lambda t: t) if batch_first else (lambda t: t.transpose(0, 1))
    q, k = turn(given["query"]), turn(given["key"])
    v = turn(given["value"]) if Dv else k
    if score == "dot":
        s = q @ k.transpose(1, 2)
    elif score == "general":
        s = q @ weights["score.weight"] @ k.transpose(1, 2)
    else:
        energy = torch.tanh((q @ weights["query.weight"].T)[:, :, None, :] + (k @ weights["key.weight"].T)[:, None, :, :])
        s = (energy @ weights["score.weight"].T).squeeze(-1)
    if lengths is not None:
        given["lengths"] = torch.tensor(lengths, dtype=torch.int64)
        s = s.masked_fill((torch.arange(Tk)[None, :] >= given["lengths"][:, None])[:, None, :], float("-inf"))
    attention = torch.softmax(s, -1)
    output = turn(attention @ v)
    (output * given["grad_output"]).sum().backward()
    expected = {"output": output, "attention": attention}
    for name in wanted:
        expected["grad." + name] = given[name].grad
    for name, w in weights.items():
        expected["grad." + name] = w.grad
    args = ["--cell", cell] + (["--score", score] if cell == "luong-attention" else [])
    return args + (["--batch-first"] if batch_first else []), weights, given, expected


def arrays(tensors, dtype):
    out = {}
    for name, t in tensors.items():
        a = t.detach().numpy()
        out[name] = np.ascontiguousarray(a if a.dtype == np.int64 else a.astype(dtype))
    return out
