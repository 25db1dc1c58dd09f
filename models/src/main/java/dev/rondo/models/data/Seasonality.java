package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Finds the period with which a series repeats itself. */
public final class Seasonality {
    /** What repeats itself after a period does so after two; those peaks differ by chance alone. */
    private static final double NEARLY = 0.85;

    private Seasonality() {}

    /**
     * The first lag of a peak of the autocorrelation that is nearly as high as the highest, after
     * the lag at which it first falls below 0, of the series without its straight trend (Box and
     * Jenkins 1970, section 2.1.4). Lags up to a third of the series count, so that a period is
     * seen three times. It takes n log n steps.
     *
     * @return empty where there is no peak above 2/√n, what noise alone stays below (95 %)
     */
    public static OptionalInt find(double... series) {
        int n = series.length;
        int lags = n / 3;
        double[] correlation = Autocorrelation.of(withoutTrend(series), lags + 1);
        double total = correlation[0];
        List<Integer> peaks = new ArrayList<>();
        boolean fallen = false;
        double highest = 2 / Math.sqrt(n);
        for (int lag = 1; lag <= lags; lag++) {
            double here = correlation[lag];
            fallen |= here < 0;
            if (fallen && here > correlation[lag - 1] && here >= correlation[lag + 1]) {
                peaks.add(lag);
                highest = Math.max(highest, here / total);
            }
        }
        double enough = Math.max(2 / Math.sqrt(n), NEARLY * highest);
        return peaks.stream()
                .filter(lag -> correlation[lag] / total > enough)
                .mapToInt(lag -> lag)
                .findFirst();
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
