package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gradient descent whose result is the mean of its last points, starting at a moment that the
 * training loop chooses. It is NT-ASGD (Merity, Keskar and Socher 2018, algorithm 1) if averaging
 * starts as soon as evaluations no longer improve; see {@code Trainer.averagingAfter}.
 *
 * <pre>
 * θ ← θ − α (g + λ θ)
 * θ̄ = (θ_T + … + θ_k) / (k − T + 1)
 * </pre>
 *
 * <p>The counter {@code points} holds k − T + 1, and 0 before T. For evaluation and saving, the
 * parameters and their means are swapped. While they are, the counter is negative.
 */
public final class NtAsgd implements Optimizer {
    private final List<Variable> parameters;
    private final List<Variable> means;
    private final Variable points;
    private final double weightDecay;

    /** Without weight decay. */
    public NtAsgd(Scope scope, List<Variable> parameters) {
        this(scope, parameters, 0);
    }

    /**
     * Declares {@code mean.<parameter>} for each parameter, and the counter {@code points}.
     *
     * @param weightDecay λ, 0 for none
     */
    public NtAsgd(Scope scope, List<Variable> parameters, double weightDecay) {
        Updates.checkWeightDecay(weightDecay);
        this.parameters = List.copyOf(parameters);
        this.weightDecay = weightDecay;
        means = Updates.zeros(scope.child("mean"), parameters);
        points = scope.counter("points");
    }

    @Override
    public List<Variable> parameters() {
        return parameters;
    }

    @Override
    public void update(Trace trace, List<Tensor> gradients, Tensor learningRate) {
        Updates.check(parameters, gradients);
        Tensor before = points.in(trace.graph());
        Tensor averages = before.greaterThan(0);
        Tensor now = before.plus(averages.cast(DType.I32));
        trace.assign(points, now);
        // of no consequence before T, but no division by 0
        Tensor count = now.max(1).cast(trace.graph().dtype());
        for (int i = 0; i < parameters.size(); i++) {
            Tensor theta = parameters.get(i).in(trace.graph());
            Tensor g = Updates.decayed(gradients.get(i), theta, weightDecay);
            Tensor next = theta.minus(g.times(learningRate));
            Tensor mean = means.get(i).in(trace.graph());
            Tensor moved = mean.plus(next.minus(mean).dividedBy(count));
            trace.assign(parameters.get(i), next);
            trace.assign(means.get(i), where(averages, moved, mean));
        }
    }

    @Override
    public Map<String, Consumer<Trace>> entries() {
        Map<String, Consumer<Trace>> entries = new LinkedHashMap<>();
        entries.put(TrainingStep.START_AVERAGING, this::start);
        entries.put(TrainingStep.SHOW_MEANS, t -> exchange(t, points.in(t.graph()).greaterThan(0)));
        entries.put(TrainingStep.HIDE_MEANS, t -> exchange(t, points.in(t.graph()).lessThan(0)));
        return entries;
    }

    private void start(Trace trace) {
        Tensor count = points.in(trace.graph());
        trace.assign(points, count.plus(1));
        for (int i = 0; i < parameters.size(); i++) {
            trace.assign(means.get(i), parameters.get(i).in(trace.graph()));
        }
        trace.assignOnlyIf(count.equalTo(0));
    }

    private void exchange(Trace trace, Tensor condition) {
        trace.assign(points, points.in(trace.graph()).negated());
        for (int i = 0; i < parameters.size(); i++) {
            trace.assign(parameters.get(i), means.get(i).in(trace.graph()));
            trace.assign(means.get(i), parameters.get(i).in(trace.graph()));
        }
        trace.assignOnlyIf(condition);
    }
}
