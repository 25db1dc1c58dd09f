package dev.rondo.models.init;

import dev.rondo.array.Shape;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws from the uniform distribution over matrices with orthonormal columns: the Q of a QR
 * decomposition of a normal matrix, its signs fixed by the diagonal of R (Mezzadri 2007).
 * Householder reflections in double precision; all loops run along rows.
 */
final class Orthogonal {
    private Orthogonal() {}

    static float[] draw(Shape shape, double gain, RandomGenerator random) {
        int out = shape.dim(0);
        int in = shape.dim(1);
        int rows = Math.max(out, in);
        int columns = Math.min(out, in);
        double[][] q = columns(rows, columns, random);
        float[] v = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in; j++) {
                v[i * in + j] = (float) (gain * (out >= in ? q[i][j] : q[j][i]));
            }
        }
        return v;
    }

    /**
     * A matrix [rows][columns] with orthonormal columns; rows ≥ columns. The mirrors lie where the
     * matrix was, and Q comes to lie where they were, as in LAPACK: this is by far the largest
     * scratch memory of a large model.
     */
    private static double[][] columns(int rows, int columns, RandomGenerator random) {
        double[][] a = new double[rows][columns];
        for (double[] row : a) {
            for (int j = 0; j < columns; j++) {
                row[j] = Initializers.gaussian(random);
            }
        }
        double[] signs = new double[columns];
        double[] scratch = new double[columns];
        for (int k = 0; k < columns; k++) {
            double square = 0;
            for (int i = k; i < rows; i++) {
                square += a[i][k] * a[i][k];
            }
            // the mirror maps column k to −sign · length · e_k: the sign that avoids cancellation
            double sign = a[k][k] < 0 ? -1 : 1;
            a[k][k] += sign * Math.sqrt(square);
            signs[k] = -sign;
            reflect(a, k, scratch);
        }
        for (int k = columns - 1; k >= 0; k--) {
            reflect(a, k, scratch);
            unit(a, k);
        }
        for (double[] row : a) {
            for (int j = 0; j < columns; j++) {
                row[j] *= signs[j];
            }
        }
        return a;
    }

    /** a ← (I − 2 v vᵀ / vᵀv) a after column k, with v what column k has from row k on. */
    private static void reflect(double[][] a, int k, double[] projection) {
        Arrays.fill(projection, 0);
        for (int i = k; i < a.length; i++) {
            double[] row = a[i];
            double f = row[k];
            for (int j = k + 1; j < row.length; j++) {
                projection[j] += f * row[j];
            }
        }
        double square = square(a, k);
        if (square == 0) {
            return;
        }
        for (int i = k; i < a.length; i++) {
            double[] row = a[i];
            double f = 2 * row[k] / square;
            for (int j = k + 1; j < row.length; j++) {
                row[j] -= f * projection[j];
            }
        }
    }

    /** The mirror v in column k gives way to its image of the unit vector k. */
    private static void unit(double[][] a, int k) {
        double square = square(a, k);
        double head = a[k][k];
        for (int i = 0; i < a.length; i++) {
            double v = i < k || square == 0 ? 0 : a[i][k];
            a[i][k] = (i == k ? 1 : 0) - (square == 0 ? 0 : 2 * v / square * head);
        }
    }

    private static double square(double[][] a, int k) {
        double square = 0;
        for (int i = k; i < a.length; i++) {
            square += a[i][k] * a[i][k];
        }
        return square;
    }
}
