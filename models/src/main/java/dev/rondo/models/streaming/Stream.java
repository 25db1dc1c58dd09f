package dev.rondo.models.streaming;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.cell.StatePorts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads sequences step by step as they arrive, several rows at once, and keeps their state between
 * calls. The outputs are those of the whole sequence, bit for bit.
 *
 * <pre>{@code
 * program = Stream.addTo(program, "forecast", Streamable.of(lstm).with(out::of), rows, 1);
 * Stream stream = new Stream(backend.compile(program), "forecast");
 * Array y = stream.next(x);     // x [rows, 1], y [rows, 1]
 * }</pre>
 *
 * <p>For one thread at a time. Several streams may share an executable.
 */
public final class Stream {
    private static final String START = "_start";
    private static final String STEP = "_step";
    private static final String STATE = "state";
    private static final String INPUT = "x";
    private static final String OUTPUT = "y";

    private final Executable executable;
    private final String step;
    private final Map<String, Array> first;
    private final Map<String, Array> given = new LinkedHashMap<>();
    private final int rows;

    /**
     * A program with the two entries {@code name_start} and {@code name_step} that a stream runs.
     *
     * @param name of the stream
     * @param model what reads
     * @param rows sequences that are read side by side
     * @param row extents of one row's input of one step: one size for features, none for symbols
     */
    public static <S extends Record> Program addTo(
            Program program, String name, Streamable<S> model, int rows, int... row) {
        DType type = model.inputType().apply(program.dtype());
        int[] dims = new int[row.length + 1];
        dims[0] = rows;
        System.arraycopy(row, 0, dims, 1, row.length);
        Entry start =
                Entry.trace(
                        name + START,
                        program.dtype(),
                        t -> StatePorts.output(t, STATE, model.initial().apply(t.graph(), rows)));
        Entry step =
                Entry.trace(
                        name + STEP,
                        program.dtype(),
                        t -> {
                            S from =
                                    StatePorts.input(
                                            t, STATE, model.initial().apply(t.graph(), rows));
                            // a sequence of one step, and not the step alone: a backend then orders
                            // sums as it does for longer sequences
                            var piece =
                                    model.reader()
                                            .apply(t.input(INPUT, type, dims).expand(0), from);
                            t.output(OUTPUT, piece.outputs().at(0, 0));
                            StatePorts.output(t, STATE, piece.last());
                        });
        return program.with(start).with(step);
    }

    /**
     * A stream at its beginning.
     *
     * @param executable of a program with the stream's entries
     * @param name of the stream
     */
    public Stream(Executable executable, String name) {
        this.executable = executable;
        step = name + STEP;
        first = StatePorts.keep(STATE, executable.run(name + START));
        rows = first.values().stream().mapToInt(a -> a.shape().dim(0)).findFirst().orElse(0);
        reset();
    }

    /**
     * Reads one step of every row.
     *
     * @param x inputs [rows, …]
     * @return outputs [rows, …]; the array belongs to the executable and is overwritten by the next
     *     call
     * @throws IllegalArgumentException when x is of another type or shape
     */
    public Array next(Array x) {
        given.put(INPUT, x);
        Map<String, Array> results = executable.run(step, given);
        first.keySet().forEach(name -> given.get(name).copyFrom(results.get(name)));
        return results.get(OUTPUT);
    }

    /** Starts all rows again from the initial state. */
    public void reset() {
        first.forEach((name, value) -> given.put(name, value.copy()));
    }

    /**
     * Starts one row again from the initial state; the others continue.
     *
     * @throws IndexOutOfBoundsException when there is no such row
     */
    public void reset(int row) {
        Objects.checkIndex(row, rows);
        first.forEach(
                (name, value) -> {
                    int n = value.size() / rows;
                    Array state = given.get(name);
                    for (int i = row * n; i < (row + 1) * n; i++) {
                        state.set(i, value.get(i));
                    }
                });
    }
}
