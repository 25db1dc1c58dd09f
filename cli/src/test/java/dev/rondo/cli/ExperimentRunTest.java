package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.experiment.Experiment;
import dev.rondo.cli.experiment.ExperimentDirectory;
import dev.rondo.cli.experiment.ExperimentRun;
import dev.rondo.cli.experiment.Lab;
import dev.rondo.cli.experiment.Plan;
import dev.rondo.cli.experiment.Results;
import dev.rondo.cli.experiment.Row;
import dev.rondo.cli.experiment.Sheet;
import dev.rondo.cli.experiment.Size;
import dev.rondo.cli.experiment.Trial;
import dev.rondo.cli.experiment.TrialResult;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/** What becomes of an experiment's trials, whatever the experiment is. */
class ExperimentRunTest {
    /** Two rows, three lengths, two seeds: what a trial measures follows from the trial. */
    private static final class Sums implements Experiment {
        private final Queue<Trial> run = new ConcurrentLinkedQueue<>();
        private BiConsumer<Trial, Lab> before = (_, _) -> {};

        @Override
        public Sheet sheet() {
            Sheet.Extent extent = new Sheet.Extent(List.of(10, 20, 30), 2, 100, 0, "no time");
            return new Sheet(
                    "sums",
                    "That trials are run.",
                    "a test",
                    List.of(
                            new Row("a", "the first", 0.1, List.of(0.1, 0.2)),
                            new Row("b", "the second", 0.3, List.of(0.3, 0.1))),
                    new Sheet.Lengths("a length", 1, 100),
                    extent,
                    extent,
                    extent,
                    new Sheet.Score("sum", "the sum", true));
        }

        @Override
        public Configuration run(Trial trial, Plan plan, Lab lab) {
            before.accept(trial, lab);
            run.add(trial);
            lab.tell(() -> "adding");
            double sum = trial.length() + trial.seed() + trial.learningRate();
            return Configuration.empty().with("sum", sum);
        }

        @Override
        public List<Section> findings(Plan plan, Results results) {
            return List.of(
                    Section.of(
                            "Sums",
                            new Block.Table(
                                    List.of("row", "mean"),
                                    sheet().rows().stream()
                                            .map(r -> List.of(r.name(), mean(results.of(r))))
                                            .toList())));
        }

        private static String mean(Results of) {
            return String.format(Locale.ROOT, "%.1f", of.mean("sum"));
        }
    }

    @TempDir private Path folder;
    private Path path;
    private final Sums sums = new Sums();
    private final StringWriter err = new StringWriter();
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Interrupt interrupt = new Interrupt();

    @BeforeEach
    void place() {
        path = folder.resolve("sums");
    }

    private ExperimentDirectory created() {
        return ExperimentDirectory.create(path, sums.sheet().name(), sums.sheet().plan(Size.REAL));
    }

    private int run(ExperimentDirectory directory, int together) {
        Console console =
                new Console(
                        ResultWriter.to(out, StandardCharsets.UTF_8),
                        new PrintWriter(err),
                        false,
                        true);
        var backend = Backends.open("scalar", new BackendOptions(1));
        try (directory) {
            int code =
                    Assembly.of(console, interrupt, "experiment", "sums")
                            .getInstance(ExperimentRun.class)
                            .run(sums, directory, backend, together);
            console.flush();
            return code;
        } finally {
            interrupt.commandEnded();
        }
    }

    private List<TrialResult> results() {
        try (ExperimentDirectory directory = ExperimentDirectory.resume(path)) {
            return directory.results().all();
        }
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void every_trial_is_run_once_and_kept() throws Exception {
        assertThat(run(created(), 1)).isZero();

        List<Trial> all = sums.trials(sums.sheet().plan(Size.REAL));
        assertThat(all).hasSize(12).doesNotHaveDuplicates();
        assertThat(sums.run).containsExactlyElementsOf(all);
        assertThat(results().stream().map(TrialResult::trial)).containsExactlyElementsOf(all);
        assertThat(results())
                .allSatisfy(
                        r ->
                                assertThat(r.measured().number("sum"))
                                        .isEqualTo(
                                                r.trial().length()
                                                        + r.trial().seed()
                                                        + r.trial().learningRate()));
        assertThat(shown()).contains("Sums\nrow  mean\na    21.6\nb    21.8", "12 of 12 trials");
        assertThat(Files.readString(path.resolve(ExperimentDirectory.PAGE)))
                .contains("<h2>Sums</h2>", "rondo experiment sums", "scalar:cpu", "the second")
                .contains(
                        "<th>cpu</th>", "<th>rondo</th>", "<th>java</th>", "<th>command line</th>");
    }

    @Test
    void trials_at_the_same_time_give_the_same_results() {
        run(created(), 4);

        assertThat(sums.run).hasSize(12);
        assertThat(results().stream().map(TrialResult::trial))
                .containsExactlyInAnyOrderElementsOf(sums.trials(sums.sheet().plan(Size.REAL)));
        assertThat(shown()).contains("a    21.6", "b    21.8");
    }

    @Test
    void an_interrupted_experiment_goes_on_where_it_was() {
        sums.before =
                (_, lab) -> {
                    if (sums.run.size() == 5) {
                        interrupt.request();
                    }
                    lab.giveUpIfAsked();
                };
        assertThat(run(created(), 1)).isEqualTo(130);
        assertThat(results()).hasSize(5);
        assertThat(shown()).isEmpty();
        assertThat(err.toString())
                .contains(
                        "5 of 12 trials are finished; go on with: rondo experiment sums --resume ");

        interrupt = new Interrupt();
        sums.before = (_, _) -> {};
        assertThat(run(ExperimentDirectory.resume(path), 1)).isZero();
        assertThat(sums.run).hasSize(12).doesNotHaveDuplicates();
        assertThat(err.toString()).contains("12 trials, of which 5 are finished");
        assertThat(shown()).contains("a    21.6", "b    21.8");
        assertThat(results().stream().map(TrialResult::stretch).distinct()).containsExactly(0, 1);
    }

    @Test
    void a_finished_experiment_runs_nothing_and_makes_its_page_again() throws Exception {
        run(created(), 1);
        Files.delete(path.resolve(ExperimentDirectory.PAGE));
        String before = shown();
        out = new ByteArrayOutputStream();

        assertThat(run(ExperimentDirectory.resume(path), 1)).isZero();
        assertThat(sums.run).hasSize(12);
        assertThat(shown()).isEqualTo(before);
        assertThat(path.resolve(ExperimentDirectory.PAGE)).exists();
    }

    /** As a crash leaves it. */
    @Test
    void a_torn_line_is_a_trial_that_is_run_again() throws Exception {
        run(created(), 1);
        Path trials = path.resolve("trials.jsonl");
        List<String> lines = Files.readAllLines(trials);
        String torn = lines.getLast().substring(0, 30);
        Files.writeString(trials, String.join("\n", lines.subList(0, 10)) + "\n" + torn);

        run(ExperimentDirectory.resume(path), 1);
        assertThat(sums.run).hasSize(14);
        assertThat(results()).hasSize(12);
        assertThat(Files.readAllLines(trials)).hasSize(12).doesNotContain(torn);
    }

    @Test
    void a_trial_that_is_not_finite_counts_is_shown_and_is_not_run_again() throws Exception {
        sums.before =
                (trial, _) -> {
                    if (trial.row().equals("a") && trial.length() == 20) {
                        throw new NonFiniteException("the loss is NaN");
                    }
                };
        assertThat(run(created(), 1)).isZero();

        assertThat(results()).hasSize(12);
        assertThat(results().stream().filter(r -> r.diverged().isPresent())).hasSize(2);
        assertThat(shown())
                .contains("2 of them diverged")
                .contains("diverged: a, length 20, seed 1, learning rate 0.1: the loss is NaN");
        assertThat(Files.readString(path.resolve(ExperimentDirectory.PAGE)))
                .contains("diverged: a, length 20, seed 2");
        int before = sums.run.size();
        run(ExperimentDirectory.resume(path), 1);
        assertThat(sums.run).hasSize(before);
    }

    @Test
    void a_failure_ends_the_experiment_and_keeps_what_is_finished() {
        sums.before =
                (trial, lab) -> {
                    lab.giveUpIfAsked();
                    if (trial.row().equals("b")) {
                        throw new IllegalStateException("out of luck");
                    }
                };
        assertThatThrownBy(() -> run(created(), 2)).hasMessage("out of luck");
        assertThat(results()).hasSizeBetween(5, 6);
    }

    @Test
    void learning_rates_are_chosen_on_seeds_that_are_not_reported() {
        Plan plan = sums.sheet().plan(Size.TUNING).lengths(List.of(10));
        sums.before =
                (trial, _) -> {
                    if (trial.row().equals("b") && trial.learningRate() == 0.3) {
                        throw new NonFiniteException("the loss is NaN");
                    }
                };
        run(ExperimentDirectory.create(path, sums.sheet().name(), plan), 1);

        assertThat(results().stream().map(r -> r.trial().seed()).distinct())
                .containsExactly(1001L, 1002L);
        assertThat(shown().lines().map(l -> l.replaceAll(" +", " ")))
                .contains(
                        "a 0.1 1012 2 0",
                        "a 0.2 1012 2 0 best",
                        "b 0.3 NaN 2 2",
                        "b 0.1 1012 2 0 best");
    }

    @Test
    void a_directory_belongs_to_one_process() {
        try (ExperimentDirectory _ = created()) {
            assertThatThrownBy(() -> ExperimentDirectory.resume(path))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("another process is writing into " + path);
        }
    }

    @Test
    void a_damaged_directory_is_refused_with_the_file_and_what_is_wrong() throws Exception {
        run(created(), 1);
        Files.writeString(
                path.resolve("trials.jsonl"),
                "{\"row\":\"a\",\"length\":0}\n",
                StandardOpenOption.APPEND);

        assertThatThrownBy(() -> ExperimentDirectory.resume(path))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "trials.jsonl:13: setting 'length' must be a whole number from 1");
        Files.writeString(path.resolve(ExperimentDirectory.MARKER), "{}");
        assertThatThrownBy(() -> ExperimentDirectory.resume(path))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("experiment.json");
    }
}
