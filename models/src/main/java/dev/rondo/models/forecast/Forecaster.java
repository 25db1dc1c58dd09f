package dev.rondo.models.forecast;

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
import dev.rondo.models.layer.Mode;

import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Forecasts the steps after a window of a time series, all at once (direct multi-step forecasting):
 * a stack of cells reads the window, and a dense layer turns the last output into the differences
 * from the last value, ŷ_{t+k} = x_t + (V h_t + b)_k. Without having learned anything it so
 * forecasts that nothing changes.
 */
public final class Forecaster {
    /** Input of all entries: the rows of the window, the target in column 0, [T, B, C]. */
    public static final String WINDOW = "window";

    /** Input of {@link #training}: the values that follow [B, H]. */
    public static final String TARGET = "target";

    /** Output of {@link #forecasting}: the values that follow [B, H]. */
    public static final String FORECAST = "forecast";

    /**
     * The model's form.
     *
     * @param columns numbers C of a row
     * @param hiddenSize size of a cell's output
     * @param layers cells one upon the other
     * @param horizon steps H that are forecast
     * @param cell makes the cells
     * @param options dropout, which also acts on the rows that are read and on the last output, and
     *     residual connections
     */
    public record Config(
            int columns,
            int hiddenSize,
            int layers,
            int horizon,
            CellFactory cell,
            StackOptions options) {
        /** Checks that residual connections have layers to connect. */
        public Config {
            if (options.residual() && layers < 2) {
                throw new IllegalArgumentException(
                        "residual connections need at least 2 layers, got " + layers);
            }
        }
    }

    private final Part part;
    private final Config config;
    private final StackedCell cells;
    private final Dense head;

    /** Declares {@code cells} and {@code head}. */
    public Forecaster(Scope scope, Config config) {
        part = Part.of("forecaster", scope);
        this.config = config;
        cells =
                config.cell()
                        .stack(
                                scope.child("cells"),
                                config.columns(),
                                config.hiddenSize(),
                                config.layers());
        head = new Dense(scope.child("head"), config.hiddenSize(), config.horizon());
    }

    /**
     * Forecasts.
     *
     * @param mode whether anything is dropped
     * @param window [T, B, C]
     * @return [B, H]
     */
    public Tensor of(Mode mode, Tensor window) {
        part.floats("a window", window, "T", "B", config.columns());
        if (window.dim(0) == 0) {
            throw new TraceException(
                    part + " reads a window of at least one row; got " + window.type());
        }
        StackedCell.State start = cells.initialState(window.graph(), window.dim(1));
        StackOptions options = config.options();
        Dropout dropout = options.dropout();
        Tensor outputs =
                options.in(mode, cells).over(dropout.of(mode, window), null, start).outputs();
        Tensor last = dropout.of(mode, outputs.at(0, window.dim(0) - 1));
        Tensor now = window.at(0, window.dim(0) - 1).slice(1, 0, 1);
        return now.plus(head.of(last));
    }

    /**
     * The loss of a batch as a function of an entry, for {@link
     * dev.rondo.models.optimizer.TrainingStep#minimizing}. It declares the inputs {@value #WINDOW}
     * and {@value #TARGET}, and with dropout the key of {@link Mode.Training}.
     *
     * @param length rows T of a window
     * @param batch B
     * @param loss of a forecast and what came, both [B, H]
     */
    public Function<Trace, Tensor> training(int length, int batch, BinaryOperator<Tensor> loss) {
        return t -> {
            Tensor window = t.input(WINDOW, length, batch, config.columns());
            Tensor forecast = of(Mode.training(t), window);
            return loss.apply(forecast, t.input(TARGET, batch, config.horizon()));
        };
    }

    /**
     * The body of an entry that forecasts: {@value #WINDOW} to {@value #FORECAST}.
     *
     * @param length rows T of a window
     * @param batch B
     */
    public Consumer<Trace> forecasting(int length, int batch) {
        return t -> {
            Tensor window = t.input(WINDOW, length, batch, config.columns());
            t.output(FORECAST, of(Mode.evaluating(), window));
        };
    }
}
