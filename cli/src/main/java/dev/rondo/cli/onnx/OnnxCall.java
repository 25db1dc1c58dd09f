package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A node that is being traced, with its operands.
 *
 * @param node the node
 * @param opset version of the operators
 * @param graph where it is traced
 * @param operands null for one that is left out
 * @param floats the model's weights
 */
record OnnxCall(
        OnnxNode node,
        long opset,
        Graph graph,
        List<OnnxValue> operands,
        Map<String, Array> floats) {

    UsageException wrong(String what) {
        return new UsageException("the node " + node + " " + what);
    }

    /** Whether an operand is given. */
    boolean has(int i) {
        return i < operands.size() && operands.get(i) != null;
    }

    /** An operand as a tensor. */
    Tensor tensor(int i) {
        if (!has(i)) {
            throw wrong("has no operand " + i);
        }
        return switch (operands.get(i)) {
            case OnnxValue.Traced(Tensor t) -> t;
            case OnnxValue.Known(WholeNumbers w) -> graph.constant(array(w));
        };
    }

    Optional<Tensor> optional(int i) {
        return has(i) ? Optional.of(tensor(i)) : Optional.empty();
    }

    private Array array(WholeNumbers w) {
        byte[] truths = new byte[w.truths() ? w.values().length : 0];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = (byte) w.values()[i];
        }
        return Array.wrap(
                w.shape(),
                w.truths()
                        ? new Buffer.Bool(truths)
                        : new Buffer.I32(
                                Arrays.stream(w.values()).mapToInt(this::narrow).toArray()));
    }

    private int narrow(long value) {
        if (value != (int) value) {
            throw wrong("computes with " + value + ", which is beyond 32 bits");
        }
        return (int) value;
    }

    /** All operands as tensors. */
    List<Tensor> tensors() {
        return IntStream.range(0, operands.size()).mapToObj(this::tensor).toList();
    }

    /** An operand that is known before anything is computed. */
    Optional<WholeNumbers> known(int i) {
        return has(i) && operands.get(i) instanceof OnnxValue.Known(WholeNumbers w)
                ? Optional.of(w)
                : Optional.empty();
    }

    /** Whether all operands are known. */
    boolean allKnown() {
        return IntStream.range(0, operands.size()).allMatch(i -> known(i).isPresent());
    }

    /** An operand that says a form, such as a shape or axes. */
    long[] wholes(int i) {
        return known(i).orElseThrow(
                        () ->
                                wrong(
                                        "reads its operand "
                                                + i
                                                + " from numbers that are computed; a form must"
                                                + " follow from shapes"))
                .values();
    }

    /** What newer versions have as an operand, and older ones as an attribute. */
    Optional<long[]> wholes(String attribute, int i) {
        return has(i) ? Optional.of(wholes(i)) : node.wholes(attribute);
    }

    /** A number that the file holds. */
    double number(int i) {
        Optional<WholeNumbers> whole = known(i);
        Array a = floats.get(node.inputs().get(i));
        if (whole.isPresent() && whole.get().values().length == 1) {
            return whole.get().values()[0];
        }
        if (a == null || a.size() != 1) {
            throw wrong("needs its operand " + i + " as one number that the file holds");
        }
        return a.get(0);
    }

    /** An axis counted from the front. */
    static int axis(long axis, int rank) {
        long a = axis < 0 ? axis + rank : axis;
        if (a < 0 || a >= Math.max(rank, 1)) {
            throw new IllegalArgumentException(
                    "axis " + axis + " does not exist among " + rank + " axes");
        }
        return (int) a;
    }

    List<OnnxValue> gives(Tensor t) {
        return List.of(new OnnxValue.Traced(t));
    }

    List<OnnxValue> gives(WholeNumbers w) {
        return List.of(new OnnxValue.Known(w));
    }

    List<OnnxValue> gives(long[] values, int... dims) {
        return gives(new WholeNumbers(values, Shape.of(dims), false));
    }

    /** The type of floats. */
    DType dtype() {
        return graph.dtype();
    }
}
