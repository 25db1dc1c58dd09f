package dev.rondo.cli.flow;

import dev.rondo.array.Array;

/**
 * Numbers of every step, row and unit.
 *
 * @param values [T, B, …]
 * @param width units of a row at a step
 */
record StepValues(Array values, int width) {
    static StepValues of(Array values) {
        int rows = values.shape().dim(0) * values.shape().dim(1);
        return new StepValues(values, rows == 0 ? 0 : Math.toIntExact(values.size() / rows));
    }

    /** Zeros of the same shape. */
    static StepValues zeros(StepValues like) {
        return new StepValues(Array.zeros(like.values.dtype(), like.values.shape()), like.width);
    }

    int steps() {
        return values.shape().dim(0);
    }

    int batch() {
        return values.shape().dim(1);
    }

    boolean has(int step) {
        return step >= 0 && step < steps();
    }

    double at(int step, int row, int unit) {
        return values.get((step * batch() + row) * width + unit);
    }

    void set(int step, int row, int unit, double value) {
        values.set((step * batch() + row) * width + unit, value);
    }

    /** The Euclidean norm over the units; no square of it underflows or overflows. */
    double norm(int step, int row) {
        double largest = 0;
        for (int i = 0; i < width; i++) {
            double size = Math.abs(at(step, row, i));
            if (!Double.isFinite(size)) {
                return size;
            }
            largest = Math.max(largest, size);
        }
        double sum = 0;
        for (int i = 0; i < width && largest > 0; i++) {
            double part = at(step, row, i) / largest;
            sum += part * part;
        }
        return largest * Math.sqrt(sum);
    }

    /**
     * Norms of every row by steps back, {@link Curve#ABSENT} beyond its beginning.
     *
     * @param origins the step of each row that is 0 steps back
     * @param scale what each row's norms are divided by
     */
    double[][] norms(int[] origins, double[] scale) {
        double[][] norms = new double[batch()][steps()];
        for (int b = 0; b < norms.length; b++) {
            for (int k = 0; k < steps(); k++) {
                int t = origins[b] - k;
                norms[b][k] = has(t) ? norm(t, b) / scale[b] : Curve.ABSENT;
            }
        }
        return norms;
    }
}
