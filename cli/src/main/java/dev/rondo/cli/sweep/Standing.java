package dev.rondo.cli.sweep;

import java.util.DoubleSummaryStatistics;
import java.util.Map;

/**
 * How well the trials of a combination did that succeeded; there is at least one.
 *
 * @param values the value of each swept option
 * @param metric what was measured
 * @param measured the mean, the least and the largest over the seeds
 * @param best the best trial
 * @param failed how many trials failed
 */
record Standing(
        Map<String, String> values,
        String metric,
        DoubleSummaryStatistics measured,
        Trial best,
        int failed) {
    /** The seeds that succeeded, of those that were tried. */
    String seeds() {
        long succeeded = measured.getCount();
        return failed == 0 ? "" + succeeded : succeeded + " of " + (succeeded + failed);
    }
}
