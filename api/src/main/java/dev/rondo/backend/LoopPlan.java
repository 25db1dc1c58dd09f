package dev.rondo.backend;

import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A planned loop: what moves before, at and after each step, and the step's instructions. */
final class LoopPlan implements Runnable {
    /** A row of a stacked tensor: {@code row} is placed on row t of {@code whole} at step t. */
    private record Row(View whole, Storage row) {}

    /** A row that is computed when it is needed. */
    private record FedRow(Feed feed, int shift, Storage row) {}

    private final Kernels kernels;
    private final int length;
    private final boolean reverse;
    private final View steps;
    private final List<Row> rows = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final List<FedRow> fedRows = new ArrayList<>();
    private final List<View> outputs = new ArrayList<>();
    private final List<View[]> before = new ArrayList<>();
    private final List<View[]> after = new ArrayList<>();
    private final List<Storage[]> swaps = new ArrayList<>();
    private final Map<Storage, Integer> carries = new IdentityHashMap<>();
    private final List<Storage> writes = new ArrayList<>();
    private Plan body;
    private Runnable[] code;
    private Row[] placed;

    /**
     * An empty loop.
     *
     * @param steps where the number of steps lies; null for all
     */
    LoopPlan(Kernels kernels, int length, boolean reverse, View steps) {
        this.kernels = kernels;
        this.length = length;
        this.reverse = reverse;
        this.steps = steps;
    }

    /** A tensor of which step t reads row t. */
    void reads(View whole, Storage row) {
        rows.add(new Row(whole, row));
    }

    /** Something that is computed for some steps at a time. */
    void feeds(Feed feed) {
        feeds.add(feed);
        carries.put(feed.storage(), feed.size());
    }

    /** A part of that; {@code shift} is where it begins in the rows of a step. */
    void reads(Feed feed, int shift, Storage row) {
        fedRows.add(new FedRow(feed, shift, row));
    }

    /** A tensor of which step t writes row t. */
    void writes(View whole, Storage row) {
        rows.add(new Row(whole, row));
        writes.add(whole.storage());
        if (whole.size() > 0) {
            outputs.add(whole);
        }
    }

    /** A carry whose old and new value swap places after each step. */
    void carries(View initial, View old, View fresh, View last) {
        carries.put(old.storage(), old.size());
        carries.put(fresh.storage(), fresh.size());
        swaps.add(new Storage[] {old.storage(), fresh.storage()});
        first(initial, old);
        last(old, last);
    }

    /**
     * A carry all of whose values are kept in a stack [length + 1, …], the initial one at its one
     * end: old and new value of a step are neighbours and nothing needs to be copied.
     */
    void stacks(View initial, View stack, Storage old, Storage fresh, View last) {
        View lower = Views.window(stack, 0, 0, length);
        View upper = Views.window(stack, 0, 1, length);
        reads(reverse ? upper : lower, old);
        writes(reverse ? lower : upper, fresh);
        first(initial, row(stack, reverse ? length : 0));
        last(row(stack, reverse ? 0 : length), last);
    }

    private void first(View initial, View to) {
        if (to.size() > 0) {
            before.add(Views.merge(initial, to));
        }
    }

    private void last(View from, View last) {
        if (last != null) {
            writes.add(last.storage());
            if (last.size() > 0) {
                after.add(Views.merge(from, last));
            }
        }
    }

    private static View row(View stack, int i) {
        return new View(
                stack.storage(),
                stack.shift() + i * stack.stride(0),
                stack.shape().tail().dims(),
                Arrays.copyOfRange(stack.strides(), 1, stack.rank()));
    }

    /** The step's instructions. */
    void seal(Plan step, boolean debug) {
        body = step;
        code = step.code(debug);
        placed = rows.toArray(Row[]::new);
    }

    Plan body() {
        return body;
    }

    /**
     * Storages of carries and feeds that live while the loop runs, with their number of elements.
     */
    Map<Storage, Integer> carries() {
        return carries;
    }

    /** Storages that hold a value after the loop. */
    List<Storage> writes() {
        return writes;
    }

    /** Everything the loop leaves behind, for debugging. */
    List<View> results() {
        List<View> all = new ArrayList<>(outputs);
        after.forEach(pair -> all.add(pair[1]));
        return all;
    }

    @Override
    public void run() {
        int n = length;
        if (steps != null) {
            n = steps.i32()[steps.offset()];
            Requests.checkSteps(n, length);
        }
        for (int i = 0; i < before.size(); i++) {
            kernels.move(before.get(i)[0], before.get(i)[1]);
        }
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).begin();
        }
        for (int s = 0; s < n; s++) {
            int t = reverse ? n - 1 - s : s;
            for (int i = 0; i < fedRows.size(); i++) {
                FedRow r = fedRows.get(i);
                r.row.place(r.feed.storage().buffer(), r.feed.at(t) + r.shift);
            }
            for (Row r : placed) {
                r.row.place(r.whole.buffer(), r.whole.offset() + t * r.whole.stride(0));
            }
            for (Runnable r : code) {
                r.run();
            }
            for (int i = 0; i < swaps.size(); i++) {
                Storage.swap(swaps.get(i)[0], swaps.get(i)[1]);
            }
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
}
