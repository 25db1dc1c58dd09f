package dev.rondo.backend;

/**
 * How a program is compiled.
 *
 * @param debug checks the result of every operation and stops with a {@link NonFiniteException} at
 *     the first that is not finite; slow
 */
public record CompileOptions(boolean debug) {
    /** For normal runs. */
    public static CompileOptions defaults() {
        return new CompileOptions(false);
    }
}
