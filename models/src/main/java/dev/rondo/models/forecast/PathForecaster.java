package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Part;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.data.Mix;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Forecasts the rows after a window one by one (DeepAR: Salinas, Flunkert and Gasthaus 2017): a
 * stack of cells reads the value of each row, and says how the next is distributed. In training it
 * reads what came. A forecast draws the next value, reads it, and goes on: a sample path. Many
 * paths together say what may come, and how the values of rows hang together.
 *
 * <p>Beside a value it reads what is known of the next row and what is said of the whole series. As
 * with {@link Forecaster}, what locates a value is the difference from a first guess.
 */
public final class PathForecaster implements ForecastModel {
    /** Input of the entry that goes on: the value of each path before, scaled [B·N, 1]. */
    static final String VALUE = "value";

    /** Input of the entry that goes on: what is known of the row to come [B, K]. */
    static final String NEXT = "next";

    /** What the ports of the state are called: {@code past.0}, {@code past.1}, … */
    static final String PAST = "past";

    static final String STEP = "_step";
    private static final Set<String> OF_SERIES =
            Set.of(Forecaster.STATICS, Forecaster.CATEGORIES, Forecaster.SCALE);

    /**
     * What is remembered of a path.
     *
     * @param season the last values, as many as a season has rows [B, season]
     * @param origin the last value of the window, from which values count [B, 1]
     * @param growth what the first guess adds [B, 1]
     * @param cells their states
     */
    public record Past(Tensor season, Tensor origin, Tensor growth, StackedCell.State cells) {}

    private final Part part;
    private final Forecaster.Config config;
    private final int paths;
    private final Statics statics;
    private final StackedCell cells;
    private final Dense head;

    /**
     * Declares {@code cells}, {@code head}, and {@code embeddings} for categories.
     *
     * @param config its inputs have no columns but the target, what is known of rows to come, and
     *     where values may be missing the mask of the target
     * @param paths how many are drawn N
     */
    public PathForecaster(Scope scope, Forecaster.Config config, int paths) {
        Forecaster.Inputs inputs = config.inputs();
        if (inputs.columns() != 1 + inputs.known() + (inputs.masked() ? 1 : 0)) {
            throw new IllegalArgumentException(
                    "a path reads the target and what is known of rows to come, and no other"
                            + " columns; got "
                            + inputs);
        }
        if (paths < 1) {
            throw new IllegalArgumentException("there must be at least 1 path, got " + paths);
        }
        part = Part.of("path forecaster", scope);
        this.config = config;
        this.paths = paths;
        statics = new Statics(scope, inputs);
        cells =
                config.cell()
                        .stack(
                                scope.child("cells"),
                                inputs.columns() + statics.size(),
                                config.hiddenSize(),
                                config.layers());
        head = Dense.small(scope.child("head"), config.hiddenSize(), config.likelihood().size());
    }

    @Override
    public Forecaster.Inputs inputs() {
        return config.inputs();
    }

    /**
     * What is said of each row after a window, where the values of the rows before it came.
     *
     * @param mode whether anything is dropped
     * @param given the inputs that {@link #inputs} says
     * @param target the values that came, scaled [B, H]
     * @param observed which of them were measured, BOOL [B, H]; read where values may be missing
     * @return the likelihood's parameters [B, H, P]
     * @throws dev.rondo.graph.TraceException when an input is missing, or has another shape
     */
    public Tensor of(Mode mode, Forecaster.Given given, Tensor target, Optional<Tensor> observed) {
        config.check(part, given);
        int length = given.window().dim(0);
        int horizon = config.inputs().horizon();
        Tensor values = followed(given.target(), target.transpose(1, 0).expand(2));
        Tensor outputs = read(mode, given, values, masks(given, observed), horizon).outputs();
        int season = config.guess().season();
        Tensor guess =
                values.slice(0, length - season, length - season + horizon)
                        .plus(config.guess().step(given.target()));
        Tensor later = outputs.slice(0, length - 1, length - 1 + horizon);
        return parameters(mode, later, guess, given.unit());
    }

    /** Whether each value that is read is missing, 1 for yes [T + H − 1, B, 1]. */
    private Optional<Tensor> masks(Forecaster.Given given, Optional<Tensor> observed) {
        Forecaster.Inputs inputs = config.inputs();
        if (!inputs.masked()) {
            return Optional.empty();
        }
        Tensor window = mask(given);
        Tensor later = observed.orElseThrow().cast(window.dtype()).transpose(1, 0).expand(2);
        return Optional.of(followed(window, later.constant(1).minus(later)));
    }

    /** Rows [T, B, 1], and those after them but the last: [T + H − 1, B, 1]. */
    private static Tensor followed(Tensor rows, Tensor later) {
        int read = later.dim(0) - 1;
        return read == 0 ? rows : concat(0, rows, later.slice(0, 0, read));
    }

    private Tensor mask(Forecaster.Given given) {
        int columns = config.inputs().columns();
        return given.window().slice(2, columns - 1, columns);
    }

    /**
     * Reads rows.
     *
     * @param values of the target [T + ahead − 1, B, 1]
     * @param masks whether each is missing
     * @param ahead of how many rows after the window something is said
     */
    private StackedCell.Output read(
            Mode mode, Forecaster.Given given, Tensor values, Optional<Tensor> masks, int ahead) {
        Tensor window = given.window();
        int known = config.inputs().known();
        List<Tensor> columns = new ArrayList<>();
        columns.add(counted(values, FirstGuess.last(given.target())));
        masks.ifPresent(columns::add);
        given.known()
                .ifPresent(
                        k -> {
                            // each row reads what is known of the next
                            Tensor first = window.slice(2, 1, 1 + known);
                            Tensor later = k.slice(0, 0, ahead);
                            int length = window.dim(0);
                            columns.add(
                                    length == 1
                                            ? later
                                            : concat(0, first.slice(0, 1, length), later));
                        });
        Tensor rows = Statics.beside(concat(2, columns), statics.of(given));
        Dropout dropout = config.options().dropout();
        StackedCell.State start = cells.initialState(window.graph(), window.dim(1));
        return config.options().in(mode, cells).over(dropout.of(mode, rows), null, start);
    }

    /** Values as they are read: where the first guess has growth, they count from an origin. */
    private Tensor counted(Tensor values, Tensor origin) {
        return config.guess().growth() ? values.minus(origin) : values;
    }

    /**
     * What outputs say.
     *
     * @param outputs [H, B, hidden]
     * @param guess [H, B, 1]
     * @param unit [B, 1, 1], or one number
     * @return [B, H, P]
     */
    private Tensor parameters(Mode mode, Tensor outputs, Tensor guess, Tensor unit) {
        Tensor raw = head.of(config.options().dropout().of(mode, outputs)).transpose(1, 0, 2);
        return config.likelihood().parameters(raw, guess.transpose(1, 0, 2), unit);
    }

    @Override
    public Tensor loss(Trace t, Mode mode, int batch) {
        Forecaster.Given given = config.inputs().declared(t, batch);
        Tensor target = t.input(Forecaster.TARGET, batch, config.inputs().horizon());
        Optional<Tensor> observed = config.inputs().observed(t, batch);
        observed.ifPresent(o -> t.output(TrainingStep.WEIGHT, o.cast(DType.I32).sum()));
        return config.loss(given, of(mode, given, target, observed), target, observed);
    }

    /**
     * The body of the entry that reads windows: the inputs to {@link Forecaster#FORECAST}, the
     * parameters of the first row [B, 1, P], and to the state of each path under {@value #PAST}.
     *
     * @param batch B
     */
    void reading(Trace t, int batch) {
        Mode mode = Mode.evaluating();
        Forecaster.Given given = config.inputs().declared(t, batch);
        config.check(part, given);
        Tensor target = given.target();
        int length = target.dim(0);
        int season = config.guess().season();
        Optional<Tensor> mask =
                config.inputs().masked() ? Optional.of(mask(given)) : Optional.empty();
        StackedCell.Output read = read(mode, given, target, mask, 1);
        Tensor latest = target.slice(0, length - season, length);
        Tensor growth = config.guess().step(target).broadcastTo(Shape.of(batch, 1));
        Tensor outputs = read.outputs().slice(0, length - 1, length);
        Tensor guess = latest.slice(0, 0, 1).plus(growth);
        t.output(Forecaster.FORECAST, parameters(mode, outputs, guess, given.unit()));
        Past past =
                new Past(
                        latest.reshape(season, batch).transpose(1, 0),
                        target.at(0, length - 1),
                        growth,
                        read.last());
        StatePorts.output(
                t,
                PAST,
                States.with(past, States.tensors(past).stream().map(this::forEachPath).toList()));
    }

    /** Repeats each row for its paths: [B, …] to [B·N, …]. */
    private Tensor forEachPath(Tensor rows) {
        int[] dims = rows.shape().dims();
        int[] repeated = new int[dims.length + 1];
        repeated[0] = dims[0];
        repeated[1] = paths;
        System.arraycopy(dims, 1, repeated, 2, dims.length - 1);
        int[] flat = dims.clone();
        flat[0] *= paths;
        return rows.expand(1).broadcastTo(Shape.of(repeated)).reshape(flat);
    }

    /**
     * The body of the entry that goes on by a row: the state, {@value #VALUE}, {@value #NEXT} and
     * what is said of the series to {@link Forecaster#FORECAST} [B·N, 1, P] and the next state.
     *
     * @param batch B
     */
    void stepping(Trace t, int batch) {
        Mode mode = Mode.evaluating();
        Forecaster.Inputs inputs = config.inputs();
        int rows = batch * paths;
        Tensor value = t.input(VALUE, rows, 1);
        Past like =
                new Past(
                        value.broadcastTo(Shape.of(rows, config.guess().season())),
                        value,
                        value,
                        cells.initialState(value.graph(), rows));
        Past past = StatePorts.input(t, PAST, like);
        Forecaster.Given given = inputs.ofSeries(t, value.expand(0), batch);
        List<Tensor> columns = new ArrayList<>();
        columns.add(counted(value, past.origin()));
        if (inputs.masked()) {
            columns.add(value.times(0)); // a value that was drawn is not missing
        }
        if (inputs.known() > 0) {
            columns.add(forEachPath(t.input(NEXT, batch, inputs.known())));
        }
        statics.of(given).map(this::forEachPath).ifPresent(columns::add);
        var step = config.options().in(mode, cells).step(concat(1, columns), past.cells());
        int season = config.guess().season();
        Tensor latest = season == 1 ? value : concat(1, past.season().slice(1, 1, season), value);
        Tensor guess = latest.slice(1, 0, 1).plus(past.growth());
        Tensor unit = given.scale().isPresent() ? forEachPath(given.unit()) : given.unit();
        t.output(
                Forecaster.FORECAST,
                parameters(mode, step.output().expand(0), guess.expand(0), unit));
        StatePorts.output(t, PAST, new Past(latest, past.origin(), past.growth(), step.state()));
    }

    @Override
    public Program addTo(Program program, String name, int batch) {
        Program reads = program.with(Entry.trace(name, program.dtype(), t -> reading(t, batch)));
        return config.inputs().horizon() == 1
                ? reads
                : reads.with(Entry.trace(name + STEP, program.dtype(), t -> stepping(t, batch)));
    }

    @Override
    public Outcome[][] outcomes(
            Executable executable,
            String name,
            Map<String, Array> inputs,
            List<Scaling> targets,
            long[] seeds) {
        int horizon = config.inputs().horizon();
        int batch = inputs.get(Forecaster.WINDOW).shape().dim(1);
        SplittableRandom[] random = new SplittableRandom[targets.size()];
        for (int b = 0; b < random.length; b++) {
            random[b] = Mix.at(seeds[b], paths);
        }
        Map<String, Array> given = new LinkedHashMap<>(inputs);
        given.keySet().retainAll(OF_SERIES);
        float[] values = new float[batch * paths];
        given.put(VALUE, Array.of(values, values.length, 1));
        Outcome[][] outcomes = new Outcome[random.length][horizon];
        Map<String, Array> results = executable.run(name, inputs);
        for (int h = 0; h < horizon; h++) {
            if (h > 0) {
                given.putAll(StatePorts.keep(PAST, results));
                if (config.inputs().known() > 0) {
                    given.put(NEXT, next(inputs.get(Forecaster.KNOWN), h));
                }
                results = executable.run(name + STEP, given);
            }
            Array parameters = results.get(Forecaster.FORECAST);
            for (int b = 0; b < random.length; b++) {
                double[] drawn = new double[paths];
                for (int path = 0; path < paths; path++) {
                    int at = b * paths + path;
                    Outcome one = config.outcome(parameters, h == 0 ? b : at, targets.get(b));
                    drawn[path] = one.sample(random[b]);
                    values[at] = (float) targets.get(b).apply(drawn[path]);
                }
                outcomes[b][h] = new SampledOutcome(drawn);
            }
        }
        return outcomes;
    }

    /** What is known of one row [B, K] of all [H, B, K]. */
    private static Array next(Array known, int row) {
        int batch = known.shape().dim(1);
        int columns = known.shape().dim(2);
        float[] of = new float[batch * columns];
        for (int i = 0; i < of.length; i++) {
            of[i] = (float) known.get(row * of.length + i);
        }
        return Array.of(of, batch, columns);
    }
}
