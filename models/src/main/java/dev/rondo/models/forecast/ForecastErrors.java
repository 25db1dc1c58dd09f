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
     */
    public static ForecastErrors of(double[] series, int[] origins, double[][] forecasts) {
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
