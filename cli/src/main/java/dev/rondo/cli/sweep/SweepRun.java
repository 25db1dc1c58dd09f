package dev.rondo.cli.sweep;

import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.Printable;
import dev.rondo.cli.Shell;
import dev.rondo.cli.experiment.TextTable;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.Progress;
import dev.rondo.cli.show.ProgressDisplay;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.task.Task;
import dev.rondo.cli.task.TrainingRun;

import jakarta.inject.Inject;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Trains the trials of a sweep that are not finished, and shows what all of them say. */
public final class SweepRun {
    private final Console console;
    private final Interrupt interrupt;
    private final ProgressDisplay display;
    private final TrialRun trialRun;

    @Inject
    SweepRun(Console console, Interrupt interrupt, ProgressDisplay display, TrialRun trialRun) {
        this.console = console;
        this.interrupt = interrupt;
        this.display = display;
        this.trialRun = trialRun;
    }

    /**
     * Trains what is left, one trial after the other.
     *
     * @param directory that of the sweep; it is left open
     * @param lines the command lines of the trials
     * @param use the command that uses a trained model, such as {@code rondo forecast}
     * @return the exit code: 0 where at least one trial succeeded
     */
    public int run(SweepDirectory directory, TrainLines lines, String use) {
        List<Trial> trials = directory.plan().trials();
        int finished = directory.results().size();
        console.note(
                String.format(
                        Locale.ROOT,
                        "sweep of rondo train %s: %,d trials%s; if it is ended, go on with: %s",
                        directory.plan().task(),
                        trials.size(),
                        finished == 0 ? "" : words(", of which %,d are finished", finished),
                        goOn(directory)));
        train(directory, trials, lines);
        int left = trials.size() - directory.results().size();
        if (left > 0) {
            console.note(
                    words(
                            "%,d of %,d trials are finished; go on with: %s",
                            trials.size() - left, trials.size(), goOn(directory)));
            return TrainingRun.INTERRUPTED;
        }
        interrupt.waitForNothing("ended before the page was written; all trials are kept");
        Ranking ranking = ranking(directory, trials);
        keep(directory, trials, ranking);
        Path page = directory.path().resolve(SweepDirectory.PAGE);
        page(directory, trials, ranking).write(page, new Illustrator(this::missing));
        return conclude(directory, ranking, use);
    }

    private static String goOn(SweepDirectory directory) {
        return "rondo sweep --resume " + Shell.quoted(directory.path());
    }

    private void train(SweepDirectory directory, List<Trial> trials, TrainLines lines) {
        try (Progress progress = display.open("sweep", "trials", trials.size())) {
            for (Trial trial : trials) {
                // before each trial, for a training has its own words for the end
                interrupt.catchSignals(console::note);
                if (interrupt.requested()) {
                    return;
                }
                if (directory.result(trial).isEmpty()) {
                    progress.to(directory.results().size(), trial::toString);
                    Optional<TrialResult> result = trialRun.run(directory.path(), trial, lines);
                    if (result.isEmpty()) {
                        return;
                    }
                    directory.add(result.get());
                    progress.line(inWords(trial, trials.size(), result.get()));
                    keep(directory, trials, ranking(directory, trials));
                }
            }
        }
    }

    private static String inWords(Trial trial, int of, TrialResult result) {
        String what =
                result.best()
                        .map(
                                b ->
                                        words(
                                                "%s %s at step %,d, %.1f s",
                                                b.metric(),
                                                SweepTable.figure(b.value()),
                                                b.step(),
                                                result.seconds()))
                        .orElseGet(() -> "failed: " + result.reason().orElseThrow());
        return words("trial %,d of %,d (%s): %s", trial.number(), of, trial, what);
    }

    private static Ranking ranking(SweepDirectory directory, List<Trial> trials) {
        return Ranking.of(trials, directory.results(), Task.goal(directory.plan().task()));
    }

    /** Writes what is finished: the table, and the page without its pictures. */
    private static void keep(SweepDirectory directory, List<Trial> trials, Ranking ranking) {
        SweepTable.write(
                directory.path().resolve(SweepDirectory.TABLE),
                directory.plan().search().options(),
                byTrial(directory, trials));
        page(directory, trials, ranking).write(directory.path().resolve(SweepDirectory.PAGE));
    }

    private static Page page(SweepDirectory directory, List<Trial> trials, Ranking ranking) {
        return new SweepPage(directory, ranking, byTrial(directory, trials)).page();
    }

    private static Map<Trial, TrialResult> byTrial(SweepDirectory directory, List<Trial> trials) {
        Map<Trial, TrialResult> byTrial = new TreeMap<>(Comparator.comparingInt(Trial::number));
        directory.results().forEach(r -> byTrial.put(trials.get(r.trial() - 1), r));
        return byTrial;
    }

    private void missing(String warning) {
        interrupt.beSilentAtTheEnd();
        console.warn(warning);
    }

    private int conclude(SweepDirectory directory, Ranking ranking, String use) {
        Path path = directory.path();
        console.note("all of it on one page: " + path.resolve(SweepDirectory.PAGE));
        if (ranking.standings().isEmpty()) {
            console.note(
                    words(
                            "rondo: no trial succeeded; %s says why, the first: %s",
                            path.resolve(SweepDirectory.TABLE),
                            ranking.failed().firstEntry().getValue().reason().orElseThrow()));
            return 1;
        }
        TextTable.lines(
                        SweepTable.header(directory.plan().search().options()),
                        SweepTable.standings(ranking).stream()
                                .map(row -> row.stream().map(Printable::line).toList())
                                .toList())
                .forEach(console.out()::println);
        if (ranking.metrics().size() > 1) {
            console.warn(
                    "the trials measured different things, which cannot be compared: "
                            + String.join(", ", ranking.metrics()));
        }
        for (String metric : ranking.metrics()) {
            Trial best = ranking.first(metric).best();
            console.out()
                    .println(
                            words(
                                    "best %s: %s; use it: %s %s",
                                    metric,
                                    Printable.line(best.toString()),
                                    use,
                                    Shell.quoted(path.resolve(best.directory()))));
        }
        return 0;
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
