package dev.rondo.cli.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another process that trains with this one. What it says is read, and kept as far as needed. */
final class Worker implements AutoCloseable {
    /** How failures begin that rondo reports. */
    private static final String FAILURE = "rondo: ";

    private static final String WARNING = FAILURE + "warning: ";

    private final WorkerPlace place;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread errors;
    private volatile String lastLine = "";
    private volatile String lastFailure = "";

    Worker(WorkerPlace place, Process process) {
        this.place = place;
        this.process = process;
        Thread.ofVirtual().start(this::readResults);
        errors = Thread.ofVirtual().start(this::readErrors);
    }

    private void readResults() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith(WorkerPlace.LISTENS)) {
                    port.complete(Integer.parseInt(line.substring(WorkerPlace.LISTENS.length())));
                }
            }
        } catch (IOException _) {
            // the process is gone
        }
        // without a port there will be none
        port.completeExceptionally(new IOException("ended"));
    }

    private void readErrors() {
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = err.readLine()) != null) {
                lastLine = line.isBlank() ? lastLine : line;
                if (line.startsWith(FAILURE) && !line.startsWith(WARNING)) {
                    lastFailure = line.substring(FAILURE.length());
                }
            }
        } catch (IOException _) {
            // the process is gone
        }
    }

    /** The port where it listens, which it says once it has read its data. */
    int port() {
        try {
            return port.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerException(this + " was not waited for");
        } catch (java.util.concurrent.ExecutionException _) {
            throw new WorkerException(this + " ended: " + failure().orElse("it did not say why"));
        }
    }

    void tell(String line) {
        try (var in = process.outputWriter(StandardCharsets.US_ASCII)) {
            in.write(line);
            in.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(this + " takes no input", e);
        }
    }

    /** Why it failed, if it did, in its own words where it said so; waits a little for it. */
    Optional<String> failure() {
        if (!ends(5) || process.exitValue() == 0) {
            return Optional.empty();
        }
        try {
            errors.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String last = lastLine.isEmpty() ? "" : ", after '" + lastLine + "'";
        return Optional.of(
                lastFailure.isEmpty() ? "exit code " + process.exitValue() + last : lastFailure);
    }

    private boolean ends(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for its end, or makes it end. */
    @Override
    public void close() {
        if (!ends(10)) {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return "worker " + place.rank();
    }
}
