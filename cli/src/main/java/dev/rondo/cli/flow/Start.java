package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cell.CellFactory;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.init.Initializers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How the parameters of a cell start.
 *
 * @param kind of start
 * @param value of a start that has one
 * @param text both as they were written
 */
public record Start(Kind kind, OptionalDouble value, String text) {
    /** The kinds of start. */
    public enum Kind {
        /** As the cell does. */
        DEFAULT(""),
        /** Recurrent weights by Glorot and Bengio (2010). */
        XAVIER(""),
        /** Orthogonal recurrent weights; the value is their spectral radius, 1 without. */
        ORTHOGONAL("[:RADIUS]"),
        /** The identity as recurrent weights; the value scales it, 1 without. */
        IDENTITY("[:SCALE]"),
        /** Normal recurrent weights; the value is their deviation. */
        NORMAL(":DEVIATION"),
        /** Recurrent weights uniform from minus the value to the value. */
        UNIFORM(":BOUND"),
        /** The bias of an LSTM's forget gate is the value. */
        FORGET(":BIAS"),
        /** Gates that keep for up to so many steps, those of the sequence without a value. */
        CHRONO("[:STEPS]");

        private final String form;

        Kind(String form) {
            this.form = form;
        }

        private boolean takesNone() {
            return form.isEmpty();
        }

        private boolean needsOne() {
            return form.startsWith(":");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String OPTION = "--init";

    /** What {@code --init} takes, for messages. */
    private static String forms() {
        return Arrays.stream(Kind.values()).map(k -> k + k.form).collect(Collectors.joining(", "));
    }

    /**
     * What an option says, such as {@code orthogonal:0.9}.
     *
     * @throws UsageException when there is no such start
     */
    public static Start named(String text) {
        String[] parts = text.split(":", 2);
        List<String> names = Arrays.stream(Kind.values()).map(Kind::toString).toList();
        int at = names.indexOf(parts[0]);
        if (at < 0) {
            throw new UsageException(
                    OPTION
                            + ": there is no start '"
                            + parts[0]
                            + "'; there are "
                            + forms()
                            + NearMiss.question(parts[0], names));
        }
        Kind kind = Kind.values()[at];
        if (parts.length == 1 ? kind.needsOne() : kind.takesNone()) {
            throw new UsageException(
                    OPTION + " takes " + kind + kind.form + ", got '" + text + "'");
        }
        OptionalDouble value = parts.length == 1 ? OptionalDouble.empty() : number(kind, parts[1]);
        return new Start(kind, value, text);
    }

    private static OptionalDouble number(Kind kind, String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            value = Double.NaN;
        }
        boolean steps = kind == Kind.CHRONO;
        if (!Float.isFinite((float) value) || steps && (value < 2 || value != (int) value)) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s %s%s takes %s, got '%s'",
                            OPTION,
                            kind,
                            kind.form,
                            steps ? "a whole number of at least 2" : "a number that F32 can hold",
                            text));
        }
        return OptionalDouble.of(value);
    }

    /**
     * The cells that start so.
     *
     * @param seed of what no variable draws by itself
     * @param steps of the sequences
     * @throws UsageException when the cell takes no start but its own
     */
    CellFactory cells(CellKind cell, long seed, int steps) {
        if (kind == Kind.DEFAULT) {
            return cell;
        }
        return cell.starting(initializers(seed, steps))
                .orElseThrow(
                        () ->
                                new UsageException(
                                        String.format(
                                                Locale.ROOT,
                                                "%s %s: the cell '%s' has initial values of its own"
                                                        + " and takes no others; leave %s out",
                                                OPTION,
                                                this,
                                                cell.id(),
                                                OPTION)));
    }

    /** Whether a cell has anything that this start is for: chrono is for gates, which few have. */
    public boolean isFor(CellKind cell) {
        if (kind != Kind.FORGET && kind != Kind.CHRONO) {
            return true;
        }
        Map<String, Array> own = first(cell);
        return first(cells(cell, 0, 100)).entrySet().stream()
                .anyMatch(e -> !Arrays.equals(e.getValue().f64(), own.get(e.getKey()).f64()));
    }

    /** The first values of a small cell. */
    private static Map<String, Array> first(CellFactory cell) {
        Scope scope = Scope.root();
        cell.create(scope, 2, 3);
        return scope.initial(0, DType.F64);
    }

    private CellInitializers initializers(long seed, int steps) {
        CellInitializers start = CellInitializers.defaults();
        return switch (kind) {
            case DEFAULT -> start;
            case XAVIER -> start.recurrentWeights(Initializers.xavierUniform());
            case ORTHOGONAL -> start.recurrentWeights(Initializers.orthogonal(value.orElse(1)));
            case IDENTITY -> start.recurrentWeights(Initializers.identity(value.orElse(1)));
            case NORMAL -> start.recurrentWeights(Initializers.normal(value.getAsDouble()));
            case UNIFORM -> start.recurrentWeights(Initializer.uniform(value.getAsDouble()));
            case FORGET -> start.forgetBias(value.getAsDouble());
            case CHRONO -> start.chrono((int) value.orElse(Math.max(2, steps)), seed);
        };
    }

    /** A cell and its start in a few words. */
    String with(CellKind cell) {
        return kind == Kind.DEFAULT ? cell.id() : cell.id() + " " + this;
    }

    /** As {@code --init} takes it. */
    @Override
    public String toString() {
        return text;
    }
}
