package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Embedding;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.CountedMean;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

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
public final class Forecaster {
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

    /** Output of {@link #forecasting}: the likelihood's parameters [B, H, P]. */
    public static final String FORECAST = "forecast";

    /** An embedding has at most so many numbers. */
    private static final int MOST = 50;

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

        private Given declared(Trace t, int batch) {
            return new Given(
                    t.input(WINDOW, window, batch, columns),
                    known > 0
                            ? Optional.of(t.input(KNOWN, horizon, batch, known))
                            : Optional.empty(),
                    statics > 0 ? Optional.of(t.input(STATICS, batch, statics)) : Optional.empty(),
                    categories.isEmpty()
                            ? Optional.empty()
                            : Optional.of(t.input(CATEGORIES, DType.I32, batch, categories.size())),
                    scaled ? Optional.of(t.input(SCALE, batch, 1)) : Optional.empty());
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
    }

    private final Part part;
    private final Config config;
    private final List<Embedding> embeddings = new ArrayList<>();
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
        int statics = inputs.statics();
        for (int i = 0; i < inputs.categories().size(); i++) {
            int size = Math.min(MOST, inputs.categories().get(i) / 2 + 1);
            embeddings.add(
                    new Embedding(
                            scope.child("embeddings").child(Integer.toString(i)),
                            inputs.categories().get(i),
                            size));
            statics += size;
        }
        int hidden = config.hiddenSize();
        cells =
                config.cell()
                        .stack(
                                scope.child("cells"),
                                inputs.columns() + statics,
                                hidden,
                                config.layers());
        int size = config.likelihood().size();
        if (inputs.known() == 0) {
            head = Dense.small(scope.child("head"), hidden + statics, inputs.horizon() * size);
            local = Optional.empty();
        } else {
            int context = Math.max(4, hidden / 4);
            head = new Dense(scope.child("head"), hidden + statics, inputs.horizon() * context);
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

    /** The inputs that its entries declare. */
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
        check(given);
        int length = window.dim(0);
        int batch = window.dim(1);
        Optional<Tensor> statics = statics(given);
        Tensor seen = config.guess().growth() ? relative(window) : window;
        Tensor rows = statics.map(s -> concat(2, seen, over(s, length))).orElse(seen);
        StackedCell.State start = cells.initialState(window.graph(), batch);
        StackOptions options = config.options();
        Dropout dropout = options.dropout();
        Tensor outputs =
                options.in(mode, cells).over(dropout.of(mode, rows), null, start).outputs();
        Tensor last = dropout.of(mode, outputs.at(0, length - 1));
        Tensor context = head.of(statics.map(s -> concat(1, last, s)).orElse(last));
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
        return config.likelihood().parameters(raw, guess(window), scale(given, window, batch));
    }

    /** A window whose target counts from its last value. */
    private static Tensor relative(Tensor window) {
        Tensor target = window.slice(2, 0, 1);
        Tensor now = target.slice(0, window.dim(0) - 1, window.dim(0));
        return window.dim(2) == 1
                ? target.minus(now)
                : concat(2, target.minus(now), window.slice(2, 1, window.dim(2)));
    }

    private void check(Given given) {
        Inputs inputs = config.inputs();
        Tensor window = given.window();
        part.floats("a window", window, "T", "B", inputs.columns());
        int least = config.guess().rows();
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
                        k -> part.floats("known rows", k, inputs.horizon(), batch, inputs.known()));
        given.statics().ifPresent(s -> part.floats("static numbers", s, batch, inputs.statics()));
        given.categories()
                .ifPresent(c -> part.wholes("categories", c, batch, inputs.categories().size()));
        given.scale().ifPresent(s -> part.floats("a scale", s, batch, 1));
        if (given.known().isPresent() != inputs.known() > 0
                || given.statics().isPresent() != inputs.statics() > 0
                || given.categories().isEmpty() != inputs.categories().isEmpty()
                || config.likelihood().counts() && given.scale().isEmpty()) {
            throw new TraceException(part + " needs the inputs of " + inputs + " and no others");
        }
    }

    /** The first guess of each step [B, H, 1]. */
    private Tensor guess(Tensor window) {
        int season = config.guess().season();
        int horizon = config.inputs().horizon();
        Tensor target = window.slice(2, 0, 1);
        int length = window.dim(0);
        Tensor last = target.slice(0, length - season, length);
        Tensor step = config.guess().growth() ? growth(target) : target.constant(0);
        List<Tensor> seasons = new ArrayList<>();
        for (int from = 0; from < horizon; from += season) {
            Tensor part = last.slice(0, 0, Math.min(season, horizon - from));
            seasons.add(part.plus(step.times(from / season + 1)));
        }
        return concat(0, seasons).transpose(1, 0, 2);
    }

    /** The step that the series made lately [B, 1]. */
    private Tensor growth(Tensor target) {
        int season = config.guess().season();
        int length = target.dim(0);
        if (season == 1) {
            return target.at(0, length - 1).minus(target.at(0, 0)).dividedBy(length - 1);
        }
        Tensor last = target.slice(0, length - season, length);
        Tensor before = target.slice(0, length - 2 * season, length - season);
        return last.minus(before).mean(0);
    }

    private static Tensor scale(Given given, Tensor window, int batch) {
        return given.scale().map(s -> s.reshape(batch, 1, 1)).orElseGet(() -> window.constant(1));
    }

    /** What is said of the whole series [B, …]. */
    private Optional<Tensor> statics(Given given) {
        List<Tensor> all = new ArrayList<>(given.statics().stream().toList());
        for (int i = 0; i < embeddings.size(); i++) {
            Tensor which = given.categories().orElseThrow().at(1, i);
            all.add(embeddings.get(i).of(which));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(concat(1, all));
    }

    private static Tensor over(Tensor statics, int length) {
        return statics.expand(0).broadcastTo(Shape.of(length, statics.dim(0), statics.dim(1)));
    }

    /**
     * The loss of a batch as a function of an entry, for {@link
     * dev.rondo.models.optimizer.TrainingStep#minimizing}: the mean over the values that were
     * measured. It declares the inputs, {@value #TARGET}, and with dropout the key of {@link
     * Mode.Training}.
     *
     * @param batch B
     */
    public Function<Trace, Tensor> training(int batch) {
        return t -> loss(t, Mode.training(t), batch);
    }

    /** The same loss of a model that drops nothing. */
    public Tensor evaluating(Trace t, int batch) {
        return loss(t, Mode.evaluating(), batch);
    }

    private Tensor loss(Trace t, Mode mode, int batch) {
        Inputs inputs = config.inputs();
        Given given = inputs.declared(t, batch);
        Tensor parameters = of(mode, given);
        Tensor target = t.input(TARGET, batch, inputs.horizon()).expand(2);
        Tensor each =
                config.likelihood().loss(parameters, target, scale(given, given.window(), batch));
        return inputs.masked()
                ? CountedMean.of(
                        each, t.input(OBSERVED, DType.BOOL, batch, inputs.horizon()).expand(2))
                : each.mean();
    }

    /**
     * The body of an entry that forecasts: the inputs to {@value #FORECAST}.
     *
     * @param batch B
     */
    public Consumer<Trace> forecasting(int batch) {
        return t -> t.output(FORECAST, of(Mode.evaluating(), config.inputs().declared(t, batch)));
    }
}
