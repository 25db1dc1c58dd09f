package dev.rondo.models.loss;

import static dev.rondo.graph.Functions.exp;
import static dev.rondo.graph.Functions.log;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Bounds;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.Arrays;

/**
 * Cross-entropy between logits and the index of the right class: −ln softmax(logits)[target].
 *
 * <p>The largest logit is subtracted first, so nothing overflows; no logarithm of a probability is
 * taken, so nothing underflows. Positions whose target is the ignored index do not count, neither
 * in values nor in gradients. If targets are an input, the run refuses a target that is neither a
 * class nor the ignored index. A computed one makes the loss NaN, so a training step changes
 * nothing.
 *
 * @param total the sum over all counted positions, a scalar
 * @param count how many positions are counted, an I32 scalar
 */
public record CrossEntropy(Tensor total, Tensor count) {
    /** The index that is ignored by default. No class has it. */
    public static final int IGNORED = -1;

    /** Output of {@link #measure}: the sum of the loss. */
    public static final String TOTAL = "total";

    /** Output of {@link #measure}: how many positions are counted. */
    public static final String COUNT = "count";

    /** Output of {@link #measure}: how many positions are right. */
    public static final String CORRECT = "correct";

    /** Every position counts, except those whose target is {@value #IGNORED}. */
    public static CrossEntropy of(Tensor logits, Tensor targets) {
        return of(logits, targets, IGNORED);
    }

    /**
     * Traces the loss.
     *
     * @param logits [..., V], of a float type
     * @param targets I32 [...], each from 0 to V−1 or {@code ignored}
     * @param ignored the target of ignored positions
     * @throws TraceException when shapes or types do not fit
     */
    public static CrossEntropy of(Tensor logits, Tensor targets, int ignored) {
        return of(logits, targets, ignored, 0);
    }

    /**
     * Traces the loss against smoothed labels (Szegedy et al. 2016, section 7): the right class has
     * probability 1 − ε + ε/V and every other ε/V, so that no logit need grow without bound.
     *
     * @param logits [..., V], of a float type
     * @param targets I32 [...], each from 0 to V−1 or {@code ignored}
     * @param ignored the target of ignored positions
     * @param smoothing ε, from 0 to below 1
     * @throws TraceException when shapes or types do not fit
     * @throws IllegalArgumentException when ε lies outside
     */
    public static CrossEntropy of(Tensor logits, Tensor targets, int ignored, double smoothing) {
        Parts p = parts(logits, targets, ignored, smoothing);
        // without smoothing there is no product with 0, which a logit of −∞ would make NaN
        Tensor expected =
                smoothing == 0
                        ? p.right()
                        : p.right()
                                .times(1 - smoothing)
                                .plus(p.shifted().mean(-1).times(smoothing));
        Tensor each = log(exp(p.shifted()).sum(-1)).minus(expected);
        return new CrossEntropy(total(logits, targets, p, each), p.counted().cast(DType.I32).sum());
    }

    /**
     * Traces the mean loss with a weight for each class, as PyTorch's {@code CrossEntropyLoss} has
     * it: with w_c the weights, q the smoothed label and y the target of a position, Σ Σ_c −w_c q_c
     * ln p_c over Σ w_y, both sums over the counted positions. It is 0 where nothing is counted.
     *
     * @param logits [..., V], of a float type
     * @param targets I32 [...], each from 0 to V−1 or {@code ignored}
     * @param ignored the target of ignored positions
     * @param smoothing ε, from 0 to below 1
     * @param weights one for each of V classes
     * @return a scalar
     * @throws TraceException when shapes or types do not fit
     * @throws IllegalArgumentException when ε lies outside, or the weights do not fit
     */
    public static Tensor weightedMean(
            Tensor logits, Tensor targets, int ignored, double smoothing, ClassWeights weights) {
        return weighted(logits, targets, ignored, smoothing, weights).mean();
    }

    /**
     * The same as the loss of a training entry: it also declares {@link TrainingStep#WEIGHT}, the
     * sum of the weights of what is counted.
     */
    public static Tensor weightedMean(
            Trace trace,
            Tensor logits,
            Tensor targets,
            int ignored,
            double smoothing,
            ClassWeights weights) {
        Weighted w = weighted(logits, targets, ignored, smoothing, weights);
        trace.output(TrainingStep.WEIGHT, w.weight());
        return w.mean();
    }

    private record Weighted(Tensor total, Tensor weight) {
        Tensor mean() {
            return total.dividedBy(where(weight.greaterThan(0), weight, weight.constant(1)));
        }
    }

    private static Weighted weighted(
            Tensor logits, Tensor targets, int ignored, double smoothing, ClassWeights weights) {
        Parts p = parts(logits, targets, ignored, smoothing);
        int classes = logits.dim(-1);
        if (weights.classes() != classes) {
            throw new IllegalArgumentException(
                    "there must be a weight for each of "
                            + classes
                            + " classes, got "
                            + weights.classes());
        }
        double[] w = weights.toArray();
        double sum = Arrays.stream(w).sum();
        Graph g = logits.graph();
        Tensor each = g.constant(Array.of(w, classes).cast(logits.dtype()));
        Tensor own = where(p.hit(), each, g.zeros(logits.type())).sum(-1);
        Tensor log = log(exp(p.shifted()).sum(-1));
        Tensor plain = own.times(log.minus(p.right()));
        Tensor loss = plain;
        if (smoothing > 0) {
            Tensor all = log.times(sum).minus(p.shifted().times(each).sum(-1));
            loss = plain.times(1 - smoothing).plus(all.times(smoothing / classes));
        }
        Tensor total = total(logits, targets, p, loss);
        return new Weighted(total, where(p.counted(), own, g.zeros(own.type())).sum());
    }

    /**
     * What all forms of the loss are made of.
     *
     * @param counted whether a position counts [...]
     * @param hit whether a class is a position's target [..., V]
     * @param shifted the logits less the largest [..., V]
     * @param right the shifted logit of the target [...]
     */
    private record Parts(Tensor counted, Tensor hit, Tensor shifted, Tensor right) {}

    private static Parts parts(Tensor logits, Tensor targets, int ignored, double smoothing) {
        check(logits, targets, ignored);
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    "label smoothing is from 0 to below 1, got " + smoothing);
        }
        // One-hot by comparison, not a gather: the comparison fuses with the passes over [..., V]
        // that softmax needs anyway, where the gradient of a gather would fill and add another.
        Tensor hit = classes(logits).equalTo(targets.expand(-1));
        Tensor shifted = logits.minus(logits.largest(-1).stopGradient().expand(-1));
        Tensor right = where(hit, shifted, logits.graph().zeros(logits.type())).sum(-1);
        return new Parts(targets.notEqualTo(ignored), hit, shifted, right);
    }

    /** The sum over the counted positions; NaN where a target is no class. */
    private static Tensor total(Tensor logits, Tensor targets, Parts p, Tensor each) {
        Graph g = logits.graph();
        Tensor valid = targets.atLeast(0).and(targets.lessThan(logits.dim(-1)));
        Tensor wrong = g.constant(Array.scalar(each.dtype(), Double.NaN));
        Tensor known = where(valid, each, wrong);
        return where(p.counted(), known, g.zeros(known.type())).sum();
    }

    /** The mean over the counted positions; 0 when none is counted. */
    public Tensor mean() {
        return total.dividedBy(count.max(1).cast(total.dtype()));
    }

    /**
     * The same as the loss of a training entry: it also declares {@link TrainingStep#WEIGHT}, so
     * that the mean of several batches is that of all their counted positions.
     */
    public Tensor mean(Trace trace) {
        trace.output(TrainingStep.WEIGHT, count);
        return mean();
    }

    /**
     * Declares the outputs {@value #TOTAL} (the sum of the loss), {@value #COUNT} (how many
     * positions are counted) and {@value #CORRECT} (how many of them have their largest logit at
     * the target): numbers that can be added up over batches.
     *
     * @param trace an entry that measures
     * @param logits [..., V]
     * @param targets I32 [...]
     * @param ignored the target of ignored positions
     */
    public static void measure(Trace trace, Tensor logits, Tensor targets, int ignored) {
        CrossEntropy loss = of(logits, targets, ignored);
        trace.output(TOTAL, loss.total());
        trace.output(COUNT, loss.count());
        trace.output(CORRECT, correct(logits, targets, ignored));
    }

    /**
     * How many counted positions have their largest logit at the target, an I32 scalar.
     *
     * @param logits [..., V]
     * @param targets I32 [...]
     * @param ignored the target of ignored positions
     */
    public static Tensor correct(Tensor logits, Tensor targets, int ignored) {
        check(logits, targets, ignored);
        Tensor right = Functions.argmax(logits).equalTo(targets);
        return right.and(targets.notEqualTo(ignored)).cast(DType.I32).sum();
    }

    private static Tensor classes(Tensor logits) {
        return logits.graph().iota(Shape.of(logits.dim(-1)), 0);
    }

    private static void check(Tensor logits, Tensor targets, int ignored) {
        if (logits.rank() < 1
                || !logits.dtype().isFloat()
                || targets.dtype() != DType.I32
                || !logits.shape().without(-1).equals(targets.shape())) {
            throw new TraceException(
                    "cross-entropy needs float logits [..., V] and I32 targets [...]; got "
                            + logits.type()
                            + " and "
                            + targets.type());
        }
        targets.within(new Bounds(0, logits.dim(-1) - 1).or(ignored));
    }
}
