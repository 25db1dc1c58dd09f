package dev.rondo.models.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far training has come: what a resumed run needs, besides the variables, to go on as if it had
 * never stopped.
 *
 * @param step updates done; the next batch has this number
 * @param epoch passes over the data, with a fraction; 0 when the data have no end
 * @param dataSeed seed of the order of the data
 * @param learningRate learning rate of the last update
 * @param seconds time spent in training, over all stretches
 * @param lossSum decayed sum of the losses so far
 * @param lossWeight decayed sum of the weights; lossSum / lossWeight is the smoothed loss
 * @param evaluation what an evaluation at exactly this step measured; empty without one
 * @param best the best evaluation so far
 * @param checks values of the deciding metric at the regular evaluations, oldest first; patience,
 *     plateaus and the start of averaging follow from these values alone
 */
public record TrainingState(
        long step,
        double epoch,
        long dataSeed,
        double learningRate,
        double seconds,
        double lossSum,
        double lossWeight,
        Map<String, Double> evaluation,
        Optional<Best> best,
        List<Double> checks) {
    /**
     * The best evaluation so far.
     *
     * @param metric the metric that decided
     * @param value its value
     * @param step the number of updates at that evaluation
     */
    public record Best(String metric, double value, long step) {}

    /** Copies map and list, keeping their order. */
    public TrainingState {
        checks = List.copyOf(checks);
        evaluation = Collections.unmodifiableMap(new LinkedHashMap<>(evaluation));
    }

    /** Before the first update. */
    public static TrainingState start(long dataSeed) {
        return new TrainingState(0, 0, dataSeed, 0, 0, 0, 0, Map.of(), Optional.empty(), List.of());
    }

    /** Whether the evaluation at this step is the best so far. */
    public boolean isBest() {
        return best.isPresent() && best.get().step() == step;
    }

    Configuration toJson() {
        Configuration c =
                Configuration.empty()
                        .with("step", step)
                        .with("epoch", epoch)
                        .with("data_seed", dataSeed)
                        .with("learning_rate", learningRate)
                        .with("seconds", seconds)
                        .with("loss_sum", lossSum)
                        .with("loss_weight", lossWeight)
                        .with("evaluation", evaluation)
                        .with("checks", checks);
        return best.map(
                        b ->
                                c.with(
                                        "best",
                                        Configuration.empty()
                                                .with("metric", b.metric)
                                                .with("value", b.value)
                                                .with("step", b.step)))
                .orElse(c);
    }

    /**
     * Reads a training state.
     *
     * @throws CheckpointException when something is missing or impossible
     */
    static TrainingState parse(Configuration c) {
        Configuration evaluation = c.section("evaluation");
        Map<String, Double> metrics = new LinkedHashMap<>();
        evaluation.keys().forEach(k -> metrics.put(k, evaluation.number(k)));
        Optional<Best> best = Optional.empty();
        if (c.has("best")) {
            Configuration b = c.section("best");
            best = Optional.of(new Best(b.text("metric"), b.number("value"), b.count("step")));
        }
        return new TrainingState(
                c.count("step"),
                c.measure("epoch"),
                c.integer("data_seed"),
                c.number("learning_rate"),
                c.measure("seconds"),
                c.number("loss_sum"),
                c.number("loss_weight"),
                metrics,
                best,
                c.has("checks") ? c.numbers("checks") : List.of());
    }
}
