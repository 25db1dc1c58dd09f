package dev.rondo.cli.experiment;

import dev.rondo.models.checkpoint.Configuration;

import java.util.Optional;

/**
 * What came of a trial.
 *
 * @param trial which
 * @param measured the experiment's figures by name; empty if it diverged
 * @param diverged what was infinite or not a number, and where; empty if nothing was
 * @param seconds how long it took
 * @param stretch which of the processes that ran the experiment, from 0
 */
public record TrialResult(
        Trial trial,
        Configuration measured,
        Optional<String> diverged,
        double seconds,
        int stretch) {
    Configuration toJson() {
        return trial.toJson()
                .with("measured", measured)
                .with("diverged", diverged.orElse(null))
                .with("seconds", seconds)
                .with("stretch", stretch);
    }

    static TrialResult parse(Configuration c) {
        return new TrialResult(
                Trial.parse(c),
                c.section("measured"),
                c.has("diverged") ? Optional.of(c.text("diverged")) : Optional.empty(),
                c.number("seconds"),
                c.integer("stretch", 0, Integer.MAX_VALUE));
    }
}
