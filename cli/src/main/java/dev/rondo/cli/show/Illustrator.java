package dev.rondo.cli.show;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Draws pictures, and waits for none of them for long. Whatever fonts, drivers and libraries do, a
 * result must not be lost because its picture cannot be drawn. After a picture that took too long,
 * no other is tried.
 */
public final class Illustrator {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Duration patience;
    private final Consumer<String> warnings;
    private boolean gaveUp;

    /**
     * An illustrator for the pictures of one command.
     *
     * @param warnings receives a warning for each missing picture
     */
    public Illustrator(Consumer<String> warnings) {
        this(PATIENCE, warnings);
    }

    Illustrator(Duration patience, Consumer<String> warnings) {
        this.patience = patience;
        this.warnings = warnings;
    }

    /**
     * Draws a picture.
     *
     * @throws NoPictureException when it failed or took too long
     */
    public <T> T draw(Callable<T> picture) throws NoPictureException {
        if (gaveUp) {
            throw new NoPictureException("one before it took too long.");
        }
        FutureTask<T> drawing = new FutureTask<>(picture);
        // a daemon, so that it does not keep the JVM alive
        Thread.ofPlatform().daemon().name("rondo-picture").start(drawing);
        try {
            return drawing.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            gaveUp = true;
            throw missing("it was not drawn within " + patience.toSeconds() + " s.");
        } catch (ExecutionException e) {
            throw missing("it could not be drawn: " + e.getCause() + ".");
        } catch (InterruptedException _) {
            gaveUp = true;
            Thread.currentThread().interrupt();
            throw missing("drawing it was interrupted.");
        } finally {
            drawing.cancel(true);
        }
    }

    private NoPictureException missing(String reason) {
        warnings.accept("a picture is missing: " + reason);
        return new NoPictureException(reason);
    }
}
