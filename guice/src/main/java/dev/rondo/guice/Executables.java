package dev.rondo.guice;

import dev.rondo.backend.Backend;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compiles programs on the injected backend, and closes together whatever it has compiled. Whoever
 * ends the application closes it. Any number of threads may use it.
 */
@Singleton
public final class Executables implements AutoCloseable {
    private final Backend backend;
    private final Deque<Executable> open = new ArrayDeque<>();
    private boolean closed;

    /** Made by an injector. */
    @Inject
    Executables(Backend backend) {
        this.backend = backend;
    }

    /**
     * Compiles a program with the usual options.
     *
     * @return the executable, which this object closes; closing it earlier does no harm
     * @throws IllegalStateException when this object is closed
     * @throws dev.rondo.backend.BackendException when the backend cannot run the program
     */
    public Executable compile(Program program) {
        return compile(program, CompileOptions.defaults());
    }

    /**
     * Compiles a program.
     *
     * @return the executable, which this object closes; closing it earlier does no harm
     * @throws IllegalStateException when this object is closed
     * @throws dev.rondo.backend.BackendException when the backend cannot run the program
     */
    public Executable compile(Program program, CompileOptions options) {
        Executable compiled = backend.compile(program, options);
        synchronized (this) {
            if (!closed) {
                open.push(compiled);
                return compiled;
            }
        }
        compiled.close();
        throw new IllegalStateException(
                "these executables are closed, as the application is ending; compile before");
    }

    /** Closes every executable, the youngest first. Waits for runs that have begun. */
    @Override
    public void close() {
        Deque<Executable> all;
        synchronized (this) {
            closed = true;
            all = new ArrayDeque<>(open);
            open.clear();
        }
        RuntimeException failure = null;
        for (Executable e : all) {
            try {
                e.close();
            } catch (RuntimeException wrong) {
                if (failure == null) {
                    failure = wrong;
                } else {
                    failure.addSuppressed(wrong);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
