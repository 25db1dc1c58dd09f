package dev.rondo.cli.serve;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cell.StackedCell;
import dev.rondo.cli.task.TextModel;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.task.BatchSizes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A language model that is compiled for some numbers of texts. */
final class CompiledText implements TextEngine {
    private static final String START = "serve_start";
    private static final String STEP = "serve_step_";
    private static final String STATE = LanguageModel.STATE;
    private static final String SYMBOL = "symbol";
    private static final String LOGITS = "logits";

    private final Executable executable;
    private final BatchSizes sizes;
    private final RowState initial;
    private final Map<Integer, Map<String, Array>> given = new HashMap<>();

    /**
     * Compiles the model.
     *
     * @param most texts in one run
     * @param weights sets the weights of what was compiled
     */
    CompiledText(TextModel text, Backend backend, int most, Consumer<Executable> weights) {
        sizes = BatchSizes.of(backend, most);
        Program program = text.program().with(start(text.model()));
        for (int size : sizes.all()) {
            program = program.with(step(text.model(), size));
        }
        executable = backend.compile(program);
        weights.accept(executable);
        initial = new RowState(StatePorts.keep(STATE, executable.run(START)));
        for (int size : sizes.all()) {
            Map<String, Array> inputs = new HashMap<>(initial.of(size));
            inputs.put(SYMBOL, Array.of(new int[size], size));
            given.put(size, inputs);
        }
    }

    private static Entry start(LanguageModel model) {
        return Entry.trace(
                START,
                DType.F32,
                t -> StatePorts.output(t, STATE, model.initialState(t.graph(), 1)));
    }

    private static Entry step(LanguageModel model, int rows) {
        return Entry.trace(
                STEP + rows,
                DType.F32,
                t -> {
                    StackedCell.State from =
                            StatePorts.input(t, STATE, model.initialState(t.graph(), rows));
                    var o = model.step(t.input(SYMBOL, DType.I32, rows), from);
                    t.output(LOGITS, o.logits());
                    StatePorts.output(t, STATE, o.last());
                });
    }

    @Override
    public RowState initial() {
        return initial.copy();
    }

    @Override
    public List<float[]> step(int[] symbols, List<RowState> states) {
        int size = sizes.holding(symbols.length);
        Map<String, Array> inputs = given.get(size);
        System.arraycopy(symbols, 0, inputs.get(SYMBOL).i32(), 0, symbols.length);
        for (int row = 0; row < symbols.length; row++) {
            states.get(row).write(inputs, row);
        }
        Map<String, Array> results = executable.run(STEP + size, inputs);
        Array logits = results.get(LOGITS);
        int width = logits.shape().dim(1);
        List<float[]> rows = new ArrayList<>();
        for (int row = 0; row < symbols.length; row++) {
            states.get(row).read(results, row);
            rows.add(Arrays.copyOfRange(logits.f32(), row * width, (row + 1) * width));
        }
        return rows;
    }

    @Override
    public void close() {
        executable.close();
    }
}
