package dev.rondo.models.task;

import dev.rondo.models.data.Origins;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.forecast.ForecastErrors;

import java.util.List;

/**
 * Forecasts, and what came.
 *
 * @param origins where each begins
 * @param forecasts of each origin
 * @param came the values after each origin
 */
public record ForecastSet(Origins origins, List<Forecast> forecasts, double[][] came) {
    /**
     * The errors.
     *
     * @param scales what MASE divides the errors of each series by
     */
    public ForecastErrors errors(double[] scales) {
        return errors(List.of(this), scales);
    }

    /** The errors of several sets together. */
    public static ForecastErrors errors(List<ForecastSet> sets, double[] scales) {
        ForecastErrors.Sum sum = new ForecastErrors.Sum();
        for (ForecastSet set : sets) {
            for (int i = 0; i < set.came.length; i++) {
                int series = set.origins.series()[i];
                sum.add(set.came[i], set.forecasts.get(i), scales[series]);
            }
        }
        return sum.errors();
    }
}
