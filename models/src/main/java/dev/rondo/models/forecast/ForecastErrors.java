package dev.rondo.models.forecast;

/**
 * How far forecasts are from what came, in the units of the series, over all forecast steps.
 *
 * @param rmse root of the mean squared error
 * @param mae mean absolute error
 */
public record ForecastErrors(double rmse, double mae) {
    /**
     * Measures.
     *
     * @param series the values
     * @param origins the first forecast row of each forecast, at least one
     * @param forecasts a row of values for each origin
     * @throws IllegalArgumentException when there is no forecast, not one for each origin, or one
     *     reaches out of the series
     */
    public static ForecastErrors of(double[] series, int[] origins, double[][] forecasts) {
        if (origins.length == 0 || origins.length != forecasts.length) {
            throw new IllegalArgumentException(
                    "errors are those of a forecast for each of at least one origin; got "
                            + origins.length
                            + " origins and "
                            + forecasts.length
                            + " forecasts");
        }
        for (int i = 0; i < origins.length; i++) {
            if (origins[i] < 0 || origins[i] > series.length - forecasts[i].length) {
                throw new IllegalArgumentException(
                        "forecast "
                                + i
                                + " of "
                                + forecasts[i].length
                                + " rows from row "
                                + origins[i]
                                + " does not lie in the series of "
                                + series.length
                                + " rows");
            }
        }
        double squares = 0;
        double absolutes = 0;
        long count = 0;
        for (int i = 0; i < origins.length; i++) {
            for (int h = 0; h < forecasts[i].length; h++) {
                double error = forecasts[i][h] - series[origins[i] + h];
                squares += error * error;
                absolutes += Math.abs(error);
                count++;
            }
        }
        return new ForecastErrors(Math.sqrt(squares / count), absolutes / count);
    }
}
