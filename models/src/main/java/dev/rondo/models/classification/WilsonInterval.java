package dev.rondo.models.classification;

/**
 * An interval for the share of which a sample has so many successes (Wilson 1927). Unlike p ± z
 * √(p(1−p)/n) it does not collapse at 0 or 1, and is right for small samples.
 *
 * @param low its lower end, at least 0
 * @param high its upper end, at most 1
 */
public record WilsonInterval(double low, double high) {
    /** The 97.5th percentile of the normal distribution, for 95 %. */
    private static final double Z = 1.959963984540054;

    /**
     * The interval of 95 % confidence.
     *
     * @param successes from 0 to n
     * @param n size of the sample, at least 1
     * @throws IllegalArgumentException when the numbers are impossible
     */
    public static WilsonInterval of(long successes, long n) {
        if (n < 1 || successes < 0 || successes > n) {
            throw new IllegalArgumentException(
                    "there must be 0 to n successes of n > 0, got " + successes + " of " + n);
        }
        double p = (double) successes / n;
        double scale = 1 + Z * Z / n;
        double middle = (p + Z * Z / (2 * n)) / scale;
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n)) / scale;
        return new WilsonInterval(
                successes == 0 ? 0 : middle - half, successes == n ? 1 : middle + half);
    }
}
