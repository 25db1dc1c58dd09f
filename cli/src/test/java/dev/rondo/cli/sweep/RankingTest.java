package dev.rondo.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.TrainingState.Best;
import dev.rondo.models.training.Goal;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class RankingTest {
    private static final List<Trial> TRIALS =
            new SweepPlan("text", List.of(), List.of("o=a,b,c,d"), Optional.empty(), 1, 2).trials();

    /** Results of the first trials; NaN is a failure. */
    private static List<TrialResult> results(double... values) {
        List<TrialResult> results = new ArrayList<>();
        for (double value : values) {
            results.add(result(results.size() + 1, "m", value));
        }
        return results;
    }

    private static TrialResult result(int trial, String metric, double value) {
        return Double.isNaN(value)
                ? new TrialResult(trial, 1, Optional.of("why"), Optional.empty(), 0)
                : new TrialResult(
                        trial, 0, Optional.empty(), Optional.of(new Best(metric, value, 7)), 1);
    }

    private static List<String> order(Ranking ranking) {
        return ranking.standings().stream().map(s -> s.values().get("o")).toList();
    }

    @Test
    void combinations_are_ranked_by_their_mean() {
        List<TrialResult> results = results(1, 4, 2, 2, 0, 9);

        Ranking least = Ranking.of(TRIALS, results, Goal.MINIMIZE);
        Ranking most = Ranking.of(TRIALS, results, Goal.MAXIMIZE);

        assertThat(order(least)).containsExactly("b", "a", "c");
        assertThat(order(most)).containsExactly("c", "a", "b");
        assertThat(least.standings().get(1).measured().getAverage()).isEqualTo(2.5);
        assertThat(least.standings().get(1).measured().getMin()).isEqualTo(1);
        assertThat(least.standings().get(1).measured().getMax()).isEqualTo(4);
        assertThat(least.first("m").best().number()).isEqualTo(3);
        assertThat(most.first("m").best().number()).isEqualTo(6);
    }

    @Test
    void a_combination_with_a_failure_comes_after_all_without() {
        Ranking ranking =
                Ranking.of(
                        TRIALS,
                        results(0, Double.NaN, 5, 5, Double.NaN, Double.NaN),
                        Goal.MINIMIZE);

        assertThat(order(ranking)).containsExactly("b", "a");
        assertThat(ranking.standings()).extracting(Standing::seeds).containsExactly("2", "1 of 2");
        assertThat(ranking.failed().keySet()).extracting(Trial::number).containsExactly(2, 5, 6);
    }

    @Test
    void what_measures_other_things_is_ranked_apart() {
        Ranking ranking =
                Ranking.of(
                        TRIALS,
                        List.of(result(1, "rmse", 3), result(3, "crps", 9), result(5, "crps", 8)),
                        Goal.MINIMIZE);

        assertThat(order(ranking)).containsExactly("c", "b", "a");
        assertThat(ranking.metrics()).containsExactly("crps", "rmse");
        assertThat(ranking.first("rmse").best().number()).isEqualTo(1);
    }

    @Test
    void without_results_there_is_nothing_to_rank() {
        assertThat(Ranking.of(TRIALS, List.of(), Goal.MINIMIZE).standings()).isEmpty();
    }
}
