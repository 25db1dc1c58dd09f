package dev.rondo.graph;

import static dev.rondo.graph.Functions.softplus;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Shape;

import java.util.List;

/**
 * The states of a linear recurrence, h_t = a_t∘h_{t−1} + b_t, for all t at once: a scan with an
 * associative operator (Blelloch 1990, "Prefix sums and their applications", section 1.4; Martin
 * and Cundy 2018). Time is cut into about √T blocks. All blocks are done side by side, each as the
 * function A∘h + B of the state before it; then one state after the other before each block; then
 * all states. So T steps become about 2√T, each over √T times as many elements.
 *
 * <p>Nothing is divided, so closed gates (a = 0) and long times are safe. Where |a| ≤ 1, as of
 * gates, the result differs from that of single steps by rounding only; larger factors may overflow
 * within a block. It does not depend on the number of threads. It is made of operations of the
 * core, and so is its gradient.
 */
public final class LinearRecurrence {
    /** ln 0, as a finite number: differences of it are no NaN. */
    private static final double LOG_OF_NOTHING = -1e30;

    /** What is multiplied and added. */
    private enum Numbers {
        /** Numbers themselves. */
        PLAIN(1, 0) {
            @Override
            Tensor times(Tensor a, Tensor b) {
                return a.times(b);
            }

            @Override
            Tensor plus(Tensor a, Tensor b) {
                return a.plus(b);
            }
        },
        /** Logarithms of positive numbers. */
        LOGARITHMS(0, LOG_OF_NOTHING) {
            @Override
            Tensor times(Tensor a, Tensor b) {
                return a.plus(b);
            }

            /** ln(eᵃ + eᵇ). */
            @Override
            Tensor plus(Tensor a, Tensor b) {
                // by branches: max and abs have no second derivative where both are equal
                Tensor larger = a.greaterThan(b);
                Tensor low = where(larger, b, a);
                Tensor high = where(larger, a, b);
                return high.plus(softplus(low.minus(high)));
            }
        };

        private final double one;
        private final double zero;

        Numbers(double one, double zero) {
            this.one = one;
            this.zero = zero;
        }

        abstract Tensor times(Tensor a, Tensor b);

        abstract Tensor plus(Tensor a, Tensor b);
    }

    private LinearRecurrence() {}

    /**
     * The states h_0 … h_{T−1}.
     *
     * @param a the share of the previous state that each step keeps [T, …]
     * @param b what each step adds [T, …]
     * @param start the state before the first step, without the first axis
     * @param reversed whether the steps run from T−1 down to 0; rows keep their places
     * @return [T, …]
     * @throws TraceException when the shapes do not fit
     */
    public static Tensor of(Tensor a, Tensor b, Tensor start, boolean reversed) {
        return scan(Numbers.PLAIN, a, b, start, reversed);
    }

    /**
     * The logarithms of the states of a recurrence of positive numbers, as Feng et al. (2024,
     * appendix B) write it: ln h_t = ln(a_t h_{t−1} + b_t). They stay exact where the numbers
     * themselves are too small or too large for the type. The logarithm of 0 is −1e30 here, and
     * never −∞.
     *
     * @param logA ln a [T, …]
     * @param logB ln b [T, …]
     * @param logStart ln of the state before the first step
     * @param reversed as in {@link #of}
     * @return ln h [T, …]
     * @throws TraceException when the shapes do not fit
     */
    public static Tensor ofLogarithms(Tensor logA, Tensor logB, Tensor logStart, boolean reversed) {
        return scan(Numbers.LOGARITHMS, logA, logB, logStart, reversed);
    }

    private static Tensor scan(
            Numbers numbers, Tensor a, Tensor b, Tensor start, boolean reversed) {
        if (!a.dtype().isFloat()
                || a.rank() == 0
                || !a.type().equals(b.type())
                || !start.type().equals(new Type(a.dtype(), a.shape().tail()))) {
            throw new TraceException(
                    "a linear recurrence reads floats [T, …] of one shape and a start without the"
                            + " first axis"
                            + Typing.operands(List.of(a, b, start)));
        }
        int length = a.dim(0);
        if (length == 0) {
            return b;
        }
        int steps = (int) Math.ceil(Math.sqrt(length));
        int blocks = (length + steps - 1) / steps;
        int padding = blocks * steps - length;
        // steps that are added come last, so what they give is never read
        int low = reversed ? padding : 0;
        Tensor all =
                blocks(
                        numbers,
                        byStep(a, low, padding - low, blocks, steps),
                        byStep(b, low, padding - low, blocks, steps),
                        start.reshape(-1),
                        reversed);
        return all.slice(0, low, low + length).reshape(a.shape());
    }

    /** Rows [T, …] as [steps, blocks, n]: the same step of all blocks is one row. */
    private static Tensor byStep(Tensor x, int low, int high, int blocks, int steps) {
        int size = Math.toIntExact(x.shape().tail().size());
        Tensor flat = x.reshape(x.dim(0), size);
        Tensor whole = low + high == 0 ? flat : flat.pad(0, low, high);
        return whole.reshape(blocks, steps, size).transpose(1, 0, 2);
    }

    /** The states [blocks · steps, n]. */
    private static Tensor blocks(
            Numbers numbers, Tensor a, Tensor b, Tensor start, boolean reversed) {
        Graph g = a.graph();
        Shape one = a.shape().tail();
        Scan.Result within =
                Scan.over(a.dim(0))
                        .carrying(g.full(one, numbers.one), g.full(one, numbers.zero))
                        .reading(a, b)
                        .reversed(reversed)
                        .run(
                                (before, in) -> {
                                    Tensor A = numbers.times(in.get(0), before.get(0));
                                    Tensor kept = numbers.times(in.get(0), before.get(1));
                                    Tensor B = numbers.plus(kept, in.get(1));
                                    return new Scan.Step(List.of(A, B), List.of(A, B));
                                });
        Tensor first =
                Scan.over(one.dim(0))
                        .carrying(start)
                        .reading(within.carries())
                        .reversed(reversed)
                        .run(
                                (before, in) -> {
                                    Tensor h = before.getFirst();
                                    Tensor kept = numbers.times(in.get(0), h);
                                    Tensor next = numbers.plus(kept, in.get(1));
                                    return new Scan.Step(List.of(next), List.of(h));
                                })
                        .outputs()
                        .getFirst();
        Tensor A = within.outputs().get(0);
        Tensor B = within.outputs().get(1);
        Tensor h = numbers.plus(numbers.times(A, first.expand(0).broadcastTo(A.shape())), B);
        return h.transpose(1, 0, 2).reshape(a.dim(0) * one.dim(0), one.dim(1));
    }
}
