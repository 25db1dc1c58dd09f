package dev.rondo.backend.simd.fused;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.elementwise.FloatUnary;
import dev.rondo.backend.simd.lanes.Bits;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Expression.Operation;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import java.util.Arrays;

/**
 * What an interpreter of expressions decides once: how long strips are, how each value reaches
 * them, and in which register it is. The plan is the same for numbers of 32 and of 64 bits.
 */
final class StripPlan {
    /** Strips begin at multiples of this, so that no two threads write to one cache line. */
    static final int GRAIN = 64;

    /** How a value reaches a strip. */
    enum Source {
        /** It is read in place: its elements are adjacent, as the strip's are. */
        DENSE,
        /** It is read in place, row by row; strips are no longer than a row. */
        ROW,
        /** It is collected into a register for each strip. */
        COLLECTED,
        /** It is collected once, because it is the same for every strip. */
        FIXED,
        /** It is a single number, which the operations accept. */
        NUMBER,
        /** An operation makes it, in a register. */
        REGISTER
    }

    /** An operation, and which of its operands is a single number. */
    enum Code {
        UNARY,
        NOT,
        BOTH,
        LEFT,
        RIGHT,
        AND,
        OR,
        COMPARE,
        COMPARE_RIGHT,
        SELECT,
        SELECT_LEFT,
        SELECT_RIGHT
    }

    /** Inputs, then outputs at their place; null for temporary values. */
    final View[] views;

    final Source[] sources;
    final boolean[] truth;
    final int inputs;

    /** The register of each value that has one. */
    final int[] register;

    /** The number of registers, for numbers and for truth values. */
    final int[] registersInAll;

    // for each operation
    final Code[] codes;
    final UnaryOp[] unary;
    final BinaryOp[] binary;
    final CompareOp[] compare;
    final int[][] operands;

    // the position of strips: in pieces of a row, or in several rows
    final int rowLength;
    final int rows;
    final int rowsOfStrip;
    final int pieces;
    final int pieceLength;
    final int strips;

    /** Work of a run, in simple operations on one element. */
    final long work;

    /**
     * A plan for these views.
     *
     * @param strip the most elements of a strip
     */
    StripPlan(Expression expression, View[] in, View[] out, int strip) {
        inputs = in.length;
        int operations = expression.operations().size();
        int values = inputs + operations;
        views = Arrays.copyOf(in, values);
        for (int i = 0; i < out.length; i++) {
            views[expression.outputs().get(i)] = out[i];
        }
        truth = new boolean[values];
        for (int v = 0; v < values; v++) {
            truth[v] = expression.type(v) == DType.BOOL;
        }
        View shape = out[0];
        rowLength = shape.dim(shape.rank() - 1);
        rows = shape.size() / rowLength;
        boolean several = rows > 1 && rowLength <= strip / 2;
        rowsOfStrip = several ? strip / rowLength : 1;
        int wanted = (rowLength + strip - 1) / strip;
        int even = (rowLength + wanted - 1) / wanted;
        pieceLength = several ? rowLength : Math.min(strip, (even + GRAIN - 1) / GRAIN * GRAIN);
        pieces = several ? 1 : (rowLength + pieceLength - 1) / pieceLength;
        strips = several ? (rows + rowsOfStrip - 1) / rowsOfStrip : rows * pieces;

        codes = new Code[operations];
        unary = new UnaryOp[operations];
        binary = new BinaryOp[operations];
        compare = new CompareOp[operations];
        operands = new int[operations][];
        sources = new Source[values];
        for (int v = 0; v < values; v++) {
            sources[v] = source(v, several);
        }
        int weight = 0;
        for (int s = 0; s < operations; s++) {
            weight += code(s, expression.operations().get(s));
        }
        register = new int[values];
        registersInAll = registers();
        work = (long) shape.size() * weight;
    }

    private Source source(int value, boolean several) {
        View v = views[value];
        if (v == null) {
            return Source.REGISTER;
        }
        int last = v.rank() - 1;
        if (v.isContiguous()) {
            return Source.DENSE;
        }
        if (!several && v.stride(last) == 1) {
            return Source.ROW;
        }
        if (value >= inputs) {
            return Source.REGISTER;
        }
        boolean repeats = true;
        for (int axis = 0; axis < last; axis++) {
            repeats &= v.stride(axis) == 0 || v.dim(axis) == 1;
        }
        if (repeats && v.stride(last) == 0) {
            return truth[value] ? Source.FIXED : Source.NUMBER;
        }
        return repeats && several ? Source.FIXED : Source.COLLECTED;
    }

    private boolean isNumber(int value) {
        return sources[value] == Source.NUMBER;
    }

    /** Writes out a single number for an operation that does not accept one. */
    private void writeOut(int value) {
        if (isNumber(value)) {
            sources[value] = Source.FIXED;
        }
    }

    private int code(int s, Operation operation) {
        switch (operation) {
            case Operation.Unary(UnaryOp op, int x) -> {
                writeOut(x);
                operands[s] = new int[] {x};
                unary[s] = op;
                codes[s] = op == UnaryOp.NOT ? Code.NOT : Code.UNARY;
                return FloatUnary.weight(op);
            }
            case Operation.Binary(BinaryOp op, int a, int b) -> {
                if (isNumber(a) && isNumber(b)) {
                    writeOut(a);
                }
                operands[s] = new int[] {a, b};
                binary[s] = op;
                codes[s] =
                        switch (op) {
                            case AND -> Code.AND;
                            case OR -> Code.OR;
                            default ->
                                    isNumber(a) ? Code.LEFT : isNumber(b) ? Code.RIGHT : Code.BOTH;
                        };
                return 1;
            }
            case Operation.Compare(CompareOp op, int a, int b) -> {
                boolean swap = isNumber(a) && !isNumber(b);
                if (isNumber(a) && isNumber(b)) {
                    writeOut(a);
                }
                operands[s] = swap ? new int[] {b, a} : new int[] {a, b};
                compare[s] = swap ? Bits.swapped(op) : op;
                codes[s] = isNumber(operands[s][1]) ? Code.COMPARE_RIGHT : Code.COMPARE;
                return 1;
            }
            case Operation.Select(int condition, int a, int b) -> {
                if (isNumber(a) && isNumber(b)) {
                    writeOut(a);
                }
                operands[s] = new int[] {condition, a, b};
                codes[s] =
                        isNumber(a)
                                ? Code.SELECT_LEFT
                                : isNumber(b) ? Code.SELECT_RIGHT : Code.SELECT;
                return 1;
            }
        }
    }

    /**
     * Assigns registers to values. The registers of temporary values are reused after the last
     * read.
     */
    private int[] registers() {
        int[] last = new int[sources.length];
        Arrays.fill(last, -1);
        for (int s = 0; s < operands.length; s++) {
            // an earlier operation may have taken a single number that a later one had written out
            codes[s] = written(s);
            for (int v : operands[s]) {
                last[v] = s;
            }
        }
        int[] count = new int[2];
        for (int v = 0; v < inputs; v++) {
            if (sources[v] == Source.COLLECTED || sources[v] == Source.FIXED) {
                register[v] = count[truth[v] ? 1 : 0]++;
            }
        }
        boolean[][] used = new boolean[2][sources.length];
        for (int s = 0; s < operands.length; s++) {
            int v = inputs + s;
            int kind = truth[v] ? 1 : 0;
            if (sources[v] == Source.REGISTER) {
                int r = 0;
                while (used[kind][r]) {
                    r++;
                }
                used[kind][r] = true;
                register[v] = r;
            }
            for (int o : operands[s]) {
                if (o >= inputs && sources[o] == Source.REGISTER && last[o] == s) {
                    used[truth[o] ? 1 : 0][register[o]] = false;
                }
            }
        }
        int[] most = {0, 0};
        for (int v = inputs; v < sources.length; v++) {
            if (sources[v] == Source.REGISTER) {
                int kind = truth[v] ? 1 : 0;
                most[kind] = Math.max(most[kind], register[v] + 1);
                register[v] += count[kind];
            }
        }
        return new int[] {count[0] + most[0], count[1] + most[1]};
    }

    private Code written(int s) {
        int[] o = operands[s];
        return switch (codes[s]) {
            case LEFT -> isNumber(o[0]) ? Code.LEFT : Code.BOTH;
            case RIGHT -> isNumber(o[1]) ? Code.RIGHT : Code.BOTH;
            case COMPARE_RIGHT -> isNumber(o[1]) ? Code.COMPARE_RIGHT : Code.COMPARE;
            case SELECT_LEFT -> isNumber(o[1]) ? Code.SELECT_LEFT : Code.SELECT;
            case SELECT_RIGHT -> isNumber(o[2]) ? Code.SELECT_RIGHT : Code.SELECT;
            default -> codes[s];
        };
    }
}
