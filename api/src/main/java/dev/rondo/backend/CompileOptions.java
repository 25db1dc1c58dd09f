package dev.rondo.backend;

import java.util.Set;

/**
 * How a program is compiled.
 *
 * @param debug whether to check the result of every operation and to stop with a {@link
 *     NonFiniteException} at the first that is not finite; slow
 * @param without names of rewrites of the backend to leave out, so that their gain can be measured;
 *     a backend refuses a name that it does not know
 */
public record CompileOptions(boolean debug, Set<String> without) {
    /** Copies the set. */
    public CompileOptions {
        without = Set.copyOf(without);
    }

    /** Options with all rewrites. */
    public CompileOptions(boolean debug) {
        this(debug, Set.of());
    }

    /** Options for normal runs. */
    public static CompileOptions defaults() {
        return new CompileOptions(false);
    }
}
