"""Makes the fixtures of TorchOperationsTest with PyTorch, in float64. Run by hand, from the root of the sources:

    python3 -m venv venv && venv/bin/pip install torch numpy safetensors
    venv/bin/python tests/src/test/python/make_operation_fixtures.py tests/src/test/resources/torch/operations.safetensors

A case has the operands a, b, …, the result y, the weights g of a loss Σ g∘y, and the gradients da, db, … of that loss.
Images become [batch, height, width, channels] and kernels [out, height, width, in / groups].
"""

import pathlib
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

generator = torch.Generator().manual_seed(14)
tensors = {}


def random(*shape):
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def as_it_is(t):
    return t


def channels_last(t):
    return t.permute(0, 2, 3, 1) if t.dim() == 4 else t


def case(name, f, *operands, form=as_it_is):
    """A case; `form` turns PyTorch's layout into Rondo's."""
    operands = [t.clone().requires_grad_(True) for t in operands]
    y = f(*operands)
    g = random(*y.shape)
    gradients = torch.autograd.grad((y * g).sum(), operands)
    put = lambda key, t: tensors.__setitem__(f"{name}/{key}", form(t.detach()).contiguous())
    put("y", y)
    put("g", g)
    for letter, operand, gradient in zip("abc", operands, gradients):
        put(letter, operand)
        put("d" + letter, gradient)


def image(name, f, *operands):
    case(name, f, *operands, form=channels_last)


def convolution(name, channels, results, kernel=(3, 3), size=(7, 6), **options):
    groups = options.get("groups", 1)
    image(name, lambda x, w: F.conv2d(x, w, **options), random(2, channels, *size),
          random(results, channels // groups, *kernel))


convolution("conv2d", 3, 4)
convolution("conv2d padded", 2, 3, padding=1)
convolution("conv2d strided", 2, 3, kernel=(3, 2), stride=(2, 3), padding=(1, 0))
convolution("conv2d dilated", 2, 3, dilation=(2, 1), padding=(2, 3))
convolution("conv2d in groups", 6, 4, padding=1, groups=2)
convolution("conv2d of depth", 4, 8, stride=2, padding=1, groups=4)
convolution("conv2d of one pixel", 5, 3, kernel=(1, 1))
convolution("conv2d with all of it", 4, 6, kernel=(2, 3), stride=2, padding=(1, 2), dilation=(1, 2), groups=2)

# many equal numbers, so that the gradient shows which of them it takes
ties = torch.randint(0, 3, (2, 3, 7, 6), generator=generator).to(torch.float64)
image("max pool", lambda x: F.max_pool2d(x, 2), ties)
image("max pool, overlapping", lambda x: F.max_pool2d(x, 3, stride=2, padding=1), ties)
image("max pool, oblong", lambda x: F.max_pool2d(x, (2, 3), stride=(1, 2), padding=(1, 0)), ties)
image("max pool, dilated", lambda x: F.max_pool2d(x, 2, stride=1, dilation=2), ties)
image("avg pool", lambda x: F.avg_pool2d(x, 2), random(2, 3, 7, 6))
image("avg pool, overlapping", lambda x: F.avg_pool2d(x, 3, stride=2, padding=1), random(2, 3, 7, 6))
image("avg pool, oblong", lambda x: F.avg_pool2d(x, (2, 3), stride=(1, 2), padding=(1, 0)), random(2, 3, 7, 6))

image("nearest", lambda x: F.interpolate(x, scale_factor=(2, 3), mode="nearest"), random(2, 3, 4, 5))
for name, size, corners in (("twice", (8, 10), False), ("any size", (7, 13), False), ("smaller", (3, 2), False),
                            ("corners", (7, 13), True), ("corners to one", (1, 9), True)):
    image("bilinear, " + name, lambda x: F.interpolate(x, size=size, mode="bilinear", align_corners=corners),
          random(2, 3, 4, 5))

case("layer norm", lambda x, w, b: F.layer_norm(x, (5,), w, b, 1e-5), random(2, 3, 5), random(5), random(5))
case("log-sum-exp", lambda x: torch.logsumexp(x, 1), 40 * random(3, 4, 2))
case("cumulative sum", lambda x: torch.cumsum(x, 1), random(3, 7, 2))
case("cumulative sum, last axis", lambda x: torch.cumsum(x, -1), random(3, 40))
case("gelu", F.gelu, 2 * random(40))
case("gelu, tanh", lambda x: F.gelu(x, approximate="tanh"), 2 * random(40))
case("erf", torch.erf, torch.cat([random(40), torch.linspace(-6.5, 6.5, 131, dtype=torch.float64)]))
for k in (1, 4, 9):
    x = random(3, 2, 9)
    case(f"top {k}", lambda x: torch.topk(x, k).values, x)
    tensors[f"top {k}/indices"] = torch.topk(x, k).indices.to(torch.int32)

for equation, a, b in (
        ("ij,jk->ik", (3, 4), (4, 5)), ("bhqd,bhkd->bhqk", (2, 3, 4, 5), (2, 3, 6, 5)), ("ij,jk", (3, 4), (4, 5)),
        ("ba,cb", (3, 4), (5, 3)), ("i,j->ij", (3,), (4,)), ("i,i->", (3,), (3,)), ("ij,kj->k", (3, 4), (5, 4)),
        ("abc,cd->dba", (2, 3, 4), (4, 5)), ("abc,bd->acd", (2, 3, 4), (3, 5)), ("ab,ab->ba", (2, 3), (2, 3)),
        ("bij,b->ji", (2, 3, 4), (2,)), (",ab->ba", (), (2, 3)), ("tbi,oi->tbo", (2, 3, 4), (5, 4))):
    case("einsum " + equation, lambda x, y: torch.einsum(equation, x, y), random(*a), random(*b))

if __name__ == "__main__":
    path = pathlib.Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path)
