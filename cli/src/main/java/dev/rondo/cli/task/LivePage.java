package dev.rondo.cli.task;

import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.task.Limits;
import dev.rondo.models.training.Evaluation;
import dev.rondo.models.training.StepReport;
import dev.rondo.models.training.TrainingListener;
import dev.rondo.models.training.TrainingResult;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The page of a run while it trains: how far it is, its last evaluation, and its curves. A browser
 * that shows it loads it again and again until training ends. Then the report takes its place.
 *
 * <p>It is written now and then, and after its first versions takes at most a twentieth of the
 * time. Whatever is wrong with it, training goes on without it.
 */
final class LivePage implements TrainingListener, AutoCloseable {
    private static final Duration RELOAD = Duration.ofSeconds(5);

    /** The shortest time between two versions. */
    private static final long INTERVAL = Duration.ofSeconds(2).toNanos();

    /** Between two versions, this many times as long as the last one took to write. */
    private static final long REST = 20;

    /**
     * The first versions, of which one loads what draws. That takes seconds, once, and says nothing
     * about later versions.
     */
    private static final int COLD = 2;

    private final RunDirectory run;
    private final Task task;
    private final TrainingProgress progress;
    private final Illustrator illustrator;
    private final Function<TrainingResult, String> ending;
    private final Consumer<String> warnings;
    private long due;
    private int versions;
    private boolean open;

    /**
     * A page in a run directory.
     *
     * @param ending how training ended, in words
     * @param warnings is told once when the page cannot be written
     */
    LivePage(
            RunDirectory run,
            Task task,
            Limits limits,
            Illustrator illustrator,
            Function<TrainingResult, String> ending,
            Consumer<String> warnings) {
        this.run = run;
        this.task = task;
        this.progress = new TrainingProgress(task, limits);
        this.illustrator = illustrator;
        this.ending = ending;
        this.warnings = warnings;
    }

    @Override
    public void started(TrainingState state, long lastStep) {
        progress.started(state, lastStep);
        open = true;
        writeRunning();
    }

    @Override
    public void step(StepReport report) {
        progress.step(report);
        writeIfDue();
    }

    @Override
    public void evaluated(Evaluation evaluation) {
        progress.evaluated(evaluation);
        writeIfDue();
    }

    @Override
    public void finished(TrainingResult result) {
        end("Training has ended: " + ending.apply(result));
    }

    /** A page of a training that failed must not be loaded for ever. */
    @Override
    public void close() {
        end("Training failed.");
    }

    private void writeIfDue() {
        if (open && System.nanoTime() - due >= 0) {
            writeRunning();
        }
    }

    private void writeRunning() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String words = "Training, as of " + now + ". The page reloads itself.";
        write(() -> page(words).reloading(RELOAD));
    }

    private void end(String words) {
        if (open) {
            write(() -> page(words));
            open = false;
        }
    }

    private Page page(String subtitle) {
        return new Page(
                RunPage.title(run, task),
                subtitle,
                List.of(
                        Section.of("Progress", new Block.Properties(progress.rows())),
                        RunPage.training(TrainingCurves.of(run, task))));
    }

    private void write(Supplier<Page> page) {
        long begun = System.nanoTime();
        try {
            page.get().drawn(illustrator).write(run.file(RunPage.FILE));
        } catch (RuntimeException e) {
            open = false;
            warnings.accept("from now on this training writes no page: " + e.getMessage());
        }
        long end = System.nanoTime();
        versions++;
        due = end + (versions <= COLD ? INTERVAL : Math.max(INTERVAL, REST * (end - begun)));
    }
}
