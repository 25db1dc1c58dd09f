package dev.rondo.cli.sweep;

import dev.rondo.cli.MarkerFile;
import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.HeldDirectory;
import dev.rondo.models.checkpoint.JsonLines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep leaves behind:
 *
 * <pre>
 * sweep.json      the plan
 * lock            held by the process that runs it
 * trials.jsonl    a line for each finished trial
 * sweep.csv       the same as a table
 * sweep.html      tables, charts, and links to the pages of the trials
 * trial-001/      the run directory of the first trial
 * trial-001.log   what its training wrote
 * …
 * </pre>
 *
 * A result is on the disk as soon as its trial is finished.
 */
public final class SweepDirectory implements AutoCloseable {
    /** The file by which it is recognized. */
    public static final String MARKER = "sweep.json";

    /** The table. */
    static final String TABLE = "sweep.csv";

    /** The page. */
    static final String PAGE = "sweep.html";

    private static final String TRIALS = "trials.jsonl";
    private static final MarkerFile FILE = new MarkerFile(MARKER, "rondo-sweep", 1, "a sweep");

    private final HeldDirectory held;
    private final SweepPlan plan;
    private final List<TrialResult> results = new ArrayList<>();

    private SweepDirectory(HeldDirectory held, SweepPlan plan) {
        this.held = held;
        this.plan = plan;
    }

    /**
     * Makes a directory for a new sweep.
     *
     * @throws CheckpointException when something is there already, or it cannot be created
     */
    public static SweepDirectory create(Path path, SweepPlan plan) {
        HeldDirectory held = HeldDirectory.create(path, MARKER);
        try {
            FILE.write(path, FILE.begin().with("plan", plan.toJson()));
            return new SweepDirectory(held, plan);
        } catch (CheckpointException e) {
            held.close();
            throw e;
        }
    }

    /**
     * Opens a directory to go on with its trials, or to make its table again.
     *
     * @throws UsageException when it is not a directory of a sweep
     * @throws CheckpointException when it is damaged, of a newer format, or another process runs it
     */
    public static SweepDirectory resume(Path path) {
        Configuration c = FILE.read(path);
        SweepPlan plan = SweepPlan.parse(c.section("plan"));
        HeldDirectory held = HeldDirectory.hold(path);
        try {
            SweepDirectory directory = new SweepDirectory(held, plan);
            int count = plan.trials().size();
            MarkerFile.lines(path.resolve(TRIALS))
                    .map(line -> TrialResult.parse(line, count))
                    .forEach(directory.results::add);
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

    /** What the sweep does. */
    public SweepPlan plan() {
        return plan;
    }

    /** The results of the trials that are finished, in the order in which they finished. */
    public List<TrialResult> results() {
        return List.copyOf(results);
    }

    /** The result of a trial, if it is finished. */
    Optional<TrialResult> result(Trial trial) {
        return results.stream().filter(r -> r.trial() == trial.number()).findFirst();
    }

    /**
     * Keeps a result.
     *
     * @throws CheckpointException when it cannot be written
     */
    void add(TrialResult result) {
        try (JsonLines lines = new JsonLines(path().resolve(TRIALS))) {
            lines.append(result.toJson());
            lines.sync();
        }
        results.add(result);
    }

    /** Lets go of the directory. */
    @Override
    public void close() {
        held.close();
    }
}
