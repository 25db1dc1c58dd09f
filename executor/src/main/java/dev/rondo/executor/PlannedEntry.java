package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An entry planned for kernels, with its memory. */
final class PlannedEntry implements ReadyEntry {
    private final Inputs inputs;
    private final Map<String, Array> outputs;
    private final Preparation preparation;
    private final Runnable[] code;
    private final Commit commit;
    private final List<ExecutionReport.Holding> memory;
    private final List<ExecutionReport.LoopRun> loops;

    PlannedEntry(
            Inputs inputs,
            Map<String, Array> outputs,
            Preparation preparation,
            Runnable[] code,
            Commit commit,
            List<ExecutionReport.Holding> memory,
            List<ExecutionReport.LoopRun> loops) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.preparation = preparation;
        this.code = code;
        this.commit = commit;
        this.memory = memory;
        this.loops = loops;
    }

    /** The inputs of an entry. Kernels read the caller's arrays, without a copy. */
    static final class Inputs {
        private final String[] names;
        private final Storage[] storages;
        private final Set<Buffer> overwritten;
        private final Array[] copies;

        /**
         * The inputs of an entry.
         *
         * @param storages by name
         * @param outputs the arrays that a run overwrites
         */
        Inputs(Map<String, Storage> storages, Map<String, Array> outputs) {
            this.names = storages.keySet().toArray(String[]::new);
            this.storages = storages.values().toArray(Storage[]::new);
            this.overwritten =
                    outputs.values().stream().map(Array::buffer).collect(Collectors.toSet());
            this.copies = new Array[names.length];
        }

        private void place(Map<String, Array> given) {
            for (int i = 0; i < names.length; i++) {
                storages[i].place(own(i, given.get(names[i])).buffer(), 0);
            }
        }

        /** The array itself. If it is an output, which the run overwrites, a copy of it. */
        private Array own(int input, Array given) {
            if (!overwritten.contains(given.buffer())) {
                return given;
            }
            if (copies[input] == null) {
                copies[input] = given.copy();
            }
            copies[input].copyFrom(given);
            return copies[input];
        }
    }

    /** The arrays of an entry's outputs. Their elements lie where {@code views} show them. */
    static Map<String, Array> outputs(Entry entry, Map<String, View> views) {
        Map<String, Array> outputs = new LinkedHashMap<>();
        views.forEach((name, v) -> outputs.put(name, wrap(v, entry.outputs().get(name))));
        return Collections.unmodifiableMap(outputs);
    }

    private static Array wrap(View v, Tensor t) {
        return t.shape().size() == 0
                ? Array.zeros(t.dtype(), t.shape())
                : Array.wrap(t.shape(), v.buffer());
    }

    @Override
    public void prepare() {
        preparation.run();
    }

    @Override
    public Map<String, Array> run(Map<String, Array> given) {
        preparation.run();
        inputs.place(given);
        for (Runnable r : code) {
            r.run();
        }
        return outputs;
    }

    @Override
    public boolean hasChanges() {
        return commit.isDue();
    }

    @Override
    public void commit() {
        commit.run();
    }

    @Override
    public List<ExecutionReport.Holding> memory() {
        return memory;
    }

    @Override
    public List<ExecutionReport.LoopRun> loops() {
        return loops;
    }
}
