package dev.rondo.models.data;

import java.util.OptionalInt;

/** Finds the period with which a series repeats itself. */
public final class Seasonality {
    private Seasonality() {}

    /**
     * The lag of the highest peak of the autocorrelation, after the lag at which it first falls
     * below 0, of the series without its straight trend (Box and Jenkins 1970, section 2.1.4). Lags
     * up to a third of the series count, so that a period is seen three times.
     *
     * @return empty where there is no peak above 2/√n, what noise alone stays below (95 %)
     */
    public static OptionalInt find(double... series) {
        double[] x = withoutTrend(series);
        int n = x.length;
        double total = correlation(x, 0);
        int best = 0;
        double height = 2 / Math.sqrt(n);
        boolean fallen = false;
        double before = total;
        double here = correlation(x, 1);
        for (int lag = 1; lag <= n / 3; lag++) {
            double after = correlation(x, lag + 1);
            fallen |= here < 0;
            if (fallen && here > before && here >= after && here / total > height) {
                best = lag;
                height = here / total;
            }
            before = here;
            here = after;
        }
        return best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static double correlation(double[] x, int lag) {
        double sum = 0;
        for (int i = lag; i < x.length; i++) {
            sum += x[i] * x[i - lag];
        }
        return sum;
    }

    private static double[] withoutTrend(double[] y) {
        int n = y.length;
        double middle = (n - 1) / 2.0;
        double mean = 0;
        for (double v : y) {
            mean += v / n;
        }
        double slope = 0;
        double spread = 0;
        for (int i = 0; i < n; i++) {
            slope += (i - middle) * (y[i] - mean);
            spread += (i - middle) * (i - middle);
        }
        slope = spread > 0 ? slope / spread : 0;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = y[i] - mean - slope * (i - middle);
        }
        return x;
    }
}
