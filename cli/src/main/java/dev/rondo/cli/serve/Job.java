package dev.rondo.cli.serve;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A piece of work that takes part in one or more runs of a model. The fields of a subclass belong
 * to the thread of the model until the work is done.
 */
abstract class Job {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Whether it needs no further run. */
    abstract boolean finished();

    /** Whether nobody waits for it any more. */
    final boolean over() {
        return end.isDone();
    }

    final void complete() {
        end.complete(null);
    }

    final void fail(Throwable cause) {
        end.completeExceptionally(cause);
    }

    /**
     * Waits until it is done.
     *
     * @throws Problem when that takes longer; the work is then given up
     */
    final void await(long seconds) {
        try {
            end.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            end.cancel(false);
            throw Problem.unavailable(
                    "the answer took longer than the "
                            + seconds
                            + " s of --request-timeout; ask for less, or later");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            end.cancel(false);
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the server is stopping");
        }
    }
}
