package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.isFinite;

import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes an entry that trains: forward, gradients, clipping and update in one run.
 *
 * <pre>{@code
 * var scope = Scope.root();
 * var model = new LanguageModel(scope.child("model"), …);
 * var step = new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
 *     .clippingAt(1);
 * var program = Program.of(DType.F32, scope, seed)
 *     .with("train", step.minimizing(t -> model.loss(…)));
 * }</pre>
 *
 * <p>The entry has the input {@value #LEARNING_RATE} (a scalar of the model's type) in addition to
 * those that the loss declares, and the outputs {@value #LOSS} and {@value #GRADIENT_NORM} (before
 * clipping). If one of these is not finite, no variable changes. The counter {@value #STEP} counts
 * the steps that did change them.
 *
 * <p>If gradients are accumulated or the optimizer averages, training takes more than one entry.
 * {@link #addTo} makes them all. The name of a further entry is the name of the first, a slash, and
 * one of the names here.
 */
public final class TrainingStep {
    /** Name of the input for the learning rate. */
    public static final String LEARNING_RATE = "learning_rate";

    /** Name of the output for the loss. */
    public static final String LOSS = "loss";

    /** Name of the output for the length of all gradients together, before clipping. */
    public static final String GRADIENT_NORM = "gradient_norm";

    /**
     * Name of an output that a loss may declare: how many items it is the mean of, a scalar. Where
     * gradients are accumulated, a batch counts in proportion to it.
     */
    public static final String WEIGHT = "weight";

    /** Name of the counter of steps. */
    public static final String STEP = "step";

    /** The entry that updates with the mean of the gradients accumulated since the last update. */
    public static final String UPDATE = "update";

    /** The entry that starts averaging points. It does nothing if they are averaged already. */
    public static final String START_AVERAGING = "start_averaging";

    /**
     * The entry that puts the means in the parameters' place. It does nothing if there are no
     * means.
     */
    public static final String SHOW_MEANS = "show_means";

    /** The entry that undoes {@link #SHOW_MEANS}. It does nothing if that is not needed. */
    public static final String HIDE_MEANS = "hide_means";

    private final Optimizer optimizer;
    private final Variable step;
    private final double limit;
    private final Optional<Accumulation> accumulation;

    /**
     * Declares the counter {@value #STEP}; gradients are not clipped. Call this before the program
     * is made.
     */
    public TrainingStep(Scope scope, Optimizer optimizer) {
        this(optimizer, scope.counter(STEP), Double.POSITIVE_INFINITY, Optional.empty());
    }

    private TrainingStep(
            Optimizer optimizer, Variable step, double limit, Optional<Accumulation> accumulation) {
        this.optimizer = optimizer;
        this.step = step;
        this.limit = limit;
        this.accumulation = accumulation;
    }

    /** The name of a further entry of a training entry. */
    public static String name(String entry, String further) {
        return entry + "/" + further;
    }

    /**
     * A copy that shortens all gradients together to a length.
     *
     * @param norm the largest length; {@link Double#POSITIVE_INFINITY} for none
     * @throws IllegalArgumentException when it is not above 0
     */
    public TrainingStep clippingAt(double norm) {
        if (!(norm > 0)) {
            throw new IllegalArgumentException(
                    "the limit of the gradient norm must be above 0, got " + norm);
        }
        return new TrainingStep(optimizer, step, norm, accumulation);
    }

    /**
     * A copy that adds up the gradients of several batches before each update, as if they were one
     * large batch. The training loop decides how many. The result is the mean of the large batch if
     * the loss of each batch is the mean over the same number of items, or declares their number as
     * {@value #WEIGHT}. Clipping shortens the mean. Call this before the program is made.
     *
     * @param scope gets a variable of each parameter's shape for the sums
     */
    public TrainingStep accumulating(Scope scope) {
        return new TrainingStep(
                optimizer,
                step,
                limit,
                Optional.of(new Accumulation(scope, optimizer.parameters())));
    }

    /**
     * A program with everything that training needs: the entry itself, {@value #UPDATE} where
     * gradients are accumulated, and what the optimizer asks for.
     *
     * @param entry name of the entry
     * @param loss as for {@link #minimizing}
     */
    public Program addTo(Program program, String entry, Function<Trace, Tensor> loss) {
        Program p =
                accumulation.isPresent()
                        ? program.with(entry, t -> accumulate(t, loss))
                                .with(name(entry, UPDATE), this::updateByMean)
                        : program.with(entry, minimizing(loss));
        for (Map.Entry<String, Consumer<Trace>> e : optimizer.entries().entrySet()) {
            p = p.with(name(entry, e.getKey()), e.getValue());
        }
        return p;
    }

    /**
     * The body of an entry that takes one step.
     *
     * @param loss declares its inputs and gives the loss, a scalar; it may declare further outputs
     *     and assignments
     * @throws IllegalStateException when gradients are to be accumulated: that takes two entries
     */
    public Consumer<Trace> minimizing(Function<Trace, Tensor> loss) {
        if (accumulation.isPresent()) {
            throw new IllegalStateException(
                    "to accumulate gradients takes two entries; use addTo(program, …)");
        }
        return trace -> {
            Tensor value = scalar(loss.apply(trace));
            trace.assignOnlyIf(isFinite(value));
            update(trace, Gradients.of(value, optimizer.parameters()));
            trace.output(LOSS, value);
        };
    }

    private static Tensor scalar(Tensor loss) {
        TraceException.given(loss, "the loss");
        if (loss.rank() != 0 || !loss.dtype().isFloat()) {
            throw new TraceException(
                    "a loss is a float scalar, got "
                            + loss.type()
                            + "; reduce it with sum() or mean() first");
        }
        return loss;
    }

    private void accumulate(Trace trace, Function<Trace, Tensor> loss) {
        Tensor value = scalar(loss.apply(trace));
        List<Tensor> gradients = Gradients.of(value, optimizer.parameters());
        Tensor norm = norm(gradients);
        accumulation.orElseThrow().add(trace, gradients, trace.output(WEIGHT));
        trace.assignOnlyIf(isFinite(value).and(isFinite(norm)));
        trace.output(LOSS, value);
        trace.output(GRADIENT_NORM, norm);
    }

    private void updateByMean(Trace trace) {
        update(trace, accumulation.orElseThrow().take(trace));
    }

    private void update(Trace trace, List<Tensor> gradients) {
        var clipped = GradientClipping.byGlobalNorm(gradients, limit);
        optimizer.update(trace, clipped.gradients(), trace.input(LEARNING_RATE));
        trace.assign(step, step.in(trace.graph()).plus(1));
        trace.assignOnlyIf(isFinite(clipped.norm()));
        trace.output(GRADIENT_NORM, clipped.norm());
    }

    private static Tensor norm(List<Tensor> gradients) {
        return GradientClipping.byGlobalNorm(gradients, Double.POSITIVE_INFINITY).norm();
    }
}
