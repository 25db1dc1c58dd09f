"""What scripts that look at the kernels of the backend tornado have in common: a run of `rondo` whose OpenCL kernels
are recorded by kernel-log.c, and what was recorded."""

import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRIPT = os.path.basename(sys.argv[0])


def fail(message, code=1):
    print(f"{SCRIPT}: {message}", file=sys.stderr)
    raise SystemExit(code)


@dataclass
class Kernel:
    """The text of a kernel, and the largest group and grid that it was launched with; 0 when it never was."""

    hash: str
    name: str
    text: str
    group: int
    items: int

    @property
    def key(self):
        return f"{self.name}_{self.hash[:8]}"


def library(directory):
    """The compiled recorder."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        fail("no C compiler (cc) was found; it compiles scripts/kernel-log.c", 2)
    made = pathlib.Path(directory) / "kernel-log.so"
    done = subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", made, ROOT / "scripts" / "kernel-log.c",
                           "-ldl", "-lpthread"], text=True, capture_output=True)
    if done.returncode:
        fail(f"kernel-log.c does not compile:\n{done.stderr}", 2)
    return made


def workloads(device, tries, large, work):
    """What makes kernels: computations of all kinds, which are small, a training, which updates its variables, then
    cells whose products and whose loops' reductions share memory. The training's files are in a new directory below
    `work`.

    Tiles of 128 x 128 and 64 x 64 need the large cells, which would take an interpreter hours."""
    bench = ["bench", "--backend", device, "--warm-up", "0", "--seconds", "0.001", "--json", "--mode", "train"]
    yield ["verify", "--backend", device, "--tries", str(tries)]
    yield training(device, pathlib.Path(tempfile.mkdtemp(dir=work)))
    for dtype in "f32", "f64":
        yield [*bench, "--dtype", dtype, *sizes("rnn", 2, 32, 34, 33)]
        yield [*bench, "--dtype", dtype, *sizes("lstm-layer-norm", 2, 4, 8, 80)]
        if large:
            yield [*bench, "--dtype", dtype, *sizes("lstm", 3, 64, 64, 64)]
            yield [*bench, "--dtype", dtype, *sizes("rnn", 2, 2048, 32, 512)]


def training(device, directory):
    """Two steps with Adam and clipped gradients, on a wave."""
    rows = directory / "wave.csv"
    rows.write_text("y\n" + "".join(f"{math.sin(i / 5):.4f}\n" for i in range(240)))
    return ["train", "series", "--backend", device, "--csv", str(rows), "--target", "y", "--horizon", "2",
            "--window", "8", "--cell", "lstm-layer-norm", "--layers", "2", "--hidden", "6", "--batch", "4",
            "--steps", "2", "--output", str(directory / "run")]


def sizes(cell, seq, batch, inputs, hidden):
    return ["--cell", cell, "--seq", str(seq), "--batch", str(batch), "--input", str(inputs), "--hidden", str(hidden)]


def rondo(arguments, recorder, log, options="", errors=None, **more):
    """Runs `rondo` and records its kernels in the directory `log`. Standard error goes to the file `errors`. Returns
    the exit code, the output and the seconds."""
    log.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"KERNEL_LOG": str(log.resolve()), "LD_PRELOAD": str(recorder.resolve()),
                                "RONDO_JAVA_OPTS": f"{os.environ.get('RONDO_JAVA_OPTS', '')} {options}".strip()} | more
    begun = time.monotonic()
    with open(errors or os.devnull, "w") as complaints:
        done = subprocess.run([ROOT / "rondo", *arguments], env=environment, stdout=subprocess.PIPE, stderr=complaints,
                              text=True, errors="replace")
    return done.returncode, done.stdout, time.monotonic() - begun


def kernels(log):
    """The kernels that were recorded in a directory."""
    launched = {}
    if (log / "launches").exists():
        for line in (log / "launches").read_text().splitlines():
            of, name, items, group = line.split()
            _, most_items, most_group = launched.get(of, (name, 0, 0))
            launched[of] = name, max(most_items, int(items)), max(most_group, int(group))
    found = []
    for file in sorted(log.glob("*.cl")):
        text = file.read_text()
        declared = text.partition("__kernel void ")[2].partition("(")[0]
        if declared:
            name, items, group = launched.get(file.stem, (declared, 0, 0))
            found.append(Kernel(file.stem, name, text, group, items))
    return found
