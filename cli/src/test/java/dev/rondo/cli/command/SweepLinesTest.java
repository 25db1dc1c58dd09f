package dev.rondo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.CommandLineRun;
import dev.rondo.cli.sweep.SweepPlan;
import dev.rondo.cli.sweep.Trial;
import dev.rondo.models.checkpoint.TrainingState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trial that goes on ends where it would have ended, also when its time is limited. */
class SweepLinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text   | --text x --minutes 3                    | 60  | --minutes=2.0
                    text   | --text x                                | 60  | --minutes=9.0
                    text   | --text x --minutes 1                    | 61  | --steps=40
                    text   | --text x --minutes 3 --steps 90         | 60  | --steps=90 --minutes=2.0
                    text   | --text x --epochs 1.5                   | 600 | --epochs=1.5
                    series | --csv x --target y --learning-rate 0.1  | 60  | --steps=1000
                    series | --csv x --target y --steps 7 --threads 2 --backend scalar --page | 6 | --steps=7 --page --backend=scalar --threads=2
                    """)
    void what_is_left_of_its_limits_is_passed_on(
            String task, String words, double seconds, String rest) {
        SweepPlan plan =
                new SweepPlan(task, List.of(words.split(" ")), List.of(), Optional.empty(), 1, 2);
        SweepLines lines = new SweepLines(CommandLineRun.commands(), plan);
        Trial trial = new Trial(1, 0, Map.of(), 1);
        TrainingState state =
                new TrainingState(
                        40, 0, 1, 0, seconds, 0, 0, Map.of(), Optional.empty(), List.of());

        List<String> all = lines.resume(trial, Path.of("run"), state);

        assertThat(all.subList(0, 3)).containsExactly("train", task, "--resume=run");
        assertThat(all.subList(3, all.size())).containsExactlyInAnyOrder(rest.split(" "));
    }

    @Test
    void an_option_without_a_value_is_there_or_not() {
        SweepPlan plan =
                new SweepPlan(
                        "text",
                        List.of("--text", "x"),
                        List.of("tie-weights=true,false", "decay-at=4,8;-1"),
                        Optional.empty(),
                        7,
                        1);
        SweepLines lines = new SweepLines(CommandLineRun.commands(), plan);

        assertThat(plan.trials())
                .extracting(t -> String.join(" ", lines.begin(t, Path.of("run"))))
                .containsExactly(
                        "train text --text x --tie-weights --decay-at=4,8 --seed=7 --output=run",
                        "train text --text x --tie-weights --decay-at=-1 --seed=7 --output=run",
                        "train text --text x --decay-at=4,8 --seed=7 --output=run",
                        "train text --text x --decay-at=-1 --seed=7 --output=run");
    }
}
