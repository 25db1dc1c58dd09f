package dev.rondo.models.training;

/** Time spent in training and the speed of the last second or so; other work is not counted. */
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

    /** Training goes on. */
    void go() {
        since = System.nanoTime();
        paused = false;
    }

    /** Something else is done. */
    void pause() {
        running = elapsed();
        paused = true;
    }

    private long elapsed() {
        return paused ? running : running + System.nanoTime() - since;
    }

    /** Seconds of training, with those of earlier stretches. */
    double seconds() {
        return secondsBefore + elapsed() * 1e-9;
    }

    /** Counts an update and gives the speed in items per second; 0 where items are unknown. */
    double step() {
        windowSteps++;
        long now = elapsed();
        long length = now - windowStart;
        // until the first window is full, what there is of it
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
