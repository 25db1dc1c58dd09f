package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.ElementOp;
import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random pieces of tasks: extents, operations of every kind over them, and where results are
 * stored.
 */
final class RandomPieces {
    /** NaN, infinities, zeros, and numbers with which sums and products are exact. */
    private static final double[] EXACT = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.0,
        -0.0,
        1,
        -1,
        2,
        0.5,
        -3,
        1e10,
        -1e10,
        7
    };

    private final Random random;

    /** Draws from what others draw from too. */
    RandomPieces(Random random) {
        this.random = random;
    }

    /** A number with which sums and products are exact, or none at all. */
    double exact() {
        return EXACT[random.nextInt(EXACT.length)];
    }

    /** One of a list. */
    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Up to four extents. */
    List<Integer> dims() {
        int rank = random.nextInt(5);
        return IntStream.range(0, rank).mapToObj(_ -> 1 + random.nextInt(5)).toList();
    }

    /** A piece of any operations. */
    Piece piece(TestMemory memory) {
        List<Integer> dims = dims();
        List<ElementOp> operations = operations(memory, dims, 3 + random.nextInt(20));
        List<Piece.Store> stores = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            int value = random.nextInt(operations.size());
            stores.add(new Piece.Store(memory.target(operations.get(value).type(), dims), value));
        }
        return new Piece(dims, operations, stores);
    }

    private List<ElementOp> operations(TestMemory memory, List<Integer> dims, int count) {
        List<ElementOp> operations = new ArrayList<>();
        for (DType t : DType.values()) {
            operations.add(new ElementOp.Load(memory.source(t, dims)));
        }
        while (operations.size() < count) {
            operations.add(operation(memory, dims, operations));
        }
        return operations;
    }

    private int operand(List<ElementOp> operations, DType dtype) {
        List<Integer> all =
                IntStream.range(0, operations.size())
                        .filter(i -> operations.get(i).type() == dtype)
                        .boxed()
                        .toList();
        return any(all);
    }

    private ElementOp operation(TestMemory memory, List<Integer> dims, List<ElementOp> operations) {
        DType t = any(List.of(DType.values()));
        DType number = any(List.of(DType.F32, DType.F64, DType.I32));
        int size = dims.stream().reduce(1, Math::multiplyExact);
        return switch (random.nextInt(11)) {
            case 0 -> new ElementOp.Load(memory.source(t, dims));
            case 1 ->
                    new ElementOp.Constant(
                            t,
                            switch (t) {
                                case F32, F64 -> exact();
                                case I32 -> random.nextInt(-5, 6);
                                case BOOL -> random.nextInt(2);
                            });
            case 2 -> new ElementOp.Coordinate(1 + random.nextInt(size), 1 + random.nextInt(5));
            case 3 -> new ElementOp.Count(memory.counter());
            case 4 -> new ElementOp.Unary(UnaryOp.NOT, DType.BOOL, operand(operations, DType.BOOL));
            case 5 -> {
                UnaryOp op = any(List.of(UnaryOp.NEG, UnaryOp.ABS, UnaryOp.SIGN));
                yield new ElementOp.Unary(op, number, operand(operations, number));
            }
            case 6 -> {
                BinaryOp op =
                        t == DType.BOOL
                                ? any(List.of(BinaryOp.AND, BinaryOp.OR))
                                : any(
                                        List.of(
                                                BinaryOp.ADD,
                                                BinaryOp.SUB,
                                                BinaryOp.MIN,
                                                BinaryOp.MAX));
                yield new ElementOp.Binary(op, t, operand(operations, t), operand(operations, t));
            }
            case 7 -> {
                CompareOp op = any(List.of(CompareOp.values()));
                yield new ElementOp.Compare(
                        op, operand(operations, number), operand(operations, number));
            }
            case 8 ->
                    new ElementOp.Select(
                            t,
                            operand(operations, DType.BOOL),
                            operand(operations, t),
                            operand(operations, t));
            case 9 -> new ElementOp.Cast(t, operand(operations, any(List.of(DType.values()))));
            default ->
                    new ElementOp.Binary(
                            any(List.of(BinaryOp.MUL, BinaryOp.DIV)),
                            DType.I32,
                            operand(operations, DType.I32),
                            operand(operations, DType.I32));
        };
    }
}
