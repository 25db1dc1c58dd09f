package dev.rondo.backend;

import dev.rondo.graph.Program;

/** One opened device. Safe for use by several threads. */
public interface Backend {
    /** The device this backend runs on. */
    Device device();

    /** Threads it uses on the host; 1 where that has no meaning. */
    int threads();

    /**
     * Makes a program ready to run, with fresh variables.
     *
     * @throws BackendException when the device cannot run it, for instance for want of memory
     * @throws IllegalArgumentException when the options name a rewrite that there is not
     * @throws java.util.concurrent.CancellationException when the thread is interrupted while that
     *     takes long; it stays interrupted
     */
    Executable compile(Program program, CompileOptions options);

    /** {@link #compile(Program, CompileOptions)} with default options. */
    default Executable compile(Program program) {
        return compile(program, CompileOptions.defaults());
    }
}
