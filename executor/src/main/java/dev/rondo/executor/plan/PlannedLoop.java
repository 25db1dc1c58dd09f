package dev.rondo.executor.plan;

import dev.rondo.array.Buffer;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Repeatable;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A planned loop: the instructions of its step, and what moves before, during and after the steps.
 */
final class PlannedLoop implements Runnable {
    /** A row of a stacked tensor: {@code row} is placed on row t of {@code whole} at step t. */
    private record Row(View whole, Storage row) {}

    /** A row that is computed when it is needed. */
    private record ChunkRow(ChunkedProduct product, int shift, Storage row) {}

    private final Kernels kernels;
    private final int length;
    private final boolean reverse;
    private final StepCount steps;
    private final List<Row> rows = new ArrayList<>();
    private final List<ChunkedProduct> products = new ArrayList<>();
    private final List<ChunkRow> chunkRows = new ArrayList<>();
    private final List<View> outputs = new ArrayList<>();
    private final List<View[]> before = new ArrayList<>();
    private final List<View[]> after = new ArrayList<>();
    private final List<Storage[]> swaps = new ArrayList<>();
    private final Set<Storage> carried = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Storage, Integer> carries = new IdentityHashMap<>();
    private final List<Storage> writes = new ArrayList<>();
    private Plan body;
    private Runnable[] code;
    private Row[] placed;
    private Optional<Repeatable.Steps> inOneCall;

    // where the new values of carries are, while they are elsewhere
    private Buffer[] free;
    private int[] freeAt;

    /**
     * An empty loop.
     *
     * @param length number of steps that were traced
     * @param steps how many of them are run
     */
    PlannedLoop(Kernels kernels, int length, boolean reverse, StepCount steps) {
        this.kernels = kernels;
        this.length = length;
        this.reverse = reverse;
        this.steps = steps;
    }

    /** Adds a tensor of which step t reads row t. */
    void reads(View whole, Storage row) {
        rows.add(new Row(whole, row));
    }

    /** Adds a product that is computed for some steps at a time. */
    void computes(ChunkedProduct product) {
        products.add(product);
        carries.put(product.storage(), product.size());
    }

    /**
     * Adds a part of such a product; {@code shift} is where the part begins in the rows of a step.
     */
    void reads(ChunkedProduct product, int shift, Storage row) {
        chunkRows.add(new ChunkRow(product, shift, row));
    }

    /** Adds a tensor of which step t writes row t. */
    void writes(View whole, Storage row) {
        rows.add(new Row(whole, row));
        writes.add(whole.storage());
        if (whole.size() > 0) {
            outputs.add(whole);
        }
    }

    /** Adds a carry whose old and new value swap places after each step. */
    void carries(View initial, View old, View fresh, Optional<View> last) {
        carried.add(old.storage());
        carries.put(old.storage(), old.size());
        carries.put(fresh.storage(), fresh.size());
        swaps.add(new Storage[] {old.storage(), fresh.storage()});
        first(initial, old);
        last.ifPresent(v -> last(old, v));
    }

    /**
     * Adds a carry all of whose values are kept in a stack [length + 1, …], with the initial value
     * at one end. Old and new value of a step are neighbors, and nothing needs to be copied.
     */
    void stacks(View initial, View stack, Storage old, Storage fresh, Optional<View> last) {
        View lower = stack.window(0, 0, length);
        View upper = stack.window(0, 1, length);
        carried.add(old);
        reads(reverse ? upper : lower, old);
        writes(reverse ? lower : upper, fresh);
        first(initial, row(stack, reverse ? length : 0));
        last.ifPresent(v -> last(row(stack, reverse ? 0 : length), v));
    }

    private void first(View initial, View to) {
        if (to.size() > 0) {
            before.add(View.merge(initial, to));
        }
    }

    private void last(View from, View last) {
        writes.add(last.storage());
        if (last.size() > 0) {
            after.add(View.merge(from, last));
        }
    }

    private static View row(View stack, int i) {
        return new View(
                stack.storage(),
                stack.shift() + i * stack.stride(0),
                stack.shape().tail().dims(),
                Arrays.copyOfRange(stack.strides(), 1, stack.rank()));
    }

    /** Sets the step's instructions. */
    void seal(Plan step, boolean debug) {
        body = step;
        code = step.code(debug);
        placed = rows.toArray(Row[]::new);
        free = new Buffer[swaps.size()];
        freeAt = new int[swaps.size()];
        inOneCall =
                code.length == 1 && chunkRows.isEmpty() && code[0] instanceof Repeatable only
                        ? only.over(motion())
                        : Optional.empty();
    }

    private Repeatable.Motion motion() {
        Map<Storage, Integer> strides = new IdentityHashMap<>();
        for (Row r : rows) {
            strides.put(r.row, r.whole.stride(0) * (reverse ? -1 : 1));
        }
        return new Repeatable.Motion() {
            @Override
            public int stride(Storage storage) {
                return strides.getOrDefault(storage, 0);
            }

            @Override
            public boolean isCarried(Storage storage) {
                return carried.contains(storage);
            }
        };
    }

    Plan body() {
        return body;
    }

    /**
     * Storages that live while the loop runs, each with its number of elements: those of carries
     * and of chunks of products.
     */
    Map<Storage, Integer> carries() {
        return carries;
    }

    /** Storages that hold a value after the loop. */
    List<Storage> writes() {
        return writes;
    }

    /** Everything that the loop computes for the outside, for debugging. */
    List<View> results() {
        List<View> all = new ArrayList<>(outputs);
        after.forEach(pair -> all.add(pair[1]));
        return all;
    }

    @Override
    public void run() {
        int n = steps.now();
        for (int i = 0; i < before.size(); i++) {
            kernels.move(before.get(i)[0], before.get(i)[1]);
        }
        for (int i = 0; i < products.size(); i++) {
            products.get(i).begin();
        }
        if (n > 0 && !runInOneCall(n)) {
            runStepByStep(n);
        }
        if (n < length) {
            for (int i = 0; i < outputs.size(); i++) {
                View v = outputs.get(i);
                int row = v.size() / length;
                for (int t = n; t < length; t++) {
                    Zeros.fill(v.buffer(), v.offset() + t * v.stride(0), row);
                }
            }
        }
        for (int i = 0; i < after.size(); i++) {
            kernels.move(after.get(i)[0], after.get(i)[1]);
        }
    }

    private boolean runInOneCall(int n) {
        if (inOneCall.isEmpty()) {
            return false;
        }
        place(reverse ? n - 1 : 0);
        for (int i = 0; i < swaps.size(); i++) {
            // new values go where the old ones were
            Storage old = swaps.get(i)[0];
            Storage fresh = swaps.get(i)[1];
            free[i] = fresh.buffer();
            freeAt[i] = fresh.base();
            fresh.place(old.buffer(), old.base());
        }
        boolean done = inOneCall.get().run(n);
        for (int i = 0; i < swaps.size(); i++) {
            swaps.get(i)[1].place(free[i], freeAt[i]);
            free[i] = null;
        }
        return done;
    }

    private void runStepByStep(int n) {
        for (int s = 0; s < n; s++) {
            int t = reverse ? n - 1 - s : s;
            for (int i = 0; i < chunkRows.size(); i++) {
                ChunkRow r = chunkRows.get(i);
                r.row.place(r.product.storage().buffer(), r.product.at(t) + r.shift);
            }
            place(t);
            for (Runnable r : code) {
                r.run();
            }
            for (int i = 0; i < swaps.size(); i++) {
                Storage.swap(swaps.get(i)[0], swaps.get(i)[1]);
            }
        }
    }

    private void place(int t) {
        for (Row r : placed) {
            r.row.place(r.whole.buffer(), r.whole.offset() + t * r.whole.stride(0));
        }
    }
}
