package dev.rondo.cli.worker;

/** A worker that cannot train with the others. */
public final class WorkerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorkerException(String message) {
        super(message);
    }
}
