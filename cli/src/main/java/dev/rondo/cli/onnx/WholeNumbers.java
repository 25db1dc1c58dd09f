package dev.rondo.cli.onnx;

import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.Configuration;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Whole numbers of 64 bits, or truth values, that are known before anything is computed.
 *
 * @param values in row-major order; a truth value is 0 or 1
 * @param truths whether they are truth values
 */
record WholeNumbers(long[] values, Shape shape, boolean truths) {
    static WholeNumbers vector(long... values) {
        return new WholeNumbers(values, Shape.of(values.length), false);
    }

    static WholeNumbers scalar(long value) {
        return new WholeNumbers(new long[] {value}, Shape.SCALAR, false);
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("shape", Arrays.stream(shape.dims()).boxed().toList())
                .with("values", Arrays.stream(values).boxed().toList())
                .with("truths", truths);
    }

    static WholeNumbers parse(Configuration c) {
        int[] dims = OnnxNode.longs(c, "shape").stream().mapToInt(Math::toIntExact).toArray();
        List<Long> values = OnnxNode.longs(c, "values");
        if (Shape.of(dims).size() != values.size()) {
            throw c.wrong("values", "as many whole numbers as the shape has");
        }
        return new WholeNumbers(
                values.stream().mapToLong(v -> v).toArray(), Shape.of(dims), c.flag("truths"));
    }

    /** Each number changed. */
    WholeNumbers map(LongUnaryOperator function) {
        return new WholeNumbers(Arrays.stream(values).map(function).toArray(), shape, truths);
    }

    /** The same numbers as truth values or as whole numbers. */
    WholeNumbers truths(boolean areTruths) {
        return new WholeNumbers(values, shape, areTruths);
    }

    /** The same numbers under another shape. */
    WholeNumbers reshaped(Shape other) {
        return new WholeNumbers(values, other, truths);
    }

    /** A function of each pair of numbers; both are stretched to a common shape. */
    WholeNumbers with(WholeNumbers other, LongBinaryOperator function, boolean givesTruths) {
        Shape common = OnnxElements.common(shape, other.shape);
        long[] a = stretched(common).values;
        long[] b = other.stretched(common).values;
        long[] all = new long[a.length];
        Arrays.setAll(all, i -> function.applyAsLong(a[i], b[i]));
        return new WholeNumbers(all, common, givesTruths);
    }

    /** Repeated to a larger shape. */
    WholeNumbers stretched(Shape to) {
        if (to.equals(shape)) {
            return this;
        }
        int[] strides = shape.strides();
        int missing = to.rank() - shape.rank();
        long[] all = new long[Math.toIntExact(to.size())];
        for (int i = 0; i < all.length; i++) {
            int[] index = to.index(i);
            int at = 0;
            for (int axis = 0; axis < shape.rank(); axis++) {
                at += shape.dim(axis) == 1 ? 0 : index[axis + missing] * strides[axis];
            }
            all[i] = values[at];
        }
        return new WholeNumbers(all, to, truths);
    }
}
