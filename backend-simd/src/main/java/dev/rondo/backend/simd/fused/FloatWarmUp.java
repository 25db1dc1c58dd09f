// Template of DoubleWarmUp: see Twins.java.
package dev.rondo.backend.simd.fused;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.simd.code.ExpressionWriter;
import dev.rondo.backend.simd.code.FloatExpressionCode;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The generated code of an expression on 32-bit floats. There is one for the whole process,
 * whatever the shapes. Vector code that HotSpot has not compiled is a thousand times too slow, and
 * not every large method is compiled well. So a separate thread runs new code until it is faster
 * than the interpreter. Only then can others use it.
 */
final class FloatWarmUp extends WarmUp {
    private static final ConcurrentHashMap<Key, FloatWarmUp> ALL = new ConcurrentHashMap<>();

    /** Number of rows, and of vectors in a row, on which new code is run. */
    private static final int ROWS = 16;

    private static final int VECTORS = 16;

    /** How often in a row the code must have been faster. */
    private static final int ENOUGH = 5;

    private final Key key;
    private volatile FloatExpressionCode ready;

    private record Key(Expression expression, List<Boolean> single) {}

    private FloatWarmUp(Key key) {
        this.key = key;
    }

    /**
     * The code of an expression. New code is made soon.
     *
     * @param single which inputs are a single number for the whole row
     */
    static FloatWarmUp of(Expression expression, List<Boolean> single) {
        return ALL.computeIfAbsent(
                new Key(expression, single),
                key -> {
                    FloatWarmUp made = new FloatWarmUp(key);
                    made.start();
                    return made;
                });
    }

    /** The code as soon as it is fast, and null until then. If it never gets fast, always null. */
    FloatExpressionCode ready() {
        return ready;
    }

    @Override
    boolean warm() {
        Expression e = key.expression;
        FloatExpressionCode loop =
                ExpressionWriter.instance(FloatExpressionCode.class, e, key.single);
        int inputs = e.inputs().size();
        int operands = inputs + e.outputs().size();
        int columns = VECTORS * Lanes.FLOAT.length();
        View[] views = new View[operands];
        float[][] arrays = new float[operands][];
        byte[][] truths = new byte[operands][];
        for (int k = 0; k < operands; k++) {
            DType type = k < inputs ? e.inputs().get(k) : e.type(e.outputs().get(k - inputs));
            boolean single = k < inputs && key.single.get(k);
            views[k] = view(type, single ? new int[] {1, 0} : new int[] {columns, 1}, columns);
            if (type == DType.BOOL) {
                truths[k] = views[k].bool();
            } else {
                arrays[k] = views[k].f32();
            }
        }
        int[] at = new int[operands];
        int[] step = new int[operands];
        for (int k = 0; k < operands; k++) {
            step[k] = views[k].stride(0);
        }
        View[] in = Arrays.copyOf(views, inputs);
        View[] out = Arrays.copyOfRange(views, inputs, operands);
        FloatInterpreter fused = new FloatInterpreter(ThreadTeam.of(1), e, in, out);
        long start = System.nanoTime();
        int faster = 0;
        while (faster < ENOUGH && System.nanoTime() - start < PATIENCE_NANOS) {
            // many small runs, because HotSpot counts calls
            for (int i = 0; i < 2 * ROWS * VECTORS; i++) {
                loop.run(arrays, truths, at, step, 2, columns / VECTORS);
            }
            long before = System.nanoTime();
            loop.run(arrays, truths, at, step, ROWS, columns);
            long between = System.nanoTime();
            fused.run();
            faster = between - before < System.nanoTime() - between ? faster + 1 : 0;
        }
        if (faster == ENOUGH) {
            ready = loop;
        }
        return faster == ENOUGH;
    }

    private static View view(DType type, int[] strides, int columns) {
        Buffer buffer = Buffer.allocate(type, ROWS * columns);
        for (int i = 0; i < ROWS * columns; i++) {
            buffer.set(i, type == DType.BOOL ? i & 1 : (i % 64 + 1) / 64.0);
        }
        Storage storage = new Storage(type);
        storage.place(buffer, 0);
        return new View(storage, 0, new int[] {ROWS, columns}, strides);
    }
}
