package dev.rondo.graph;

import dev.rondo.array.DType;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of a model, with its name in messages. While the model is traced, it checks the type and
 * extents of what the part is given, so that nothing is stretched to fit by accident:
 *
 * <pre>{@code
 * Part part = Part.of("LSTM", scope);
 * part.floats("the sequence", xs, "T", "B", 5);  // LSTM 'encoder.0' reads the sequence as
 *                                                // F32[T, B, 5]; got F32[7, 5] 'xs'
 * }</pre>
 */
public final class Part {
    private static final String ANY_AXES = "...";

    private final String title;

    private Part(String title) {
        this.title = title;
    }

    /**
     * A part that declares its variables in a scope. Its name consists of its kind and the scope's
     * path.
     */
    public static Part of(String kind, Scope scope) {
        return new Part(scope.path().isEmpty() ? kind : kind + " '" + scope.path() + "'");
    }

    /** A part without variables, named by its kind. */
    public static Part of(String kind) {
        return new Part(kind);
    }

    /**
     * Checks a tensor of the model's float type.
     *
     * @param what it is, for the message
     * @param axes for each axis its extent as a number, or a letter for any extent. A leading
     *     {@code "..."} stands for any number of axes
     * @throws TraceException when it is null, of another type or of other extents
     */
    public void floats(String what, Tensor given, Object... axes) {
        check(what, given, TraceException.given(given, what(what)).graph().dtype(), axes);
    }

    /**
     * Checks a tensor of whole numbers.
     *
     * @param what it is, for the message
     * @param axes as of {@link #floats}
     * @throws TraceException when it is null, not I32 or of other extents
     */
    public void wholes(String what, Tensor given, Object... axes) {
        check(what, TraceException.given(given, what(what)), DType.I32, axes);
    }

    private String what(String what) {
        return what + " of " + title;
    }

    private void check(String what, Tensor given, DType dtype, Object... axes) {
        if (given.dtype() != dtype || !fits(given, axes)) {
            throw new TraceException(
                    title
                            + " reads "
                            + what
                            + " as "
                            + dtype
                            + Arrays.stream(axes)
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", ", "[", "]"))
                            + Typing.operands(List.of(given)));
        }
    }

    private static boolean fits(Tensor given, Object... axes) {
        boolean open = axes.length > 0 && axes[0].equals(ANY_AXES);
        int named = axes.length - (open ? 1 : 0);
        if (open ? given.rank() < named : given.rank() != named) {
            return false;
        }
        for (int i = 1; i <= named; i++) {
            if (axes[axes.length - i] instanceof Integer n && given.dim(-i) != n) {
                return false;
            }
        }
        return true;
    }

    /** The name, such as {@code LSTM 'encoder.0'}. */
    @Override
    public String toString() {
        return title;
    }
}
