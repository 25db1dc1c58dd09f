package dev.rondo.models.init;

/**
 * The largest absolute value of a matrix's eigenvalues, by Gelfand's formula ρ(A) = lim ‖Aᵐ‖^(1/m):
 * the matrix is squared again and again, so that m is 2^{@value #SQUARINGS}.
 */
final class SpectralRadius {
    /** The error of the formula is about ln(condition) / 2²⁴, below what F32 can tell. */
    private static final int SQUARINGS = 24;

    private SpectralRadius() {}

    /**
     * That of a square matrix.
     *
     * @param matrix row by row
     * @param size rows, and columns
     */
    static double of(double[] matrix, int size) {
        double[] power = matrix.clone();
        double logarithm = 0;
        double m = 1;
        for (int i = 0; i < SQUARINGS; i++) {
            logarithm += normalize(power) / m;
            power = squared(power, size);
            m *= 2;
        }
        return StrictMath.exp(logarithm + normalize(power) / m);
    }

    /** Divides by the norm and gives its logarithm; −∞ for a matrix of zeros. */
    private static double normalize(double[] matrix) {
        double square = 0;
        for (double v : matrix) {
            square += v * v;
        }
        double norm = Math.sqrt(square);
        for (int i = 0; norm > 0 && i < matrix.length; i++) {
            matrix[i] /= norm;
        }
        return StrictMath.log(norm);
    }

    private static double[] squared(double[] a, int n) {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double f = a[i * n + k];
                for (int j = 0; f != 0 && j < n; j++) {
                    product[i * n + j] += f * a[k * n + j];
                }
            }
        }
        return product;
    }
}
