package dev.rondo.models.forecast;

/**
 * A forecast that goes on along the straight line from the first value to the last (Hyndman and
 * Athanasopoulos, Forecasting: Principles and Practice, section 5.2).
 */
public record DriftForecast() implements Baseline {
    @Override
    public double[] from(double[] series, int origin, int horizon) {
        if (origin < 2 || origin > series.length || horizon < 0) {
            throw new IllegalArgumentException(
                    "a drift needs two rows before row "
                            + origin
                            + " of "
                            + series.length
                            + ", and a horizon of 0 or more rows, got "
                            + horizon);
        }
        double last = series[origin - 1];
        double slope = (last - series[0]) / (origin - 1);
        double[] forecast = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            forecast[h] = last + (h + 1) * slope;
        }
        return forecast;
    }
}
