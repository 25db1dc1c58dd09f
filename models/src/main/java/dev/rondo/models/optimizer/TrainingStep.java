package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.isFinite;

import dev.rondo.graph.Gradients;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.List;
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
 * <p>The entry has the input {@value #LEARNING_RATE} (a scalar of the model's type) beside those
 * that the loss declares, and the outputs {@value #LOSS} and {@value #GRADIENT_NORM} (before
 * clipping). Where one of these is not finite, no variable changes. The counter {@value #STEP}
 * counts the steps that did change them.
 */
public final class TrainingStep {
    /** Name of the input for the learning rate. */
    public static final String LEARNING_RATE = "learning_rate";

    /** Name of the output for the loss. */
    public static final String LOSS = "loss";

    /** Name of the output for the length of all gradients together, before clipping. */
    public static final String GRADIENT_NORM = "gradient_norm";

    /** Name of the counter of steps. */
    public static final String STEP = "step";

    private final Optimizer optimizer;
    private final Variable step;
    private final double limit;

    /**
     * Declares the counter {@value #STEP}; gradients are not clipped. To be called before the
     * program is made.
     */
    public TrainingStep(Scope scope, Optimizer optimizer) {
        this(optimizer, scope.counter(STEP), Double.POSITIVE_INFINITY);
    }

    private TrainingStep(Optimizer optimizer, Variable step, double limit) {
        this.optimizer = optimizer;
        this.step = step;
        this.limit = limit;
    }

    /**
     * This, with all gradients together shortened to a length.
     *
     * @param norm the largest length; {@link Double#POSITIVE_INFINITY} for none
     * @throws IllegalArgumentException when it is not above 0
     */
    public TrainingStep clippingAt(double norm) {
        if (!(norm > 0)) {
            throw new IllegalArgumentException(
                    "the limit of the gradient norm must be above 0, got " + norm);
        }
        return new TrainingStep(optimizer, step, norm);
    }

    /**
     * The body of an entry that takes one step.
     *
     * @param loss declares its inputs and gives the loss, a scalar; it may declare further outputs
     *     and assignments
     */
    public Consumer<Trace> minimizing(Function<Trace, Tensor> loss) {
        return trace -> {
            Tensor value = loss.apply(trace);
            List<Variable> parameters = optimizer.parameters();
            var clipped = GradientClipping.byGlobalNorm(Gradients.of(value, parameters), limit);
            Tensor learningRate = trace.input(LEARNING_RATE);
            optimizer.update(trace, clipped.gradients(), learningRate);
            trace.assign(step, step.in(trace.graph()).plus(1));
            trace.assignOnlyIf(isFinite(value).and(isFinite(clipped.norm())));
            trace.output(LOSS, value);
            trace.output(GRADIENT_NORM, clipped.norm());
        };
    }
}
