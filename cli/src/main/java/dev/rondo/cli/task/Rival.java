package dev.rondo.cli.task;

import dev.rondo.models.data.Origins;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.Baseline;
import dev.rondo.models.forecast.DriftForecast;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.forecast.NaiveForecast;
import dev.rondo.models.task.ForecastSet;

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
        all.add(repeating(1));
        if (season > 1) {
            all.add(repeating(season));
        }
        all.add(new Rival("drift", new DriftForecast()));
        return all;
    }

    /** The last value, or the last season where it has several rows. */
    static Rival repeating(int season) {
        String name =
                season == 1
                        ? "last value"
                        : String.format(Locale.ROOT, "last season (%d rows)", season);
        return new Rival(name, new NaiveForecast(season));
    }

    /** Its name without how many rows a season has. */
    static String plain(String name) {
        int bracket = name.indexOf(" (");
        return bracket < 0 ? name : name.substring(0, bracket);
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

    /** Its forecasts from the origins of others. */
    ForecastSet beside(ForecastSet others, Panel panel) {
        Origins origins = others.origins();
        double[][] series = panel.series().stream().map(Series::target).toArray(double[][]::new);
        List<Forecast> forecasts = new ArrayList<>();
        for (int i = 0; i < origins.size(); i++) {
            int horizon = others.came()[i].length;
            double[] points = from(series[origins.series()[i]], origins.rows()[i], horizon);
            forecasts.add(Forecast.of(points));
        }
        return new ForecastSet(origins, forecasts, others.came());
    }
}
