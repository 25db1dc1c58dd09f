package dev.rondo.backend.scalar;

import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

/**
 * Every kernel as the plainest loop that is right: the specification the other backends are held
 * to. Functions of float32 are computed in float64 and rounded once, which for + − · / √ is the
 * same as computing in float32; sums and products of matrices accumulate in their own type, in
 * order.
 *
 * <p>What holds other backends to this one may extend it, to see what becomes of a program when one
 * kernel errs.
 */
public class ScalarKernels implements Kernels {

    /** Where element {@code i} of a view, counted row-major, lies relative to its offset. */
    private static int at(View v, int i) {
        int last = v.rank() - 1;
        if (last == 0) {
            return i * v.stride(0);
        }
        int rest = i;
        int position = 0;
        for (int axis = last; axis > 0; axis--) {
            position += rest % v.dim(axis) * v.stride(axis);
            rest /= v.dim(axis);
        }
        return position + rest * v.stride(0);
    }

    @Override
    public void unary(UnaryOp op, View x, View out) {
        int n = out.size();
        int from = x.offset();
        int to = out.offset();
        switch (out.dtype()) {
            case F32 -> {
                float[] a = x.f32();
                float[] o = out.f32();
                for (int i = 0; i < n; i++) {
                    o[to + i] = (float) apply(op, a[from + at(x, i)]);
                }
            }
            case F64 -> {
                double[] a = x.f64();
                double[] o = out.f64();
                for (int i = 0; i < n; i++) {
                    o[to + i] = apply(op, a[from + at(x, i)]);
                }
            }
            case I32 -> {
                int[] a = x.i32();
                int[] o = out.i32();
                for (int i = 0; i < n; i++) {
                    int v = a[from + at(x, i)];
                    o[to + i] =
                            switch (op) {
                                case NEG -> -v;
                                case ABS -> Math.abs(v);
                                case SIGN -> Integer.signum(v);
                                default -> throw unsupported(op, DType.I32);
                            };
                }
            }
            case BOOL -> {
                byte[] a = x.bool();
                byte[] o = out.bool();
                for (int i = 0; i < n; i++) {
                    o[to + i] = (byte) (1 - a[from + at(x, i)]);
                }
            }
        }
    }

    private static double apply(UnaryOp op, double x) {
        return switch (op) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TANH -> Math.tanh(x);
            case ERF -> ErrorFunction.of(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case NOT -> throw unsupported(op, DType.F64);
        };
    }

    @Override
    public void binary(BinaryOp op, View a, View b, View out) {
        int n = out.size();
        int fromA = a.offset();
        int fromB = b.offset();
        int to = out.offset();
        switch (out.dtype()) {
            case F32 -> {
                float[] x = a.f32();
                float[] y = b.f32();
                float[] o = out.f32();
                for (int i = 0; i < n; i++) {
                    o[to + i] = (float) apply(op, x[fromA + at(a, i)], y[fromB + at(b, i)]);
                }
            }
            case F64 -> {
                double[] x = a.f64();
                double[] y = b.f64();
                double[] o = out.f64();
                for (int i = 0; i < n; i++) {
                    o[to + i] = apply(op, x[fromA + at(a, i)], y[fromB + at(b, i)]);
                }
            }
            case I32 -> {
                int[] x = a.i32();
                int[] y = b.i32();
                int[] o = out.i32();
                for (int i = 0; i < n; i++) {
                    o[to + i] = apply(op, x[fromA + at(a, i)], y[fromB + at(b, i)]);
                }
            }
            case BOOL -> {
                byte[] x = a.bool();
                byte[] y = b.bool();
                byte[] o = out.bool();
                for (int i = 0; i < n; i++) {
                    int p = x[fromA + at(a, i)];
                    int q = y[fromB + at(b, i)];
                    o[to + i] = (byte) (op == BinaryOp.AND ? p & q : p | q);
                }
            }
        }
    }

    private static double apply(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND, OR -> throw unsupported(op, DType.F64);
        };
    }

    private static int apply(BinaryOp op, int a, int b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> b == 0 ? 0 : a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND, OR -> throw unsupported(op, DType.I32);
        };
    }

    private static IllegalArgumentException unsupported(Enum<?> op, DType dtype) {
        return new IllegalArgumentException(op + " has no meaning for " + dtype);
    }

    @Override
    public void compare(CompareOp op, View a, View b, View out) {
        int n = out.size();
        byte[] o = out.bool();
        int to = out.offset();
        for (int i = 0; i < n; i++) {
            double x = a.buffer().get(a.offset() + at(a, i));
            double y = b.buffer().get(b.offset() + at(b, i));
            boolean holds =
                    switch (op) {
                        case EQ -> x == y;
                        case NE -> x != y;
                        case LT -> x < y;
                        case LE -> x <= y;
                        case GT -> x > y;
                        case GE -> x >= y;
                    };
            o[to + i] = (byte) (holds ? 1 : 0);
        }
    }

    @Override
    public void select(View condition, View a, View b, View out) {
        int n = out.size();
        byte[] c = condition.bool();
        for (int i = 0; i < n; i++) {
            View from = c[condition.offset() + at(condition, i)] != 0 ? a : b;
            out.buffer().set(out.offset() + i, from.buffer().get(from.offset() + at(from, i)));
        }
    }

    @Override
    public void cast(View x, View out) {
        int n = out.size();
        for (int i = 0; i < n; i++) {
            out.buffer().set(out.offset() + i, x.buffer().get(x.offset() + at(x, i)));
        }
    }

    @Override
    public void move(View x, View out) {
        int n = out.size();
        int from = x.offset();
        int to = out.offset();
        switch (out.dtype()) {
            case F32 -> {
                float[] a = x.f32();
                float[] o = out.f32();
                for (int i = 0; i < n; i++) {
                    o[to + at(out, i)] = a[from + at(x, i)];
                }
            }
            case F64 -> {
                double[] a = x.f64();
                double[] o = out.f64();
                for (int i = 0; i < n; i++) {
                    o[to + at(out, i)] = a[from + at(x, i)];
                }
            }
            case I32 -> {
                int[] a = x.i32();
                int[] o = out.i32();
                for (int i = 0; i < n; i++) {
                    o[to + at(out, i)] = a[from + at(x, i)];
                }
            }
            case BOOL -> {
                byte[] a = x.bool();
                byte[] o = out.bool();
                for (int i = 0; i < n; i++) {
                    o[to + at(out, i)] = a[from + at(x, i)];
                }
            }
        }
    }

    @Override
    public void reduce(ReduceOp op, View x, int kept, View out) {
        int n = out.size();
        int inner = 1;
        for (int axis = kept; axis < x.rank(); axis++) {
            inner *= x.dim(axis);
        }
        for (int i = 0; i < n; i++) {
            double result = op == ReduceOp.SUM ? 0 : least(x.dtype());
            for (int k = 0; k < inner; k++) {
                double v = x.buffer().get(x.offset() + at(x, i * inner + k));
                result = op == ReduceOp.MAX ? Math.max(result, v) : result + v;
                if (x.dtype() == DType.F32) {
                    result = (float) result;
                } else if (x.dtype() == DType.I32) {
                    result = (int) (long) result; // wraps around, as ADD does
                }
            }
            out.buffer().set(out.offset() + i, result);
        }
    }

    private static double least(DType dtype) {
        return switch (dtype) {
            case F32, F64 -> Double.NEGATIVE_INFINITY;
            case I32 -> Integer.MIN_VALUE;
            case BOOL -> 0;
        };
    }

    @Override
    public void matmul(View a, View c, View out) {
        if (out.dtype() == DType.F32) {
            matmul32(a, c, out);
        } else {
            matmul64(a, c, out);
        }
    }

    private static void matmul32(View a, View c, View out) {
        float[] x = a.f32();
        float[] y = c.f32();
        float[] o = out.f32();
        for (int b = 0; b < out.dim(0); b++) {
            for (int m = 0; m < out.dim(1); m++) {
                for (int n = 0; n < out.dim(2); n++) {
                    int p = a.offset() + b * a.stride(0) + m * a.stride(1);
                    int q = c.offset() + b * c.stride(0) + n * c.stride(2);
                    int r = out.offset() + (b * out.dim(1) + m) * out.dim(2) + n;
                    float sum = 0;
                    for (int k = 0; k < a.dim(2); k++) {
                        sum += x[p + k * a.stride(2)] * y[q + k * c.stride(1)];
                    }
                    o[r] = sum;
                }
            }
        }
    }

    private static void matmul64(View a, View c, View out) {
        double[] x = a.f64();
        double[] y = c.f64();
        double[] o = out.f64();
        for (int b = 0; b < out.dim(0); b++) {
            for (int m = 0; m < out.dim(1); m++) {
                for (int n = 0; n < out.dim(2); n++) {
                    int p = a.offset() + b * a.stride(0) + m * a.stride(1);
                    int q = c.offset() + b * c.stride(0) + n * c.stride(2);
                    int r = out.offset() + (b * out.dim(1) + m) * out.dim(2) + n;
                    double sum = 0;
                    for (int k = 0; k < a.dim(2); k++) {
                        sum += x[p + k * a.stride(2)] * y[q + k * c.stride(1)];
                    }
                    o[r] = sum;
                }
            }
        }
    }

    @Override
    public void convolve(
            View image, View kernel, Window rows, Window columns, int groups, View out) {
        ScalarConvolution.run(image, kernel, rows, columns, groups, out);
    }

    @Override
    public void gather(View table, View indices, View out) {
        int width = table.dim(1);
        for (int i = 0; i < out.dim(0); i++) {
            int row = row(indices, i, table.dim(0));
            dev.rondo.array.Buffer.copy(
                    table.buffer(),
                    table.offset() + row * width,
                    out.buffer(),
                    out.offset() + i * width,
                    width);
        }
    }

    @Override
    public void scatterAdd(View updates, View indices, View out) {
        int width = out.dim(1);
        for (int i = 0; i < updates.dim(0); i++) {
            int to = out.offset() + row(indices, i, out.dim(0)) * width;
            int from = updates.offset() + i * width;
            for (int k = 0; k < width; k++) {
                out.buffer().set(to + k, out.buffer().get(to + k) + updates.buffer().get(from + k));
            }
        }
    }

    private static int row(View indices, int i, int rows) {
        int row = indices.i32()[indices.offset() + i * indices.stride(0)];
        if (row < 0 || row >= rows) {
            throw Kernels.outside(row, i, rows);
        }
        return row;
    }

    @Override
    public void randomBits(View key, int site, View out) {
        int[] k = key.i32();
        int[] o = out.i32();
        int seed = k[key.offset()];
        int step = k[key.offset() + 1];
        int time = k[key.offset() + 2];
        for (int i = 0; i < out.size(); i++) {
            o[out.offset() + i] = Philox.word(i >> 2, step, time, site, seed, 0x526F6E64, i & 3);
        }
    }
}
