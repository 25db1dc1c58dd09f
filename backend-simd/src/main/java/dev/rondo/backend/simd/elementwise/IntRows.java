package dev.rondo.backend.simd.elementwise;

import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

/** Arithmetic of integers. Programs do little of it, so plain loops suffice. */
public final class IntRows extends Rows {
    private UnaryOp unary;
    private BinaryOp binary;
    private int[] x;
    private int[] y;
    private int[] o;

    /** For one caller at a time; the team shares its work. */
    public IntRows(ThreadTeam team) {
        super(team);
    }

    /** o = op(x). */
    public void run(UnaryOp op, View x, View out) {
        unary = op;
        binary = null;
        start(x, x, out);
        walk(1, out, x, null, null);
        end();
    }

    /** o = op(a, b). */
    public void run(BinaryOp op, View a, View b, View out) {
        binary = op;
        start(a, b, out);
        walk(1, out, a, b, null);
        end();
    }

    private void start(View a, View b, View out) {
        x = a.i32();
        y = b.i32();
        o = out.i32();
    }

    private void end() {
        x = null;
        y = null;
        o = null;
    }

    @Override
    protected void row(int part, int out, int a, int b, int c, int n) {
        if (binary == null) {
            unary(out, a, n);
        } else {
            binary(out, a, b, n);
        }
    }

    private void unary(int out, int a, int n) {
        int s = aStride;
        switch (unary) {
            case NEG -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = -x[a + i * s];
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = Math.abs(x[a + i * s]);
                }
            }
            case SIGN -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = Integer.signum(x[a + i * s]);
                }
            }
            default -> throw new IllegalArgumentException(unary + " does not take integers");
        }
    }

    private void binary(int out, int a, int b, int n) {
        int s = aStride;
        int t = bStride;
        switch (binary) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s] + y[b + i * t];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s] - y[b + i * t];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s] * y[b + i * t];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    int divisor = y[b + i * t];
                    o[out + i] = divisor == 0 ? 0 : x[a + i * s] / divisor;
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = Math.min(x[a + i * s], y[b + i * t]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = Math.max(x[a + i * s], y[b + i * t]);
                }
            }
            case AND, OR -> throw new IllegalArgumentException(binary + " takes truth values");
        }
    }
}
