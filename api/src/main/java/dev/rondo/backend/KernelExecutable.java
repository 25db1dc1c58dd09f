package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.Shape;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The default executor: entries planned for {@link Kernels}. */
final class KernelExecutable implements Executable {
    /** A variable's present value and the memory of the value an entry will give it. */
    private static final class Cell {
        final Variable variable;
        final View now;
        View next;

        Cell(Variable variable, View now) {
            this.variable = variable;
            this.now = now;
        }
    }

    /** An entry that can run. */
    private record Ready(
            Entry entry,
            Map<String, Storage> inputs,
            Storage[] inputStorages,
            String[] inputNames,
            Map<String, Array> outputs,
            Array[] outputArrays,
            Array[] copies,
            Runnable[] code,
            View condition,
            Storage[][] commits,
            long bytes) {}

    private final Program program;
    private final Kernels kernels;
    private final UnaryOperator<Entry> passes;
    private final boolean debug;
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final Map<String, Ready> entries = new LinkedHashMap<>();
    private final AtomicReference<Thread> owner = new AtomicReference<>();
    private volatile boolean closed;

    KernelExecutable(
            Program program, Kernels kernels, UnaryOperator<Entry> passes, CompileOptions options) {
        this.program = program;
        this.kernels = kernels;
        this.passes = passes;
        this.debug = options.debug();
        long size =
                program.variables().stream()
                        .mapToLong(v -> v.shape().size() * v.dtype(program.dtype()).bytes())
                        .sum();
        require(size, "the variables");
        for (Variable v : program.variables()) {
            Array first = v.initial(program.seed(), program.dtype());
            Storage s = new Storage(first.dtype());
            s.place(first.buffer(), 0);
            cells.put(v.name(), new Cell(v, View.contiguous(s, first.shape())));
        }
        program.entries().values().forEach(this::prepare);
    }

    private static void require(long bytes, String what) {
        Runtime r = Runtime.getRuntime();
        long free = r.maxMemory() - (r.totalMemory() - r.freeMemory());
        if (bytes > free) {
            throw new BackendException(
                    what
                            + " would need "
                            + mebibytes(bytes)
                            + " of memory, and "
                            + mebibytes(free)
                            + " are free of the heap's "
                            + mebibytes(r.maxMemory())
                            + "; make the model, the batch or the sequence smaller, or give the JVM"
                            + " more with -Xmx");
        }
    }

    private static String mebibytes(long bytes) {
        return String.format("%,d MiB", bytes >> 20);
    }

    private void prepare(Entry original) {
        Entry entry = passes.apply(original);
        Set<Tensor> roots = Collections.newSetFromMap(new IdentityHashMap<>());
        roots.addAll(entry.outputs().values());
        roots.addAll(entry.assignments().values());
        if (entry.condition() != null) {
            roots.add(entry.condition());
        }
        Map<Tensor, View> views = new IdentityHashMap<>();
        Map<String, Storage> inputs = new LinkedHashMap<>();
        entry.inputs()
                .forEach(
                        (name, t) -> {
                            Storage s = new Storage(t.dtype());
                            inputs.put(name, s);
                            views.put(t, View.contiguous(s, t.shape()));
                        });
        entry.graph().reads().forEach((v, t) -> views.put(t, cell(entry, v).now));

        Map<Tensor, View> targets = new IdentityHashMap<>();
        Map<String, Array> outputs = new LinkedHashMap<>();
        Map<String, View> outputViews = new LinkedHashMap<>();
        long fixed = 0;
        for (Tensor t : roots) {
            fixed += t.shape().size() * t.dtype().bytes();
        }
        require(fixed, "the results of entry '" + entry.name() + "'");
        entry.outputs()
                .forEach(
                        (name, t) -> {
                            View v = Planner.placed(t.dtype(), t.shape());
                            outputViews.put(name, v);
                            targets.putIfAbsent(t, v);
                            outputs.put(name, wrap(v, t.shape()));
                        });
        entry.assignments()
                .forEach(
                        (variable, t) -> {
                            Cell c = cell(entry, variable);
                            if (c.next == null) {
                                c.next = Planner.placed(t.dtype(), t.shape());
                            }
                            targets.putIfAbsent(t, c.next);
                        });
        View condition = null;
        if (entry.condition() != null) {
            condition = Planner.placed(entry.condition().dtype(), Shape.SCALAR);
            targets.putIfAbsent(entry.condition(), condition);
        }

        Planner planner =
                new Planner(kernels, Demand.of(entry.graph(), roots), views, targets, false, debug);
        planner.plan(entry.graph());
        entry.outputs().forEach((name, t) -> planner.deliver(t, outputViews.get(name), t.node()));
        entry.assignments()
                .forEach((v, t) -> planner.deliver(t, cells.get(v.name()).next, t.node()));
        if (condition != null) {
            planner.deliver(entry.condition(), condition, entry.condition().node());
        }
        Plan plan = planner.finish();
        Memory memory = new Memory();
        memory.assign(plan);
        require(memory.bytes(), "entry '" + entry.name() + "'");
        memory.allocate();

        Storage[][] commits =
                entry.assignments().keySet().stream()
                        .map(v -> cells.get(v.name()))
                        .map(c -> new Storage[] {c.now.storage(), c.next.storage()})
                        .toArray(Storage[][]::new);
        entries.put(
                entry.name(),
                new Ready(
                        entry,
                        inputs,
                        inputs.values().toArray(Storage[]::new),
                        inputs.keySet().toArray(String[]::new),
                        Collections.unmodifiableMap(outputs),
                        outputs.values().toArray(Array[]::new),
                        new Array[inputs.size()],
                        plan.code(debug),
                        condition,
                        commits,
                        memory.bytes() + fixed));
    }

    private Cell cell(Entry entry, Variable v) {
        Cell c = cells.get(v.name());
        if (c == null || c.variable != v) {
            throw new IllegalArgumentException(
                    "entry '"
                            + entry.name()
                            + "' uses variable '"
                            + v.name()
                            + "', which is not one of the program's; declare all variables (the"
                            + " optimiser's too) before Program.of(…)");
        }
        return c;
    }

    private static Array wrap(View v, Shape shape) {
        return shape.size() == 0 ? Array.zeros(v.dtype(), shape) : Array.wrap(shape, v.buffer());
    }

    @Override
    public Map<String, Array> run(String name, Map<String, Array> given) {
        enter();
        try {
            Ready ready = entries.get(name);
            if (ready == null) {
                throw new IllegalArgumentException(
                        "there is no entry '" + name + "'; there are " + entries.keySet());
            }
            bind(ready, given);
            for (Runnable r : ready.code) {
                r.run();
            }
            if (ready.condition == null || ready.condition.bool()[ready.condition.offset()] != 0) {
                for (Storage[] pair : ready.commits) {
                    Storage.swap(pair[0], pair[1]);
                }
            }
            return ready.outputs;
        } finally {
            leave();
        }
    }

    private static void bind(Ready ready, Map<String, Array> given) {
        for (int i = 0; i < ready.inputNames.length; i++) {
            String name = ready.inputNames[i];
            Array a = given.get(name);
            Tensor want = ready.entry.inputs().get(name);
            if (a == null) {
                throw new IllegalArgumentException(
                        "entry '"
                                + ready.entry.name()
                                + "' needs an input '"
                                + name
                                + "' of type "
                                + want.type());
            }
            if (a.dtype() != want.dtype() || !a.shape().equals(want.shape())) {
                throw new IllegalArgumentException(
                        "input '"
                                + name
                                + "' of entry '"
                                + ready.entry.name()
                                + "' must be "
                                + want.type()
                                + ", got "
                                + a.dtype()
                                + a.shape());
            }
            ready.inputStorages[i].place(own(ready, i, a).buffer(), 0);
        }
        if (given.size() != ready.inputNames.length) {
            throw new IllegalArgumentException(
                    "entry '"
                            + ready.entry.name()
                            + "' takes the inputs "
                            + ready.inputs.keySet()
                            + ", got "
                            + given.keySet());
        }
    }

    /**
     * The array itself, or a copy when it is one of the entry's outputs, which the run overwrites.
     */
    private static Array own(Ready ready, int input, Array given) {
        for (Array out : ready.outputArrays) {
            if (out.buffer().equals(given.buffer())) {
                if (ready.copies[input] == null) {
                    ready.copies[input] = given.copy();
                }
                ready.copies[input].copyFrom(given);
                return ready.copies[input];
            }
        }
        return given;
    }

    private void enter() {
        Thread me = Thread.currentThread();
        if (!owner.compareAndSet(null, me)) {
            throw new IllegalStateException(
                    "this executable is in use by thread '"
                            + owner.get()
                            + "'; give each thread its own");
        }
        if (closed) {
            owner.set(null);
            throw new IllegalStateException("this executable is closed");
        }
    }

    private void leave() {
        owner.set(null);
    }

    private Cell cell(String name) {
        Cell c = cells.get(name);
        if (c == null) {
            throw new IllegalArgumentException(
                    "there is no variable '" + name + "'; there are " + cells.keySet());
        }
        return c;
    }

    @Override
    public Array read(String variable) {
        enter();
        try {
            return copy(cell(variable));
        } finally {
            leave();
        }
    }

    private static Array copy(Cell c) {
        Array a = Array.zeros(c.now.dtype(), c.now.shape());
        Buffer.copy(c.now.buffer(), c.now.offset(), a.buffer(), 0, a.size());
        return a;
    }

    @Override
    public void write(String variable, Array value) {
        enter();
        try {
            Cell c = cell(variable);
            if (value.dtype() != c.now.dtype() || !value.shape().equals(c.now.shape())) {
                throw new IllegalArgumentException(
                        "variable '"
                                + variable
                                + "' is "
                                + c.now.dtype()
                                + c.now.shape()
                                + ", got "
                                + value.dtype()
                                + value.shape());
            }
            Buffer.copy(value.buffer(), 0, c.now.buffer(), c.now.offset(), value.size());
        } finally {
            leave();
        }
    }

    @Override
    public Map<String, Array> variables() {
        enter();
        try {
            Map<String, Array> m = new LinkedHashMap<>();
            cells.forEach((name, c) -> m.put(name, copy(c)));
            return m;
        } finally {
            leave();
        }
    }

    @Override
    public void add(Entry entry) {
        enter();
        try {
            prepare(entry);
        } finally {
            leave();
        }
    }

    @Override
    public void remove(String entry) {
        enter();
        try {
            entries.remove(entry);
        } finally {
            leave();
        }
    }

    @Override
    public long bytes() {
        long n = 0;
        for (Cell c : cells.values()) {
            n += (long) c.now.size() * c.now.dtype().bytes() * (c.next == null ? 1 : 2);
        }
        for (Ready r : entries.values()) {
            n += r.bytes;
        }
        return n;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        enter();
        closed = true;
        entries.clear();
        cells.clear();
        leave();
    }

    @Override
    public String toString() {
        return "Executable" + program.entries().keySet();
    }
}
