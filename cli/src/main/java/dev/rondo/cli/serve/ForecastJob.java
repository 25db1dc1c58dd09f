package dev.rondo.cli.serve;

import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.Forecast;

/** A series, and the forecast of what follows. Takes one run. */
final class ForecastJob extends Job {
    private final Series series;
    private Forecast forecast;

    /** Work that has not begun. */
    ForecastJob(Series series) {
        this.series = series;
    }

    Series series() {
        return series;
    }

    void take(Forecast made) {
        forecast = made;
    }

    Forecast forecast() {
        return forecast;
    }

    @Override
    boolean finished() {
        return forecast != null;
    }
}
