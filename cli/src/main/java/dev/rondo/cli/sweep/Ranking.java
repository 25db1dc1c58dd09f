package dev.rondo.cli.sweep;

import dev.rondo.models.checkpoint.TrainingState.Best;
import dev.rondo.models.training.Goal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The combinations of a sweep, the best one first. One of which every trial succeeded comes before
 * one of which a trial failed, whose mean leaves out what went wrong. Where options change what is
 * measured, the combinations are ranked metric by metric, in the order of the metrics' names.
 *
 * @param standings combinations with at least one trial that succeeded
 * @param failed the trials that failed, with their results
 */
record Ranking(List<Standing> standings, SequencedMap<Trial, TrialResult> failed) {
    /**
     * Ranks what is finished.
     *
     * @param trials all trials
     * @param results the results of those that are finished
     * @param goal which means are better
     */
    static Ranking of(List<Trial> trials, List<TrialResult> results, Goal goal) {
        Map<Integer, Map<Trial, Best>> measured = new LinkedHashMap<>();
        SequencedMap<Trial, TrialResult> failed = new LinkedHashMap<>();
        for (TrialResult r : results) {
            Trial trial = trials.get(r.trial() - 1);
            r.best()
                    .ifPresentOrElse(
                            best ->
                                    measured.computeIfAbsent(
                                                    trial.combination(), _ -> new LinkedHashMap<>())
                                            .put(trial, best),
                            () -> failed.put(trial, r));
        }
        List<Standing> standings = new ArrayList<>();
        measured.forEach(
                (combination, some) -> {
                    long wrong =
                            failed.keySet().stream()
                                    .filter(t -> t.combination() == combination)
                                    .count();
                    standings.add(standing(some, (int) wrong, goal));
                });
        standings.sort(
                Comparator.comparing(Standing::metric)
                        .thenComparing(s -> s.failed() > 0)
                        .thenComparing(s -> s.measured().getAverage(), better(goal)));
        return new Ranking(List.copyOf(standings), failed);
    }

    private static Comparator<Double> better(Goal goal) {
        return (a, b) -> goal.isBetter(a, b) ? -1 : goal.isBetter(b, a) ? 1 : 0;
    }

    private static Standing standing(Map<Trial, Best> measured, int failed, Goal goal) {
        Trial best =
                measured.entrySet().stream()
                        .min(
                                Map.Entry.comparingByValue(
                                        Comparator.comparing(Best::value, better(goal))))
                        .orElseThrow()
                        .getKey();
        DoubleSummaryStatistics values =
                measured.values().stream().mapToDouble(Best::value).summaryStatistics();
        String metric = measured.get(best).metric();
        return new Standing(best.values(), metric, values, best, failed);
    }

    /** What was measured; more than one where options change it. */
    List<String> metrics() {
        return standings.stream().map(Standing::metric).distinct().toList();
    }

    /** The best combination under a metric. */
    Standing first(String metric) {
        return standings.stream().filter(s -> s.metric().equals(metric)).findFirst().orElseThrow();
    }
}
