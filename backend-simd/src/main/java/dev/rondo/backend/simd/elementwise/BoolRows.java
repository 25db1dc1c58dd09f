package dev.rondo.backend.simd.elementwise;

import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

/** Operations on truth values, in plain loops. */
public final class BoolRows extends Rows {
    private enum Kind {
        NOT,
        AND,
        OR,
        COMPARE,
        SELECT
    }

    private Kind kind;
    private CompareOp comparison;
    private byte[] x;
    private byte[] y;
    private byte[] z;
    private byte[] o;

    /** For one caller at a time; the team shares its work. */
    public BoolRows(ThreadTeam team) {
        super(team);
    }

    /** o = op(x). */
    public void run(UnaryOp op, View x, View out) {
        if (op != UnaryOp.NOT) {
            throw new IllegalArgumentException(op + " does not take truth values");
        }
        run(Kind.NOT, out, x, null, null);
    }

    /** o = op(a, b). */
    public void run(BinaryOp op, View a, View b, View out) {
        switch (op) {
            case AND -> run(Kind.AND, out, a, b, null);
            case OR -> run(Kind.OR, out, a, b, null);
            default -> throw new IllegalArgumentException(op + " does not take truth values");
        }
    }

    /** o = op(a, b), truth values. */
    public void run(CompareOp op, View a, View b, View out) {
        comparison = op;
        run(Kind.COMPARE, out, a, b, null);
    }

    /** o = condition ? a : b. */
    public void select(View condition, View a, View b, View out) {
        run(Kind.SELECT, out, condition, a, b);
    }

    private void run(Kind kind, View out, View a, View b, View c) {
        this.kind = kind;
        x = a.bool();
        y = b == null ? null : b.bool();
        z = c == null ? null : c.bool();
        o = out.bool();
        walk(1, out, a, b, c);
        x = null;
        y = null;
        z = null;
        o = null;
    }

    @Override
    protected void row(int part, int out, int a, int b, int c, int n) {
        switch (kind) {
            case NOT -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (byte) (x[a + i * aStride] ^ 1);
                }
            }
            case AND -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (byte) (x[a + i * aStride] & y[b + i * bStride]);
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (byte) (x[a + i * aStride] | y[b + i * bStride]);
                }
            }
            case COMPARE -> {
                for (int i = 0; i < n; i++) {
                    int order = x[a + i * aStride] - y[b + i * bStride];
                    o[out + i] = (byte) (holds(comparison, order) ? 1 : 0);
                }
            }
            case SELECT -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * aStride] != 0 ? y[b + i * bStride] : z[c + i * cStride];
                }
            }
        }
    }

    private static boolean holds(CompareOp op, int order) {
        return switch (op) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }

    /** Whether any element is true, see {@link dev.rondo.kernels.Kernels#reduce}. */
    public static void reduce(ReduceOp op, View x, int kept, View out) {
        if (op != ReduceOp.MAX) {
            throw new IllegalArgumentException(op + " does not take truth values");
        }
        byte[] from = x.bool();
        byte[] to = out.bool();
        int results = out.size();
        int n = Indices.size(x, kept, x.rank());
        for (int i = 0; i < results; i++) {
            int at = x.offset() + Indices.offset(x, 0, kept, i);
            byte any = 0;
            for (int j = 0; j < n && any == 0; j++) {
                any = from[at + Indices.offset(x, kept, x.rank(), j)];
            }
            to[out.offset() + i] = any;
        }
    }
}
