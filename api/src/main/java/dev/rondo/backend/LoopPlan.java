package dev.rondo.backend;

import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.List;

/** A planned loop: what it carries, reads and writes at each step, and the step's instructions. */
final class LoopPlan implements Runnable {
    /** Old and new value of a carry swap places after each step. */
    record Carry(View initial, View old, View fresh, View last) {}

    /** A row of a stacked tensor: {@code row} is placed on row t of {@code whole} at step t. */
    record Row(View whole, Storage row) {}

    final Kernels kernels;
    final int length;
    final boolean reverse;
    final View steps;
    final List<Carry> carries = new ArrayList<>();
    final List<Row> inputs = new ArrayList<>();
    final List<Row> outputs = new ArrayList<>();
    final List<Runnable> prepare = new ArrayList<>();
    Plan body;
    private Runnable[] code;
    private Carry[] carry;
    private Row[] rows;
    private View[][] initial;
    private View[][] last;
    private Row[] stacked;

    LoopPlan(Kernels kernels, int length, boolean reverse, View steps) {
        this.kernels = kernels;
        this.length = length;
        this.reverse = reverse;
        this.steps = steps;
    }

    void seal(boolean debug) {
        code = body.code(debug);
        carry = carries.toArray(Carry[]::new);
        List<Row> all = new ArrayList<>(inputs);
        all.addAll(outputs);
        rows = all.toArray(Row[]::new);
        stacked = outputs.toArray(Row[]::new);
        initial = new View[carry.length][];
        last = new View[carry.length][];
        for (int i = 0; i < carry.length; i++) {
            initial[i] = Views.merge(carry[i].initial, carry[i].old);
            last[i] = Views.merge(carry[i].old, carry[i].last);
        }
    }

    @Override
    public void run() {
        int n = length;
        if (steps != null) {
            n = steps.i32()[steps.offset()];
            if (n < 0 || n > length) {
                throw new IllegalArgumentException(
                        "a loop traced for at most " + length + " steps cannot run " + n);
            }
        }
        for (int i = 0; i < carry.length; i++) {
            kernels.move(initial[i][0], initial[i][1]);
        }
        for (int i = 0; i < prepare.size(); i++) {
            prepare.get(i).run();
        }
        for (int s = 0; s < n; s++) {
            int t = reverse ? n - 1 - s : s;
            for (Row r : rows) {
                r.row.place(r.whole.buffer(), r.whole.offset() + t * r.whole.stride(0));
            }
            for (Runnable r : code) {
                r.run();
            }
            for (Carry c : carry) {
                Storage.swap(c.old.storage(), c.fresh.storage());
            }
        }
        if (n < length) {
            for (Row r : stacked) {
                Zeros.fill(
                        r.whole.buffer(),
                        r.whole.offset() + n * r.whole.stride(0),
                        (length - n) * r.whole.stride(0));
            }
        }
        for (int i = 0; i < carry.length; i++) {
            kernels.move(last[i][0], last[i][1]);
        }
    }
}
