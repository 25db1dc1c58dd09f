package dev.rondo.kernels;

import dev.rondo.array.DType;

import java.util.List;

/**
 * Several elementwise operations combined into one. Values are numbered: first the inputs, then the
 * result of each operation.
 *
 * @param inputs types of the inputs
 * @param operations the operations, in an order in which each reads only values before it
 * @param outputs the values that are wanted; each is the result of an operation
 */
public record Expression(List<DType> inputs, List<Operation> operations, List<Integer> outputs) {
    /** Copies the lists. */
    public Expression {
        inputs = List.copyOf(inputs);
        operations = List.copyOf(operations);
        outputs = List.copyOf(outputs);
    }

    /** One operation; operands are numbers of values. */
    public sealed interface Operation {
        /** op(x), of a float type, or NOT of truth values. */
        record Unary(UnaryOp op, int x) implements Operation {}

        /** op(a, b), of a float type, or AND, OR of truth values. */
        record Binary(BinaryOp op, int a, int b) implements Operation {}

        /** op(a, b) of floats: a truth value. */
        record Compare(CompareOp op, int a, int b) implements Operation {}

        /** condition ? a : b, floats. */
        record Select(int condition, int a, int b) implements Operation {}
    }

    /** The type of a value. */
    public DType type(int value) {
        if (value < inputs.size()) {
            return inputs.get(value);
        }
        return switch (operations.get(value - inputs.size())) {
            case Operation.Unary u -> type(u.x());
            case Operation.Binary b -> type(b.a());
            case Operation.Compare _ -> DType.BOOL;
            case Operation.Select s -> type(s.a());
        };
    }
}
