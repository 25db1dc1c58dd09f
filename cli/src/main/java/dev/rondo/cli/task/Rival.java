package dev.rondo.cli.task;

import dev.rondo.models.data.Origins;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.Baseline;
import dev.rondo.models.forecast.DriftForecast;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.forecast.ForecastErrors;
import dev.rondo.models.forecast.NaiveForecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A forecast that needs no learning, beside a model's.
 *
 * @param name in tables
 * @param baseline makes it
 */
record Rival(String name, Baseline baseline) {
    /** Last value, last season where there is one, and drift. */
    static List<Rival> all(int season) {
        List<Rival> all = new ArrayList<>();
        all.add(new Rival("last value", new NaiveForecast(1)));
        if (season > 1) {
            String name = String.format(Locale.ROOT, "last season (%d rows)", season);
            all.add(new Rival(name, new NaiveForecast(season)));
        }
        all.add(new Rival("drift", new DriftForecast()));
        return all;
    }

    /** The forecast from an origin; the last value where too little stands before it. */
    double[] from(double[] series, int origin, int horizon) {
        int needed =
                switch (baseline) {
                    case NaiveForecast naive -> naive.season();
                    case DriftForecast _ -> 2;
                };
        Baseline possible = origin < needed ? new NaiveForecast(1) : baseline;
        return possible.from(series, origin, horizon);
    }

    /**
     * Its errors.
     *
     * @param came the values after each origin
     * @param scales what MASE divides the errors of each series by
     */
    ForecastErrors errors(Panel panel, Origins origins, double[][] came, double[] scales) {
        ForecastErrors.Sum sum = new ForecastErrors.Sum();
        addTo(sum, panel, origins, came, scales);
        return sum.errors();
    }

    /** Adds its errors to others. */
    void addTo(
            ForecastErrors.Sum sum,
            Panel panel,
            Origins origins,
            double[][] came,
            double[] scales) {
        double[][] series = panel.series().stream().map(Series::target).toArray(double[][]::new);
        for (int i = 0; i < origins.size(); i++) {
            int which = origins.series()[i];
            double[] forecast = from(series[which], origins.rows()[i], came[i].length);
            sum.add(came[i], Forecast.of(forecast), scales[which]);
        }
    }
}
