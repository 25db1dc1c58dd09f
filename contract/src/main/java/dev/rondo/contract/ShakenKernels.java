package dev.rondo.contract;

import dev.rondo.array.DType;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import java.util.SplittableRandom;

/**
 * The reference's kernels with errors: results of functions in float32 are off by a unit in the
 * last place, or not at all, by chance. The reference rounds such a result once, so its error is
 * half a unit. The error of a good library is one to three units. A program may amplify it, for
 * example by 1 − tanh²x where x is large. These kernels show by how much.
 */
final class ShakenKernels extends ScalarKernels {
    private final SplittableRandom random;

    ShakenKernels(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A float32 number that is off by at most one unit in the last place; zero stays zero. */
    static double shaken(double x, SplittableRandom random) {
        return x == 0 ? x : x + Math.ulp((float) x) * (random.nextInt(3) - 1);
    }

    @Override
    public void unary(UnaryOp op, View x, View out) {
        super.unary(op, x, out);
        if (out.dtype() == DType.F32) {
            switch (op) {
                case EXP, LOG -> shake(out, Double.POSITIVE_INFINITY);
                case SIN, COS, TANH, SIGMOID, ERF -> shake(out, 1);
                case NEG, ABS, SIGN, SQRT, NOT -> {} // exact, or rounded once everywhere
            }
        }
    }

    private void shake(View out, double largest) {
        float[] o = out.f32();
        int from = out.offset();
        for (int i = from; i < from + out.size(); i++) {
            o[i] = (float) Math.clamp(shaken(o[i], random), -largest, largest);
        }
    }
}
