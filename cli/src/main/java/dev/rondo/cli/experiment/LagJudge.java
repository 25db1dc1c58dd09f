package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.Configuration;

/** Says while a trial of {@link Lag1997} trains whether its task is solved. */
sealed interface LagJudge permits LagRecentJudge, LagTestJudge {
    /**
     * Whether the task is solved now.
     *
     * @param errors of the sequences that were trained on last [B]
     */
    boolean isSolved(Array errors);

    /** How it goes, in a few words. */
    String state();

    /** Adds what is known of the sequences that were judged last; how many are {@code wrong}. */
    Configuration addTo(Configuration measured);
}
