package dev.rondo.cli.bench;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.StackedCell;
import dev.rondo.cli.UsageException;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.ConvLstm;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.task.MemoryNeed;
import dev.rondo.models.task.SettingException;
import dev.rondo.models.task.Values;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What is timed: a stack of cells over sequences.
 *
 * @param cell name of the cell in {@link Cells}, or {@link ConvLstm#ID}
 * @param image height and width of the images that a step of a {@link ConvLstm} reads; none for
 *     other cells
 * @param seq number of steps T
 * @param batch number of rows B
 * @param input size I of the first cell's input at a step, or its channels
 * @param hidden size H of each cell's output, or its channels
 * @param layers number of stacked cells
 * @param mode which part of it is timed
 * @param recomputation what training keeps for the gradients
 * @param dtype F32 or F64
 */
public record Workload(
        String cell,
        Shape image,
        int seq,
        int batch,
        int input,
        int hidden,
        int layers,
        Mode mode,
        Recomputation recomputation,
        DType dtype) {
    /** Height and width of the kernels of a {@link ConvLstm}. */
    private static final int KERNEL = 3;

    /** The entry of the program. */
    static final String ENTRY = "run";

    /** The inputs [T, B, I], or [T, B, height, width, I]. */
    static final String X = "x";

    /** The weights of the outputs, which have their shape; only in training. */
    static final String G = "g";

    /** The prefix of the names of the inputs that are the initial state. */
    private static final String STATE = "state";

    private static final long SEED = 1;

    /** Bytes of the description of one layer, whatever its size. */
    private static final double GRAPH = 100_000;

    /** A cell that reads rows of numbers; training keeps the values of all steps. */
    public Workload(
            String cell,
            int seq,
            int batch,
            int input,
            int hidden,
            int layers,
            Mode mode,
            DType dtype) {
        this(cell, Shape.of(), seq, batch, input, hidden, layers, mode, Recomputation.NONE, dtype);
    }

    /**
     * Checks the sizes.
     *
     * @throws UsageException when one is less than 1
     */
    public Workload {
        for (int extent : image.dims()) {
            Values.atLeast("--image", extent, 1);
        }
        Values.atLeast("--seq", seq, 1);
        Values.atLeast("--batch", batch, 1);
        Values.atLeast("--hidden", hidden, 1);
        Values.atLeast("--input", input, 1);
        Values.atLeast("--layers", layers, 1);
    }

    /**
     * Refuses sizes that do not fit into memory, before anything is allocated.
     *
     * @throws UsageException with the amount of memory
     */
    void checkSize() {
        // without this check, even the question for its memory would fail
        checkCount("a weight", (double) kernel() * hidden * Math.max(input, hidden));
        checkCount("a peephole", (double) image.size() * hidden);
        try {
            need().check();
        } catch (SettingException e) {
            throw new UsageException(e.inOptions());
        }
        checkCount("the sequence", rows() * input);
        checkCount("the outputs", rows() * hidden);
    }

    private int kernel() {
        return image.rank() == 0 ? 1 : KERNEL * KERNEL;
    }

    /** Rows of the products: rows or pixels of all steps. */
    private double rows() {
        return (double) seq * batch * image.size();
    }

    private void checkCount(String what, double elements) {
        if (elements > Integer.MAX_VALUE) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s would have %,.0f elements (%,.0f MiB), and an array has at most"
                                    + " %,d; choose smaller sizes",
                            what,
                            elements,
                            elements * dtype.bytes() / (1 << 20),
                            Integer.MAX_VALUE));
        }
    }

    /**
     * T/B/I/H, the size of images if it has some, and the number of layers if there are several.
     */
    public String sizes() {
        return String.format(Locale.ROOT, "%d/%d/%d/%d", seq, batch, input, hidden)
                + (image.rank() > 0 ? " of " + pixels() : "")
                + (layers > 1 ? " x" + layers : "");
    }

    /** A short description, such as {@code lstm 50/1/128/128 train f32}. */
    public String label() {
        return String.format(Locale.ROOT, "%s %s %s %s", cell, sizes(), mode, type())
                + (recomputation == Recomputation.NONE ? "" : " recomputed");
    }

    /** Height and width of the images, such as {@code 16x16}; null for rows of numbers. */
    String pixels() {
        return image.rank() == 0 ? null : image.dim(0) + "x" + image.dim(1);
    }

    /** The float type in options and results. */
    String type() {
        return dtype.name().toLowerCase(Locale.ROOT);
    }

    /** The same workload with other numbers of steps and rows. */
    Workload sized(int newSeq, int newBatch) {
        return new Workload(
                cell, image, newSeq, newBatch, input, hidden, layers, mode, recomputation, dtype);
    }

    /** The same workload with other sizes and another number of cells. */
    Workload deep(int newInput, int newHidden, int newLayers) {
        return new Workload(
                cell,
                image,
                seq,
                batch,
                newInput,
                newHidden,
                newLayers,
                mode,
                recomputation,
                dtype);
    }

    /** The same workload with another way to keep values for the gradients. */
    Workload with(Recomputation other) {
        return new Workload(cell, image, seq, batch, input, hidden, layers, mode, other, dtype);
    }

    /**
     * Textbook operations of a step: two for each weight of each product, for each row or pixel at
     * each time. For LSTM, GRU and the plain cell that is 2·(I+H)·H·gates·T·B in the first layer.
     * Training counts three times as many. Values that are recomputed do not count again.
     */
    public double operations() {
        return 2 * sum(this::factors) * rows() * mode.passes();
    }

    private double factors(Variable v) {
        // peepholes have three axes
        return v.shape().rank() == (image.rank() == 0 ? 2 : 4) ? v.shape().size() : 0;
    }

    /** A sum over the parameters of all layers. At most two layers are created for it. */
    private double sum(ToDoubleFunction<Variable> of) {
        double first = layer(input).stream().mapToDouble(of).sum();
        double other = layers > 1 ? layer(hidden).stream().mapToDouble(of).sum() : 0;
        return first + (layers - 1) * other;
    }

    private List<Variable> layer(int size) {
        Scope scope = Scope.root();
        cells().create(scope, size, hidden);
        return scope.parameters();
    }

    /**
     * The least memory that it needs. A backend says how much it needs exactly after compiling,
     * before it allocates any. Training needs the gradients, and keeps the outputs and at least two
     * numbers for each unit at each time whose values are kept.
     */
    private MemoryNeed need() {
        double weights = weights();
        double given = given() / dtype.bytes();
        double work =
                switch (mode) {
                    case INFER, RENEWED -> given + rows() * hidden;
                    case TRAIN -> weights + given + keptRows() * hidden * (2 * layers + 1);
                };
        return new MemoryNeed(weights * dtype.bytes(), work * dtype.bytes() + layers * GRAPH);
    }

    /** The number of all weights. */
    double weights() {
        return sum(v -> v.shape().size());
    }

    /** Bytes of the inputs: the sequence and, in training, the weights of the outputs. */
    double given() {
        double step = mode == Mode.TRAIN ? input + (double) hidden : input;
        return rows() * step * dtype.bytes();
    }

    private double keptRows() {
        return rows() / seq * recomputation.keptSteps(seq);
    }

    /**
     * The program, in this or another float type. Its inputs are {@value #X}, the initial state
     * and, in training, {@value #G}. Its output is {@code y} or, in training, one {@code d.NAME}
     * for each weight.
     */
    Program program(DType type) {
        Scope scope = Scope.root();
        StackedCell stack = stack(scope);
        return Program.of(type, scope, SEED).with(ENTRY, t -> trace(t, scope, stack));
    }

    /** The same computation, with the initial weights of {@link #program}. */
    Subject subject(Map<String, Array> inputs) {
        Scope scope = Scope.root();
        StackedCell stack = stack(scope);
        return new Subject(
                label(),
                scope,
                scope.initial(SEED, DType.F32),
                inputs,
                type -> Entry.trace(ENTRY, type, t -> trace(t, scope, stack)));
    }

    /**
     * The cells' own initial state by the names of its inputs, in numbers that are exact in both
     * float types. A cell may not be able to start from other numbers, for example when one is a
     * divisor of 0.
     */
    Map<String, Array> start() {
        StackedCell stack = stack(Scope.root());
        Entry entry =
                Entry.trace(
                        STATE,
                        DType.F32,
                        t -> StatePorts.output(t, STATE, stack.initialState(t.graph(), batch)));
        var read = List.copyOf(entry.graph().reads().keySet());
        Program program = new Program(DType.F32, read, SEED, Map.of(STATE, entry));
        try (Executable e = Backends.open(Reference.BACKEND).compile(program)) {
            return StatePorts.keep(STATE, e.run(STATE, Map.of()));
        }
    }

    private StackedCell stack(Scope scope) {
        return cells().stack(scope.child("cells"), input, hidden, layers);
    }

    private CellFactory cells() {
        return image.rank() == 0
                ? Cells.named(cell)
                : (s, i, h) -> new ConvLstm(s, image.dim(0), image.dim(1), i, h, KERNEL);
    }

    private int[] sequence(int size) {
        return image.rank() == 0
                ? new int[] {seq, batch, size}
                : new int[] {seq, batch, image.dim(0), image.dim(1), size};
    }

    private void trace(Trace t, Scope scope, StackedCell stack) {
        Tensor x = t.input(X, sequence(input));
        var state = StatePorts.input(t, STATE, stack.initialState(t.graph(), batch));
        if (mode != Mode.INFER) {
            renew(t, scope.parameters());
        }
        if (mode != Mode.TRAIN) {
            t.output("y", stack.over(x, null, state).outputs());
        } else {
            var training = dev.rondo.models.layer.Mode.training(t);
            StackedCell trained = StackOptions.none().in(training, stack);
            gradients(t, recomputation.over(trained, x, state), scope.parameters());
        }
    }

    /**
     * Gives the smallest weight the value that it has. Then nothing that a backend makes of weights
     * outlasts a step.
     */
    private static void renew(Trace t, List<Variable> weights) {
        Variable least = Collections.min(weights, Comparator.comparingLong(v -> v.shape().size()));
        t.assign(least, least.in(t.graph()));
    }

    private void gradients(Trace t, Tensor y, List<Variable> weights) {
        Tensor g = t.input(G, sequence(hidden));
        List<Tensor> found = Gradients.of(y.times(g).sum(), weights);
        for (int i = 0; i < weights.size(); i++) {
            t.output("d." + weights.get(i).name(), found.get(i));
        }
    }
}
