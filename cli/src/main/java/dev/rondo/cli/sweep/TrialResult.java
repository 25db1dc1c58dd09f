package dev.rondo.cli.sweep;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.checkpoint.TrainingState.Best;

import java.util.Optional;

/**
 * What became of a trial.
 *
 * @param trial its number
 * @param code the exit code of its training
 * @param reason why it failed; empty where it did not
 * @param best its best evaluation, from the run directory; empty where it failed
 * @param seconds time of training, from the run directory; 0 where there is none
 */
public record TrialResult(
        int trial, int code, Optional<String> reason, Optional<Best> best, double seconds) {
    private static final int MOST_CODE = 255;

    /**
     * The result of a training that has ended.
     *
     * @param reason the message of its failure, if there was one
     * @param state how far the run directory says that it came
     */
    static TrialResult of(
            Trial trial, int code, Optional<String> reason, Optional<TrainingState> state) {
        double seconds = state.map(TrainingState::seconds).orElse(0.0);
        Optional<Best> best = state.flatMap(TrainingState::best);
        if (code == 0 && best.isPresent()) {
            return new TrialResult(trial.number(), code, Optional.empty(), best, seconds);
        }
        String why =
                reason.orElse(code == 0 ? "nothing was evaluated" : "it ended with code " + code);
        return new TrialResult(trial.number(), code, Optional.of(why), Optional.empty(), seconds);
    }

    Configuration toJson() {
        Configuration c =
                Configuration.empty()
                        .with("trial", trial)
                        .with("code", code)
                        .with("reason", reason.orElse(null))
                        .with("seconds", seconds);
        return best.map(
                        b ->
                                c.with("metric", b.metric())
                                        .with("value", b.value())
                                        .with("step", b.step()))
                .orElse(c);
    }

    /**
     * Reads a result.
     *
     * @param trials how many trials there are
     */
    static TrialResult parse(Configuration c, int trials) {
        return new TrialResult(
                c.integer("trial", 1, trials),
                c.integer("code", 0, MOST_CODE),
                c.has("reason") ? Optional.of(c.text("reason")) : Optional.empty(),
                c.has("metric")
                        ? Optional.of(
                                new Best(c.text("metric"), c.number("value"), c.integer("step")))
                        : Optional.empty(),
                c.number("seconds"));
    }
}
