"""The numbers of ConvLstmTest: a step of a ConvLSTM and its gradients, by PyTorch in float64.

    python conv_lstm.py
"""

import torch
from torch.nn.functional import conv2d

torch.set_default_dtype(torch.float64)
B, ROWS, COLUMNS, I, H = 2, 3, 4, 2, 3
drawn_so_far = 0


def drawn(*shape):
    """sin(s), sin(s + 2), sin(s + 4), … for the s-th tensor."""
    global drawn_so_far
    drawn_so_far += 1
    n = torch.Size(shape).numel()
    return torch.sin(drawn_so_far + 2.0 * torch.arange(n)).reshape(shape)


x, h, c = drawn(B, ROWS, COLUMNS, I), drawn(B, ROWS, COLUMNS, H), drawn(B, ROWS, COLUMNS, H)
p = {}
for k in "ifoc":
    p["W_x" + k] = drawn(H, 3, 3, I) / 2
    p["W_h" + k] = drawn(H, 3, 3, H) / 2
    p["b_" + k] = drawn(H)
for k in "ifo":
    p["W_c" + k] = drawn(ROWS, COLUMNS, H)
for t in [x, h, c, *p.values()]:
    t.requires_grad_()


def conv(image, kernel):
    y = conv2d(image.permute(0, 3, 1, 2), kernel.permute(0, 3, 1, 2), padding=1)
    return y.permute(0, 2, 3, 1)


def gate(k):
    return conv(x, p["W_x" + k]) + conv(h, p["W_h" + k]) + p["b_" + k]


i = torch.sigmoid(gate("i") + p["W_ci"] * c)
f = torch.sigmoid(gate("f") + p["W_cf"] * c)
new_c = f * c + i * torch.tanh(gate("c"))
o = torch.sigmoid(gate("o") + p["W_co"] * new_c)
new_h = o * torch.tanh(new_c)
(new_h.sum() + (new_c * new_c).sum()).backward()


def weighted(t):
    """All elements in one number: their sum, weighted by cos(0), cos(1), …"""
    return float((t.detach().flatten() * torch.cos(torch.arange(t.numel()) + 0.0)).sum())


print("h", weighted(new_h))
print("c", weighted(new_c))
for name, t in {"x": x, "h": h, "c": c, **p}.items():
    print("d." + name, weighted(t.grad))
