// Template of DoubleRuns and IntRuns: see Twins.java.
package dev.rondo.backend.simd.elementwise;

/**
 * Collects elements that are not adjacent into a short run at a time, so that vector loops can read
 * them.
 */
final class FloatRuns {
    /** The most elements of a run. Two runs fit the first-level cache. */
    static final int LENGTH = 512;

    private final float[][] first;
    private final float[][] second;

    FloatRuns(int parts) {
        first = new float[parts][LENGTH];
        second = new float[parts][LENGTH];
    }

    /** Elements {@code x[at + i·stride]}, for i below n, in an array of this part. */
    float[] first(int part, float[] x, int at, int stride, int n) {
        return collect(first[part], x, at, stride, n);
    }

    /** As {@link #first}, in another array. */
    float[] second(int part, float[] x, int at, int stride, int n) {
        return collect(second[part], x, at, stride, n);
    }

    private static float[] collect(float[] run, float[] x, int at, int stride, int n) {
        for (int i = 0; i < n; i++) {
            run[i] = x[at + i * stride];
        }
        return run;
    }
}
