// Template of DoubleInterpreter: see Twins.java.
package dev.rondo.backend.simd.fused;

import dev.rondo.backend.simd.elementwise.FloatBinary;
import dev.rondo.backend.simd.elementwise.FloatCompare;
import dev.rondo.backend.simd.elementwise.FloatSelect;
import dev.rondo.backend.simd.elementwise.FloatUnary;
import dev.rondo.backend.simd.fused.StripPlan.Code;
import dev.rondo.backend.simd.fused.StripPlan.Source;
import dev.rondo.backend.simd.lanes.Bits;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import java.util.Arrays;

/**
 * Several operations on 32-bit floats, computed together. A strip of elements at a time goes
 * through all of them, and its temporaries stay in the first-level cache. Each operation on a strip
 * is one of the small loops that are compiled and warm anyway, so a new expression costs nothing to
 * compile.
 *
 * <p>A strip is a piece of a row, or several rows if they are short. Elements with another layout
 * than the strip's are collected first.
 */
final class FloatInterpreter implements Runnable, ThreadTeam.Task {
    /** Simple operations on one element from which waking the team pays: about 10 µs. */
    static final long PARALLEL_WORK = 1 << 16;

    /** Simple operations on one element in the time that an operation takes to begin: 10 ns. */
    private static final int BEGINNING = 100;

    /** Elements of a strip. About ten temporaries fit a first-level cache. */
    private static final int STRIP = 4096 / Float.BYTES;

    private final ThreadTeam team;
    private final View[] views;
    private final Source[] sources;
    private final boolean[] truth;
    private final int[] register;
    private final int inputs;

    private final Code[] codes;
    private final UnaryOp[] unary;
    private final BinaryOp[] binary;
    private final CompareOp[] compare;
    private final int[][] operands;

    private final int rowLength;
    private final int rows;
    private final int rowsOfStrip;
    private final int pieces;
    private final int pieceLength;
    private final int strips;
    private final long work;
    private final int parts;
    private final Part[] state;

    /** The data of one thread. */
    private static final class Part {
        final float[][] floats;
        final byte[][] truths;
        final float[][] array;
        final byte[][] bytes;
        final int[] at;
        final float[] number;
        final float[] tail = new float[Lanes.FLOAT.length()];

        Part(int floats, int truths, int values) {
            this.floats = new float[floats][STRIP];
            this.truths = new byte[truths][STRIP];
            array = new float[values][];
            bytes = new byte[values][];
            at = new int[values];
            number = new float[values];
        }
    }

    FloatInterpreter(ThreadTeam team, Expression expression, View[] in, View[] out) {
        this.team = team;
        StripPlan plan = new StripPlan(expression, in, out, STRIP);
        views = plan.views;
        sources = plan.sources;
        truth = plan.truth;
        register = plan.register;
        inputs = plan.inputs;
        codes = plan.codes;
        unary = plan.unary;
        binary = plan.binary;
        compare = plan.compare;
        operands = plan.operands;
        rowLength = plan.rowLength;
        rows = plan.rows;
        rowsOfStrip = plan.rowsOfStrip;
        pieces = plan.pieces;
        pieceLength = plan.pieceLength;
        strips = plan.strips;
        work = plan.work;
        boolean together = work >= PARALLEL_WORK && strips > 1;
        parts = together ? Math.min(team.threads(), strips) : 1;
        state = new Part[parts];
        for (int p = 0; p < parts; p++) {
            state[p] = new Part(plan.registersInAll[0], plan.registersInAll[1], views.length);
        }
    }

    /** Work of a run, in simple operations on one element. */
    long work() {
        return work;
    }

    /** Cost of a run in the same unit, with what it takes to begin each operation of a strip. */
    long cost() {
        return work + (long) strips * codes.length * BEGINNING;
    }

    @Override
    public void run() {
        team.run(this, parts);
    }

    @Override
    public void part(int part, int parts) {
        Part p = state[part];
        int from = Indices.share(strips, part, parts);
        int to = Indices.share(strips, part + 1, parts);
        for (int v = 0; v < views.length; v++) {
            enter(p, v);
        }
        for (int s = from; s < to; s++) {
            int row = pieces == 1 ? s * rowsOfStrip : s / pieces;
            int column = pieces == 1 ? 0 : s % pieces * pieceLength;
            int count = Math.min(rowsOfStrip, rows - row);
            int length = Math.min(pieceLength, rowLength - column);
            strip(p, row, count, column, length);
        }
        for (int v = 0; v < views.length; v++) {
            p.array[v] = null;
            p.bytes[v] = null;
        }
    }

    private void enter(Part p, int v) {
        View view = views[v];
        switch (sources[v]) {
            case DENSE, ROW -> {
                if (truth[v]) {
                    p.bytes[v] = view.bool();
                } else {
                    p.array[v] = view.f32();
                }
            }
            case NUMBER -> p.number[v] = view.f32()[view.offset()];
            case FIXED -> {
                toRegister(p, v);
                collect(p, v, 0, Math.min(rowsOfStrip, rows), 0, pieceLength);
            }
            case COLLECTED, REGISTER -> toRegister(p, v);
        }
    }

    private void toRegister(Part p, int v) {
        p.at[v] = 0;
        if (truth[v]) {
            p.bytes[v] = p.truths[register[v]];
        } else {
            p.array[v] = p.floats[register[v]];
        }
    }

    private void strip(Part p, int row, int count, int column, int length) {
        int n = count * length;
        for (int v = 0; v < views.length; v++) {
            switch (sources[v]) {
                case DENSE -> p.at[v] = views[v].offset() + row * rowLength + column;
                case ROW -> p.at[v] = offset(views[v], row) + column;
                case COLLECTED -> collect(p, v, row, count, column, length);
                default -> {}
            }
        }
        for (int s = 0; s < codes.length; s++) {
            apply(p, s, n);
            int v = inputs + s;
            if (sources[v] == Source.REGISTER && views[v] != null) {
                deliver(p, v, row, count, column, length);
            }
        }
    }

    private void apply(Part p, int s, int n) {
        int[] o = operands[s];
        int x = o[0];
        int y = o.length > 1 ? o[1] : 0;
        int to = inputs + s;
        int at = p.at[to];
        float[][] a = p.array;
        int[] from = p.at;
        switch (codes[s]) {
            case UNARY -> FloatUnary.apply(unary[s], a[x], from[x], a[to], at, n, p.tail);
            case BOTH -> FloatBinary.both(binary[s], a[x], from[x], a[y], from[y], a[to], at, n);
            case LEFT -> FloatBinary.left(binary[s], p.number[x], a[y], from[y], a[to], at, n);
            case RIGHT -> FloatBinary.right(binary[s], a[x], from[x], p.number[y], a[to], at, n);
            case COMPARE ->
                    FloatCompare.both(compare[s], a[x], from[x], a[y], from[y], p.bytes[to], at, n);
            case COMPARE_RIGHT ->
                    FloatCompare.scalar(compare[s], a[x], from[x], p.number[y], p.bytes[to], at, n);
            case SELECT ->
                    FloatSelect.both(
                            p.bytes[x], from[x], a[y], from[y], a[o[2]], from[o[2]], a[to], at, n);
            case SELECT_LEFT ->
                    FloatSelect.scalar(
                            p.bytes[x],
                            from[x],
                            0xFFFF,
                            a[o[2]],
                            from[o[2]],
                            p.number[y],
                            a[to],
                            at,
                            n);
            case SELECT_RIGHT ->
                    FloatSelect.scalar(
                            p.bytes[x], from[x], 0, a[y], from[y], p.number[o[2]], a[to], at, n);
            case NOT -> Bits.not(p.bytes[x], from[x], p.bytes[to], at, n);
            case AND -> Bits.and(p.bytes[x], from[x], p.bytes[y], from[y], p.bytes[to], at, n);
            case OR -> Bits.or(p.bytes[x], from[x], p.bytes[y], from[y], p.bytes[to], at, n);
        }
    }

    /** Position of the first element of a row. */
    private int offset(View v, int row) {
        int at = v.offset();
        int rest = row;
        for (int axis = v.rank() - 2; axis >= 0 && rest > 0; axis--) {
            int extent = v.dim(axis);
            at += rest % extent * v.stride(axis);
            rest /= extent;
        }
        return at;
    }

    private void collect(Part p, int v, int row, int count, int column, int length) {
        View view = views[v];
        int stride = view.stride(view.rank() - 1);
        for (int r = 0; r < count; r++) {
            int from = offset(view, row + r) + column * stride;
            if (truth[v]) {
                collect(view.bool(), from, stride, p.bytes[v], r * length, length);
            } else {
                collect(view.f32(), from, stride, p.array[v], r * length, length);
            }
        }
    }

    private static void collect(float[] x, int at, int stride, float[] to, int out, int n) {
        if (stride == 1) {
            System.arraycopy(x, at, to, out, n);
        } else if (stride == 0) {
            Arrays.fill(to, out, out + n, x[at]);
        } else {
            for (int i = 0; i < n; i++) {
                to[out + i] = x[at + i * stride];
            }
        }
    }

    private static void collect(byte[] x, int at, int stride, byte[] to, int out, int n) {
        if (stride == 1) {
            System.arraycopy(x, at, to, out, n);
        } else if (stride == 0) {
            Arrays.fill(to, out, out + n, x[at]);
        } else {
            for (int i = 0; i < n; i++) {
                to[out + i] = x[at + i * stride];
            }
        }
    }

    private void deliver(Part p, int v, int row, int count, int column, int length) {
        View view = views[v];
        int stride = view.stride(view.rank() - 1);
        for (int r = 0; r < count; r++) {
            int to = offset(view, row + r) + column * stride;
            int from = r * length;
            if (truth[v]) {
                byte[] out = view.bool();
                for (int i = 0; i < length; i++) {
                    out[to + i * stride] = p.bytes[v][from + i];
                }
            } else if (stride == 1) {
                System.arraycopy(p.array[v], from, view.f32(), to, length);
            } else {
                float[] out = view.f32();
                for (int i = 0; i < length; i++) {
                    out[to + i * stride] = p.array[v][from + i];
                }
            }
        }
    }
}
