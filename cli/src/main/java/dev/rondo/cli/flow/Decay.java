package dev.rondo.cli.flow;

/**
 * The exponential that fits a curve best: the least squares of its logarithm.
 *
 * @param factor from one step to the next one back; NaN where fewer than two steps have a value
 * @param from the first step back that it is fitted to
 * @param to the last
 */
public record Decay(double factor, int from, int to) {
    /**
     * Fits all steps whose value is above zero and finite.
     *
     * @param mean by steps back
     */
    static Decay of(double[] mean) {
        int from = -1;
        int to = -1;
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        double sumXX = 0;
        double sumXY = 0;
        for (int k = 0; k < mean.length; k++) {
            if (mean[k] > 0 && mean[k] < Double.POSITIVE_INFINITY) {
                from = from < 0 ? k : from;
                to = k;
                double y = Math.log(mean[k]);
                n++;
                sumX += k;
                sumY += y;
                sumXX += (double) k * k;
                sumXY += k * y;
            }
        }
        double spread = n * sumXX - sumX * sumX;
        return new Decay(
                spread > 0 ? Math.exp((n * sumXY - sumX * sumY) / spread) : Double.NaN, from, to);
    }
}
