package dev.rondo.models.forecast;

/** A forecast that needs no learning: what any model must beat. */
public sealed interface Baseline permits NaiveForecast, DriftForecast {
    /**
     * The rows from {@code origin} on, from what stands before it.
     *
     * @param series the values
     * @param origin the first row that is not known
     * @param horizon rows to forecast, 0 or more
     * @throws IllegalArgumentException when too little stands before {@code origin}, or the horizon
     *     is negative
     */
    double[] from(double[] series, int origin, int horizon);
}
