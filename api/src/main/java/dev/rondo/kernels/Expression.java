package dev.rondo.kernels;

import dev.rondo.array.DType;

import java.util.List;

/**
 * Several elementwise operations combined into one. Values are numbered: first the inputs, then the
 * result of each step.
 *
 * @param inputs types of the inputs
 * @param steps the operations, in an order in which each reads only values before it
 * @param outputs the values that are wanted; each is the result of a step
 */
public record Expression(List<DType> inputs, List<Step> steps, List<Integer> outputs) {
    /** Copies the lists. */
    public Expression {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
    }

    /** One operation; operands are numbers of values. */
    public sealed interface Step {
        /** op(x), of a float type, or NOT of truth values. */
        record Unary(UnaryOp op, int x) implements Step {}

        /** op(a, b), of a float type, or AND, OR of truth values. */
        record Binary(BinaryOp op, int a, int b) implements Step {}

        /** op(a, b) of floats: a truth value. */
        record Compare(CompareOp op, int a, int b) implements Step {}

        /** condition ? a : b, floats. */
        record Select(int condition, int a, int b) implements Step {}
    }

    /** The type of a value. */
    public DType type(int value) {
        if (value < inputs.size()) {
            return inputs.get(value);
        }
        return switch (steps.get(value - inputs.size())) {
            case Step.Unary u -> type(u.x());
            case Step.Binary b -> type(b.a());
            case Step.Compare _ -> DType.BOOL;
            case Step.Select s -> type(s.a());
        };
    }
}
