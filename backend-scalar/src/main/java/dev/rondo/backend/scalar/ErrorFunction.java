package dev.rondo.backend.scalar;

/**
 * erf x = 2/√π · ∫₀ˣ e^(−t²) dt, within 2 units of the last place. Below 1 it is the series 2/√π ·
 * Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)) (Abramowitz and Stegun, "Handbook of Mathematical Functions",
 * 7.1.5), from there on 1 less the continued fraction of the rest (7.1.14).
 */
final class ErrorFunction {
    /** From here on the function rounds to 1. */
    private static final double SATURATED = 6;

    /** Terms that the series needs below 1. */
    private static final int TERMS = 18;

    /** Levels that the continued fraction needs from 1 on. */
    private static final int LEVELS = 200;

    private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private ErrorFunction() {}

    static double of(double x) {
        double a = Math.abs(x);
        if (!(a < SATURATED)) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        return Math.copySign(a < 1 ? series(a) : 1 - rest(a), x);
    }

    private static double series(double a) {
        double sum = 0;
        for (int n = TERMS - 1; n > 0; n--) {
            // of Σ (−z)ⁿ / (n!·(2n + 1)) what is left when the first n − 1 factors are taken out
            sum = -a * a / n * (1.0 / (2 * n + 1) + sum);
        }
        return TWO_BY_ROOT_PI * Math.fma(a, sum, a);
    }

    private static double rest(double a) {
        double f = a;
        for (int n = LEVELS; n > 0; n--) {
            f = a + n / (2 * f);
        }
        double square = a * a;
        double lost = Math.fma(a, a, -square);
        return Math.exp(-square) * (1 - lost) / (Math.sqrt(Math.PI) * f);
    }
}
