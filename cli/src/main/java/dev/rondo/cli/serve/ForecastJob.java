package dev.rondo.cli.serve;

/** A window that is read, and the forecast that follows. Takes one run. */
final class ForecastJob extends Job {
    private final float[] window;
    private float[] forecast;

    /**
     * Work that has not begun.
     *
     * @param window the scaled rows [T, C]
     */
    ForecastJob(float[] window) {
        this.window = window;
    }

    float[] window() {
        return window;
    }

    /** Takes the scaled forecast [H]. */
    void take(float[] values) {
        forecast = values;
    }

    float[] forecast() {
        return forecast;
    }

    @Override
    boolean finished() {
        return forecast != null;
    }
}
