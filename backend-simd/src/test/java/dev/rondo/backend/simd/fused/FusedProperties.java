package dev.rondo.backend.simd.fused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.Samples;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Expression.Operation;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Operations in one go have the bits of the same operations one by one. */
class FusedProperties {
    private static final UnaryOp[] UNARY = {
        UnaryOp.NEG,
        UnaryOp.ABS,
        UnaryOp.TANH,
        UnaryOp.SIGMOID,
        UnaryOp.EXP,
        UnaryOp.ERF,
        UnaryOp.LOG,
        UnaryOp.SQRT,
        UnaryOp.SIGN
    };
    private static final BinaryOp[] BINARY = {
        BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.DIV, BinaryOp.MIN, BinaryOp.MAX
    };

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void anyExpressionOnAnyViews(
            @ForAll long seed,
            @ForAll boolean single,
            @ForAll @IntRange(min = 1, max = 3) int rank,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        Random random = new Random(seed);
        DType dtype = single ? DType.F32 : DType.F64;
        int[] dims = new int[rank];
        int[] extents = {2, 3, 7, 16, 33, 130, 700};
        int size = 1;
        for (int i = 0; i < rank; i++) {
            do {
                dims[i] = extents[random.nextInt(extents.length)];
            } while ((long) size * dims[i] > 300_000);
            size *= dims[i];
        }
        List<View> in = new ArrayList<>();
        List<DType> types = new ArrayList<>();
        int inputs = 1 + random.nextInt(5);
        for (int i = 0; i < inputs; i++) {
            DType t = i > 0 && random.nextInt(4) == 0 ? DType.BOOL : dtype;
            types.add(t);
            in.add(Samples.view(t, seed + i, dims, layout(dims, random, true)));
        }
        Expression e = expression(types, random);
        View[] out = new View[e.outputs().size()];
        for (int i = 0; i < out.length; i++) {
            DType t = e.type(e.outputs().get(i));
            out[i] = Samples.view(t, seed - i, dims, layout(dims, random, false));
        }
        SimdKernels kernels = new SimdKernels(threads);
        Runnable fused = kernels.fuse(e, in.toArray(View[]::new), out);
        fused.run();
        fused.run(); // nothing of the first run is left in the second
        List<View> values = oneByOne(kernels, e, in);
        assertSame(e, out, values);
        boolean generated = fused instanceof FloatCluster || fused instanceof DoubleCluster;
        Statistics.label("generated").collect(generated);
        if (generated) {
            for (View o : out) {
                Samples.clear(o);
            }
            switch (fused) {
                case FloatCluster f -> f.generate();
                case DoubleCluster d -> d.generate();
                default -> throw new AssertionError(fused);
            }
            fused.run();
            fused.run();
            assertSame(e, out, values);
        }
    }

    private static void assertSame(Expression e, View[] out, List<View> values) {
        for (int i = 0; i < out.length; i++) {
            assertThat(Samples.read(out[i]))
                    .as(e + " value " + e.outputs().get(i))
                    .isEqualTo(Samples.read(values.get(e.outputs().get(i))));
        }
    }

    /** Row-major, with gaps, with axes exchanged, or (inputs only) with repeated axes. */
    private static int[] layout(int[] dims, Random random, boolean repeats) {
        int[] strides = Samples.strides(dims);
        int last = dims.length - 1;
        int kind = random.nextInt(repeats ? 5 : 3);
        // most views have rows whose elements lie side by side, as generated code wants them
        switch (kind == 2 && random.nextInt(3) > 0 ? 1 : kind) {
            case 1 -> {
                int gap = 1 + random.nextInt(20);
                int n = dims[last] + gap;
                for (int i = last - 1; i >= 0; i--) {
                    strides[i] = n;
                    n *= dims[i];
                }
            }
            case 2 -> {
                int n = 1;
                for (int i = 0; i <= last; i++) {
                    strides[i] = n;
                    n *= dims[i];
                }
            }
            case 3 -> {
                for (int i = 0; i <= last; i++) {
                    strides[i] = random.nextBoolean() ? 0 : strides[i];
                }
            }
            case 4 -> strides = new int[dims.length];
            default -> {}
        }
        return strides;
    }

    private static Expression expression(List<DType> inputs, Random random) {
        List<Integer> floats = new ArrayList<>();
        List<Integer> truths = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            (inputs.get(i) == DType.BOOL ? truths : floats).add(i);
        }
        List<Operation> operations = new ArrayList<>();
        int count = 1 + random.nextInt(14);
        for (int s = 0; s < count; s++) {
            int value = inputs.size() + s;
            int a = pick(floats, random);
            int b = pick(floats, random);
            int kind = random.nextInt(truths.isEmpty() ? 5 : 9);
            switch (kind) {
                case 0 ->
                        operations.add(new Operation.Unary(UNARY[random.nextInt(UNARY.length)], a));
                case 4 -> {
                    CompareOp[] all = CompareOp.values();
                    operations.add(new Operation.Compare(all[random.nextInt(all.length)], a, b));
                }
                case 5, 6 -> operations.add(new Operation.Select(pick(truths, random), a, b));
                case 7 -> operations.add(new Operation.Unary(UnaryOp.NOT, pick(truths, random)));
                case 8 ->
                        operations.add(
                                new Operation.Binary(
                                        random.nextBoolean() ? BinaryOp.AND : BinaryOp.OR,
                                        pick(truths, random),
                                        pick(truths, random)));
                default ->
                        operations.add(
                                new Operation.Binary(BINARY[random.nextInt(BINARY.length)], a, b));
            }
            (kind == 4 || kind > 6 ? truths : floats).add(value);
        }
        Set<Integer> outputs = new HashSet<>(List.of(inputs.size() + count - 1));
        for (int i = 0; i < 3; i++) {
            outputs.add(inputs.size() + random.nextInt(count));
        }
        return new Expression(inputs, operations, List.copyOf(outputs));
    }

    private static int pick(List<Integer> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<View> oneByOne(SimdKernels kernels, Expression e, List<View> in) {
        List<View> values = new ArrayList<>();
        // elementwise kernels want adjacent axes merged; row-major copies are vectors
        in.forEach(v -> values.add(vector(v)));
        for (Operation operation : e.operations()) {
            View out = Samples.view(e.type(values.size()), 9, values.getFirst().size());
            switch (operation) {
                case Operation.Unary(UnaryOp op, int x) -> kernels.unary(op, values.get(x), out);
                case Operation.Binary(BinaryOp op, int a, int b) ->
                        kernels.binary(op, values.get(a), values.get(b), out);
                case Operation.Compare(CompareOp op, int a, int b) ->
                        kernels.compare(op, values.get(a), values.get(b), out);
                case Operation.Select(int c, int a, int b) ->
                        kernels.select(values.get(c), values.get(a), values.get(b), out);
            }
            values.add(out);
        }
        return values;
    }

    private static View vector(View x) {
        View copy = Samples.copy(x);
        return new View(copy.storage(), copy.shift(), new int[] {x.size()}, new int[] {1});
    }
}
