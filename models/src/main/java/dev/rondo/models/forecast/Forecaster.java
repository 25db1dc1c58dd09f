package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Part;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.CountedMean;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Forecasts the steps after a window of a time series, all at once (direct multi-step forecasting):
 * a stack of cells reads the window, and a layer turns the last output into what the {@link
 * Likelihood} needs for each step. What locates a value is the difference from a first guess, which
 * is the last value, or the value of a season before: without having learned anything the model
 * forecasts nearly that. A series that grows leaves the levels of its past behind: where the first
 * guess has growth, the target of a window counts from its last value.
 *
 * <p>What is known of the steps to come, such as the calendar or a price, enters by step: the last
 * output becomes a context for each step, and a small network reads it beside what is known of that
 * step (the global and local networks of Wen, Torkkola, Narayanaswamy and Madeka 2017). What is
 * said of a whole series is read at every step; categories are embedded.
 */
public final class Forecaster implements ForecastModel {
    /** Input of all entries: the rows of the window, the target in column 0, [T, B, C]. */
    public static final String WINDOW = "window";

    /** Input of all entries: what is known of the forecast rows [H, B, K]. */
    public static final String KNOWN = "known";

    /** Input of all entries: numbers of whole series [B, S]. */
    public static final String STATICS = "statics";

    /** Input of all entries: categories of whole series, I32 [B, number of columns]. */
    public static final String CATEGORIES = "categories";

    /** Input of all entries: what became 1 when the target was scaled [B, 1]. */
    public static final String SCALE = "scale";

    /** Input of {@link #training}: the values that follow [B, H]. */
    public static final String TARGET = "target";

    /** Input of {@link #training}: which of the values that follow were measured, BOOL [B, H]. */
    public static final String OBSERVED = "observed";

    /** Output of entries that forecast: the likelihood's parameters, here [B, H, P]. */
    public static final String FORECAST = "forecast";

    /**
     * Which inputs there are.
     *
     * @param window rows T that are read
     * @param horizon rows H that are forecast
     * @param columns numbers C of a row that is read
     * @param known numbers K that are known of a row to come; 0 for none
     * @param statics numbers S of a whole series; 0 for none
     * @param categories of each column of categories, how many there are
     * @param scaled whether {@value #SCALE} is given
     * @param masked whether {@value #OBSERVED} is given
     */
    public record Inputs(
            int window,
            int horizon,
            int columns,
            int known,
            int statics,
            List<Integer> categories,
            boolean scaled,
            boolean masked) {
        /** Checks the sizes. */
        public Inputs {
            categories = List.copyOf(categories);
            if (window < 1 || horizon < 1 || columns < 1 || known < 0 || statics < 0) {
                throw new IllegalArgumentException(
                        "a forecaster reads at least one row of one column and forecasts at least"
                                + " one; got a window of "
                                + window
                                + ", a horizon of "
                                + horizon
                                + ", "
                                + columns
                                + " columns, "
                                + known
                                + " known and "
                                + statics
                                + " static ones");
            }
        }

        /** Rows alone. */
        public static Inputs of(int window, int horizon, int columns) {
            return new Inputs(window, horizon, columns, 0, 0, List.of(), false, false);
        }

        Given declared(Trace t, int batch) {
            Given ofSeries = ofSeries(t, t.input(WINDOW, window, batch, columns), batch);
            return known == 0 ? ofSeries : ofSeries.with(t.input(KNOWN, horizon, batch, known));
        }

        /** A window with the inputs that tell of whole series. */
        Given ofSeries(Trace t, Tensor rows, int batch) {
            return new Given(
                    rows,
                    Optional.empty(),
                    statics > 0 ? Optional.of(t.input(STATICS, batch, statics)) : Optional.empty(),
                    categories.isEmpty()
                            ? Optional.empty()
                            : Optional.of(t.input(CATEGORIES, DType.I32, batch, categories.size())),
                    scaled ? Optional.of(t.input(SCALE, batch, 1)) : Optional.empty());
        }

        /** Which of the values that follow were measured, where that is given. */
        Optional<Tensor> observed(Trace t, int batch) {
            return masked
                    ? Optional.of(t.input(OBSERVED, DType.BOOL, batch, horizon))
                    : Optional.empty();
        }
    }

    /**
     * The inputs of a forecast.
     *
     * @param window the rows that are read [T, B, C]
     * @param known what is known of the forecast rows [H, B, K]
     * @param statics numbers of whole series [B, S]
     * @param categories of whole series, I32 [B, number of columns]
     * @param scale what became 1 when the target was scaled [B, 1]
     */
    public record Given(
            Tensor window,
            Optional<Tensor> known,
            Optional<Tensor> statics,
            Optional<Tensor> categories,
            Optional<Tensor> scale) {
        /** A window alone. */
        public static Given of(Tensor window) {
            return new Given(
                    window, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        private Given with(Tensor ahead) {
            return new Given(window, Optional.of(ahead), statics, categories, scale);
        }

        /** The target of the window [T, B, 1]. */
        Tensor target() {
            return window.slice(2, 0, 1);
        }

        /** What became 1 when the target was scaled [B, 1, 1]; 1 where it is not given. */
        Tensor unit() {
            return scale.map(s -> s.expand(2)).orElseGet(() -> window.constant(1));
        }
    }

    /**
     * The model's form.
     *
     * @param inputs which there are
     * @param hiddenSize size of a cell's output
     * @param layers cells one upon the other
     * @param cell makes the cells
     * @param options dropout, which also acts on the rows that are read and on the last output, and
     *     residual connections
     * @param likelihood what is said of each value
     * @param guess what the forecast is the difference from
     */
    public record Config(
            Inputs inputs,
            int hiddenSize,
            int layers,
            CellFactory cell,
            StackOptions options,
            Likelihood likelihood,
            FirstGuess guess) {
        /**
         * Checks that residual connections have layers to connect, and that enough is read for the
         * guess.
         */
        public Config {
            if (options.residual() && layers < 2) {
                throw new IllegalArgumentException(
                        "residual connections need at least 2 layers, got " + layers);
            }
            if (guess.rows() > inputs.window()) {
                throw new IllegalArgumentException(
                        guess + " needs more rows than the window of " + inputs.window() + " has");
            }
            if (likelihood.counts() && !inputs.scaled()) {
                throw new IllegalArgumentException("counts need the input '" + SCALE + "'");
            }
        }

        /** Checks the shapes of what a part of this form is given. */
        void check(Part part, Given given) {
            Tensor window = given.window();
            part.floats("a window", window, "T", "B", inputs.columns());
            int least = guess.rows();
            if (window.dim(0) < least) {
                throw new TraceException(
                        String.format(
                                Locale.ROOT,
                                "%s reads a window of at least %s; got %s",
                                part,
                                least == 1 ? "one row" : least + " rows",
                                window.type()));
            }
            int batch = window.dim(1);
            given.known()
                    .ifPresent(
                            k ->
                                    part.floats(
                                            "known rows",
                                            k,
                                            inputs.horizon(),
                                            batch,
                                            inputs.known()));
            given.statics()
                    .ifPresent(s -> part.floats("static numbers", s, batch, inputs.statics()));
            given.categories()
                    .ifPresent(
                            c -> part.wholes("categories", c, batch, inputs.categories().size()));
            given.scale().ifPresent(s -> part.floats("a scale", s, batch, 1));
            if (given.known().isPresent() != inputs.known() > 0
                    || given.statics().isPresent() != inputs.statics() > 0
                    || given.categories().isEmpty() != inputs.categories().isEmpty()
                    || likelihood.counts() && given.scale().isEmpty()) {
                throw new TraceException(
                        part + " needs the inputs of " + inputs + " and no others");
            }
        }

        /**
         * The mean loss over the values that were measured.
         *
         * @param target what came [B, H]
         * @param observed which of it was measured, BOOL [B, H]
         */
        Tensor loss(Given given, Tensor parameters, Tensor target, Optional<Tensor> observed) {
            Tensor each = likelihood.loss(parameters, target.expand(2), given.unit());
            return observed.map(o -> CountedMean.of(each, o.expand(2))).orElseGet(each::mean);
        }

        /**
         * What parameters say.
         *
         * @param all the likelihood's parameters, the last axis P
         * @param at which of them
         */
        Outcome outcome(Array all, int at, Scaling target) {
            double[] parameters = new double[likelihood.size()];
            for (int p = 0; p < parameters.length; p++) {
                parameters[p] = all.get(at * parameters.length + p);
            }
            return likelihood.outcome(parameters, target);
        }
    }

    private final Part part;
    private final Config config;
    private final Statics statics;
    private final StackedCell cells;
    private final Dense head;
    private final Optional<Local> local;

    /** What reads the context of a step and what is known of it. */
    private record Local(Dense hidden, Dense out, int size) {}

    /**
     * Declares {@code cells}, {@code head}, {@code embeddings} for categories and {@code local} for
     * what is known of rows to come.
     */
    public Forecaster(Scope scope, Config config) {
        part = Part.of("forecaster", scope);
        this.config = config;
        Inputs inputs = config.inputs();
        statics = new Statics(scope, inputs);
        int hidden = config.hiddenSize();
        cells =
                config.cell()
                        .stack(
                                scope.child("cells"),
                                inputs.columns() + statics.size(),
                                hidden,
                                config.layers());
        int size = config.likelihood().size();
        if (inputs.known() == 0) {
            head =
                    Dense.small(
                            scope.child("head"), hidden + statics.size(), inputs.horizon() * size);
            local = Optional.empty();
        } else {
            int context = Math.max(4, hidden / 4);
            head =
                    new Dense(
                            scope.child("head"),
                            hidden + statics.size(),
                            inputs.horizon() * context);
            Scope inner = scope.child("local");
            local =
                    Optional.of(
                            new Local(
                                    new Dense(
                                            inner.child("hidden"),
                                            context + inputs.known(),
                                            context),
                                    Dense.small(inner.child("out"), context, size),
                                    context));
        }
    }

    @Override
    public Inputs inputs() {
        return config.inputs();
    }

    /**
     * Forecasts.
     *
     * @param mode whether anything is dropped
     * @param given the inputs that {@link #inputs} says
     * @return the likelihood's parameters [B, H, P]
     * @throws TraceException when an input is missing, or has another shape
     */
    public Tensor of(Mode mode, Given given) {
        Tensor window = given.window();
        config.check(part, given);
        int length = window.dim(0);
        int batch = window.dim(1);
        Optional<Tensor> said = statics.of(given);
        Tensor rows = Statics.beside(config.guess().seen(window), said);
        StackedCell.State start = cells.initialState(window.graph(), batch);
        StackOptions options = config.options();
        Dropout dropout = options.dropout();
        Tensor outputs =
                options.in(mode, cells).over(dropout.of(mode, rows), null, start).outputs();
        Tensor last = dropout.of(mode, outputs.at(0, length - 1));
        Tensor context = head.of(said.map(s -> concat(1, last, s)).orElse(last));
        int horizon = config.inputs().horizon();
        Tensor raw =
                local.map(
                                l -> {
                                    Tensor known = given.known().orElseThrow().transpose(1, 0, 2);
                                    Tensor steps = context.reshape(batch, horizon, l.size());
                                    Tensor read = l.hidden().of(concat(2, steps, known));
                                    return l.out().of(tanh(read));
                                })
                        .orElseGet(
                                () -> context.reshape(batch, horizon, config.likelihood().size()));
        Tensor guess = config.guess().of(given.target(), horizon);
        return config.likelihood().parameters(raw, guess, given.unit());
    }

    @Override
    public Tensor loss(Trace t, Mode mode, int batch) {
        Given given = config.inputs().declared(t, batch);
        Tensor target = t.input(TARGET, batch, config.inputs().horizon());
        Optional<Tensor> observed = config.inputs().observed(t, batch);
        observed.ifPresent(o -> t.output(TrainingStep.WEIGHT, o.cast(DType.I32).sum()));
        return config.loss(given, of(mode, given), target, observed);
    }

    /**
     * The body of an entry that forecasts: the inputs to {@value #FORECAST}.
     *
     * @param batch B
     */
    public Consumer<Trace> forecasting(int batch) {
        return t -> t.output(FORECAST, of(Mode.evaluating(), config.inputs().declared(t, batch)));
    }

    @Override
    public Program addTo(Program program, String name, int batch) {
        return program.with(Entry.trace(name, program.dtype(), forecasting(batch)));
    }

    @Override
    public Outcome[][] outcomes(
            Executable executable,
            String name,
            Map<String, Array> inputs,
            List<Scaling> targets,
            long[] seeds) {
        Array parameters = executable.run(name, inputs).get(FORECAST);
        int horizon = config.inputs().horizon();
        Outcome[][] outcomes = new Outcome[targets.size()][horizon];
        for (int b = 0; b < outcomes.length; b++) {
            for (int h = 0; h < horizon; h++) {
                outcomes[b][h] = config.outcome(parameters, b * horizon + h, targets.get(b));
            }
        }
        return outcomes;
    }
}
