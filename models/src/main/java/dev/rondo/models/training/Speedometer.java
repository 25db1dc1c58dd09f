package dev.rondo.models.training;

/**
 * Measures the time spent in training and the speed of about the last second. Other work does not
 * count.
 */
final class Speedometer {
    private static final long WINDOW = 1_000_000_000L;

    private final long itemsPerStep;
    private final double secondsBefore;
    private long running;
    private long since;
    private boolean paused = true;
    private long windowStart;
    private long windowSteps;
    private boolean full;
    private double itemsPerSecond;

    Speedometer(long itemsPerStep, double secondsBefore) {
        this.itemsPerStep = itemsPerStep;
        this.secondsBefore = secondsBefore;
    }

    /** Starts the clock. */
    void go() {
        since = System.nanoTime();
        paused = false;
    }

    /** Stops the clock for other work. */
    void pause() {
        running = elapsed();
        paused = true;
    }

    private long elapsed() {
        return paused ? running : running + System.nanoTime() - since;
    }

    /** Seconds of training, including earlier stretches. */
    double seconds() {
        return secondsBefore + elapsed() * 1e-9;
    }

    /**
     * Counts an update. Returns the speed in items per second; 0 when the number of items is
     * unknown.
     */
    double step() {
        windowSteps++;
        long now = elapsed();
        long length = now - windowStart;
        // until the first window is full, use the part that there is
        if (length >= WINDOW || !full) {
            itemsPerSecond = itemsPerStep * windowSteps / Math.max(1e-9, length * 1e-9);
        }
        if (length >= WINDOW) {
            full = true;
            windowStart = now;
            windowSteps = 0;
        }
        return itemsPerSecond;
    }
}
