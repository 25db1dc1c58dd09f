package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.Window;

import java.util.List;
import java.util.Locale;

/**
 * The closed set of operations that every program consists of. It is sealed, so a {@code switch}
 * over it does not compile when an operation is missing. {@link Typing} says what each accepts.
 */
public sealed interface Op {
    /** Numbers that are known while tracing. */
    record Constant(Array value) implements Op {}

    /** An input of an entry, given at each run. */
    record Input(String name, DType dtype, Shape shape) implements Op {}

    /** The value of a variable at the start of a run. */
    record Read(Variable variable, DType dtype) implements Op {}

    /**
     * An argument of a loop's body: a carry, a step's input or a captured tensor, in that order.
     */
    record Argument(int position, DType dtype, Shape shape) implements Op {}

    /** Product of two matrices [M,K]·[K,N], or of two batches of them [B,M,K]·[B,K,N]. */
    record MatMul() implements Op {}

    /**
     * A convolution in two dimensions, a cross-correlation as in all frameworks: image [B, H, W, C]
     * and kernel [O, KH, KW, C/groups] give [B, rows, columns, O]. Group g of the O channels is
     * made of group g of the C channels:
     *
     * <p>y[b, i, j, o] = Σ_{p, q, c} image[b, rows(i, p), columns(j, q), c] · kernel[o, p, q, c].
     *
     * @param rows how the second axes correspond
     * @param columns how the third axes correspond
     */
    record Convolution(Window rows, Window columns, int groups) implements Op {}

    /** A function of each element. */
    record Unary(UnaryOp function) implements Op {}

    /** A function of each pair of elements; both operands have one shape and type. */
    record Binary(BinaryOp function) implements Op {}

    /** A truth value for each pair of elements; both operands have one shape and type. */
    record Compare(CompareOp function) implements Op {}

    /** condition ? a : b for each element; inputs (condition, a, b) of one shape. */
    record Select() implements Op {}

    /** Conversion to another type. */
    record Cast(DType dtype) implements Op {}

    /** Reduction over axes (ascending), which are removed. */
    record Reduce(ReduceOp function, List<Integer> axes) implements Op {}

    /** Repetition to a larger shape; the shapes are aligned at the last axis. */
    record Broadcast(Shape shape) implements Op {}

    /** The same elements in row-major order under another shape. */
    record Reshape(Shape shape) implements Op {}

    /** Axis i of the result is axis {@code permutation[i]} of the operand. */
    record Transpose(List<Integer> permutation) implements Op {}

    /** A window: from {@code starts}, {@code sizes} long, for each axis. */
    record Slice(List<Integer> starts, List<Integer> sizes) implements Op {}

    /** Concatenation of operands along an axis. */
    record Concat(int axis) implements Op {}

    /** Padding with zeros before and after, for each axis. */
    record Pad(List<Integer> low, List<Integer> high) implements Op {}

    /** Rows of a table [rows, …] at indices [n]: [n, …]. */
    record Gather() implements Op {}

    /** Inputs (updates [n, …], indices [n]); adds each update to its row of a zero [rows, …]. */
    record ScatterAdd(int rows) implements Op {}

    /** 0, 1, 2, … along an axis, as I32. */
    record Iota(Shape shape, int axis) implements Op {}

    /** Random bits (I32) keyed by the input (seed, step, time) and the site. */
    record RandomBits(Shape shape, int site) implements Op {}

    /** The operand itself; no gradient flows through. */
    record StopGradient() implements Op {}

    /**
     * A loop over time. Inputs: initial carries, stacked step inputs [length, …], captured tensors,
     * and with {@code dynamic} the number of steps to run (I32 scalar ≤ length). Outputs: final
     * carries, stacked step outputs [length, …], with zeros after the last step that was run. With
     * {@code reverse} the steps run from the last to the first; inputs and outputs keep their
     * places. With {@code recompute}, its gradient keeps only the carries and computes everything
     * else within a step again.
     *
     * @param body the graph of one step; its arguments are carries, step inputs, captured tensors
     * @param results the body's new carries and step outputs
     * @param carries number of carries
     * @param inputs number of step inputs
     */
    record Scan(
            Graph body,
            List<Tensor> results,
            int length,
            int carries,
            int inputs,
            boolean reverse,
            boolean dynamic,
            boolean recompute)
            implements Op {
        /** Number of step outputs. */
        public int outputs() {
            return results.size() - carries;
        }

        /**
         * Checks a number of steps that is known at run time.
         *
         * @throws IllegalArgumentException when the loop was not traced for as many
         */
        public static void checkSteps(int count, int length) {
            if (count < 0 || count > length) {
                throw new IllegalArgumentException(
                        "a loop traced for at most " + length + " steps cannot run " + count);
            }
        }

        /** This loop with other results, of which the first are those of its carries. */
        public Scan with(List<Tensor> newResults) {
            return new Scan(
                    body,
                    List.copyOf(newResults),
                    length,
                    carries,
                    inputs,
                    reverse,
                    dynamic,
                    recompute);
        }

        /** Number of captured tensors. */
        public int captures() {
            return body.arguments().size() - carries - inputs;
        }

        @Override
        public String toString() {
            return "Scan[length="
                    + length
                    + (reverse ? ", reverse" : "")
                    + (dynamic ? ", dynamic" : "")
                    + (recompute ? ", recompute" : "")
                    + "]";
        }
    }

    /**
     * Several elementwise operations of one shape as one operation. A compiler makes it, after
     * differentiation. Inputs: the arguments of the body, all of that shape. Outputs: the results.
     *
     * @param body unary, binary, compare and select operations on its arguments
     * @param results tensors of the body that are needed outside
     */
    record Fused(Graph body, List<Tensor> results) implements Op {
        /** Copies the list. */
        public Fused {
            results = List.copyOf(results);
        }

        @Override
        public String toString() {
            return "Fused[operations=" + (body.nodes().size() - body.arguments().size()) + "]";
        }
    }

    /** The operation's name for messages. */
    default String title() {
        return switch (this) {
            case Unary u -> u.function().name().toLowerCase(Locale.ROOT);
            case Binary b -> b.function().name().toLowerCase(Locale.ROOT);
            case Compare c -> "compare " + c.function();
            case Reduce r -> r.function().name().toLowerCase(Locale.ROOT) + " over axes";
            default -> getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }
}
