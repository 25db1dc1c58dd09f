package dev.rondo.backend;

import dev.rondo.graph.Program;

/** One opened device. Safe for use by several threads. */
public interface Backend {
    /** The device this backend runs on. */
    Device device();

    /** The number of threads it uses on the host; 1 where threads have no meaning. */
    int threads();

    /**
     * Compiles a program. Its variables get their first values.
     *
     * @throws BackendException when the device cannot run the program, for example for lack of
     *     memory
     * @throws IllegalArgumentException when the options name a rewrite that does not exist
     * @throws java.util.concurrent.CancellationException when the thread is interrupted during a
     *     long compilation; the thread stays interrupted
     */
    Executable compile(Program program, CompileOptions options);

    /** {@link #compile(Program, CompileOptions)} with default options. */
    default Executable compile(Program program) {
        return compile(program, CompileOptions.defaults());
    }
}
