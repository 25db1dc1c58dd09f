package dev.rondo.models.init;

import dev.rondo.array.Shape;

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

    /** A matrix [rows][columns] with orthonormal columns; rows ≥ columns. */
    private static double[][] columns(int rows, int columns, RandomGenerator random) {
        double[][] a = new double[rows][columns];
        for (double[] row : a) {
            for (int j = 0; j < columns; j++) {
                row[j] = Initializers.gaussian(random);
            }
        }
        double[][] mirrors = new double[columns][rows];
        double[] signs = new double[columns];
        for (int k = 0; k < columns; k++) {
            double square = 0;
            for (int i = k; i < rows; i++) {
                square += a[i][k] * a[i][k];
            }
            // the mirror maps column k to −sign · length · e_k: the sign that avoids cancellation
            double sign = a[k][k] < 0 ? -1 : 1;
            double[] v = mirrors[k];
            for (int i = k; i < rows; i++) {
                v[i] = a[i][k];
            }
            v[k] += sign * Math.sqrt(square);
            signs[k] = -sign;
            reflect(a, v, k, k);
        }
        double[][] q = new double[rows][columns];
        for (int k = 0; k < columns; k++) {
            q[k][k] = 1;
        }
        for (int k = columns - 1; k >= 0; k--) {
            reflect(q, mirrors[k], k, k);
        }
        for (double[] row : q) {
            for (int j = 0; j < columns; j++) {
                row[j] *= signs[j];
            }
        }
        return q;
    }

    /** a ← (I − 2 v vᵀ / vᵀv) a, for rows and columns from the given ones on. */
    private static void reflect(double[][] a, double[] v, int fromRow, int fromColumn) {
        int columns = a[0].length;
        double square = 0;
        double[] projection = new double[columns];
        for (int i = fromRow; i < a.length; i++) {
            square += v[i] * v[i];
            double f = v[i];
            double[] row = a[i];
            for (int j = fromColumn; j < columns; j++) {
                projection[j] += f * row[j];
            }
        }
        if (square == 0) {
            return;
        }
        for (int i = fromRow; i < a.length; i++) {
            double f = 2 * v[i] / square;
            double[] row = a[i];
            for (int j = fromColumn; j < columns; j++) {
                row[j] -= f * projection[j];
            }
        }
    }
}
