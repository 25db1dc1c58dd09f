package dev.rondo.executor.plan;

import dev.rondo.array.Shape;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.LoopTuning;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

/**
 * A product that only the steps of a loop read, each step its own rows. It is computed for a few
 * steps at a time, when the loop comes to them, so it never leaves the cache.
 */
final class ChunkedProduct {
    /**
     * The operands.
     *
     * @param left [1, steps · rows, k]
     * @param right [1, k, n]
     * @param packing packs the right operand before the loop
     */
    record Operands(View left, View right, Packing packing) {
        int width() {
            return right.dim(2);
        }
    }

    private final Kernels kernels;
    private final Operands operands;
    private final View left;
    private final Part whole;
    private final Part rest;
    private final int length;
    private final int steps;
    private int first;

    /** Some steps: their rows of the left operand and of the result. */
    private record Part(View left, View out) {}

    /**
     * A product for some rows of each step.
     *
     * @param length number of steps of the loop
     * @param range the rows
     */
    ChunkedProduct(Kernels kernels, Operands operands, int length, Rows.Range range) {
        this.kernels = kernels;
        this.operands = operands;
        this.length = length;
        View a = operands.left();
        int stride = a.dim(1) / length * a.stride(1);
        left =
                new View(
                        a.storage(),
                        a.shift() + range.from() * a.stride(1),
                        new int[] {length, range.count(), a.dim(2)},
                        new int[] {stride, a.stride(1), a.stride(2)});
        int rows = range.count();
        int bytes = rows * operands.width() * a.dtype().bytes();
        LoopTuning tuning = kernels.tuning();
        int most = Math.max(tuning.chunkBytes() / bytes, tuning.chunkRows() / rows);
        steps = Math.clamp(most, 1, length);
        Storage moving = new Storage(a.dtype());
        View out = View.contiguous(new Storage(a.dtype()), Shape.of(steps, rows, operands.width()));
        whole = part(moving, out, steps);
        rest = part(moving, out, length % steps);
    }

    private Part part(Storage moving, View out, int count) {
        int[] dims = {count, left.dim(1), left.dim(2)};
        return new Part(new View(moving, 0, dims, left.strides()), out.window(0, 0, count));
    }

    /** The storage for the rows of some steps. */
    Storage storage() {
        return whole.out().storage();
    }

    /** The number of elements of that storage. */
    int size() {
        return whole.out().size();
    }

    /** Called before a loop: nothing has been computed yet. */
    void begin() {
        first = -1;
    }

    /** The position of a step's rows in {@link #storage}. Computes them when they are not there. */
    int at(int step) {
        int begin = step / steps * steps;
        if (begin != first) {
            Part part = begin + steps <= length ? whole : rest;
            part.left().storage().place(left.buffer(), left.offset() + begin * left.stride(0));
            operands.packing().multiply(kernels, part.left(), operands.right(), part.out());
            first = begin;
        }
        return whole.out().offset() + (step - begin) * whole.out().stride(0);
    }
}
