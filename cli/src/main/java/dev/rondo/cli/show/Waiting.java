package dev.rondo.cli.show;

import dev.rondo.cli.Console;

import java.time.Duration;

/**
 * Reports what is being done when it takes longer than a moment. Reports nothing when it does not.
 */
public final class Waiting implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final Console console;
    private final String what;
    private final Duration interval;
    private final long start = System.nanoTime();
    private final Thread teller;

    private Waiting(Console console, String what, Duration interval) {
        this.console = console;
        this.what = what;
        this.interval = interval;
        this.teller = Thread.ofPlatform().daemon().name("rondo-waiting").unstarted(this::tell);
    }

    /** Begins an activity, such as {@code "compiling"}, which ends when this object is closed. */
    public static Waiting on(Console console, String what) {
        return on(console, what, MOMENT);
    }

    static Waiting on(Console console, String what, Duration interval) {
        Waiting waiting = new Waiting(console, what, interval);
        waiting.teller.start();
        return waiting;
    }

    private void tell() {
        try {
            while (true) {
                Thread.sleep(interval);
                Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                console.note(what + " ... " + Times.clock(elapsed) + " (Ctrl-C ends it)");
            }
        } catch (InterruptedException _) {
            // done
        }
    }

    @Override
    public void close() {
        teller.interrupt();
    }
}
