"""What scripts that time Rondo and others turn by turn have in common: a process for each side, which times whenever it is told
to, and the instructions that a side may use."""

import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))

# what holds a side back to the vectors of a processor that has no more, or makes it use them
ISAS = {"avx512": {"OPENBLAS_CORETYPE": "SkylakeX"},
        "avx2": {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
                 "OPENBLAS_CORETYPE": "Haswell"}}
JAVA_ISAS = {"avx512": ["-XX:UseAVX=3"], "avx2": ["-XX:UseAVX=2"]}
ISA_NAMES = {"avx512": "AVX-512", "avx2": "AVX2"}


def wrong_use(message):
    print(f"{os.path.basename(sys.argv[0])}: {message}", file=sys.stderr)
    raise SystemExit(2)


def require(*modules):
    """Ends the script where this Python lacks a module."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            name = {"torch": "PyTorch", "numpy": "NumPy"}[module]
            wrong_use(f"{sys.executable} has no {name}; install it there (pip install {module}), or run this script with a"
                      f" Python that has it: PYTHON scripts/{os.path.basename(sys.argv[0])}")


def add_isa(parser):
    parser.add_argument("--isa", choices=ISAS, help="the instructions that all sides use, as far as they obey: OpenBLAS and"
                        " MKL may not know a processor, and take less than it has")


def peak_resident():
    """Most bytes that this process ever had in memory."""
    with open("/proc/self/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) * 1024


def processor():
    with open("/proc/cpuinfo") as f:
        return next((line.split(":")[1].strip() for line in f if line.startswith("model name")), platform.machine())


def serve(step, warm_up, seconds, **facts):
    """Warms a step up, times it, and times it again for each line on standard input."""
    def timed(limit):
        times, begin = [], time.perf_counter()
        while len(times) < 3 or time.perf_counter() - begin < limit:
            start = time.perf_counter()
            step()
            times.append(time.perf_counter() - start)
        return {"median_ms": statistics.median(times) * 1e3, "min_ms": min(times) * 1e3,
                "peak_resident_bytes": peak_resident(), **facts}

    timed(warm_up)
    print(json.dumps(timed(seconds)), flush=True)
    for _ in sys.stdin:
        step()
        print(json.dumps(timed(seconds)), flush=True)


def environment(isa):
    """The environment of a process that uses these instructions; all that there are where none are named."""
    if not isa:
        return dict(os.environ)
    options = " ".join([os.environ.get("RONDO_JAVA_OPTS", ""), *JAVA_ISAS[isa]]).strip()
    return os.environ | ISAS[isa] | {"RONDO_JAVA_OPTS": options}


class Side:
    """A process that times a workload whenever it gets a line. What it says on standard error is shown only when it fails."""

    def __init__(self, command, isa=None):
        self.complaints = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints,
                                        text=True, env=environment(isa))
        self.results = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def next(self):
        line = self.process.stdout.readline()
        if not line:
            self.fail()
        self.results.append(json.loads(line))
        return self.results[-1]

    def turn(self):
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            self.fail()
        self.next()

    def end(self):
        """Median of the turns in ms, and most MiB that were resident."""
        self.process.stdin.close()
        if self.process.wait() != 0:
            self.fail()
        return statistics.median(r["median_ms"] for r in self.results[1:]), self.results[0]["peak_resident_bytes"] / 2 ** 20

    def fail(self):
        code = self.process.wait()
        self.complaints.seek(0)
        print(f"{os.path.basename(sys.argv[0])}: exit code {code}: {' '.join(self.process.args)}", self.complaints.read(), sep="\n",
              file=sys.stderr)
        raise SystemExit(1)


def built():
    """The JDK that Rondo was built with, and the jars of its command line. Builds it where that is needed."""
    subprocess.run([os.path.join(ROOT, "rondo"), "--version"], check=True, stdout=subprocess.DEVNULL)
    target = os.path.join(ROOT, "cli", "target")
    with open(os.path.join(target, "rondo.jdk")) as f:
        jdk = next(line.split("=")[1].strip() for line in f if line.strip().startswith("java.home"))
    with open(os.path.join(target, "rondo.classpath")) as f:
        jars = ["rondo-cli.jar"] + f.read().strip().split(":")
    return jdk, ":".join(os.path.join(target, jar) for jar in jars)


# the options of `rondo`
JAVA_OPTIONS = ["--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true",
                "--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-Xmn24m"]


def program(source, arguments, isa=None, options=()):
    """A side that runs a Java program of scripts/ on what `rondo` has built."""
    jdk, class_path = built()
    return Side([os.path.join(jdk, "bin", "java"), *JAVA_OPTIONS, *JAVA_ISAS.get(isa, []), *options, "-cp", class_path,
                 os.path.join(ROOT, "scripts", source), *map(str, arguments)], isa)
