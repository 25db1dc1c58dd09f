package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.experiment.Experiment;
import dev.rondo.cli.experiment.ExperimentDirectory;
import dev.rondo.cli.experiment.Experiments;
import dev.rondo.cli.experiment.Size;
import dev.rondo.cli.experiment.TrialResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/** The command {@code rondo experiment}, and the quick run of every experiment. */
class ExperimentCommandTest {
    @TempDir private Path folder;

    static Stream<String> names() {
        return Experiments.all().stream().map(e -> e.sheet().name());
    }

    private static List<TrialResult> results(Path run) {
        try (ExperimentDirectory directory = ExperimentDirectory.resume(run)) {
            return directory.results().all();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_quick_run_of_each_has_results_and_a_page(String name) throws Exception {
        Path run = folder.resolve(name);
        CommandLineRun quick =
                CommandLineRun.of("experiment", name, "--quick", "--output", run.toString())
                        .succeeded();

        Experiment experiment = Experiments.named(name);
        int trials = experiment.trials(experiment.sheet().plan(Size.QUICK)).size();
        assertThat(quick.out()).contains(trials + " of " + trials + " trials finished");
        assertThat(results(run)).hasSize(trials);
        assertThat(results(run)).allMatch(r -> r.diverged().isPresent() || !isEmpty(r));
        for (var row : experiment.sheet().rows()) {
            assertThat(quick.out()).contains(row.name());
        }
        String page = Files.readString(run.resolve(ExperimentDirectory.PAGE));
        assertThat(page)
                .contains(
                        "data:image/svg+xml;base64,", experiment.sheet().shows().substring(0, 20));
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.replaceFirst("<!DOCTYPE html>", ""))));
    }

    private static boolean isEmpty(TrialResult r) {
        return r.measured().keys().isEmpty();
    }

    /** 2c is judged by sequences that are trained on, 3a by others. */
    @ParameterizedTest
    @ValueSource(strings = {"2c-50-50-gru", "3a-3-gru"})
    void learning_rates_are_chosen_whatever_a_trial_is_judged_by(String row) {
        String options = "experiment lag-1997 --tune --lengths 20 --seeds 1 --updates 100 --only ";
        CommandLineRun tuned =
                CommandLineRun.line(options + row + " --output " + folder.resolve("tune"));

        assertThat(tuned.succeeded().out()).contains("Learning rates", row, "best");
    }

    @Test
    void the_list_names_each_with_what_it_shows() {
        CommandLineRun list = CommandLineRun.of("experiment", "list").succeeded();

        for (Experiment e : Experiments.all()) {
            assertThat(list.outLines()).contains(e.sheet().name());
            assertThat(list.out()).contains(e.sheet().shows(), e.sheet().rows().getFirst().name());
        }
        assertThat(list.out()).contains("idle cores");
    }

    /** A few trials of the real thing: the same bits on any number of threads. */
    @Test
    void results_do_not_depend_on_threads() {
        String options = "experiment reach --only gru,lstm --lengths 3 --seeds 2 --updates 20";
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        CommandLineRun.line(options + " --threads 1 --output " + one).succeeded();
        CommandLineRun.line(options + " --threads 3 --output " + two).succeeded();

        assertThat(results(one)).hasSize(4);
        for (TrialResult r : results(one)) {
            assertThat(results(two))
                    .anySatisfy(
                            other -> {
                                assertThat(other.trial()).isEqualTo(r.trial());
                                assertThat(other.measured()).isEqualTo(r.measured());
                            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    reech                              | there is no experiment 'reech'; there are reach
                    reech                              | did you mean 'reach'?
                    reach --lengths 0                  | --lengths must be from 1 to 100000 for a lag, got 0
                    reach --lengths 20,-1              | got -1
                    reach --lengths 100001             | got 100001
                    reach --lengths ten                | 'ten' is not a whole number
                    reach --seeds 0                    | --seeds must be from 1 to 1000, got 0
                    reach --updates 0                  | --updates must be at least 1, got 0
                    reach --minutes -1                 | --minutes must be 0 or above and finite, got -1
                    reach --only lstn                  | --only: there is no row 'lstn'; there are rnn-
                    reach --only lstn                  | did you mean 'lstm'?
                    reach --quick --tune               | --quick and --tune do not go together
                    reach --threads 0                  | --threads must be at least 1
                    reach --backend cuda               | there is no backend 'cuda'
                    reach --resume DIR --seeds 3       | leave out --seeds
                    reach --resume DIR                 | has no experiment.json
                    clipping --lengths 39              | --lengths must be from 40 to 2000 for a length, got 39
                    adding-copy --lengths 1            | --lengths must be from 2 to 10000 for T, got 1
                    lag-1997 --lengths 19              | --lengths must be from 20 to 10000 for p, q or T, got 19
                    attention-reach --lengths 0        | --lengths must be from 1 to 1000 for a length, got 0
                    highway --lengths 30               | must be multiples of 4 from 8 to 128 for the size of
                    highway --lengths 4                | an image, got 4
                    """)
    void what_cannot_be_is_refused_before_anything_is_made(String line, String message) {
        Path run = folder.resolve("run");
        String words = "experiment " + line.strip().replace("DIR", folder.toString());
        CommandLineRun wrong =
                CommandLineRun.line(
                        words.contains("--resume") ? words : words + " --output " + run);

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.errLines()).hasSize(1);
        assertThat(wrong.err()).contains(message.strip());
        assertThat(run).doesNotExist();
    }

    @Test
    void a_directory_of_another_experiment_or_run_is_refused() {
        Path run = folder.resolve("run");
        CommandLineRun.line(
                        "experiment reach --only gru --lengths 2 --seeds 1 --updates 1 --output "
                                + run)
                .succeeded();

        CommandLineRun again = CommandLineRun.line("experiment reach --output " + run);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains(run + " holds a run already", "--resume " + run);
        CommandLineRun other = CommandLineRun.line("experiment clipping --resume " + run);
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("is a directory of the experiment reach, not of clipping");
        CommandLineRun train = CommandLineRun.line("train dates --resume " + run);
        assertThat(train.code()).isEqualTo(1);
        assertThat(train.err()).contains("is not a run directory of Rondo: it has no run.json");
    }
}
