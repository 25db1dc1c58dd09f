package dev.rondo.cli.experiment;

import dev.rondo.cli.MarkerFile;
import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.HeldDirectory;
import dev.rondo.models.checkpoint.JsonLines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an experiment leaves behind:
 *
 * <pre>
 * experiment.json   which experiment, and its plan
 * lock              held by the process that runs it
 * stretches.jsonl   a line for each such process: machine, versions, backend, command
 * trials.jsonl      a line for each finished trial
 * report.html       tables, charts and provenance
 * </pre>
 *
 * A trial is on the disk as soon as it is finished. Not for several threads at a time.
 */
public final class ExperimentDirectory implements AutoCloseable {
    /** The file by which it is recognized. */
    public static final String MARKER = "experiment.json";

    /** The page. */
    public static final String PAGE = "report.html";

    private static final String TRIALS = "trials.jsonl";
    private static final String STRETCHES = "stretches.jsonl";
    private static final MarkerFile FILE =
            new MarkerFile(MARKER, "rondo-experiment", 1, "an experiment");

    private final HeldDirectory held;
    private final String experiment;
    private final Plan plan;
    private final List<TrialResult> results = new ArrayList<>();
    private final List<Configuration> stretches = new ArrayList<>();

    private ExperimentDirectory(HeldDirectory held, String experiment, Plan plan) {
        this.held = held;
        this.experiment = experiment;
        this.plan = plan;
    }

    /**
     * Makes a directory for a new run.
     *
     * @throws CheckpointException when something is there already, or it cannot be created
     */
    public static ExperimentDirectory create(Path path, String experiment, Plan plan) {
        HeldDirectory held = HeldDirectory.create(path, MARKER);
        try {
            FILE.write(
                    path, FILE.begin().with("experiment", experiment).with("plan", plan.toJson()));
            return new ExperimentDirectory(held, experiment, plan);
        } catch (CheckpointException e) {
            held.close();
            throw e;
        }
    }

    /**
     * Opens a directory to go on with its trials, or to make its page again.
     *
     * @throws UsageException when it is not a directory of an experiment
     * @throws CheckpointException when it is damaged, of a newer format, or another process runs it
     */
    public static ExperimentDirectory resume(Path path) {
        Configuration c = FILE.read(path);
        HeldDirectory held = HeldDirectory.hold(path);
        try {
            var directory =
                    new ExperimentDirectory(
                            held, c.text("experiment"), Plan.parse(c.section("plan")));
            MarkerFile.lines(path.resolve(TRIALS))
                    .map(TrialResult::parse)
                    .forEach(directory.results::add);
            MarkerFile.lines(path.resolve(STRETCHES)).forEach(directory.stretches::add);
            return directory;
        } catch (CheckpointException e) {
            held.close();
            throw e;
        }
    }

    /** Where it lies. */
    public Path path() {
        return held.path();
    }

    /** Name of the experiment. */
    public String experiment() {
        return experiment;
    }

    /** Its plan. */
    public Plan plan() {
        return plan;
    }

    /** The trials that are finished. */
    public Results results() {
        return new Results(results);
    }

    /** The processes that ran it, oldest first. */
    List<Configuration> stretches() {
        return List.copyOf(stretches);
    }

    /**
     * Begins a stretch.
     *
     * @param provenance machine, versions, backend and command
     * @throws CheckpointException when it cannot be written
     */
    void begin(Configuration provenance) {
        stretches.add(provenance);
        append(STRETCHES, provenance);
    }

    /** The number of the stretch that was begun last. */
    int stretch() {
        return stretches.size() - 1;
    }

    /**
     * Keeps the result of a trial.
     *
     * @throws CheckpointException when it cannot be written
     */
    void add(TrialResult result) {
        append(TRIALS, result.toJson());
        results.add(result);
    }

    private void append(String file, Configuration line) {
        try (JsonLines lines = new JsonLines(path().resolve(file))) {
            lines.append(line);
            lines.sync();
        }
    }

    /** Lets go of the directory. */
    @Override
    public void close() {
        held.close();
    }
}
